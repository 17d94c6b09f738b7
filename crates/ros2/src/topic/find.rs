//! `ros2 topic find`.

use clap::Args;
use serde_json::Value as Json;

use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs, visible};

#[derive(Debug, Args)]
pub(crate) struct FindArgs {
    /// Name of the ROS topic type to filter for (e.g. 'std_msgs/msg/String')
    topic_type: String,
    #[command(flatten)]
    session: SessionArgs,
    /// Only display the number of topics discovered
    #[arg(short, long)]
    count_topics: bool,
    /// Consider hidden topics as well
    #[arg(long)]
    include_hidden_topics: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl FindArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let names = session.graph().topic_names_and_types(false);
        let mut found = visible(names, self.include_hidden_topics);
        found.retain(|(_, types)| types.contains(&self.topic_type));
        let found: Vec<_> = found.into_iter().map(|(name, _)| name).collect();
        let mut out = Output::new();
        if self.json {
            out.json(&Json::from(found))?;
        } else if self.count_topics {
            out.line(found.len())?;
        } else {
            for name in found {
                out.line(name)?;
            }
        }
        out.finish()
    }
}
