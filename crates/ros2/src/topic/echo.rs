//! `ros2 topic echo`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use rosebay_rcl::rmw::{EventKind, EventStatus};
use rosebay_rcl::{MessageInfo, QosProfile, Sample, SubscriptionOptions};
use rosebay_rosidl::{DynamicMessage, MessageType, TextOptions, python_bytes};
use serde_json::{Value as Json, json};

use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::inbox::Inbox;
use crate::output::{Output, note};
use crate::qos::QosArgs;
use crate::session::{Session, SessionArgs, positive_seconds};
use crate::types::{message_type_in, topic_type, topic_type_to_count};
use crate::values;

#[derive(Debug, Args)]
pub(crate) struct EchoArgs {
    /// Name of the ROS topic to listen to (e.g. '/chatter')
    topic_name: String,
    /// Type of the ROS message (e.g. 'std_msgs/msg/String')
    message_type: Option<String>,
    #[command(flatten)]
    session: SessionArgs,
    #[command(flatten)]
    qos: QosArgs,
    /// Output all recursive fields separated by commas (e.g. for plotting)
    #[arg(long)]
    csv: bool,
    /// Echo a selected field of a message, sub-fields after '.', elements as '[0]'
    /// (e.g. pose.pose.position)
    #[arg(long)]
    field: Option<String>,
    #[command(flatten)]
    text: TextArgs,
    /// Don't report when a message is lost
    #[arg(long)]
    no_lost_messages: bool,
    /// Echo the raw binary representation
    #[arg(long)]
    raw: bool,
    /// Expression over m, the message or the selected field, that messages must satisfy to be printed
    /// (e.g. 'm.data > 3 and m.name != "x"')
    #[arg(long, value_name = "FILTER_EXPR")]
    filter: Option<Filter>,
    /// Print the first message received and then exit
    #[arg(long)]
    once: bool,
    /// Set a timeout in seconds for waiting
    #[arg(long, value_name = "N", value_parser = positive_seconds)]
    timeout: Option<Duration>,
    /// Shows the associated message info
    #[arg(short, long)]
    include_message_info: bool,
    /// Print each message as one line of JSON
    #[arg(long, conflicts_with_all = ["csv", "raw"])]
    json: bool,
}

/// How much of a message is printed.
#[derive(Debug, Args)]
pub(crate) struct TextArgs {
    /// Output all elements of arrays, bytes and strings, instead of '...' after --truncate-length of them
    #[arg(short, long)]
    full_length: bool,
    /// The length to truncate arrays, bytes, and string to
    #[arg(short = 'l', long, value_name = "N", default_value_t = 128)]
    truncate_length: usize,
    /// Don't print array fields of messages
    #[arg(long)]
    no_arr: bool,
    /// Don't print string fields of messages
    #[arg(long)]
    no_str: bool,
    /// Print collections on one line (not available with csv format)
    #[arg(long)]
    flow_style: bool,
}

impl TextArgs {
    pub(crate) fn options(&self) -> TextOptions {
        TextOptions {
            truncate_length: (!self.full_length).then_some(self.truncate_length),
            no_arr: self.no_arr,
            no_str: self.no_str,
            flow_style: self.flow_style,
        }
    }
}

/// What came in.
enum Received {
    Message(Sample),
    Lost(EventStatus),
}

impl EchoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let field = self.field.as_deref();
        if let Some(path) = field.filter(|path| path.trim_matches('.').is_empty()) {
            return Err(Error::Failed(format!(
                "Invalid field value '{path}': expected a path such as 'header.stamp'"
            )));
        }
        let session = Session::open(&self.session)?;
        let topic = session.full_name(&self.topic_name)?;
        session.settle()?;
        let ty = match &self.message_type {
            Some(name) => message_type_in(&session, name)?,
            None if self.raw => topic_type_to_count(&session, &topic)?,
            None => topic_type(&session, &topic)?,
        };
        let mut out = Output::new();
        let publishers = session.graph().publishers_info_by_topic(&topic, false);
        let (qos, notes) = self.qos.subscription(QosProfile::SENSOR_DATA, &publishers);
        for line in notes {
            note(line);
        }
        let inbox = Inbox::new();
        let messages = inbox.clone();
        let subscription = session.node().create_raw_subscription(
            &ty,
            &topic,
            SubscriptionOptions::new(qos),
            move |sample, _| messages.put(Received::Message(sample)),
        )?;
        let losses = inbox.clone();
        let _lost = if self.no_lost_messages {
            None
        } else {
            Some(
                subscription.on_event(EventKind::MessageLost, move |status, _| {
                    losses.put(Received::Lost(status));
                })?,
            )
        };
        let deadline = self.timeout.map(|timeout| Instant::now() + timeout);
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if !session.spin_until(|| !inbox.is_empty(), left)? {
                return out.finish();
            }
            while let Some(received) = inbox.take() {
                let printed = match received {
                    Received::Message(sample) => self.show(&mut out, &ty, &sample)?,
                    Received::Lost(status) => {
                        report_lost(status);
                        false
                    }
                };
                if printed && self.once {
                    return out.finish();
                }
            }
            out.flush()?;
        }
    }

    /// Prints a message, unless the filter keeps it back. Returns whether it did.
    fn show(&self, out: &mut Output, ty: &Arc<MessageType>, sample: &Sample) -> Result<bool> {
        if self.raw {
            if self.include_message_info {
                out.text(&info_yaml(&sample.info))?;
                out.line("---")?;
            }
            out.line(python_bytes(&sample.payload))?;
            out.line("---")?;
            return Ok(true);
        }
        let message = DynamicMessage::decode(Arc::clone(ty), &sample.payload)?;
        let selected = match &self.field {
            Some(path) => values::field(&message, path)?,
            None => message.into(),
        };
        if let Some(filter) = &self.filter
            && !filter.holds(&selected)?
        {
            return Ok(false);
        }
        if self.json {
            let json = selected.to_json();
            out.json_line(&if self.include_message_info {
                json!({"info": info_json(&sample.info), "message": json})
            } else {
                json
            })?;
            return Ok(true);
        }
        let options = self.text.options();
        let rosebay_rosidl::Value::Message(message) = selected else {
            let field_type = self
                .field
                .as_deref()
                .and_then(|path| values::field_type(ty, path));
            let text = field_type
                .map(|ty| selected.to_python(&ty))
                .unwrap_or_default();
            if self.include_message_info {
                out.text(&info_yaml(&sample.info))?;
                out.line("---")?;
            }
            out.line(text)?;
            out.line("---")?;
            return Ok(true);
        };
        if self.csv {
            let info = &sample.info;
            if self.include_message_info {
                out.text(&format!(
                    "{},{},{},{},",
                    info.source_timestamp,
                    info.received_timestamp,
                    number(info.publication_sequence_number),
                    number(info.reception_sequence_number)
                ))?;
            }
            out.line(message.to_csv(&options))?;
            return Ok(true);
        }
        if self.include_message_info {
            out.text(&info_yaml(&sample.info))?;
            out.line("---")?;
        }
        out.text(&message.to_yaml(&options))?;
        out.line("---")?;
        Ok(true)
    }
}

fn report_lost(status: EventStatus) {
    if let EventStatus::MessageLost(count) = status {
        note(format_args!(
            "A message was lost!!!\n\ttotal count change:{}\n\ttotal count: {}\n---",
            count.total_count_change, count.total_count
        ));
    }
}

fn number(number: Option<u64>) -> String {
    number.map_or_else(|| "None".to_owned(), |number| number.to_string())
}

fn info_yaml(info: &MessageInfo) -> String {
    let number =
        |number: Option<u64>| number.map_or_else(|| "null".to_owned(), |number| number.to_string());
    format!(
        "publication_sequence_number: {}\nreceived_timestamp: {}\nreception_sequence_number: {}\n\
         source_timestamp: {}\n",
        number(info.publication_sequence_number),
        info.received_timestamp,
        number(info.reception_sequence_number),
        info.source_timestamp
    )
}

fn info_json(info: &MessageInfo) -> Json {
    json!({
        "source_timestamp": info.source_timestamp,
        "received_timestamp": info.received_timestamp,
        "publication_sequence_number": info.publication_sequence_number,
        "reception_sequence_number": info.reception_sequence_number,
        "publisher_gid": info.publisher_gid.to_string(),
    })
}
