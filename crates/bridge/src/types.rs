//! The types of what is passed on. Nothing is decoded, so a name and a hash are enough wherever they are known.

use std::sync::Arc;

use rosebay_rosidl::{InterfaceKind, InterfaceName, MessageType, Registry, ServiceType, TypeHash};

/// The type of a topic's messages; `None` where its publishers announce no hash, and it is not defined here.
pub(crate) fn message_type(type_name: &str, hash: Option<TypeHash>) -> Option<Arc<MessageType>> {
    let name: InterfaceName = type_name.parse().ok()?;
    match hash {
        Some(_) => Some(Arc::new(MessageType::opaque(name, hash))),
        None => defined_message(&name),
    }
}

fn defined_message(name: &InterfaceName) -> Option<Arc<MessageType>> {
    let registry = Registry::standard();
    match action_part(name, "_FeedbackMessage") {
        Some(action) => registry
            .action(&action)
            .ok()
            .map(|action| Arc::clone(&action.feedback_message)),
        None => registry.message(name).ok(),
    }
}

/// The type of a service whose server announces these hashes, of its requests and its responses. Some middlewares announce
/// the hash of the service with both. Where the hash that is not announced is in no definition here, there is no type.
pub(crate) fn service_type(
    type_name: &str,
    hashes: [Option<TypeHash>; 2],
) -> Option<Arc<ServiceType>> {
    service_type_in(&Registry::standard(), type_name, hashes)
}

/// [`service_type`], with the definitions of a registry.
pub(crate) fn service_type_in(
    registry: &Registry,
    type_name: &str,
    hashes: [Option<TypeHash>; 2],
) -> Option<Arc<ServiceType>> {
    let name: InterfaceName = type_name.parse().ok()?;
    let defined = defined_service(registry, &name);
    match hashes {
        [Some(hash), Some(other)] if hash == other => {
            let defined = defined.filter(|defined| defined.hash() == hash);
            Some(defined.unwrap_or_else(|| Arc::new(ServiceType::opaque(name, hash, [None; 2]))))
        }
        [request, response] => defined.filter(|defined| {
            let is = |announced: Option<TypeHash>, part: &MessageType| {
                announced.is_none_or(|hash| hash == part.hash())
            };
            is(request, &defined.request) && is(response, &defined.response)
        }),
    }
}

/// What services are called that are part of an action.
const SEND_GOAL: &str = "_SendGoal";
const GET_RESULT: &str = "_GetResult";

/// The interface whose definition tells what a service is: itself, or the action that it is part of.
pub(crate) fn definition(service_type: &str) -> Option<InterfaceName> {
    let name: InterfaceName = service_type.parse().ok()?;
    let action = action_part(&name, SEND_GOAL).or_else(|| action_part(&name, GET_RESULT));
    Some(action.unwrap_or(name))
}

fn defined_service(registry: &Registry, name: &InterfaceName) -> Option<Arc<ServiceType>> {
    if let Some(action) = action_part(name, SEND_GOAL) {
        return Some(Arc::clone(&registry.action(&action).ok()?.send_goal));
    }
    if let Some(action) = action_part(name, GET_RESULT) {
        return Some(Arc::clone(&registry.action(&action).ok()?.get_result));
    }
    registry.service(name).ok()
}

/// The action that a part of this kind belongs to.
fn action_part(name: &InterfaceName, suffix: &str) -> Option<InterfaceName> {
    let action = name.name().strip_suffix(suffix)?;
    (name.kind() == InterfaceKind::Action)
        .then(|| InterfaceName::new(name.package(), InterfaceKind::Action, action).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn hash(number: u8) -> TypeHash {
        TypeHash {
            version: 1,
            value: [number; 32],
        }
    }

    #[test]
    fn a_hash_is_enough_for_messages() {
        let unknown = "no_such_msgs/msg/Thing";
        let known = message_type(unknown, Some(hash(1))).unwrap();
        assert_eq!(known.hash(), hash(1));
        assert!(message_type(unknown, None).is_none());
        for name in [
            "std_msgs/msg/String",
            "example_interfaces/action/Fibonacci_FeedbackMessage",
        ] {
            assert!(message_type(name, None).is_some(), "{name}");
        }
        assert!(message_type("no type", Some(hash(1))).is_none());
    }

    #[test]
    fn services_are_those_that_were_announced() {
        for name in [
            "example_interfaces/srv/AddTwoInts",
            "example_interfaces/action/Fibonacci_SendGoal",
            "example_interfaces/action/Fibonacci_GetResult",
        ] {
            let by_name = service_type(name, [None; 2]).unwrap();
            let parts = [by_name.request.hash(), by_name.response.hash()];
            let by_parts = service_type(name, parts.map(Some)).unwrap();
            assert_eq!(by_parts.hash(), by_name.hash(), "{name}");
            assert!(
                service_type(name, [Some(hash(1)), None]).is_none(),
                "{name}"
            );
            let service = Some(by_name.hash());
            let by_hash = service_type(name, [service; 2]).unwrap();
            assert_eq!(by_hash.request.known_hash(), Some(parts[0]), "{name}");
            let newer = service_type(name, [Some(hash(1)); 2]).unwrap();
            assert_eq!((newer.hash(), newer.request.known_hash()), (hash(1), None));
        }
        let unknown = "no_such_msgs/srv/Call";
        assert!(service_type(unknown, [Some(hash(1)), Some(hash(2))]).is_none());
        assert!(service_type(unknown, [Some(hash(1)); 2]).is_some());
    }
}
