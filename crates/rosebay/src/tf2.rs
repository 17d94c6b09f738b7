//! Coordinate frames over time, listening to who tells of them, and telling of them.

use std::collections::HashMap;
use std::sync::Arc;

use rosebay_locks::Mutex;
use rosebay_msgs::geometry_msgs::msg::TransformStamped;
use rosebay_msgs::tf2_msgs::msg::TFMessage;
use rosebay_rcl::names::fully_qualified_name;
use rosebay_rcl::rmw::{Durability, Gid, Graph};
use rosebay_rcl::{Node, Publisher, QosProfile, Result, Subscription};

pub use rosebay_tf2::*;

/// How many messages wait for the executor at most.
const DEPTH: usize = 100;

/// The topic of transforms that change.
const TF: &str = "/tf";
/// The topic of those that do not.
const TF_STATIC: &str = "/tf_static";

/// Who tells of a transform when no node is known that does.
const UNKNOWN_AUTHORITY: &str = "default_authority";

fn tf_qos() -> QosProfile {
    QosProfile::from(DEPTH)
}

fn tf_static_qos(depth: usize) -> QosProfile {
    QosProfile {
        durability: Durability::TransientLocal,
        ..QosProfile::from(depth)
    }
}

/// Fills a buffer with the transforms that come on `/tf` and `/tf_static`, as long as it lives. Their
/// authority is the node that published them.
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
        let authorities = Arc::new(Authorities {
            graph: Arc::clone(node.context().graph()),
            known: Mutex::default(),
        });
        let subscribe = |topic: &str, qos, is_static| {
            let (buffer, logger) = (Arc::clone(buffer), node.logger().clone());
            let authorities = Arc::clone(&authorities);
            node.create_subscription_with_info(topic, qos, move |message: TFMessage, info| {
                let authority = authorities.of(info.publisher_gid);
                for rejected in buffer.set_transforms(&message.transforms, &authority, is_static) {
                    logger.warn(rejected);
                }
            })
        };
        Ok(Self {
            _changing: subscribe(TF, tf_qos(), false)?,
            _fixed: subscribe(TF_STATIC, tf_static_qos(DEPTH), true)?,
        })
    }
}

/// The names of the nodes that publish, which the graph is asked for once each.
struct Authorities {
    graph: Arc<Graph>,
    known: Mutex<HashMap<Gid, Arc<str>>>,
}

impl Authorities {
    fn of(&self, publisher: Gid) -> Arc<str> {
        let mut known = self.known.lock();
        if let Some(name) = known.get(&publisher) {
            return Arc::clone(name);
        }
        let Some(node) = self.graph.node_of(publisher) else {
            return Arc::from(UNKNOWN_AUTHORITY);
        };
        let name: Arc<str> = Arc::from(fully_qualified_name(&node.namespace, &node.name));
        known.insert(publisher, Arc::clone(&name));
        name
    }
}

/// Tells of transforms that change, on `/tf`.
pub struct TransformBroadcaster {
    publisher: Publisher<TFMessage>,
}

impl TransformBroadcaster {
    /// A broadcaster of a node.
    ///
    /// # Errors
    /// As [`Node::create_publisher`].
    pub fn new(node: &Node) -> Result<Self> {
        Ok(Self {
            publisher: node.create_publisher(TF, tf_qos())?,
        })
    }

    /// Tells of transforms, all in one message.
    ///
    /// # Errors
    /// As [`Publisher::publish`].
    pub fn send(&self, transforms: &[TransformStamped]) -> Result<()> {
        self.publisher.publish(&TFMessage {
            transforms: transforms.to_vec(),
        })
    }
}

/// Tells of transforms that hold for all times, on `/tf_static`; also those who come later. As long as it
/// lives: they leave with their publisher.
pub struct StaticTransformBroadcaster {
    publisher: Publisher<TFMessage>,
    /// All so far, the last one of each child: a late subscription gets the last message only.
    sent: Mutex<TFMessage>,
}

impl StaticTransformBroadcaster {
    /// A broadcaster of a node.
    ///
    /// # Errors
    /// As [`Node::create_publisher`].
    pub fn new(node: &Node) -> Result<Self> {
        Ok(Self {
            publisher: node.create_publisher(TF_STATIC, tf_static_qos(1))?,
            sent: Mutex::default(),
        })
    }

    /// Tells of transforms, in place of those that were told of before with the same children.
    ///
    /// # Errors
    /// As [`Publisher::publish`].
    pub fn send(&self, transforms: &[TransformStamped]) -> Result<()> {
        let mut sent = self.sent.lock();
        for transform in transforms {
            let child = &transform.child_frame_id;
            sent.transforms
                .retain(|known| known.child_frame_id != *child);
            sent.transforms.push(transform.clone());
        }
        self.publisher.publish(&sent)
    }
}
