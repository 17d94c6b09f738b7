//! `ros2 service echo`: what services and clients tell of their calls.

use std::sync::Arc;

use clap::Args;
use rosebay_rcl::{QosProfile, SubscriptionOptions};
use rosebay_rosidl::{DynamicMessage, Literal, MessageType, Value};
use serde_json::Value as Json;

use crate::error::Result;
use crate::inbox::Inbox;
use crate::output::{Output, note};
use crate::session::{Session, SessionArgs};
use crate::topic::TextArgs;
use crate::types::{named_service_type, service_type_in};

#[derive(Debug, Args)]
pub(crate) struct EchoArgs {
    /// Name of the ROS service to echo (e.g. '/add_two_ints')
    service_name: String,
    /// Type of the ROS service (e.g. 'example_interfaces/srv/AddTwoInts')
    service_type: Option<String>,
    #[command(flatten)]
    session: SessionArgs,
    /// Output all recursive fields separated by commas (e.g. for plotting)
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    text: TextArgs,
    /// Print the first event and then exit
    #[arg(long)]
    once: bool,
    /// Print each event as one line of JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
}

impl EchoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let service = session.full_name(&self.service_name)?;
        session.settle()?;
        let ty = match &self.service_type {
            Some(name) => service_type_in(&session, name)?,
            None => named_service_type(&session, &service)?,
        };
        let topic = format!("{service}/_service_event");
        let inbox = Inbox::new();
        let events = inbox.clone();
        let subscription = session.node().create_raw_subscription(
            &ty.event,
            &topic,
            SubscriptionOptions::new(QosProfile::SERVICES_DEFAULT),
            move |sample, _| events.put(sample),
        )?;
        let mut out = Output::new();
        if subscription.publisher_count() == 0 && session.graph().count_publishers(&topic) == 0 {
            note(format_args!(
                "No publishers on topic '{topic}'; is service introspection on the client or server enabled?"
            ));
        }
        loop {
            session.spin_until(|| !inbox.is_empty(), None)?;
            while let Some(sample) = inbox.take() {
                let event = DynamicMessage::decode(Arc::clone(&ty.event), &sample.payload)?;
                self.show(&mut out, &event)?;
                if self.once {
                    return out.finish();
                }
            }
            out.flush()?;
        }
    }

    fn show(&self, out: &mut Output, event: &DynamicMessage) -> Result<()> {
        let options = self.text.options();
        if self.csv {
            return out.line(event.to_csv(&options));
        }
        let name = event_name(event);
        if self.json {
            let mut json = event.to_json();
            if let (Some(info), Some((_, name))) = (json.get_mut("info"), &name) {
                info["event_type"] = Json::from(name.as_str());
            }
            return out.json_line(&json);
        }
        let text = event.to_yaml(&options);
        // The event's type is the first field of the first field.
        out.text(&match name {
            Some((number, name)) => text.replacen(
                &format!("event_type: {number}"),
                &format!("event_type: {name}"),
                1,
            ),
            None => text,
        })?;
        out.line("---")
    }
}

/// The number of an event's type and its name in the definition.
fn event_name(event: &DynamicMessage) -> Option<(u8, String)> {
    let Ok(Value::Message(info)) = event.get("info") else {
        return None;
    };
    let Ok(Value::U8(number)) = info.get("event_type") else {
        return None;
    };
    let ty: &Arc<MessageType> = info.message_type();
    let constant = ty
        .constants
        .iter()
        .find(|constant| constant.value == Literal::Int(i128::from(*number)))?;
    Some((*number, constant.name.clone()))
}
