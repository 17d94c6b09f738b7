//! What ends, and what becomes of what depends on it.

use super::*;

#[test]
fn a_goal_that_is_dropped_is_aborted() {
    let bench = Bench::new();
    for begin in [false, true] {
        let (server, client) = bench.start();
        if begin {
            server.begin().unwrap();
        }
        let clone = server.clone();
        drop(server);
        assert!(clone.is_active(), "somebody holds it");
        drop(clone);
        assert_eq!(bench.result(&client).status, GoalStatus::Aborted);
    }
}

#[test]
fn a_server_that_ends_leaves_its_goals_to_nobody() {
    let bench = Bench::new();
    let (server, client) = bench.start();
    server.begin().unwrap();
    let end = client.result().unwrap();
    bench.executor.spin_some(SHORT).unwrap();
    drop(bench.server);
    assert!(!bench.client.server_is_ready());
    assert_eq!(server.status(), GoalStatus::Unknown);
    let fail = [
        server.begin(),
        server.succeed(&result(&[])),
        server.publish_feedback(&feedback(&[])),
    ];
    for error in fail {
        assert!(matches!(error, Err(Error::Destroyed { .. })), "{error:?}");
    }
    server.execute();
    drop(server);
    let error = end.spin(&bench.executor, Some(SHORT)).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
}

#[test]
fn a_server_may_end_before_its_goal_was_executed() {
    let (node, executor) = node_and_executor();
    let executed = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&executed);
    let (sender, goals) = mpsc::channel();
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    })
    .on_accepted(move |goal| sender.send(goal).unwrap());
    let server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();
    let client = client(&node);
    client
        .send_goal(&goal(1))
        .unwrap()
        .spin(&executor, Some(LONG))
        .unwrap();
    goals.try_recv().unwrap().execute();
    drop(server);
    executor.spin_some(SHORT).unwrap();
    assert_eq!(executed.load(Ordering::SeqCst), 0);
}

#[test]
fn a_client_that_ends_ends_what_waits() {
    let bench = Bench::new();
    let (_server, goal) = bench.start();
    let end = goal.result().unwrap();
    drop(bench.client);
    assert!(!end.is_done(), "its goal keeps it");
    drop(goal);
    let error = end.wait(Some(LONG)).unwrap_err();
    assert!(matches!(error, Error::NoResponse { .. }), "{error}");
}

#[test]
fn feedback_ends_with_the_interest_in_the_goal() {
    let bench = Bench::new();
    let heard = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&heard);
    let options = SendGoalOptions::with_feedback(move |_: Fibonacci_Feedback| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let pending = bench.client.send_goal_with(&goal(1), options).unwrap();
    let client = bench.spin(pending).unwrap();
    let server = bench.goals.try_recv().unwrap();
    server.publish_feedback(&feedback(&[1])).unwrap();
    bench.until(|| heard.load(Ordering::SeqCst) == 1);
    let end = client.result().unwrap();
    drop(client);
    server.publish_feedback(&feedback(&[1])).unwrap();
    bench.until(|| heard.load(Ordering::SeqCst) == 2);
    drop(end);
    server.publish_feedback(&feedback(&[1])).unwrap();
    bench.executor.spin_some(SHORT).unwrap();
    assert_eq!(heard.load(Ordering::SeqCst), 2);
}

#[test]
fn servers_are_waited_for() {
    let (node, executor) = node_and_executor();
    let client = client(&node);
    assert!(!client.wait_for_server(Some(SHORT)));
    let accepted = client.send_goal(&goal(1)).unwrap();
    let error = accepted.spin(&executor, Some(SHORT)).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    thread::scope(|scope| {
        let waiting = scope.spawn(|| client.wait_for_server(None));
        let (server, _goals) = deferring(&node, ActionServerOptions::default());
        assert!(waiting.join().unwrap());
        drop(server);
    });
    assert!(!client.server_is_ready());
}

#[test]
fn a_blocking_wait_inside_a_callback_fails_instead_of_hanging() {
    let bench = Bench::new();
    let client = bench.client.clone();
    let (sender, results) = mpsc::channel();
    let trigger = bench.node.create_guard_condition(move || {
        let accepted = client.send_goal(&goal(1)).unwrap();
        sender.send(accepted.wait(Some(LONG)).map(drop)).unwrap();
    });
    trigger.trigger();
    let result = receive(&bench.executor, &results);
    assert!(
        matches!(result, Err(Error::WouldDeadlock { .. })),
        "{result:?}"
    );
}

#[test]
fn results_are_forgotten_after_their_timeout() {
    let bench = Bench::with_options(ActionServerOptions {
        result_timeout: Duration::from_secs(10),
        ..ActionServerOptions::default()
    });
    let clock = bench.node.clock();
    clock.set_ros_time_override_is_enabled(true).unwrap();
    clock.set_ros_time_override(1_000_000_000_000).unwrap();
    let after = |seconds: i64| {
        let now = 1_000_000_000_000 + seconds * 1_000_000_000;
        clock.set_ros_time_override(now).unwrap();
        bench.executor.spin_some(SHORT).unwrap();
    };
    let (server, first) = bench.start();
    after(5);
    let (other, second) = bench.start();
    server.begin().unwrap();
    server.succeed(&result(&[1])).unwrap();
    after(14);
    assert!(bench.server.has_goal(first.id()), "9 s after its end");
    assert_eq!(bench.result(&first).status, GoalStatus::Succeeded);
    after(15);
    assert!(!bench.server.has_goal(first.id()));
    assert_eq!(server.status(), GoalStatus::Unknown);
    assert_eq!(bench.result(&first).status, GoalStatus::Unknown);
    after(1_000);
    assert!(bench.server.has_goal(second.id()), "it goes on");
    other.begin().unwrap();
    other.abort(&result(&[2])).unwrap();
    assert_eq!(bench.result(&second).status, GoalStatus::Aborted);
    after(1_010);
    assert!(!bench.server.has_goal(second.id()));
    assert!(bench.server.goals().is_empty());
}

#[test]
fn a_result_timeout_of_zero_forgets_at_once_but_answers_who_waits() {
    let bench = Bench::with_options(ActionServerOptions {
        result_timeout: Duration::ZERO,
        ..ActionServerOptions::default()
    });
    let (server, client) = bench.start();
    let end = client.result().unwrap();
    bench.executor.spin_some(SHORT).unwrap();
    server.begin().unwrap();
    server.succeed(&result(&[1])).unwrap();
    assert_eq!(bench.spin(end).unwrap().status, GoalStatus::Succeeded);
    bench.until(|| !bench.server.has_goal(client.id()));

    let (node, _executor) = node_and_executor();
    let options = ActionServerOptions {
        result_timeout: Duration::from_secs(-1),
        ..ActionServerOptions::default()
    };
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(|_| {});
    let made = node.create_action_server_with("fibonacci", options, callbacks);
    assert!(matches!(made, Err(Error::NegativePeriod(_))));
}
