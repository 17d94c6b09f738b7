//! The type hashes of our definitions against those of ROS 2 Jazzy.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::Path;

use rosebay_rosidl::{InterfaceKind, InterfaceName, Registry, TypeHash};

/// The hashes of Jazzy by interface, or `None` where the facts are not at hand.
fn jazzy_hashes() -> Option<BTreeMap<String, String>> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/type_hashes_jazzy.json");
    match std::fs::read(&path) {
        Ok(text) => Some(serde_json::from_slice(&text).expect("the file maps names to hashes")),
        Err(error) => {
            let required = std::env::var("CI").is_ok_and(|value| value == "true");
            assert!(!required, "{}: {error}", path.display());
            eprintln!("skipped: {} is not there", path.display());
            None
        }
    }
}

/// The hash of an interface or of a part of one.
fn hash(registry: &Registry, name: &InterfaceName) -> Result<TypeHash, String> {
    let is_service = name.name().ends_with("_SendGoal") || name.name().ends_with("_GetResult");
    let is_part = name.name().contains('_');
    let hash = match name.kind() {
        InterfaceKind::Srv if !is_part => registry.service(name).map(|service| service.hash()),
        InterfaceKind::Action if is_service => registry.service(name).map(|service| service.hash()),
        InterfaceKind::Action if !is_part => registry.action(name).map(|action| action.hash()),
        _ => registry.message(name).map(|message| message.hash()),
    };
    hash.map_err(|error| error.to_string())
}

#[test]
fn every_hash_is_jazzys() {
    let Some(expected) = jazzy_hashes() else {
        return;
    };
    let registry = Registry::standard();
    let wrong: Vec<_> = expected
        .iter()
        .filter_map(|(name, expected)| {
            let found = match name.parse() {
                Ok(name) => hash(&registry, &name).map(|hash| hash.to_string()),
                Err(error) => Err(error.to_string()),
            };
            (found.as_ref() != Ok(expected))
                .then(|| format!("{name}: expected {expected}, found {found:?}"))
        })
        .collect();
    assert!(
        expected.len() >= 395,
        "only {} hashes to compare",
        expected.len()
    );
    assert!(
        wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        wrong.len(),
        expected.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_bundled_interface_resolves() {
    let registry = Registry::standard();
    let mut count = 0;
    for package in registry.packages() {
        for name in registry.interfaces(&package) {
            hash(&registry, &name).unwrap_or_else(|error| panic!("{error}"));
            count += 1;
        }
    }
    assert!(count >= 258, "only {count} interfaces are bundled");
}
