//! Graphs and what is wanted of them; nothing opens.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rosebay_rcl::rmw::{NodeEntities, ParticipantEntities};

use super::*;
use crate::rules::RuleOptions;

fn id(text: &str) -> BridgeId {
    BridgeId::parse(text).unwrap()
}

/// A graph in the making.
#[derive(Debug, Clone, Default)]
struct Site {
    graph: GraphSnapshot,
    last: u8,
}

const STRING: &str = "std_msgs/msg/String";
const TRIGGER: &str = "std_srvs/srv/Trigger";

impl Site {
    fn gid(&mut self) -> Gid {
        self.last += 1;
        Gid([self.last; 16])
    }

    /// A participant of this enclave with one node.
    fn node(&mut self, enclave: &str, namespace: &str, name: &str) -> Gid {
        let gid = self.gid();
        let node = NodeEntities {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            ..NodeEntities::default()
        };
        let participant = ParticipantEntities {
            enclave: enclave.to_owned(),
            nodes: vec![node],
        };
        self.graph.participants.insert(gid, participant);
        gid
    }

    fn entity(
        &mut self,
        participant: Gid,
        subject: Subject,
        direction: Direction,
        name: &str,
    ) -> Gid {
        let gid = self.gid();
        let type_name = if subject == Subject::Topic {
            STRING
        } else {
            TRIGGER
        };
        let entity = Entity {
            gid,
            participant,
            direction,
            subject,
            name: name.to_owned(),
            type_name: type_name.to_owned(),
            wire_topic: String::new(),
            wire_type: String::new(),
            type_hash: None,
            qos: QosProfile::DEFAULT,
        };
        self.graph.entities.insert(gid, entity);
        if let Some(owner) = self.graph.participants.get_mut(&participant) {
            owner.nodes[0].associate(direction, gid);
        }
        gid
    }

    fn publisher(&mut self, participant: Gid, topic: &str) -> Gid {
        self.entity(participant, Subject::Topic, Direction::Writer, topic)
    }

    fn subscription(&mut self, participant: Gid, topic: &str) -> Gid {
        self.entity(participant, Subject::Topic, Direction::Reader, topic)
    }

    fn server(&mut self, participant: Gid, service: &str) -> Gid {
        self.entity(participant, Subject::Response, Direction::Writer, service);
        self.entity(participant, Subject::Request, Direction::Reader, service)
    }
}

/// What bridge `b` wants of what is near, in what is far.
fn outward(rules: &Rules, peers: &Peers, near: &Site, far: &Site) -> Wanted {
    let bridge = Bridge {
        id: &id("b"),
        peers,
        rules,
    };
    wanted(bridge, End::Near, &near.graph, &far.graph)
}

fn plainly(near: &Site, far: &Site) -> Wanted {
    outward(&Rules::default(), &Peers::default(), near, far)
}

fn rules(allow: &[&str], deny: &[&str], namespace: &str) -> Rules {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Rules::new(&RuleOptions {
        allow: texts(allow),
        deny: texts(deny),
        namespace: namespace.to_owned(),
        ..RuleOptions::default()
    })
    .unwrap()
}

/// What is wanted, in words.
fn words(wanted: &Wanted) -> Vec<String> {
    let owner = |route: &Route| {
        let node = route.node.as_ref();
        node.map_or_else(|| "bridge".to_owned(), MirroredNode::full_name)
    };
    let nodes = wanted.nodes.keys().map(|node| node.full_name());
    let publishers = wanted.publishers.values().map(|each| &each.route);
    let publishers = publishers.map(|route| format!("{}: {}", owner(route), route.target));
    let servers = wanted.servers.values().map(|each| &each.route);
    let servers = servers.map(|route| format!("{}: {}()", owner(route), route.target));
    nodes.chain(publishers).chain(servers).collect()
}

#[test]
fn nodes_appear_with_what_they_publish_and_serve() {
    let mut near = Site::default();
    let talker = near.node("/", "/arm", "talker");
    near.publisher(talker, "/chatter");
    near.subscription(talker, "/orders");
    near.server(talker, "/arm/talker/get_parameters");
    let wanted = plainly(&near, &Site::default());
    let expect = [
        "/arm/talker",
        "/arm/talker: /chatter",
        "/arm/talker: /arm/talker/get_parameters()",
    ];
    assert_eq!(words(&wanted), expect);
    let there = outward(
        &rules(&[], &[], "/robot1"),
        &Peers::default(),
        &near,
        &Site::default(),
    );
    let expect = [
        "/robot1/arm/talker",
        "/robot1/arm/talker: /robot1/chatter",
        "/robot1/arm/talker: /robot1/arm/talker/get_parameters()",
    ];
    assert_eq!(words(&there), expect);
}

#[test]
fn what_lies_outside_the_namespace_stays_there() {
    let mut far = Site::default();
    let inside = far.node("/", "/robot1/desk", "viewer");
    let outside = far.node("/", "/", "teleop");
    for (node, topic) in [
        (inside, "/robot1/markers"),
        (inside, "/markers"),
        (outside, "/robot1/cmd_vel"),
        (outside, "/cmd_vel"),
    ] {
        far.publisher(node, topic);
    }
    let bridge = Bridge {
        id: &id("b"),
        peers: &Peers::default(),
        rules: &rules(&[], &[], "/robot1"),
    };
    let inward = wanted(bridge, End::Far, &far.graph, &GraphSnapshot::default());
    let expect = ["/desk/viewer", "/desk/viewer: /markers", "bridge: /cmd_vel"];
    assert_eq!(words(&inward), expect);
}

#[test]
fn rules_choose_endpoints_and_their_nodes() {
    let mut near = Site::default();
    let (talker, camera) = (near.node("/", "/", "talker"), near.node("/", "/", "camera"));
    near.publisher(talker, "/chatter");
    near.publisher(talker, "/secret");
    near.publisher(camera, "/image");
    near.server(camera, "/camera/list_parameters");
    let far = Site::default();
    for (allow, deny, expect) in [
        (
            &["/chatter"][..],
            &[][..],
            &["/talker", "/talker: /chatter"][..],
        ),
        (
            &["/camera"],
            &["/image"],
            &["/camera", "/camera: /camera/list_parameters()"],
        ),
        (
            &[],
            &["/camera", "/secret"],
            &["/talker", "/talker: /chatter"],
        ),
        (&["/nothing"], &[], &[]),
    ] {
        let rules = rules(allow, deny, "");
        let wanted = outward(&rules, &Peers::default(), &near, &far);
        assert_eq!(words(&wanted), expect, "{allow:?} {deny:?}");
    }
}

#[test]
fn applications_without_nodes_publish_as_the_bridge() {
    let mut near = Site::default();
    let bare = near.gid();
    near.publisher(bare, "/chatter");
    assert_eq!(
        words(&plainly(&near, &Site::default())),
        ["bridge: /chatter"]
    );
    // Of a participant that has nodes, what no node owns is not announced yet.
    let talker = near.node("/", "/", "talker");
    let announced = near.publisher(talker, "/late");
    near.graph.participants.get_mut(&talker).unwrap().nodes[0]
        .dissociate(Direction::Writer, announced);
    let wanted = plainly(&near, &Site::default());
    assert_eq!(words(&wanted), ["/talker", "bridge: /chatter"]);
}

#[test]
fn a_topic_is_read_where_somebody_wants_it() {
    let mut near = Site::default();
    let talker = near.node("/", "/", "talker");
    let first = near.publisher(talker, "/chatter");
    let best_effort = near.publisher(talker, "/chatter");
    near.graph.entities.get_mut(&best_effort).unwrap().qos = QosProfile::SENSOR_DATA;
    let own = near.node("/rosebay_bridge/b", "/", "desk");
    let mirrored = near.publisher(own, "/chatter");
    let mut far = Site::default();
    let readers = |far: &Site| {
        let wanted = plainly(&near, far).readers;
        let readers = wanted.into_iter();
        readers
            .map(|(key, route)| (key.is_reliable, route.is_wanted, route.others))
            .collect::<Vec<_>>()
    };
    let expect = |is_wanted| {
        vec![
            (false, is_wanted, BTreeSet::from([first, mirrored])),
            (true, is_wanted, BTreeSet::from([best_effort, mirrored])),
        ]
    };
    assert_eq!(readers(&far), expect(false));
    // Its own subscriptions, and those that bring what passes the other way, want nothing.
    let own = far.node("/rosebay_bridge/b", "/", "rosebay_bridge_b");
    far.subscription(own, "/chatter");
    assert_eq!(readers(&far), expect(false));
    let listener = far.node("/", "/", "listener");
    far.subscription(listener, "/other");
    assert_eq!(readers(&far), expect(false));
    far.subscription(listener, "/chatter");
    assert_eq!(readers(&far), expect(true));
}

#[test]
fn feedback_is_read_before_a_goal_is_sent() {
    let mut near = Site::default();
    let server = near.node("/", "/", "server");
    near.publisher(server, "/count/_action/feedback");
    near.publisher(server, "/count/_action/status");
    let readers = plainly(&near, &Site::default()).readers;
    let wanted: Vec<_> = readers
        .into_iter()
        .map(|(key, route)| (key.topic, route.is_wanted))
        .collect();
    let expected = [("feedback", true), ("status", false)];
    assert_eq!(
        wanted,
        expected.map(|(part, is_wanted)| (format!("/count/_action/{part}"), is_wanted))
    );
}

#[test]
fn what_another_bridge_mirrors_is_carried_on_with_its_path() {
    let mut near = Site::default();
    let mirror = near.node("/rosebay_bridge/a", "/", "talker");
    near.publisher(mirror, "/chatter");
    let wanted = plainly(&near, &Site::default());
    let path = Path::of(&id("a")).then(&id("b"));
    assert_eq!(wanted.nodes.keys().next().unwrap().path, path);
    assert_eq!(words(&wanted), ["/talker", "/talker: /chatter"]);
}

#[test]
fn nothing_is_carried_by_a_bridge_that_it_has_passed() {
    for enclave in [
        "/rosebay_bridge/b",
        "/rosebay_bridge/b/a",
        "/rosebay_bridge/a/b/c",
    ] {
        let mut near = Site::default();
        let mirror = near.node(enclave, "/", "talker");
        near.publisher(mirror, "/chatter");
        near.server(mirror, "/talker/get_parameters");
        assert_eq!(
            plainly(&near, &Site::default()),
            Wanted::default(),
            "{enclave}"
        );
    }
}

/// Two sites that bridge `a` joins too, with a talker near that it mirrors far, and a node that it does not.
fn beside_an_elder() -> (Site, Site, Peers) {
    let (mut near, mut far) = (Site::default(), Site::default());
    let talker = near.node("/", "/", "talker");
    near.publisher(talker, "/chatter");
    near.server(talker, "/talker/get_parameters");
    let other = near.node("/", "/", "other");
    near.publisher(other, "/chatter");
    near.node("/rosebay_bridge/a", "/", "rosebay_bridge_a");
    far.node("/rosebay_bridge/a", "/", "rosebay_bridge_a");
    let mirror = far.node("/rosebay_bridge/a", "/", "talker");
    far.publisher(mirror, "/chatter");
    far.server(mirror, "/talker/get_parameters");
    let peers = Peers::default().seen(&id("b"), &near.graph, &far.graph);
    (near, far, peers)
}

#[test]
fn what_an_elder_bridge_carries_is_left_to_it() {
    let (near, far, peers) = beside_an_elder();
    let wanted = outward(&Rules::default(), &peers, &near, &far);
    assert_eq!(words(&wanted), ["/other", "/other: /chatter"]);
    assert!(wanted.nodes.values().all(|is_deferred| *is_deferred));
    assert!(
        wanted
            .publishers
            .values()
            .all(|each| each.route.is_deferred)
    );
    // What the elder mirrors comes from the other graph, where it is seen as it is.
    let bridge = Bridge {
        id: &id("b"),
        peers: &peers,
        rules: &Rules::default(),
    };
    let inward = super::wanted(bridge, End::Far, &far.graph, &near.graph);
    assert_eq!(words(&inward), [""; 0]);
}

#[test]
fn an_elder_bridge_waits_for_nobody() {
    let (near, far, _) = beside_an_elder();
    let elder = id("A");
    let peers = Peers::default().seen(&elder, &near.graph, &far.graph);
    let bridge = Bridge {
        id: &elder,
        peers: &peers,
        rules: &Rules::default(),
    };
    let wanted = wanted(bridge, End::Near, &near.graph, &far.graph);
    let expect = [
        "/talker",
        "/other",
        "/talker: /chatter",
        "/other: /chatter",
        "/talker: /talker/get_parameters()",
    ];
    assert_eq!(words(&wanted), expect);
    assert!(wanted.nodes.values().all(|is_deferred| !is_deferred));
}

#[test]
fn a_bridge_takes_over_from_one_that_has_died() {
    let (near, mut far, peers) = beside_an_elder();
    far.graph = GraphSnapshot::default();
    // It is in one graph still, until that finds out; what it mirrored there is nothing new.
    let peers = peers.seen(&id("b"), &near.graph, &far.graph);
    let wanted = outward(&Rules::default(), &peers, &near, &far);
    let expect = [
        "/talker",
        "/other",
        "/talker: /chatter",
        "/other: /chatter",
        "/talker: /talker/get_parameters()",
    ];
    assert_eq!(words(&wanted), expect);
    assert!(
        wanted
            .publishers
            .values()
            .all(|each| !each.route.is_deferred)
    );
    assert_eq!(peers.elders(&id("b")).count(), 0);
    let gone = Peers::default();
    assert_eq!(peers.seen(&id("b"), &far.graph, &far.graph), gone);
}

#[test]
fn a_service_that_is_offered_there_is_not_mirrored() {
    let mut near = Site::default();
    let (one, two) = (near.node("/", "/", "one"), near.node("/", "/", "two"));
    near.server(one, "/reset");
    near.server(two, "/reset");
    near.server(two, "/stop");
    let mut far = Site::default();
    // Of two servers of one name, one is mirrored: else what is called once is done twice.
    let services = |far: &Site| {
        let wanted = plainly(&near, far);
        let servers = wanted.servers.values();
        servers
            .map(|server| server.route.target.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(services(&far), ["/reset", "/stop"]);
    let desk = far.node("/", "/", "desk");
    far.server(desk, "/stop");
    assert_eq!(services(&far), ["/reset"]);
    // Own mirrors count for nothing, nor does what has come a longer way.
    let own = far.node("/rosebay_bridge/b", "/", "one");
    far.server(own, "/reset");
    let distant = far.node("/rosebay_bridge/a/c", "/", "one");
    far.server(distant, "/reset");
    assert_eq!(services(&far), ["/reset"]);
    // Of two bridges with a server each, one carries: not both, not none.
    let other = far.node("/rosebay_bridge/a", "/", "one");
    far.server(other, "/reset");
    assert_eq!(services(&far), [""; 0]);
}

/// Graphs of a few participants, names and paths, so that they meet.
fn site() -> impl Strategy<Value = Site> {
    let enclaves = [
        "/",
        "",
        "/rosebay_bridge/a",
        "/rosebay_bridge/b",
        "/rosebay_bridge/c/a",
    ];
    let endpoint = (0..3_usize, 0..3_usize);
    let node = (
        0..enclaves.len(),
        0..2_usize,
        prop::collection::vec(endpoint, 0..4),
    );
    prop::collection::vec(node, 0..4).prop_map(move |nodes| {
        let mut site = Site::default();
        for (enclave, name, endpoints) in nodes {
            let enclave = enclaves[enclave];
            let participant = if enclave.is_empty() {
                site.gid()
            } else {
                site.node(enclave, "/", ["one", "two"][name])
            };
            for (kind, name) in endpoints {
                let name = ["/x", "/y", "/z"][name];
                match kind {
                    0 => site.publisher(participant, name),
                    1 => site.subscription(participant, name),
                    _ => site.server(participant, name),
                };
            }
        }
        site
    })
}

/// A graph with what a bridge adds to it.
fn with_mirrors(target: &Site, wanted: &Wanted, by: &BridgeId) -> Site {
    let mut site = target.clone();
    site.last = site.last.max(100);
    let own = site.node(&Path::of(by).enclave(), "/", &by.node_name());
    let mut nodes = BTreeMap::new();
    for node in wanted.nodes.keys() {
        let gid = site.node(&node.path.enclave(), &node.namespace, &node.name);
        nodes.insert(node.clone(), gid);
    }
    let owner = |route: &Route| route.node.as_ref().map_or(own, |node| nodes[node]);
    for each in wanted.publishers.values() {
        site.publisher(owner(&each.route), &each.route.target);
    }
    for each in wanted.servers.values() {
        site.server(owner(&each.route), &each.route.target);
    }
    site
}

proptest! {
    /// What a bridge does changes nothing of what it is to do, and the other one of two needs to do nothing.
    #[test]
    fn mirrors_want_no_mirrors(near in site(), far in site()) {
        let (rules, none) = (Rules::default(), Peers::default());
        let (d, e) = (id("d"), id("e"));
        let others = none.seen(&d, &near.graph, &far.graph);
        let bridge = Bridge { id: &d, peers: &others, rules: &rules };
        let both = |bridge: Bridge<'_>, near: &Site, far: &Site| {
            (
                wanted(bridge, End::Near, &near.graph, &far.graph),
                wanted(bridge, End::Far, &far.graph, &near.graph),
            )
        };
        let (outward, inward) = both(bridge, &near, &far);
        let mirrored_far = with_mirrors(&far, &outward, &d);
        let mirrored_near = with_mirrors(&near, &inward, &d);
        let (again_outward, again_inward) = both(bridge, &mirrored_near, &mirrored_far);
        prop_assert_eq!(words(&again_outward), words(&outward));
        prop_assert_eq!(words(&again_inward), words(&inward));
        let peers = none.seen(&e, &mirrored_near.graph, &mirrored_far.graph);
        let second = Bridge { id: &e, peers: &peers, rules: &rules };
        let (second_outward, second_inward) = both(second, &mirrored_near, &mirrored_far);
        prop_assert_eq!(words(&second_outward), Vec::<String>::new());
        prop_assert_eq!(words(&second_inward), Vec::<String>::new());
    }
}
