//! The registry: sources, their order, parts of services and actions, and errors.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;
use std::sync::Arc;

use rosebay_rosidl::registry::Error;
use rosebay_rosidl::{BundledSource, FolderSource, InterfaceName, Registry, Source};

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

/// A folder with files, removed at the end of its test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let root =
            std::env::temp_dir().join(format!("rosidl-registry-{test}-{}", std::process::id()));
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The registry of a folder of packages before the bundled ones.
fn registry_of(folder: &Folder) -> Registry {
    let folder: Arc<dyn Source> = Arc::new(FolderSource::packages_in(&folder.0));
    Registry::with_sources([folder, Arc::new(BundledSource)])
}

#[test]
fn parts_share_what_they_are_parts_of() {
    let registry = Registry::with_sources([Arc::new(BundledSource) as _]);
    let service = registry
        .service(&name("example_interfaces/srv/AddTwoInts"))
        .unwrap();
    for (part, expected) in [
        ("Request", &service.request),
        ("Response", &service.response),
        ("Event", &service.event),
    ] {
        let part = registry.message(&service.name.part(part)).unwrap();
        assert!(Arc::ptr_eq(&part, expected), "{}", part.name);
    }
    let action = registry
        .action(&name("example_interfaces/action/Fibonacci"))
        .unwrap();
    let send_goal = registry.service(&action.name.part("SendGoal")).unwrap();
    assert!(Arc::ptr_eq(&send_goal, &action.send_goal));
    for (part, expected) in [
        ("Goal", &action.goal),
        ("Result", &action.result),
        ("Feedback", &action.feedback),
        ("FeedbackMessage", &action.feedback_message),
        ("SendGoal_Request", &action.send_goal.request),
        ("SendGoal_Response", &action.send_goal.response),
        ("SendGoal_Event", &action.send_goal.event),
        ("GetResult_Request", &action.get_result.request),
        ("GetResult_Response", &action.get_result.response),
        ("GetResult_Event", &action.get_result.event),
    ] {
        let part = registry.message(&action.name.part(part)).unwrap();
        assert!(Arc::ptr_eq(&part, expected), "{}", part.name);
    }
}

#[test]
fn a_type_is_made_once_for_all_threads() {
    let registry = Registry::with_sources([Arc::new(BundledSource) as _]);
    let odometry = name("nav_msgs/msg/Odometry");
    let made: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| registry.message(&odometry).unwrap()))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(made.iter().all(|message| Arc::ptr_eq(message, &made[0])));
}

#[test]
fn the_first_source_that_has_an_interface_defines_it() {
    let folder = Folder::new(
        "order",
        &[("std_msgs/msg/String.msg", "string data\nint32 more\n")],
    );
    let registry = registry_of(&folder);
    assert_eq!(
        registry
            .message(&name("std_msgs/msg/String"))
            .unwrap()
            .fields
            .len(),
        2
    );
    assert_eq!(
        registry
            .message(&name("std_msgs/msg/Bool"))
            .unwrap()
            .fields
            .len(),
        1
    );
    let strings = registry.interfaces("std_msgs");
    assert_eq!(
        strings
            .iter()
            .filter(|other| other.name() == "String")
            .count(),
        1
    );
}

#[test]
fn a_source_that_is_added_later_is_asked_last() {
    let folder = Folder::new(
        "late",
        &[
            ("msg/String.msg", "int32 a"),
            ("msg/Own.msg", "String text"),
        ],
    );
    let registry = Registry::with_sources([Arc::new(BundledSource) as _]);
    assert!(registry.message(&name("std_msgs/msg/Own")).is_err());
    registry.add_source(FolderSource::package("std_msgs", &folder.0));
    assert_eq!(
        registry.message(&name("std_msgs/msg/Own")).unwrap().fields[0]
            .ty
            .to_string(),
        "std_msgs/String"
    );
    assert_eq!(
        registry
            .message(&name("std_msgs/msg/String"))
            .unwrap()
            .fields[0]
            .name,
        "data"
    );
}

#[test]
fn folders_of_every_layout() {
    let files = [
        ("ws/robot_msgs/msg/State.msg", "geometry_msgs/Pose pose\n"),
        ("ws/robot_msgs/srv/Stop.srv", "---\nbool done\n"),
        ("ws/robot_msgs/action/Dock.action", "---\n---\n"),
        ("ws/robot_msgs/msg/README.md", "none"),
        ("ws/robot_msgs/msg/not-a-name.msg", ""),
        ("ws/empty/src/main.py", ""),
        (
            "prefix/share/other_msgs/msg/Thing.idl",
            "module other_msgs { module msg { struct Thing { int8 a; }; }; };",
        ),
        ("flat_msgs/Flat.msg", "int8 a"),
    ];
    let folder = Folder::new("layouts", &files);
    let check = |source: FolderSource, package: &str, interfaces: &[&str]| {
        assert_eq!(source.packages(), [package]);
        let mut found: Vec<_> = source
            .interfaces(package)
            .iter()
            .map(InterfaceName::to_string)
            .collect();
        found.sort();
        assert_eq!(found, interfaces);
        for interface in interfaces {
            assert!(
                source.find(&name(interface)).unwrap().is_some(),
                "{interface}"
            );
        }
        assert!(source.find(&name("unknown_msgs/msg/X")).unwrap().is_none());
    };
    let robot = [
        "robot_msgs/action/Dock",
        "robot_msgs/msg/State",
        "robot_msgs/srv/Stop",
    ];
    check(
        FolderSource::packages_in(folder.0.join("ws")),
        "robot_msgs",
        &robot,
    );
    check(
        FolderSource::detect(folder.0.join("ws")),
        "robot_msgs",
        &robot,
    );
    check(
        FolderSource::detect(folder.0.join("ws/robot_msgs")),
        "robot_msgs",
        &robot,
    );
    check(
        FolderSource::detect(folder.0.join("flat_msgs")),
        "flat_msgs",
        &["flat_msgs/msg/Flat"],
    );
    let thing = ["other_msgs/msg/Thing"];
    check(
        FolderSource::detect(folder.0.join("prefix")),
        "other_msgs",
        &thing,
    );
    check(
        FolderSource::ament_prefix(folder.0.join("prefix")),
        "other_msgs",
        &thing,
    );
}

#[test]
fn unknown_names_come_with_the_nearest() {
    let registry = Registry::with_sources([Arc::new(BundledSource) as _]);
    let cases = [
        (
            "std_msg/msg/String",
            "there is no package 'std_msg'; did you mean std_msgs?",
        ),
        ("zzz/msg/String", "there is no package 'zzz'"),
        (
            "std_msgs/msg/Strin",
            "there is no interface 'std_msgs/msg/Strin'; did you mean std_msgs/msg/String?",
        ),
        (
            "sensor_msgs/msg/Header",
            "did you mean std_msgs/msg/Header?",
        ),
        (
            "std_msgs/msg/Nonsense",
            "there is no interface 'std_msgs/msg/Nonsense'",
        ),
        (
            "std_srvs/srv/Trigger",
            "expected the name of a message, found 'std_srvs/srv/Trigger'",
        ),
        (
            "example_interfaces/action/Fibonacci_Wrong",
            "expected the name of a message",
        ),
    ];
    for (asked, expected) in cases {
        let error = registry.message(&name(asked)).unwrap_err().to_string();
        assert!(error.contains(expected), "{asked}: {error}");
    }
    let error = registry
        .service(&name("std_msgs/msg/String"))
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "expected the name of a service, found 'std_msgs/msg/String'"
    );
    let error = registry
        .action(&name("std_srvs/srv/Trigger"))
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "expected the name of an action, found 'std_srvs/srv/Trigger'"
    );
}

#[test]
fn a_field_with_a_wrong_type_is_named() {
    let files = [
        ("own_msgs/msg/A.msg", "int32 ok\nHeader header\n"),
        ("own_msgs/msg/B.msg", "Broken broken\n"),
        ("own_msgs/msg/Broken.msg", "int32\n"),
    ];
    let folder = Folder::new("fields", &files);
    let registry = registry_of(&folder);
    let error = registry
        .message(&name("own_msgs/msg/A"))
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "the field 'header' of 'own_msgs/msg/A': there is no interface 'own_msgs/msg/Header'; \
         did you mean std_msgs/msg/Header?"
    );
    let error = registry
        .message(&name("own_msgs/msg/B"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("Broken.msg:1:6: expected a name"), "{error}");
}

#[test]
fn messages_that_hold_themselves_are_refused() {
    let files = [
        ("own_msgs/msg/Self.msg", "Self[] inner\n"),
        ("own_msgs/msg/A.msg", "B b\n"),
        ("own_msgs/msg/B.msg", "A[<=2] a\n"),
    ];
    let folder = Folder::new("recursion", &files);
    let registry = registry_of(&folder);
    for asked in ["own_msgs/msg/Self", "own_msgs/msg/A", "own_msgs/msg/B"] {
        let error = registry.message(&name(asked)).unwrap_err().to_string();
        assert!(error.contains("holds itself"), "{asked}: {error}");
    }
}

#[test]
fn nesting_has_a_limit_however_it_is_reached() {
    let files: Vec<_> = (0..300)
        .map(|level| {
            (
                format!("own_msgs/msg/L{level}.msg"),
                format!("L{} next\n", level + 1),
            )
        })
        .chain([("own_msgs/msg/L300.msg".to_owned(), "int32 a\n".to_owned())])
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let folder = Folder::new("depth", &files);
    let registry = registry_of(&folder);
    let level = |level: usize| registry.message(&name(&format!("own_msgs/msg/L{level}")));
    assert!(
        level(0)
            .unwrap_err()
            .to_string()
            .contains("levels of nested messages")
    );
    let refused = (0..=300)
        .rev()
        .find(|index| level(*index).is_err())
        .unwrap();
    assert_eq!(level(refused + 1).unwrap().depth(), 300 - refused);
    assert!(matches!(
        level(refused),
        Err(Error::TooDeep { .. } | Error::Field { .. })
    ));
}

#[test]
fn a_definition_file_that_is_no_text_is_an_error() {
    let folder = Folder::new("binary", &[("own_msgs/msg/A.msg", "")]);
    std::fs::write(folder.0.join("own_msgs/msg/A.msg"), [0xff, 0xfe, 0x00]).unwrap();
    let error = registry_of(&folder)
        .message(&name("own_msgs/msg/A"))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("cannot read the definition file"),
        "{error}"
    );
    assert!(error.contains("A.msg"), "{error}");
}

#[test]
fn an_idl_file_must_hold_what_it_is_named_after() {
    let text = "module own_msgs { module msg { struct B { int8 a; }; }; };";
    let folder = Folder::new("idl", &[("own_msgs/msg/A.idl", text)]);
    let error = registry_of(&folder)
        .message(&name("own_msgs/msg/A"))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("A.idl:1:1: expected the definition of 'own_msgs/msg/A'"),
        "{error}"
    );
}
