//! The native half of rclpy: handles, messages and errors
