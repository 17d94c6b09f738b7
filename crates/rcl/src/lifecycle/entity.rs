//! What follows the state of a managed node.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use rosebay_rosidl::typed::Message;

use super::{CallbackReturn, State};
use crate::{Publisher, Result};

/// Something that follows the state of a managed node. Each function is told the state before the
/// transition.
pub trait ManagedEntity: Send + Sync {
    /// The node is being configured.
    fn on_configure(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node is being cleaned up.
    fn on_cleanup(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node is being shut down.
    fn on_shutdown(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node is being activated.
    fn on_activate(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node is being deactivated.
    fn on_deactivate(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }

    /// The node had an error.
    fn on_error(&self, _previous: State) -> CallbackReturn {
        CallbackReturn::Success
    }
}

/// A publisher that publishes only while its node is active.
pub struct LifecyclePublisher<M> {
    publisher: Publisher<M>,
    active: AtomicBool,
}

impl<M> fmt::Debug for LifecyclePublisher<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LifecyclePublisher")
            .field("publisher", &self.publisher)
            .field("active", &self.is_active())
            .finish()
    }
}

impl<M> LifecyclePublisher<M> {
    pub(super) fn new(publisher: Publisher<M>) -> Self {
        Self {
            publisher,
            active: AtomicBool::new(false),
        }
    }

    /// Whether it publishes.
    pub fn is_active(&self) -> bool {
        self.active.load(Ordering::Acquire)
    }

    /// The publisher itself, which publishes at any time.
    pub fn publisher(&self) -> &Publisher<M> {
        &self.publisher
    }
}

impl<M: Message> LifecyclePublisher<M> {
    /// Publishes a message if the node is active. Returns whether it is.
    ///
    /// # Errors
    /// As [`Publisher::publish`].
    pub fn publish(&self, message: &M) -> Result<bool> {
        if !self.is_active() {
            return Ok(false);
        }
        self.publisher.publish(message)?;
        Ok(true)
    }
}

impl<M: Message> ManagedEntity for LifecyclePublisher<M> {
    fn on_activate(&self, _previous: State) -> CallbackReturn {
        self.active.store(true, Ordering::Release);
        CallbackReturn::Success
    }

    fn on_deactivate(&self, _previous: State) -> CallbackReturn {
        self.active.store(false, Ordering::Release);
        CallbackReturn::Success
    }
}
