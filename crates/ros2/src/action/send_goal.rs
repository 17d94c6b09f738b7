//! `ros2 action send_goal`.

use std::sync::Arc;
use std::time::Duration;

use clap::{ArgGroup, Args};
use rosebay_rcl::RawActionClient;
use rosebay_rcl::action::{
    ActionClientOptions, ActionClientWork, ActionService, CancelCode, GoalId,
};
use rosebay_rosidl::{ActionType, DynamicMessage, MessageType, Value};
use serde_json::json;

use super::echo::{status_text, uuid_text};
use crate::error::{Error, Result};
use crate::inbox::Inbox;
use crate::interruption::Interruption;
use crate::output::Output;
use crate::session::{Session, SessionArgs, positive_seconds};
use crate::types::{action_type_in, service_type};
use crate::values::{Template, read_stdin};

/// How long the answer to a cancel request is waited for.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source").args(["goal", "stdin"]))]
pub(crate) struct SendGoalArgs {
    /// Name of the ROS action (e.g. '/fibonacci')
    action_name: String,
    /// Type of the ROS action (e.g. 'example_interfaces/action/Fibonacci')
    action_type: String,
    /// Goal request values in YAML format (e.g. '{order: 10}')
    #[arg(
        default_value = "{}",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    goal: String,
    /// Read goal from standard input
    #[arg(long)]
    stdin: bool,
    /// Echo feedback messages for the goal
    #[arg(short, long)]
    feedback: bool,
    /// Give up when no server is there within this many seconds, and cancel the goal when it has not
    /// finished within as many
    #[arg(long, value_name = "N", value_parser = positive_seconds)]
    timeout: Option<Duration>,
    #[command(flatten)]
    session: SessionArgs,
    /// Print acceptance, feedback and result as lines of JSON, and nothing else
    #[arg(long)]
    json: bool,
}

/// How a goal ended, or how its wait did.
enum Ending {
    Result(DynamicMessage),
    Interrupted,
    TimedOut,
}

/// A goal on its way.
struct Goal<'a> {
    args: &'a SendGoalArgs,
    session: &'a Session,
    ty: &'a ActionType,
    client: &'a RawActionClient,
    id: GoalId,
    feedback: Inbox<DynamicMessage>,
}

impl SendGoalArgs {
    pub(crate) fn run(self) -> Result<()> {
        let text = if self.stdin {
            read_stdin()?
        } else {
            self.goal.clone()
        };
        let session = Session::open(&self.session)?;
        let ty = action_type_in(&session, &self.action_type)?;
        let template = Template::parse(&ty.goal, &text)?;
        // From here on a signal is first told to this, which cancels the goal, and then ends the session.
        let interruption = Interruption::watch(session.executor());
        let feedback = Inbox::new();
        let id = GoalId::random();
        let client = self.client(&session, &ty, id, &feedback)?;
        let mut out = Output::new();
        self.note(
            &mut out,
            "Waiting for an action server to become available...",
        )?;
        let server = || client.server_is_ready() || interruption.came();
        session.wait_within(self.timeout.unwrap_or(Duration::MAX), server)?;
        if interruption.came() {
            return Err(Error::Interrupted);
        }
        if !client.server_is_ready() {
            return Err(Error::Failed(format!(
                "no server of action '{}' became available",
                client.action_name()
            )));
        }
        self.note(
            &mut out,
            format_args!(
                "Sending goal:\n     {}",
                template.message().to_yaml(&Default::default())
            ),
        )?;
        let goal = Goal {
            args: &self,
            session: &session,
            ty: &ty,
            client: &client,
            id,
            feedback,
        };
        if !goal.send(template.message())? {
            self.note(&mut out, "Goal was rejected.")?;
            if self.json {
                out.json_line(&json!({"goal_id": id_text(id), "accepted": false}))?;
            }
            return out.finish();
        }
        if self.json {
            out.json_line(&json!({"goal_id": id_text(id), "accepted": true}))?;
        }
        self.note(
            &mut out,
            format_args!("Goal accepted with ID: {}\n", id_text(id)),
        )?;
        match goal.follow(&interruption, &mut out)? {
            Ending::Result(response) => goal.finish(&response, &mut out)?,
            Ending::Interrupted => {
                goal.cancel(&mut out)?;
                return Err(Error::Interrupted);
            }
            Ending::TimedOut => {
                goal.cancel(&mut out)?;
                return Err(Error::Failed("the goal did not finish in time".to_owned()));
            }
        }
        out.finish()
    }

    fn client(
        &self,
        session: &Session,
        ty: &Arc<ActionType>,
        id: GoalId,
        feedback: &Inbox<DynamicMessage>,
    ) -> Result<RawActionClient> {
        let inbox = feedback.clone();
        let message_type = Arc::clone(&ty.feedback_message);
        let wanted = self.feedback;
        let callback = move |work, _| {
            if !wanted {
                return;
            }
            let ActionClientWork::Feedback(sample) = work else {
                return;
            };
            // What cannot be read, or is another goal's, is none of ours.
            if let Ok(message) = DynamicMessage::decode(Arc::clone(&message_type), &sample.payload)
                && message.get_path("goal_id.uuid") == Ok(Value::U8Array(id.0.to_vec()))
            {
                inbox.put(message);
            }
        };
        Ok(session.node().create_raw_action_client(
            ty,
            &self.action_name,
            ActionClientOptions::default(),
            callback,
        )?)
    }

    fn note(&self, out: &mut Output, note: impl std::fmt::Display) -> Result<()> {
        if self.json {
            return Ok(());
        }
        out.line(note)?;
        out.flush()
    }
}

fn id_text(id: GoalId) -> String {
    uuid_text(&Value::U8Array(id.0.to_vec()))
}

impl Goal<'_> {
    fn request(&self, ty: &Arc<MessageType>) -> Result<DynamicMessage> {
        let mut request = DynamicMessage::new(Arc::clone(ty));
        request.set_path("goal_id.uuid", self.id.0.to_vec())?;
        Ok(request)
    }

    /// Sends the goal. Returns whether it was accepted.
    fn send(&self, goal: &DynamicMessage) -> Result<bool> {
        let mut request = self.request(&self.ty.send_goal.request)?;
        request.set("goal", goal.clone())?;
        let pending = self
            .client
            .call_serialized_async(ActionService::SendGoal, request.encode()?.into())?;
        let sample = self.session.wait_for_response(pending, self.args.timeout)?;
        let response = Arc::clone(&self.ty.send_goal.response);
        let response = DynamicMessage::decode(response, &sample.payload)?;
        Ok(response.get("accepted")? == &Value::Bool(true))
    }

    /// Prints feedback until the result has come, or the wait for it ends.
    fn follow(&self, interruption: &Interruption, out: &mut Output) -> Result<Ending> {
        let request = self.request(&self.ty.get_result.request)?;
        let pending = self
            .client
            .call_serialized_async(ActionService::GetResult, request.encode()?.into())?;
        loop {
            let news = || pending.is_done() || !self.feedback.is_empty() || interruption.came();
            let in_time = self.session.spin_until(news, self.args.timeout)?;
            while let Some(message) = self.feedback.take() {
                self.show_feedback(&message, out)?;
            }
            if let Some(sample) = pending.take() {
                let response = Arc::clone(&self.ty.get_result.response);
                return Ok(Ending::Result(DynamicMessage::decode(
                    response,
                    &sample?.payload,
                )?));
            }
            if interruption.came() {
                return Ok(Ending::Interrupted);
            }
            if !in_time {
                return Ok(Ending::TimedOut);
            }
        }
    }

    fn show_feedback(&self, message: &DynamicMessage, out: &mut Output) -> Result<()> {
        let Value::Message(feedback) = message.get("feedback")? else {
            return Ok(());
        };
        if self.args.json {
            return out.json_line(&json!({
                "goal_id": id_text(self.id),
                "feedback": feedback.to_json(),
            }));
        }
        self.args.note(
            out,
            format_args!("Feedback:\n    {}", feedback.to_yaml(&Default::default())),
        )
    }

    fn finish(&self, response: &DynamicMessage, out: &mut Output) -> Result<()> {
        let (Value::I8(status), Value::Message(result)) =
            (response.get("status")?, response.get("result")?)
        else {
            return Ok(());
        };
        let status_text = status_text(*status);
        if self.args.json {
            out.json_line(&json!({
                "goal_id": id_text(self.id),
                "status": status_text,
                "result": result.to_json(),
            }))?;
        }
        self.args.note(
            out,
            format_args!("Result:\n    {}", result.to_yaml(&Default::default())),
        )?;
        self.args.note(
            out,
            format_args!("Goal finished with status: {status_text}"),
        )
    }

    fn cancel(&self, out: &mut Output) -> Result<()> {
        self.args.note(out, "Canceling goal...")?;
        let ty = service_type("action_msgs/srv/CancelGoal")?;
        let mut request = DynamicMessage::new(Arc::clone(&ty.request));
        request.set_path("goal_info.goal_id.uuid", self.id.0.to_vec())?;
        let pending = self
            .client
            .call_serialized_async(ActionService::CancelGoal, request.encode()?.into())?;
        let sample = self
            .session
            .wait_for_response(pending, Some(CANCEL_TIMEOUT))?;
        let response = DynamicMessage::decode(Arc::clone(&ty.response), &sample.payload)?;
        let accepted = response.get("return_code")? == &Value::I8(CancelCode::None as i8);
        if !accepted || response.get("goals_canceling")?.is_empty() {
            return Err(Error::Failed("Failed to cancel goal".to_owned()));
        }
        self.args.note(out, "Goal canceled.")
    }
}
