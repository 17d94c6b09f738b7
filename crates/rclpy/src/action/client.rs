//! `ActionClient`: goals out, and what comes of them.

use std::sync::Arc;

use bytes::Bytes;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use rosebay_rcl::RawActionClient;
use rosebay_rcl::action::{ActionClientOptions, ActionClientWork, ActionQos, ActionService};
use rosebay_rcl::executor::Ready;
use rosebay_rcl::rmw::ServiceSample;

use super::Part;
use crate::callback_group::Group;
use crate::clock::PyClock;
use crate::errors::raise;
use crate::handle::{Destroyable, Slot};
use crate::message::Received;
use crate::node::{PyNode, check_valid};
use crate::qos::PyQosProfile;
use crate::service::configure_introspection;
use crate::work::{Member, Payload, PyWork, Work, hand_over, take_turn};
use crate::{gil, message};

/// Sends goals of an action class. Its services are named `goal`, `cancel` and `result`.
#[pyclass(name = "ActionClient", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyActionClient {
    slot: Arc<Slot<RawActionClient>>,
    member: Arc<Member>,
    services: [Service; 3],
}

/// One of the action's services.
struct Service {
    name: &'static str,
    service: ActionService,
    request: Part,
    response: Part,
}

impl PyActionClient {
    /// The client library's client.
    pub(crate) fn get(&self) -> PyResult<RawActionClient> {
        self.slot.get()
    }

    /// What the executors know of it.
    pub(crate) fn member(&self) -> &Arc<Member> {
        &self.member
    }

    fn service(&self, name: &str) -> PyResult<&Service> {
        let mut services = self.services.iter();
        services.find(|each| each.name == name).ok_or_else(|| {
            PyValueError::new_err(format!(
                "the services of an action are 'goal', 'cancel' and 'result', not '{name}'"
            ))
        })
    }
}

impl Service {
    fn encode(&self, request: &Bound<'_, PyAny>) -> PyResult<Bytes> {
        message::encode(request, &self.request.message_type)
    }

    /// What hands a response over to Python.
    fn handler(&self, member: &Arc<Member>) -> impl FnOnce(ServiceSample, Ready) + Send + use<> {
        let member = Arc::clone(member);
        let part = self.response.clone();
        let name = self.name;
        move |sample, ready| {
            let number = sample.request_id.sequence_number;
            let received = Received::check(&part.message_type, sample.payload);
            let deliver = Payload::delivery(name, move |client, node| {
                let py = client.py();
                let (response, error) = received.into_message_or_error(py, part.class.bind(py));
                let executor = node.getattr("executor")?;
                client.call_method1("_receive", (name, number, response, error, executor))
            });
            hand_over(Work::callback(member, deliver, ready));
        }
    }
}

#[pymethods]
impl PyActionClient {
    #[new]
    #[expect(clippy::too_many_arguments, reason = "an action has five parts")]
    fn new(
        node: &PyNode,
        action_class: &Bound<'_, PyType>,
        action: &str,
        goal_service_qos: &PyQosProfile,
        result_service_qos: &PyQosProfile,
        cancel_service_qos: &PyQosProfile,
        feedback_qos: &PyQosProfile,
        status_qos: &PyQosProfile,
        callback_group: &Bound<'_, PyAny>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let py = action_class.py();
        let action_type = message::action_type(action_class)?;
        let service = |name, service, class| {
            PyResult::Ok(Service {
                name,
                service,
                request: Part::of(action_class, &[class, "Request"])?,
                response: Part::of(action_class, &[class, "Response"])?,
            })
        };
        let services = [
            service("goal", ActionService::SendGoal, "SendGoalService")?,
            service("cancel", ActionService::CancelGoal, "CancelGoalService")?,
            service("result", ActionService::GetResult, "GetResultService")?,
        ];
        let feedback = Part::of(action_class, &["FeedbackMessage"])?;
        let status = Part::of(action_class, &["GoalStatusMessage"])?;
        let member = Member::new(Group::of(callback_group)?);
        let node = node.get()?;
        let options = ActionClientOptions {
            qos: ActionQos {
                goal_service: goal_service_qos.get(),
                cancel_service: cancel_service_qos.get(),
                result_service: result_service_qos.get(),
                feedback: feedback_qos.get(),
                status: status_qos.get(),
            },
            callback_group: Some(member.group().token()),
        };
        let receive = receive(&node, action, &member, feedback, status);
        let client = gil::outside(py, || {
            node.create_raw_action_client(&action_type, action, options, receive)
        });
        let slot = Slot::new(client.map_err(raise)?);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self {
            slot,
            member,
            services,
        }))
    }

    /// Sends a request and returns its number, under which the response is received.
    fn send_request(&self, service: &str, request: &Bound<'_, PyAny>) -> PyResult<i64> {
        let client = self.get()?;
        let service = self.service(service)?;
        let payload = service.encode(request)?;
        let handler = service.handler(&self.member);
        let service = service.service;
        gil::outside(request.py(), || {
            client.send_serialized_request(service, payload, handler)
        })
        .map_err(raise)
    }

    /// Forgets a request; a response to it is passed over.
    fn remove_request(&self, service: &str, sequence_number: i64) -> PyResult<bool> {
        let service = self.service(service)?.service;
        Ok(self.get()?.remove_pending_request(service, sequence_number))
    }

    /// Sends a request and waits for the response.
    fn call(&self, service: &str, request: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = request.py();
        let client = self.get()?;
        let service = self.service(service)?;
        let payload = service.encode(request)?;
        let which = service.service;
        let pending =
            gil::outside(py, || client.call_serialized_async(which, payload)).map_err(raise)?;
        let done = gil::wait_outside(py, None, |timeout| match pending.wait_until_done(timeout) {
            Ok(false) => None,
            result => Some(result),
        })?;
        done.transpose().map_err(raise)?;
        let sample = gil::outside(py, || pending.wait(None)).map_err(raise)?;
        Received::check(&service.response.message_type, sample.payload)
            .into_message(py, service.response.class.bind(py))
    }

    /// Fails when the context is shut down.
    fn is_action_server_available(&self, py: Python<'_>) -> PyResult<bool> {
        let client = self.get()?;
        let is_available = gil::outside(py, || client.server_is_ready());
        check_valid(client.node())?;
        Ok(is_available)
    }

    /// Waits until a server is there, forever with a negative timeout. Returns whether one is; fails when
    /// the context is shut down.
    fn wait_for_server(&self, py: Python<'_>, timeout_ns: i64) -> PyResult<bool> {
        let client = self.get()?;
        let found = gil::wait_outside(py, gil::deadline(timeout_ns), |timeout| {
            let found = client.wait_for_server(timeout);
            (found || !client.node().context().ok()).then_some(found)
        })?;
        check_valid(client.node())?;
        Ok(found.unwrap_or(false))
    }

    /// Takes what has come in place of the executor; `None` where there is nothing to do.
    fn take_work(&self, py: Python<'_>) -> PyResult<Option<PyWork>> {
        Ok(take_turn(py, self.get()?.entity()))
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
}

/// The client's turn, outside the interpreter: checks feedback and states and hands them over. What cannot
/// be read is logged and passed over.
fn receive(
    node: &rosebay_rcl::Node,
    action: &str,
    member: &Arc<Member>,
    feedback: Part,
    status: Part,
) -> impl Fn(ActionClientWork, Ready) + Send + Sync + use<> {
    let logger = node.logger().clone();
    let action = action.to_owned();
    let member = Arc::clone(member);
    move |work, ready| {
        let (what, method, part, sample) = match work {
            ActionClientWork::Feedback(sample) => {
                ("feedback", "_receive_feedback", &feedback, sample)
            }
            ActionClientWork::Status(sample) => ("status", "_receive_status", &status, sample),
        };
        let received = Received::check(&part.message_type, sample.payload);
        if let Some(error) = received.error() {
            logger.warn(format_args!("action client '{action}': {error}"));
            return;
        }
        let class = Arc::clone(&part.class);
        let deliver = Payload::delivery(what, move |client, _node| {
            let py = client.py();
            client.call_method1(method, (received.into_message(py, class.bind(py))?,))
        });
        hand_over(Work::callback(Arc::clone(&member), deliver, ready));
    }
}
