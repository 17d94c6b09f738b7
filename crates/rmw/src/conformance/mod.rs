//! What every middleware must do: the suite that each one's tests run.
//!
//! ```ignore
//! rosebay_rmw::conformance_tests!(std::sync::Arc::new(MyMiddleware));
//! ```
//!
//! makes one `#[test]` a case. A case opens its contexts in a domain of its own, with discovery limited to
//! this host, and waits for what it expects with a bound that no healthy machine reaches. Wherever it matters
//! it runs twice: within one context, and between two.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

pub mod events;
pub mod filters;
pub mod graph;
pub mod lifetime;
pub mod mixtures;
pub mod services;
pub mod topics;

use std::iter;
use std::net::{Ipv4Addr, TcpListener};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use bytes::{BufMut, Bytes, BytesMut};
use rosebay_rosidl::Registry;

use crate::{
    Context, ContextOptions, DiscoveryRange, Middleware, Node, Publisher, QosProfile,
    ReadyListener, Sample, ServiceOptions, Subscription, SubscriptionOptions, TopicOptions,
};

/// How long a case waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a case waits for what must not happen.
const QUIET: Duration = Duration::from_millis(300);

macro_rules! cases {
    ($dollar:tt $($module:ident: $($case:ident)+;)+) => {
        /// Makes one test of each case of the conformance suite, for the middleware (an
        /// `Arc<dyn Middleware>`) that the expression gives.
        #[macro_export]
        macro_rules! conformance_tests {
            ($dollar middleware:expr) => {
                $(mod $module {
                    #[allow(unused_imports)]
                    use super::*;
                    $(
                        #[test]
                        fn $case() {
                            let bench = $crate::conformance::Bench::new($dollar middleware);
                            $crate::conformance::$module::$case(&bench);
                        }
                    )+
                })+
            };
        }
    };
}

cases! { $
    topics:
        every_size_arrives
        loaned_messages_arrive
        keep_last_keeps_the_newest
        keep_all_loses_nothing
        best_effort_arrives
        late_subscriptions_get_the_history
        volatile_subscriptions_get_no_history
        writers_keep_their_order
        message_info_tells_the_origin
        old_messages_expire
        local_publications_can_be_ignored
        other_types_do_not_match
        names_without_the_ros_prefix_are_apart
        other_domains_are_apart
        nobody_is_discovered_when_discovery_is_off
        all_is_acknowledged_in_the_end
        best_available_suits_the_publisher
        every_subscription_gets_every_message
        late_subscriptions_get_a_large_history
        keep_last_publishers_do_not_wait;
    mixtures:
        every_way_brings_all_in_order
        the_slowest_way_holds_the_publisher_back
        every_way_keeps_the_newest
        late_ones_get_the_history_on_every_way
        old_messages_expire_on_every_way
        silence_is_told_on_every_way
        promises_are_kept_beside_one_another;
    filters:
        filters_choose_messages
        filters_must_fit_the_type;
    events:
        matching_is_told_to_both
        incompatible_qos_is_told_to_both
        another_type_is_told_to_both
        missed_deadlines_are_told_to_both
        lost_liveliness_is_told_to_both
        automatic_liveliness_lasts
        lost_messages_are_counted
        event_listeners_are_called
        unsupported_events_are_refused;
    services:
        calls_are_answered
        clients_get_their_own_responses
        services_become_and_cease_to_be_available
        responses_to_nobody_are_no_error
        service_listeners_are_called;
    graph:
        nodes_come_and_go
        nodes_of_one_name_are_all_there
        topics_have_names_and_types
        endpoints_are_described
        services_have_names_and_types
        clients_and_services_are_described
        unknown_nodes_are_an_error
        a_closed_context_leaves_nothing_behind;
    lifetime:
        listeners_are_called_for_what_waits
        removed_listeners_are_not_called
        endpoints_outlive_nodes_and_contexts
        messages_outlive_their_publisher
        subscriptions_come_and_go_under_fire
        publishers_come_and_go_under_fire
        domains_out_of_range_are_refused;
}

/// A domain id that no other test on this host uses meanwhile: the port of its first participant, as a TCP
/// port, is taken until this drops.
#[derive(Debug)]
pub struct Domain {
    /// The id, 50 to 101: above those of Python's tests, and below the ports that the system gives to any socket.
    pub id: u32,
    _reservation: TcpListener,
}

impl Domain {
    /// Takes a free domain.
    pub fn reserve() -> Self {
        /// DDSI-RTPS 2.5 §9.6.2.3: where a domain's ports begin.
        const PORTS: fn(u32) -> u32 = |id| 7_400 + 250 * id;
        let first = process::id() % 52;
        let ids = (0..52).map(|offset| 50 + (first + offset) % 52);
        let mut domains = ids.filter_map(|id| {
            let port = u16::try_from(PORTS(id)).ok()?;
            let reservation = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?;
            Some(Self {
                id,
                _reservation: reservation,
            })
        });
        domains.next().expect("a free domain")
    }
}

/// Where a case runs.
pub struct Bench {
    middleware: Arc<dyn Middleware>,
    domain: Domain,
}

impl Bench {
    /// A domain of its own for one case.
    pub fn new(middleware: Arc<dyn Middleware>) -> Self {
        Self {
            middleware,
            domain: Domain::reserve(),
        }
    }

    fn options(&self) -> ContextOptions {
        ContextOptions {
            domain_id: self.domain.id,
            enclave: "/".to_owned(),
            discovery_range: DiscoveryRange::Localhost,
            ..ContextOptions::default()
        }
    }

    fn open(&self) -> Arc<dyn Context> {
        self.middleware
            .open(&self.options())
            .expect("a context must open")
    }

    /// A node in a context of its own.
    fn node(&self, name: &str) -> Arc<dyn Node> {
        self.open()
            .create_node(name, "/")
            .expect("a node must be made")
    }

    /// A node to publish and one to subscribe: in one context, then in two. Each pair is made when its turn
    /// has come, so that it does not meet the one before.
    fn pairs(&self) -> impl Iterator<Item = (Arc<dyn Node>, Arc<dyn Node>)> {
        let in_one = || {
            let context = self.open();
            let node = |name| context.create_node(name, "/").expect("a node must be made");
            (node("first"), node("second"))
        };
        let in_two = || (self.node("first"), self.node("second"));
        iter::once_with(in_one).chain(iter::once_with(in_two))
    }
}

fn options(topic: &str, type_name: &str, qos: QosProfile) -> TopicOptions {
    let name = type_name.parse().expect("a type's name");
    let message_type = Registry::standard()
        .message(&name)
        .expect("a standard message");
    TopicOptions {
        topic: topic.to_owned(),
        message_type,
        qos,
    }
}

fn publisher(node: &Arc<dyn Node>, topic: &str, qos: QosProfile) -> Box<dyn Publisher> {
    node.create_publisher(&options(topic, "std_msgs/msg/String", qos))
        .expect("a publisher must be made")
}

fn subscription(node: &Arc<dyn Node>, topic: &str, qos: QosProfile) -> Box<dyn Subscription> {
    let options = options(topic, "std_msgs/msg/String", qos);
    node.create_subscription(&options, SubscriptionOptions::default())
        .expect("a subscription must be made")
}

/// A publisher and a subscription of one profile, matched.
fn matched(
    nodes: &(Arc<dyn Node>, Arc<dyn Node>),
    qos: QosProfile,
) -> (Box<dyn Publisher>, Box<dyn Subscription>) {
    let publisher = publisher(&nodes.0, "/chatter", qos);
    let subscription = subscription(&nodes.1, "/chatter", qos);
    eventually("both are matched", || {
        publisher.matched_count() == 1 && subscription.matched_count() == 1
    });
    (publisher, subscription)
}

/// Waits until what was published is on its way no more. A subscription that is made sooner is not late: while contexts
/// find each other, a middleware may send them what nobody there has asked for yet.
fn has_gone_by() {
    thread::sleep(QUIET);
}

fn service_options(service: &str) -> ServiceOptions {
    let name = "example_interfaces/srv/AddTwoInts"
        .parse()
        .expect("a type's name");
    let service_type = Registry::standard()
        .service(&name)
        .expect("a standard service");
    ServiceOptions {
        service: service.to_owned(),
        service_type,
        qos: QosProfile {
            depth: 100,
            ..QosProfile::SERVICES_DEFAULT
        },
    }
}

/// A serialized message of `size` bytes after the header, that `number` and `size` tell from others.
fn payload(number: u32, size: usize) -> Bytes {
    let mut payload = BytesMut::with_capacity(4 + size);
    payload.put_slice(&[0, 1, 0, 0]);
    let pattern = number.to_le_bytes();
    payload.extend(pattern.iter().copied().cycle().take(size));
    payload.freeze()
}

/// The number that a payload was made of.
fn number(payload: &Bytes) -> u32 {
    let bytes = payload.get(4..8).expect("a payload with a number");
    u32::from_le_bytes(bytes.try_into().expect("four bytes"))
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(
            Instant::now() < deadline,
            "waited {PATIENCE:?} in vain until {what}"
        );
        thread::sleep(Duration::from_millis(2));
    }
}

/// Waits for the next message.
fn next(subscription: &dyn Subscription) -> Sample {
    let mut sample = None;
    eventually("a message comes", || {
        sample = subscription.take().expect("take must work");
        sample.is_some()
    });
    sample.expect("a sample")
}

/// The numbers of all messages that wait.
fn drain(subscription: &dyn Subscription) -> Vec<u32> {
    let take = || subscription.take().expect("take must work");
    std::iter::from_fn(take)
        .map(|sample| number(&sample.payload))
        .collect()
}

/// A listener that counts its calls.
fn counter() -> (Arc<AtomicUsize>, ReadyListener) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    (
        count,
        Arc::new(move || _ = counted.fetch_add(1, Ordering::SeqCst)),
    )
}
