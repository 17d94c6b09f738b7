//! `ros2 tf2 static_transform_publisher`, upstream's program of that name.

use clap::{ArgGroup, Args};
use rosebay::msgs::geometry_msgs::msg::TransformStamped;
use rosebay::tf2::{Quaternion, StaticTransformBroadcaster, Transform, Vector3};
use rosebay_rcl::action::GoalId;
use rosebay_rcl::parameter::ParameterDescriptor;
use rosebay_rcl::signals::{self, SignalOptions};
use rosebay_rcl::{Context, Executor, InitOptions, Node, NodeOptions};

use crate::error::{Error, Result};
use crate::session::RosArgs;

#[derive(Debug, Args)]
#[command(allow_negative_numbers = true)]
#[command(group = ArgGroup::new("euler").args(["roll", "pitch", "yaw"]).multiple(true).conflicts_with("quaternion"))]
#[command(group = ArgGroup::new("quaternion").args(["qx", "qy", "qz", "qw"]).multiple(true))]
pub(crate) struct PublishArgs {
    /// Parent frame
    #[arg(long, required_unless_present = "old_style")]
    frame_id: Option<String>,
    /// Child frame id
    #[arg(long, required_unless_present = "old_style")]
    child_frame_id: Option<String>,
    /// x component of translation, in metres
    #[arg(long, default_value_t = 0.0)]
    x: f64,
    /// y component of translation, in metres
    #[arg(long, default_value_t = 0.0)]
    y: f64,
    /// z component of translation, in metres
    #[arg(long, default_value_t = 0.0)]
    z: f64,
    /// x component of quaternion rotation
    #[arg(long)]
    qx: Option<f64>,
    /// y component of quaternion rotation
    #[arg(long)]
    qy: Option<f64>,
    /// z component of quaternion rotation
    #[arg(long)]
    qz: Option<f64>,
    /// w component of quaternion rotation
    #[arg(long)]
    qw: Option<f64>,
    /// roll component of Euler rotation, in radians
    #[arg(long)]
    roll: Option<f64>,
    /// pitch component of Euler rotation, in radians
    #[arg(long)]
    pitch: Option<f64>,
    /// yaw component of Euler rotation, in radians
    #[arg(long)]
    yaw: Option<f64>,
    /// Deprecated: x y z yaw pitch roll frame_id child_frame_id, or x y z qx qy qz qw frame_id
    /// child_frame_id
    #[arg(num_args = 0.., value_name = "ARG", conflicts_with_all = [
        "frame_id", "child_frame_id", "x", "y", "z", "euler", "quaternion",
    ])]
    old_style: Vec<String>,
    #[command(flatten)]
    ros: RosArgs,
}

/// What is to be published.
#[derive(Debug, PartialEq)]
struct Fixed {
    frame_id: String,
    child_frame_id: String,
    transform: Transform,
}

impl PublishArgs {
    pub(crate) fn run(self) -> Result<()> {
        let fixed = self.fixed()?;
        signals::install(SignalOptions::ALL)?;
        let context = Context::new(InitOptions {
            arguments: self.ros.command_line(),
            ..InitOptions::default()
        })?;
        let node = Node::with_options(&context, &unique_name(), &NodeOptions::default())?;
        if !self.old_style.is_empty() {
            let hint = "Old-style arguments are deprecated; see --help for new-style arguments";
            node.logger().warn(hint);
        }
        declare(&node, &fixed)?;
        let broadcaster = StaticTransformBroadcaster::new(&node)?;
        let mut message = TransformStamped::default();
        let stamp = &mut message.header.stamp;
        (stamp.sec, stamp.nanosec) = node.clock().now().seconds_and_nanoseconds();
        message.header.frame_id.clone_from(&fixed.frame_id);
        message.child_frame_id.clone_from(&fixed.child_frame_id);
        message.transform = fixed.transform.into();
        broadcaster.send(&[message])?;
        node.logger().info(fixed.description());
        let executor = Executor::new(&context);
        executor.add_node(&node);
        executor.spin();
        Ok(())
    }

    fn fixed(&self) -> Result<Fixed> {
        let fixed = match &self.old_style[..] {
            [] => Fixed {
                frame_id: self.frame_id.clone().unwrap_or_default(),
                child_frame_id: self.child_frame_id.clone().unwrap_or_default(),
                transform: Transform {
                    translation: Vector3::new(self.x, self.y, self.z),
                    rotation: self.rotation(),
                },
            },
            [numbers @ .., frame_id, child_frame_id] if matches!(numbers.len(), 6 | 7) => Fixed {
                frame_id: frame_id.clone(),
                child_frame_id: child_frame_id.clone(),
                transform: old_style(numbers)?,
            },
            other => {
                return Err(Error::Failed(format!(
                    "expected 8 or 9 arguments of the old style, got {}",
                    other.len()
                )));
            }
        };
        for (what, name) in [
            ("Frame", &fixed.frame_id),
            ("Child frame", &fixed.child_frame_id),
        ] {
            if name.is_empty() {
                return Err(Error::Failed(format!("{what} id must not be empty")));
            }
        }
        if fixed.frame_id == fixed.child_frame_id {
            return Err(Error::Failed(format!(
                "cannot publish static transform from '{}' to '{}', exiting",
                fixed.frame_id, fixed.child_frame_id
            )));
        }
        Ok(fixed)
    }

    fn rotation(&self) -> Quaternion {
        let euler = [self.roll, self.pitch, self.yaw];
        if euler.iter().any(Option::is_some) {
            let [roll, pitch, yaw] = euler.map(Option::unwrap_or_default);
            return Quaternion::from_rpy(roll, pitch, yaw);
        }
        let [x, y, z] = [self.qx, self.qy, self.qz].map(Option::unwrap_or_default);
        Quaternion::new(x, y, z, self.qw.unwrap_or(1.0))
    }
}

/// The numbers before the frames: three of the translation, then yaw, pitch and roll, or a quaternion.
fn old_style(words: &[String]) -> Result<Transform> {
    let mut numbers = [0.0; 7];
    for (number, word) in numbers.iter_mut().zip(words) {
        *number = word
            .parse()
            .map_err(|_| Error::Failed(format!("expected a number, got '{word}'")))?;
    }
    let [x, y, z, a, b, c, d] = numbers;
    Ok(Transform {
        translation: Vector3::new(x, y, z),
        rotation: match words.len() {
            6 => Quaternion::from_rpy(c, b, a),
            _ => Quaternion::new(a, b, c, d),
        },
    })
}

/// Two of these programs are two nodes.
fn unique_name() -> String {
    let random = GoalId::random().0;
    let digits = random.iter().take(8).map(|byte| format!("{byte:02x}"));
    format!("static_transform_publisher_{}", digits.collect::<String>())
}

/// Has the node's parameters tell what it publishes.
fn declare(node: &Node, fixed: &Fixed) -> Result<()> {
    let parameters = node.parameters();
    let read_only = || ParameterDescriptor {
        read_only: true,
        ..ParameterDescriptor::default()
    };
    let Transform {
        translation,
        rotation,
    } = fixed.transform;
    for (name, value) in [
        ("translation.x", translation.x),
        ("translation.y", translation.y),
        ("translation.z", translation.z),
        ("rotation.x", rotation.x),
        ("rotation.y", rotation.y),
        ("rotation.z", rotation.z),
        ("rotation.w", rotation.w),
    ] {
        let declared = parameters.declare_with(name, value, read_only());
        declared.map_err(rosebay_rcl::Error::from)?;
    }
    for (name, value) in [
        ("frame_id", &fixed.frame_id),
        ("child_frame_id", &fixed.child_frame_id),
    ] {
        let declared = parameters.declare_with(name, value.clone(), read_only());
        declared.map_err(rosebay_rcl::Error::from)?;
    }
    Ok(())
}

impl Fixed {
    fn description(&self) -> String {
        let Transform {
            translation,
            rotation,
        } = self.transform;
        format!(
            "Spinning until stopped - publishing transform\n\
             translation: ('{:.6}', '{:.6}', '{:.6}')\n\
             rotation: ('{:.6}', '{:.6}', '{:.6}', '{:.6}')\n\
             from '{}' to '{}'",
            translation.x,
            translation.y,
            translation.z,
            rotation.x,
            rotation.y,
            rotation.z,
            rotation.w,
            self.frame_id,
            self.child_frame_id
        )
    }
}
