//! QoS profiles between Python and the middleware.

use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rosebay_rcl::rmw::{
    Durability, History, Liveliness, QosCompatibility, QosDuration, QosProfile, Reliability,
};

/// Nanoseconds that mean forever, upstream's `RMW_DURATION_INFINITE`.
pub(crate) const INFINITE: i64 = i64::MAX;
/// Nanoseconds that mean whatever matches, upstream's `RMW_QOS_DEADLINE_BEST_AVAILABLE` (one less than
/// forever's 9223372036 s and 854775807 ns).
pub(crate) const BEST_AVAILABLE: i64 = i64::MAX - 1;

/// A QoS profile, by upstream's name for it.
#[pyclass(name = "rmw_qos_profile_t", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyQosProfile {
    profile: QosProfile,
}

impl PyQosProfile {
    /// The middleware's profile.
    pub(crate) fn get(&self) -> QosProfile {
        self.profile
    }
}

#[pymethods]
impl PyQosProfile {
    #[new]
    #[expect(clippy::too_many_arguments, reason = "upstream's constructor")]
    fn new(
        history: u8,
        depth: usize,
        reliability: u8,
        durability: u8,
        lifespan: &Bound<'_, PyAny>,
        deadline: &Bound<'_, PyAny>,
        liveliness: u8,
        liveliness_lease_duration: &Bound<'_, PyAny>,
        avoid_ros_namespace_conventions: bool,
    ) -> PyResult<Self> {
        let profile = QosProfile {
            history: find(&HISTORIES, history, "history")?,
            depth,
            reliability: find(&RELIABILITIES, reliability, "reliability")?,
            durability: find(&DURABILITIES, durability, "durability")?,
            lifespan: duration(lifespan, "lifespan")?,
            deadline: duration(deadline, "deadline")?,
            liveliness: find(&LIVELINESSES, liveliness, "liveliness")?,
            liveliness_lease_duration: duration(
                liveliness_lease_duration,
                "liveliness_lease_duration",
            )?,
            avoid_ros_namespace_conventions,
        };
        Ok(Self { profile })
    }

    /// The profile that upstream has a name for.
    #[staticmethod]
    fn predefined(name: &str) -> PyResult<Self> {
        let profile = match name {
            "qos_profile_default" => QosProfile::DEFAULT,
            "qos_profile_unknown" => QosProfile::UNKNOWN,
            "qos_profile_system_default" => QosProfile::SYSTEM_DEFAULT,
            "qos_profile_sensor_data" => QosProfile::SENSOR_DATA,
            "qos_profile_services_default" => QosProfile::SERVICES_DEFAULT,
            "qos_profile_parameters" => QosProfile::PARAMETERS,
            "qos_profile_parameter_events" => QosProfile::PARAMETER_EVENTS,
            "qos_profile_action_status_default" => QosProfile::ACTION_STATUS,
            "qos_profile_rosout_default" => QosProfile::ROSOUT,
            "qos_profile_best_available" => QosProfile::BEST_AVAILABLE,
            other => {
                return Err(PyValueError::new_err(format!(
                    "no predefined QoS profile '{other}'"
                )));
            }
        };
        Ok(Self { profile })
    }

    /// The policies as keyword arguments of `rclpy.qos.QoSProfile`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.profile)
    }
}

/// The policies as keyword arguments of `rclpy.qos.QoSProfile`.
pub(crate) fn to_dict<'py>(py: Python<'py>, profile: &QosProfile) -> PyResult<Bound<'py, PyDict>> {
    let dictionary = PyDict::new(py);
    dictionary.set_item("depth", profile.depth)?;
    dictionary.set_item("history", number(&HISTORIES, profile.history))?;
    dictionary.set_item("reliability", number(&RELIABILITIES, profile.reliability))?;
    dictionary.set_item("durability", number(&DURABILITIES, profile.durability))?;
    dictionary.set_item("lifespan", to_duration(py, profile.lifespan)?)?;
    dictionary.set_item("deadline", to_duration(py, profile.deadline)?)?;
    dictionary.set_item("liveliness", number(&LIVELINESSES, profile.liveliness))?;
    dictionary.set_item(
        "liveliness_lease_duration",
        to_duration(py, profile.liveliness_lease_duration)?,
    )?;
    dictionary.set_item(
        "avoid_ros_namespace_conventions",
        profile.avoid_ros_namespace_conventions,
    )?;
    Ok(dictionary)
}

/// Whether two profiles match: upstream's number for the verdict, and the reason.
#[pyfunction]
pub(crate) fn rclpy_qos_check_compatible(
    publisher: &PyQosProfile,
    subscription: &PyQosProfile,
) -> (u8, String) {
    match publisher.profile.check_compatible(&subscription.profile) {
        QosCompatibility::Ok => (0, String::new()),
        QosCompatibility::Warning(reason) => (1, reason),
        QosCompatibility::Error(reason) => (2, reason),
    }
}

const HISTORIES: [(u8, History); 4] = [
    (0, History::SystemDefault),
    (1, History::KeepLast),
    (2, History::KeepAll),
    (3, History::Unknown),
];
const RELIABILITIES: [(u8, Reliability); 5] = [
    (0, Reliability::SystemDefault),
    (1, Reliability::Reliable),
    (2, Reliability::BestEffort),
    (3, Reliability::Unknown),
    (4, Reliability::BestAvailable),
];
const DURABILITIES: [(u8, Durability); 5] = [
    (0, Durability::SystemDefault),
    (1, Durability::TransientLocal),
    (2, Durability::Volatile),
    (3, Durability::Unknown),
    (4, Durability::BestAvailable),
];
const LIVELINESSES: [(u8, Liveliness); 5] = [
    (0, Liveliness::SystemDefault),
    (1, Liveliness::Automatic),
    (3, Liveliness::ManualByTopic),
    (4, Liveliness::Unknown),
    (5, Liveliness::BestAvailable),
];

fn find<T: Copy>(table: &[(u8, T)], wanted: u8, policy: &str) -> PyResult<T> {
    let found = table.iter().find(|(number, _)| *number == wanted);
    found.map(|(_, value)| *value).ok_or_else(|| {
        PyValueError::new_err(format!("{wanted} is no value of the QoS policy '{policy}'"))
    })
}

/// Every value is in its table.
fn number<T: PartialEq>(table: &[(u8, T)], value: T) -> u8 {
    table
        .iter()
        .find(|(_, known)| *known == value)
        .map_or(0, |(number, _)| *number)
}

fn duration(value: &Bound<'_, PyAny>, policy: &str) -> PyResult<QosDuration> {
    match value.getattr("nanoseconds")?.extract::<i64>()? {
        0 => Ok(QosDuration::Unspecified),
        INFINITE => Ok(QosDuration::Infinite),
        BEST_AVAILABLE => Ok(QosDuration::BestAvailable),
        ns => u64::try_from(ns)
            .map(|ns| QosDuration::Finite(Duration::from_nanos(ns)))
            .map_err(|_| {
                PyValueError::new_err(format!("the QoS policy '{policy}' is negative: {ns} ns"))
            }),
    }
}

fn to_duration<'py>(py: Python<'py>, value: QosDuration) -> PyResult<Bound<'py, PyAny>> {
    let nanoseconds = match value {
        QosDuration::Unspecified => 0,
        QosDuration::Infinite => INFINITE,
        QosDuration::BestAvailable => BEST_AVAILABLE,
        QosDuration::Finite(period) => i64::try_from(period.as_nanos()).unwrap_or(INFINITE),
    };
    let keywords = PyDict::new(py);
    keywords.set_item("nanoseconds", nanoseconds)?;
    py.import("rclpy.duration")?
        .getattr("Duration")?
        .call((), Some(&keywords))
}
