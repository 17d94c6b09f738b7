//! A command's place in the ROS graph: a hidden node that waits for discovery no longer than it must.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use rosebay_rcl::context::DiscoveryWait;
use rosebay_rcl::names::expand_topic_name;
use rosebay_rcl::rmw::Graph;
use rosebay_rcl::rmw::names::{is_hidden, validate_full_topic_name};
use rosebay_rcl::signals::{self, SignalOptions};
use rosebay_rcl::{Context, Executor, InitOptions, Node, NodeOptions, Parameter, Pending};

use crate::error::{Error, Result};
use crate::output::note;

/// How a command joins the graph.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SessionArgs {
    /// Spin time in seconds to wait for discovery, instead of until announcements stop
    #[arg(long, value_name = "SPIN_TIME", value_parser = seconds)]
    pub(crate) spin_time: Option<Duration>,
    /// Enable ROS simulation time
    #[arg(short = 's', long)]
    pub(crate) use_sim_time: bool,
    /// Accepted for compatibility: there is no daemon
    #[arg(long)]
    pub(crate) no_daemon: bool,
}

/// What other programs of ROS take on their command line.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RosArgs {
    /// ROS arguments for the command's node, up to '--' (e.g. --ros-args -r /tf:=/robot/tf)
    #[arg(
        long,
        value_name = "ARG",
        num_args = 0..,
        allow_hyphen_values = true,
        value_terminator = "--"
    )]
    ros_args: Vec<String>,
}

impl RosArgs {
    /// A command line with them. What the libraries warn of goes to standard error, and nowhere else.
    pub(crate) fn command_line(&self) -> Vec<String> {
        let before = [
            "ros2",
            "--ros-args",
            "--disable-external-lib-logs",
            "--disable-rosout-logs",
        ];
        let before = before.into_iter().map(str::to_owned);
        before.chain(self.ros_args.clone()).collect()
    }
}

/// What the nodes of one host need to tell of themselves, when somebody waits for it with a finger on a key.
const HASTE: DiscoveryWait = DiscoveryWait {
    at_least: Duration::from_millis(50),
    quiet: Duration::from_millis(20),
    at_most: Duration::from_millis(80),
};

/// Reads a number of seconds that is not negative.
pub(crate) fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| format!("expected a number of seconds, got '{text}'"))?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

/// Reads a number of seconds above zero.
pub(crate) fn positive_seconds(text: &str) -> std::result::Result<Duration, String> {
    match seconds(text)? {
        Duration::ZERO => Err("expected more than 0 seconds".to_owned()),
        duration => Ok(duration),
    }
}

/// An open context with a hidden node and the executor that runs it.
pub(crate) struct Session {
    context: Context,
    node: Node,
    executor: Executor,
    opened: Instant,
    wait: DiscoveryWait,
}

impl Session {
    /// Joins the graph.
    pub(crate) fn open(args: &SessionArgs) -> Result<Self> {
        Self::open_as(args, &hidden_name())
    }

    /// Joins the graph with a node of this name.
    pub(crate) fn open_as(args: &SessionArgs, node_name: &str) -> Result<Self> {
        Self::open_with(args, node_name, &RosArgs::default())
    }

    /// Joins the graph with a node that ROS arguments hold for: names are remapped, parameters set.
    pub(crate) fn open_remapped(args: &SessionArgs, ros: &RosArgs) -> Result<Self> {
        Self::open_with(args, &hidden_name(), ros)
    }

    /// Joins the graph in haste: discovery counts as settled when this host's nodes have told of themselves.
    pub(crate) fn open_hastily() -> Result<Self> {
        let session = Self::open(&SessionArgs::default())?;
        Ok(Self {
            wait: HASTE,
            ..session
        })
    }

    fn open_with(args: &SessionArgs, node_name: &str, ros: &RosArgs) -> Result<Self> {
        signals::install(SignalOptions::ALL)?;
        let opened = Instant::now();
        let context = Context::new(InitOptions {
            arguments: ros.command_line(),
            ..InitOptions::default()
        })?;
        let mut parameters = vec![Parameter::new("start_type_description_service", false)];
        if args.use_sim_time {
            parameters.push(Parameter::new("use_sim_time", true));
        }
        let options = NodeOptions {
            enable_rosout: false,
            start_parameter_services: false,
            parameter_overrides: parameters,
            ..NodeOptions::default()
        };
        let node = Node::with_options(&context, node_name, &options)?;
        let executor = Executor::new(&context);
        executor.add_node(&node);
        let wait = match args.spin_time {
            Some(time) => DiscoveryWait {
                at_least: time,
                quiet: Duration::ZERO,
                at_most: time,
            },
            None => DiscoveryWait::default(),
        };
        Ok(Self {
            context,
            node,
            executor,
            opened,
            wait,
        })
    }

    pub(crate) fn node(&self) -> &Node {
        &self.node
    }

    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    pub(crate) fn graph(&self) -> &Arc<Graph> {
        self.context.graph()
    }

    /// Waits until discovery has settled.
    pub(crate) fn settle(&self) -> Result<()> {
        self.wait_for(|_| false).map(drop)
    }

    /// Waits until something is in the graph, at most until discovery has settled. Returns whether it is.
    pub(crate) fn wait_for(&self, is_there: impl Fn(&Graph) -> bool) -> Result<bool> {
        let graph = self.graph();
        let there = self
            .context
            .wait_for_discovery(&self.wait, || is_there(graph));
        self.check()?;
        Ok(there)
    }

    /// Waits until something is there, for this long from now. Returns whether it is.
    pub(crate) fn wait_within(&self, time: Duration, is_there: impl Fn() -> bool) -> Result<bool> {
        let end = self.opened.elapsed().saturating_add(time);
        let wait = DiscoveryWait {
            at_least: end,
            quiet: Duration::ZERO,
            at_most: end,
        };
        let there = self.context.wait_for_discovery(&wait, is_there);
        self.check()?;
        Ok(there)
    }

    /// How many other participants were seen.
    pub(crate) fn other_participants(&self) -> usize {
        self.graph().participants().len().saturating_sub(1)
    }

    /// Says on standard error how many participants were seen, where what was looked for was not.
    pub(crate) fn report_participants(&self) {
        let count = self.other_participants();
        let plural = if count == 1 { "" } else { "s" };
        note(format_args!(
            "(saw {count} other participant{plural} in domain {})",
            self.context.domain_id()
        ));
    }

    /// Runs callbacks until the condition holds or the timeout passes. Returns whether it holds.
    pub(crate) fn spin_until(
        &self,
        condition: impl FnMut() -> bool,
        timeout: Option<Duration>,
    ) -> Result<bool> {
        let holds = self.executor.spin_until(condition, timeout);
        self.check()?;
        Ok(holds)
    }

    /// Runs callbacks until a point in time, and no longer, however many there are.
    pub(crate) fn spin_to(&self, end: Instant) -> Result<()> {
        let left = end.saturating_duration_since(Instant::now());
        self.spin_until(|| Instant::now() >= end, Some(left))
            .map(drop)
    }

    /// Runs callbacks until a response has come.
    pub(crate) fn wait_for_response<T>(
        &self,
        response: Pending<T>,
        timeout: Option<Duration>,
    ) -> Result<T> {
        let received = response.spin(&self.executor, timeout);
        self.check()?;
        Ok(received?)
    }

    pub(crate) fn executor(&self) -> &Executor {
        &self.executor
    }

    /// # Errors
    /// [`Error::Interrupted`] after a signal.
    pub(crate) fn check(&self) -> Result<()> {
        if self.context.ok() {
            Ok(())
        } else {
            Err(Error::Interrupted)
        }
    }

    /// A topic's or service's name in full; relative ones are in the root namespace.
    pub(crate) fn full_name(&self, name: &str) -> Result<String> {
        let expanded = expand_topic_name(name, self.node.name(), self.node.namespace())?;
        validate_full_topic_name(&expanded).map_err(rosebay_rcl::Error::from)?;
        Ok(expanded)
    }
}

/// The name of the node of a command.
fn hidden_name() -> String {
    format!("_ros2cli_{}", std::process::id())
}

/// Without the names that are hidden, unless they are wanted.
pub(crate) fn visible<T>(names: Vec<(String, T)>, include_hidden: bool) -> Vec<(String, T)> {
    let mut names = names;
    names.retain(|(name, _)| include_hidden || !is_hidden(name));
    names
}
