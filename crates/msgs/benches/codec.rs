//! What the codec costs: `cargo bench -p rosebay-msgs`. Prints nanoseconds, the best of ten rounds.
#![allow(clippy::expect_used)] // What is measured is known to be valid.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rosebay_msgs::{geometry_msgs, nav_msgs, sensor_msgs, std_msgs, visualization_msgs};
use rosebay_rosidl::cdr::Reader;
use rosebay_rosidl::typed::Message;
use rosebay_rosidl::{BundledSource, DynamicMessage, Registry, Source};

fn main() {
    messages();
    resolution();
}

fn messages() {
    let columns = ["bytes", "validate", "locate", "encode", "decode", "dynamic"];
    println!(
        "{:<16}{}",
        "ns",
        columns.map(|name| format!("{name:>11}")).concat()
    );
    message(&std_msgs::msg::String {
        data: "hello world".to_owned(),
    });
    message(&odometry());
    message(&sensor_msgs::msg::Imu::default());
    message(&sensor_msgs::msg::LaserScan {
        ranges: vec![1.0; 720],
        intensities: vec![1.0; 720],
        ..Default::default()
    });
    message(&sensor_msgs::msg::Image {
        data: vec![7; 900_000],
        ..Default::default()
    });
    message(&sensor_msgs::msg::PointCloud2 {
        data: vec![7; 900_000],
        ..Default::default()
    });
    let marker = visualization_msgs::msg::Marker {
        points: vec![geometry_msgs::msg::Point::default(); 100],
        ..Default::default()
    };
    message(&visualization_msgs::msg::MarkerArray {
        markers: vec![marker; 10],
    });
}

fn odometry() -> nav_msgs::msg::Odometry {
    let mut odometry = nav_msgs::msg::Odometry::default();
    odometry.header.frame_id = "odom".to_owned();
    odometry.child_frame_id = "base_link".to_owned();
    odometry
}

fn message<M: Message>(message: &M) {
    let ty = M::type_support();
    let payload = message.to_cdr().expect("the message has no bounds");
    let mut offsets = vec![0; ty.fields.len()];
    let validate = time(|| ty.plan.validate(black_box(&payload)));
    let locate = time(|| {
        let mut reader = Reader::new(black_box(&payload))?;
        ty.plan.locate(&mut reader, &mut offsets)
    });
    let encode = time(|| black_box(message).to_cdr());
    let decode = time(|| M::from_cdr(black_box(&payload)));
    let dynamic = time(|| DynamicMessage::decode(ty.clone(), black_box(&payload)));
    let times = [validate, locate, encode, decode, dynamic];
    let times = times.map(|time| format!("{time:>11.1}")).concat();
    println!("{:<16}{:>11}{times}", ty.name.name(), payload.len());
}

/// The best time of one call in ten rounds, in nanoseconds.
fn time<T, E: std::fmt::Debug>(mut call: impl FnMut() -> Result<T, E>) -> f64 {
    let start = Instant::now();
    black_box(call()).expect("the call is valid");
    let calls = (Duration::from_millis(10).as_nanos() / start.elapsed().as_nanos().max(1))
        .clamp(10, 100_000);
    let round = |call: &mut dyn FnMut() -> Result<T, E>| {
        let start = Instant::now();
        for _ in 0..calls {
            drop(black_box(call()));
        }
        start.elapsed().as_nanos() as f64 / calls as f64
    };
    (0..10)
        .map(|_| round(&mut call))
        .fold(f64::INFINITY, f64::min)
}

/// How long it takes to find, parse and compile a message in a new registry.
fn resolution() {
    let name = "nav_msgs/msg/Odometry".parse().expect("it is a name");
    let resolve = time(|| {
        let registry = Registry::with_sources([Arc::new(BundledSource) as Arc<dyn Source>]);
        registry.message(&name)
    });
    println!("resolve Odometry cold: {:.1} us", resolve / 1000.0);
}
