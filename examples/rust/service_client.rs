//! Has a server add two integers, and shows the sum.
//!
//! `cargo run -p rosebay --example service_client`, beside the example `service_server`.

use std::time::Duration;

use example_interfaces::srv::{AddTwoInts, AddTwoInts_Request};
use rosebay::prelude::{Context, Executor, Node, SignalOptions, example_interfaces, signals};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    signals::install(SignalOptions::ALL)?;
    let context = Context::from_program_args()?;
    let node = Node::new(&context, "add_two_ints_client")?;
    let client = node.create_client::<AddTwoInts>("add_two_ints")?;
    let executor = Executor::new(&context);
    executor.add_node(&node);
    while !client.wait_for_service(Some(Duration::from_secs(1))) {
        if !context.ok() {
            return Ok(());
        }
        node.logger()
            .info("service not available, waiting again...");
    }
    let request = AddTwoInts_Request { a: 41, b: 1 };
    let response = client.call_async(&request)?.spin(&executor, None)?;
    node.logger().info(format_args!(
        "{} + {} = {}",
        request.a, request.b, response.sum
    ));
    Ok(())
}
