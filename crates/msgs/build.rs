//! Generates the structs of all standard interfaces, and those of a package for the tests.

use rosebay_rosidl::codegen::{Builder, Error};

fn main() -> Result<(), Error> {
    println!("cargo::rerun-if-changed=build.rs");
    Builder::new().bundled().build("interfaces.rs")?;
    Builder::new()
        .folder("tests/interfaces")
        .build("own_package.rs")
}
