//! Cancel requests: who is meant, who decides, what is answered.

use super::*;

/// Three goals: the first executing, the second accepted later, the third over.
#[test]
fn cancel_requests_are_answered_with_a_code() {
    use CancelCode::{GoalTerminated, None, UnknownGoalId};
    // Which goal is named, the stamp as an offset to the first goal's, what is answered.
    type Case = (Option<usize>, Option<i64>, CancelCode, &'static [usize]);
    let cases: [Case; 9] = [
        (Option::None, Option::None, None, &[0, 1]),
        (Some(0), Option::None, None, &[0]),
        (Some(1), Option::None, None, &[1]),
        (Some(2), Option::None, GoalTerminated, &[]),
        (Some(9), Option::None, UnknownGoalId, &[]),
        (Option::None, Some(-1), None, &[]),
        (Option::None, Some(0), None, &[0]),
        (Option::None, Some(1_000), None, &[0, 1]),
        (Some(1), Some(0), None, &[0, 1]),
    ];
    for (named, offset, code, expected) in cases {
        let bench = Bench::new();
        let clock = bench.node.clock();
        clock.set_ros_time_override_is_enabled(true).unwrap();
        let goals: Vec<_> = [100_i64, 200, 300]
            .map(|now| {
                clock.set_ros_time_override(now).unwrap();
                bench.start()
            })
            .into();
        goals[0].0.begin().unwrap();
        goals[2].0.begin().unwrap();
        goals[2].0.succeed(&result(&[])).unwrap();
        let id = match named {
            Option::None => GoalId::ZERO,
            Some(index) => goals
                .get(index)
                .map_or(GoalId([9; 16]), |(server, _)| server.id()),
        };
        let stamp = offset.map_or(0, |offset| 100 + offset);
        let response = bench.cancel(CancelRequest { id, stamp });
        let infos: Vec<_> = expected
            .iter()
            .map(|index| goals[*index].0.info())
            .collect();
        assert_eq!(
            response,
            CancelResponse { code, goals: infos },
            "{named:?} {offset:?}"
        );
        for (index, (server, _)) in goals.iter().enumerate() {
            let canceling = expected.contains(&index);
            assert_eq!(
                server.is_cancel_requested(),
                canceling,
                "{named:?} {offset:?}"
            );
        }
    }
}

#[test]
fn cancel_requests_are_rejected_by_default_and_by_the_callback() {
    let (node, executor) = node_and_executor();
    let (sender, goals) = mpsc::channel();
    let callbacks = |decide: Option<Decide>| {
        let sender = sender.clone();
        let callbacks = ActionServerCallbacks::<Fibonacci>::new(|_| {})
            .on_accepted(move |goal| sender.send(goal).unwrap());
        match decide {
            Some(decide) => callbacks.on_cancel(decide),
            None => callbacks,
        }
    };
    let odd = |goal: &ServerGoal<Fibonacci>| match goal.request().order % 2 {
        0 => CancelDecision::Reject,
        _ => CancelDecision::Accept,
    };
    let ending = |goal: &ServerGoal<Fibonacci>| {
        goal.begin().unwrap();
        goal.succeed(&result(&[])).unwrap();
        CancelDecision::Accept
    };
    type Decide = fn(&ServerGoal<Fibonacci>) -> CancelDecision;
    let cases: [(Option<Decide>, CancelCode, &[i32]); 3] = [
        (None, CancelCode::Rejected, &[]),
        (Some(odd), CancelCode::None, &[1, 3]),
        (Some(ending), CancelCode::Rejected, &[]),
    ];
    for (decide, code, canceled) in cases {
        let _server = node
            .create_action_server_with(
                "fibonacci",
                ActionServerOptions::default(),
                callbacks(decide),
            )
            .unwrap();
        let client = client(&node);
        for order in 0..4 {
            let accepted = client.send_goal(&goal(order)).unwrap();
            accepted.spin(&executor, Some(LONG)).unwrap();
        }
        let goals: Vec<_> = goals.try_iter().collect();
        assert_eq!(goals.len(), 4);
        let response = client.cancel_all_goals().unwrap();
        let response = response.spin(&executor, Some(LONG)).unwrap();
        assert_eq!(response.code, code);
        let order_of = |id| {
            goals
                .iter()
                .find(|goal| goal.id() == id)
                .unwrap()
                .request()
                .order
        };
        let orders: Vec<_> = response
            .goals
            .iter()
            .map(|goal| order_of(goal.id))
            .collect();
        assert_eq!(orders, canceled);
    }
}

#[test]
fn goals_accepted_before_a_time_are_canceled() {
    let bench = Bench::new();
    let (first, _first) = bench.start();
    thread::sleep(std::time::Duration::from_millis(2));
    let (second, _second) = bench.start();
    let until = first.info().stamp;
    let response = bench
        .spin(bench.client.cancel_goals_before(until).unwrap())
        .unwrap();
    assert_eq!(response.goals, [first.info()]);
    assert!(!second.is_cancel_requested());
}

#[test]
fn a_canceled_goal_is_still_executed_so_that_it_can_end() {
    let (node, executor) = node_and_executor();
    let (sender, goals) = mpsc::channel();
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(|goal| {
        assert!(goal.is_cancel_requested());
        goal.canceled(&result(&[9])).unwrap();
    })
    .on_accepted(move |goal| sender.send(goal).unwrap())
    .on_cancel(|_| CancelDecision::Accept);
    let _server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();
    let accepted = client(&node);
    let accepted = accepted.send_goal(&goal(1)).unwrap();
    let accepted = accepted.spin(&executor, Some(LONG));
    // The client was dropped with the statement above; the goal would keep it.
    assert!(accepted.is_ok());
    let accepted = accepted.unwrap();
    let response = accepted
        .cancel()
        .unwrap()
        .spin(&executor, Some(LONG))
        .unwrap();
    assert_eq!(response.code, CancelCode::None);
    goals.try_recv().unwrap().execute();
    let end = accepted
        .result()
        .unwrap()
        .spin(&executor, Some(LONG))
        .unwrap();
    assert_eq!(
        (end.status, end.result),
        (GoalStatus::Canceled, result(&[9]))
    );
}

#[test]
fn a_goal_executes_beside_cancel_requests_where_there_is_a_thread() {
    let (node, executor) = node_and_executor();
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(|goal| {
        while !goal.is_cancel_requested() {
            thread::sleep(std::time::Duration::from_millis(1));
        }
        goal.canceled(&result(&[])).unwrap();
    })
    .on_cancel(|_| CancelDecision::Accept);
    let _server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();
    let client = client(&node);
    thread::scope(|scope| {
        scope.spawn(|| executor.spin());
        scope.spawn(|| executor.spin());
        let accepted = client
            .send_goal(&goal(1))
            .unwrap()
            .wait(Some(LONG))
            .unwrap();
        let end = accepted.result().unwrap();
        let response = accepted.cancel().unwrap().wait(Some(LONG)).unwrap();
        assert_eq!(response.goals, [accepted.info()]);
        assert_eq!(end.wait(Some(LONG)).unwrap().status, GoalStatus::Canceled);
        executor.shutdown(Some(LONG));
    });
}
