//! Another node's parameters.

use std::fmt;
use std::time::{Duration, Instant};

use rosebay_rmw::QosProfile;
use rosebay_rosidl::typed::Service as ServiceType;

use super::{
    ListParametersResult, Parameter, ParameterDescriptor, ParameterType, ParameterValue,
    SetParametersResult,
};
use crate::interfaces::rcl_interfaces::{msg, srv};
use crate::{Client, Node, Pending, Result, ServiceOptions};

/// Reads and sets another node's parameters through its services. What it returns is received on the
/// executor of its own node.
pub struct ParameterClient {
    remote: String,
    describe: Client<srv::DescribeParameters>,
    get: Client<srv::GetParameters>,
    get_types: Client<srv::GetParameterTypes>,
    list: Client<srv::ListParameters>,
    set: Client<srv::SetParameters>,
    set_atomically: Client<srv::SetParametersAtomically>,
}

impl fmt::Debug for ParameterClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParameterClient")
            .field("remote", &self.remote)
            .finish_non_exhaustive()
    }
}

impl ParameterClient {
    /// A client of the parameters of another node, whose name is resolved as a service's is.
    ///
    /// # Errors
    /// When the name is invalid or the middleware refuses.
    pub fn new(node: &Node, remote: &str) -> Result<Self> {
        Self::with_options(node, remote, &ServiceOptions::new(QosProfile::PARAMETERS))
    }

    /// [`Self::new`] with options for each of the six clients.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_options(node: &Node, remote: &str, options: &ServiceOptions) -> Result<Self> {
        fn client<S: ServiceType>(
            node: &Node,
            remote: &str,
            name: &str,
            options: &ServiceOptions,
        ) -> Result<Client<S>> {
            node.create_client_with(&format!("{remote}/{name}"), options.clone())
        }
        Ok(Self {
            remote: remote.to_owned(),
            describe: client(node, remote, "describe_parameters", options)?,
            get: client(node, remote, "get_parameters", options)?,
            get_types: client(node, remote, "get_parameter_types", options)?,
            list: client(node, remote, "list_parameters", options)?,
            set: client(node, remote, "set_parameters", options)?,
            set_atomically: client(node, remote, "set_parameters_atomically", options)?,
        })
    }

    /// The name of the other node, as it was given.
    pub fn remote(&self) -> &str {
        &self.remote
    }

    /// Whether all services of the other node are there.
    pub fn services_are_ready(&self) -> bool {
        self.describe.service_is_ready()
            && self.get.service_is_ready()
            && self.get_types.service_is_ready()
            && self.list.service_is_ready()
            && self.set.service_is_ready()
            && self.set_atomically.service_is_ready()
    }

    /// Waits until all services of the other node are there; forever without a timeout. Returns whether they
    /// are.
    pub fn wait_for_services(&self, timeout: Option<Duration>) -> bool {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let left = || deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        self.describe.wait_for_service(left())
            && self.get.wait_for_service(left())
            && self.get_types.wait_for_service(left())
            && self.list.wait_for_service(left())
            && self.set.wait_for_service(left())
            && self.set_atomically.wait_for_service(left())
    }

    /// Asks for values. None come where one of the parameters is unknown.
    ///
    /// # Errors
    /// As [`Client::call_async`].
    pub fn get(&self, names: &[impl AsRef<str>]) -> Result<Pending<Vec<ParameterValue>>> {
        let request = srv::GetParameters_Request {
            names: owned(names),
        };
        self.get.call_then(&request, |response| {
            let values = response.values.into_iter();
            values
                .map(|value| ParameterValue::from_message(value).unwrap_or_default())
                .collect()
        })
    }

    /// Asks for types. None come where one of the parameters is unknown.
    ///
    /// # Errors
    /// As [`Client::call_async`].
    pub fn get_types(&self, names: &[impl AsRef<str>]) -> Result<Pending<Vec<ParameterType>>> {
        let request = srv::GetParameterTypes_Request {
            names: owned(names),
        };
        self.get_types.call_then(&request, |response| {
            let types = response.types.into_iter();
            types
                .map(|number| ParameterType::from_number(number).unwrap_or_default())
                .collect()
        })
    }

    /// Asks for descriptors. None come where one of the parameters is unknown.
    ///
    /// # Errors
    /// As [`Client::call_async`].
    pub fn describe(&self, names: &[impl AsRef<str>]) -> Result<Pending<Vec<ParameterDescriptor>>> {
        let request = srv::DescribeParameters_Request {
            names: owned(names),
        };
        self.describe.call_then(&request, |response| {
            let descriptors = response.descriptors.into_iter();
            descriptors.map(ParameterDescriptor::from_message).collect()
        })
    }

    /// Asks for names; see [`Parameters::list`](super::Parameters::list).
    ///
    /// # Errors
    /// As [`Client::call_async`].
    pub fn list(
        &self,
        prefixes: &[impl AsRef<str>],
        depth: u64,
    ) -> Result<Pending<ListParametersResult>> {
        let request = srv::ListParameters_Request {
            prefixes: owned(prefixes),
            depth,
        };
        self.list
            .call_then(&request, |response| ListParametersResult {
                names: response.result.names,
                prefixes: response.result.prefixes,
            })
    }

    /// Sets parameters one after the other. A value that is not set deletes one of dynamic type.
    ///
    /// # Errors
    /// As [`Client::call_async`].
    pub fn set(&self, parameters: &[Parameter]) -> Result<Pending<Vec<SetParametersResult>>> {
        let request = srv::SetParameters_Request {
            parameters: messages(parameters),
        };
        self.set.call_then(&request, |response| {
            let results = response.results.into_iter();
            results.map(SetParametersResult::from_message).collect()
        })
    }

    /// Sets all of the parameters or none.
    ///
    /// # Errors
    /// As [`Client::call_async`].
    pub fn set_atomically(&self, parameters: &[Parameter]) -> Result<Pending<SetParametersResult>> {
        let request = srv::SetParametersAtomically_Request {
            parameters: messages(parameters),
        };
        self.set_atomically.call_then(&request, |response| {
            SetParametersResult::from_message(response.result)
        })
    }
}

fn owned(names: &[impl AsRef<str>]) -> Vec<String> {
    names.iter().map(|name| name.as_ref().to_owned()).collect()
}

fn messages(parameters: &[Parameter]) -> Vec<msg::Parameter> {
    parameters.iter().map(Parameter::to_message).collect()
}
