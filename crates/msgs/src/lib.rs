//! The standard ROS 2 interfaces as Rust types, one module a package.
//!
//! A message `std_msgs/msg/String` is the struct [`std_msgs::msg::String`], which implements
//! [`Message`](rosebay_rosidl::typed::Message): its defaults are those of the definition, its
//! constants are associated constants. A service `std_srvs/srv/Trigger` is the type
//! [`std_srvs::srv::Trigger`] with the messages `Trigger_Request` and `Trigger_Response`; an action
//! has `_Goal`, `_Result` and `_Feedback`.
//!
//! ```
//! use rosebay_msgs::geometry_msgs::msg::{Pose, Twist};
//! use rosebay_rosidl::typed::Message;
//!
//! let mut twist = Twist::default();
//! twist.linear.x = 0.5;
//! let payload = twist.to_cdr()?;
//! assert_eq!(Twist::from_cdr(&payload)?, twist);
//! assert_eq!(Pose::default().orientation.w, 1.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

include!(concat!(env!("OUT_DIR"), "/interfaces.rs"));
