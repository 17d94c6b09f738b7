//! `Publisher`: from a Python message to bytes, and out.

use std::sync::Arc;

use bytes::Bytes;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType};
use rosebay_rcl::{CallbackGroup, PublisherOptions, RawPublisher};
use rosebay_rosidl::MessageType;

use crate::callback_group::Group;
use crate::errors::raise;
use crate::handle::{Destroyable, Slot};
use crate::node::{PyNode, check_valid};
use crate::qos::PyQosProfile;
use crate::{gil, message};

/// Publishes the messages of a class.
#[pyclass(name = "Publisher", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyPublisher {
    slot: Arc<Slot<RawPublisher>>,
    class: Py<PyType>,
    message_type: Arc<MessageType>,
    group: Group,
}

impl PyPublisher {
    /// The client library's publisher.
    pub(crate) fn get(&self) -> PyResult<RawPublisher> {
        self.slot.get()
    }

    /// A handle to a publisher of the client library's own.
    pub(crate) fn of(
        publisher: &RawPublisher,
        class: &Bound<'_, PyType>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let slot = Slot::new(publisher.clone());
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self {
            slot,
            class: class.clone().unbind(),
            message_type: message::message_type(class)?,
            group: Group::Known(CallbackGroup::reentrant()),
        }))
    }

    /// The callback group of its events.
    pub(crate) fn group(&self) -> &Group {
        &self.group
    }

    fn serialize(&self, publisher: &RawPublisher, message: &Bound<'_, PyAny>) -> PyResult<Bytes> {
        let class = self.class.bind(message.py());
        if message.is_instance(class)? {
            if let Some(payload) = message::fill_in(message)? {
                return Ok(payload);
            }
            return message::encode_with(message, &self.message_type, |size| {
                publisher.writer(size)
            });
        }
        if let Ok(serialized) = message.cast::<PyBytes>() {
            return Ok(Bytes::copy_from_slice(serialized.as_bytes()));
        }
        Err(PyTypeError::new_err(format!(
            "Expected {class}, got {}",
            message.get_type()
        )))
    }
}

#[pymethods]
impl PyPublisher {
    #[new]
    fn new(
        node: &PyNode,
        message_class: &Bound<'_, PyType>,
        topic: &str,
        qos: &PyQosProfile,
        callback_group: &Bound<'_, PyAny>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let py = message_class.py();
        let message_type = message::message_type(message_class)?;
        let node = node.get()?;
        let group = Group::of(callback_group)?;
        let options = PublisherOptions {
            callback_group: Some(group.token()),
            warn_of_mismatches: false,
            ..PublisherOptions::new(qos.get())
        };
        let publisher = gil::outside(py, || {
            node.create_raw_publisher(&message_type, topic, options)
        });
        let slot = Slot::new(publisher.map_err(raise)?);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self {
            slot,
            class: message_class.clone().unbind(),
            message_type,
            group,
        }))
    }

    /// Publishes a message, or the bytes of one.
    fn publish(&self, message: &Bound<'_, PyAny>) -> PyResult<()> {
        let publisher = self.get()?;
        let payload = self.serialize(&publisher, message)?;
        gil::outside(message.py(), || publisher.publish_serialized(payload)).map_err(raise)?;
        message::give_back(message);
        Ok(())
    }

    fn can_loan_messages(&self) -> PyResult<bool> {
        Ok(self.get()?.can_loan_messages())
    }

    /// Makes a message in memory that is sent from where it is.
    #[pyo3(signature = (**fields))]
    fn borrow_loaned_message<'py>(
        &self,
        py: Python<'py>,
        fields: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let publisher = self.get()?;
        message::borrow(self.class.bind(py), fields, |size| {
            publisher.loaned_writer(size)
        })
    }

    fn get_subscription_count(&self) -> PyResult<usize> {
        let publisher = self.get()?;
        check_valid(publisher.node())?;
        Ok(publisher.subscription_count())
    }

    fn get_topic_name(&self) -> PyResult<String> {
        Ok(self.get()?.topic_name().to_owned())
    }

    fn get_logger_name(&self) -> PyResult<String> {
        Ok(self.get()?.node().logger().name().to_owned())
    }

    fn assert_liveliness(&self, py: Python<'_>) -> PyResult<()> {
        let publisher = self.get()?;
        gil::outside(py, || publisher.assert_liveliness()).map_err(raise)
    }

    /// Waits until all is acknowledged; forever with a negative timeout.
    fn wait_for_all_acked(&self, py: Python<'_>, timeout_ns: i64) -> PyResult<bool> {
        let publisher = self.get()?;
        let acked = gil::wait_outside(py, gil::deadline(timeout_ns), |timeout| {
            match publisher.wait_for_all_acked(timeout) {
                Ok(false) => None,
                result => Some(result),
            }
        })?;
        acked.unwrap_or(Ok(false)).map_err(raise)
    }
}
