//! What several tests of this crate share.
#![allow(dead_code)] // Each test uses a part of it.
#![allow(clippy::unwrap_used)]

pub(crate) mod captures;
pub(crate) mod engine;
pub(crate) mod mutation;
pub(crate) mod read_all;
