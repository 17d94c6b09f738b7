//! Types by the names that people write: `std_msgs/msg/String`, or `std_msgs/String` as upstream allows too.

use std::sync::Arc;

use rosebay_rosidl::{
    ActionType, InterfaceKind, InterfaceName, MessageType, Registry, ServiceType,
};

use crate::error::{Error, Result};
use crate::session::Session;

/// The name of an interface; `kind` is taken where two parts leave it out.
pub(crate) fn interface_name(text: &str, kind: InterfaceKind) -> Result<InterfaceName> {
    match text.split('/').collect::<Vec<_>>()[..] {
        [package, name] => Ok(InterfaceName::new(package, kind, name)?),
        _ => Ok(text.parse()?),
    }
}

/// A message type by its name.
pub(crate) fn message_type(text: &str) -> Result<Arc<MessageType>> {
    Ok(Registry::standard().message(&interface_name(text, InterfaceKind::Msg)?)?)
}

/// A service type by its name.
pub(crate) fn service_type(text: &str) -> Result<Arc<ServiceType>> {
    Ok(Registry::standard().service(&interface_name(text, InterfaceKind::Srv)?)?)
}

/// An action type by its name.
pub(crate) fn action_type(text: &str) -> Result<Arc<ActionType>> {
    Ok(Registry::standard().action(&interface_name(text, InterfaceKind::Action)?)?)
}

/// The type of a topic in the graph, by its full name; waits no longer than discovery takes.
pub(crate) fn topic_type(session: &Session, topic: &str) -> Result<Arc<MessageType>> {
    let find = || types_of(session.graph().topic_names_and_types(false), topic);
    if !session.wait_for(|_| find().is_some())? {
        return Err(unknown_topic(session, topic));
    }
    match find().unwrap_or_default().as_slice() {
        [one] => message_type(one),
        many => Err(Error::Failed(format!(
            "Cannot use topic '{topic}', as it contains more than one type: [{}]",
            many.join(", ")
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
    match find().unwrap_or_default().as_slice() {
        [one] => service_type(one),
        many => Err(Error::Failed(format!(
            "Cannot use service '{service}', as it contains more than one type: [{}]",
            many.join(", ")
        ))),
    }
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
