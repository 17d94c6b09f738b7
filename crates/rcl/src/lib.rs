//! The ROS 2 client library for Rust: nodes, topics, timers, clocks, executors
