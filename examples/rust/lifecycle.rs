//! A talker that other nodes configure and activate, until Ctrl-C.
//!
//! `cargo run -p rosebay --example lifecycle`, then, elsewhere, `ros2 lifecycle set /managed_talker configure`
//! and `… activate`. It publishes on `chatter` while it is active.

use rosebay::prelude::*;
use rosebay::rcl::lifecycle::{CallbackReturn, LifecycleCallbacks, LifecycleNode, State};

struct Talker(Logger);

impl Talker {
    fn succeed(&self, what: &str, previous: State) -> CallbackReturn {
        self.0.info(format_args!("{what} from {previous}"));
        CallbackReturn::Success
    }
}

impl LifecycleCallbacks for Talker {
    fn on_configure(&self, previous: State) -> CallbackReturn {
        self.succeed("configure", previous)
    }

    fn on_activate(&self, previous: State) -> CallbackReturn {
        self.succeed("activate", previous)
    }

    fn on_deactivate(&self, previous: State) -> CallbackReturn {
        self.succeed("deactivate", previous)
    }

    fn on_cleanup(&self, previous: State) -> CallbackReturn {
        self.succeed("clean up", previous)
    }

    fn on_shutdown(&self, previous: State) -> CallbackReturn {
        self.succeed("shut down", previous)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    signals::install(SignalOptions::ALL)?;
    let context = Context::from_program_args()?;
    let node = Node::new(&context, "managed_talker")?;
    let talker = LifecycleNode::new(&node, Talker(node.logger().clone()))?;
    let publisher = talker.create_lifecycle_publisher::<std_msgs::msg::String>("chatter", 10)?;
    let logger = node.logger().clone();
    let _timer = node.create_timer(Duration::from_secs(1), move |info| {
        let data = format!("Hello World at {}", info.actual_call_time.nanoseconds());
        match publisher.publish(&std_msgs::msg::String { data }) {
            Ok(true) => logger.info("published"),
            Ok(false) => logger.info("inactive: nothing is published"),
            Err(error) => logger.error(error),
        }
    })?;
    let executor = Executor::new(&context);
    executor.add_node(&node);
    executor.spin();
    Ok(())
}
