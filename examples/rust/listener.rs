//! Shows each text that is published, until Ctrl-C.
//!
//! `cargo run -p rosebay --example listener`

use rosebay::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    signals::install(SignalOptions::ALL)?;
    let context = Context::from_program_args()?;
    let node = Node::new(&context, "listener")?;
    let logger = node.logger().clone();
    let _subscription =
        node.create_subscription::<std_msgs::msg::String>("chatter", 10, move |message| {
            logger.info(format_args!("I heard: '{}'", message.data));
        })?;
    let executor = Executor::new(&context);
    executor.add_node(&node);
    executor.spin();
    Ok(())
}
