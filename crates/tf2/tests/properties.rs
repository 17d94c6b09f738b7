//! What holds for all transforms.

use proptest::prelude::*;
use rosebay_tf2::{Buffer, LATEST, Quaternion, Transform, Vector3};

fn vector() -> impl Strategy<Value = Vector3> {
    (-1e3..1e3, -1e3..1e3, -1e3..1e3).prop_map(|(x, y, z)| Vector3::new(x, y, z))
}

fn rotation() -> impl Strategy<Value = Quaternion> {
    (-1.0..1.0, -1.0..1.0, -1.0..1.0, -1.0..1.0)
        .prop_filter("a direction", |(x, y, z, w)| {
            let norm: f64 = x * x + y * y + z * z + w * w;
            norm > 1e-3
        })
        .prop_map(|(x, y, z, w): (f64, f64, f64, f64)| {
            let norm = (x * x + y * y + z * z + w * w).sqrt();
            Quaternion::new(x / norm, y / norm, z / norm, w / norm)
        })
}

prop_compose! {
    fn transform()(translation in vector(), rotation in rotation()) -> Transform {
        Transform { translation, rotation }
    }
}

fn distance(a: Vector3, b: Vector3) -> f64 {
    let apart = a - b;
    (apart.x * apart.x + apart.y * apart.y + apart.z * apart.z).sqrt()
}

proptest! {
    #[test]
    fn back_is_the_inverse(transform in transform(), point in vector()) {
        let back = transform.inverse().apply(transform.apply(point));
        prop_assert!(distance(back, point) < 1e-6);
    }

    #[test]
    fn slerp_begins_ends_and_stays_a_rotation(
        from in rotation(), to in rotation(), ratio in 0.0..1.0, point in vector(),
    ) {
        prop_assert!(distance(from.slerp(to, 0.0).rotate(point), from.rotate(point)) < 1e-6);
        prop_assert!(distance(from.slerp(to, 1.0).rotate(point), to.rotate(point)) < 1e-6);
        let between = from.slerp(to, ratio);
        prop_assert!((between.dot(between) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn roll_pitch_and_yaw_are_the_rotation(rotation in rotation(), point in vector()) {
        let [roll, pitch, yaw] = rotation.to_rpy();
        let again = Quaternion::from_rpy(roll, pitch, yaw);
        prop_assert!(distance(again.rotate(point), rotation.rotate(point)) < 1e-3);
    }

    /// Any way through a tree is the product of its steps, whatever frame it turns at.
    #[test]
    fn a_way_is_the_product_of_its_steps(
        steps in prop::collection::vec((any::<prop::sample::Index>(), transform(), any::<bool>()), 1..12),
        ends in any::<(prop::sample::Index, prop::sample::Index)>(),
        point in vector(),
    ) {
        let buffer = Buffer::default();
        let mut to_root = vec![Transform::default()];
        for (child, (parent, transform, is_static)) in steps.iter().enumerate() {
            let parent = parent.index(to_root.len());
            let names = (format!("f{parent}"), format!("f{}", child + 1));
            buffer.insert(&names.0, &names.1, 7, *transform, "test", *is_static).unwrap();
            to_root.push(to_root[parent] * *transform);
        }
        let (target, source) = (ends.0.index(to_root.len()), ends.1.index(to_root.len()));
        let (found, _) = buffer
            .lookup(&format!("f{target}"), &format!("f{source}"), LATEST)
            .unwrap();
        let expected = (to_root[target].inverse() * to_root[source]).apply(point);
        prop_assert!(distance(found.apply(point), expected) < 1e-5);
    }

    /// Stamps in any order, with repetitions: an answer exists just between the first and the last.
    #[test]
    fn the_order_of_arrival_does_not_matter(
        stamps in prop::collection::vec(1_i64..1000, 2..30), asked in 1_i64..1000,
    ) {
        let buffer = Buffer::default();
        for stamp in &stamps {
            let mut transform = Transform::default();
            transform.translation.x = *stamp as f64;
            buffer.insert("a", "b", *stamp, transform, "test", false).unwrap();
        }
        let range = *stamps.iter().min().unwrap()..=*stamps.iter().max().unwrap();
        match buffer.lookup("a", "b", asked) {
            Ok((found, _)) => prop_assert!((found.translation.x - asked as f64).abs() < 1e-9),
            Err(_) => prop_assert!(!range.contains(&asked)),
        }
    }
}

#[test]
fn a_pitch_of_a_right_angle_leaves_roll_alone() {
    use std::f64::consts::FRAC_PI_2;
    for pitch in [FRAC_PI_2, -FRAC_PI_2] {
        let [roll, found, yaw] = Quaternion::from_rpy(0.5, pitch, 0.0).to_rpy();
        assert!((roll - 0.5).abs() < 1e-6 && (found - pitch).abs() < 1e-6 && yaw == 0.0);
    }
    let [roll, pitch, yaw] = Quaternion::from_rpy(0.1, -0.2, 3.0).to_rpy();
    assert!((roll - 0.1).abs() < 1e-12 && (pitch + 0.2).abs() < 1e-12 && (yaw - 3.0).abs() < 1e-12);
}
