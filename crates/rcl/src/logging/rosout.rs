//! Messages on the topic `/rosout`. A node publishes what its logger logs, and what the loggers do that were
//! made as children of that.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Weak};

use rosebay_locks::RwLock;
use rosebay_rmw::QosProfile;

use super::{Output, Record, Severity, log};
use crate::action::time_parts;
use crate::interfaces::builtin_interfaces::msg::Time as TimeMessage;
use crate::interfaces::rcl_interfaces::msg::Log;
use crate::{Node, Publisher, Result};

const TOPIC: &str = "/rosout";

/// Whether the process's logging was configured with `/rosout`.
static ENABLED: AtomicBool = AtomicBool::new(false);

/// The publishers by the names of loggers.
static LOGGERS: LazyLock<RwLock<HashMap<String, Entry>>> = LazyLock::new(RwLock::default);

struct Entry {
    publisher: Weak<Publisher<Log>>,
    /// How many [`Sublogger`]s keep it; `None` for a node's own logger.
    subloggers: Option<usize>,
}

/// For a fork: see [`crate::fork`].
pub(super) fn hold() -> impl Sized + 'static {
    LOGGERS.write()
}

pub(super) fn set_enabled(enabled: bool) {
    ENABLED.store(enabled, Ordering::Release);
}

/// Publishes on `/rosout` what comes from a logger that a node has.
pub(super) struct Rosout;

impl Output for Rosout {
    fn write(&self, record: &Record<'_>) {
        let publisher = {
            let loggers = LOGGERS.read();
            loggers
                .get(record.name)
                .and_then(|entry| entry.publisher.upgrade())
        };
        if let Some(publisher) = publisher {
            // Where it cannot be published the message still is on the console and in the file.
            publisher.publish(&message(record)).ok();
        }
    }
}

fn message(record: &Record<'_>) -> Log {
    let (sec, nanosec) = time_parts(record.time);
    let location = record.location;
    Log {
        stamp: TimeMessage { sec, nanosec },
        level: record.severity as u8,
        name: record.name.to_owned(),
        msg: record.message.to_owned(),
        file: location.map_or("", |location| location.file).to_owned(),
        function: location.map_or("", |location| location.function).to_owned(),
        line: location.map_or(0, |location| location.line),
    }
}

/// A node's publisher on `/rosout`. It leaves the graph when this drops, and takes the node's logger and its
/// children from the topic.
pub(crate) struct NodeRosout {
    publisher: Arc<Publisher<Log>>,
}

impl NodeRosout {
    /// Makes the publisher; `None` where logging goes without, or another node of this name has one, which
    /// publishes for both.
    pub(crate) fn new(node: &Node, qos: QosProfile) -> Result<Option<Self>> {
        if !ENABLED.load(Ordering::Acquire) {
            return Ok(None);
        }
        let logger = node.logger().name();
        let namesake = LOGGERS
            .read()
            .get(logger)
            .and_then(|entry| entry.publisher.upgrade());
        // One whose context has been shut down publishes no more.
        if namesake.is_some_and(|publisher| publisher.node().context().ok()) {
            warn_of_namesake(logger);
            return Ok(None);
        }
        let publisher = Arc::new(node.create_publisher::<Log>(TOPIC, qos)?);
        let entry = Entry {
            publisher: Arc::downgrade(&publisher),
            subloggers: None,
        };
        LOGGERS.write().insert(logger.to_owned(), entry);
        Ok(Some(Self { publisher }))
    }
}

fn warn_of_namesake(logger: &str) {
    let message = format_args!(
        "Publisher already registered for node name: '{logger}'. If this is due to multiple nodes with the \
         same name then all logs for the logger named '{logger}' will go out over the existing publisher. As \
         soon as the node that has it is destructed no further logs for that name will be published on the \
         rosout topic."
    );
    log(Severity::Warn, "rcl.logging_rosout", message, None);
}

impl Drop for NodeRosout {
    fn drop(&mut self) {
        let own = Arc::downgrade(&self.publisher);
        let mut loggers = LOGGERS.write();
        loggers.retain(|_, entry| !entry.publisher.ptr_eq(&own));
    }
}

/// Keeps a child of a node's logger on `/rosout`, until it drops.
#[derive(Debug)]
#[must_use = "the child's messages are not published after this drops"]
pub struct Sublogger {
    name: String,
}

impl Sublogger {
    /// Has the messages of the logger `<parent>.<child>` published where those of `parent` are; `None` where
    /// those are not.
    pub fn new(parent: &str, child: &str) -> Option<Self> {
        if parent.is_empty() || child.is_empty() {
            return None;
        }
        let mut loggers = LOGGERS.write();
        let publisher = loggers.get(parent)?.publisher.clone();
        let name = format!("{parent}.{child}");
        let entry = loggers.entry(name.clone()).or_insert(Entry {
            publisher,
            subloggers: Some(0),
        });
        // A node of that name publishes for itself.
        *entry.subloggers.as_mut()? += 1;
        Some(Self { name })
    }
}

impl Drop for Sublogger {
    fn drop(&mut self) {
        let mut loggers = LOGGERS.write();
        let Some(entry) = loggers.get_mut(&self.name) else {
            return;
        };
        match &mut entry.subloggers {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) => drop(loggers.remove(&self.name)),
            None => {}
        }
    }
}
