//! What several test files share.
#![allow(dead_code)] // Each test file uses a part of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rosebay_rosidl::{MessageType, Registry};
use serde_json::Value as Json;

/// One message as real ROS 2 serialized it.
pub(crate) struct Vector {
    pub(crate) ty: Arc<MessageType>,
    pub(crate) value: Json,
    pub(crate) payload: Vec<u8>,
}

/// A file of facts beside the checkout; `None`, with a note, where there is none, which continuous
/// integration does not allow.
pub(crate) fn shared_data(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = root.join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "{} is missing",
        path.display()
    );
    eprintln!("skipped: {} is missing", path.display());
    None
}

/// All messages that real ROS 2 serialized; none where the file is missing.
pub(crate) fn vectors() -> Vec<Vector> {
    let Some(path) = shared_data("cdr_vectors_jazzy.json") else {
        return Vec::new();
    };
    let text = std::fs::read_to_string(path).unwrap();
    let Json::Array(vectors) = serde_json::from_str(&text).unwrap() else {
        panic!("expected a list of vectors");
    };
    assert_eq!(vectors.len(), 532);
    vectors.iter().map(vector).collect()
}

fn vector(json: &Json) -> Vector {
    let name = json["type"].as_str().unwrap();
    Vector {
        ty: message_type(name),
        value: json["value"].clone(),
        payload: from_hex(json["cdr"].as_str().unwrap()),
    }
}

pub(crate) fn message_type(name: &str) -> Arc<MessageType> {
    let name = name.parse().unwrap();
    Registry::standard().message(&name).unwrap()
}

fn from_hex(text: &str) -> Vec<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16).unwrap() as u8;
    let pairs = text.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}
