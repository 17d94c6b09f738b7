//! Managed nodes: every transition, what callbacks make of it, and the services.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::{LONG, context, node_and_executor};
use rosebay_locks::Mutex;
use rosebay_msgs::lifecycle_msgs::{msg, srv};
use rosebay_msgs::std_msgs::msg::Int32;
use rosebay_rcl::lifecycle::{
    CallbackReturn, LifecycleCallbacks, LifecycleNode, LifecycleOptions, ManagedEntity, State,
    StateMachine, TRANSITIONS,
};
use rosebay_rcl::{Error, Executor, Node};
use rosebay_rosidl::typed::Service;

/// Returns what it is told to, and notes its calls.
#[derive(Clone)]
struct Script {
    own: CallbackReturn,
    on_error: CallbackReturn,
    calls: Arc<Mutex<Vec<(&'static str, State)>>>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            own: CallbackReturn::Success,
            on_error: CallbackReturn::Success,
            calls: Arc::default(),
        }
    }
}

impl Script {
    fn note(&self, call: &'static str, previous: State) -> CallbackReturn {
        self.calls.lock().push((call, previous));
        self.own
    }
}

impl LifecycleCallbacks for Script {
    fn on_configure(&self, previous: State) -> CallbackReturn {
        self.note("configure", previous)
    }
    fn on_cleanup(&self, previous: State) -> CallbackReturn {
        self.note("cleanup", previous)
    }
    fn on_shutdown(&self, previous: State) -> CallbackReturn {
        self.note("shutdown", previous)
    }
    fn on_activate(&self, previous: State) -> CallbackReturn {
        self.note("activate", previous)
    }
    fn on_deactivate(&self, previous: State) -> CallbackReturn {
        self.note("deactivate", previous)
    }
    fn on_error(&self, previous: State) -> CallbackReturn {
        self.note("error", previous);
        self.on_error
    }
}

/// Two transitions leave each state of transition with success or failure, one with an error.
#[test]
fn the_state_machine_is_upstreams() {
    for transition in TRANSITIONS {
        assert!(State::ALL.contains(&transition.start) && State::ALL.contains(&transition.goal));
        let same = TRANSITIONS.iter().filter(|other| other.id == transition.id);
        assert_eq!(same.count(), 1, "{transition:?}");
    }
    let labels = |state: State| -> Vec<_> {
        let own = TRANSITIONS
            .iter()
            .filter(|transition| transition.start == state);
        own.map(|transition| (transition.id, transition.label))
            .collect()
    };
    let outcomes = |id| {
        vec![
            (id, "transition_success"),
            (id + 1, "transition_failure"),
            (id + 2, "transition_error"),
        ]
    };
    let cases = [
        (State::Unknown, vec![]),
        (State::Unconfigured, vec![(1, "configure"), (5, "shutdown")]),
        (
            State::Inactive,
            vec![(2, "cleanup"), (3, "activate"), (6, "shutdown")],
        ),
        (State::Active, vec![(4, "deactivate"), (7, "shutdown")]),
        (State::Finalized, vec![]),
        (State::Configuring, outcomes(10)),
        (State::CleaningUp, outcomes(20)),
        (State::Activating, outcomes(30)),
        (State::Deactivating, outcomes(40)),
        (State::ShuttingDown, outcomes(50)),
        (State::ErrorProcessing, outcomes(60)),
    ];
    for (state, expected) in cases {
        assert_eq!(labels(state), expected, "{state}");
    }
    let mut machine = StateMachine::default();
    let error = machine.trigger_by_id(3).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no transition matching '3' found for current state unconfigured"
    );
    machine.trigger_by_label("configure").unwrap();
    machine.trigger_by_id(10).unwrap();
    assert_eq!(machine.current(), State::Inactive);
}

/// A managed node in a state, whose callbacks have succeeded so far.
fn node_in(node: &Node, state: State, script: &Script) -> LifecycleNode {
    struct Switched(Script, Arc<Mutex<bool>>);
    macro_rules! switched {
        ($($function:ident),*) => { $(
            fn $function(&self, previous: State) -> CallbackReturn {
                if *self.1.lock() { self.0.$function(previous) } else { CallbackReturn::Success }
            }
        )* };
    }
    impl LifecycleCallbacks for Switched {
        switched!(
            on_configure,
            on_cleanup,
            on_shutdown,
            on_activate,
            on_deactivate,
            on_error
        );
    }
    let on = Arc::new(Mutex::new(false));
    let managed = LifecycleNode::new(node, Switched(script.clone(), Arc::clone(&on))).unwrap();
    let path: &[u8] = match state {
        State::Unconfigured => &[],
        State::Inactive => &[1],
        State::Active => &[1, 3],
        State::Finalized => &[5],
        other => panic!("nobody waits in {other}"),
    };
    for id in path {
        managed.change_state(*id).unwrap();
    }
    assert_eq!(managed.state(), state);
    *on.lock() = true;
    managed
}

#[test]
fn every_transition_with_every_outcome() {
    use CallbackReturn::{Error, Failure, Success};
    use State::{Active, Finalized, Inactive, Unconfigured};
    type Change = fn(&LifecycleNode) -> rosebay_rcl::Result<CallbackReturn>;
    let changes: [(&str, Change, State, State, State); 7] = [
        (
            "configure",
            LifecycleNode::configure,
            Unconfigured,
            Inactive,
            Unconfigured,
        ),
        (
            "cleanup",
            LifecycleNode::cleanup,
            Inactive,
            Unconfigured,
            Inactive,
        ),
        (
            "activate",
            LifecycleNode::activate,
            Inactive,
            Active,
            Inactive,
        ),
        (
            "deactivate",
            LifecycleNode::deactivate,
            Active,
            Inactive,
            Active,
        ),
        (
            "shutdown",
            LifecycleNode::shutdown,
            Unconfigured,
            Finalized,
            Finalized,
        ),
        (
            "shutdown",
            LifecycleNode::shutdown,
            Inactive,
            Finalized,
            Finalized,
        ),
        (
            "shutdown",
            LifecycleNode::shutdown,
            Active,
            Finalized,
            Finalized,
        ),
    ];
    let outcomes = [
        (Success, Success),
        (Failure, Success),
        (Error, Success),
        (Error, Failure),
        (Error, Error),
    ];
    let node = Node::new(&context(), "node").unwrap();
    for (name, change, start, after_success, after_failure) in changes {
        for (own, on_error) in outcomes {
            let script = Script {
                own,
                on_error,
                ..Script::default()
            };
            let managed = node_in(&node, start, &script);
            assert_eq!(change(&managed).unwrap(), own);
            let (expected, mut calls) = match (own, on_error) {
                (Success, _) => (after_success, vec![]),
                (Failure, _) => (after_failure, vec![]),
                (Error, Success) => (Unconfigured, vec![("error", start)]),
                (Error, _) => (Finalized, vec![("error", start)]),
            };
            calls.insert(0, (name, start));
            assert_eq!(
                managed.state(),
                expected,
                "{name} from {start}: {own:?} {on_error:?}"
            );
            assert_eq!(*script.calls.lock(), calls, "{name} from {start}");
        }
    }
}

#[test]
fn transitions_that_a_state_does_not_have() {
    let node = Node::new(&context(), "node").unwrap();
    let all: [u8; 7] = [1, 2, 3, 4, 5, 6, 7];
    let cases: [(State, &[u8]); 4] = [
        (State::Unconfigured, &[1, 5]),
        (State::Inactive, &[2, 3, 6]),
        (State::Active, &[4, 7]),
        (State::Finalized, &[]),
    ];
    for (state, available) in cases {
        let script = Script::default();
        let managed = node_in(&node, state, &script);
        let ids: Vec<_> = managed
            .available_transitions()
            .iter()
            .map(|one| one.id)
            .collect();
        assert_eq!(ids, available);
        for id in all
            .iter()
            .chain(&[0, 8, 10, 255])
            .filter(|id| !available.contains(id))
        {
            let error = managed.change_state(*id).unwrap_err();
            assert!(matches!(error, Error::InvalidTransition { .. }), "{error}");
            assert_eq!(managed.state(), state);
        }
        assert!(script.calls.lock().is_empty());
    }
}

#[test]
fn a_callback_cannot_change_the_state() {
    #[derive(Default)]
    struct Impatient(Arc<Mutex<Option<Arc<LifecycleNode>>>>);
    impl LifecycleCallbacks for Impatient {
        fn on_configure(&self, _: State) -> CallbackReturn {
            let node = self.0.lock().take().unwrap();
            assert_eq!(node.state(), State::Configuring);
            assert!(node.activate().is_err());
            CallbackReturn::Success
        }
    }
    let node = Node::new(&context(), "node").unwrap();
    let impatient = Impatient::default();
    let slot = Arc::clone(&impatient.0);
    let managed = Arc::new(LifecycleNode::new(&node, impatient).unwrap());
    *slot.lock() = Some(Arc::clone(&managed));
    managed.configure().unwrap();
    assert_eq!(managed.state(), State::Inactive);
}

#[test]
fn a_managed_publisher_publishes_while_active() {
    let (node, executor) = node_and_executor();
    let managed = LifecycleNode::new(&node, Script::default()).unwrap();
    let publisher = managed
        .create_lifecycle_publisher::<Int32>("count", 10)
        .unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let received = Arc::clone(&heard);
    let _subscription = node
        .create_subscription::<Int32>("count", 10, move |message| {
            received.lock().push(message.data)
        })
        .unwrap();
    let publish = |data| publisher.publish(&Int32 { data }).unwrap();
    assert!(!publish(1));
    managed.configure().unwrap();
    assert!(!publish(2));
    managed.activate().unwrap();
    assert!(publisher.is_active() && publish(3));
    managed.deactivate().unwrap();
    assert!(!publish(4));
    managed.activate().unwrap();
    assert!(publish(5));
    assert!(executor.spin_until(|| heard.lock().len() == 2, Some(LONG)));
    assert_eq!(*heard.lock(), [3, 5]);
}

#[test]
fn an_entity_may_fail_the_transition() {
    struct Entity(CallbackReturn, Arc<Mutex<Vec<State>>>);
    impl ManagedEntity for Entity {
        fn on_activate(&self, previous: State) -> CallbackReturn {
            self.1.lock().push(previous);
            self.0
        }
    }
    let node = Node::new(&context(), "node").unwrap();
    let called = Arc::new(Mutex::new(Vec::new()));
    let managed = LifecycleNode::new(&node, Script::default()).unwrap();
    let entity = |returned| {
        let entity: Arc<dyn ManagedEntity> = Arc::new(Entity(returned, Arc::clone(&called)));
        managed.add_managed_entity(&entity);
        entity
    };
    let _good = entity(CallbackReturn::Success);
    let bad = entity(CallbackReturn::Failure);
    let _last = entity(CallbackReturn::Success);
    managed.configure().unwrap();
    assert_eq!(managed.activate().unwrap(), CallbackReturn::Failure);
    assert_eq!(managed.state(), State::Inactive);
    assert_eq!(
        *called.lock(),
        [State::Inactive; 2],
        "the last one is not asked"
    );
    drop(bad);
    assert_eq!(managed.activate().unwrap(), CallbackReturn::Success);
    assert_eq!(called.lock().len(), 4);
}

fn call<S: Service>(
    node: &Node,
    executor: &Executor,
    name: &str,
    request: &S::Request,
) -> S::Response {
    let client = node.create_client::<S>(&format!("/node/{name}")).unwrap();
    assert!(client.wait_for_service(Some(LONG)));
    client
        .call_async(request)
        .unwrap()
        .spin(executor, Some(LONG))
        .unwrap()
}

#[test]
fn the_five_services_and_the_event() {
    let (node, executor) = node_and_executor();
    let script = Script::default();
    let managed = LifecycleNode::new(&node, script.clone()).unwrap();
    let events = Arc::new(Mutex::new(Vec::<msg::TransitionEvent>::new()));
    let heard = Arc::clone(&events);
    let _subscription = node
        .create_subscription("~/transition_event", 10, move |event| {
            heard.lock().push(event)
        })
        .unwrap();
    let change = |id, label: &str| {
        let transition = msg::Transition {
            id,
            label: label.to_owned(),
        };
        let request = srv::ChangeState_Request { transition };
        call::<srv::ChangeState>(&node, &executor, "change_state", &request).success
    };
    let state = || {
        let request = srv::GetState_Request::default();
        let state = call::<srv::GetState>(&node, &executor, "get_state", &request).current_state;
        (state.id, state.label)
    };
    assert_eq!(state(), (1, "unconfigured".to_owned()));
    assert!(change(1, ""));
    assert_eq!(state(), (2, "inactive".to_owned()));
    assert!(!change(1, ""), "it is configured already");
    assert!(!change(0, "no such label"));
    assert!(change(99, "activate"), "a label beats the number");
    assert_eq!(managed.state(), State::Active);

    let request = srv::GetAvailableStates_Request::default();
    let states =
        call::<srv::GetAvailableStates>(&node, &executor, "get_available_states", &request);
    let states = states.available_states;
    assert_eq!(states.len(), 11);
    assert_eq!(
        (states[10].id, states[10].label.as_str()),
        (15, "errorprocessing")
    );

    let transitions = |name: &str| {
        let request = srv::GetAvailableTransitions_Request::default();
        call::<srv::GetAvailableTransitions>(&node, &executor, name, &request).available_transitions
    };
    let available = transitions("get_available_transitions");
    let found: Vec<_> = available
        .iter()
        .map(|one| {
            assert_eq!(one.start_state.label, "active");
            (one.transition.id, one.goal_state.label.as_str())
        })
        .collect();
    assert_eq!(found, [(4, "deactivating"), (7, "shuttingdown")]);
    assert_eq!(transitions("get_transition_graph").len(), 25);

    assert!(change(0, "shutdown"));
    assert_eq!(state(), (4, "finalized".to_owned()));
    assert!(executor.spin_until(|| events.lock().len() == 6, Some(LONG)));
    let events = events.lock();
    let told: Vec<_> = events
        .iter()
        .map(|event| (event.start_state.id, event.goal_state.id))
        .collect();
    assert_eq!(told, [(1, 10), (10, 2), (2, 13), (13, 3), (3, 12), (12, 4)]);
    let calls: Vec<_> = script.calls.lock().iter().map(|(call, _)| *call).collect();
    assert_eq!(calls, ["configure", "activate", "shutdown"]);
}

#[test]
fn it_can_be_kept_to_itself() {
    let node = Node::new(&context(), "node").unwrap();
    let options = LifecycleOptions {
        enable_communication_interface: false,
        ..Default::default()
    };
    let managed = LifecycleNode::with_options(&node, Script::default(), options).unwrap();
    assert_eq!(managed.configure().unwrap(), CallbackReturn::Success);
    assert_eq!(node.count_services("~/change_state").unwrap(), 0);
    assert_eq!(node.count_publishers("~/transition_event").unwrap(), 0);
    let reachable = LifecycleNode::new(&node, Script::default()).unwrap();
    assert_eq!(node.count_services("~/change_state").unwrap(), 1);
    drop(reachable);
    assert_eq!(node.count_services("~/change_state").unwrap(), 0);
    assert_eq!(node.count_publishers("~/transition_event").unwrap(), 0);
}
