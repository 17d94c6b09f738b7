//! Requests and responses.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Bench, QUIET, counter, eventually, number, payload, service_options};
use crate::{Client, Node, Service, ServiceSample};

fn client(node: &Arc<dyn Node>) -> Box<dyn Client> {
    node.create_client(&service_options("/add"))
        .expect("a client must be made")
}

fn service(node: &Arc<dyn Node>) -> Box<dyn Service> {
    node.create_service(&service_options("/add"))
        .expect("a service must be made")
}

fn available(client: &dyn Client) {
    eventually("the service is available", || client.service_is_available());
}

fn next_request(service: &dyn Service) -> ServiceSample {
    let mut sample = None;
    eventually("a request comes", || {
        sample = service.take_request().expect("take must work");
        sample.is_some()
    });
    sample.expect("a sample")
}

fn next_response(client: &dyn Client) -> ServiceSample {
    let mut sample = None;
    eventually("a response comes", || {
        sample = client.take_response().expect("take must work");
        sample.is_some()
    });
    sample.expect("a sample")
}

/// Requests come with the client's gid and number, responses with the number of their request, in any order.
pub fn calls_are_answered(bench: &Bench) {
    for nodes in bench.pairs() {
        let (client, service) = (client(&nodes.0), service(&nodes.1));
        available(&*client);
        let first = client
            .send_request(payload(1, 16))
            .expect("sending must work");
        let second = client
            .send_request(payload(2, 70_000))
            .expect("sending must work");
        assert!(first < second, "{first} before {second}");
        let requests = [next_request(&*service), next_request(&*service)];
        let ids = requests.each_ref().map(|request| request.request_id);
        assert_eq!(ids.map(|id| id.writer_gid), [client.gid(); 2]);
        assert_eq!(ids.map(|id| id.sequence_number), [first, second]);
        assert_eq!(requests[0].payload, payload(1, 16));
        assert_eq!(requests[1].payload, payload(2, 70_000));
        assert!(
            requests
                .iter()
                .all(|request| request.source_timestamp > 0 && request.received_timestamp > 0)
        );
        for (id, answer) in ids.iter().zip([payload(11, 8), payload(12, 70_000)]).rev() {
            service
                .send_response(id, answer)
                .expect("sending must work");
        }
        for (id, answer) in ids.iter().zip([payload(11, 8), payload(12, 70_000)]).rev() {
            let response = next_response(&*client);
            assert_eq!(response.request_id.sequence_number, id.sequence_number);
            assert_eq!(response.payload, answer);
        }
    }
}

/// Three clients of one service: nobody gets another one's response.
pub fn clients_get_their_own_responses(bench: &Bench) {
    const CALLS: u32 = 20;
    for nodes in bench.pairs() {
        let service = service(&nodes.1);
        let other = bench.node("third");
        let clients = [client(&nodes.0), client(&nodes.0), client(&other)];
        clients.iter().for_each(|client| available(&**client));
        let mut expected = Vec::new();
        for (index, client) in (0..).zip(&clients) {
            let send = |call| {
                client
                    .send_request(payload(index * CALLS + call, 8))
                    .expect("sending must work")
            };
            expected.push((0..CALLS).map(send).collect::<Vec<_>>());
        }
        for _ in 0..CALLS * 3 {
            let request = next_request(&*service);
            let answer = payload(number(&request.payload) + 1_000, 8);
            service
                .send_response(&request.request_id, answer)
                .expect("sending must work");
        }
        for ((index, client), expected) in (0..).zip(&clients).zip(expected) {
            for (call, sequence_number) in (0..).zip(expected) {
                let response = next_response(&**client);
                assert_eq!(number(&response.payload), 1_000 + index * CALLS + call);
                assert_eq!(response.request_id.sequence_number, sequence_number);
            }
        }
        std::thread::sleep(QUIET);
        for client in &clients {
            assert!(
                client.take_response().expect("take must work").is_none(),
                "a response too many"
            );
        }
    }
}

/// Before, while and after a service is there.
pub fn services_become_and_cease_to_be_available(bench: &Bench) {
    for nodes in bench.pairs() {
        let client = client(&nodes.0);
        assert!(!client.service_is_available());
        let service = service(&nodes.1);
        available(&*client);
        drop(service);
        eventually("the service is gone", || !client.service_is_available());
    }
}

/// A client that has gone is not the service's trouble.
pub fn responses_to_nobody_are_no_error(bench: &Bench) {
    for nodes in bench.pairs() {
        let service = service(&nodes.1);
        let impatient = client(&nodes.0);
        available(&*impatient);
        impatient
            .send_request(payload(1, 8))
            .expect("sending must work");
        let request = next_request(&*service);
        drop(impatient);
        service
            .send_response(&request.request_id, payload(2, 8))
            .expect("nobody listens, and that is all");

        let patient = client(&nodes.0);
        available(&*patient);
        patient
            .send_request(payload(3, 8))
            .expect("sending must work");
        let request = next_request(&*service);
        service
            .send_response(&request.request_id, payload(4, 8))
            .expect("sending must work");
        assert_eq!(number(&next_response(&*patient).payload), 4);
    }
}

/// Listeners are called for what waits already and for what comes.
pub fn service_listeners_are_called(bench: &Bench) {
    for nodes in bench.pairs() {
        let (client, service) = (client(&nodes.0), service(&nodes.1));
        available(&*client);
        let (requests, listener) = counter();
        service.set_listener(Some(listener));
        client
            .send_request(payload(1, 8))
            .expect("sending must work");
        eventually("the request is told", || {
            requests.load(Ordering::SeqCst) == 1
        });
        let request = next_request(&*service);
        service
            .send_response(&request.request_id, payload(2, 8))
            .expect("sending must work");
        let mut told = false;
        eventually("the response is told at once", || {
            let (responses, listener) = counter();
            client.set_listener(Some(listener));
            told |= responses.load(Ordering::SeqCst) == 1;
            told
        });
        next_response(&*client);
    }
}
