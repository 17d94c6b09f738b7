//! `ros2 topic type`.

use clap::Args;
use serde_json::Value as Json;

use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs};
use crate::types::unknown_topic;

#[derive(Debug, Args)]
pub(crate) struct TypeArgs {
    /// Name of the ROS topic to get type (e.g. '/chatter')
    topic_name: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Accepted for compatibility: a topic that is named may be a hidden one
    #[arg(long, hide = true)]
    include_hidden_topics: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl TypeArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        let topic = session.full_name(&self.topic_name)?;
        // A second type may come with a later announcement.
        session.settle()?;
        let names = session.graph().topic_names_and_types(false);
        let Some((_, types)) = names.into_iter().find(|(name, _)| *name == topic) else {
            return Err(unknown_topic(&session, &topic));
        };
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(types))?;
        } else {
            for name in types {
                out.line(name)?;
            }
        }
        out.finish()
    }
}
