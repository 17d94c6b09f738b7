//! A DDSI-RTPS 2.5 engine: discovery, reliability, fragments, QoS, UDP

pub mod types;
