//! Messages, services and actions as Rust types. The [code generator](crate::codegen) implements
//! these traits.

use std::fmt::Debug;
use std::sync::Arc;

use crate::cdr::{DecodeError, EncodeError, Reader, Writer};
use crate::message_type::{ActionType, MessageType, ServiceType};
use crate::registry::{self, Registry};
use crate::source::{BundledSource, EmbeddedFile, EmbeddedSource, Source};

/// A message as a Rust struct.
pub trait Message: Debug + Default + Clone + PartialEq + Send + Sync + 'static {
    /// The full name, `std_msgs/msg/String`.
    const TYPE_NAME: &'static str;

    /// The fewest bytes of a body that a message takes, wherever it begins.
    const MIN_SIZE: usize;

    /// The run-time description of the type.
    fn type_support() -> Arc<MessageType>;

    /// At least as many bytes as [`Self::write`] will write.
    fn size_hint(&self) -> usize;

    /// Writes the message where the writer stands.
    ///
    /// # Errors
    /// When a string or sequence is longer than its bound.
    fn write(&self, writer: &mut Writer) -> Result<(), EncodeError>;

    /// Reads a message where the reader stands.
    ///
    /// # Errors
    /// The first thing that is wrong and the field it is in.
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// The message as a payload: encapsulation header and little-endian body.
    ///
    /// # Errors
    /// As [`Self::write`].
    fn to_cdr(&self) -> Result<Vec<u8>, EncodeError> {
        let mut writer = Writer::with_capacity(self.size_hint());
        self.write(&mut writer)?;
        Ok(writer.finish())
    }

    /// Reads a payload of either byte order. Bytes behind the message are allowed: some
    /// implementations pad.
    ///
    /// # Errors
    /// As [`Self::read`]; also when the encapsulation header is wrong.
    fn from_cdr(payload: &[u8]) -> Result<Self, DecodeError> {
        Self::read(&mut Reader::new(payload)?)
    }
}

/// A service as a Rust type, which has no values.
pub trait Service: 'static {
    /// What a client sends.
    type Request: Message;
    /// What the server answers.
    type Response: Message;

    /// The full name, `std_srvs/srv/Trigger`.
    const TYPE_NAME: &'static str;

    /// The run-time description of the type.
    fn type_support() -> Arc<ServiceType>;
}

/// An action as a Rust type, which has no values.
pub trait Action: 'static {
    /// What a client asks for.
    type Goal: Message;
    /// What came of it.
    type Result: Message;
    /// What the server tells on the way.
    type Feedback: Message;

    /// The full name, `example_interfaces/action/Fibonacci`.
    const TYPE_NAME: &'static str;

    /// The run-time description of the type.
    fn type_support() -> Arc<ActionType>;
}

/// Reads the elements of an array whose elements are not numbers.
///
/// # Errors
/// As `read`, which reads one; the element is named.
pub fn read_array<T: Default, const N: usize>(
    reader: &mut Reader<'_>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<[T; N], DecodeError> {
    let mut values = std::array::from_fn(|_| T::default());
    for (index, value) in values.iter_mut().enumerate() {
        *value = read(reader).map_err(|error| error.in_element(index))?;
    }
    Ok(values)
}

/// Reads a sequence whose elements are not numbers and take at least `min_element_size` bytes each.
///
/// # Errors
/// When the sequence is longer than `bound` or than the body can hold; as `read`, which reads one,
/// the element is named.
pub fn read_sequence<T>(
    reader: &mut Reader<'_>,
    min_element_size: usize,
    bound: Option<u32>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let count = reader.sequence_length(min_element_size, bound)?;
    let mut values = Vec::with_capacity(count);
    for index in 0..count {
        values.push(read(reader).map_err(|error| error.in_element(index))?);
    }
    Ok(values)
}

/// Writes the elements of an array or sequence whose elements are not numbers.
///
/// # Errors
/// As `write`, which writes one; the element is named.
pub fn write_each<T>(
    writer: &mut Writer,
    values: &[T],
    write: impl Fn(&T, &mut Writer) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    for (index, value) in values.iter().enumerate() {
        write(value, writer).map_err(|error| error.in_element(index))?;
    }
    Ok(())
}

/// The definitions that generated code refers to: its own and the standard ones.
#[doc(hidden)]
pub fn embedded_registry(files: &'static [EmbeddedFile]) -> Registry {
    Registry::with_sources([
        Arc::new(EmbeddedSource::new(files)) as Arc<dyn Source>,
        Arc::new(BundledSource),
    ])
}

macro_rules! embedded {
    ($function:ident, $lookup:ident, $type:ident) => {
        /// A type that the code generator has resolved before.
        #[doc(hidden)]
        pub fn $function(registry: &Registry, name: &'static str) -> Arc<$type> {
            let found = name
                .parse()
                .map_err(registry::Error::from)
                .and_then(|name| registry.$lookup(&name));
            match found {
                Ok(ty) => ty,
                // Nothing from outside: the same definitions made the code that asks for it.
                Err(error) => panic!("the embedded definition of '{name}' is broken: {error}"),
            }
        }
    };
}

embedded!(embedded_message, message, MessageType);
embedded!(embedded_service, service, ServiceType);
embedded!(embedded_action, action, ActionType);
