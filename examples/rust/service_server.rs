//! Adds two integers for whoever asks, until Ctrl-C.
//!
//! `cargo run -p rosebay --example service_server`

use example_interfaces::srv::{AddTwoInts, AddTwoInts_Response};
use rosebay::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    signals::install(SignalOptions::ALL)?;
    let context = Context::from_program_args()?;
    let node = Node::new(&context, "add_two_ints_server")?;
    let logger = node.logger().clone();
    let _service = node.create_service::<AddTwoInts>("add_two_ints", move |request| {
        logger.info(format_args!("{} + {}", request.a, request.b));
        AddTwoInts_Response {
            sum: request.a.wrapping_add(request.b),
        }
    })?;
    let executor = Executor::new(&context);
    executor.add_node(&node);
    executor.spin();
    Ok(())
}
