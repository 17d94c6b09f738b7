//! A context and a bare participant of the engine, which sees what goes over the wire and speaks to it without
//! this crate's help.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rosebay_rmw::conformance::Domain;
use rosebay_rmw::{
    BARE_DDS_APP, Context, ContextOptions, DiscoveryRange, Middleware, NODE_NAME_UNKNOWN, Node,
    QosProfile, ServiceOptions, SubscriptionOptions, TopicOptions,
};
use rosebay_rmw_dds::DdsMiddleware;
use rosebay_rosidl::Registry;
use rosebay_rtps::qos::{self, QosPolicies};
use rosebay_rtps::types::{Guid, SampleIdentity, SequenceNumber};
use rosebay_rtps::{
    Bytes, Change, DiscoveryListener, EndpointData, Interfaces, NetworkConfig, Participant,
    ParticipantConfig, ParticipantData, Reader, ReaderConfig, Sample, WriteOptions, Writer,
    WriterConfig,
};

const STRING: &str = "std_msgs::msg::dds_::String_";
const REQUEST: (&str, &str) = (
    "rq/addRequest",
    "example_interfaces::srv::dds_::AddTwoInts_Request_",
);
const RESPONSE: (&str, &str) = (
    "rr/addReply",
    "example_interfaces::srv::dds_::AddTwoInts_Response_",
);

/// One domain for each test, wherever the tests run in one process.
fn domain_id() -> u32 {
    thread_local!(static DOMAIN: Domain = Domain::reserve());
    DOMAIN.with(|domain| domain.id)
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

fn next(reader: &Reader) -> Sample {
    let mut sample = None;
    eventually("a sample comes", || {
        sample = reader.take();
        sample.is_some()
    });
    sample.unwrap()
}

/// What a bare participant hears.
#[derive(Default)]
struct Heard {
    participants: Mutex<BTreeMap<String, String>>,
    endpoints: Mutex<BTreeMap<(String, bool), Arc<EndpointData>>>,
}

impl Heard {
    fn endpoint(&self, topic: &str, is_writer: bool) -> Arc<EndpointData> {
        let key = (topic.to_owned(), is_writer);
        eventually(topic, || self.endpoints.lock().unwrap().contains_key(&key));
        Arc::clone(&self.endpoints.lock().unwrap()[&key])
    }
}

impl DiscoveryListener for Heard {
    fn participant_changed(&self, _change: Change, participant: &Arc<ParticipantData>) {
        let user_data = String::from_utf8_lossy(&participant.user_data).into_owned();
        self.participants
            .lock()
            .unwrap()
            .insert(participant.entity_name.clone(), user_data);
    }

    fn writer_changed(&self, _change: Change, writer: &Arc<EndpointData>) {
        self.endpoints
            .lock()
            .unwrap()
            .insert((writer.topic_name.clone(), true), Arc::clone(writer));
    }

    fn reader_changed(&self, _change: Change, reader: &Arc<EndpointData>) {
        self.endpoints
            .lock()
            .unwrap()
            .insert((reader.topic_name.clone(), false), Arc::clone(reader));
    }
}

struct Peer {
    participant: Participant,
    heard: Arc<Heard>,
}

impl Peer {
    fn new(user_data: &[u8]) -> Self {
        let config = ParticipantConfig {
            domain_id: domain_id(),
            user_data: user_data.to_vec(),
            network: NetworkConfig {
                interfaces: Interfaces::Loopback,
                ..NetworkConfig::default()
            },
            ..ParticipantConfig::default()
        };
        let heard = Arc::new(Heard::default());
        let participant = Participant::new(config, Arc::clone(&heard) as _).unwrap();
        Self { participant, heard }
    }

    fn writer(&self, (topic, type_name): (&str, &str), qos: QosPolicies) -> Writer {
        let (topic_name, type_name) = (topic.to_owned(), type_name.to_owned());
        let config = WriterConfig {
            topic_name,
            type_name,
            qos,
            ..WriterConfig::default()
        };
        self.participant
            .create_writer(config, Arc::new(()))
            .unwrap()
    }

    fn reader(&self, (topic, type_name): (&str, &str), qos: QosPolicies) -> Reader {
        let (topic_name, type_name) = (topic.to_owned(), type_name.to_owned());
        let config = ReaderConfig {
            topic_name,
            type_name,
            qos,
            ..ReaderConfig::default()
        };
        self.participant
            .create_reader(config, Arc::new(()))
            .unwrap()
    }
}

fn reliable() -> QosPolicies {
    QosPolicies {
        history: qos::History::KeepLast(10),
        ..QosPolicies::default_writer()
    }
}

fn lasting() -> QosPolicies {
    QosPolicies {
        durability: qos::Durability::TransientLocal,
        ..reliable()
    }
}

fn context(enclave: &str) -> Arc<dyn Context> {
    let options = ContextOptions {
        domain_id: domain_id(),
        enclave: enclave.to_owned(),
        discovery_range: DiscoveryRange::Localhost,
        ..ContextOptions::default()
    };
    DdsMiddleware::default().open(&options).unwrap()
}

fn node(context: &Arc<dyn Context>) -> Arc<dyn Node> {
    context.create_node("walker", "/ns").unwrap()
}

fn chatter() -> TopicOptions {
    let message_type = Registry::standard()
        .message(&"std_msgs/msg/String".parse().unwrap())
        .unwrap();
    TopicOptions {
        topic: "/chatter".to_owned(),
        message_type,
        qos: QosProfile::DEFAULT,
    }
}

fn add() -> ServiceOptions {
    let name = "example_interfaces/srv/AddTwoInts".parse().unwrap();
    let service_type = Registry::standard().service(&name).unwrap();
    ServiceOptions {
        service: "/add".to_owned(),
        service_type,
        qos: QosProfile::SERVICES_DEFAULT,
    }
}

fn body(byte: u8) -> Bytes {
    Bytes::from([[0, 1, 0, 0], [byte; 4]].concat())
}

/// Names, types, USER_DATA: as the captures of real nodes have them.
#[test]
fn announcements_are_those_of_a_ros_node() {
    let peer = Peer::new(b"");
    let context = context("/robot;one");
    let node = node(&context);
    let _publisher = node.create_publisher(&chatter()).unwrap();
    let _subscription = node
        .create_subscription(&chatter(), SubscriptionOptions::default())
        .unwrap();
    let _client = node.create_client(&add()).unwrap();
    let heard = &peer.heard;
    let user_data =
        |endpoint: &EndpointData| String::from_utf8(endpoint.user_data.to_vec()).unwrap();

    let hash = chatter().message_type.hash();
    for is_writer in [true, false] {
        let endpoint = heard.endpoint("rt/chatter", is_writer);
        assert_eq!(endpoint.type_name, STRING);
        assert_eq!(user_data(&endpoint), format!("typehash={hash};"));
        assert!(endpoint.qos.reliability.is_reliable());
        let info = heard.endpoint("ros_discovery_info", is_writer);
        assert_eq!(
            info.type_name,
            "rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_"
        );
        assert_eq!(info.qos.durability, qos::Durability::TransientLocal);
    }
    let (request, response) = (
        heard.endpoint(REQUEST.0, true),
        heard.endpoint(RESPONSE.0, false),
    );
    assert_eq!(
        (request.type_name.as_str(), response.type_name.as_str()),
        (REQUEST.1, RESPONSE.1)
    );
    let ty = add().service_type;
    let [asks, listens] = [
        (&request, ty.request.hash()),
        (&response, ty.response.hash()),
    ]
    .map(|(endpoint, hash)| {
        let data = user_data(endpoint);
        let id = data
            .strip_suffix(&format!("typehash={hash};"))
            .unwrap_or_else(|| panic!("{data}"));
        assert!(id.starts_with("clientid=") && id.ends_with(';'), "{id}");
        id.to_owned()
    });
    assert_eq!(asks, listens);
    let participants = heard.participants.lock().unwrap();
    assert_eq!(participants["/robot;one"], "enclave=/robot;;one;");
}

/// A late participant reads in one message which nodes there are and what they own.
#[test]
fn nodes_are_announced_to_late_participants() {
    let context = context("/");
    let node = node(&context);
    let publisher = node.create_publisher(&chatter()).unwrap();
    let peer = Peer::new(b"");
    let info = (
        "ros_discovery_info",
        "rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_",
    );
    let payload = next(&peer.reader(info, lasting())).payload;
    let gid = publisher.gid().0;
    let text = |text: &[u8]| payload.windows(text.len()).any(|window| window == text);
    assert!(
        text(b"/ns\0") && text(b"walker\0") && text(&gid),
        "{payload:?}"
    );
}

/// Endpoints without a node have the names that upstream gives them.
#[test]
fn endpoints_without_a_node_are_told_apart() {
    let context = context("/");
    let graph = context.graph();
    let bare = Peer::new(b"");
    let silent = Peer::new(b"enclave=/;");
    let _writers = [
        bare.writer(("rt/chatter", STRING), reliable()),
        bare.writer(("Square", "Shape"), reliable()),
    ];
    let _reader = silent.reader(("rt/chatter", STRING), reliable());
    eventually("all are known", || {
        graph.count_publishers("/chatter") == 1
            && graph.count_subscriptions("/chatter") == 1
            && graph
                .topic_names_and_types(true)
                .iter()
                .any(|(name, types)| name == "Square" && types == &["Shape"])
    });
    assert_eq!(
        graph.publishers_info_by_topic("/chatter", false)[0].node_name,
        BARE_DDS_APP
    );
    assert_eq!(
        graph.subscriptions_info_by_topic("/chatter", false)[0].node_name,
        NODE_NAME_UNKNOWN
    );
    assert_eq!(
        graph.publishers_info_by_topic("rt/chatter", true)[0].type_name,
        STRING
    );
    let topics = [(
        "/chatter".to_owned(),
        vec!["std_msgs/msg/String".to_owned()],
    )];
    assert_eq!(graph.topic_names_and_types(false), topics);
    assert_eq!(graph.nodes(), []);
}

/// Announcements that cannot be read are passed over; the next one counts.
#[test]
fn damaged_node_announcements_do_no_harm() {
    let context = context("/");
    let peer = Peer::new(b"enclave=/;");
    let writer = peer.writer(
        (
            "ros_discovery_info",
            "rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_",
        ),
        lasting(),
    );
    eventually("it is matched", || writer.matched_reader_count() == 1);
    let mut payload = vec![0, 1, 0, 0];
    payload.extend(peer.participant.guid().to_bytes());
    payload.extend([
        1, 0, 0, 0, 2, 0, 0, 0, b'/', 0, 0, 0, 2, 0, 0, 0, b'n', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
    let write = |payload: Vec<u8>| {
        writer
            .write(Bytes::from(payload), WriteOptions::default())
            .unwrap()
    };
    for end in [0, 3, 10, 21, 30] {
        write(payload[..end].to_vec());
    }
    let mut endless = payload.clone();
    endless[20..24].copy_from_slice(&[0xff; 4]);
    write(endless);
    write(payload);
    eventually("the node is known", || {
        context.graph().nodes().iter().any(|node| node.name == "n")
    });
}

/// A client that speaks as Fast DDS does: it names its reader, and gets a response for it alone.
#[test]
fn requests_are_answered_to_the_reader_they_name() {
    let context = context("/");
    let service = node(&context).create_service(&add()).unwrap();
    let peer = Peer::new(b"");
    let (requests, mine) = (
        peer.writer(REQUEST, reliable()),
        peer.reader(RESPONSE, reliable()),
    );
    let others = peer.reader(RESPONSE, reliable());
    eventually("all are matched", || {
        requests.matched_reader_count() == 1
            && [&mine, &others]
                .iter()
                .all(|reader| reader.matched_writer_count() == 1)
    });
    let ask = |related: Option<Guid>| {
        let identity = |writer| SampleIdentity {
            writer,
            sequence_number: SequenceNumber::UNKNOWN,
        };
        let related_sample_identity = related.map(identity);
        let options = WriteOptions {
            related_sample_identity,
            ..WriteOptions::default()
        };
        let number = requests.write(body(1), options).unwrap();
        let mut request = None;
        eventually("the request comes", || {
            request = service.take_request().unwrap();
            request.is_some()
        });
        let request = request.unwrap();
        assert_eq!(
            (request.payload, request.request_id.sequence_number),
            (body(1), number.0)
        );
        service.send_response(&request.request_id, body(2)).unwrap();
        number
    };
    let sequence_number = ask(Some(mine.guid()));
    let response = next(&mine);
    assert_eq!(response.payload, body(2));
    assert_eq!(
        response.related_sample_identity,
        Some(SampleIdentity {
            writer: mine.guid(),
            sequence_number
        })
    );

    // A client that names no reader is answered by the name of its writer, which all readers hear.
    let sequence_number = ask(None);
    for reader in [&mine, &others] {
        let identity = SampleIdentity {
            writer: requests.guid(),
            sequence_number,
        };
        assert_eq!(next(reader).related_sample_identity, Some(identity));
    }
}

/// A service that speaks as Fast DDS does: every client hears every response, and takes its own.
#[test]
fn only_own_responses_are_taken() {
    let context = context("/");
    let client = node(&context).create_client(&add()).unwrap();
    let peer = Peer::new(b"");
    let (requests, responses) = (
        peer.reader(REQUEST, reliable()),
        peer.writer(RESPONSE, reliable()),
    );
    eventually("the service is available", || client.service_is_available());
    let number = client.send_request(body(1)).unwrap();
    let request = next(&requests);
    assert_eq!(
        (&request.payload, request.sequence_number.0),
        (&body(1), number)
    );
    let asks = request
        .related_sample_identity
        .expect("the reader of the response")
        .writer;
    assert!(asks.entity_id.is_reader());
    let stranger = peer.participant.guid();
    for (writer, answer) in [
        (stranger, body(7)),
        (asks, body(2)),
        (request.writer, body(3)),
    ] {
        let identity = SampleIdentity {
            writer,
            sequence_number: request.sequence_number,
        };
        let options = WriteOptions {
            related_sample_identity: Some(identity),
            ..WriteOptions::default()
        };
        responses.write(answer, options).unwrap();
    }
    responses.write(body(8), WriteOptions::default()).unwrap();
    for expected in [body(2), body(3)] {
        let mut response = None;
        eventually("the response comes", || {
            response = client.take_response().unwrap();
            response.is_some()
        });
        let response = response.unwrap();
        assert_eq!(
            (response.payload, response.request_id.sequence_number),
            (expected, number)
        );
        assert_eq!(response.request_id.writer_gid, client.gid());
    }
    assert!(client.take_response().unwrap().is_none());
}

/// Half a service is none.
#[test]
fn a_reader_of_requests_alone_is_no_service() {
    let context = context("/");
    let client = node(&context).create_client(&add()).unwrap();
    let asked = Peer::new(b"");
    let requests = asked.reader(REQUEST, reliable());
    let answering = Peer::new(b"");
    let responses = answering.writer(RESPONSE, reliable());
    eventually("both are matched", || {
        requests.matched_writer_count() == 1 && responses.matched_reader_count() == 1
    });
    thread::sleep(Duration::from_millis(100));
    assert!(
        !client.service_is_available(),
        "the two endpoints are of two participants"
    );
    let _whole = asked.writer(RESPONSE, reliable());
    eventually("the service is available", || client.service_is_available());
}
