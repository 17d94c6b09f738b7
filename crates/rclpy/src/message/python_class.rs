//! Makes the Python classes of interfaces, in the shape of those that upstream generates.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use pyo3::exceptions::{PyImportError, PyNotImplementedError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCFunction, PyDict, PyList, PyTuple, PyType};
use rosebay_locks::Mutex;
use rosebay_rosidl::registry::{self, Registry};
use rosebay_rosidl::{
    ActionType, BaseType, Element, FolderSource, InterfaceKind, InterfaceName, Literal, NameError,
    ServiceType,
};

use super::class::{Item, MessageClass};
use super::field::{FieldAttribute, Fixed, FixedValue, Lazy, LazyValue};
use super::instance::Message;
use super::type_support::{Interface, TypeSupport};

/// Where the process's interfaces come from.
fn registry() -> &'static Arc<Registry> {
    static REGISTRY: LazyLock<Arc<Registry>> = LazyLock::new(Registry::standard);
    &REGISTRY
}

/// Adds a folder of packages with definition files.
pub(crate) fn add_root(folder: PathBuf) {
    registry().add_source(FolderSource::packages_in(folder));
}

/// The packages that have interfaces.
pub(crate) fn packages() -> Vec<String> {
    registry().packages()
}

/// The names of a package's interfaces of one kind.
pub(crate) fn interfaces(package: &str, kind: InterfaceKind) -> Vec<String> {
    let names = registry().interfaces(package);
    let of_kind = names.iter().filter(|name| name.kind() == kind);
    of_kind.map(|name| name.name().to_owned()).collect()
}

/// The class of an interface or of a part of one (`…/srv/AddTwoInts_Request`), always the same.
///
/// # Errors
/// `ImportError` when there is no such interface or its definition is wrong.
pub(crate) fn interface<'py>(
    py: Python<'py>,
    name: &InterfaceName,
) -> PyResult<Bound<'py, PyType>> {
    let part = name.name().split_once('_').map(|(_, part)| part);
    match (name.kind(), part) {
        (InterfaceKind::Srv, None) | (InterfaceKind::Action, Some("SendGoal" | "GetResult")) => {
            let service = registry().service(name).map_err(not_found)?;
            once(py, name, || service_class(py, service))
        }
        (InterfaceKind::Action, None) => {
            let action = registry().action(name).map_err(not_found)?;
            once(py, name, || action_class(py, action))
        }
        _ => {
            let ty = registry().message(name).map_err(not_found)?;
            Ok(MessageClass::of(py, &ty)?.python(py)?.bind(py).clone())
        }
    }
}

fn not_found(error: registry::Error) -> PyErr {
    PyImportError::new_err(error.to_string())
}

/// The class that was made for a name first.
fn once<'py>(
    py: Python<'py>,
    name: &InterfaceName,
    make: impl FnOnce() -> PyResult<Bound<'py, PyType>>,
) -> PyResult<Bound<'py, PyType>> {
    static CLASSES: LazyLock<Mutex<HashMap<InterfaceName, Py<PyType>>>> =
        LazyLock::new(Mutex::default);
    if let Some(class) = CLASSES.lock().get(name) {
        return Ok(class.bind(py).clone());
    }
    let class = make()?.unbind();
    let mut classes = CLASSES.lock();
    let class = classes.entry(name.clone()).or_insert(class);
    Ok(class.bind(py).clone())
}

/// Makes the class of a message.
pub(crate) fn message(py: Python<'_>, class: &'static MessageClass) -> PyResult<Py<PyType>> {
    let name = &class.ty.name;
    let support = Interface::Message(class);
    let shell = Shell::new(py, name, support, "message")?;
    for hook in [
        "_CREATE_ROS_MESSAGE",
        "_CONVERT_FROM_PY",
        "_CONVERT_TO_PY",
        "_DESTROY_ROS_MESSAGE",
    ] {
        shell.metaclass.set_item(hook, &shell.support)?;
    }
    let namespace = &shell.namespace;
    // No room for attributes besides the fields, which the base class holds.
    namespace.set_item("__slots__", PyTuple::empty(py))?;
    namespace.set_item("__doc__", doc(class))?;
    for constant in &class.ty.constants {
        let value = constant_value(py, &constant.ty, &constant.value)?;
        namespace.set_item(&constant.name, &value)?;
        shell.fix(&constant.name, FixedValue::Constant(value.unbind()))?;
    }
    let mut slots = Vec::with_capacity(class.fields.len() + 1);
    for (index, field) in class.fields.iter().enumerate() {
        let attribute = Bound::new(py, FieldAttribute { class, index })?;
        let slot = format!("_{}", field.info.name);
        namespace.set_item(&field.name, &attribute)?;
        namespace.set_item(&slot, &attribute)?;
        slots.push(slot);
        if field.info.default.is_some() {
            let default = format!("{}__DEFAULT", field.info.name.to_uppercase());
            let fixed = shell.fix(&default, FixedValue::Default(class, index))?;
            namespace.set_item(&default, fixed)?;
        }
    }
    slots.push("_check_fields".to_owned());
    shell.lazy("_fields_and_field_types", LazyValue::FieldTypes(class))?;
    shell.lazy("SLOT_TYPES", LazyValue::SlotTypes(class))?;
    let python = shell.build(py, name.name(), py.get_type::<Message>().into_any())?;
    python.setattr("__slots__", PyList::new(py, slots)?)?;
    Ok(python.unbind())
}

fn doc(class: &MessageClass) -> String {
    let mut doc = format!("Message class '{}'.", class.ty.name.name());
    if !class.ty.constants.is_empty() {
        doc.push_str("\n\nConstants:\n");
        for constant in &class.ty.constants {
            doc.push_str("  ");
            doc.push_str(&constant.name);
            doc.push('\n');
        }
    }
    doc
}

fn constant_value<'py>(
    py: Python<'py>,
    ty: &BaseType,
    value: &Literal,
) -> PyResult<Bound<'py, PyAny>> {
    let element = match ty {
        BaseType::Primitive(primitive) => Element::Primitive(*primitive),
        _ => Element::String { bound: None },
    };
    Item::of(py, &element)?.literal(py, Some(value))
}

fn service_class(py: Python<'_>, service: Arc<ServiceType>) -> PyResult<Bound<'_, PyType>> {
    let name = service.name.clone();
    let parts = [
        ("Request", service.request.name.clone()),
        ("Response", service.response.name.clone()),
        ("Event", service.event.name.clone()),
    ];
    let shell = Shell::new(py, &name, Interface::Service(service), "service")?;
    for (attribute, part) in parts {
        shell.lazy(attribute, LazyValue::Interface(part))?;
    }
    shell.forbid_instances(py, "Service classes can not be instantiated")?;
    shell.build(py, name.name(), py.get_type::<PyAny>().into_any())
}

fn action_class(py: Python<'_>, action: Arc<ActionType>) -> PyResult<Bound<'_, PyType>> {
    let name = action.name.clone();
    let parts = [
        ("Goal", action.goal.name.clone()),
        ("Result", action.result.name.clone()),
        ("Feedback", action.feedback.name.clone()),
    ];
    let inner = [
        ("SendGoalService", action.send_goal.name.clone()),
        ("GetResultService", action.get_result.name.clone()),
        ("FeedbackMessage", action.feedback_message.name.clone()),
        (
            "CancelGoalService",
            InterfaceName::new("action_msgs", InterfaceKind::Srv, "CancelGoal")
                .map_err(bad_name)?,
        ),
        (
            "GoalStatusMessage",
            InterfaceName::new("action_msgs", InterfaceKind::Msg, "GoalStatusArray")
                .map_err(bad_name)?,
        ),
    ];
    let shell = Shell::new(py, &name, Interface::Action(action), "action")?;
    for (attribute, part) in parts {
        shell.lazy(attribute, LazyValue::Interface(part))?;
    }
    let namespace = PyDict::new(py);
    namespace.set_item("__module__", module_of(&name))?;
    namespace.set_item("__qualname__", format!("{}.Impl", name.name()))?;
    for (attribute, part) in inner {
        lazy(&namespace, attribute, LazyValue::Interface(part))?;
    }
    let implementation = py
        .get_type::<PyType>()
        .call1(("Impl", PyTuple::empty(py), namespace))?;
    shell.namespace.set_item("Impl", implementation)?;
    shell.forbid_instances(py, "Action classes can not be instantiated")?;
    shell.build(py, name.name(), py.get_type::<PyAny>().into_any())
}

/// The error for a name that no interface can have.
pub(crate) fn bad_name(error: NameError) -> PyErr {
    PyImportError::new_err(error.to_string())
}

/// A class in the making: its namespace and that of its metaclass, on which upstream keeps the
/// type support and everything that must not be set.
struct Shell<'py> {
    support: Bound<'py, TypeSupport>,
    metaclass: Bound<'py, PyDict>,
    namespace: Bound<'py, PyDict>,
}

impl<'py> Shell<'py> {
    fn new(
        py: Python<'py>,
        name: &InterfaceName,
        interface: Interface,
        kind: &str,
    ) -> PyResult<Self> {
        let support = Bound::new(py, TypeSupport { interface })?;
        let module = module_of(name);
        let metaclass = PyDict::new(py);
        metaclass.set_item("__module__", &module)?;
        metaclass.set_item("__doc__", format!("Metaclass of {kind} '{}'.", name.name()))?;
        metaclass.set_item("_TYPE_SUPPORT", &support)?;
        metaclass.set_item("__import_type_support__", nothing_to_import(py)?)?;
        let namespace = PyDict::new(py);
        namespace.set_item("__module__", &module)?;
        namespace.set_item("__doc__", format!("The {kind} '{name}'."))?;
        Ok(Self {
            support,
            metaclass,
            namespace,
        })
    }

    /// An attribute of the class that cannot be set.
    fn fix(&self, name: &str, value: FixedValue) -> PyResult<Bound<'py, Fixed>> {
        let fixed = Fixed {
            name: name.to_owned(),
            value,
        };
        let fixed = Bound::new(self.namespace.py(), fixed)?;
        self.metaclass.set_item(name, &fixed)?;
        Ok(fixed)
    }

    fn lazy(&self, name: &'static str, value: LazyValue) -> PyResult<()> {
        lazy(&self.namespace, name, value)
    }

    fn forbid_instances(&self, py: Python<'py>, why: &'static str) -> PyResult<()> {
        let init = PyCFunction::new_closure(py, Some(c"__init__"), None, move |_, _| {
            Err::<(), _>(PyNotImplementedError::new_err(why))
        })?;
        self.namespace.set_item("__init__", init)
    }

    fn build(
        self,
        py: Python<'py>,
        name: &str,
        base: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyType>> {
        let metaclass = py.get_type::<PyType>().call1((
            format!("Metaclass_{name}"),
            (py.get_type::<PyType>(),),
            self.metaclass,
        ))?;
        let class = metaclass.call1((name, (base,), self.namespace))?;
        Ok(class.cast_into::<PyType>()?)
    }
}

fn lazy(namespace: &Bound<'_, PyDict>, name: &'static str, value: LazyValue) -> PyResult<()> {
    namespace.set_item(name, Bound::new(namespace.py(), Lazy { name, value })?)
}

/// Upstream's hook that loads a class's native half, which is always there.
fn nothing_to_import(py: Python<'_>) -> PyResult<&Bound<'_, PyCFunction>> {
    static HOOK: PyOnceLock<Py<PyCFunction>> = PyOnceLock::new();
    let hook = HOOK.get_or_try_init(py, || {
        PyCFunction::new_closure(py, Some(c"__import_type_support__"), None, |_, _| ())
            .map(Bound::unbind)
    })?;
    Ok(hook.bind(py))
}

/// The module that upstream generates an interface into: `std_msgs.msg._string`.
fn module_of(name: &InterfaceName) -> String {
    let whole = name.name().split('_').next().unwrap_or_default();
    format!("{}.{}._{}", name.package(), name.kind(), snake_case(whole))
}

/// `MultiDOFJointState` is `multi_dof_joint_state`.
pub(crate) fn snake_case(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut snake = String::with_capacity(name.len() + 8);
    for (index, &character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| characters.get(index));
        let after = characters.get(index + 1);
        let starts_word = character.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn names_of_modules() {
        for (name, module) in [
            ("String", "string"),
            ("LaserScan", "laser_scan"),
            ("ColorRGBA", "color_rgba"),
            ("MultiDOFJointState", "multi_dof_joint_state"),
            ("UInt8MultiArray", "u_int8_multi_array"),
            ("PointCloud2", "point_cloud2"),
            ("NavSatFix", "nav_sat_fix"),
            ("Vector3", "vector3"),
            ("IMU", "imu"),
        ] {
            assert_eq!(snake_case(name), module);
        }
    }
}
