//! ROS 2 for Rust: the client library and the standard messages under one name
