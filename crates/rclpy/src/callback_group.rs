//! `CallbackGroup`: the token of a mutually exclusive callback group.

use std::sync::Arc;

use pyo3::prelude::*;
use rosebay_rcl::CallbackGroup;

/// What Python's `MutuallyExclusiveCallbackGroup` holds.
#[pyclass(name = "CallbackGroup", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyCallbackGroup {
    group: Arc<CallbackGroup>,
}

#[pymethods]
impl PyCallbackGroup {
    #[new]
    fn new() -> Self {
        Self {
            group: CallbackGroup::mutually_exclusive(),
        }
    }

    /// Whether no callback of the group runs.
    fn can_execute(&self) -> bool {
        self.group.can_execute()
    }
}

/// How a callback group of Python's looks to the client library.
#[derive(Clone)]
pub(crate) enum Group {
    /// One of upstream's two, whose rule the client library knows.
    Known(Arc<CallbackGroup>),
    /// A user's own, which is asked. Its entities keep their own order.
    Asked(Arc<CallbackGroup>),
}

impl Group {
    /// Looks at a callback group.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn of(group: &Bound<'_, PyAny>) -> PyResult<Self> {
        let module = group.py().import("rclpy.callback_groups")?;
        let class = group.get_type();
        if class.is(module.getattr("MutuallyExclusiveCallbackGroup")?) {
            let token = group.getattr("_token")?.cast_into::<PyCallbackGroup>()?;
            Ok(Self::Known(Arc::clone(&token.get().group)))
        } else if class.is(module.getattr("ReentrantCallbackGroup")?) {
            Ok(Self::Known(CallbackGroup::reentrant()))
        } else {
            Ok(Self::Asked(CallbackGroup::mutually_exclusive()))
        }
    }

    /// Looks at a callback group where there is one. Without one nothing is held back.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn of_option(group: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        group.map_or_else(|| Ok(Self::Known(CallbackGroup::reentrant())), Self::of)
    }

    /// What the client library schedules by.
    pub(crate) fn token(&self) -> Arc<CallbackGroup> {
        match self {
            Self::Known(group) | Self::Asked(group) => Arc::clone(group),
        }
    }
}
