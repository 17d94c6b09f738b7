//! The messages and services that the client library itself speaks, as structs.

#![allow(missing_docs)]

include!(concat!(env!("OUT_DIR"), "/interfaces.rs"));
