//! The base class of all messages, which holds the fields' values.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use pyo3::exceptions::{PyAssertionError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use pyo3::{PyTraverseError, PyVisit};
use rosebay_locks::Mutex;

use super::class::{Kind, MessageClass};
use super::payload::Payload;
use super::source::{FieldSource, Source, decode_error};
use super::type_support::TypeSupport;
use super::view::ArrayView;

/// A message: received bytes that are not decoded yet, or values, or both.
#[pyclass(frozen, subclass, weakref, module = "rclpy._rclpy")]
pub(crate) struct Message {
    pub(crate) class: &'static MessageClass,
    state: Mutex<State>,
}

/// Locked for moments only, in which no Python code runs.
struct State {
    /// The values of the fields, as far as somebody has set or read them.
    values: Box<[Option<Py<PyAny>>]>,
    /// Where the others are, if the message was received.
    source: Option<Source>,
    /// Whether values may differ from what was received.
    changed: bool,
    /// Upstream's `_check_fields`.
    check_fields: bool,
    loan: Loan,
}

/// Whose the memory is that the message lies in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Loan {
    /// Its own.
    No,
    /// The middleware's, until it is published.
    Lent,
    /// It has been published, so the message is no more.
    Ended,
}

/// What is known of a field's value.
pub(crate) enum Slot {
    /// It is this.
    Value(Py<PyAny>),
    /// It was received and not read yet.
    Received(FieldSource),
    /// It is the default.
    Default,
}

impl Message {
    fn new(class: &'static MessageClass) -> Self {
        Self {
            class,
            state: Mutex::new(State {
                values: class.fields.iter().map(|_| None).collect(),
                source: None,
                changed: false,
                check_fields: check_fields_by_default(),
                loan: Loan::No,
            }),
        }
    }

    /// A message of received bytes.
    pub(crate) fn received<'py>(
        py: Python<'py>,
        class: &'static MessageClass,
        source: Source,
    ) -> PyResult<Bound<'py, PyAny>> {
        let message = class.python(py)?.bind(py).call0()?;
        message.cast::<Self>()?.get().state.lock().source = Some(source);
        Ok(message)
    }

    /// A message in lent memory that is to be published, serialized already.
    pub(crate) fn lent<'py>(
        py: Python<'py>,
        class: &'static MessageClass,
        payload: Arc<Payload>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let message = Self::received(py, class, Source::new(payload, 0))?;
        message.cast::<Self>()?.get().state.lock().loan = Loan::Lent;
        Ok(message)
    }

    /// The memory that it lies in, if that is lent.
    pub(crate) fn loan(&self) -> Option<Arc<Payload>> {
        let state = self.state.lock();
        let source = state.source.as_ref().filter(|_| state.loan == Loan::Lent)?;
        Some(Arc::clone(source.payload()))
    }

    /// Ends the loan of a message that has been published; whoever uses it then gets an error.
    pub(crate) fn end_loan(&self) {
        let mut state = self.state.lock();
        if state.loan != Loan::Lent {
            return;
        }
        state.loan = Loan::Ended;
        let source = state.source.take();
        let values: Vec<_> = state.values.iter_mut().map(Option::take).collect();
        // Dropping a Python object can run Python code.
        drop(state);
        if let Some(source) = source {
            source.payload().seal();
        }
        drop(values);
    }

    /// The state of a field, without decoding it.
    pub(crate) fn slot(&self, py: Python<'_>, index: usize) -> PyResult<Slot> {
        let state = &mut *self.state.lock();
        if let Some(value) = state.values.get(index).and_then(Option::as_ref) {
            return Ok(Slot::Value(value.clone_ref(py)));
        }
        match &mut state.source {
            Some(source) => source
                .field(self.class, index)
                .map(Slot::Received)
                .map_err(decode_error),
            None if state.loan == Loan::Ended => Err(ended()),
            None => Ok(Slot::Default),
        }
    }

    /// The value of a field, decoded or made if nobody has asked for it before.
    pub(crate) fn get_field(&self, py: Python<'_>, index: usize) -> PyResult<Py<PyAny>> {
        let Some(field) = self.class.fields.get(index) else {
            return Err(PyTypeError::new_err("no such field"));
        };
        let (value, received) = match self.slot(py, index)? {
            Slot::Value(value) => return Ok(value),
            Slot::Received(source) => (source.decode(py, field.kind)?, true),
            Slot::Default => match &field.shared_default {
                Some(shared) => return Ok(shared.clone_ref(py)),
                None => (field.default_value(py)?, false),
            },
        };
        Ok(self.keep(py, index, field.kind, value.unbind(), received))
    }

    /// Stores a value that has just been made, unless another thread was faster, and returns the
    /// one that is stored.
    fn keep(
        &self,
        py: Python<'_>,
        index: usize,
        kind: Kind,
        value: Py<PyAny>,
        received: bool,
    ) -> Py<PyAny> {
        // What is handed out and can be changed unseen counts as changed.
        let can_change = match kind {
            Kind::One(_) => false,
            Kind::List { .. } | Kind::Array { .. } => true,
            Kind::Sequence { .. } => !value.bind(py).is_exact_instance_of::<ArrayView>(),
        };
        let mut state = self.state.lock();
        state.changed |= received && can_change;
        match state.values.get_mut(index) {
            Some(Some(faster)) => {
                let faster = faster.clone_ref(py);
                drop(state);
                faster
            }
            Some(empty) => {
                *empty = Some(value.clone_ref(py));
                value
            }
            None => value,
        }
    }

    /// Sets a field, if its type allows.
    pub(crate) fn set_field(&self, index: usize, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let strict = self.state.lock().check_fields;
        self.store(index, value, strict)
    }

    fn store(&self, index: usize, value: &Bound<'_, PyAny>, strict: bool) -> PyResult<()> {
        let Some(field) = self.class.fields.get(index) else {
            return Err(PyTypeError::new_err("no such field"));
        };
        let value = field.accept(value, strict)?.unbind();
        let mut state = self.state.lock();
        if state.loan == Loan::Ended {
            return Err(ended());
        }
        state.changed = true;
        let old = state
            .values
            .get_mut(index)
            .and_then(|slot| slot.replace(value));
        // Dropping a Python object can run Python code.
        drop(state);
        drop(old);
        Ok(())
    }

    /// The received bytes, if they still are this message.
    pub(crate) fn received_bytes(&self, py: Python<'_>) -> Option<Bytes> {
        if !self.is_unchanged(py) {
            return None;
        }
        let state = self.state.lock();
        let source = state.source.as_ref().filter(|source| source.is_whole())?;
        source.payload().share()
    }

    /// Whether the message was received and nothing in it can have been changed.
    fn is_unchanged(&self, py: Python<'_>) -> bool {
        let held: Vec<Py<PyAny>> = {
            let state = self.state.lock();
            if state.changed || state.source.is_none() {
                return false;
            }
            let fields = self.class.fields.iter().zip(&state.values);
            fields
                .filter(|(field, _)| field.kind.can_change_inside())
                .filter_map(|(_, value)| value.as_ref().map(|value| value.clone_ref(py)))
                .collect()
        };
        held.iter().all(|value| {
            let value = value.bind(py);
            match (value.cast::<Self>(), value.cast::<ArrayView>()) {
                (Ok(message), _) => message.get().is_unchanged(py),
                (_, Ok(view)) => view.get().window().is_some(),
                _ => false,
            }
        })
    }

    fn field_index(&self, name: &Bound<'_, PyAny>) -> PyResult<Option<usize>> {
        self.class.index_of(name.cast::<PyString>()?)
    }

    fn has_fields_equal_to(&self, other: &Self, py: Python<'_>) -> PyResult<bool> {
        for (index, field) in self.class.fields.iter().enumerate() {
            let ours = self.get_field(py, index)?.into_bound(py);
            let theirs = other.get_field(py, index)?;
            let equal = match field.kind {
                Kind::Array { .. } => ours
                    .rich_compare(theirs, CompareOp::Eq)?
                    .call_method0(intern!(py, "all"))?
                    .is_truthy()?,
                _ => ours.eq(theirs)?,
            };
            if !equal {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Kind {
    /// Whether a value that has been read can change although nobody sets the field.
    fn can_change_inside(self) -> bool {
        match self {
            Self::One(item) => matches!(item, super::class::Item::Message(_)),
            _ => true,
        }
    }
}

#[pymethods]
impl Message {
    #[new]
    #[classmethod]
    #[pyo3(signature = (*_args, **_kwargs), text_signature = None)]
    fn __new__(
        cls: &Bound<'_, PyType>,
        _args: &Bound<'_, PyTuple>,
        _kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        Ok(Self::new(TypeSupport::of_message_class(cls)?))
    }

    #[pyo3(signature = (**kwargs))]
    fn __init__(&self, kwargs: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
        let Some(kwargs) = kwargs else {
            return Ok(());
        };
        let py = kwargs.py();
        if let Some(check) = kwargs.get_item(intern!(py, "check_fields"))? {
            self.state.lock().check_fields = check.is_truthy()?;
        }
        let mut unknown = Vec::new();
        for (name, value) in kwargs {
            match self.field_index(&name)? {
                Some(index) => self.set_field(index, &value)?,
                None if name.eq(intern!(py, "check_fields"))? => {}
                None => unknown.push(name.to_string()),
            }
        }
        if unknown.is_empty() {
            return Ok(());
        }
        unknown.sort();
        Err(PyAssertionError::new_err(format!(
            "Invalid arguments passed to constructor: {}",
            unknown.join(", ")
        )))
    }

    /// Whether assigned arrays are kept as the objects they are.
    #[getter(_check_fields)]
    fn check_fields(&self) -> bool {
        self.state.lock().check_fields
    }

    #[setter(_check_fields)]
    fn set_check_fields(&self, check: &Bound<'_, PyAny>) -> PyResult<()> {
        let check = check.is_truthy()?;
        self.state.lock().check_fields = check;
        Ok(())
    }

    /// The fields' names, and their types as text.
    #[classmethod]
    fn get_fields_and_field_types<'py>(cls: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyAny>> {
        let py = cls.py();
        cls.getattr(intern!(py, "_fields_and_field_types"))?
            .call_method0(intern!(py, "copy"))
    }

    fn __richcmp__<'py>(
        slf: &Bound<'py, Self>,
        other: &Bound<'py, PyAny>,
        op: CompareOp,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let equal = match op {
            CompareOp::Eq | CompareOp::Ne => {
                other.is_instance(&slf.get_type())?
                    && slf
                        .get()
                        .has_fields_equal_to(other.cast::<Self>()?.get(), py)?
            }
            _ => return Ok(py.NotImplemented().into_bound(py)),
        };
        let result = equal == matches!(op, CompareOp::Eq);
        Ok(result.into_pyobject(py)?.to_owned().into_any())
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let py = slf.py();
        let this = slf.get();
        let ty = slf.get_type();
        let module = ty.module()?;
        let package = module
            .to_str()?
            .rsplit_once('.')
            .map_or("", |(package, _)| package);
        let mut fields = Vec::with_capacity(this.class.fields.len());
        for (index, field) in this.class.fields.iter().enumerate() {
            let value = this.get_field(py, index)?.into_bound(py);
            let shown = match field.kind {
                Kind::Sequence { .. } => value.call_method0(intern!(py, "tolist"))?.repr()?,
                _ => value.repr()?,
            };
            fields.push(format!("{}={}", field.info.name, shown.to_str()?));
        }
        let name = ty.name()?;
        let dot = if package.is_empty() { "" } else { "." };
        Ok(format!("{package}{dot}{name}({})", fields.join(", ")))
    }

    fn __reduce_ex__<'py>(
        slf: &Bound<'py, Self>,
        _protocol: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let this = slf.get();
        let fields = PyDict::new(py);
        for (index, field) in this.class.fields.iter().enumerate() {
            fields.set_item(&field.name, this.get_field(py, index)?)?;
        }
        let new = py
            .import(intern!(py, "copyreg"))?
            .getattr(intern!(py, "__newobj__"))?;
        // The attributes that a user's subclass may have.
        let attributes = slf.getattr_opt(intern!(py, "__dict__"))?;
        let state = (fields, this.check_fields(), attributes);
        (new, (slf.get_type(),), state).into_pyobject(py)
    }

    fn __setstate__(
        slf: &Bound<'_, Self>,
        state: (Bound<'_, PyDict>, bool, Option<Bound<'_, PyAny>>),
    ) -> PyResult<()> {
        let py = slf.py();
        let this = slf.get();
        let (fields, check_fields, attributes) = state;
        this.state.lock().check_fields = check_fields;
        for (name, value) in &fields {
            match this.field_index(&name)? {
                Some(index) => this.store(index, &value, true)?,
                None => {
                    return Err(PyTypeError::new_err(format!(
                        "'{}' has no field '{name}'",
                        this.class.ty.name
                    )));
                }
            }
        }
        if let Some(attributes) = attributes {
            slf.getattr(intern!(py, "__dict__"))?
                .call_method1(intern!(py, "update"), (attributes,))?;
        }
        Ok(())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // Nobody can hold the lock while Python collects garbage; if so, the message is kept.
        let Some(state) = self.state.try_lock() else {
            return Ok(());
        };
        state
            .values
            .iter()
            .flatten()
            .try_for_each(|value| visit.call(value))
    }

    fn __clear__(&self) {
        let values = std::mem::take(&mut self.state.lock().values);
        drop(values);
    }
}

fn ended() -> PyErr {
    PyValueError::new_err(
        "this loaned message has been published, which gave it back; borrow another with borrow_loaned_message()",
    )
}

/// Upstream's `ROS_PYTHON_CHECK_FIELDS`, looked at once.
fn check_fields_by_default() -> bool {
    static CHECK: LazyLock<bool> =
        LazyLock::new(|| std::env::var_os("ROS_PYTHON_CHECK_FIELDS").is_some_and(|set| set == "1"));
    *CHECK
}
