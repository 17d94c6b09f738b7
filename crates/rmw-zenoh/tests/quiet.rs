//! Nothing is logged where nothing is wrong.

#![allow(clippy::unwrap_used)]

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_rmw::conformance::Domain;
use rosebay_rmw::{
    Client, ContextOptions, DiscoveryRange, Middleware, Node, QosProfile, ServiceOptions,
};
use rosebay_rmw_zenoh::ZenohMiddleware;
use rosebay_rosidl::Registry;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

static WARNINGS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Notes what is a warning or worse.
struct Log;

impl Visit for Log {
    fn record_debug(&mut self, _: &Field, value: &dyn Debug) {
        WARNINGS.lock().unwrap().push(format!("{value:?}"));
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Self);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_micros(200));
    }
}

/// A node in a context of its own.
fn node(domain: &Domain, name: &str) -> Arc<dyn Node> {
    let options = ContextOptions {
        domain_id: domain.id,
        discovery_range: DiscoveryRange::Localhost,
        ..ContextOptions::default()
    };
    let context = ZenohMiddleware::default().open(&options).unwrap();
    context.create_node(name, "/").unwrap()
}

fn options() -> ServiceOptions {
    let name = "example_interfaces/srv/AddTwoInts".parse().unwrap();
    ServiceOptions {
        service: "/add".to_owned(),
        service_type: Registry::standard().service(&name).unwrap(),
        qos: QosProfile::SERVICES_DEFAULT,
    }
}

fn asking(node: &Arc<dyn Node>) -> Box<dyn Client> {
    let client = node.create_client(&options()).unwrap();
    eventually("the service is available", || client.service_is_available());
    client
        .send_request(Bytes::from_static(&[0, 1, 0, 0]))
        .unwrap();
    client
}

#[test]
fn clients_go_as_soon_as_they_have_their_response_or_before_they_have_it() {
    tracing::subscriber::set_global_default(Log).unwrap();
    let domain = Domain::reserve();
    let (asks, answers) = (node(&domain, "asks"), node(&domain, "answers"));
    let service = answers.create_service(&options()).unwrap();
    let take = || {
        let mut taken = None;
        eventually("a request comes", || {
            taken = service.take_request().unwrap();
            taken.is_some()
        });
        taken.unwrap()
    };
    for _ in 0..50 {
        let client = asking(&asks);
        thread::scope(|scope| {
            scope.spawn(|| {
                let request = take();
                service
                    .send_response(&request.request_id, request.payload)
                    .unwrap();
            });
            // Not a moment later: the end of the request is on its way.
            while client.take_response().unwrap().is_none() {
                std::hint::spin_loop();
            }
            drop(client);
        });
    }
    for _ in 0..5 {
        let client = asking(&asks);
        let request = take();
        drop(client);
        service
            .send_response(&request.request_id, request.payload)
            .unwrap();
    }
    // What comes after the response has come by the time that another one has.
    let client = asking(&asks);
    let request = take();
    service
        .send_response(&request.request_id, request.payload)
        .unwrap();
    eventually("it is answered", || {
        client.take_response().unwrap().is_some()
    });
    assert_eq!(*WARNINGS.lock().unwrap(), [""; 0]);
}
