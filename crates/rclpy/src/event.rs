//! QoS events: their statuses, and the handles that listen to them.

use std::sync::Arc;

use pyo3::prelude::*;
use rosebay_locks::Mutex;
use rosebay_rcl::EventHandler;
use rosebay_rcl::executor::Ready;
use rosebay_rcl::rmw::{EventKind, EventStatus, QosPolicyKind, TotalCount};

use crate::errors::{UnsupportedEventTypeError, raise};
use crate::handle::{Destroyable, Slot};
use crate::publisher::PyPublisher;
use crate::subscription::PySubscription;
use crate::work::{Member, Payload, Turn, Work, hand_over};
use crate::{arrivals, gil};

/// What an event happens to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Publisher,
    Subscription,
}

/// An event of a publisher or a subscription.
#[pyclass(name = "EventHandle", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyEventHandle {
    slot: Arc<Slot<Arc<Mutex<EventHandler>>>>,
    member: Arc<Member>,
    side: Side,
}

impl PyEventHandle {
    /// The client library's handler.
    pub(crate) fn get(&self) -> PyResult<Arc<Mutex<EventHandler>>> {
        self.slot.get()
    }

    /// What the executors know of it.
    pub(crate) fn member(&self) -> &Arc<Member> {
        &self.member
    }
}

#[pymethods]
impl PyEventHandle {
    /// Nobody calls its callback before [`crate::node::PyNode::add_entity`].
    #[new]
    fn new(parent: &Bound<'_, PyAny>, event_type: u8) -> PyResult<PyClassInitializer<Self>> {
        let (side, member, handler) = if let Ok(publisher) = parent.cast::<PyPublisher>() {
            let kind = find(&PUBLISHER_EVENTS, event_type, "publisher")?;
            let member = Member::new(publisher.get().group().clone());
            let callback = hand_over_status(&member, Side::Publisher);
            (
                Side::Publisher,
                member,
                publisher.get().get()?.event_handler(kind, callback),
            )
        } else {
            let subscription = parent.cast::<PySubscription>()?.get();
            let kind = find(&SUBSCRIPTION_EVENTS, event_type, "subscription")?;
            let member = Member::new(subscription.member().group().clone());
            let callback = hand_over_status(&member, Side::Subscription);
            (
                Side::Subscription,
                member,
                subscription.get()?.event_handler(kind, callback),
            )
        };
        let slot = Slot::new(Arc::new(Mutex::new(handler.map_err(raise)?)));
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self { slot, member, side }))
    }

    /// Has a callable called, on a thread of its own, with the number of changes of the event's status.
    fn set_on_new_event_callback(&self, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = callback.py();
        let object = self.slot.get()?;
        let context = object.lock().node().context().clone();
        let callback = arrivals::callback(callback, Some(&context))?;
        gil::outside(py, || {
            object.lock().set_on_new_event_callback(Some(callback))
        });
        Ok(())
    }

    /// Has nobody called any more.
    fn clear_on_new_event_callback(&self, py: Python<'_>) -> PyResult<()> {
        let object = self.slot.get()?;
        gil::outside(py, || object.lock().set_on_new_event_callback(None));
        Ok(())
    }

    /// Takes the event's status; the counts of change start anew.
    fn take_event<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let status = self.slot.get()?.lock().take().map_err(raise)?;
        status_object(py, status, self.side)
    }
}

/// An event's turn, outside the interpreter.
fn hand_over_status(
    member: &Arc<Member>,
    side: Side,
) -> impl Fn(EventStatus, Ready) + Send + Sync + use<> {
    let member = Arc::clone(member);
    move |status, ready| {
        hand_over(Work::Callback {
            member: Arc::clone(&member),
            payload: Payload::Event(status, side),
            turn: Turn::new(ready),
        });
    }
}

/// By upstream's numbers.
const PUBLISHER_EVENTS: [EventKind; 5] = [
    EventKind::DeadlineMissed,
    EventKind::LivelinessLost,
    EventKind::IncompatibleQos,
    EventKind::IncompatibleType,
    EventKind::Matched,
];
const SUBSCRIPTION_EVENTS: [EventKind; 6] = [
    EventKind::DeadlineMissed,
    EventKind::LivelinessChanged,
    EventKind::IncompatibleQos,
    EventKind::MessageLost,
    EventKind::IncompatibleType,
    EventKind::Matched,
];

fn find(table: &[EventKind], number: u8, side: &str) -> PyResult<EventKind> {
    table.get(usize::from(number)).copied().ok_or_else(|| {
        UnsupportedEventTypeError::new_err(format!("a {side} has no event of type {number}"))
    })
}

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident as $python:literal { $($field:ident),* })*) => {
        $(
            $(#[$doc])*
            #[pyclass(name = $python, frozen, get_all, module = "rclpy._rclpy")]
            pub(crate) struct $name { $($field: i32),* }

            #[pymethods]
            impl $name {
                #[new]
                #[pyo3(signature = ($($field = 0),*))]
                fn new($($field: i32),*) -> Self {
                    Self { $($field),* }
                }
            }
        )*

        /// Adds the statuses to the native module.
        pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_class::<$name>()?;)*
            module.add_class::<PyEventHandle>()
        }
    };
}

statuses! {
    /// No message came within a subscription's deadline.
    RequestedDeadlineMissed as "rmw_requested_deadline_missed_status_t" {
        total_count, total_count_change
    }
    /// A publisher sent no message within its deadline.
    OfferedDeadlineMissed as "rmw_offered_deadline_missed_status_t" {
        total_count, total_count_change
    }
    /// Publishers came to life or ceased to be alive.
    LivelinessChanged as "rmw_liveliness_changed_status_t" {
        alive_count, not_alive_count, alive_count_change, not_alive_count_change
    }
    /// A publisher failed to show that it is alive.
    LivelinessLost as "rmw_liveliness_lost_status_t" { total_count, total_count_change }
    /// Messages were lost.
    MessageLost as "rmw_message_lost_status_t" { total_count, total_count_change }
    /// Somebody cannot match for its QoS.
    IncompatibleQos as "rmw_requested_qos_incompatible_event_status_t" {
        total_count, total_count_change, last_policy_kind
    }
    /// Somebody has another type.
    IncompatibleType as "rmw_incompatible_type_status_t" { total_count, total_count_change }
    /// Somebody came or went.
    Matched as "rmw_matched_status_t" {
        total_count, total_count_change, current_count, current_count_change
    }
}

/// The number that upstream has for a policy.
fn policy_number(kind: QosPolicyKind) -> i32 {
    1 << match kind {
        QosPolicyKind::Invalid => 0,
        QosPolicyKind::Durability => 1,
        QosPolicyKind::Deadline => 2,
        QosPolicyKind::Liveliness => 3,
        QosPolicyKind::Reliability => 4,
        QosPolicyKind::History => 5,
        QosPolicyKind::Lifespan => 6,
        QosPolicyKind::Depth => 7,
        QosPolicyKind::LivelinessLeaseDuration => 8,
        QosPolicyKind::AvoidRosNamespaceConventions => 9,
    }
}

/// A status as Python's callbacks get it.
pub(crate) fn status_object<'py>(
    py: Python<'py>,
    status: EventStatus,
    side: Side,
) -> PyResult<Bound<'py, PyAny>> {
    let object = match status {
        EventStatus::Matched {
            total,
            current_count,
            current_count_change,
        } => {
            let TotalCount {
                total_count,
                total_count_change,
            } = total;
            Bound::new(
                py,
                Matched {
                    total_count,
                    total_count_change,
                    current_count,
                    current_count_change,
                },
            )?
            .into_any()
        }
        EventStatus::IncompatibleQos {
            total,
            last_policy_kind,
        } => {
            let TotalCount {
                total_count,
                total_count_change,
            } = total;
            let last_policy_kind = policy_number(last_policy_kind);
            Bound::new(
                py,
                IncompatibleQos {
                    total_count,
                    total_count_change,
                    last_policy_kind,
                },
            )?
            .into_any()
        }
        EventStatus::LivelinessChanged {
            alive_count,
            not_alive_count,
            alive_count_change,
            not_alive_count_change,
        } => Bound::new(
            py,
            LivelinessChanged {
                alive_count,
                not_alive_count,
                alive_count_change,
                not_alive_count_change,
            },
        )?
        .into_any(),
        EventStatus::IncompatibleType(TotalCount {
            total_count,
            total_count_change,
        }) => Bound::new(
            py,
            IncompatibleType {
                total_count,
                total_count_change,
            },
        )?
        .into_any(),
        EventStatus::DeadlineMissed(TotalCount {
            total_count,
            total_count_change,
        }) => match side {
            Side::Publisher => Bound::new(
                py,
                OfferedDeadlineMissed {
                    total_count,
                    total_count_change,
                },
            )?
            .into_any(),
            Side::Subscription => Bound::new(
                py,
                RequestedDeadlineMissed {
                    total_count,
                    total_count_change,
                },
            )?
            .into_any(),
        },
        EventStatus::LivelinessLost(TotalCount {
            total_count,
            total_count_change,
        }) => Bound::new(
            py,
            LivelinessLost {
                total_count,
                total_count_change,
            },
        )?
        .into_any(),
        EventStatus::MessageLost(TotalCount {
            total_count,
            total_count_change,
        }) => Bound::new(
            py,
            MessageLost {
                total_count,
                total_count_change,
            },
        )?
        .into_any(),
    };
    Ok(object)
}
