//! The service that tells other nodes what the types of a node's endpoints are (REP 2016).

use std::str::FromStr;

use rosebay_rosidl::description::{FieldDescription, IndividualTypeDescription};
use rosebay_rosidl::{TypeDescription, TypeHash, TypeSource};

use super::offer;
use super::types_in_use::TypesInUse;
use crate::interfaces::type_description_interfaces::{msg, srv};
use crate::parameter::{ParameterDescriptor, ParameterType, ParameterValue};
use crate::{Node, Result, Service, ServiceOptions};

/// The parameter that says whether a node offers the service: a bool that cannot be changed, true by default.
const START: &str = "start_type_description_service";

/// The service `~/get_type_description`. It leaves the graph when this drops.
pub(crate) struct TypeDescriptionService {
    _service: Service<srv::GetTypeDescription>,
}

impl TypeDescriptionService {
    /// Declares the parameter where it is not declared, and offers the service if it is true.
    pub(super) fn new(node: &Node) -> Result<Option<Self>> {
        let parameters = node.parameters();
        if !parameters.has(START) {
            let descriptor = ParameterDescriptor {
                description: "If enabled, start the ~/get_type_description service.".to_owned(),
                parameter_type: ParameterType::Bool,
                read_only: true,
                ..ParameterDescriptor::default()
            };
            parameters.declare_with(START, true, descriptor)?;
        }
        match parameters.get(START)? {
            ParameterValue::Bool(false) => return Ok(None),
            ParameterValue::Bool(true) => {}
            other => {
                node.logger().error(format_args!(
                    "Invalid type for parameter '{START}' {} should be bool",
                    other.parameter_type()
                ));
                return Ok(None);
            }
        }
        let types = node.types_in_use().clone();
        let answer = move |request| answer(&types, &request);
        let options = ServiceOptions::default();
        Ok(Some(Self {
            _service: offer(node, "get_type_description", options, answer)?,
        }))
    }
}

/// As upstream, the type is found by its hash alone. Where there is none, which upstream refuses, it is found
/// by its name: who knows a service or an action from the graph only cannot know its hash.
fn answer(
    types: &TypesInUse,
    request: &srv::GetTypeDescription_Request,
) -> srv::GetTypeDescription_Response {
    let failure = |reason: &str| srv::GetTypeDescription_Response {
        failure_reason: reason.to_owned(),
        ..Default::default()
    };
    let interface = match TypeHash::from_str(&request.type_hash) {
        Ok(hash) => types.get(&hash),
        Err(_) if request.type_hash.is_empty() && !request.type_name.is_empty() => {
            types.named(&request.type_name)
        }
        Err(_) => return failure("Failed to parse type hash"),
    };
    let Some(interface) = interface else {
        return failure("Type not currently in use by this node");
    };
    let sources = match request.include_type_sources {
        true => interface.sources(),
        false => Vec::new(),
    };
    srv::GetTypeDescription_Response {
        successful: true,
        type_description: description_message(interface.description()),
        type_sources: sources.into_iter().map(source_message).collect(),
        ..Default::default()
    }
}

fn description_message(description: TypeDescription) -> msg::TypeDescription {
    let referenced = description.referenced_type_descriptions.into_iter();
    msg::TypeDescription {
        type_description: individual_message(description.type_description),
        referenced_type_descriptions: referenced.map(individual_message).collect(),
    }
}

fn individual_message(description: IndividualTypeDescription) -> msg::IndividualTypeDescription {
    msg::IndividualTypeDescription {
        type_name: description.type_name,
        fields: description.fields.into_iter().map(field_message).collect(),
    }
}

fn field_message(field: FieldDescription) -> msg::Field {
    msg::Field {
        name: field.name,
        r#type: msg::FieldType {
            type_id: field.type_id,
            capacity: field.capacity,
            string_capacity: field.string_capacity,
            nested_type_name: field.nested_type_name,
        },
        default_value: field.default_value,
    }
}

fn source_message(source: TypeSource) -> msg::TypeSource {
    msg::TypeSource {
        type_name: source.type_name,
        encoding: source.encoding.to_owned(),
        raw_file_contents: source.raw_file_contents,
    }
}
