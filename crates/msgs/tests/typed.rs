//! Generated structs against run-time messages, which are tested against real ROS 2.

#![allow(clippy::unwrap_used)]

use rosebay_msgs::*;
use rosebay_rosidl::typed::{Action, Message, Service};
use rosebay_rosidl::{DynamicMessage, Registry, Value};

/// Reads and writes every vector of a type, both ways, through the struct and at run time.
fn check<M: Message>(vectors: &[serde_json::Value]) {
    let ty = M::type_support();
    assert_eq!(ty.name.to_string(), M::TYPE_NAME);
    let mut count = 0;
    for vector in vectors
        .iter()
        .filter(|vector| vector["type"] == M::TYPE_NAME)
    {
        let dynamic = DynamicMessage::from_json(ty.clone(), &vector["value"]).unwrap();
        let payload = dynamic.encode().unwrap();
        let typed = M::from_cdr(&payload).unwrap();
        let written = typed.to_cdr().unwrap();
        assert_eq!(written, payload, "{}", M::TYPE_NAME);
        assert!(typed.size_hint() >= payload.len() - 4, "{}", M::TYPE_NAME);
        assert!(M::MIN_SIZE <= payload.len() - 4, "{}", M::TYPE_NAME);
        for length in 0..payload.len().min(2000) {
            assert!(M::from_cdr(&payload[..length]).is_err(), "{}", M::TYPE_NAME);
        }
        for index in 0..payload.len().min(2000) {
            let mut damaged = payload.clone();
            damaged[index] = 0xff;
            let valid = ty.plan.validate(&damaged);
            let read = M::from_cdr(&damaged);
            assert_eq!(read.is_ok(), valid.is_ok(), "{read:?} {valid:?}");
        }
        count += 1;
    }
    assert!(count > 0, "there is no vector of {}", M::TYPE_NAME);
}

fn check_default<M: Message>() {
    let expected = DynamicMessage::new(M::type_support()).encode().unwrap();
    let default = M::default();
    assert_eq!(default.to_cdr().unwrap(), expected, "{}", M::TYPE_NAME);
    assert_eq!(M::from_cdr(&expected).unwrap(), default, "{}", M::TYPE_NAME);
}

macro_rules! for_types {
    ($check:ident $arguments:tt: $($($path:ident)::+,)*) => {
        $($check::<$($path)::+> $arguments;)*
    };
}

fn vectors() -> Option<Vec<serde_json::Value>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let path = format!("{root}/../shared/data/cdr_vectors_jazzy.json");
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(error) => {
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "{path}: {error}"
            );
            eprintln!("skipped: {path}: {error}");
            None
        }
    }
}

#[test]
fn structs_read_and_write_what_real_ros_does() {
    let Some(vectors) = vectors() else { return };
    for_types! { check(&vectors):
        std_msgs::msg::Empty,
        std_msgs::msg::String,
        std_msgs::msg::ByteMultiArray,
        geometry_msgs::msg::TwistStamped,
        nav_msgs::msg::Odometry,
        nav_msgs::msg::Path,
        sensor_msgs::msg::CameraInfo,
        sensor_msgs::msg::Image,
        sensor_msgs::msg::LaserScan,
        sensor_msgs::msg::MultiEchoLaserScan,
        sensor_msgs::msg::PointCloud2,
        visualization_msgs::msg::MarkerArray,
        visualization_msgs::msg::InteractiveMarkerInit,
        rcl_interfaces::msg::ParameterEvent,
        rcl_interfaces::srv::SetParameters_Request,
        rmw_dds_common::msg::ParticipantEntitiesInfo,
        tf2_msgs::msg::TFMessage,
        type_description_interfaces::msg::TypeDescription,
        test_msgs::msg::Arrays,
        test_msgs::msg::BasicTypes,
        test_msgs::msg::BoundedPlainSequences,
        test_msgs::msg::BoundedSequences,
        test_msgs::msg::Builtins,
        test_msgs::msg::Constants,
        test_msgs::msg::Defaults,
        test_msgs::msg::MultiNested,
        test_msgs::msg::Nested,
        test_msgs::msg::Strings,
        test_msgs::msg::UnboundedSequences,
        test_msgs::msg::WStrings,
        test_msgs::srv::Arrays_Request,
        test_msgs::action::NestedMessage_Feedback,
        example_interfaces::action::Fibonacci_Result,
        std_srvs::srv::Trigger_Response,
    }
}

#[test]
fn structs_have_the_defaults_of_their_definitions() {
    for_types! { check_default():
        geometry_msgs::msg::Pose,
        sensor_msgs::msg::CameraInfo,
        rcl_interfaces::msg::ParameterDescriptor,
        test_msgs::msg::Arrays,
        test_msgs::msg::BoundedSequences,
        test_msgs::msg::Defaults,
        test_msgs::msg::Strings,
        test_msgs::msg::WStrings,
        test_msgs::msg::MultiNested,
        test_msgs::msg::UnboundedSequences,
        visualization_msgs::msg::Marker,
    }
    assert_eq!(geometry_msgs::msg::Quaternion::default().w, 1.0);
}

#[test]
fn constants_are_associated_with_their_struct() {
    assert_eq!(rcl_interfaces::msg::Log::WARN, 30);
    assert_eq!(visualization_msgs::msg::Marker::ARROW, 0);
    assert_eq!(action_msgs::srv::CancelGoal_Response::ERROR_REJECTED, 1);
}

#[test]
fn services_and_actions_name_their_parts() {
    fn request<S: Service>() -> &'static str {
        S::Request::TYPE_NAME
    }
    assert_eq!(
        request::<std_srvs::srv::SetBool>(),
        "std_srvs/srv/SetBool_Request"
    );
    let ty = example_interfaces::action::Fibonacci::type_support();
    let name = "example_interfaces/action/Fibonacci".parse().unwrap();
    let expected = Registry::standard().action(&name).unwrap();
    assert_eq!(ty.hash(), expected.hash());
}

#[test]
fn what_exceeds_a_bound_is_refused_by_name() {
    let mut strings = test_msgs::msg::Strings {
        bounded_string_value: "ä".repeat(22),
        ..Default::default()
    };
    assert!(strings.to_cdr().is_ok(), "the bound counts characters");
    strings.bounded_string_value.push('!');
    let error = strings.to_cdr().unwrap_err().to_string();
    assert_eq!(
        error,
        "field 'bounded_string_value': expected at most 22 elements, got 23"
    );

    let sequences = test_msgs::msg::BoundedSequences {
        int16_values: vec![0; 4],
        ..Default::default()
    };
    let error = sequences.to_cdr().unwrap_err().to_string();
    assert_eq!(
        error,
        "field 'int16_values': expected at most 3 elements, got 4"
    );

    let unbounded = test_msgs::msg::UnboundedSequences {
        string_values: vec![String::new(); 4],
        ..Default::default()
    };
    assert!(unbounded.to_cdr().is_ok());
}

#[test]
fn structs_and_run_time_messages_meet() {
    let mut twist = DynamicMessage::new(geometry_msgs::msg::TwistStamped::type_support());
    twist.set_path("header.frame_id", "base_link").unwrap();
    twist.set_path("twist.linear.x", 0.5).unwrap();
    let typed = geometry_msgs::msg::TwistStamped::from_cdr(&twist.encode().unwrap()).unwrap();
    assert_eq!(typed.header.frame_id, "base_link");
    assert_eq!(typed.twist.linear.x, 0.5);
    assert_eq!(twist.get_path("twist.linear.x"), Ok(Value::F64(0.5)));
}
