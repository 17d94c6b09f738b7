//! Types by the names that people write: `std_msgs/msg/String`, or `std_msgs/String` as upstream allows too.

use std::sync::{Arc, Once};

use rosebay_rosidl::{
    ActionType, FolderSource, InterfaceKind, InterfaceName, MessageType, Registry, ServiceType,
    registry,
};

use crate::error::{Error, Result};
use crate::session::Session;
use crate::{packages, peers};

/// The name of an interface; `kind` is taken where two parts leave it out.
pub(crate) fn interface_name(text: &str, kind: InterfaceKind) -> Result<InterfaceName> {
    match text.split('/').collect::<Vec<_>>()[..] {
        [package, name] => Ok(InterfaceName::new(package, kind, name)?),
        _ => Ok(text.parse()?),
    }
}

/// Every interface that Python would import here: those of [`Registry::standard`], and those whose definitions
/// are in folders on `sys.path`.
pub(crate) fn all_interfaces() -> Arc<Registry> {
    add_python_folders();
    Registry::standard()
}

/// Has the registry look into the folders of `sys.path` too. Returns whether it did not before.
fn add_python_folders() -> bool {
    static ADDED: Once = Once::new();
    let mut added = false;
    ADDED.call_once(|| {
        for folder in packages::python_path() {
            Registry::standard().add_source(FolderSource::packages_in(folder));
        }
        added = true;
    });
    added
}

type Lookup<T> = std::result::Result<T, registry::Error>;

/// Looks an interface up here; in Python's folders only where it is nowhere else, for Python has to be asked
/// which they are.
fn look_up<T>(get: impl Fn(&Registry) -> Lookup<T>) -> Lookup<T> {
    let registry = Registry::standard();
    match get(&registry) {
        Err(error) if error.is_unknown() && add_python_folders() => get(&registry),
        found => found,
    }
}

/// Looks an interface up here, and where it is unknown has the nodes that use it tell.
fn look_up_or_ask<T>(
    session: &Session,
    name: &InterfaceName,
    get: impl Fn(&Registry) -> Lookup<T>,
) -> Result<T> {
    match look_up(&get) {
        Err(error) if error.is_unknown() => match peers::ask(session, name, None)? {
            Some(registry) => Ok(get(&registry)?),
            None => Err(error.into()),
        },
        found => Ok(found?),
    }
}

/// A message type by its name.
pub(crate) fn message_type(text: &str) -> Result<Arc<MessageType>> {
    let name = interface_name(text, InterfaceKind::Msg)?;
    Ok(look_up(|registry| registry.message(&name))?)
}

/// A service type by its name.
pub(crate) fn service_type(text: &str) -> Result<Arc<ServiceType>> {
    let name = interface_name(text, InterfaceKind::Srv)?;
    Ok(look_up(|registry| registry.service(&name))?)
}

/// An action type by its name.
pub(crate) fn action_type(text: &str) -> Result<Arc<ActionType>> {
    let name = interface_name(text, InterfaceKind::Action)?;
    Ok(look_up(|registry| registry.action(&name))?)
}

/// The registry of what is known here, which has an interface's file.
pub(crate) fn registry_with(name: &InterfaceName) -> Result<Arc<Registry>> {
    look_up(|registry| registry.source_file(name))?;
    Ok(Registry::standard())
}

/// [`message_type`], or what the nodes that use it tell.
pub(crate) fn message_type_in(session: &Session, text: &str) -> Result<Arc<MessageType>> {
    let name = interface_name(text, InterfaceKind::Msg)?;
    look_up_or_ask(session, &name, |registry| registry.message(&name))
}

/// [`service_type`], or what the nodes that use it tell.
pub(crate) fn service_type_in(session: &Session, text: &str) -> Result<Arc<ServiceType>> {
    let name = interface_name(text, InterfaceKind::Srv)?;
    look_up_or_ask(session, &name, |registry| registry.service(&name))
}

/// [`action_type`], or what the nodes that use it tell.
pub(crate) fn action_type_in(session: &Session, text: &str) -> Result<Arc<ActionType>> {
    let name = interface_name(text, InterfaceKind::Action)?;
    look_up_or_ask(session, &name, |registry| registry.action(&name))
}

/// The type of a topic in the graph, by its full name; waits no longer than discovery takes.
pub(crate) fn topic_type(session: &Session, topic: &str) -> Result<Arc<MessageType>> {
    message_type_in(session, &topic_type_name(session, topic)?)
}

/// The type of a topic whose messages are not decoded: where it is unknown here, its name and its publishers'
/// hash stand for it.
pub(crate) fn topic_type_to_count(session: &Session, topic: &str) -> Result<Arc<MessageType>> {
    let name = topic_type_name(session, topic)?;
    let name = interface_name(&name, InterfaceKind::Msg)?;
    match look_up(|registry| registry.message(&name)) {
        Err(error) if error.is_unknown() => {
            let publishers = session.graph().publishers_info_by_topic(topic, false);
            let hash = publishers.iter().find_map(|publisher| publisher.type_hash);
            Ok(Arc::new(MessageType::opaque(name, hash)))
        }
        found => Ok(found?),
    }
}

fn topic_type_name(session: &Session, topic: &str) -> Result<String> {
    let find = || types_of(session.graph().topic_names_and_types(false), topic);
    if !session.wait_for(|_| find().is_some())? {
        return Err(unknown_topic(session, topic));
    }
    the_one_type("topic", topic, find().unwrap_or_default())
}

fn the_one_type(what: &str, name: &str, mut types: Vec<String>) -> Result<String> {
    match types.len() {
        1 => Ok(types.remove(0)),
        _ => Err(Error::Failed(format!(
            "Cannot use {what} '{name}', as it contains more than one type: [{}]",
            types.join(", ")
        ))),
    }
}

fn types_of(names: Vec<(String, Vec<String>)>, wanted: &str) -> Option<Vec<String>> {
    let mut names = names.into_iter();
    names.find_map(|(name, types)| (name == wanted).then_some(types))
}

/// The type of a service in the graph, by its full name; waits no longer than discovery takes.
pub(crate) fn named_service_type(session: &Session, service: &str) -> Result<Arc<ServiceType>> {
    let find = || types_of(session.graph().service_names_and_types(), service);
    if !session.wait_for(|_| find().is_some())? {
        return Err(unknown_service(session, service));
    }
    let name = the_one_type("service", service, find().unwrap_or_default())?;
    service_type_in(session, &name)
}

/// One type as it is, more as Python shows a list.
pub(crate) fn type_text(types: &[String]) -> String {
    match types {
        [one] => one.clone(),
        many => {
            let quoted: Vec<_> = many.iter().map(|name| format!("'{name}'")).collect();
            format!("[{}]", quoted.join(", "))
        }
    }
}

/// That a topic is not in the graph.
pub(crate) fn unknown_topic(session: &Session, topic: &str) -> Error {
    session.report_participants();
    let names = session.graph().topic_names_and_types(false);
    Error::unknown("topic", topic, names.iter().map(|(name, _)| name.as_str()))
}

/// That a service is not in the graph.
pub(crate) fn unknown_service(session: &Session, service: &str) -> Error {
    session.report_participants();
    let names = session.graph().service_names_and_types();
    Error::unknown(
        "service",
        service,
        names.iter().map(|(name, _)| name.as_str()),
    )
}
