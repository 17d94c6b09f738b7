//! Services and clients: calls, responses, and waits that end.

// What the helpers below unwrap is a test's to fail on.
#![allow(clippy::unwrap_used)]

mod common;

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context as TaskContext, Poll, Wake, Waker};
use std::thread;
use std::time::Duration as StdDuration;

use common::{LONG, SHORT, context_with, network_contexts, node_and_executor};
use rosebay_msgs::example_interfaces::srv::{AddTwoInts, AddTwoInts_Request, AddTwoInts_Response};
use rosebay_rcl::executor::CallbackGroup;
use rosebay_rcl::rmw::{QosProfile, RequestId};
use rosebay_rcl::service::Responder;
use rosebay_rcl::{
    Client, DeadlockCause, Duration, Error, Executor, Node, Service, ServiceOptions,
};
use rosebay_rosidl::typed::{Message, Service as _};

fn request(a: i64, b: i64) -> AddTwoInts_Request {
    AddTwoInts_Request { a, b }
}

fn add(request: AddTwoInts_Request) -> AddTwoInts_Response {
    AddTwoInts_Response {
        sum: request.a + request.b,
    }
}

fn adder(node: &Node) -> Service<AddTwoInts> {
    node.create_service::<AddTwoInts>("add", add).unwrap()
}

fn client(node: &Node) -> Client<AddTwoInts> {
    let client = node.create_client::<AddTwoInts>("add").unwrap();
    assert_eq!(client.service_name(), "/add");
    client
}

/// A service that keeps its responders for the test.
fn deferred(node: &Node) -> (Service<AddTwoInts>, mpsc::Receiver<Responder<AddTwoInts>>) {
    let (sender, responders) = mpsc::channel();
    let callback = move |_request, responder| sender.send(responder).unwrap();
    let service =
        node.create_deferred_service::<AddTwoInts>("add", ServiceOptions::default(), callback);
    (service.unwrap(), responders)
}

/// Spins executors, a thread each, while `f` runs.
fn while_spinning<T>(executors: &[&Executor], f: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        for executor in executors {
            scope.spawn(|| executor.spin());
        }
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(f));
        for executor in executors {
            executor.shutdown(None);
        }
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[test]
fn a_call_from_another_thread_is_answered() {
    let (node, executor) = node_and_executor();
    let _service = adder(&node);
    let client = client(&node);
    while_spinning(&[&executor], || {
        for a in 0..100 {
            let response = client.call(&request(a, 1), Some(LONG)).unwrap();
            assert_eq!(response.sum, a + 1);
        }
    });
    assert_eq!(client.pending_request_count(), 0);
}

#[test]
fn a_call_goes_through_dds() {
    let [here, there] = network_contexts();
    let (asking, answering) = (
        Node::new(&here, "asking").unwrap(),
        Node::new(&there, "answering").unwrap(),
    );
    let executors = [&here, &there].map(Executor::new);
    executors[0].add_node(&asking);
    executors[1].add_node(&answering);
    let client = client(&asking);
    assert!(!client.service_is_ready());
    let _service = adder(&answering);
    assert!(client.wait_for_service(Some(LONG)));
    while_spinning(&[&executors[0], &executors[1]], || {
        for a in 0..20 {
            let response = client.call(&request(a, 1), Some(LONG)).unwrap();
            assert_eq!(response.sum, a + 1);
        }
    });
}

#[test]
fn a_response_is_spun_for() {
    let (node, executor) = node_and_executor();
    let _service = adder(&node);
    let client = client(&node);
    let pending = client.call_async(&request(2, 3)).unwrap();
    assert!(!pending.is_done());
    assert!(pending.take().is_none());
    assert!(
        !pending.wait_until_done(Some(SHORT)).unwrap(),
        "nobody spins"
    );
    assert_eq!(pending.spin(&executor, Some(LONG)).unwrap().sum, 5);

    let missing = node.create_client::<AddTwoInts>("missing").unwrap();
    let pending = missing.call_async(&request(2, 3)).unwrap();
    let error = pending.spin(&executor, Some(SHORT)).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
}

#[test]
fn a_response_is_given_to_a_function() {
    let (node, executor) = node_and_executor();
    let _service = adder(&node);
    let client = client(&node);
    let (sender, sums) = mpsc::channel();
    for a in 0..3 {
        let sender = sender.clone();
        let pending = client.call_async(&request(a, 1)).unwrap();
        pending.then(move |response| sender.send(response.unwrap().sum).unwrap());
    }
    let mut seen = Vec::new();
    executor.spin_until(
        || {
            seen.extend(sums.try_iter());
            seen.len() == 3
        },
        Some(LONG),
    );
    assert_eq!(seen, [1, 2, 3]);

    let pending = client.call_async(&request(4, 5)).unwrap();
    executor.spin_until(|| pending.is_done(), Some(LONG));
    pending.then(move |response| sender.send(response.unwrap().sum).unwrap());
    assert_eq!(sums.try_recv(), Ok(9), "at once, for it had come");
}

#[test]
fn a_response_is_awaited() {
    struct Count(AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let (node, executor) = node_and_executor();
    let _service = adder(&node);
    let client = client(&node);
    let mut pending = pin!(client.call_async(&request(2, 3)).unwrap());
    let wakes = Arc::new(Count(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&wakes));
    let mut task = TaskContext::from_waker(&waker);
    assert!(pending.as_mut().poll(&mut task).is_pending());
    executor.spin_until(|| wakes.0.load(Ordering::SeqCst) == 1, Some(LONG));
    match pending.as_mut().poll(&mut task) {
        Poll::Ready(response) => assert_eq!(response.unwrap().sum, 5),
        Poll::Pending => panic!("it was woken"),
    }
}

#[test]
fn clients_get_their_own_responses() {
    const CALLS: i64 = 50;
    let (node, executor) = node_and_executor();
    let _service = adder(&node);
    let other = Node::new(node.context(), "other").unwrap();
    let own_executor = Executor::new(node.context());
    own_executor.add_node(&other);
    while_spinning(&[&executor, &own_executor], || {
        thread::scope(|scope| {
            for (number, node) in (0..).zip([&node, &node, &other, &other]) {
                scope.spawn(move || {
                    let client = client(node);
                    for a in 0..CALLS {
                        let response = client.call(&request(a, number * 1_000), Some(LONG));
                        assert_eq!(response.unwrap().sum, a + number * 1_000);
                    }
                });
            }
        });
    });
}

#[test]
fn a_late_response_is_passed_over() {
    let (node, executor) = node_and_executor();
    let (_service, responders) = deferred(&node);
    let client = client(&node);
    while_spinning(&[&executor], || {
        let error = client.call(&request(1, 1), Some(SHORT)).unwrap_err();
        assert!(matches!(error, Error::Timeout { .. }), "{error}");
        assert!(error.to_string().contains("service '/add'"), "{error}");
        assert_eq!(client.pending_request_count(), 0, "nobody waits any more");

        let pending = client.call_async(&request(2, 2)).unwrap();
        for sum in [1, 2] {
            let responder = responders.recv_timeout(LONG).unwrap();
            responder.respond(&AddTwoInts_Response { sum }).unwrap();
        }
        assert_eq!(pending.wait(Some(LONG)).unwrap().sum, 2);
    });
}

#[test]
fn requests_can_be_forgotten() {
    let (node, executor) = node_and_executor();
    let (_service, responders) = deferred(&node);
    let client = client(&node);
    let called = Arc::new(AtomicUsize::new(0));
    let send = || {
        let called = Arc::clone(&called);
        let payload = request(1, 1).to_cdr().unwrap().into();
        client
            .send_serialized_request(payload, move |_, _| {
                called.fetch_add(1, Ordering::SeqCst);
            })
            .unwrap()
    };
    let numbers = [send(), send(), send()];
    assert_eq!(client.pending_request_count(), 3);
    assert!(client.remove_pending_request(numbers[0]));
    assert!(!client.remove_pending_request(numbers[0]));
    assert!(
        client.prune_pending_requests(LONG).is_empty(),
        "none is old"
    );
    let mut pruned = client.prune_pending_requests(StdDuration::ZERO);
    pruned.sort_unstable();
    assert_eq!(pruned, numbers[1..]);
    assert_eq!(client.pending_request_count(), 0);

    send();
    let mut answered = 0;
    executor.spin_until(
        || {
            for responder in responders.try_iter() {
                answered += 1;
                responder.respond(&AddTwoInts_Response { sum: 0 }).unwrap();
            }
            answered == 4 && called.load(Ordering::SeqCst) > 0
        },
        Some(LONG),
    );
    executor.spin_some(SHORT).unwrap();
    assert_eq!(called.load(Ordering::SeqCst), 1, "three were forgotten");
}

#[test]
fn a_client_that_ends_ends_what_waits() {
    let (node, _executor) = node_and_executor();
    let (_service, _responders) = deferred(&node);
    let client = client(&node);
    let clone = client.clone();
    let pending = client.call_async(&request(1, 1)).unwrap();
    drop(client);
    assert!(!pending.is_done(), "a clone keeps it");
    drop(clone);
    let error = pending.wait(Some(LONG)).unwrap_err();
    assert!(matches!(error, Error::NoResponse { .. }), "{error}");
    assert_eq!(node.count_clients("add").unwrap(), 0);
}

#[test]
fn a_response_may_come_from_anywhere_as_long_as_the_service_lives() {
    let (node, executor) = node_and_executor();
    let (service, responders) = deferred(&node);
    let client = client(&node);
    let pending = client.call_async(&request(1, 1)).unwrap();
    executor.spin_once(Some(LONG)).unwrap();
    let responder = responders.try_recv().unwrap();
    let id: RequestId = responder.request_id();
    assert_eq!(id.writer_gid, client.gid());
    thread::spawn(move || responder.respond(&AddTwoInts_Response { sum: 7 }).unwrap())
        .join()
        .unwrap();
    assert_eq!(pending.spin(&executor, Some(LONG)).unwrap().sum, 7);

    let pending = client.call_async(&request(1, 1)).unwrap();
    executor.spin_once(Some(LONG)).unwrap();
    let id = responders.try_recv().unwrap().request_id();
    let response = AddTwoInts_Response { sum: 8 };
    service.send_response(&id, &response).unwrap();
    assert_eq!(pending.spin(&executor, Some(LONG)).unwrap().sum, 8);

    let _pending = client.call_async(&request(1, 1)).unwrap();
    executor.spin_once(Some(LONG)).unwrap();
    let responder = responders.try_recv().unwrap();
    drop(service);
    assert_eq!(node.count_services("add").unwrap(), 0, "it is gone at once");
    let error = responder.respond(&response).unwrap_err();
    assert!(matches!(error, Error::Destroyed { .. }), "{error}");
}

/// Who is called from where, and what is wrong with that.
#[test]
fn a_call_inside_a_callback_that_nobody_could_answer_fails() {
    let cases = [
        // (threads, whether client and service have a group of their own, what is wrong)
        (1, false, true, Some(DeadlockCause::SameCallbackGroup)),
        (1, true, true, Some(DeadlockCause::NoFreeThread)),
        (1, true, false, Some(DeadlockCause::NoFreeThread)),
        (2, false, true, Some(DeadlockCause::SameCallbackGroup)),
        (2, true, false, Some(DeadlockCause::ServiceInCallbackGroup)),
        (2, true, true, None),
    ];
    for (threads, own_group, service_apart, expected) in cases {
        let (node, executor) = node_and_executor();
        let options = |own: bool| ServiceOptions {
            callback_group: own.then(CallbackGroup::reentrant),
            ..ServiceOptions::default()
        };
        let _service = node
            .create_service_with::<AddTwoInts>("add", options(service_apart), add)
            .unwrap();
        let client = node
            .create_client_with::<AddTwoInts>("add", options(own_group))
            .unwrap();
        let (sender, results) = mpsc::channel();
        let trigger = node.create_guard_condition(move || {
            let result = client.call(&request(2, 3), Some(LONG));
            sender.send(result.map(|response| response.sum)).unwrap();
        });
        trigger.trigger();
        let executors = vec![&executor; threads];
        let result = while_spinning(&executors, || results.recv_timeout(LONG).unwrap());
        let case = format!("{threads} threads, groups apart: {own_group}, {service_apart}");
        match (result, expected) {
            (Ok(sum), None) => assert_eq!(sum, 5, "{case}"),
            (Err(Error::WouldDeadlock { what, cause }), Some(expected)) => {
                assert_eq!(cause, expected, "{case}");
                assert!(what.contains("'/add'"), "{what}");
                assert!(cause.to_string().contains("call_async"), "{cause}");
            }
            (result, _) => panic!("{case}: {result:?}"),
        }
    }
}

/// A callback that another program's loop runs, holding the turn.
#[test]
fn a_callback_that_is_run_later_is_known_as_one() {
    let (node, executor) = node_and_executor();
    let (sender, turns) = mpsc::channel();
    let ty = AddTwoInts::type_support();
    let _service = node
        .create_raw_service(&ty, "add", ServiceOptions::default(), move |_, ready| {
            sender.send(ready).unwrap();
        })
        .unwrap();
    let client = client(&node);
    let _first = client.call_async(&request(1, 1)).unwrap();
    executor.spin_once(Some(LONG)).unwrap();
    let ready = turns.try_recv().unwrap();
    {
        let _running = ready.enter();
        let error = client.call(&request(1, 1), Some(LONG)).unwrap_err();
        assert!(matches!(error, Error::WouldDeadlock { .. }), "{error}");
    }
    let error = client.call(&request(1, 1), Some(SHORT)).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
}

#[test]
fn a_callback_may_spin_if_it_holds_nothing_that_is_needed() {
    for own_group in [false, true] {
        let (node, executor) = node_and_executor();
        let server = Node::new(node.context(), "server").unwrap();
        executor.add_node(&server);
        let _service = adder(&server);
        let options = ServiceOptions {
            callback_group: own_group.then(CallbackGroup::reentrant),
            ..ServiceOptions::default()
        };
        let client = node
            .create_client_with::<AddTwoInts>("add", options)
            .unwrap();
        let (sender, results) = mpsc::channel();
        let spun = executor.clone();
        let trigger = node.create_guard_condition(move || {
            let pending = client.call_async(&request(2, 3)).unwrap();
            sender.send(pending.spin(&spun, Some(LONG))).unwrap();
        });
        trigger.trigger();
        executor.spin_once(Some(LONG)).unwrap();
        match results.try_recv().unwrap() {
            Ok(response) => assert!(own_group && response.sum == 5),
            Err(error) => {
                assert!(matches!(error, Error::WouldDeadlock { .. }), "{error}");
                assert!(!own_group);
            }
        }
    }
}

#[test]
fn two_callbacks_that_wait_for_each_others_thread_fail() {
    let (node, executor) = node_and_executor();
    let (_service, _responders) = deferred(&node);
    let (sender, results) = mpsc::channel();
    let _triggers: Vec<_> = (0..2)
        .map(|_| {
            let options = ServiceOptions {
                callback_group: Some(CallbackGroup::reentrant()),
                ..ServiceOptions::default()
            };
            let client = node
                .create_client_with::<AddTwoInts>("add", options)
                .unwrap();
            let node = Node::new(node.context(), "caller").unwrap();
            executor.add_node(&node);
            let sender = Mutex::new(sender.clone());
            let trigger = node.create_guard_condition(move || {
                let result = client.call(&request(2, 3), Some(LONG));
                sender.lock().unwrap().send(result).unwrap();
            });
            trigger.trigger();
            (node, trigger)
        })
        .collect();
    while_spinning(&[&executor, &executor], || {
        let first = results.recv_timeout(LONG).unwrap();
        assert!(
            matches!(first, Err(Error::WouldDeadlock { .. })),
            "{first:?}"
        );
    });
}

#[test]
fn a_client_of_another_executor_can_be_called_inside_a_callback() {
    let (node, executor) = node_and_executor();
    let other = Node::new(node.context(), "other").unwrap();
    let own_executor = Executor::new(node.context());
    own_executor.add_node(&other);
    let _service = adder(&other);
    let client = client(&other);
    let (sender, results) = mpsc::channel();
    let trigger = node.create_guard_condition(move || {
        sender
            .send(client.call(&request(2, 3), Some(LONG)))
            .unwrap();
    });
    trigger.trigger();
    while_spinning(&[&executor, &own_executor], || {
        assert_eq!(results.recv_timeout(LONG).unwrap().unwrap().sum, 5);
    });
}

#[test]
fn waits_end_with_the_context() {
    let (node, executor) = node_and_executor();
    let (_service, _responders) = deferred(&node);
    let client = client(&node);
    let missing = node.create_client::<AddTwoInts>("missing").unwrap();
    thread::scope(|scope| {
        let call = scope.spawn(|| client.call(&request(1, 1), None).unwrap_err());
        let wait = scope.spawn(|| missing.wait_for_service(None));
        executor.spin_once(Some(LONG)).unwrap();
        node.context().shutdown("the end").unwrap();
        let error = call.join().unwrap();
        assert!(matches!(error, Error::ContextShutDown { .. }), "{error}");
        assert!(!wait.join().unwrap());
    });
    assert!(matches!(
        client.call_async(&request(1, 1)),
        Err(Error::ContextShutDown { .. })
    ));
    assert!(matches!(
        node.create_client::<AddTwoInts>("add"),
        Err(Error::ContextShutDown { .. })
    ));
}

#[test]
fn services_are_waited_for() {
    let (node, _executor) = node_and_executor();
    let client = client(&node);
    assert!(!client.service_is_ready());
    assert!(!client.wait_for_service(Some(SHORT)));
    assert!(!client.wait_for_service(Some(StdDuration::ZERO)));
    thread::scope(|scope| {
        let waiting = scope.spawn(|| client.wait_for_service(None));
        let service = adder(&node);
        assert!(waiting.join().unwrap());
        assert!(client.service_is_ready());
        drop(service);
    });
    assert!(!client.service_is_ready());
}

#[test]
fn serialized_requests_are_answered() {
    let (node, executor) = node_and_executor();
    let ty = AddTwoInts::type_support();
    let service = node
        .create_raw_service(&ty, "add", ServiceOptions::default(), |request, _ready| {
            let numbers = AddTwoInts_Request::from_cdr(&request.sample.payload).unwrap();
            let response = add(numbers).to_cdr().unwrap();
            request.respond_serialized(response.into()).unwrap();
        })
        .unwrap();
    assert_eq!(
        service.service_type().name.to_string(),
        AddTwoInts::TYPE_NAME
    );
    let client = node
        .create_raw_client(&ty, "add", ServiceOptions::default())
        .unwrap();
    while_spinning(&[&executor], || {
        let payload = request(20, 3).to_cdr().unwrap();
        let response = client.call_serialized(payload.into(), Some(LONG)).unwrap();
        let sum = AddTwoInts_Response::from_cdr(&response.payload)
            .unwrap()
            .sum;
        assert_eq!(sum, 23);
        assert_eq!(response.request_id.writer_gid, client.gid());
    });
}

#[test]
fn a_request_that_cannot_be_read_harms_nobody() {
    let (node, executor) = node_and_executor();
    let _service = adder(&node);
    let client = client(&node);
    for payload in [&b""[..], b"\0\x01", b"\0\x01\0\0short"] {
        client
            .send_serialized_request(payload.into(), |_, _| panic!("there is no answer to that"))
            .unwrap();
    }
    let pending = client.call_async(&request(2, 3)).unwrap();
    assert_eq!(pending.spin(&executor, Some(LONG)).unwrap().sum, 5);
    assert_eq!(client.pending_request_count(), 3);
}

#[test]
fn a_response_that_cannot_be_read_is_an_error() {
    let (node, executor) = node_and_executor();
    let ty = AddTwoInts::type_support();
    let _service = node
        .create_raw_service(&ty, "add", ServiceOptions::default(), |request, _ready| {
            request.respond_serialized("nonsense".into()).unwrap();
        })
        .unwrap();
    let client = client(&node);
    let pending = client.call_async(&request(2, 3)).unwrap();
    let error = pending.spin(&executor, Some(LONG)).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    assert!(error.to_string().contains("'/add'"), "{error}");
}

#[test]
fn names_are_resolved() {
    let context = context_with(&["program", "--ros-args", "-r", "add:=/sum"]);
    let node = Node::new(&context, "node").unwrap();
    let names = [
        ("add", "/sum"),
        ("~/add", "/node/add"),
        ("/a/add", "/a/add"),
    ];
    for (name, resolved) in names {
        let service = node.create_service::<AddTwoInts>(name, add).unwrap();
        assert_eq!(service.service_name(), resolved);
        let client = node.create_client::<AddTwoInts>(name).unwrap();
        assert_eq!(client.service_name(), resolved);
        assert!(client.service_is_ready());
        assert_eq!(node.count_services(name).unwrap(), 1);
    }
    for name in ["", "2add", "a//b", "add/", "a b"] {
        let error = node.create_client::<AddTwoInts>(name).unwrap_err();
        assert!(matches!(error, Error::InvalidName(_)), "{name}: {error}");
        assert!(node.create_service::<AddTwoInts>(name, add).is_err());
    }
}

#[test]
fn the_qos_is_what_was_asked_for() {
    let (node, _executor) = node_and_executor();
    let options = || ServiceOptions::new(QosProfile::PARAMETERS);
    let client = node
        .create_client_with::<AddTwoInts>("add", options())
        .unwrap();
    let service = node
        .create_deferred_service::<AddTwoInts>("add", options(), |_, _| {})
        .unwrap();
    for (requests, responses) in [client.actual_qos(), service.actual_qos()] {
        assert_eq!((requests.depth, responses.depth), (1_000, 1_000));
    }
}

#[test]
fn a_service_can_be_called_by_a_timer_without_waiting() {
    let (node, executor) = node_and_executor();
    let _service = adder(&node);
    let client = client(&node);
    let (sender, sums) = mpsc::channel();
    let _timer = node
        .create_wall_timer(Duration::from_millis(1), move |_| {
            let sender = sender.clone();
            client
                .call_async(&request(2, 3))
                .unwrap()
                .then(move |response| sender.send(response.unwrap().sum).unwrap());
        })
        .unwrap();
    let mut seen = 0;
    assert!(executor.spin_until(
        || {
            seen += sums.try_iter().filter(|sum| *sum == 5).count();
            seen >= 5
        },
        Some(LONG)
    ));
}
