//! `Client`: requests out, and the responses to them.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyType;
use rosebay_rcl::executor::Ready;
use rosebay_rcl::rmw::ServiceSample;
use rosebay_rcl::{RawClient, ServiceOptions};
use rosebay_rosidl::ServiceType;

use crate::callback_group::Group;
use crate::clock::PyClock;
use crate::errors::raise;
use crate::handle::{Destroyable, Slot};
use crate::message::Received;
use crate::node::{PyNode, check_valid};
use crate::qos::PyQosProfile;
use crate::service::{PyServiceInfo, configure_introspection};
use crate::work::{Member, Payload, Work, hand_over};
use crate::{arrivals, gil, message};

/// Calls a service of a class.
#[pyclass(name = "Client", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyClient {
    slot: Arc<Slot<RawClient>>,
    member: Arc<Member>,
    service_type: Arc<ServiceType>,
    response_class: Arc<Py<PyType>>,
}

impl PyClient {
    /// The client library's client.
    pub(crate) fn get(&self) -> PyResult<RawClient> {
        self.slot.get()
    }

    /// What the executors know of it.
    pub(crate) fn member(&self) -> &Arc<Member> {
        &self.member
    }

    /// What hands a response over to Python.
    fn handler(&self) -> impl FnOnce(ServiceSample, Ready) + Send + use<> {
        let member = Arc::clone(&self.member);
        let service_type = Arc::clone(&self.service_type);
        let class = Arc::clone(&self.response_class);
        move |sample, ready| {
            let received = Received::check(&service_type.response, sample.payload);
            let number = sample.request_id.sequence_number;
            let deliver = Payload::delivery("response", move |client, node| {
                let py = client.py();
                let (response, error) = received.into_message_or_error(py, class.bind(py));
                let executor = node.getattr("executor")?;
                client.call_method1("_receive", (number, response, error, executor))
            });
            hand_over(Work::callback(member, deliver, ready));
        }
    }
}

#[pymethods]
impl PyClient {
    /// Nobody calls its callback before [`PyNode::add_entity`].
    #[new]
    #[pyo3(signature = (node, service_class, service, qos, callback_group = None))]
    fn new(
        node: &PyNode,
        service_class: &Bound<'_, PyType>,
        service: &str,
        qos: &PyQosProfile,
        callback_group: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let py = service_class.py();
        let service_type = message::service_type(service_class)?;
        let response_class = service_class.getattr("Response")?.cast_into::<PyType>()?;
        let member = Member::new(Group::of_option(callback_group)?);
        let node = node.get()?;
        let options = ServiceOptions {
            callback_group: Some(member.group().token()),
            scheduled: false,
            ..ServiceOptions::new(qos.get())
        };
        let client = gil::outside(py, || {
            node.create_raw_client(&service_type, service, options)
        });
        let slot = Slot::new(client.map_err(raise)?);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self {
            slot,
            member,
            service_type,
            response_class: Arc::new(response_class.unbind()),
        }))
    }

    /// Sends a request and returns its number, under which the response is received.
    fn send_request(&self, request: &Bound<'_, PyAny>) -> PyResult<i64> {
        let client = self.get()?;
        let payload = message::encode(request, &self.service_type.request)?;
        let handler = self.handler();
        gil::outside(request.py(), || {
            client.send_serialized_request(payload, handler)
        })
        .map_err(raise)
    }

    /// Takes a response and its info, in place of the executor; two times `None` where none waits.
    fn take_response(
        &self,
        response_class: &Bound<'_, PyType>,
    ) -> PyResult<(Option<PyServiceInfo>, Option<Py<PyAny>>)> {
        let py = response_class.py();
        let client = self.get()?;
        let Some(sample) = gil::outside(py, || client.take_serialized_response()) else {
            return Ok((None, None));
        };
        let info = PyServiceInfo::from(&sample);
        let received = Received::check(&self.service_type.response, sample.payload);
        Ok((Some(info), Some(received.into_message(py, response_class)?)))
    }

    /// Forgets a request; a response to it is passed over.
    fn remove_request(&self, sequence_number: i64) -> PyResult<bool> {
        Ok(self.get()?.remove_pending_request(sequence_number))
    }

    /// Sends a request and waits for the response, forever with a negative timeout; `None` when the time
    /// is up.
    fn call<'py>(
        &self,
        request: &Bound<'py, PyAny>,
        timeout_ns: i64,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = request.py();
        let client = self.get()?;
        let payload = message::encode(request, &self.service_type.request)?;
        let pending = gil::outside(py, || client.call_serialized_async(payload)).map_err(raise)?;
        let done = gil::wait_outside(py, gil::deadline(timeout_ns), |timeout| {
            match pending.wait_until_done(timeout) {
                Ok(false) => None,
                result => Some(result),
            }
        })?;
        done.transpose().map_err(raise)?;
        let Some(sample) = pending.take().transpose().map_err(raise)? else {
            return Ok(None);
        };
        Received::check(&self.service_type.response, sample.payload)
            .into_message(py, self.response_class.bind(py))
            .map(|response| Some(response.into_bound(py)))
    }

    /// Has a callable called, on a thread of its own, with the number of responses that have come.
    fn set_on_new_response_callback(&self, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = callback.py();
        let object = self.slot.get()?;
        let callback = arrivals::callback(callback, Some(object.node().context()))?;
        gil::outside(py, || object.set_on_new_response_callback(Some(callback)));
        Ok(())
    }

    /// Has nobody called any more.
    fn clear_on_new_response_callback(&self, py: Python<'_>) -> PyResult<()> {
        let object = self.slot.get()?;
        gil::outside(py, || object.set_on_new_response_callback(None));
        Ok(())
    }

    /// Fails when the context is shut down.
    fn service_server_is_available(&self, py: Python<'_>) -> PyResult<bool> {
        let client = self.get()?;
        let is_available = gil::outside(py, || client.service_is_ready());
        check_valid(client.node())?;
        Ok(is_available)
    }

    /// Waits until a server is there, forever with a negative timeout. Returns whether one is; fails when
    /// the context is shut down.
    fn wait_for_service(&self, py: Python<'_>, timeout_ns: i64) -> PyResult<bool> {
        let client = self.get()?;
        let found = gil::wait_outside(py, gil::deadline(timeout_ns), |timeout| {
            let found = client.wait_for_service(timeout);
            (found || !client.node().context().ok()).then_some(found)
        })?;
        check_valid(client.node())?;
        Ok(found.unwrap_or(false))
    }

    fn configure_introspection(
        &self,
        py: Python<'_>,
        clock: &PyClock,
        qos: &PyQosProfile,
        state: u8,
    ) -> PyResult<()> {
        let client = self.get()?;
        configure_introspection(py, clock, qos, state, |clock, qos, state| {
            client.configure_introspection(clock, qos, state)
        })
    }

    #[getter]
    fn service_name(&self) -> PyResult<String> {
        Ok(self.get()?.service_name().to_owned())
    }

    fn get_logger_name(&self) -> PyResult<String> {
        Ok(self.get()?.node().logger().name().to_owned())
    }
}
