//! Actions: clients and servers of action classes.

mod client;
mod server;

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyType;
use rosebay_rosidl::MessageType;

pub(crate) use client::PyActionClient;
pub(crate) use server::{PyActionServer, PyGoalHandle};

use crate::message;

/// The class of one of an action's messages, and what it is in the client library.
struct Part {
    class: Arc<Py<PyType>>,
    message_type: Arc<MessageType>,
}

impl Part {
    /// Looks a class up: `["SendGoalService", "Request"]`.
    fn of(action_class: &Bound<'_, PyType>, names: &[&str]) -> PyResult<Self> {
        let mut class = action_class.getattr("Impl")?;
        for name in names {
            class = class.getattr(*name)?;
        }
        let class = class.cast_into::<PyType>()?;
        Ok(Self {
            message_type: message::message_type(&class)?,
            class: Arc::new(class.unbind()),
        })
    }
}

impl Clone for Part {
    fn clone(&self) -> Self {
        Self {
            class: Arc::clone(&self.class),
            message_type: Arc::clone(&self.message_type),
        }
    }
}
