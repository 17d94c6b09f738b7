//! What every instance of a message's Python class shares.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyType};
use rosebay_locks::Mutex;
use rosebay_rosidl::{Arity, Element, FieldInfo, InterfaceName, MessageType, Primitive};

use super::numeric::Numeric;
use super::python_class;

/// A message type as Python sees it. Lives as long as the process, as its Python class does.
pub(crate) struct MessageClass {
    pub(crate) ty: Arc<MessageType>,
    pub(crate) fields: Box<[Field]>,
    /// How many bytes the last message took that was encoded.
    size_hint: AtomicUsize,
    python: PyOnceLock<Py<PyType>>,
}

/// A field as Python sees it.
pub(crate) struct Field {
    pub(crate) info: FieldInfo,
    /// The name, interned, so that keywords are mostly found by comparing pointers.
    pub(crate) name: Py<PyString>,
    pub(crate) kind: Kind,
    /// The default, where it cannot be changed and so can be shared.
    pub(crate) shared_default: Option<Py<PyAny>>,
}

/// How Python holds the value of a field.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    One(Item),
    /// A `list`.
    List {
        item: Item,
        arity: Arity,
    },
    /// An `array.array` or a view of received numbers.
    Sequence {
        numeric: Numeric,
        bound: Option<u32>,
    },
    /// A `numpy.ndarray`.
    Array {
        numeric: Numeric,
        length: usize,
    },
}

/// One value that is a Python object of its own.
#[derive(Clone, Copy)]
pub(crate) enum Item {
    Bool,
    /// `bytes` of length 1.
    Byte,
    /// A `str` of length 1.
    Char,
    Int(Primitive),
    Float(Primitive),
    Text {
        wide: bool,
        bound: Option<u32>,
    },
    Message(&'static MessageClass),
}

impl MessageClass {
    /// The one class of this type.
    pub(crate) fn of(py: Python<'_>, ty: &Arc<MessageType>) -> PyResult<&'static Self> {
        static CLASSES: LazyLock<Mutex<HashMap<InterfaceName, &'static MessageClass>>> =
            LazyLock::new(Mutex::default);
        if let Some(class) = CLASSES.lock().get(&ty.name) {
            return Ok(class);
        }
        let fields = ty
            .fields
            .iter()
            .map(|info| Field::new(py, info))
            .collect::<PyResult<_>>()?;
        let class = Self {
            ty: Arc::clone(ty),
            fields,
            size_hint: AtomicUsize::new(0),
            python: PyOnceLock::new(),
        };
        let mut classes = CLASSES.lock();
        Ok(classes
            .entry(ty.name.clone())
            .or_insert_with(|| Box::leak(Box::new(class))))
    }

    /// The Python class, made at the first call.
    pub(crate) fn python(&'static self, py: Python<'_>) -> PyResult<&'static Py<PyType>> {
        self.python
            .get_or_try_init(py, || python_class::message(py, self))
    }

    pub(crate) fn size_hint(&self) -> usize {
        self.size_hint.load(Ordering::Relaxed)
    }

    pub(crate) fn set_size_hint(&self, size: usize) {
        self.size_hint.store(size, Ordering::Relaxed);
    }

    /// The index of the field with this name.
    pub(crate) fn index_of(&self, name: &Bound<'_, PyString>) -> PyResult<Option<usize>> {
        let same = |field: &Field| field.name.as_ptr() == name.as_ptr();
        if let Some(index) = self.fields.iter().position(same) {
            return Ok(Some(index));
        }
        Ok(self.ty.field_index(name.to_str()?))
    }
}

impl Field {
    fn new(py: Python<'_>, info: &FieldInfo) -> PyResult<Self> {
        let kind = Kind::of(py, info)?;
        Ok(Self {
            name: PyString::intern(py, &info.name).unbind(),
            kind,
            shared_default: match kind {
                Kind::One(item) => item
                    .default_value(py, info.default.as_ref())?
                    .map(Bound::unbind),
                _ => None,
            },
            info: info.clone(),
        })
    }
}

impl Kind {
    fn of(py: Python<'_>, info: &FieldInfo) -> PyResult<Self> {
        let arity = info.ty.arity;
        if let Element::Primitive(primitive) = &info.ty.element
            && let Some(numeric) = Numeric::of(*primitive)
        {
            match arity {
                Arity::One => {}
                Arity::Sequence { bound } => return Ok(Self::Sequence { numeric, bound }),
                Arity::Array(length) => {
                    let length = length as usize;
                    return Ok(Self::Array { numeric, length });
                }
            }
        }
        let item = Item::of(py, &info.ty.element)?;
        Ok(match arity {
            Arity::One => Self::One(item),
            arity => Self::List { item, arity },
        })
    }
}

impl Item {
    pub(crate) fn of(py: Python<'_>, element: &Element) -> PyResult<Self> {
        Ok(match element {
            Element::Primitive(Primitive::Bool) => Self::Bool,
            Element::Primitive(Primitive::Byte) => Self::Byte,
            Element::Primitive(Primitive::Char) => Self::Char,
            Element::Primitive(float @ (Primitive::Float32 | Primitive::Float64)) => {
                Self::Float(*float)
            }
            Element::Primitive(int) => Self::Int(*int),
            Element::String { bound } => Self::Text {
                wide: false,
                bound: *bound,
            },
            Element::WString { bound } => Self::Text {
                wide: true,
                bound: *bound,
            },
            Element::Message(ty) => Self::Message(MessageClass::of(py, ty)?),
        })
    }
}
