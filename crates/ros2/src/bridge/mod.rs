//! `ros2 bridge`: a robot on DDS appears on Zenoh, and what is on Zenoh on the robot.

use std::io::{Write, stdout};
use std::sync::Arc;

use clap::Args;
use rosebay_bridge::{
    Bridge, BridgeId, BridgeOptions, End, RuleOptions, Rules, SideOptions, Traffic,
};
use rosebay_rcl::{Arguments, Logger, Severity, logging, middleware};
use rosebay_rmw_zenoh::{Settings, ZenohMiddleware};

use crate::error::{Error, Result};
use crate::interruption::Interrupted;
use crate::types;

#[derive(Debug, Args)]
pub(crate) struct BridgeArgs {
    /// The ROS domain on DDS, instead of ROS_DOMAIN_ID
    #[arg(long, value_name = "DOMAIN", value_parser = clap::value_parser!(u32).range(..=232))]
    dds: Option<u32>,
    /// Connect here on Zenoh, instead of where discovery leads (tcp/10.0.0.7:7447,
    /// tls/cloud.example.org:7447); certificates are for ZENOH_SESSION_CONFIG_URI or ZENOH_CONFIG_OVERRIDE
    #[arg(long, value_name = "ENDPOINT")]
    zenoh: Option<String>,
    /// The ROS domain on Zenoh, instead of that on DDS
    #[arg(long, value_name = "DOMAIN", value_parser = clap::value_parser!(u32).range(..=232))]
    zenoh_domain: Option<u32>,
    /// Carry only what matches; may be repeated. A regular expression over the whole name, as it is on DDS, of a
    /// topic, a service, an action, or a node and all that is its own (/camera/.*)
    #[arg(long, value_name = "PATTERN")]
    allow: Vec<String>,
    /// Carry nothing that matches, whatever --allow says; may be repeated
    #[arg(long, value_name = "PATTERN")]
    deny: Vec<String>,
    /// Have every name of DDS stand in this namespace on Zenoh; what is elsewhere on Zenoh is not carried
    #[arg(long, value_name = "NS", default_value = "", hide_default_value = true)]
    namespace: String,
    /// Carry at most HZ messages a second of each publisher of matching topics; may be repeated
    /// (/camera/.*=5)
    #[arg(long, value_name = "PATTERN=HZ", value_parser = rate)]
    max_rate: Vec<(String, f64)>,
    /// Which bridge this is, letters and digits; of several between the same networks the first in alphabetical
    /// order carries
    #[arg(long, value_name = "ID", value_parser = id)]
    id: Option<BridgeId>,
    /// Log every topic and service that is carried
    #[arg(short, long)]
    verbose: bool,
}

fn rate(text: &str) -> std::result::Result<(String, f64), String> {
    let parts = text.rsplit_once('=');
    let rate = parts.and_then(|(pattern, rate)| Some((pattern.to_owned(), rate.parse().ok()?)));
    rate.ok_or_else(|| "expected PATTERN=HZ, such as /camera/.*=5".to_owned())
}

fn id(text: &str) -> std::result::Result<BridgeId, String> {
    BridgeId::parse(text).ok_or_else(|| "expected letters and digits, a letter first".to_owned())
}

impl BridgeArgs {
    /// Carries until a signal comes.
    pub(crate) fn run(self) -> Result<()> {
        let rules = Rules::new(&RuleOptions {
            allow: self.allow.clone(),
            deny: self.deny.clone(),
            max_rates: self.max_rate.clone(),
            namespace: self.namespace.clone(),
        })
        .map_err(failed)?;
        let mut settings = Settings::from_environment().map_err(failed)?;
        settings.connect.extend(self.zenoh.clone());
        logging::configure(&Arguments::default());
        if self.verbose {
            Logger::new(rosebay_bridge::LOGGER).set_level(Severity::Debug);
        }
        // What nodes of Humble and plain applications of DDS leave out has to be found.
        types::all_interfaces();
        let options = BridgeOptions {
            near: SideOptions {
                label: "DDS".to_owned(),
                middleware: middleware::named("rmw_rosebay_dds")?,
                domain_id: self.dds,
                discovery_range: None,
            },
            far: SideOptions {
                label: "Zenoh".to_owned(),
                middleware: Arc::new(ZenohMiddleware::new(settings)),
                domain_id: self.zenoh_domain.or(self.dds),
                discovery_range: None,
            },
            rules,
            id: self.id.clone().unwrap_or_else(BridgeId::random),
        };
        let mut bridge = Bridge::open(&options).map_err(failed)?;
        // Not before: a session that waits for its router ends with the process, and nothing is to be put in order yet.
        let interrupted = Interrupted::watch()?;
        self.say_what_is_joined(&bridge);
        bridge.run(|| interrupted.came()).map_err(failed)?;
        for (from, way) in [(End::Near, "DDS to Zenoh"), (End::Far, "Zenoh to DDS")] {
            say(&format!("From {way}: {}", summary(&bridge.traffic(from))));
        }
        Ok(())
    }

    fn say_what_is_joined(&self, bridge: &Bridge) {
        let [dds, zenoh] = End::BOTH.map(|end| bridge.domain_id(end));
        let at = self.zenoh.as_ref();
        let at = at.map_or_else(String::new, |endpoint| format!(" at {endpoint}"));
        say(&format!(
            "Bridge {} joins domain {dds} on DDS and domain {zenoh} on Zenoh{at}",
            bridge.id()
        ));
        for (what, patterns) in [("Only", &self.allow), ("Without", &self.deny)] {
            if !patterns.is_empty() {
                say(&format!("{what} {}", patterns.join(", ")));
            }
        }
        if !self.namespace.is_empty() {
            say(&format!("In {} on Zenoh", self.namespace));
        }
    }
}

/// Says something; it is no reason to end that nobody reads it any more.
fn say(line: &str) {
    writeln!(stdout(), "{line}").ok();
}

fn summary(traffic: &Traffic) -> String {
    let mut text = format!(
        "{} messages of {} bytes, {} requests",
        traffic.messages, traffic.bytes, traffic.requests
    );
    for (count, what) in [
        (traffic.dropped, "messages dropped for their rate"),
        (traffic.failed, "messages that could not be published"),
        (traffic.unanswered, "requests without a server"),
    ] {
        if count > 0 {
            text += &format!(", {count} {what}");
        }
    }
    text
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Failed(error.to_string())
}
