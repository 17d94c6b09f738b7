//! Publishes a text twice a second, until Ctrl-C.
//!
//! `cargo run -p rosebay --example talker`, with `--ros-args -r chatter:=news` to publish elsewhere.

use std::sync::atomic::{AtomicU64, Ordering};

use rosebay::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    signals::install(SignalOptions::ALL)?;
    let context = Context::from_program_args()?;
    let node = Node::new(&context, "talker")?;
    let publisher = node.create_publisher::<std_msgs::msg::String>("chatter", 10)?;
    let logger = node.logger().clone();
    let count = AtomicU64::new(0);
    let _timer = node.create_timer(Duration::from_millis(500), move |_| {
        let data = format!("Hello World: {}", count.fetch_add(1, Ordering::Relaxed));
        logger.info(format_args!("Publishing: '{data}'"));
        if let Err(error) = publisher.publish(&std_msgs::msg::String { data }) {
            logger.error(error);
        }
    })?;
    let executor = Executor::new(&context);
    executor.add_node(&node);
    executor.spin();
    Ok(())
}
