//! Waiting for one message, which needs nobody that spins.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::PyType;
use rosebay_rcl::{Error, Executor, SubscriptionOptions};

use crate::errors::raise;
use crate::node::PyNode;
use crate::qos::PyQosProfile;
use crate::{gil, message};

/// Waits for a message on a topic; `None` when the time is up or the context is shut down. A negative
/// timeout waits forever.
#[pyfunction]
pub(crate) fn wait_for_message(
    node: &PyNode,
    message_class: &Bound<'_, PyType>,
    topic: &str,
    qos: &PyQosProfile,
    timeout_ns: i64,
) -> PyResult<Option<Py<PyAny>>> {
    let py = message_class.py();
    let message_type = message::message_type(message_class)?;
    let node = node.get()?;
    let (sender, receiver) = mpsc::sync_channel(1);
    let plan = Arc::clone(&message_type);
    let options = SubscriptionOptions {
        warn_of_mismatches: false,
        ..SubscriptionOptions::new(qos.get())
    };
    let subscription = node
        .create_raw_subscription(&message_type, topic, options, move |sample, _ready| {
            if plan.plan.validate(&sample.payload).is_ok() {
                // A second message is not wanted.
                sender.try_send(sample.payload).ok();
            }
        })
        .map_err(raise)?;
    // The node's own executor may not be spinning, and must not be needed.
    let executor = Executor::new(node.context());
    node.remove_entity(subscription.entity());
    executor.add_entity(subscription.entity());
    let receiver = rosebay_locks::Mutex::new(receiver);
    let step = |timeout: Option<Duration>| match executor.spin_once(timeout) {
        Ok(_) => receiver.lock().try_recv().ok().map(Ok),
        Err(error) => Some(Err(error)),
    };
    match gil::wait_outside(py, gil::deadline(timeout_ns), step)? {
        Some(Ok(payload)) => message::from_bytes(py, message_class, payload).map(Some),
        Some(Err(Error::ContextShutDown { .. })) | None => Ok(None),
        Some(Err(error)) => Err(raise(error)),
    }
}
