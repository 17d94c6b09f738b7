//! Transforms from a publisher into a buffer.

use std::sync::Arc;

use rosebay::prelude::*;
use rosebay::rcl::middleware;
use rosebay::tf2::{Buffer, LATEST, TransformListener};

#[test]
fn a_listener_fills_its_buffer() {
    let context = Context::new(InitOptions {
        middleware: Some(middleware::named("rosebay_local").unwrap()),
        ..InitOptions::default()
    })
    .unwrap();
    let node = Node::new(&context, "robot").unwrap();
    let buffer = Arc::new(Buffer::default());
    let _listener = TransformListener::new(&buffer, &node).unwrap();

    let mut message = tf2_msgs::msg::TFMessage::default();
    message.transforms.resize_with(1, Default::default);
    message.transforms[0].header.frame_id = "map".to_owned();
    message.transforms[0].child_frame_id = "base".to_owned();
    let publisher = node.create_publisher("/tf", 10).unwrap();
    publisher.publish(&message).unwrap();

    let executor = Executor::new(&context);
    executor.add_node(&node);
    while buffer.can_transform("map", "base", LATEST).is_err() {
        executor.spin_once(None).unwrap();
    }
    let found = buffer.lookup_transform("map", "base", LATEST);
    assert_eq!(found.unwrap(), message.transforms[0]);
}
