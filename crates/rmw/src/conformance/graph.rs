//! What contexts know of each other.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rosebay_rosidl::Registry;

use super::{Bench, counter, eventually, publisher, service_options, subscription};
use crate::{
    Context, ContextOptions, Durability, EndpointInfo, EndpointKind, Error, Gid, NodeInfo,
    QosProfile, Reliability, ServiceEndpointInfo,
};

/// Two contexts that do not share anything but the domain; the second has an enclave of its own.
fn contexts(bench: &Bench) -> (Arc<dyn Context>, Arc<dyn Context>) {
    let options = ContextOptions {
        enclave: "/robots/one".to_owned(),
        ..bench.options()
    };
    let other = bench
        .middleware
        .open(&options)
        .expect("a context must open");
    (bench.open(), other)
}

fn strings(names: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    names
        .iter()
        .map(|(name, types)| ((*name).to_owned(), owned(types)))
        .collect()
}

/// A node appears in both contexts' graphs with its enclave, and vanishes; listeners are told.
pub fn nodes_come_and_go(bench: &Bench) {
    let (here, there) = contexts(bench);
    let (changes, listener) = counter();
    let guard = here.graph().on_change(listener);
    let node = there
        .create_node("walker", "/robots")
        .expect("a node must be made");
    let expected = NodeInfo {
        namespace: "/robots".to_owned(),
        name: "walker".to_owned(),
        enclave: "/robots/one".to_owned(),
    };
    eventually("the other context knows", || {
        here.graph().nodes() == [expected.clone()]
    });
    assert_eq!(there.graph().nodes(), [expected]);
    assert!(
        changes.load(Ordering::SeqCst) >= 1,
        "the listener must be told"
    );
    drop(node);
    eventually("the node is gone", || here.graph().nodes().is_empty());
    assert!(there.graph().nodes().is_empty());
    drop(guard);
    let told = changes.load(Ordering::SeqCst);
    let _again = here
        .create_node("walker", "/robots")
        .expect("a node must be made");
    assert_eq!(
        changes.load(Ordering::SeqCst),
        told,
        "the listener was taken away"
    );
}

/// Names need not be unique.
pub fn nodes_of_one_name_are_all_there(bench: &Bench) {
    let (here, there) = contexts(bench);
    let twin = |context: &Arc<dyn Context>| {
        context
            .create_node("twin", "/")
            .expect("a node must be made")
    };
    let mut nodes = vec![twin(&here), twin(&here), twin(&there)];
    for left in [3, 2, 1, 0] {
        for context in [&here, &there] {
            eventually("all twins are known", || {
                context.graph().nodes().len() == left
            });
            assert!(
                context
                    .graph()
                    .nodes()
                    .iter()
                    .all(|node| node.name == "twin" && node.namespace == "/")
            );
        }
        nodes.pop();
    }
}

/// Names with types, of all and of one node; sorted.
pub fn topics_have_names_and_types(bench: &Bench) {
    let (here, there) = contexts(bench);
    let node = there
        .create_node("talker", "/ns")
        .expect("a node must be made");
    let _other = here
        .create_node("silent", "/")
        .expect("a node must be made");
    let endpoints = (
        publisher(&node, "/zebra", QosProfile::DEFAULT),
        publisher(&node, "/ant", QosProfile::DEFAULT),
        subscription(&node, "/ant", QosProfile::DEFAULT),
        subscription(&node, "/ant", QosProfile::DEFAULT),
    );
    let types: &[&str] = &["std_msgs/msg/String"];
    let all = strings(&[("/ant", types), ("/zebra", types)]);
    for context in [&here, &there] {
        let graph = context.graph();
        eventually("the topics are known", || {
            let counts = ["/ant", "/zebra", "/none"].map(|topic| {
                (
                    graph.count_publishers(topic),
                    graph.count_subscriptions(topic),
                )
            });
            graph.topic_names_and_types(false) == all && counts == [(1, 2), (1, 0), (0, 0)]
        });
        eventually("the node's endpoints are known", || {
            graph
                .publisher_names_and_types_by_node("talker", "/ns", false)
                .ok()
                == Some(all.clone())
        });
        eventually("the node's endpoints are known", || {
            graph
                .subscription_names_and_types_by_node("talker", "/ns", false)
                .ok()
                == Some(strings(&[("/ant", types)]))
        });
        eventually("the silent node is known", || {
            graph
                .publisher_names_and_types_by_node("silent", "/", false)
                .ok()
                == Some(Vec::new())
        });
    }
    drop(endpoints);
    eventually("the topics are gone", || {
        here.graph().topic_names_and_types(false).is_empty()
    });
    let left = here
        .graph()
        .publisher_names_and_types_by_node("talker", "/ns", false);
    assert_eq!(left.expect("the node is still there"), []);
}

/// Node, type, hash, gid and QoS of a publisher and a subscription.
pub fn endpoints_are_described(bench: &Bench) {
    let (here, there) = contexts(bench);
    let node = there
        .create_node("talker", "/ns")
        .expect("a node must be made");
    let qos = QosProfile {
        reliability: Reliability::BestEffort,
        durability: Durability::TransientLocal,
        ..QosProfile::DEFAULT
    };
    let publisher = publisher(&node, "/chatter", qos);
    let subscription = subscription(&node, "/chatter", QosProfile::DEFAULT);
    let name = "std_msgs/msg/String".parse().expect("a type's name");
    let hash = Registry::standard()
        .message(&name)
        .expect("a standard message")
        .hash();
    let check = |infos: Vec<EndpointInfo>, kind, gid, qos: QosProfile| {
        let [info] = infos.as_slice() else {
            panic!("expected one endpoint, not {infos:?}")
        };
        assert_eq!(
            (info.node_name.as_str(), info.node_namespace.as_str()),
            ("talker", "/ns")
        );
        assert_eq!(
            (info.type_name.as_str(), info.type_hash),
            ("std_msgs/msg/String", Some(hash))
        );
        assert_eq!((info.kind, info.gid), (kind, gid));
        assert_eq!(
            (info.qos.reliability, info.qos.durability),
            (qos.reliability, qos.durability)
        );
        assert_eq!(info.qos.deadline.finite(), None);
    };
    for context in [&here, &there] {
        let graph = context.graph();
        eventually("both are known with their node", || {
            let publishers = graph.publishers_info_by_topic("/chatter", false);
            let subscriptions = graph.subscriptions_info_by_topic("/chatter", false);
            [publishers, subscriptions]
                .concat()
                .iter()
                .filter(|info| info.node_name == "talker")
                .count()
                == 2
        });
        let publishers = graph.publishers_info_by_topic("/chatter", false);
        check(publishers, EndpointKind::Publisher, publisher.gid(), qos);
        let subscriptions = graph.subscriptions_info_by_topic("/chatter", false);
        check(
            subscriptions,
            EndpointKind::Subscription,
            subscription.gid(),
            QosProfile::DEFAULT,
        );
        assert_eq!(graph.publishers_info_by_topic("/other", false), []);
    }
}

/// Services and clients do not show among the topics.
pub fn services_have_names_and_types(bench: &Bench) {
    let (here, there) = contexts(bench);
    let server = there
        .create_node("server", "/")
        .expect("a node must be made");
    let caller = there
        .create_node("caller", "/")
        .expect("a node must be made");
    let _service = server
        .create_service(&service_options("/add"))
        .expect("a service must be made");
    let _client = caller
        .create_client(&service_options("/add"))
        .expect("a client must be made");
    let expected = strings(&[("/add", &["example_interfaces/srv/AddTwoInts"])]);
    for context in [&here, &there] {
        let graph = context.graph();
        eventually("the service is known", || {
            graph.service_names_and_types() == expected
                && graph.count_clients("/add") == 1
                && graph.count_services("/add") == 1
        });
        assert_eq!(graph.topic_names_and_types(false), []);
        assert_eq!(
            (graph.count_clients("/sub"), graph.count_services("/sub")),
            (0, 0)
        );
        eventually("the owners are known", || {
            graph.service_names_and_types_by_node("server", "/").ok() == Some(expected.clone())
                && graph.client_names_and_types_by_node("caller", "/").ok()
                    == Some(expected.clone())
        });
        assert_eq!(
            graph
                .client_names_and_types_by_node("server", "/")
                .expect("a known node"),
            []
        );
        assert_eq!(
            graph
                .service_names_and_types_by_node("caller", "/")
                .expect("a known node"),
            []
        );
    }
}

/// Node, type, hash and gids of a client and a service. The hash is that of what is announced: of the requests or the
/// responses, or of the service where these have no endpoints of their own.
pub fn clients_and_services_are_described(bench: &Bench) {
    let (here, there) = contexts(bench);
    let node = there
        .create_node("both", "/ns")
        .expect("a node must be made");
    let options = service_options("/add");
    let ty = &options.service_type;
    let hashes = [ty.request.hash(), ty.response.hash(), ty.hash()].map(Some);
    let _service = node
        .create_service(&options)
        .expect("a service must be made");
    let client = node.create_client(&options).expect("a client must be made");
    let known = |context: &Arc<dyn Context>| {
        let graph = context.graph();
        [
            graph.clients_info_by_service("/add"),
            graph.servers_info_by_service("/add"),
        ]
    };
    // Endpoints of one client are announced one by one, and which node owns them after that.
    let endpoints = |infos: &[ServiceEndpointInfo]| -> Vec<BTreeSet<Gid>> {
        let of_both = infos.iter().filter(|info| info.node_name == "both");
        of_both
            .map(|info| info.endpoints.iter().map(|(gid, _)| *gid).collect())
            .collect()
    };
    let own = known(&there).map(|infos| endpoints(&infos));
    assert!(
        own[0].iter().any(|gids| gids.contains(&client.gid())),
        "{own:?}"
    );
    eventually("the other context knows the same", || {
        known(&here).map(|infos| endpoints(&infos)) == own
    });
    let kinds = [EndpointKind::Client, EndpointKind::Service];
    for context in [&here, &there] {
        for (infos, kind) in known(context).iter().zip(kinds) {
            let [info] = infos.as_slice() else {
                panic!("expected one {kind:?}, not {infos:?}")
            };
            assert_eq!((info.kind, info.node_namespace.as_str()), (kind, "/ns"));
            assert_eq!(info.type_name, "example_interfaces/srv/AddTwoInts");
            assert!(hashes.contains(&info.type_hash), "{info:?}");
        }
    }
}

/// Asking about a node that is not there is an error that names it.
pub fn unknown_nodes_are_an_error(bench: &Bench) {
    let context = bench.open();
    let _node = context
        .create_node("known", "/ns")
        .expect("a node must be made");
    for (name, namespace, full) in [("known", "/", "/known"), ("unknown", "/ns", "/ns/unknown")] {
        let graph = context.graph();
        for answer in [
            graph.publisher_names_and_types_by_node(name, namespace, false),
            graph.subscription_names_and_types_by_node(name, namespace, false),
            graph.service_names_and_types_by_node(name, namespace),
            graph.client_names_and_types_by_node(name, namespace),
        ] {
            let error = answer.expect_err("the node does not exist");
            assert!(matches!(error, Error::UnknownNode { .. }), "{error:?}");
            assert!(error.to_string().contains(full), "{error}");
        }
    }
}

/// When the last handle to a context drops, others forget its nodes and endpoints.
pub fn a_closed_context_leaves_nothing_behind(bench: &Bench) {
    let (here, there) = contexts(bench);
    let node = there.create_node("gone", "/").expect("a node must be made");
    let publisher = publisher(&node, "/chatter", QosProfile::DEFAULT);
    let graph = here.graph();
    eventually("all is known", || {
        graph.nodes().len() == 1 && graph.count_publishers("/chatter") == 1
    });
    drop((publisher, node, there));
    eventually("all is gone", || {
        graph.nodes().is_empty() && graph.topic_names_and_types(false).is_empty()
    });
}
