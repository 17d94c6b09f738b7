//! `ros2 action echo`: what a server tells of its goals.

use std::sync::Arc;

use clap::Args;
use rosebay_rcl::action::{ActionPart, GoalStatus};
use rosebay_rcl::{QosProfile, Sample, SubscriptionOptions};
use rosebay_rosidl::{DynamicMessage, MessageType, Value};
use serde_json::{Value as Json, json};

use super::unknown_action;
use crate::error::{Error, Result};
use crate::inbox::Inbox;
use crate::output::Output;
use crate::session::{Session, SessionArgs};
use crate::topic::TextArgs;
use crate::types::{action_type_in, message_type};

#[derive(Debug, Args)]
pub(crate) struct EchoArgs {
    /// Name of the ROS action to echo (e.g. '/fibonacci')
    action_name: String,
    /// Type of the ROS action (e.g. 'example_interfaces/action/Fibonacci')
    action_type: Option<String>,
    #[command(flatten)]
    session: SessionArgs,
    #[command(flatten)]
    text: TextArgs,
    /// Print the first piece of feedback and then exit
    #[arg(long)]
    once: bool,
    /// Print feedback and states as lines of JSON
    #[arg(long)]
    json: bool,
}

enum Told {
    Feedback(Sample),
    Status(Sample),
}

impl EchoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let action = session.full_name(&self.action_name)?;
        session.settle()?;
        let type_name = match &self.action_type {
            Some(name) => name.clone(),
            None => named_type(&session, &action)?,
        };
        let feedback_type = Arc::clone(&action_type_in(&session, &type_name)?.feedback_message);
        let status_type = message_type("action_msgs/msg/GoalStatusArray")?;
        let inbox = Inbox::new();
        let (feedback, status) = (inbox.clone(), inbox.clone());
        let _feedback = session.node().create_raw_subscription(
            &feedback_type,
            &ActionPart::Feedback.name(&action),
            SubscriptionOptions::new(QosProfile::SERVICES_DEFAULT),
            move |sample, _| feedback.put(Told::Feedback(sample)),
        )?;
        let _status = session.node().create_raw_subscription(
            &status_type,
            &ActionPart::Status.name(&action),
            SubscriptionOptions::new(QosProfile::ACTION_STATUS),
            move |sample, _| status.put(Told::Status(sample)),
        )?;
        let mut out = Output::new();
        loop {
            session.spin_until(|| !inbox.is_empty(), None)?;
            while let Some(told) = inbox.take() {
                match told {
                    Told::Feedback(sample) => {
                        self.show_feedback(&mut out, &feedback_type, &sample)?;
                        if self.once {
                            return out.finish();
                        }
                    }
                    Told::Status(sample) => self.show_states(&mut out, &status_type, &sample)?,
                }
            }
            out.flush()?;
        }
    }

    fn show_feedback(
        &self,
        out: &mut Output,
        ty: &Arc<MessageType>,
        sample: &Sample,
    ) -> Result<()> {
        let message = DynamicMessage::decode(Arc::clone(ty), &sample.payload)?;
        let goal = uuid_text(&message.get_path("goal_id.uuid")?);
        let Value::Message(feedback) = message.get("feedback")? else {
            return Ok(());
        };
        if self.json {
            return out.json_line(&json!({"goal_id": goal, "feedback": feedback.to_json()}));
        }
        out.line(format_args!("goal_id: {goal}"))?;
        out.line("feedback:")?;
        for line in feedback.to_yaml(&self.text.options()).lines() {
            out.line(format_args!("  {line}"))?;
        }
        out.line("---")
    }

    fn show_states(&self, out: &mut Output, ty: &Arc<MessageType>, sample: &Sample) -> Result<()> {
        let message = DynamicMessage::decode(Arc::clone(ty), &sample.payload)?;
        let Value::MessageArray(states) = message.get("status_list")? else {
            return Ok(());
        };
        let mut goals = Vec::new();
        for state in states {
            let goal = uuid_text(&state.get_path("goal_info.goal_id.uuid")?);
            if let Value::I8(status) = state.get("status")? {
                goals.push((goal, status_text(*status)));
            }
        }
        if self.json {
            let goals = goals.into_iter();
            let list: Json = goals
                .map(|(goal, status)| json!({"goal_id": goal, "status": status}))
                .collect();
            return out.json_line(&json!({ "status": list }));
        }
        out.line("status:")?;
        for (goal, status) in goals {
            out.line(format_args!("  {goal}: {status}"))?;
        }
        out.line("---")
    }
}

/// The name of the type of an action in the graph.
pub(super) fn named_type(session: &Session, action: &str) -> Result<String> {
    let names = session.node().action_names_and_types();
    let mut names = names.into_iter();
    let types = names.find_map(|(name, types)| (name == action).then_some(types));
    match types.as_deref() {
        Some([one]) => Ok(one.clone()),
        Some(many) => Err(Error::Failed(format!(
            "Cannot use action '{action}', as it contains more than one type: [{}]",
            many.join(", ")
        ))),
        None => Err(unknown_action(session, action)),
    }
}

/// A goal's id in hexadecimal.
pub(super) fn uuid_text(uuid: &Value) -> String {
    match uuid {
        Value::U8Array(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        _ => String::new(),
    }
}

/// A goal's state as upstream's tools print it.
pub(super) fn status_text(number: i8) -> String {
    GoalStatus::from_number(number).to_string()
}
