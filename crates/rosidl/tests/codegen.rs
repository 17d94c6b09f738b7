//! How generated code refers to other crates, and what the generator refuses. That the code
//! compiles and works is tested where it is used.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use rosebay_rosidl::codegen::Builder;

/// A folder of packages with these files, new for each test.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&root);
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

#[test]
fn paths_of_other_crates_can_be_chosen() {
    let files = [
        (
            "arm/msg/Joint.msg",
            "std_msgs/Header header\nbase/Pose pose\n",
        ),
        ("base/msg/Pose.msg", "float64 x\n"),
    ];
    let builder = Builder::new().folder(folder("paths", &files));

    let both = builder.generate().unwrap();
    assert!(both.contains("pub mod arm {") && both.contains("pub mod base {"));
    assert!(both.contains("pub header: ::rosebay_msgs::std_msgs::msg::Header,"));
    assert!(both.contains("pub pose: super::super::base::msg::Pose,"));
    assert!(both.contains("impl ::rosebay_rosidl::typed::Message for Joint"));

    let one = builder
        .rosidl_path("::rosebay::rosidl")
        .messages_path("::rosebay::msgs")
        .external("base", "::base_interfaces")
        .generate()
        .unwrap();
    assert!(!one.contains("pub mod base {") && !one.contains("rosebay_rosidl"));
    assert!(one.contains("pub header: ::rosebay::msgs::std_msgs::msg::Header,"));
    assert!(one.contains("pub pose: ::base_interfaces::msg::Pose,"));
    let embedded =
        r#"("base/msg/Pose", ::rosebay::rosidl::source::FileFormat::Msg, "float64 x\n")"#;
    assert!(one.contains(embedded), "the run-time description needs it");
}

#[test]
fn bundled_packages_are_generated_on_request() {
    let source = Builder::new().bundled().generate().unwrap();
    assert!(source.contains("pub mod std_msgs {") && !source.contains("rosebay_msgs"));
}

#[test]
fn errors_say_what_is_missing() {
    let error = |folder: PathBuf| {
        Builder::new()
            .folder(folder)
            .generate()
            .unwrap_err()
            .to_string()
    };
    let missing = folder("empty", &[]);
    assert_eq!(
        error(missing.clone()),
        format!(
            "expected interface packages in the folder '{}', found none",
            missing.display()
        )
    );
    let unknown = folder(
        "unknown",
        &[("arm/msg/Joint.msg", "std_msg/Header header\n")],
    );
    let text = error(unknown);
    assert!(
        text.contains("'std_msg'") && text.contains("std_msgs"),
        "{text}"
    );
    let wrong = folder("wrong", &[("arm/msg/Joint.msg", "float65 x\n")]);
    let text = error(wrong);
    assert!(text.contains("Joint.msg:1:1: "), "{text}");
}

#[test]
fn some_bundled_packages_are_enough() {
    let packages = ["builtin_interfaces", "rosgraph_msgs"];
    let source = Builder::new()
        .bundled_packages(&packages)
        .generate()
        .unwrap();
    assert!(source.contains("pub mod rosgraph_msgs {") && !source.contains("pub mod std_msgs {"));
    assert!(
        !source.contains("rosebay_msgs"),
        "Clock holds a generated Time"
    );
}
