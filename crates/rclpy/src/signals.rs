//! Signals: which of them shut contexts down.

use pyo3::prelude::*;
use rosebay_rcl::signals::{self, SignalOptions};

use crate::errors::raise;

const SIGINT: u8 = 1;
const SIGTERM: u8 = 2;

/// Has signals shut every context down, by the numbers of `rclpy.signals.SignalHandlerOptions`.
#[pyfunction]
pub(crate) fn install_signal_handlers(py: Python<'_>, options: u8) -> PyResult<()> {
    let options = SignalOptions {
        sigint: options & SIGINT != 0,
        sigterm: options & SIGTERM != 0,
    };
    crate::gil::outside(py, || signals::install(options)).map_err(raise)
}

/// Which signals shut contexts down now.
#[pyfunction]
pub(crate) fn get_current_signal_handlers_options() -> u8 {
    let options = signals::installed();
    (if options.sigint { SIGINT } else { 0 }) | (if options.sigterm { SIGTERM } else { 0 })
}

/// Puts back what the signals did before.
#[pyfunction]
pub(crate) fn uninstall_signal_handlers(py: Python<'_>) {
    crate::gil::outside(py, signals::uninstall);
}
