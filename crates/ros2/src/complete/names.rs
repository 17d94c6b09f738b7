//! The names of things, as far as they begin with what was typed.

use std::env;
use std::ffi::OsStr;
use std::sync::Arc;
use std::time::Duration;

use clap_complete::PathCompleter;
use clap_complete::engine::{CompletionCandidate, ValueCompleter};
use rosebay::tf2::{Buffer, TransformListener};
use rosebay_rcl::rmw::NamesAndTypes;
use rosebay_rcl::rmw::names::is_hidden;
use rosebay_rosidl::{InterfaceKind, InterfaceName, Registry};

use crate::error::Result;
use crate::fields::{numbers, split};
use crate::session::Session;
use crate::types::message_type;
use crate::{lifecycle, nodes, packages, param};

/// How long a question to a node may take.
const CALL_TIMEOUT: Duration = Duration::from_millis(40);
/// How long transforms are listened to.
const LISTENING: Duration = Duration::from_millis(30);

/// What an argument names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Actions,
    /// The type of the action before, or all.
    ActionTypes,
    /// Programs of the package before.
    Executables,
    /// Numbers in the messages of a topic: `/topic.field`.
    Fields,
    Frames,
    Interfaces,
    InterfacePackages,
    /// The type of the topic before, or all.
    MessageTypes,
    Nodes,
    Packages,
    /// Of the node before.
    Parameters,
    /// Packages and files of Python.
    Programs,
    Services,
    /// The type of the service before, or all.
    ServiceTypes,
    /// Fields of the topic before.
    TopicFields,
    Topics,
    /// Of the managed node before.
    Transitions,
}

impl Names {
    /// What an argument of a verb names; `None` where that is nothing that is known beforehand.
    pub(super) fn of(command: &str, verb: &str, argument: &str) -> Option<Self> {
        Some(match (command, verb, argument) {
            ("pkg", "create", _) | ("topic", "pub", "node_name") => return None,
            ("action", _, "action_name") => Self::Actions,
            ("action", _, "action_type") => Self::ActionTypes,
            ("interface", _, "type") => Self::Interfaces,
            ("interface", _, "package_name") => Self::InterfacePackages,
            ("lifecycle", _, "transition") => Self::Transitions,
            ("param", _, "parameter_name" | "parameter_names" | "param_prefixes") => {
                Self::Parameters
            }
            ("pkg", _, "package_name") => Self::Packages,
            ("plot", _, "fields") => Self::Fields,
            ("run", _, "package_name") => Self::Programs,
            ("run", _, "argv") => Self::Executables,
            ("service", _, "service_name") => Self::Services,
            ("service", _, "service_type") => Self::ServiceTypes,
            ("tf2", _, "source_frame" | "target_frame" | "frames") => Self::Frames,
            ("topic", _, "field") => Self::TopicFields,
            ("topic", _, "message_type" | "topic_type") => Self::MessageTypes,
            ("topic", _, "topic" | "topic_name") => Self::Topics,
            (_, _, "node_name") => Self::Nodes,
            _ => return None,
        })
    }

    /// All of them, or those that begin with what was typed.
    fn find(self, typed: &str) -> Result<Vec<String>> {
        match self {
            Self::Interfaces => Ok(interfaces(None)),
            Self::InterfacePackages => Ok(Registry::standard().packages()),
            Self::Packages | Self::Programs => Ok(packages::all().into_keys().collect()),
            Self::Executables => match &words_before()[..] {
                [package] => {
                    let all = packages::find(package)?.executables(package);
                    Ok(all.iter().map(packages::Executable::name).collect())
                }
                _ => Ok(Vec::new()),
            },
            Self::Frames => frames(),
            _ => {
                let session = Session::open_hastily()?;
                session.settle()?;
                self.in_graph(&session, typed)
            }
        }
    }

    /// Those that the graph tells of.
    fn in_graph(self, session: &Session, typed: &str) -> Result<Vec<String>> {
        let graph = session.graph();
        let words = words_before();
        let before = words.first().map(String::as_str).unwrap_or_default();
        let topics = || shown(graph.topic_names_and_types(false), typed);
        let services = || shown(graph.service_names_and_types(), typed);
        let actions = || shown(session.node().action_names_and_types(), typed);
        Ok(match self {
            Self::Topics => first(topics()),
            Self::Services => first(services()),
            Self::Actions => first(actions()),
            Self::Nodes => nodes::names(graph, typed.contains("/_")),
            Self::MessageTypes => types_or_all(topics(), before, InterfaceKind::Msg),
            Self::ServiceTypes => types_or_all(services(), before, InterfaceKind::Srv),
            Self::ActionTypes => types_or_all(actions(), before, InterfaceKind::Action),
            Self::Fields => fields(topics(), typed),
            Self::TopicFields => match types_of(topics(), before).first() {
                Some(name) => {
                    let ty = message_type(name)?;
                    numbers(&ty)
                }
                None => Vec::new(),
            },
            Self::Parameters => param::names(session, &nodes::absolute(before), CALL_TIMEOUT)?,
            Self::Transitions => {
                lifecycle::transition_labels(session, &nodes::absolute(before), CALL_TIMEOUT)?
            }
            _ => Vec::new(),
        })
    }
}

impl ValueCompleter for Names {
    fn complete(&self, current: &OsStr) -> Vec<CompletionCandidate> {
        let Some(typed) = current.to_str() else {
            return Vec::new();
        };
        // A shell shows candidates or nothing: an error has no place there.
        let names = self.find(typed).unwrap_or_default();
        let mut candidates: Vec<_> = beginning(names, typed)
            .into_iter()
            .map(CompletionCandidate::new)
            .collect();
        if *self == Self::Programs {
            let is_python =
                |path: &std::path::Path| path.extension().is_some_and(|end| end == "py");
            candidates.extend(PathCompleter::file().filter(is_python).complete(current));
        }
        candidates
    }
}

/// The names that begin with what was typed. Names in the graph are also found without their first slash.
fn beginning(names: Vec<String>, typed: &str) -> Vec<String> {
    let is_relative = !typed.is_empty() && !typed.starts_with('/');
    let names = names.into_iter().map(|name| match name.strip_prefix('/') {
        Some(rest) if is_relative => rest.to_owned(),
        _ => name,
    });
    names.filter(|name| name.starts_with(typed)).collect()
}

/// The words between the verb and the one to complete, without flags.
fn words_before() -> Vec<String> {
    // The shell calls `ros2 -- ros2 command verb …`.
    let words = env::args().skip_while(|word| word != "--").skip(2);
    let mut words: Vec<_> = words.collect();
    // Fish and zsh tell the place by a variable as well; what comes after it is of no use.
    let index = env::var("_CLAP_COMPLETE_INDEX").ok();
    let index = index.and_then(|index| index.parse::<usize>().ok());
    words.truncate(
        index
            .map_or(words.len(), |index| index.saturating_sub(1))
            .min(words.len()),
    );
    if index.is_none() {
        words.pop();
    }
    let verbs = match words.first().map(String::as_str) {
        Some("run" | "plot" | "graph") => 1,
        _ => 2,
    };
    let words = words.into_iter().skip(verbs);
    words.filter(|word| !word.starts_with('-')).collect()
}

fn first(names: NamesAndTypes) -> Vec<String> {
    names.into_iter().map(|(name, _)| name).collect()
}

/// Without hidden names, unless one is being typed.
fn shown(names: NamesAndTypes, typed: &str) -> NamesAndTypes {
    let mut names = names;
    names.retain(|(name, _)| typed.contains("/_") || !is_hidden(name));
    names
}

fn types_of(names: NamesAndTypes, wanted: &str) -> Vec<String> {
    let wanted = nodes::absolute(wanted);
    let mut names = names.into_iter();
    let found = names.find_map(|(name, types)| (name == wanted).then_some(types));
    found.unwrap_or_default()
}

fn types_or_all(names: NamesAndTypes, wanted: &str, kind: InterfaceKind) -> Vec<String> {
    let types = types_of(names, wanted);
    if types.is_empty() {
        interfaces(Some(kind))
    } else {
        types
    }
}

/// The names of all interfaces, or those of a kind.
fn interfaces(kind: Option<InterfaceKind>) -> Vec<String> {
    let registry = Registry::standard();
    let packages = registry.packages();
    let names = packages
        .iter()
        .flat_map(|package| registry.interfaces(package));
    names
        .filter(|name| kind.is_none_or(|kind| name.kind() == kind))
        .map(|name: InterfaceName| name.to_string())
        .collect()
}

/// Topics, or the numbers of one whose name is complete.
fn fields(topics: NamesAndTypes, typed: &str) -> Vec<String> {
    let (topic, _) = split(typed);
    if !typed.contains('.') {
        return first(topics);
    }
    let types = types_of(topics, topic);
    let ty = types.first().and_then(|name| message_type(name).ok());
    let paths = ty.map(|ty| numbers(&ty)).unwrap_or_default();
    paths
        .into_iter()
        .map(|path| format!("{topic}.{path}"))
        .collect()
}

/// The frames that are told of in a moment.
fn frames() -> Result<Vec<String>> {
    let session = Session::open_hastily()?;
    let buffer = Arc::new(Buffer::default());
    let _listener = TransformListener::new(&buffer, session.node())?;
    session.settle()?;
    session.spin_until(|| false, Some(LISTENING))?;
    let mut names = buffer.frame_names();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_and_without_their_slash() {
        let names = || vec!["/camera/image".to_owned(), "/chatter".to_owned()];
        assert_eq!(beginning(names(), "/ch"), ["/chatter"]);
        assert_eq!(beginning(names(), "cam"), ["camera/image"]);
        assert_eq!(beginning(names(), ""), ["/camera/image", "/chatter"]);
    }

    #[test]
    fn fields_follow_a_topic() {
        let topics = || {
            vec![(
                "/goal".to_owned(),
                vec!["geometry_msgs/msg/Point".to_owned()],
            )]
        };
        assert_eq!(fields(topics(), "/go"), ["/goal"]);
        assert_eq!(
            fields(topics(), "/goal."),
            ["/goal.x", "/goal.y", "/goal.z"]
        );
        assert_eq!(fields(topics(), "goal."), ["goal.x", "goal.y", "goal.z"]);
        assert_eq!(fields(topics(), "/other."), [""; 0]);
    }
}
