//! Names: validation and expansion.

use pyo3::prelude::*;
use rosebay_rcl::names;
use rosebay_rcl::rmw::names::{
    InvalidName, validate_full_topic_name, validate_namespace, validate_node_name,
    validate_topic_name,
};

use crate::errors::raise;

/// What is wrong with a name and where; `None` where nothing is.
type Verdict = Option<(&'static str, usize)>;

fn verdict(result: Result<(), InvalidName>) -> Verdict {
    result.err().map(|invalid| (invalid.reason, invalid.index))
}

#[pyfunction]
pub(crate) fn rclpy_get_validation_error_for_topic_name(name: &str) -> Verdict {
    verdict(validate_topic_name(name))
}

#[pyfunction]
pub(crate) fn rclpy_get_validation_error_for_full_topic_name(name: &str) -> Verdict {
    verdict(validate_full_topic_name(name))
}

#[pyfunction]
pub(crate) fn rclpy_get_validation_error_for_namespace(name: &str) -> Verdict {
    verdict(validate_namespace(name))
}

#[pyfunction]
pub(crate) fn rclpy_get_validation_error_for_node_name(name: &str) -> Verdict {
    verdict(validate_node_name(name))
}

/// Makes a topic's or service's name absolute.
#[pyfunction]
pub(crate) fn rclpy_expand_topic_name(
    topic: &str,
    node_name: &str,
    node_namespace: &str,
) -> PyResult<String> {
    names::expand_topic_name(topic, node_name, node_namespace).map_err(raise)
}

/// The command line without what is meant for ROS.
#[pyfunction]
pub(crate) fn rclpy_remove_ros_args(arguments: Vec<String>) -> PyResult<Vec<String>> {
    rosebay_rcl::remove_ros_args(&arguments).map_err(raise)
}
