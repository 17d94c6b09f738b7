//! Coordinate frames over time.
//!
//! A [`Buffer`] keeps, for each frame, the transforms to its parent that were told of in the last
//! seconds, and answers where one frame was, seen from another, at a time that it interpolates to. It is
//! what ROS calls a tf2 buffer: names, rules and errors are those of `tf2::BufferCore`. It needs no node:
//! whoever receives the messages of `/tf` and `/tf_static` gives them to [`Buffer::set_transforms`].
//!
//! Times are nanoseconds since the Unix epoch, or whatever epoch the stamps have; 0, [`LATEST`], asks for
//! the latest time at which all transforms on the way are known.
//!
//! ```
//! use rosebay_msgs::geometry_msgs::msg::TransformStamped;
//! use rosebay_tf2::{Buffer, LATEST};
//!
//! let buffer = Buffer::default();
//! let mut camera = TransformStamped::default();
//! camera.header.frame_id = "base".into();
//! camera.child_frame_id = "camera".into();
//! camera.transform.translation.z = 0.5;
//! buffer.set_transform(&camera, "example", true)?;
//!
//! let found = buffer.lookup_transform("base", "camera", LATEST)?;
//! assert_eq!(found.transform.translation.z, 0.5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod buffer;
mod cache;
mod describe;
mod error;
mod frames;
mod geometry;
mod velocity;
mod walk;

pub use buffer::{Buffer, DEFAULT_CACHE_TIME};
pub use describe::FrameInfo;
pub use error::{Error, Extrapolation, Question, Rejected};
pub use geometry::{Quaternion, Transform, Vector3};
pub use velocity::Velocity;

/// The time that stands for the latest one at which all transforms on the way are known.
pub const LATEST: i64 = 0;
