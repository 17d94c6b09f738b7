//! The services through which other nodes read and change a managed node's state.

use std::sync::Arc;

use rosebay_rmw::QosProfile;
use rosebay_rosidl::typed;

use super::node::{Lifecycle, state_message};
use super::{CallbackReturn, State, TRANSITIONS, Transition};
use crate::executor::CallbackGroup;
use crate::interfaces::lifecycle_msgs::{msg, srv};
use crate::node::offer;
use crate::{Node, RawService, Result, Service, ServiceOptions};

/// The five services. They leave the graph when this drops.
pub(super) struct Services {
    change_state: Service<srv::ChangeState>,
    get_state: Service<srv::GetState>,
    get_available_states: Service<srv::GetAvailableStates>,
    get_available_transitions: Service<srv::GetAvailableTransitions>,
    get_transition_graph: Service<srv::GetAvailableTransitions>,
}

impl Services {
    pub(super) fn new(
        node: &Node,
        lifecycle: &Arc<Lifecycle>,
        callback_group: Option<Arc<CallbackGroup>>,
    ) -> Result<Self> {
        let offering = Offering {
            node,
            lifecycle,
            options: ServiceOptions {
                scheduled: true,
                qos: QosProfile::SERVICES_DEFAULT,
                callback_group,
            },
        };
        Ok(Self {
            change_state: offering.offer("change_state", change_state)?,
            get_state: offering.offer("get_state", get_state)?,
            get_available_states: offering.offer("get_available_states", get_available_states)?,
            get_available_transitions: offering
                .offer("get_available_transitions", get_available_transitions)?,
            get_transition_graph: offering.offer("get_transition_graph", get_transition_graph)?,
        })
    }

    /// They themselves, in the order of the fields.
    pub(super) fn raw(&self) -> [&Arc<RawService>; 5] {
        [
            self.change_state.raw(),
            self.get_state.raw(),
            self.get_available_states.raw(),
            self.get_available_transitions.raw(),
            self.get_transition_graph.raw(),
        ]
    }
}

struct Offering<'a> {
    node: &'a Node,
    lifecycle: &'a Arc<Lifecycle>,
    options: ServiceOptions,
}

impl Offering<'_> {
    fn offer<S: typed::Service>(
        &self,
        name: &str,
        answer: fn(&Lifecycle, S::Request) -> S::Response,
    ) -> Result<Service<S>> {
        let lifecycle = Arc::clone(self.lifecycle);
        let answer = move |request| answer(&lifecycle, request);
        offer(self.node, name, self.options.clone(), answer)
    }
}

fn change_state(
    lifecycle: &Lifecycle,
    request: srv::ChangeState_Request,
) -> srv::ChangeState_Response {
    let asked = &request.transition;
    let returned = if asked.label.is_empty() {
        lifecycle.change_state(asked.id)
    } else {
        lifecycle.change_state_by_label(&asked.label)
    };
    if let Err(error) = &returned {
        lifecycle.logger().warn(error);
    }
    srv::ChangeState_Response {
        success: returned.is_ok_and(|returned| returned == CallbackReturn::Success),
    }
}

fn get_state(lifecycle: &Lifecycle, _: srv::GetState_Request) -> srv::GetState_Response {
    srv::GetState_Response {
        current_state: state_message(lifecycle.machine().current()),
    }
}

fn get_available_states(
    _: &Lifecycle,
    _: srv::GetAvailableStates_Request,
) -> srv::GetAvailableStates_Response {
    srv::GetAvailableStates_Response {
        available_states: State::ALL.map(state_message).into(),
    }
}

fn get_available_transitions(
    lifecycle: &Lifecycle,
    _: srv::GetAvailableTransitions_Request,
) -> srv::GetAvailableTransitions_Response {
    let machine = lifecycle.machine();
    srv::GetAvailableTransitions_Response {
        available_transitions: machine
            .available_transitions()
            .map(transition_message)
            .collect(),
    }
}

fn get_transition_graph(
    _: &Lifecycle,
    _: srv::GetAvailableTransitions_Request,
) -> srv::GetAvailableTransitions_Response {
    srv::GetAvailableTransitions_Response {
        available_transitions: TRANSITIONS.iter().map(transition_message).collect(),
    }
}

fn transition_message(transition: &Transition) -> msg::TransitionDescription {
    msg::TransitionDescription {
        transition: msg::Transition {
            id: transition.id,
            label: transition.label.to_owned(),
        },
        start_state: state_message(transition.start),
        goal_state: state_message(transition.goal),
    }
}
