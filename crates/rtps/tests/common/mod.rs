//! What several tests of this crate share.
#![allow(dead_code)] // Each test uses a part of it.

pub(crate) mod captures;
pub(crate) mod read_all;
