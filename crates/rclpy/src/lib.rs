//! The native half of rclpy: handles, messages and errors

use pyo3::prelude::*;

mod message;

#[pymodule]
fn _rclpy(module: &Bound<'_, PyModule>) -> PyResult<()> {
    message::register(module)
}
