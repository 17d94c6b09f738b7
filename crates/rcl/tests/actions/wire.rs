//! What others see of an action: the graph, topics, serialized messages.

use super::*;

#[test]
fn the_graph_knows_actions() {
    let context = context();
    let names = ["server", "client", "listener"];
    let [server, asking, other] = names.map(|name| Node::new(&context, name).unwrap());
    let (_server, _goals) = deferring(&server, ActionServerOptions::default());
    let _client = asking
        .create_action_client::<Fibonacci>("/ns/other")
        .unwrap();
    let ty = || vec![Fibonacci::TYPE_NAME.to_owned()];
    let own = ("/fibonacci".to_owned(), ty());
    let asked = ("/ns/other".to_owned(), ty());
    assert_eq!(other.action_names_and_types(), [own.clone(), asked.clone()]);
    let servers = |name| other.action_server_names_and_types_by_node(name, "/");
    let clients = |name| other.action_client_names_and_types_by_node(name, "/");
    assert_eq!(servers("server").unwrap(), [own]);
    assert_eq!(clients("server").unwrap(), []);
    assert_eq!(servers("client").unwrap(), []);
    assert_eq!(clients("client").unwrap(), [asked]);
    assert!(servers("nobody").is_err());
    let services: Vec<String> = other
        .service_names_and_types()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    for part in [
        ActionPart::SendGoal,
        ActionPart::CancelGoal,
        ActionPart::GetResult,
    ] {
        assert!(services.contains(&part.name("/fibonacci")), "{part:?}");
    }
    for name in ["", "2fast", "a b", "a//b"] {
        let made = server.create_action_client::<Fibonacci>(name);
        assert!(matches!(made, Err(Error::InvalidName(_))), "{name}");
        let made = server.create_action_server::<Fibonacci>(name, |_| {});
        assert!(matches!(made, Err(Error::InvalidName(_))), "{name}");
    }
}

#[test]
fn the_status_is_there_for_late_subscriptions() {
    let bench = Bench::new();
    let (server, _client) = bench.start();
    server.begin().unwrap();
    let (sender, statuses) = mpsc::channel();
    let qos = QosProfile {
        durability: Durability::TransientLocal,
        ..QosProfile::from(1)
    };
    let _late = bench
        .node
        .create_subscription::<GoalStatusArray>("fibonacci/_action/status", qos, move |message| {
            sender.send(message).unwrap();
        })
        .unwrap();
    let last = receive(&bench.executor, &statuses);
    let [status] = &last.status_list[..] else {
        panic!("one goal is known")
    };
    assert_eq!(status.goal_info.goal_id.uuid, server.id().0);
    assert_eq!(status.status, GoalStatus::Executing as i8);
    let stamp = &status.goal_info.stamp;
    let nanoseconds = i64::from(stamp.sec) * 1_000_000_000 + i64::from(stamp.nanosec);
    assert_eq!(nanoseconds, server.info().stamp);
}

/// What is written by hand is what the interface definitions say.
#[test]
fn serialized_parts_are_those_of_the_definitions() {
    let (node, executor) = node_and_executor();
    let ty = Fibonacci::type_support();
    let (sender, works) = mpsc::channel();
    let server = node
        .create_raw_action_server(
            &ty,
            "fibonacci",
            ActionServerOptions::default(),
            move |work, _ready| sender.send(work).unwrap(),
        )
        .unwrap();
    let (sender, told) = mpsc::channel();
    let client = node
        .create_raw_action_client(
            &ty,
            "fibonacci",
            ActionClientOptions::default(),
            move |work, _ready| sender.send(work).unwrap(),
        )
        .unwrap();
    assert!(client.server_is_ready());
    let (sender, responses) = mpsc::channel();
    let send = |service, payload: Vec<u8>| {
        let sender = sender.clone();
        let handler = move |sample: rosebay_rcl::rmw::ServiceSample, _ready| {
            sender.send(sample.payload).unwrap();
        };
        client
            .send_serialized_request(service, payload.into(), handler)
            .unwrap()
    };
    let next = |works| receive(&executor, works);
    let response = || receive(&executor, &responses);

    let id = GoalId::random();
    let mut request = DynamicMessage::new(Arc::clone(&ty.send_goal.request));
    request.set_path("goal_id.uuid", id.0.to_vec()).unwrap();
    request.set_path("goal.order", 5_i32).unwrap();
    send(ActionService::SendGoal, request.encode().unwrap());
    let ActionServerWork::Goal(sample) = next(&works) else {
        panic!("a goal was sent")
    };
    assert_eq!(sample.payload, request.encode().unwrap());
    let accepted = server.accept_goal(id).unwrap();
    assert!(matches!(server.accept_goal(id), Err(Error::GoalExists(_))));
    let stamp = accepted.info().stamp;
    server
        .send_goal_response(&sample.request_id, true, stamp)
        .unwrap();
    let decoded = DynamicMessage::decode(Arc::clone(&ty.send_goal.response), &response()).unwrap();
    assert_eq!(decoded.get("accepted").unwrap(), &Value::Bool(true));
    let seconds = i32::try_from(stamp / 1_000_000_000).unwrap();
    assert_eq!(decoded.get_path("stamp.sec").unwrap(), Value::I32(seconds));

    accepted.update(GoalEvent::Execute).unwrap();
    let mut message = DynamicMessage::new(Arc::clone(&ty.feedback_message));
    message.set_path("goal_id.uuid", id.0.to_vec()).unwrap();
    let payload = message.encode().unwrap();
    server
        .publish_serialized_feedback(payload.clone().into())
        .unwrap();
    let (mut feedbacks, mut statuses) = (Vec::new(), Vec::new());
    executor.spin_until(
        || {
            for work in told.try_iter() {
                match work {
                    ActionClientWork::Feedback(sample) => feedbacks.push(sample.payload),
                    ActionClientWork::Status(sample) => statuses.push(sample.payload),
                }
            }
            !feedbacks.is_empty() && !statuses.is_empty()
        },
        Some(LONG),
    );
    assert_eq!(feedbacks, [payload]);
    let statuses = GoalStatusArray::from_cdr(statuses.last().unwrap()).unwrap();
    assert_eq!(statuses.status_list[0].goal_info.goal_id.uuid, id.0);

    let mut info = GoalInfoMessage::default();
    info.goal_id.uuid = id.0;
    let cancel = CancelGoal_Request { goal_info: info };
    send(ActionService::CancelGoal, cancel.to_cdr().unwrap());
    let ActionServerWork::Cancel(sample) = next(&works) else {
        panic!("a cancel request was sent")
    };
    let meant = server.decode_cancel_request(&sample).unwrap();
    assert_eq!((meant.id, meant.stamp), (id, 0));
    let answer = server.process_cancel_request(&meant);
    accepted.update(GoalEvent::CancelGoal).unwrap();
    server
        .send_cancel_response(&sample.request_id, &answer)
        .unwrap();
    let decoded = CancelGoal_Response::from_cdr(&response()).unwrap();
    assert_eq!(decoded.return_code, CancelCode::None as i8);
    assert_eq!(decoded.goals_canceling.len(), 1);
    assert_eq!(decoded.goals_canceling[0].goal_id.uuid, id.0);

    let mut request = DynamicMessage::new(Arc::clone(&ty.get_result.request));
    request.set_path("goal_id.uuid", id.0.to_vec()).unwrap();
    send(ActionService::GetResult, request.encode().unwrap());
    executor.spin_some(SHORT).unwrap();
    accepted.update(GoalEvent::Canceled).unwrap();
    let mut end = DynamicMessage::new(Arc::clone(&ty.get_result.response));
    end.set("status", GoalStatus::Canceled as i8).unwrap();
    end.set_path("result.sequence", vec![1_i32, 2]).unwrap();
    let payload = end.encode().unwrap();
    accepted
        .set_serialized_result(payload.clone().into())
        .unwrap();
    assert_eq!(response(), payload);

    let again = request.encode().unwrap().into();
    let again = client.call_serialized_async(ActionService::GetResult, again);
    let again = again.unwrap().spin(&executor, Some(LONG)).unwrap();
    assert_eq!(again.payload, payload);

    let unexpected = send(ActionService::GetResult, request.encode().unwrap());
    assert!(client.remove_pending_request(ActionService::GetResult, unexpected));
    executor.spin_some(SHORT).unwrap();
    assert!(responses.try_recv().is_err());
}

#[test]
fn what_cannot_be_read_harms_nobody() {
    let bench = Bench::new();
    let ty = Fibonacci::type_support();
    let raw = bench
        .node
        .create_raw_action_client(&ty, "fibonacci", ActionClientOptions::default(), |_, _| {})
        .unwrap();
    let services = [
        ActionService::SendGoal,
        ActionService::CancelGoal,
        ActionService::GetResult,
    ];
    for service in services {
        for payload in [&b""[..], b"\0\x01\0\0", b"\0\x01\0\0too short"] {
            raw.send_serialized_request(service, payload.into(), |_, _| {
                panic!("there is no answer to that")
            })
            .unwrap();
        }
    }
    bench
        .server
        .publish_serialized_feedback("nonsense".into())
        .unwrap();
    let nonsense = bench
        .node
        .create_raw_publisher(
            &GoalStatusArray::type_support(),
            "fibonacci/_action/status",
            rosebay_rcl::PublisherOptions::new(QosProfile::ACTION_STATUS),
        )
        .unwrap();
    nonsense
        .publish_serialized(b"\0\x01\0\0\xff\xff\xff\xff"[..].into())
        .unwrap();
    let (server, client) = bench.start();
    server.begin().unwrap();
    server.succeed(&result(&[])).unwrap();
    assert_eq!(bench.result(&client).status, GoalStatus::Succeeded);
}

#[test]
fn a_goal_goes_through_dds() {
    let [here, there] = network_contexts();
    let (asking, pursuing) = (
        Node::new(&here, "asking").unwrap(),
        Node::new(&there, "pursuing").unwrap(),
    );
    let executors = [&here, &there].map(Executor::new);
    executors[0].add_node(&asking);
    executors[1].add_node(&pursuing);
    let client = client(&asking);
    let (_server, goals) = deferring(&pursuing, ActionServerOptions::default());
    assert!(client.wait_for_server(Some(LONG)));
    thread::scope(|scope| {
        for executor in &executors {
            scope.spawn(|| executor.spin());
        }
        let (sender, heard) = mpsc::channel();
        let options = SendGoalOptions::with_feedback(move |feedback: Fibonacci_Feedback| {
            sender.send(feedback.sequence).unwrap();
        });
        let accepted = client.send_goal_with(&goal(3), options).unwrap();
        let accepted = accepted.wait(Some(LONG)).unwrap();
        let end = accepted.result().unwrap();
        let server = goals.recv_timeout(LONG).unwrap();
        server.begin().unwrap();
        // The server may know the client's subscription later than the client the server's publisher.
        let first = (0..400).find_map(|_| {
            server.publish_feedback(&feedback(&[1, 2])).unwrap();
            heard.recv_timeout(SHORT).ok()
        });
        assert_eq!(first.unwrap(), [1, 2]);
        let response = accepted.cancel().unwrap().wait(Some(LONG)).unwrap();
        assert_eq!(response.goals, [server.info()]);
        server.canceled(&result(&[3])).unwrap();
        let end = end.wait(Some(LONG)).unwrap();
        assert_eq!(
            (end.status, end.result),
            (GoalStatus::Canceled, result(&[3]))
        );
        for executor in &executors {
            executor.shutdown(None);
        }
    });
}

#[test]
fn ids_are_random_uuids() {
    let ids: std::collections::HashSet<GoalId> = (0..1_000).map(|_| GoalId::random()).collect();
    assert_eq!(ids.len(), 1_000);
    for id in ids {
        let text = id.to_string();
        assert_eq!(text.len(), 36, "{text}");
        assert_eq!(text.as_bytes()[14], b'4', "{text}");
        assert!(b"89ab".contains(&text.as_bytes()[19]), "{text}");
    }
}
