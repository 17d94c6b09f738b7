//! A topic that is looked into: its messages, or a number of them over time.

use std::sync::Arc;

use rosebay_rcl::{QosProfile, RawSubscription, Sample, SubscriptionOptions};
use rosebay_rosidl::{DynamicMessage, MessageType, TextOptions};

use crate::chart::Series;
use crate::error::{Error, Result};
use crate::fields::numbers;
use crate::inbox::Inbox;
use crate::qos::QosArgs;
use crate::session::Session;
use crate::types::topic_type;

/// How many elements of arrays are shown.
const ELEMENTS: usize = 16;

/// A topic whose messages are decoded.
pub(super) struct Detail {
    pub(super) topic: String,
    ty: Arc<MessageType>,
    messages: Inbox<Sample>,
    _subscription: Option<RawSubscription>,
    pub(super) content: Content,
}

/// What is shown of it.
pub(super) enum Content {
    /// The last message as text.
    Text(String),
    /// One of the message's numbers.
    Plot(Plot),
}

/// A number over time.
pub(super) struct Plot {
    fields: Vec<String>,
    field: usize,
    pub(super) series: Series,
    begin: Option<i64>,
}

impl Plot {
    fn of(fields: Vec<String>, field: usize) -> Self {
        Self {
            series: Series::new(&fields[field]),
            fields,
            field,
            begin: None,
        }
    }
}

impl Detail {
    /// Subscribes to a topic.
    pub(super) fn open(session: &Session, topic: &str, plot: bool) -> Result<Self> {
        let ty = topic_type(session, topic)?;
        let mut detail = Self::new(topic, ty, plot)?;
        let publishers = session.graph().publishers_info_by_topic(topic, false);
        let (qos, _) = QosArgs::default().subscription(QosProfile::SENSOR_DATA, &publishers);
        let messages = detail.messages.clone();
        detail._subscription = Some(session.node().create_raw_subscription(
            &detail.ty,
            topic,
            SubscriptionOptions::new(qos),
            move |sample, _| messages.put(sample),
        )?);
        Ok(detail)
    }

    /// A topic that nothing comes from.
    pub(super) fn new(topic: &str, ty: Arc<MessageType>, plot: bool) -> Result<Self> {
        let content = if plot {
            let mut fields = numbers(&ty);
            if fields.is_empty() {
                return Err(Error::Failed(format!("there is no number in {}", ty.name)));
            }
            // What is measured, rather than when.
            fields.sort_by_key(|field| field.starts_with("header.") || field.contains("stamp."));
            Content::Plot(Plot::of(fields, 0))
        } else {
            Content::Text("(no message yet)".to_owned())
        };
        Ok(Self {
            topic: topic.to_owned(),
            ty,
            messages: Inbox::new(),
            _subscription: None,
            content,
        })
    }

    /// Takes in what has come.
    pub(super) fn take(&mut self) {
        let mut last = None;
        while let Some(sample) = self.messages.take() {
            self.plot(&sample);
            last = Some(sample);
        }
        if let (Content::Text(text), Some(sample)) = (&mut self.content, last) {
            *text = match DynamicMessage::decode(Arc::clone(&self.ty), &sample.payload) {
                Ok(message) => message.to_yaml(&TextOptions {
                    truncate_length: Some(ELEMENTS),
                    ..TextOptions::default()
                }),
                Err(error) => error.to_string(),
            };
        }
    }

    fn plot(&mut self, sample: &Sample) {
        let Content::Plot(plot) = &mut self.content else {
            return;
        };
        let message = DynamicMessage::decode(Arc::clone(&self.ty), &sample.payload);
        // What cannot be decoded, or lacks the element, has no place in the plot.
        let value = message.ok().and_then(|message| {
            let value = message.get_path(&plot.fields[plot.field]).ok()?;
            value.as_f64()
        });
        if let Some(value) = value {
            let time = sample.info.received_timestamp;
            let begin = *plot.begin.get_or_insert(time);
            plot.series.push((time - begin) as f64 * 1e-9, value);
        }
    }

    /// Plots another number of the message.
    pub(super) fn choose_field(&mut self, step: isize) {
        let Content::Plot(plot) = &mut self.content else {
            return;
        };
        let count = plot.fields.len();
        let field = (plot.field + count).saturating_add_signed(step) % count;
        *plot = Plot::of(std::mem::take(&mut plot.fields), field);
    }
}

#[cfg(test)]
impl Detail {
    /// Has a message come.
    pub(super) fn put(&self, sample: Sample) {
        self.messages.put(sample);
    }
}
