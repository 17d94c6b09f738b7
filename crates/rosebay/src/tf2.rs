//! Coordinate frames over time, and listening to who tells of them.

use std::sync::Arc;

use rosebay_msgs::tf2_msgs::msg::TFMessage;
use rosebay_rcl::rmw::Durability;
use rosebay_rcl::{Logger, Node, QosProfile, Result, Subscription};

pub use rosebay_tf2::*;

/// How many messages wait for the executor at most.
const DEPTH: usize = 100;

/// Fills a buffer with the transforms that come on `/tf` and `/tf_static`, as long as it lives.
///
/// ```no_run
/// use rosebay::prelude::*;
/// use rosebay::tf2::{Buffer, LATEST, TransformListener};
/// use std::sync::Arc;
///
/// # fn example(node: &Node, executor: &Executor) -> Result<(), Box<dyn std::error::Error>> {
/// let buffer = Arc::new(Buffer::default());
/// let _listener = TransformListener::new(&buffer, node)?;
/// executor.spin();
/// let found = buffer.lookup_transform("map", "base_link", LATEST)?;
/// # Ok(())
/// # }
/// ```
pub struct TransformListener {
    _changing: Subscription<TFMessage>,
    _fixed: Subscription<TFMessage>,
}

impl TransformListener {
    /// Subscribes; a node's executor then fills the buffer. What is not taken in is logged.
    ///
    /// # Errors
    /// As [`Node::create_subscription`].
    pub fn new(buffer: &Arc<Buffer>, node: &Node) -> Result<Self> {
        let subscribe = |topic: &str, durability, is_static| {
            let qos = QosProfile {
                durability,
                ..QosProfile::from(DEPTH)
            };
            let (buffer, logger) = (Arc::clone(buffer), node.logger().clone());
            node.create_subscription(topic, qos, move |message: TFMessage| {
                take(&buffer, &message, is_static, &logger);
            })
        };
        Ok(Self {
            _changing: subscribe("/tf", Durability::Volatile, false)?,
            _fixed: subscribe("/tf_static", Durability::TransientLocal, true)?,
        })
    }
}

fn take(buffer: &Buffer, message: &TFMessage, is_static: bool, logger: &Logger) {
    for rejected in buffer.set_transforms(&message.transforms, "default_authority", is_static) {
        logger.warn(rejected);
    }
}
