//! Transforms from a publisher into a buffer.

use std::sync::Arc;

use rosebay::prelude::*;
use rosebay::rcl::middleware;
use rosebay::tf2::{
    Buffer, LATEST, StaticTransformBroadcaster, TransformBroadcaster, TransformListener,
};

fn transform(parent: &str, child: &str, x: f64) -> geometry_msgs::msg::TransformStamped {
    let mut transform = geometry_msgs::msg::TransformStamped::default();
    transform.header.frame_id = parent.to_owned();
    transform.child_frame_id = child.to_owned();
    transform.transform.translation.x = x;
    transform
}

#[test]
fn a_listener_fills_its_buffer_with_what_broadcasters_tell() {
    let context = Context::new(InitOptions {
        middleware: Some(middleware::named("rosebay_local").unwrap()),
        ..InitOptions::default()
    })
    .unwrap();
    let node = Node::new(&context, "robot").unwrap();
    let buffer = Arc::new(Buffer::default());
    let _listener = TransformListener::new(&buffer, &node).unwrap();

    let changing = TransformBroadcaster::new(&node).unwrap();
    let base = transform("map", "base", 2.0);
    changing.send(std::slice::from_ref(&base)).unwrap();
    let executor = Executor::new(&context);
    executor.add_node(&node);
    while buffer.can_transform("map", "base", LATEST).is_err() {
        executor.spin_once(None).unwrap();
    }
    assert_eq!(buffer.lookup_transform("map", "base", LATEST), Ok(base));
    assert!(
        buffer
            .all_frames_as_yaml(0)
            .contains("broadcaster: '/robot'")
    );
}

#[test]
fn fixed_transforms_reach_those_who_come_later_all_of_them() {
    let context = Context::new(InitOptions {
        middleware: Some(middleware::named("rosebay_local").unwrap()),
        ..InitOptions::default()
    })
    .unwrap();
    let node = Node::new(&context, "robot").unwrap();
    let fixed = StaticTransformBroadcaster::new(&node).unwrap();
    fixed.send(&[transform("base", "camera", 1.0)]).unwrap();
    fixed.send(&[transform("base", "laser", 3.0)]).unwrap();
    fixed.send(&[transform("base", "camera", 2.0)]).unwrap();
    let buffer = Arc::new(Buffer::default());
    let _listener = TransformListener::new(&buffer, &node).unwrap();
    let executor = Executor::new(&context);
    executor.add_node(&node);
    while buffer.can_transform("camera", "laser", LATEST).is_err() {
        executor.spin_once(None).unwrap();
    }
    let found = buffer.lookup_transform("camera", "laser", LATEST).unwrap();
    assert_eq!(found.transform.translation.x, 1.0);
}
