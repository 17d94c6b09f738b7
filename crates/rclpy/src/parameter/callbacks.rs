//! Who is asked and told in Python when parameters are set.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyWeakrefMethods, PyWeakrefReference};
use rosebay_locks::Mutex;
use rosebay_rcl::parameter::{ParameterCallback, SetParametersResult};
use rosebay_rcl::{Parameter, Parameters};

use super::convert::{Parts, all_parts, parameters_of};
use crate::raised::call_back;

/// Has an owner's method called when parameters are set, as long as both live.
#[pyclass(name = "ParameterCallback", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyParameterCallback {
    callback: Mutex<Option<ParameterCallback>>,
}

/// Who is called, held weakly: it holds the parameters.
struct Owner(Arc<Py<PyWeakrefReference>>);

impl Owner {
    fn new(owner: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(Arc::new(PyWeakrefReference::new(owner)?.unbind())))
    }

    /// Calls a method with the parameters' parts. `None` where the owner is gone or the method raises.
    fn call<T>(
        &self,
        method: &str,
        parameters: &[Parameter],
        read: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T>,
    ) -> Called<T> {
        let called = call_back(|py| {
            let Some(owner) = self.0.bind(py).upgrade() else {
                return Ok(None);
            };
            let returned = owner.call_method1(method, (all_parts(py, parameters)?,))?;
            read(&returned).map(Some)
        });
        match called {
            Some(Some(result)) => Called::Returned(result),
            Some(None) => Called::Gone,
            None => Called::Raised,
        }
    }
}

/// What came of a call.
enum Called<T> {
    Returned(T),
    /// There is nobody to call.
    Gone,
    /// It raised, which its caller is told.
    Raised,
}

impl PyParameterCallback {
    fn new(callback: ParameterCallback) -> Self {
        Self {
            callback: Mutex::new(Some(callback)),
        }
    }

    pub(super) fn pre_set(parameters: &Parameters, owner: &Bound<'_, PyAny>) -> PyResult<Self> {
        let owner = Owner::new(owner)?;
        Ok(Self::new(parameters.on_pre_set(move |parameters| {
            let read =
                |returned: &Bound<'_, PyAny>| parameters_of(&returned.extract::<Vec<Parts<'_>>>()?);
            match owner.call("_modify_parameters", parameters, read) {
                Called::Returned(modified) => modified,
                Called::Gone => parameters.to_vec(),
                Called::Raised => Vec::new(),
            }
        })))
    }

    pub(super) fn on_set(parameters: &Parameters, owner: &Bound<'_, PyAny>) -> PyResult<Self> {
        let owner = Owner::new(owner)?;
        Ok(Self::new(parameters.on_set(move |parameters| {
            let read = |returned: &Bound<'_, PyAny>| returned.extract::<(bool, String)>();
            match owner.call("_check_parameters", parameters, read) {
                Called::Returned((successful, reason)) => {
                    SetParametersResult { successful, reason }
                }
                Called::Gone => SetParametersResult::success(),
                Called::Raised => SetParametersResult::failure("a callback raised an exception"),
            }
        })))
    }

    pub(super) fn post_set(parameters: &Parameters, owner: &Bound<'_, PyAny>) -> PyResult<Self> {
        let owner = Owner::new(owner)?;
        Ok(Self::new(parameters.on_post_set(move |parameters| {
            // Nobody waits for what it returns.
            let _called = owner.call("_follow_parameters", parameters, |_| Ok(()));
        })))
    }
}

#[pymethods]
impl PyParameterCallback {
    /// Lets nobody be called any more.
    fn remove(&self) {
        let callback = self.callback.lock().take();
        drop(callback);
    }
}
