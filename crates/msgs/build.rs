//! Generates the structs of all standard interfaces.

fn main() -> Result<(), rosebay_rosidl::codegen::Error> {
    println!("cargo::rerun-if-changed=build.rs");
    rosebay_rosidl::codegen::Builder::new()
        .bundled()
        .build("interfaces.rs")
}
