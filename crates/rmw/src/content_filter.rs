//! Subscriptions that want only some of a topic's messages.

use std::fmt;
use std::sync::Arc;

use rosebay_rosidl::MessageType;
use rosebay_rosidl::filter::Filter;

use crate::{Error, Result};

/// A condition on messages, in the SQL of DDS (DDS 1.4, Annex B; [`rosebay_rosidl::filter`] says what of it).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContentFilterOptions {
    /// The condition: `temperature > %0 AND header.frame_id = 'oven'`.
    pub filter_expression: String,
    /// The values of `%0`, `%1` and so on, at most 100, written as in an expression.
    pub expression_parameters: Vec<String>,
}

/// A condition that fits the type of a topic's messages, ready to be held against them.
#[derive(Clone)]
pub struct ContentFilter {
    /// What it was made of.
    pub options: ContentFilterOptions,
    filter: Arc<Filter>,
}

impl fmt::Debug for ContentFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.options.fmt(f)
    }
}

impl ContentFilter {
    /// Compiles a condition.
    ///
    /// # Errors
    /// [`Error::InvalidContentFilter`].
    pub fn new(message_type: &Arc<MessageType>, options: &ContentFilterOptions) -> Result<Self> {
        let filter = Filter::new(
            message_type,
            &options.filter_expression,
            &options.expression_parameters,
        )
        .map_err(Error::InvalidContentFilter)?;
        Ok(Self {
            options: options.clone(),
            filter: Arc::new(filter),
        })
    }

    /// Whether a serialized message meets the condition. One that cannot be read does, so that whoever takes it
    /// says so.
    pub fn accepts(&self, payload: &[u8]) -> bool {
        self.filter.accepts(payload).unwrap_or(true)
    }
}
