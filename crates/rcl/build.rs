//! Generates the structs of the interfaces that the client library itself speaks.

use rosebay_rosidl::codegen::{Builder, Error};

fn main() -> Result<(), Error> {
    println!("cargo::rerun-if-changed=build.rs");
    let packages = [
        "builtin_interfaces",
        "lifecycle_msgs",
        "rcl_interfaces",
        "rosgraph_msgs",
        "type_description_interfaces",
    ];
    Builder::new()
        .bundled_packages(&packages)
        .build("interfaces.rs")
}
