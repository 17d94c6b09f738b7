//! `BufferCore`: coordinate frames over time, and subscriptions that fill it outside the interpreter.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType, PyWeakrefReference};
use rosebay_msgs::geometry_msgs::msg::TransformStamped;
use rosebay_msgs::tf2_msgs::msg::TFMessage;
use rosebay_rcl::{Severity, logging};
use rosebay_rosidl::typed::Message as _;
use rosebay_tf2::{Buffer, DEFAULT_CACHE_TIME, Error, Quaternion, Rejected, Transform, Vector3};

use crate::raised::call_back;
use crate::subscription::PySubscription;
use crate::{gil, message};

create_exception!(
    _rclpy,
    TransformException,
    PyException,
    "There is no such transform."
);
create_exception!(
    _rclpy,
    ConnectivityException,
    TransformException,
    "The frames belong to different trees."
);
create_exception!(
    _rclpy,
    LookupException,
    TransformException,
    "Nobody has told of a frame."
);
create_exception!(
    _rclpy,
    ExtrapolationException,
    TransformException,
    "A transform is not known at this time."
);
create_exception!(
    _rclpy,
    InvalidArgumentException,
    TransformException,
    "A name that no frame can have."
);
create_exception!(
    _rclpy,
    TimeoutException,
    TransformException,
    "A transform has not come in time."
);

fn raise(error: Error) -> PyErr {
    let text = error.to_string();
    match error {
        Error::InvalidArgument { .. } => InvalidArgumentException::new_err(text),
        Error::UnknownFrame { .. } | Error::Loop { .. } => LookupException::new_err(text),
        Error::Unconnected { .. } => ConnectivityException::new_err(text),
        Error::Extrapolation { .. } => ExtrapolationException::new_err(text),
        _ => TransformException::new_err(text),
    }
}

/// Says why a transform was not taken in; as with upstream nobody is raised anything.
fn log(rejected: &Rejected) {
    match rejected {
        Rejected::Old { .. } => logging::log(
            Severity::Warn,
            "",
            format_args!(
                "{rejected}\nPossible reasons are listed at http://wiki.ros.org/tf/Errors%20explained"
            ),
            None,
        ),
        _ => logging::log(Severity::Error, "", format_args!("{rejected}"), None),
    }
}

/// What a buffer shares with the subscriptions that fill it.
#[derive(Default)]
struct Shared {
    buffer: Buffer,
    /// Whether somebody in Python waits for news.
    is_watched: AtomicBool,
}

/// A time or a duration: `sec` and `nanosec` as messages have them, or `nanoseconds`.
struct Nanoseconds(i64);

impl<'py> FromPyObject<'_, 'py> for Nanoseconds {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let py = value.py();
        let sec = value.getattr_opt(intern!(py, "sec"))?;
        let nanosec = value.getattr_opt(intern!(py, "nanosec"))?;
        if let (Some(sec), Some(nanosec)) = (sec, nanosec) {
            let (sec, nanosec) = (sec.extract::<i64>()?, nanosec.extract::<i64>()?);
            let total = sec.checked_mul(1_000_000_000);
            let total = total.and_then(|total| total.checked_add(nanosec));
            return total.map(Self).ok_or_else(|| {
                PyValueError::new_err(format!(
                    "{sec} s and {nanosec} ns are more nanoseconds than 64 bits hold"
                ))
            });
        }
        match value.getattr_opt(intern!(py, "nanoseconds"))? {
            Some(nanoseconds) => Ok(Self(nanoseconds.extract()?)),
            None => Err(PyTypeError::new_err(format!(
                "time must have sec and nanosec, or nanoseconds; got {}",
                value.get_type()
            ))),
        }
    }
}

impl Nanoseconds {
    /// As a duration, which is never negative.
    fn duration(&self) -> Duration {
        Duration::from_nanos(u64::try_from(self.0).unwrap_or(0))
    }
}

/// A vector as Python has it here.
type Triple = (f64, f64, f64);

/// Transforms between coordinate frames over time.
#[pyclass(
    name = "BufferCore",
    frozen,
    subclass,
    weakref,
    module = "rclpy._rclpy"
)]
pub(crate) struct PyBufferCore {
    shared: OnceLock<Arc<Shared>>,
}

impl PyBufferCore {
    fn shared(&self) -> &Arc<Shared> {
        self.shared.get_or_init(Arc::default)
    }

    fn buffer(&self) -> &Buffer {
        &self.shared().buffer
    }

    fn insert(
        &self,
        transform: &Bound<'_, PyAny>,
        authority: &str,
        is_static: bool,
    ) -> PyResult<()> {
        let py = transform.py();
        let header = transform.getattr(intern!(py, "header"))?;
        let parent = header.getattr(intern!(py, "frame_id"))?;
        let child = transform.getattr(intern!(py, "child_frame_id"))?;
        let stamp = header
            .getattr(intern!(py, "stamp"))?
            .extract::<Nanoseconds>()?;
        let values = transform.getattr(intern!(py, "transform"))?;
        let (at, turned) = (
            values.getattr(intern!(py, "translation"))?,
            values.getattr(intern!(py, "rotation"))?,
        );
        let number = |of: &Bound<'_, PyAny>, name| of.getattr(name)?.extract::<f64>();
        let (x, y, z, w) = (
            intern!(py, "x"),
            intern!(py, "y"),
            intern!(py, "z"),
            intern!(py, "w"),
        );
        let transform = Transform {
            translation: Vector3::new(number(&at, x)?, number(&at, y)?, number(&at, z)?),
            rotation: Quaternion::new(
                number(&turned, x)?,
                number(&turned, y)?,
                number(&turned, z)?,
                number(&turned, w)?,
            ),
        };
        let inserted = self.buffer().insert(
            parent.extract()?,
            child.extract()?,
            stamp.0,
            transform,
            authority,
            is_static,
        );
        if let Err(rejected) = inserted {
            gil::outside(py, || log(&rejected));
        }
        Ok(())
    }
}

/// A transform as Python's message.
fn to_python(py: Python<'_>, transform: Result<TransformStamped, Error>) -> PyResult<Py<PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.import(py, "geometry_msgs.msg", "TransformStamped")?;
    let payload = transform
        .map_err(raise)?
        .to_cdr()
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    message::from_bytes(py, class, payload.into())
}

/// Whether there is a transform, 1 or 0, and why not.
fn reason(can: Result<(), Error>) -> (u8, String) {
    can.map_or_else(|error| (0, error.to_string()), |()| (1, String::new()))
}

/// Waits in steps with `wait`, which takes the time that it may take.
fn wait(
    py: Python<'_>,
    timeout: &Nanoseconds,
    wait: impl Fn(Duration) -> Result<(), Error> + Send + Sync,
) -> PyResult<bool> {
    let deadline = Instant::now().checked_add(timeout.duration());
    let step = |left: Option<Duration>| wait(left.unwrap_or(Duration::MAX)).ok();
    Ok(gil::wait_outside(py, deadline, step)?.is_some())
}

fn velocity(found: Result<rosebay_tf2::Velocity, Error>) -> PyResult<(Triple, Triple)> {
    let triple = |vector: Vector3| (vector.x, vector.y, vector.z);
    let found = found.map_err(raise)?;
    Ok((triple(found.linear), triple(found.angular)))
}

#[pymethods]
impl PyBufferCore {
    /// Subclasses have arguments of their own; `__init__` takes what counts here.
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        Self {
            shared: OnceLock::new(),
        }
    }

    #[pyo3(signature = (cache_time = None))]
    fn __init__(&self, cache_time: Option<Nanoseconds>) {
        let cache_time = cache_time.map_or(DEFAULT_CACHE_TIME, |time| time.duration());
        self.shared.get_or_init(|| {
            Arc::new(Shared {
                buffer: Buffer::new(cache_time),
                is_watched: AtomicBool::new(false),
            })
        });
    }

    /// Whether `_call_new_data_callbacks` is called when a subscription has filled it.
    #[getter(_watched)]
    fn is_watched(&self) -> bool {
        self.shared().is_watched.load(Ordering::SeqCst)
    }

    #[setter(_watched)]
    fn set_watched(&self, watched: bool) {
        self.shared().is_watched.store(watched, Ordering::SeqCst);
    }

    fn set_transform(&self, transform: &Bound<'_, PyAny>, authority: &str) -> PyResult<()> {
        self.insert(transform, authority, false)
    }

    fn set_transform_static(&self, transform: &Bound<'_, PyAny>, authority: &str) -> PyResult<()> {
        self.insert(transform, authority, true)
    }

    fn can_transform_core(
        &self,
        target_frame: &str,
        source_frame: &str,
        time: Nanoseconds,
    ) -> (u8, String) {
        reason(
            self.buffer()
                .can_transform(target_frame, source_frame, time.0),
        )
    }

    fn can_transform_full_core(
        &self,
        target_frame: &str,
        target_time: Nanoseconds,
        source_frame: &str,
        source_time: Nanoseconds,
        fixed_frame: &str,
    ) -> (u8, String) {
        reason(self.buffer().can_transform_full(
            target_frame,
            target_time.0,
            source_frame,
            source_time.0,
            fixed_frame,
        ))
    }

    /// Waits until there is a transform; whether there is.
    fn _wait_for_transform(
        &self,
        py: Python<'_>,
        target_frame: &str,
        source_frame: &str,
        time: Nanoseconds,
        timeout: Nanoseconds,
    ) -> PyResult<bool> {
        let buffer = self.buffer();
        wait(py, &timeout, |left| {
            buffer.wait_for_transform(target_frame, source_frame, time.0, left)
        })
    }

    /// As [`Self::_wait_for_transform`].
    // The arguments of tf2.
    #[allow(clippy::too_many_arguments)]
    fn _wait_for_transform_full(
        &self,
        py: Python<'_>,
        target_frame: &str,
        target_time: Nanoseconds,
        source_frame: &str,
        source_time: Nanoseconds,
        fixed_frame: &str,
        timeout: Nanoseconds,
    ) -> PyResult<bool> {
        let buffer = self.buffer();
        wait(py, &timeout, |left| {
            buffer.wait_for_transform_full(
                target_frame,
                target_time.0,
                source_frame,
                source_time.0,
                fixed_frame,
                left,
            )
        })
    }

    fn lookup_transform_core(
        &self,
        py: Python<'_>,
        target_frame: &str,
        source_frame: &str,
        time: Nanoseconds,
    ) -> PyResult<Py<PyAny>> {
        let found = self
            .buffer()
            .lookup_transform(target_frame, source_frame, time.0);
        to_python(py, found)
    }

    fn lookup_transform_full_core(
        &self,
        py: Python<'_>,
        target_frame: &str,
        target_time: Nanoseconds,
        source_frame: &str,
        source_time: Nanoseconds,
        fixed_frame: &str,
    ) -> PyResult<Py<PyAny>> {
        let found = self.buffer().lookup_transform_full(
            target_frame,
            target_time.0,
            source_frame,
            source_time.0,
            fixed_frame,
        );
        to_python(py, found)
    }

    #[pyo3(name = "lookupVelocityCore")]
    fn lookup_velocity_core(
        &self,
        tracking_frame: &str,
        observation_frame: &str,
        time: Nanoseconds,
        averaging_interval: Nanoseconds,
    ) -> PyResult<(Triple, Triple)> {
        velocity(self.buffer().lookup_velocity(
            tracking_frame,
            observation_frame,
            time.0,
            averaging_interval.duration(),
        ))
    }

    // The arguments of tf2.
    #[allow(clippy::too_many_arguments)]
    #[pyo3(name = "lookupVelocityFullCore")]
    fn lookup_velocity_full_core(
        &self,
        tracking_frame: &str,
        observation_frame: &str,
        reference_frame: &str,
        reference_point: Triple,
        reference_point_frame: &str,
        time: Nanoseconds,
        averaging_interval: Nanoseconds,
    ) -> PyResult<(Triple, Triple)> {
        let (x, y, z) = reference_point;
        velocity(self.buffer().lookup_velocity_full(
            tracking_frame,
            observation_frame,
            reference_frame,
            Vector3::new(x, y, z),
            reference_point_frame,
            time.0,
            averaging_interval.duration(),
        ))
    }

    fn get_latest_common_time<'py>(
        &self,
        py: Python<'py>,
        target_frame: &str,
        source_frame: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let time = self.buffer().latest_common_time(target_frame, source_frame);
        let arguments = PyDict::new(py);
        arguments.set_item("nanoseconds", time.map_err(raise)?)?;
        let class = py.import("rclpy.time")?.getattr("Time")?;
        class.call((), Some(&arguments))
    }

    fn _chain(
        &self,
        target_frame: &str,
        target_time: Nanoseconds,
        source_frame: &str,
        source_time: Nanoseconds,
        fixed_frame: &str,
    ) -> PyResult<Vec<String>> {
        let buffer = self.buffer();
        buffer
            .chain(
                target_frame,
                target_time.0,
                source_frame,
                source_time.0,
                fixed_frame,
            )
            .map_err(raise)
    }

    fn clear(&self) {
        self.buffer().clear();
    }

    fn all_frames_as_yaml(&self) -> String {
        self.buffer().all_frames_as_yaml(0)
    }

    fn all_frames_as_string(&self) -> String {
        self.buffer().all_frames_as_string()
    }

    #[pyo3(name = "_allFramesAsDot", signature = (time = None))]
    fn all_frames_as_dot(&self, time: Option<Nanoseconds>) -> String {
        self.buffer()
            .all_frames_as_dot(time.map_or(0, |time| time.0))
    }

    #[pyo3(name = "_frameExists")]
    fn frame_exists(&self, frame_id: &str) -> bool {
        self.buffer().frame_exists(frame_id)
    }

    #[pyo3(name = "_getFrameStrings")]
    fn frame_strings(&self) -> Vec<String> {
        self.buffer().frame_names()
    }
}

/// Has a subscription to `TFMessage`s fill a buffer instead of calling its callback. No message of it comes into
/// the interpreter; only who waits for news of the buffer is told there.
#[pyfunction]
pub(crate) fn fill_buffer(
    subscription: &PySubscription,
    buffer: &Bound<'_, PyBufferCore>,
    authority: String,
    is_static: bool,
) -> PyResult<()> {
    let shared = Arc::clone(buffer.get().shared());
    let owner = PyWeakrefReference::new(buffer)?.unbind();
    subscription.receive_with(move |sample| {
        // What cannot be read goes the way of all messages, and is told of there.
        let Ok(message) = TFMessage::from_cdr(&sample.payload) else {
            return false;
        };
        let buffer = &shared.buffer;
        for rejected in buffer.set_transforms(&message.transforms, &authority, is_static) {
            log(&rejected);
        }
        if shared.is_watched.load(Ordering::SeqCst) {
            call_back(|py| match owner.bind(py).upgrade() {
                Some(owner) => owner.call_method0("_call_new_data_callbacks").map(drop),
                None => Ok(()),
            });
        }
        true
    })
}
