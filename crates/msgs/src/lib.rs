//! The standard ROS 2 interfaces as Rust types
