//! What every node brings with it: its publisher on `/rosout`, its parameters' events and services, its time
//! source, what tells its types.

use std::sync::Arc;

use rosebay_locks::Mutex;
use rosebay_rmw::QosProfile;
use rosebay_rosidl::typed;

use super::type_description::TypeDescriptionService;
use super::{Node, NodeOptions};
use crate::interfaces::rcl_interfaces::msg::ParameterEvent;
use crate::logging::rosout::NodeRosout;
use crate::logging::service::LoggerServices;
use crate::parameter::{Declaration, PARAMETER_EVENTS, ParameterServices};
use crate::time_source::TimeSource;
use crate::{Publisher, Result, Service, ServiceOptions};

/// A node's own entities. Their handles to the node do not keep these.
pub(super) struct Builtins {
    pub(super) rosout: Mutex<Option<NodeRosout>>,
    pub(super) parameter_events: Arc<Publisher<ParameterEvent>>,
    _time_source: TimeSource,
    parameter_services: Mutex<Option<ParameterServices>>,
    pub(super) type_description: Mutex<Option<TypeDescriptionService>>,
    logger_services: Mutex<Option<LoggerServices>>,
}

impl Builtins {
    /// Makes them, in upstream's order.
    pub(super) fn new(node: &Node, options: &NodeOptions) -> Result<Self> {
        let rosout = match options.enable_rosout {
            true => NodeRosout::new(node, options.rosout_qos)?,
            false => None,
        };
        let events = node.create_publisher(PARAMETER_EVENTS, QosProfile::PARAMETER_EVENTS)?;
        let events = Arc::new(events);
        let parameters = node.parameters();
        parameters.tell_changes(&events);
        if options.automatically_declare_parameters_from_overrides {
            let overrides = parameters.overrides().iter().cloned();
            let declarations = overrides.map(|parameter| Declaration {
                name: parameter.name,
                initial: parameter.value.into(),
                descriptor: Default::default(),
            });
            parameters.declare_all("", declarations.collect(), true)?;
        }
        let time_source = TimeSource::new();
        time_source.attach_node(node)?;
        time_source.attach_clock(node.clock())?;
        let parameter_services = options
            .start_parameter_services
            .then(|| ParameterServices::new(node))
            .transpose()?;
        let type_description = TypeDescriptionService::new(node)?;
        let logger_services = options
            .enable_logger_service
            .then(|| LoggerServices::new(node))
            .transpose()?;
        Ok(Self {
            rosout: Mutex::new(rosout),
            parameter_events: events,
            _time_source: time_source,
            parameter_services: Mutex::new(parameter_services),
            type_description: Mutex::new(type_description),
            logger_services: Mutex::new(logger_services),
        })
    }

    /// Offers the parameters' services where they are not offered yet.
    pub(super) fn start_parameter_services(&self, node: &Node) -> Result<()> {
        let mut services = self.parameter_services.lock();
        if services.is_none() {
            *services = Some(ParameterServices::new(node)?);
        }
        Ok(())
    }

    /// Offers the loggers' services where they are not offered yet.
    pub(super) fn start_logger_services(&self, node: &Node) -> Result<()> {
        let mut services = self.logger_services.lock();
        if services.is_none() {
            *services = Some(LoggerServices::new(node)?);
        }
        Ok(())
    }
}

/// Offers a service `<node>/<name>` that a function answers.
pub(crate) fn offer<S: typed::Service>(
    node: &Node,
    name: &str,
    options: ServiceOptions,
    answer: impl Fn(S::Request) -> S::Response + Send + Sync + 'static,
) -> Result<Service<S>> {
    let logger = node.logger().clone();
    node.create_deferred_service::<S>(&format!("~/{name}"), options, move |request, responder| {
        if let Err(error) = responder.respond(&answer(request)) {
            logger.error(format_args!("failed to send a response: {error}"));
        }
    })
}
