//! The native half of rclpy: handles, messages and errors.
//!
//! No logic lives here that a Rust program would miss; that is in `rosebay-rcl`.

mod action;
mod allocator;
mod arrivals;
mod callback_group;
mod client;
mod clock;
mod context;
mod errors;
mod event;
mod executor;
mod fork;
mod gil;
mod guard_condition;
mod handle;
mod lifecycle;
mod logging;
mod message;
mod names;
mod node;
mod parameter;
mod publisher;
mod qos;
mod raised;
mod service;
mod signals;
mod sleep;
mod subscription;
mod tf2;
mod time_source;
mod timer;
mod wait_for_message;
mod wait_set;
mod waitable;
mod work;

use pyo3::prelude::*;
use rosebay_rcl::middleware;

/// The middleware's name that `RMW_IMPLEMENTATION` selects.
#[pyfunction]
fn rclpy_get_rmw_implementation_identifier() -> PyResult<&'static str> {
    middleware::from_environment()
        .map(|middleware| middleware.identifier())
        .map_err(errors::raise)
}

/// The names that `RMW_IMPLEMENTATION` may have.
#[pyfunction]
fn rclpy_get_available_rmw_implementations() -> Vec<&'static str> {
    middleware::names().collect()
}

#[pymodule]
mod _rclpy {
    use super::*;
    #[pymodule_export]
    use super::{
        action::{PyActionClient, PyActionServer, PyGoalHandle},
        arrivals::PyArrivals,
        callback_group::PyCallbackGroup,
        client::PyClient,
        clock::PyClock,
        context::PyContext,
        errors::{
            InvalidHandle, NodeNameNonExistentError, NotImplementedError, RCLError,
            RCLInvalidROSArgsError, RCUtilsError, RMWError, UnknownROSArgsError,
            UnsupportedEventTypeError,
        },
        executor::{PyExecutor, leave_spin},
        gil::before_exit,
        guard_condition::{
            PyGuardCondition, register_sigint_guard_condition, unregister_sigint_guard_condition,
        },
        handle::Destroyable,
        lifecycle::PyLifecycle,
        logging::{
            PySublogger, rclpy_logging_fini, rclpy_logging_get_logger_effective_level,
            rclpy_logging_get_logger_level, rclpy_logging_get_logging_directory,
            rclpy_logging_get_separator_string, rclpy_logging_initialize,
            rclpy_logging_logger_is_enabled_for, rclpy_logging_rcutils_log,
            rclpy_logging_set_logger_level, rclpy_logging_severity_level_from_string,
            rclpy_logging_shutdown,
        },
        names::{
            rclpy_expand_topic_name, rclpy_get_validation_error_for_full_topic_name,
            rclpy_get_validation_error_for_namespace, rclpy_get_validation_error_for_node_name,
            rclpy_get_validation_error_for_topic_name, rclpy_remove_ros_args,
        },
        node::PyNode,
        parameter::{
            PyParameterCallback, PyParameters, rclpy_parse_parameter_file,
            rclpy_parse_parameter_value,
        },
        publisher::PyPublisher,
        qos::{PyQosProfile, rclpy_qos_check_compatible},
        rclpy_get_available_rmw_implementations, rclpy_get_rmw_implementation_identifier,
        service::{PyRequestId, PyService, PyServiceInfo},
        signals::{
            get_current_signal_handlers_options, install_signal_handlers, uninstall_signal_handlers,
        },
        sleep::PySleep,
        subscription::PySubscription,
        tf2::{
            ConnectivityException, ExtrapolationException, InvalidArgumentException,
            LookupException, PyBufferCore, TimeoutException, TransformException, fill_buffer,
        },
        time_source::PyTimeSource,
        timer::{PyRate, PyTimer, PyTimerCallInfo},
        wait_for_message::wait_for_message,
        wait_set::PyWaitSet,
        waitable::PyWaitable,
        work::{PyTurn, PyWork},
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        allocator::keep_large_buffers();
        fork::register(module)?;
        module.add("RMW_DURATION_INFINITE", qos::INFINITE)?;
        module.add("RMW_QOS_DEADLINE_BEST_AVAILABLE", qos::BEST_AVAILABLE)?;
        module.add(
            "RMW_QOS_LIVELINESS_LEASE_DURATION_BEST_AVAILABLE",
            qos::BEST_AVAILABLE,
        )?;
        event::register(module)?;
        message::register(module)?;
        // What is public has no underscore in front; a list of names would say more.
        module.delattr("__all__")
    }
}
