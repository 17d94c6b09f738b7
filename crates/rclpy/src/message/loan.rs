//! Messages in memory that the middleware lends, whose numbers Python writes to where they are sent from.
//!
//! A loaned message is serialized when it is borrowed, with room for its large arrays, and from then on read as a
//! received one is. When it is published, only what Python has set meanwhile is written to it.

use bytes::Bytes;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyType};
use rosebay_rosidl::cdr::{Rewritten, Writer};

use super::buffer;
use super::class::{Kind, MessageClass};
use super::encode::{too_long, write_field_of, write_message};
use super::expect::Refusal;
use super::instance::Message;
use super::numeric::Numeric;
use super::payload::Payload;
use super::type_support::TypeSupport;

/// The room that is left for a field.
struct Room {
    index: usize,
    numeric: Numeric,
    bound: Option<u32>,
    count: usize,
}

/// Makes a message in memory that `lend` has for about as many bytes as it is told. `fields` are as the class takes
/// them, but that an integer for a sequence of numbers says how many there will be.
///
/// # Errors
/// As the class raises them; `ValueError` when a sequence would be too long.
pub(crate) fn borrow<'py>(
    class: &Bound<'py, PyType>,
    fields: Option<&Bound<'py, PyDict>>,
    lend: impl FnOnce(usize) -> Writer,
) -> PyResult<Bound<'py, PyAny>> {
    let py = class.py();
    let message_class = TypeSupport::of_message_class(class)?;
    let given = PyDict::new(py);
    let mut rooms = Vec::new();
    for (name, value) in fields.into_iter().flatten() {
        match room(message_class, &name, &value)? {
            Some(room) => rooms.push(room),
            None => given.set_item(name, value)?,
        }
    }
    let template = class.call((), Some(&given))?;
    let template = template.cast::<Message>()?.get();

    let mut without_rooms = Writer::new();
    write_message(py, template, &mut without_rooms)?;
    let size = rooms.iter().fold(without_rooms.position(), |size, room| {
        // What is aligned takes up to seven bytes more, in the sequence and behind it.
        size.saturating_add(room.count.saturating_mul(room.numeric.size()))
            .saturating_add(14)
    });
    let mut writer = lend(size);
    for (index, field) in message_class.fields.iter().enumerate() {
        match rooms.iter().find(|room| room.index == index) {
            Some(room) => room
                .leave(&mut writer)
                .map_err(|refusal| refusal.inside(&field.info.name))?,
            None => write_field_of(py, template, index, &mut writer)?,
        }
    }
    Message::lent(py, message_class, Payload::lent(writer.into_bytes()))
}

/// The room that a value asks for; `None` if it is a value.
fn room(
    class: &MessageClass,
    name: &Bound<'_, PyAny>,
    value: &Bound<'_, PyAny>,
) -> PyResult<Option<Room>> {
    let Some(index) = class.index_of(name.cast()?)? else {
        return Ok(None);
    };
    let kind = class.fields.get(index).map(|field| field.kind);
    let Some(Kind::Sequence { numeric, bound }) = kind else {
        return Ok(None);
    };
    if !value.is_instance_of::<PyInt>() {
        return Ok(None);
    }
    let count = value.extract().map_err(|_| {
        PyTypeError::new_err(format!(
            "expected the number of elements of '{name}', got {value}"
        ))
    })?;
    Ok(Some(Room {
        index,
        numeric,
        bound,
        count,
    }))
}

impl Room {
    fn leave(&self, writer: &mut Writer) -> Result<(), Refusal> {
        writer
            .sequence_length(self.count, self.bound)
            .map_err(too_long)?;
        if self.count > 0 {
            writer.align(self.numeric.size());
            writer.leave(self.count.saturating_mul(self.numeric.size()));
        }
        Ok(())
    }
}

/// Writes to a loan what Python has set since it was borrowed, and returns its bytes, to be published; or others, where
/// the message has another layout by now. `None` if the message is no loan.
///
/// # Errors
/// As for any message that is serialized.
pub(crate) fn fill_in(message: &Bound<'_, PyAny>) -> PyResult<Option<Bytes>> {
    let py = message.py();
    let Ok(message) = message.cast::<Message>() else {
        return Ok(None);
    };
    let message = message.get();
    let Some(payload) = message.loan() else {
        return Ok(None);
    };
    let mut writer = Writer::over(payload.lent_bytes());
    write_message(py, message, &mut writer)?;
    Ok(Some(match writer.into_rewritten() {
        Rewritten::InPlace(pieces) => {
            for (start, piece) in pieces {
                buffer::write(&payload, start, &piece);
            }
            payload.lent_bytes()
        }
        Rewritten::Moved(bytes) => bytes,
    }))
}

/// Ends the loan of a message that has been published; nothing if it is none.
pub(crate) fn give_back(message: &Bound<'_, PyAny>) {
    if let Ok(message) = message.cast::<Message>() {
        message.get().end_loan();
    }
}
