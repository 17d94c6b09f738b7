//! `ActionServer`: goals in, and what comes of them.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyType};
use rosebay_rcl::action::{
    ActionQos, ActionServerOptions, ActionServerWork, CancelCode, CancelRequest, CancelResponse,
    GoalEvent, GoalId, GoalInfo, RawServerGoal,
};
use rosebay_rcl::executor::Ready;
use rosebay_rcl::{Duration, RawActionServer};

use super::Part;
use crate::callback_group::Group;
use crate::clock::PyClock;
use crate::errors::{raise, warn_or_raise};
use crate::handle::{Destroyable, Slot};
use crate::message::Received;
use crate::node::PyNode;
use crate::qos::PyQosProfile;
use crate::service::{PyServiceInfo, configure_introspection};
use crate::work::{Member, Payload, PyWork, Work, hand_over, take_turn};
use crate::{gil, message};

/// Offers an action of a class.
#[pyclass(name = "ActionServer", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyActionServer {
    slot: Arc<Slot<Arc<RawActionServer>>>,
    member: Arc<Member>,
    feedback: Part,
    result: Part,
}

impl PyActionServer {
    /// The client library's server.
    pub(crate) fn get(&self) -> PyResult<Arc<RawActionServer>> {
        self.slot.get()
    }

    /// What the executors know of it.
    pub(crate) fn member(&self) -> &Arc<Member> {
        &self.member
    }
}

/// A goal and its stamp in nanoseconds.
type IdAndStamp<Id> = (Id, i64);

#[pymethods]
impl PyActionServer {
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
        result_timeout_ns: i64,
        callback_group: &Bound<'_, PyAny>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let py = action_class.py();
        let action_type = message::action_type(action_class)?;
        let goal = Part::of(action_class, &["SendGoalService", "Request"])?;
        let cancel = Part::of(action_class, &["CancelGoalService", "Request"])?;
        let member = Member::new(Group::of(callback_group)?);
        let node = node.get()?;
        let options = ActionServerOptions {
            qos: ActionQos {
                goal_service: goal_service_qos.get(),
                cancel_service: cancel_service_qos.get(),
                result_service: result_service_qos.get(),
                feedback: feedback_qos.get(),
                status: status_qos.get(),
            },
            callback_group: Some(member.group().token()),
            result_timeout: Duration::from_nanos(result_timeout_ns),
        };
        let receive = receive(&node, action, &member, goal, cancel);
        let server = gil::outside(py, || {
            node.create_raw_action_server(&action_type, action, options, receive)
        });
        let slot = Slot::new(Arc::new(server.map_err(raise)?));
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self {
            slot,
            member,
            feedback: Part::of(action_class, &["FeedbackMessage"])?,
            result: Part::of(action_class, &["GetResultService", "Response"])?,
        }))
    }

    fn goal_exists(&self, id: [u8; 16]) -> PyResult<bool> {
        Ok(self.get()?.has_goal(GoalId(id)))
    }

    /// Accepts a goal, at the present time of the node's clock.
    fn accept_goal(&self, id: [u8; 16]) -> PyResult<PyGoalHandle> {
        let goal = self.get()?.accept_goal(GoalId(id)).map_err(raise)?;
        Ok(PyGoalHandle {
            goal,
            result: self.result.clone(),
        })
    }

    fn send_goal_response(
        &self,
        py: Python<'_>,
        request: &PyServiceInfo,
        accepted: bool,
        stamp: i64,
    ) -> PyResult<()> {
        let server = self.get()?;
        let sent = gil::outside(py, || {
            server.send_goal_response(&request.id(), accepted, stamp)
        });
        warn_or_raise(py, sent)
    }

    /// The return code of a cancel request, and the goals that it means and that can be canceled.
    fn process_cancel_request<'py>(
        &self,
        py: Python<'py>,
        id: [u8; 16],
        stamp: i64,
    ) -> PyResult<(i8, Vec<IdAndStamp<Bound<'py, PyBytes>>>)> {
        let id = GoalId(id);
        let meant = self
            .get()?
            .process_cancel_request(&CancelRequest { id, stamp });
        let goals = meant.goals.iter();
        let goals = goals.map(|goal| (PyBytes::new(py, &goal.id.0), goal.stamp));
        Ok((meant.code as i8, goals.collect()))
    }

    fn send_cancel_response(
        &self,
        py: Python<'_>,
        request: &PyServiceInfo,
        code: i8,
        goals: Vec<IdAndStamp<[u8; 16]>>,
    ) -> PyResult<()> {
        let server = self.get()?;
        let goals = goals.into_iter().map(|(id, stamp)| GoalInfo {
            id: GoalId(id),
            stamp,
        });
        let response = CancelResponse {
            code: CancelCode::from_number(code),
            goals: goals.collect(),
        };
        let sent = gil::outside(py, || server.send_cancel_response(&request.id(), &response));
        warn_or_raise(py, sent)
    }

    /// Sees to it that the results of ended goals are forgotten in time.
    fn notify_goal_done(&self, py: Python<'_>) -> PyResult<()> {
        let server = self.get()?;
        gil::outside(py, || server.schedule_expiry());
        Ok(())
    }

    /// Publishes a `FeedbackMessage`.
    fn publish_feedback(&self, feedback: &Bound<'_, PyAny>) -> PyResult<()> {
        let server = self.get()?;
        let payload = message::encode(feedback, &self.feedback.message_type)?;
        gil::outside(feedback.py(), || {
            server.publish_serialized_feedback(payload)
        })
        .map_err(raise)
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
        let server = self.get()?;
        configure_introspection(py, clock, qos, state, |clock, qos, state| {
            server.configure_introspection(clock, qos, state)
        })
    }
}

/// A goal that was accepted. It is kept by its server.
#[pyclass(name = "ActionGoalHandle", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyGoalHandle {
    goal: RawServerGoal,
    result: Part,
}

#[pymethods]
impl PyGoalHandle {
    /// When it was accepted, in nanoseconds.
    #[getter]
    fn stamp(&self) -> i64 {
        self.goal.info().stamp
    }

    fn get_status(&self) -> i8 {
        self.goal.status() as i8
    }

    fn is_active(&self) -> bool {
        self.goal.status().is_active()
    }

    /// Changes the state, by the number of a `GoalEvent`, and publishes the states of all goals.
    fn update_goal_state(&self, py: Python<'_>, event: usize) -> PyResult<()> {
        let event = *GoalEvent::ALL
            .get(event)
            .ok_or_else(|| PyValueError::new_err(format!("{event} is no event of a goal")))?;
        gil::outside(py, || self.goal.update(event))
            .map(drop)
            .map_err(raise)
    }

    /// Sets the result, a `GetResultService.Response`, which is sent to whoever has asked or will.
    fn set_result(&self, result: &Bound<'_, PyAny>) -> PyResult<()> {
        let payload = message::encode(result, &self.result.message_type)?;
        gil::outside(result.py(), || self.goal.set_serialized_result(payload)).map_err(raise)
    }
}

/// The server's turn, outside the interpreter: checks requests and hands them over. One that cannot be read
/// is logged and passed over.
fn receive(
    node: &rosebay_rcl::Node,
    action: &str,
    member: &Arc<Member>,
    goal: Part,
    cancel: Part,
) -> impl Fn(ActionServerWork, Ready) + Send + Sync + use<> {
    let logger = node.logger().clone();
    let action = action.to_owned();
    let member = Arc::clone(member);
    move |work, ready| {
        let (what, method, part, sample) = match work {
            ActionServerWork::Goal(sample) => ("goal", "_receive_goal", &goal, sample),
            ActionServerWork::Cancel(sample) => {
                ("cancel", "_receive_cancel_request", &cancel, sample)
            }
            ActionServerWork::Expired(goals) => {
                let deliver = Payload::delivery("expired", move |server, _node| {
                    let py = server.py();
                    let ids = goals.iter().map(|goal| PyBytes::new(py, &goal.0));
                    server.call_method1("_forget_goals", (PyList::new(py, ids)?,))
                });
                return hand_over(Work::callback(Arc::clone(&member), deliver, ready));
            }
        };
        let received = Received::check(&part.message_type, sample.payload.clone());
        if let Some(error) = received.error() {
            logger.warn(format_args!("action server '{action}': {error}"));
            return;
        }
        let class = Arc::clone(&part.class);
        let deliver = Payload::delivery(what, move |server, _node| {
            let py = server.py();
            let request = received.into_message(py, class.bind(py))?;
            server.call_method1(method, (PyServiceInfo::from(&sample), request))
        });
        hand_over(Work::callback(Arc::clone(&member), deliver, ready));
    }
}
