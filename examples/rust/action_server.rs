//! Computes Fibonacci numbers, one every half second, until Ctrl-C.
//!
//! `cargo run -p rosebay --example action_server`

use example_interfaces::action::{Fibonacci, Fibonacci_Feedback, Fibonacci_Result};
use rosebay::prelude::*;
use rosebay::rcl::action::{
    ActionServerCallbacks, ActionServerOptions, CancelDecision, GoalDecision, ServerGoal,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    signals::install(SignalOptions::ALL)?;
    let context = Context::from_program_args()?;
    let node = Node::new(&context, "fibonacci_action_server")?;
    let (deciding, computing) = (node.logger().clone(), node.logger().clone());
    let callbacks = ActionServerCallbacks::new(move |goal| compute(goal, &computing))
        .on_goal(
            move |id, goal: &example_interfaces::action::Fibonacci_Goal| {
                deciding.info(format_args!("goal {id} of order {}", goal.order));
                if (1..=46).contains(&goal.order) {
                    GoalDecision::Accept
                } else {
                    GoalDecision::Reject
                }
            },
        )
        .on_cancel(|_| CancelDecision::Accept);
    let _server = node.create_action_server_with::<Fibonacci>(
        "fibonacci",
        ActionServerOptions::default(),
        callbacks,
    )?;
    let executor = Executor::new(&context);
    executor.add_node(&node);
    // One thread computes; the other one still takes goals and cancel requests.
    std::thread::scope(|scope| {
        scope.spawn(|| executor.spin());
        executor.spin();
    });
    Ok(())
}

fn compute(goal: ServerGoal<Fibonacci>, logger: &Logger) {
    let mut sequence = vec![0, 1];
    let ended = loop {
        let result = Fibonacci_Result {
            sequence: sequence.clone(),
        };
        if goal.is_cancel_requested() {
            break goal.canceled(&result);
        }
        let [.., before, last] = sequence[..] else {
            break goal.abort(&result);
        };
        if i32::try_from(sequence.len()).is_ok_and(|length| length > goal.request().order) {
            break goal.succeed(&result);
        }
        sequence.push(before + last);
        let feedback = Fibonacci_Feedback {
            sequence: sequence.clone(),
        };
        if let Err(error) = goal.publish_feedback(&feedback) {
            break Err(error);
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
    };
    match ended {
        Ok(()) => logger.info(format_args!("goal {}: {}", goal.id(), goal.status())),
        Err(error) => logger.error(error),
    }
}
