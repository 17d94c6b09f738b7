//! Goals, their states, feedback and results.

use super::*;

#[test]
fn a_goal_is_executed() {
    let (node, executor) = node_and_executor();
    let _server = node
        .create_action_server::<Fibonacci>("fibonacci", |goal| {
            assert_eq!(goal.status(), GoalStatus::Executing);
            let mut sequence = vec![0, 1];
            for index in 1..usize::try_from(goal.request().order).unwrap() {
                sequence.push(sequence[index] + sequence[index - 1]);
                goal.publish_feedback(&feedback(&sequence)).unwrap();
            }
            goal.succeed(&result(&sequence)).unwrap();
        })
        .unwrap();
    let client = client(&node);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hearing = Arc::clone(&heard);
    let options = SendGoalOptions::with_feedback(move |feedback: Fibonacci_Feedback| {
        hearing.lock().unwrap().push(feedback.sequence.len());
    });
    let accepted = client.send_goal_with(&goal(6), options).unwrap();
    let accepted = accepted.spin(&executor, Some(LONG)).unwrap();
    assert!(accepted.info().stamp > 0);
    let end = accepted.result().unwrap();
    let end = end.spin(&executor, Some(LONG)).unwrap();
    assert_eq!(end.status, GoalStatus::Succeeded);
    assert_eq!(end.result.sequence, [0, 1, 1, 2, 3, 5, 8]);
    executor.spin_until(
        || accepted.status() == GoalStatus::Succeeded && heard.lock().unwrap().len() == 5,
        Some(LONG),
    );
    assert_eq!(*heard.lock().unwrap(), [3, 4, 5, 6, 7]);
}

#[test]
fn feedback_comes_before_the_result_that_it_was_sent_before() {
    let (node, executor) = node_and_executor();
    let _server = node
        .create_action_server::<Fibonacci>("fibonacci", |goal| {
            for _ in 0..goal.request().order {
                goal.publish_feedback(&feedback(&[0])).unwrap();
            }
            goal.succeed(&result(&[0])).unwrap();
        })
        .unwrap();
    let client = client(&node);
    for count in 0..10 {
        let heard = Arc::new(Mutex::new(0));
        let hearing = Arc::clone(&heard);
        let options = SendGoalOptions::with_feedback(move |_| *hearing.lock().unwrap() += 1);
        let accepted = client.send_goal_with(&goal(count), options).unwrap();
        let accepted = accepted.spin(&executor, Some(LONG)).unwrap();
        let end = accepted.result().unwrap();
        drop(accepted);
        end.spin(&executor, Some(LONG)).unwrap();
        assert_eq!(*heard.lock().unwrap(), count);
    }
}

#[test]
fn states_change_as_upstreams_do() {
    use GoalEvent::*;
    use GoalStatus::*;
    let allowed = [
        (Accepted, Execute, Executing),
        (Accepted, CancelGoal, Canceling),
        (Executing, CancelGoal, Canceling),
        (Executing, Succeed, Succeeded),
        (Executing, Abort, Aborted),
        (Canceling, Succeed, Succeeded),
        (Canceling, Abort, Aborted),
        (Canceling, GoalEvent::Canceled, GoalStatus::Canceled),
    ];
    for status in GoalStatus::ALL {
        for event in GoalEvent::ALL {
            let expected = allowed
                .iter()
                .find(|(from, by, _)| (*from, *by) == (status, event))
                .map(|(_, _, to)| *to);
            assert_eq!(status.after(event), expected, "{status} {event}");
        }
        assert_eq!(GoalStatus::from_number(status as i8), status);
        assert!(!(status.is_active() && status.is_terminal()));
    }
    assert_eq!(GoalStatus::from_number(77), Unknown);
}

/// Ways from acceptance to the end, with the state that both sides see after each step.
#[test]
fn both_sides_see_every_state() {
    use GoalStatus::*;
    type Step = fn(&ServerGoal<Fibonacci>) -> Result<(), Error>;
    let begin: Step = |goal| goal.begin();
    let succeed: Step = |goal| goal.succeed(&result(&[1]));
    let abort: Step = |goal| goal.abort(&result(&[1]));
    let canceled: Step = |goal| goal.canceled(&result(&[1]));
    let ways: [(bool, &[(Step, GoalStatus)]); 6] = [
        (false, &[(begin, Executing), (succeed, Succeeded)]),
        (false, &[(begin, Executing), (abort, Aborted)]),
        (true, &[(canceled, Canceled)]),
        (true, &[(abort, Aborted)]),
        (true, &[(succeed, Succeeded)]),
        (false, &[(begin, Executing), (succeed, Succeeded)]),
    ];
    let bench = Bench::new();
    for (cancel, steps) in ways {
        let (server, client) = bench.start();
        assert_eq!(server.id(), client.id());
        assert_eq!(server.info(), client.info());
        bench.until(|| client.status() == Accepted);
        let end = client.result().unwrap();
        if cancel {
            let response = bench.spin(client.cancel().unwrap()).unwrap();
            assert_eq!(response.goals, [client.info()]);
            assert!(server.is_cancel_requested());
            bench.until(|| client.status() == Canceling);
        }
        for (step, status) in steps {
            assert!(server.is_active());
            step(&server).unwrap();
            assert_eq!(server.status(), *status);
            bench.until(|| client.status() == *status);
        }
        assert!(!server.is_active());
        let end = bench.spin(end).unwrap();
        assert_eq!((end.status, end.result), (server.status(), result(&[1])));
        for wrong in [begin, succeed, abort, canceled] {
            let error = wrong(&server).unwrap_err();
            let text = error.to_string();
            assert!(
                matches!(error, Error::InvalidGoalTransition { .. }),
                "{text}"
            );
            assert!(text.contains(&server.status().to_string()), "{text}");
        }
    }
}

#[test]
fn goals_are_rejected() {
    let (node, executor) = node_and_executor();
    let callbacks = ActionServerCallbacks::<Fibonacci>::new(|goal| {
        goal.succeed(&result(&[])).unwrap();
    })
    .on_goal(|id, goal| {
        assert_ne!(id, GoalId::ZERO);
        if goal.order < 0 {
            GoalDecision::Reject
        } else {
            GoalDecision::Accept
        }
    });
    let server = node
        .create_action_server_with("fibonacci", ActionServerOptions::default(), callbacks)
        .unwrap();
    let client = client(&node);
    let id = GoalId([7; 16]);
    let send = |order| {
        let options = SendGoalOptions {
            id: Some(id),
            ..SendGoalOptions::default()
        };
        let pending = client.send_goal_with(&goal(order), options).unwrap();
        pending.spin(&executor, Some(LONG))
    };
    match send(-1).unwrap_err() {
        Error::GoalRejected { action, goal } => {
            assert_eq!((action.as_str(), goal), ("fibonacci", id));
        }
        error => panic!("{error}"),
    }
    assert!(!server.has_goal(id));
    assert_eq!(send(1).unwrap().id(), id);
    assert!(server.has_goal(id));
    assert!(
        matches!(send(1), Err(Error::GoalRejected { .. })),
        "an id is accepted once"
    );
}

#[test]
fn a_result_may_be_asked_for_at_any_time_and_by_anybody() {
    let bench = Bench::new();
    let (server, goal) = bench.start();
    let other = client(&bench.node);
    let early = [
        goal.result().unwrap(),
        goal.result().unwrap(),
        other.result_of(goal.id()).unwrap(),
    ];
    bench.executor.spin_some(SHORT).unwrap();
    assert!(early.iter().all(|result| !result.is_done()));
    server.begin().unwrap();
    server.succeed(&result(&[1, 2])).unwrap();
    for pending in early {
        assert_eq!(bench.spin(pending).unwrap().result, result(&[1, 2]));
    }
    let late = bench.spin(other.result_of(goal.id()).unwrap()).unwrap();
    assert_eq!(late.status, GoalStatus::Succeeded);
    assert_eq!(late.result, result(&[1, 2]));

    let unknown = bench
        .spin(other.result_of(GoalId([9; 16])).unwrap())
        .unwrap();
    assert_eq!(unknown.status, GoalStatus::Unknown);
    assert_eq!(unknown.result, Fibonacci_Result::default());
}

#[test]
fn several_clients_follow_their_own_goals() {
    let bench = Bench::new();
    let clients = [
        client(&bench.node),
        client(&bench.node),
        client(&bench.node),
    ];
    let heard: [Arc<Mutex<Vec<i32>>>; 3] = Default::default();
    let mut accepted = Vec::new();
    for (order, (client, heard)) in (0..).zip(clients.iter().zip(&heard)) {
        let heard = Arc::clone(heard);
        let options = SendGoalOptions::with_feedback(move |feedback: Fibonacci_Feedback| {
            heard.lock().unwrap().extend(feedback.sequence);
        });
        let pending = client.send_goal_with(&goal(order), options).unwrap();
        accepted.push(bench.spin(pending).unwrap());
    }
    let results: Vec<_> = accepted.iter().map(|goal| goal.result().unwrap()).collect();
    let mut goals: Vec<_> = bench.goals.try_iter().collect();
    goals.reverse();
    for goal in &goals {
        let order = goal.request().order;
        goal.begin().unwrap();
        goal.publish_feedback(&feedback(&[order])).unwrap();
        goal.succeed(&result(&[order, order])).unwrap();
    }
    for (order, result) in (0..).zip(results) {
        assert_eq!(bench.spin(result).unwrap().result.sequence, [order, order]);
    }
    bench.until(|| heard.iter().all(|heard| !heard.lock().unwrap().is_empty()));
    for (order, heard) in (0..).zip(&heard) {
        assert_eq!(*heard.lock().unwrap(), [order]);
    }
}
