//! Where types come from, as `type_description_interfaces/msg/TypeSource` tells it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::message_type::{ActionType, Element, MessageType, ServiceType};
use crate::source::SourceFile;

/// The definition that a type was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeSource {
    /// The full name, `std_msgs/msg/String`.
    pub type_name: String,
    /// The language: `msg`, `srv`, `action` or `idl`; `implicit` for a part of a service or an action and for
    /// what no file defines.
    pub encoding: &'static str,
    /// The file as it stands; empty where the type is implicit.
    pub raw_file_contents: String,
}

const IMPLICIT: &str = "implicit";

/// The sources met on a walk through a type, by name.
#[derive(Default)]
struct Walk(BTreeMap<String, TypeSource>);

impl Walk {
    /// Returns whether the name is met for the first time.
    fn meet(&mut self, name: String, file: Option<&Arc<SourceFile>>) -> bool {
        if self.0.contains_key(&name) {
            return false;
        }
        self.0.insert(name.clone(), source(name, file));
        true
    }

    fn message(&mut self, message: &MessageType) {
        if self.meet(message.name.to_string(), message.source.as_ref()) {
            self.nested(message);
        }
    }

    fn nested(&mut self, message: &MessageType) {
        for field in &message.fields {
            if let Element::Message(nested) = &field.ty.element {
                self.message(nested);
            }
        }
    }

    fn service(&mut self, service: &ServiceType) {
        self.meet(service.name.to_string(), service.source.as_ref());
        self.service_parts(service);
    }

    fn service_parts(&mut self, service: &ServiceType) {
        for part in [&service.request, &service.response, &service.event] {
            self.message(part);
        }
    }

    /// The type itself, then all that it refers to, by name.
    fn after(self, first: TypeSource) -> Vec<TypeSource> {
        std::iter::once(first).chain(self.0.into_values()).collect()
    }
}

fn source(type_name: String, file: Option<&Arc<SourceFile>>) -> TypeSource {
    TypeSource {
        type_name,
        encoding: file.map_or(IMPLICIT, |file| file.format.extension()),
        raw_file_contents: file.map_or_else(String::new, |file| file.text.to_string()),
    }
}

impl MessageType {
    /// The sources of the type and of all that it refers to, itself first, then by name.
    pub fn sources(&self) -> Vec<TypeSource> {
        let mut walk = Walk::default();
        walk.nested(self);
        walk.after(source(self.name.to_string(), self.source.as_ref()))
    }
}

impl ServiceType {
    /// The sources of the type and of all that it refers to, itself first, then by name.
    pub fn sources(&self) -> Vec<TypeSource> {
        let mut walk = Walk::default();
        walk.service_parts(self);
        walk.after(source(self.name.to_string(), self.source.as_ref()))
    }
}

impl ActionType {
    /// The sources of the type and of all that it refers to, itself first, then by name.
    pub fn sources(&self) -> Vec<TypeSource> {
        let mut walk = Walk::default();
        for part in [
            &self.goal,
            &self.result,
            &self.feedback,
            &self.feedback_message,
        ] {
            walk.message(part);
        }
        for service in [&self.send_goal, &self.get_result] {
            walk.service(service);
        }
        walk.after(source(self.name.to_string(), self.source.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use crate::Registry;

    fn encodings(sources: &[super::TypeSource]) -> Vec<(&str, &str)> {
        let names = sources.iter();
        names
            .map(|source| (source.type_name.as_str(), source.encoding))
            .collect()
    }

    #[test]
    fn a_message_comes_before_what_it_refers_to() {
        let message = Registry::standard()
            .message(&"std_msgs/msg/Header".parse().unwrap())
            .unwrap();
        let sources = message.sources();
        let expected = [
            ("std_msgs/msg/Header", "msg"),
            ("builtin_interfaces/msg/Time", "msg"),
        ];
        assert_eq!(encodings(&sources), expected);
        assert!(sources[0].raw_file_contents.contains("string frame_id"));
        let described = message.description().referenced_type_descriptions;
        assert_eq!(described.len() + 1, sources.len());
    }

    #[test]
    fn parts_are_implicit() {
        let service = Registry::standard()
            .service(&"std_srvs/srv/Trigger".parse().unwrap())
            .unwrap();
        let sources = service.sources();
        let expected = [
            ("std_srvs/srv/Trigger", "srv"),
            ("builtin_interfaces/msg/Time", "msg"),
            ("service_msgs/msg/ServiceEventInfo", "msg"),
            ("std_srvs/srv/Trigger_Event", "implicit"),
            ("std_srvs/srv/Trigger_Request", "implicit"),
            ("std_srvs/srv/Trigger_Response", "implicit"),
        ];
        assert_eq!(encodings(&sources), expected);
        assert!(sources[3].raw_file_contents.is_empty());
    }

    #[test]
    fn the_sources_of_an_action_are_those_of_its_description() {
        let action = Registry::standard()
            .action(&"example_interfaces/action/Fibonacci".parse().unwrap())
            .unwrap();
        let sources = action.sources();
        assert_eq!(sources[0].encoding, "action");
        let described = action.description().referenced_type_descriptions;
        let described = described.iter().map(|each| each.type_name.as_str());
        assert!(described.eq(sources[1..].iter().map(|each| each.type_name.as_str())));
    }
}
