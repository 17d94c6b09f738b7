//! What several tests of this crate share.
#![allow(dead_code)] // Each test uses a part of it.

pub mod captures;
pub mod read_all;
