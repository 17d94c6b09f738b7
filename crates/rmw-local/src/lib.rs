//! The in-process ROS 2 middleware: reference semantics without a network
