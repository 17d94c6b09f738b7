//! The messages and services that the client library itself speaks, as structs.

include!(concat!(env!("OUT_DIR"), "/interfaces.rs"));
