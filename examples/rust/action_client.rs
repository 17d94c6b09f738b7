//! Asks for Fibonacci numbers, and shows them as they come.
//!
//! `cargo run -p rosebay --example action_client`, beside the example `action_server`.

use example_interfaces::action::{Fibonacci, Fibonacci_Goal};
use rosebay::prelude::*;
use rosebay::rcl::action::SendGoalOptions;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    signals::install(SignalOptions::ALL)?;
    let context = Context::from_program_args()?;
    let node = Node::new(&context, "fibonacci_action_client")?;
    let logger = node.logger().clone();
    let client = node.create_action_client::<Fibonacci>("fibonacci")?;
    let executor = Executor::new(&context);
    executor.add_node(&node);
    logger.info("waiting for the action server...");
    if !client.wait_for_server(None) {
        return Ok(());
    }
    let told = logger.clone();
    let options = SendGoalOptions::with_feedback(
        move |feedback: example_interfaces::action::Fibonacci_Feedback| {
            told.info(format_args!("feedback: {:?}", feedback.sequence));
        },
    );
    let goal = client.send_goal_with(&Fibonacci_Goal { order: 10 }, options)?;
    let goal = goal.spin(&executor, None)?;
    logger.info(format_args!("goal {} was accepted", goal.id()));
    let end = goal.result()?.spin(&executor, None)?;
    logger.info(format_args!("{}: {:?}", end.status, end.result.sequence));
    Ok(())
}
