//! The services through which other nodes read and set a node's parameters.

use rosebay_rmw::QosProfile;
use rosebay_rosidl::typed::Service as ServiceType;

use super::{Parameter, ParameterError, Parameters, SetParametersResult};
use crate::interfaces::rcl_interfaces::{msg, srv};
use crate::node::offer as offer_service;
use crate::{Node, Result, Service, ServiceOptions};

/// The six services of a node's parameters. They leave the graph when this drops.
pub(crate) struct ParameterServices {
    _describe: Service<srv::DescribeParameters>,
    _get: Service<srv::GetParameters>,
    _get_types: Service<srv::GetParameterTypes>,
    _list: Service<srv::ListParameters>,
    _set: Service<srv::SetParameters>,
    _set_atomically: Service<srv::SetParametersAtomically>,
}

impl ParameterServices {
    pub(crate) fn new(node: &Node) -> Result<Self> {
        Ok(Self {
            _describe: offer(node, "describe_parameters", describe)?,
            _get: offer(node, "get_parameters", get)?,
            _get_types: offer(node, "get_parameter_types", get_types)?,
            _list: offer(node, "list_parameters", list)?,
            _set: offer(node, "set_parameters", set)?,
            _set_atomically: offer(node, "set_parameters_atomically", set_atomically)?,
        })
    }
}

fn offer<S: ServiceType>(
    node: &Node,
    name: &str,
    answer: fn(&Parameters, S::Request) -> S::Response,
) -> Result<Service<S>> {
    let parameters = node.parameters().clone();
    let callback = move |request| answer(&parameters, request);
    offer_service(
        node,
        name,
        ServiceOptions::new(QosProfile::PARAMETERS),
        callback,
    )
}

fn describe(
    parameters: &Parameters,
    request: srv::DescribeParameters_Request,
) -> srv::DescribeParameters_Response {
    let descriptors = request.names.iter().map(|name| parameters.describe(name));
    srv::DescribeParameters_Response {
        // As upstream: one name that is not known, and nothing is said of the others.
        descriptors: descriptors
            .map(|descriptor| Ok(descriptor?.to_message()))
            .collect::<std::result::Result<_, ParameterError>>()
            .unwrap_or_default(),
    }
}

fn get(
    parameters: &Parameters,
    request: srv::GetParameters_Request,
) -> srv::GetParameters_Response {
    let values = request.names.iter().map(|name| parameters.get(name));
    srv::GetParameters_Response {
        values: values
            .map(|value| Ok(value?.to_message()))
            .collect::<std::result::Result<_, ParameterError>>()
            .unwrap_or_default(),
    }
}

fn get_types(
    parameters: &Parameters,
    request: srv::GetParameterTypes_Request,
) -> srv::GetParameterTypes_Response {
    let types = request.names.iter().map(|name| parameters.get_type(name));
    srv::GetParameterTypes_Response {
        types: types
            .map(|found| Ok(found? as u8))
            .collect::<std::result::Result<_, ParameterError>>()
            .unwrap_or_default(),
    }
}

fn list(
    parameters: &Parameters,
    request: srv::ListParameters_Request,
) -> srv::ListParameters_Response {
    let listed = parameters.list(&request.prefixes, request.depth);
    srv::ListParameters_Response {
        result: msg::ListParametersResult {
            names: listed.names,
            prefixes: listed.prefixes,
        },
    }
}

fn set(
    parameters: &Parameters,
    request: srv::SetParameters_Request,
) -> srv::SetParameters_Response {
    let results = request.parameters.into_iter();
    srv::SetParameters_Response {
        results: results
            .map(|parameter| set_received(parameters, vec![parameter]))
            .collect(),
    }
}

fn set_atomically(
    parameters: &Parameters,
    request: srv::SetParametersAtomically_Request,
) -> srv::SetParametersAtomically_Response {
    srv::SetParametersAtomically_Response {
        result: set_received(parameters, request.parameters),
    }
}

fn set_received(
    parameters: &Parameters,
    received: Vec<msg::Parameter>,
) -> msg::SetParametersResult {
    let result = match read(received) {
        Ok(received) => {
            parameters
                .set_atomically(&received)
                .unwrap_or_else(|error: ParameterError| {
                    SetParametersResult::failure(error.to_string())
                })
        }
        Err(reason) => SetParametersResult::failure(reason),
    };
    result.into_message()
}

fn read(received: Vec<msg::Parameter>) -> std::result::Result<Vec<Parameter>, String> {
    let parameters = received.into_iter().map(|parameter| {
        let (name, number) = (parameter.name.clone(), parameter.value.r#type);
        let unknown = || format!("parameter '{name}' has a value of unknown type {number}");
        Parameter::from_message(parameter).ok_or_else(unknown)
    });
    parameters.collect()
}
