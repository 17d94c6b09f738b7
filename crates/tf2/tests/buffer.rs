//! What a buffer answers, and what it answers where it cannot.

use std::time::Duration;

use rosebay_msgs::geometry_msgs::msg::TransformStamped;
use rosebay_tf2::{Buffer, Error, Extrapolation, LATEST, Quaternion, Rejected, Transform, Vector3};

const SECOND: i64 = 1_000_000_000;

fn at(x: f64, y: f64, z: f64) -> Transform {
    Transform {
        translation: Vector3::new(x, y, z),
        rotation: Quaternion::IDENTITY,
    }
}

/// A turn about the third axis.
fn yaw(angle: f64) -> Quaternion {
    Quaternion::new(0.0, 0.0, (angle / 2.0).sin(), (angle / 2.0).cos())
}

fn set(buffer: &Buffer, parent: &str, child: &str, seconds: f64, transform: Transform) {
    let stamp = (seconds * SECOND as f64) as i64;
    assert_eq!(
        buffer.insert(parent, child, stamp, transform, "test", false),
        Ok(())
    );
}

/// `map` → `odom` → `base` → `camera`, the last one static, and `other`, which belongs to none.
fn robot() -> Buffer {
    let buffer = Buffer::default();
    for step in 1..=3 {
        let time = f64::from(step);
        set(&buffer, "map", "odom", time, at(10.0, 0.0, 0.0));
        set(&buffer, "odom", "base", time, at(time, 0.0, 0.0));
    }
    let quarter = Transform {
        translation: Vector3::new(0.0, 0.0, 1.0),
        rotation: yaw(std::f64::consts::FRAC_PI_2),
    };
    let is_static = buffer.insert("base", "camera", 0, quarter, "test", true);
    assert_eq!(is_static, Ok(()));
    set(&buffer, "nowhere", "other", 1.0, at(0.0, 0.0, 0.0));
    buffer
}

fn assert_near(found: Vector3, expected: Vector3) {
    let apart = found - expected;
    let distance = apart.x.abs().max(apart.y.abs()).max(apart.z.abs());
    assert!(distance < 1e-9, "{found:?} is not {expected:?}");
}

#[test]
fn interpolates_between_stamps() {
    let (found, time) = robot().lookup("map", "base", 2_500_000_000).unwrap();
    assert_near(found.translation, Vector3::new(12.5, 0.0, 0.0));
    assert_eq!(time, 2_500_000_000);
}

#[test]
fn zero_is_the_latest_common_time() {
    let buffer = robot();
    set(&buffer, "odom", "base", 4.0, at(4.0, 0.0, 0.0));
    let (found, time) = buffer.lookup("map", "camera", LATEST).unwrap();
    assert_eq!(time, 3 * SECOND);
    assert_near(found.translation, Vector3::new(13.0, 0.0, 1.0));
    assert_eq!(buffer.latest_common_time("camera", "map"), Ok(3 * SECOND));
}

#[test]
fn points_follow_the_rotation() {
    let (found, _) = robot().lookup("base", "camera", LATEST).unwrap();
    let point = found.apply(Vector3::new(1.0, 0.0, 0.0));
    assert_near(point, Vector3::new(0.0, 1.0, 1.0));
}

#[test]
fn siblings_meet_at_their_parent() {
    let buffer = robot();
    set(&buffer, "odom", "beacon", 2.0, at(0.0, 5.0, 0.0));
    let (found, _) = buffer.lookup("base", "beacon", 2 * SECOND).unwrap();
    assert_near(found.translation, Vector3::new(-2.0, 5.0, 0.0));
    assert_eq!(
        buffer
            .chain("beacon", LATEST, "camera", LATEST, "base")
            .unwrap(),
        ["camera", "base", "odom", "beacon"]
    );
}

#[test]
fn a_fixed_frame_joins_two_times() {
    let (found, _) = robot()
        .lookup_full("base", 3 * SECOND, "base", SECOND, "map")
        .unwrap();
    assert_near(found.translation, Vector3::new(-2.0, 0.0, 0.0));
}

#[test]
fn a_frame_is_where_it_is() {
    let (found, _) = Buffer::default().lookup("x", "x", LATEST).unwrap();
    assert_eq!(found, Transform::default());
}

#[test]
fn a_time_out_of_range_names_the_nearest_one() {
    let buffer = robot();
    for (time, direction, known) in [
        (5 * SECOND, Extrapolation::Forward, 3 * SECOND),
        (SECOND / 2, Extrapolation::Backward, SECOND),
    ] {
        let error = buffer.lookup("map", "base", time).unwrap_err();
        let expected = Error::Extrapolation {
            direction,
            requested: time,
            known,
            target: "map".to_owned(),
            source_frame: "base".to_owned(),
        };
        assert_eq!(error, expected);
        assert_eq!(buffer.can_transform("map", "base", time), Err(expected));
    }
    let error = buffer.lookup("nowhere", "other", 5 * SECOND).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Lookup would require extrapolation at time 5.000000, but only time 1.000000 is in the \
         buffer, when looking up transform from frame [other] to frame [nowhere]"
    );
}

#[test]
fn a_time_that_the_common_ancestors_lack_is_no_hindrance() {
    let buffer = robot();
    set(&buffer, "odom", "base", 9.0, at(9.0, 0.0, 0.0));
    let (found, _) = buffer.lookup("odom", "camera", 9 * SECOND).unwrap();
    assert_near(found.translation, Vector3::new(9.0, 0.0, 1.0));
}

#[test]
fn wrong_frames_are_named() {
    let buffer = robot();
    for (target, message) in [
        (
            "moon",
            "\"moon\" passed to lookupTransform argument target_frame does not exist. ",
        ),
        (
            "",
            "Invalid argument \"\" passed to lookupTransform argument target_frame - in tf2 \
             frame_ids cannot be empty",
        ),
        (
            "/map",
            "Invalid argument \"/map\" passed to lookupTransform argument target_frame - in tf2 \
             frame_ids cannot start with a '/'",
        ),
        (
            "other",
            "Could not find a connection between 'other' and 'base' because they are not part of \
             the same tree.Tf has two or more unconnected trees.",
        ),
    ] {
        let error = buffer.lookup(target, "base", LATEST).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let error = buffer.can_transform("moon", "base", LATEST).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Invalid frame ID \"moon\" passed to canTransform argument target_frame - frame does not exist"
    );
}

#[test]
fn a_loop_is_found() {
    let buffer = Buffer::default();
    set(&buffer, "a", "b", 1.0, at(0.0, 0.0, 0.0));
    set(&buffer, "b", "a", 1.0, at(0.0, 0.0, 0.0));
    set(&buffer, "c", "d", 1.0, at(0.0, 0.0, 0.0));
    for time in [LATEST, SECOND] {
        let error = buffer.lookup("d", "b", time).unwrap_err();
        assert!(matches!(error, Error::Loop { .. }), "{error}");
    }
}

#[test]
fn what_makes_no_sense_is_not_taken_in() {
    let buffer = robot();
    let insert = |parent: &str, child: &str, seconds: i64, transform| {
        let stamp = seconds * SECOND;
        buffer.insert(parent, child, stamp, transform, "me", false)
    };
    let mut long = Transform::default();
    long.rotation.w = 1.1;
    let fine = Transform::default();
    let refused = [
        insert("a", "/a", 1, fine),
        insert("", "a", 1, fine),
        insert("a", "", 1, fine),
        insert("a", "b", 1, at(f64::NAN, 0.0, 0.0)),
        insert("a", "b", 1, long),
    ];
    assert!(matches!(refused[0], Err(Rejected::SelfTransform { .. })));
    assert!(matches!(refused[1], Err(Rejected::NoFrame { .. })));
    assert!(matches!(refused[2], Err(Rejected::NoChildFrame { .. })));
    assert!(matches!(refused[3], Err(Rejected::NotANumber { .. })));
    assert!(matches!(refused[4], Err(Rejected::Denormalized { .. })));
    assert!(!buffer.frame_exists("a"));
    assert_eq!(insert("map", "odom", 100, fine), Ok(()));
    let old = insert("map", "odom", 1, fine).unwrap_err();
    assert_eq!(
        old.to_string(),
        "TF_OLD_DATA ignoring data from the past for frame odom at time 1.000000 according to \
         authority me"
    );
}

#[test]
fn old_transforms_are_forgotten() {
    let buffer = Buffer::new(Duration::from_secs(2));
    for second in 1..=9 {
        set(&buffer, "a", "b", f64::from(second), at(0.0, 0.0, 0.0));
    }
    assert!(buffer.can_transform("a", "b", 7 * SECOND).is_ok());
    assert!(buffer.can_transform("a", "b", 5 * SECOND).is_err());
}

#[test]
fn clearing_keeps_what_is_static() {
    let buffer = robot();
    buffer.clear();
    assert!(buffer.can_transform("base", "camera", LATEST).is_ok());
    assert!(buffer.can_transform("map", "base", LATEST).is_err());
    assert!(buffer.frame_exists("map"));
}

#[test]
fn a_parent_may_change() {
    let buffer = robot();
    set(&buffer, "dock", "base", 4.0, at(0.0, 0.0, 0.0));
    assert_eq!(buffer.parent("base", LATEST).as_deref(), Some("dock"));
    assert_eq!(
        buffer.parent("base", 3 * SECOND + 1).as_deref(),
        Some("odom")
    );
}

#[test]
fn describes_the_tree() {
    let buffer = Buffer::default();
    assert_eq!(buffer.all_frames_as_yaml(0), "[]");
    set(&buffer, "map", "base", 1.0, at(0.0, 0.0, 0.0));
    set(&buffer, "map", "base", 1.5, at(0.0, 0.0, 0.0));
    assert_eq!(
        buffer.all_frames_as_yaml(2 * SECOND),
        "base: \n  parent: 'map'\n  broadcaster: 'test'\n  rate: 4.000\n  \
         most_recent_transform: 1.500000\n  oldest_transform: 1.000000\n  \
         transform_delay: 0.500\n  buffer_length: 0.500\n"
    );
    assert_eq!(
        buffer.all_frames_as_string(),
        "Frame base exists with parent map.\n"
    );
    assert!(buffer.all_frames_as_dot(0).contains("\"map\" -> \"base\""));
    assert_eq!(buffer.frame_names(), ["base", "map"]);
}

#[test]
fn velocity_is_the_average_around_a_time() {
    let buffer = Buffer::default();
    for step in 1..=11 {
        let time = f64::from(step);
        let turning = Transform {
            translation: Vector3::default(),
            rotation: yaw(time * 0.1),
        };
        set(&buffer, "map", "rail", time, at(time * 3.0, 0.0, 0.0));
        set(&buffer, "map", "wheel", time, turning);
    }
    set(&buffer, "map", "beside", 1.0, at(1.0, 0.0, 0.0));
    set(&buffer, "map", "beside", 11.0, at(1.0, 0.0, 0.0));
    let velocity = |tracking, observation| {
        let interval = Duration::from_secs(2);
        buffer.lookup_velocity(tracking, observation, 5 * SECOND, interval)
    };
    let found = velocity("rail", "map").unwrap();
    assert_near(found.linear, Vector3::new(3.0, 0.0, 0.0));
    assert_near(found.angular, Vector3::default());
    assert_eq!(found.stamp, 5 * SECOND);
    let found = velocity("wheel", "map").unwrap();
    assert_near(found.linear, Vector3::default());
    assert_near(found.angular, Vector3::new(0.0, 0.0, 0.1));
    // Of the wheel's point at the origin of the frame that sees it.
    let found = velocity("wheel", "beside").unwrap();
    assert_near(found.linear, Vector3::new(0.0, 0.1, 0.0));
}

#[test]
fn waits_for_what_another_thread_tells() {
    let buffer = &Buffer::default();
    std::thread::scope(|scope| {
        let forever = Duration::from_secs(60);
        let waiting = scope.spawn(move || buffer.wait_for_transform("a", "b", LATEST, forever));
        set(buffer, "a", "b", 1.0, at(0.0, 0.0, 0.0));
        assert_eq!(waiting.join().unwrap(), Ok(()));
    });
    let error = buffer.wait_for_transform("a", "c", LATEST, Duration::from_millis(1));
    assert!(matches!(error, Err(Error::UnknownFrame { .. })));
}

#[test]
fn messages_go_in_and_come_out() {
    let buffer = Buffer::default();
    let mut message = TransformStamped::default();
    message.header.frame_id = "map".to_owned();
    message.header.stamp.sec = 7;
    message.header.stamp.nanosec = 5;
    message.child_frame_id = "base".to_owned();
    message.transform.translation.x = 1.5;
    let itself = message.clone();
    let refused: Vec<_> = buffer.set_transforms(&[message], "test", false).collect();
    assert_eq!(refused, []);
    assert_eq!(buffer.lookup_transform("map", "base", LATEST), Ok(itself));
}
