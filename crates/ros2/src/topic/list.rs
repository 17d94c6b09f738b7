//! `ros2 topic list`.

use clap::Args;
use serde_json::json;

use crate::error::Result;
use crate::output::Output;
use crate::session::{Session, SessionArgs, visible};

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    session: SessionArgs,
    /// Additionally show the topic type
    #[arg(short = 't', long)]
    show_types: bool,
    /// Only display the number of topics discovered
    #[arg(short, long)]
    count_topics: bool,
    /// Consider hidden topics as well
    #[arg(long)]
    include_hidden_topics: bool,
    /// List full details about each topic
    #[arg(short, long)]
    verbose: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A topic with what `--verbose` tells.
struct Topic {
    name: String,
    types: Vec<String>,
    publishers: usize,
    subscriptions: usize,
}

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open(&self.session)?;
        session.settle()?;
        let graph = session.graph();
        let names = visible(
            graph.topic_names_and_types(false),
            self.include_hidden_topics,
        );
        let topics: Vec<_> = names
            .into_iter()
            .map(|(name, types)| Topic {
                publishers: graph.count_publishers(&name),
                subscriptions: graph.count_subscriptions(&name),
                name,
                types,
            })
            .collect();
        let mut out = Output::new();
        if self.json {
            out.json(&topics.iter().map(json_of).collect())?;
        } else if self.count_topics {
            out.line(topics.len())?;
        } else if topics.is_empty() {
            session.report_participants();
        } else if self.verbose {
            details(&mut out, &topics, "Published", "publisher", |topic| {
                topic.publishers
            })?;
            details(&mut out, &topics, "Subscribed", "subscriber", |topic| {
                topic.subscriptions
            })?;
        } else {
            for topic in &topics {
                if self.show_types {
                    out.line(format_args!("{} [{}]", topic.name, topic.types.join(", ")))?;
                } else {
                    out.line(&topic.name)?;
                }
            }
        }
        out.finish()
    }
}

fn json_of(topic: &Topic) -> serde_json::Value {
    json!({
        "name": topic.name,
        "types": topic.types,
        "publishers": topic.publishers,
        "subscriptions": topic.subscriptions,
    })
}

fn details(
    out: &mut Output,
    topics: &[Topic],
    heading: &str,
    role: &str,
    count: fn(&Topic) -> usize,
) -> Result<()> {
    out.line(format_args!("{heading} topics:"))?;
    for topic in topics {
        let count = count(topic);
        if count > 0 {
            let plural = if count > 1 { "s" } else { "" };
            out.line(format_args!(
                " * {} [{}] {count} {role}{plural}",
                topic.name,
                topic.types.join(", ")
            ))?;
        }
    }
    out.line("")
}
