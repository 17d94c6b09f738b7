//! What ROS adds to the definitions of services and actions: the messages and services that carry them.

use std::sync::Arc;

use super::{Error, Path, Registry, message_name};
use crate::definition::{ActionDefinition, Arity, InterfaceName, Primitive};
use crate::message_type::{ActionType, Element, FieldInfo, MessageType, ServiceType, Type};

impl Registry {
    /// Adds to a request and a response the event that service introspection publishes.
    pub(super) fn service_of(
        &self,
        name: &InterfaceName,
        request: Arc<MessageType>,
        response: Arc<MessageType>,
        path: &Path<'_>,
    ) -> Result<ServiceType, Error> {
        let info = self.nested_message(&message_name("service_msgs", "ServiceEventInfo")?, path)?;
        let at_most_one = Arity::Sequence { bound: Some(1) };
        let event = MessageType::new(
            name.part("Event"),
            vec![
                field("info", Element::Message(info), Arity::One),
                field(
                    "request",
                    Element::Message(Arc::clone(&request)),
                    at_most_one,
                ),
                field(
                    "response",
                    Element::Message(Arc::clone(&response)),
                    at_most_one,
                ),
            ],
            Vec::new(),
        );
        Ok(ServiceType::new(
            name.clone(),
            request,
            response,
            Arc::new(event),
        ))
    }

    /// Adds to the parts of an action the services and the message that carry them.
    pub(super) fn action_of(
        &self,
        definition: &ActionDefinition,
        path: &Path<'_>,
    ) -> Result<ActionType, Error> {
        let ActionDefinition {
            name,
            goal,
            result,
            feedback,
        } = definition;
        let goal = Arc::new(self.resolve(goal, path)?);
        let result = Arc::new(self.resolve(result, path)?);
        let feedback = Arc::new(self.resolve(feedback, path)?);
        let uuid = self.nested_message(&message_name("unique_identifier_msgs", "UUID")?, path)?;
        let time = self.nested_message(&message_name("builtin_interfaces", "Time")?, path)?;
        let goal_id = field("goal_id", Element::Message(uuid), Arity::One);
        let one = |name, message: &Arc<MessageType>| {
            field(name, Element::Message(Arc::clone(message)), Arity::One)
        };
        let primitive = |name, primitive| field(name, Element::Primitive(primitive), Arity::One);
        let part =
            |name: InterfaceName, fields| Arc::new(MessageType::new(name, fields, Vec::new()));

        let send_goal = name.part("SendGoal");
        let send_goal = self.service_of(
            &send_goal,
            part(
                send_goal.part("Request"),
                vec![goal_id.clone(), one("goal", &goal)],
            ),
            part(
                send_goal.part("Response"),
                vec![primitive("accepted", Primitive::Bool), one("stamp", &time)],
            ),
            path,
        )?;
        let get_result = name.part("GetResult");
        let get_result = self.service_of(
            &get_result,
            part(get_result.part("Request"), vec![goal_id.clone()]),
            part(
                get_result.part("Response"),
                vec![primitive("status", Primitive::Int8), one("result", &result)],
            ),
            path,
        )?;
        let feedback_message = part(
            name.part("FeedbackMessage"),
            vec![goal_id, one("feedback", &feedback)],
        );
        Ok(ActionType::new(
            name.clone(),
            [goal, result, feedback],
            Arc::new(send_goal),
            Arc::new(get_result),
            feedback_message,
        ))
    }
}

fn field(name: &str, element: Element, arity: Arity) -> FieldInfo {
    FieldInfo {
        name: name.to_owned(),
        ty: Type { element, arity },
        default: None,
    }
}
