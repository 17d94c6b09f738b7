//! Forks of a process whose threads are busy.
//!
//! A child has only the thread that forked. What another thread had locked stays locked there for ever, so who
//! forks takes the locks of what the process has once, for the child to find it free and whole. The locks of
//! contexts and of what is in them are not among these: those are the parent's, and of no use to a child.

use std::any::Any;
use std::fmt;

use crate::{context, logging, signals};

/// Keeps what the process has once as it is, until it drops. See [`hold`].
#[must_use = "nothing is held when this has dropped"]
pub struct Held(#[expect(dead_code, reason = "it is kept to be dropped")] Box<dyn Any>);

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").finish_non_exhaustive()
    }
}

/// To be called right before a fork, by the thread that forks. What it returns is to be dropped right after
/// that, in the parent and in the child; nothing of this library may be called in between.
pub fn hold() -> Held {
    Held(Box::new((
        signals::hold(),
        context::hold(),
        logging::hold(),
        rosebay_rmw_local::hold(),
        rosebay_rmw_shm::hold(),
        rosebay_rosidl::Registry::hold_standard(),
    )))
}
