//! `Service`: requests in, responses out.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use rosebay_rcl::executor::Ready;
use rosebay_rcl::rmw::{RequestId, ServiceSample};
use rosebay_rcl::service::{IntrospectionState, RawRequest};
use rosebay_rcl::{CallbackGroup, Clock, QosProfile, RawService, ServiceOptions};
use rosebay_rosidl::ServiceType;

use crate::callback_group::Group;
use crate::clock::PyClock;
use crate::errors::{raise, warn_or_raise};
use crate::handle::{Destroyable, Slot};
use crate::message::Received;
use crate::node::PyNode;
use crate::qos::PyQosProfile;
use crate::work::{Member, Payload, Work, hand_over};
use crate::{arrivals, gil, message};

/// Which request it is.
#[pyclass(name = "rmw_request_id_t", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyRequestId {
    id: RequestId,
}

#[pymethods]
impl PyRequestId {
    #[getter]
    fn sequence_number(&self) -> i64 {
        self.id.sequence_number
    }
}

/// Which request it is and when it came: times in nanoseconds since the Unix epoch.
#[pyclass(name = "rmw_service_info_t", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyServiceInfo {
    id: RequestId,
    #[pyo3(get)]
    source_timestamp: i64,
    #[pyo3(get)]
    received_timestamp: i64,
}

impl PyServiceInfo {
    /// Which request it is.
    pub(crate) fn id(&self) -> RequestId {
        self.id
    }
}

impl From<&ServiceSample> for PyServiceInfo {
    fn from(sample: &ServiceSample) -> Self {
        Self {
            id: sample.request_id,
            source_timestamp: sample.source_timestamp,
            received_timestamp: sample.received_timestamp,
        }
    }
}

#[pymethods]
impl PyServiceInfo {
    #[getter]
    fn request_id(&self) -> PyRequestId {
        PyRequestId { id: self.id }
    }
}

/// Configures, outside the interpreter, what a service, a client or an action tells of its calls.
///
/// # Errors
/// `ValueError` for a number that stands for no state; what `configure` fails with.
pub(crate) fn configure_introspection(
    py: Python<'_>,
    clock: &PyClock,
    qos: &PyQosProfile,
    state: u8,
    configure: impl FnOnce(&Clock, QosProfile, IntrospectionState) -> rosebay_rcl::Result<()> + Send,
) -> PyResult<()> {
    let (clock, qos) = (clock.get()?, qos.get());
    let state = match state {
        0 => IntrospectionState::Off,
        1 => IntrospectionState::Metadata,
        2 => IntrospectionState::Contents,
        _ => {
            return Err(PyValueError::new_err(format!(
                "{state} is no state of service introspection"
            )));
        }
    };
    gil::outside(py, || configure(&clock, qos, state)).map_err(raise)
}

/// Answers the requests of a service class.
#[pyclass(name = "Service", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyService {
    slot: Arc<Slot<Arc<RawService>>>,
    member: Arc<Member>,
    service_type: Arc<ServiceType>,
}

impl PyService {
    /// The client library's service.
    pub(crate) fn get(&self) -> PyResult<Arc<RawService>> {
        self.slot.get()
    }

    /// A handle to a service that answers by itself.
    pub(crate) fn of(service: &Arc<RawService>) -> PyClassInitializer<Self> {
        let slot = Slot::new(Arc::clone(service));
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        base.add_subclass(Self {
            slot,
            member: Member::new(Group::Known(CallbackGroup::reentrant())),
            service_type: Arc::clone(service.service_type()),
        })
    }

    /// What the executors know of it.
    pub(crate) fn member(&self) -> &Arc<Member> {
        &self.member
    }
}

#[pymethods]
impl PyService {
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
        let request_class = service_class.getattr("Request")?.cast_into::<PyType>()?;
        let member = Member::new(Group::of_option(callback_group)?);
        let node = node.get()?;
        let options = ServiceOptions {
            callback_group: Some(member.group().token()),
            scheduled: false,
            ..ServiceOptions::new(qos.get())
        };
        let receive = receive(&node, service, &service_type, &member, request_class);
        let service = gil::outside(py, || {
            node.create_raw_service(&service_type, service, options, receive)
        });
        let slot = Slot::new(Arc::new(service.map_err(raise)?));
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self {
            slot,
            member,
            service_type,
        }))
    }

    /// Answers a request.
    fn service_send_response(
        &self,
        response: &Bound<'_, PyAny>,
        request: &PyRequestId,
    ) -> PyResult<()> {
        let service = self.get()?;
        let payload = message::encode(response, &self.service_type.response)?;
        let py = response.py();
        let sent = gil::outside(py, || {
            service.send_serialized_response(&request.id, payload)
        });
        warn_or_raise(py, sent)
    }

    /// Takes a request and its info; two times `None` where none waits.
    fn service_take_request(
        &self,
        request_class: &Bound<'_, PyType>,
    ) -> PyResult<(Option<Py<PyAny>>, Option<PyServiceInfo>)> {
        let py = request_class.py();
        let service = self.get()?;
        let Some(sample) = gil::outside(py, || service.take_serialized_request()) else {
            return Ok((None, None));
        };
        let info = PyServiceInfo::from(&sample);
        let received = Received::check(&self.service_type.request, sample.payload);
        Ok((Some(received.into_message(py, request_class)?), Some(info)))
    }

    /// Has a callable called, on a thread of its own, with the number of requests that have come.
    fn set_on_new_request_callback(&self, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = callback.py();
        let object = self.slot.get()?;
        let callback = arrivals::callback(callback, Some(object.node().context()))?;
        gil::outside(py, || object.set_on_new_request_callback(Some(callback)));
        Ok(())
    }

    /// Has nobody called any more.
    fn clear_on_new_request_callback(&self, py: Python<'_>) -> PyResult<()> {
        let object = self.slot.get()?;
        gil::outside(py, || object.set_on_new_request_callback(None));
        Ok(())
    }

    fn configure_introspection(
        &self,
        py: Python<'_>,
        clock: &PyClock,
        qos: &PyQosProfile,
        state: u8,
    ) -> PyResult<()> {
        let service = self.get()?;
        configure_introspection(py, clock, qos, state, |clock, qos, state| {
            service.configure_introspection(clock, qos, state)
        })
    }

    #[getter]
    fn name(&self) -> PyResult<String> {
        Ok(self.get()?.service_name().to_owned())
    }

    fn get_logger_name(&self) -> PyResult<String> {
        Ok(self.get()?.node().logger().name().to_owned())
    }
}

/// The service's turn, outside the interpreter: checks the request and hands it over. One that cannot be
/// read is logged and passed over.
fn receive(
    node: &rosebay_rcl::Node,
    service: &str,
    service_type: &Arc<ServiceType>,
    member: &Arc<Member>,
    class: Bound<'_, PyType>,
) -> impl Fn(RawRequest, Ready) + Send + Sync + use<> {
    let logger = node.logger().clone();
    let service = service.to_owned();
    let service_type = Arc::clone(service_type);
    let member = Arc::clone(member);
    let class = Arc::new(class.unbind());
    move |request, ready| {
        let sample = request.sample;
        let received = Received::check(&service_type.request, sample.payload.clone());
        if let Some(error) = received.error() {
            logger.warn(format_args!(
                "a request to the service '{service}' is passed over: {error}"
            ));
            return;
        }
        let class = Arc::clone(&class);
        let deliver = Payload::delivery("request", move |service, _node| {
            let py = service.py();
            let request = received.into_message(py, class.bind(py))?;
            service.call_method1("_answer", (request, PyServiceInfo::from(&sample)))
        });
        hand_over(Work::callback(Arc::clone(&member), deliver, ready));
    }
}
