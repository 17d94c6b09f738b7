//! `Node`: names in the graph, what belongs to them, and questions about the graph.

use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType};
use rosebay_rcl::rmw::{EndpointInfo, EndpointKind, ServiceEndpointInfo};
use rosebay_rcl::{Error, Node, NodeOptions};
use rosebay_rosidl::TypeHash;

use crate::action::{PyActionClient, PyActionServer};
use crate::callback_group::Group;
use crate::client::PyClient;
use crate::clock::PyClock;
use crate::context::PyContext;
use crate::errors::{raise, raise_rmw};
use crate::event::PyEventHandle;
use crate::guard_condition::PyGuardCondition;
use crate::handle::{Destroyable, Slot};
use crate::parameter::{Parts, PyParameters, parameters_of};
use crate::publisher::PyPublisher;
use crate::qos::PyQosProfile;
use crate::service::PyService;
use crate::subscription::PySubscription;
use crate::timer::PyTimer;
use crate::waitable::PyWaitable;
use crate::{gil, qos};

/// Names of topics or services with the names of their types.
type NamesAndTypes = Vec<(String, Vec<String>)>;

/// A node.
#[pyclass(name = "Node", extends = Destroyable, frozen, dict, module = "rclpy._rclpy")]
pub(crate) struct PyNode {
    slot: Arc<Slot<Node>>,
}

impl PyNode {
    /// The client library's node.
    pub(crate) fn get(&self) -> PyResult<Node> {
        self.slot.get()
    }

    /// The client library's node, to ask about the graph, which ends with the context.
    fn in_graph(&self) -> PyResult<Node> {
        let node = self.get()?;
        check_valid(&node)?;
        Ok(node)
    }
}

/// Fails when a node's context has been shut down. What is asked about the graph in a loop must fail then,
/// or the loop would never end.
pub(crate) fn check_valid(node: &Node) -> PyResult<()> {
    if node.context().ok() {
        return Ok(());
    }
    let what = format!("node '{}'", node.fully_qualified_name());
    Err(raise(Error::ContextShutDown { what }))
}

/// What a node is made with, as a dictionary.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Options<'py> {
    namespace: String,
    arguments: Option<Vec<String>>,
    use_global_arguments: bool,
    enable_rosout: bool,
    rosout_qos: Py<PyQosProfile>,
    enable_logger_service: bool,
    start_parameter_services: bool,
    parameter_overrides: Vec<Parts<'py>>,
    allow_undeclared_parameters: bool,
    automatically_declare_parameters_from_overrides: bool,
}

impl Options<'_> {
    fn read(self) -> PyResult<NodeOptions> {
        Ok(NodeOptions {
            namespace: self.namespace,
            arguments: self.arguments.unwrap_or_default(),
            use_global_arguments: self.use_global_arguments,
            with_builtins: true,
            enable_rosout: self.enable_rosout,
            rosout_qos: self.rosout_qos.get().get(),
            enable_logger_service: self.enable_logger_service,
            start_parameter_services: self.start_parameter_services,
            parameter_overrides: parameters_of(&self.parameter_overrides)?,
            allow_undeclared_parameters: self.allow_undeclared_parameters,
            automatically_declare_parameters_from_overrides: self
                .automatically_declare_parameters_from_overrides,
        })
    }
}

#[pymethods]
impl PyNode {
    #[new]
    fn new(
        py: Python<'_>,
        name: &str,
        context: &PyContext,
        options: Options<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let context = context.get()?;
        let options = options.read()?;
        let node = gil::outside(py, || Node::with_options(&context, name, &options));
        let slot = Slot::new(node.map_err(raise)?);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self { slot }))
    }

    /// A handle to its clock.
    fn clock(&self, py: Python<'_>) -> PyResult<Py<PyClock>> {
        Py::new(py, PyClock::of(self.get()?.clock().clone()))
    }

    /// Its parameters.
    fn parameters(&self) -> PyResult<PyParameters> {
        Ok(self.get()?.parameters().into())
    }

    /// Has its callbacks called no more, and what it logs published no more. An executor would keep it in the
    /// graph, and a callback that still runs its place on `/rosout`, where a namesake would not find any.
    fn leave(&self, py: Python<'_>) -> PyResult<()> {
        let node = self.get()?;
        if let Some(executor) = node.executor() {
            executor.remove_node(&node);
        }
        gil::outside(py, || node.end_rosout());
        Ok(())
    }

    /// Its publisher of `ParameterEvent`s.
    fn parameter_event_publisher(
        &self,
        message_class: &Bound<'_, PyType>,
    ) -> PyResult<Option<Py<PyPublisher>>> {
        let node = self.get()?;
        let publisher = node.parameter_event_publisher();
        publisher
            .map(|publisher| {
                let handle = PyPublisher::of(publisher, message_class)?;
                Py::new(message_class.py(), handle)
            })
            .transpose()
    }

    /// Offers its parameters' services where it does not yet.
    fn start_parameter_services(&self, py: Python<'_>) -> PyResult<()> {
        let node = self.get()?;
        gil::outside(py, || node.start_parameter_services()).map_err(raise)
    }

    /// Offers its loggers' services where it does not yet.
    fn start_logger_services(&self, py: Python<'_>) -> PyResult<()> {
        let node = self.get()?;
        gil::outside(py, || node.start_logger_services()).map_err(raise)
    }

    fn get_node_name(&self) -> PyResult<String> {
        Ok(self.get()?.name().to_owned())
    }

    fn get_namespace(&self) -> PyResult<String> {
        Ok(self.get()?.namespace().to_owned())
    }

    fn get_fully_qualified_name(&self) -> PyResult<String> {
        Ok(self.get()?.fully_qualified_name())
    }

    fn logger_name(&self) -> PyResult<String> {
        Ok(self.get()?.logger().name().to_owned())
    }

    /// Whether it offers the service that describes its types.
    fn offers_type_description(&self) -> PyResult<bool> {
        Ok(self.get()?.offers_type_description())
    }

    /// Takes that service out of the graph.
    fn end_type_description(&self, py: Python<'_>) -> PyResult<()> {
        let node = self.get()?;
        gil::outside(py, || node.end_type_description());
        Ok(())
    }

    /// Expands a name and, unless `only_expand`, remaps it.
    fn resolve_name(&self, name: &str, only_expand: bool, is_service: bool) -> PyResult<String> {
        let node = self.get()?;
        let resolved = if only_expand {
            rosebay_rcl::names::expand_topic_name(name, node.name(), node.namespace())
        } else if is_service {
            node.resolve_service_name(name)
        } else {
            node.resolve_topic_name(name)
        };
        resolved.map_err(raise)
    }

    /// Has the node's executor call an entity's callback. `node` is the Python object.
    fn add_entity(
        &self,
        handle: &Bound<'_, PyAny>,
        entity: &Bound<'_, PyAny>,
        node: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        if let Ok(subscription) = handle.cast::<PySubscription>() {
            subscription.get().member().bind(entity, node)?;
            self.get()?.add_entity(subscription.get().get()?.entity());
            Ok(())
        } else if let Ok(client) = handle.cast::<PyClient>() {
            client.get().member().bind(entity, node)?;
            self.get()?.add_entity(client.get().get()?.entity());
            Ok(())
        } else if let Ok(service) = handle.cast::<PyService>() {
            service.get().member().bind(entity, node)?;
            self.get()?.add_entity(service.get().get()?.entity());
            Ok(())
        } else if let Ok(client) = handle.cast::<PyActionClient>() {
            client.get().member().bind(entity, node)
        } else if let Ok(server) = handle.cast::<PyActionServer>() {
            server.get().member().bind(entity, node)
        } else if let Ok(event) = handle.cast::<PyEventHandle>() {
            event.get().member().bind(entity, node)?;
            event.get().get()?.lock().schedule();
            Ok(())
        } else if let Ok(waitable) = handle.cast::<PyWaitable>() {
            waitable.get().member().bind(entity, node)
        } else if let Ok(timer) = handle.cast::<PyTimer>() {
            let (member, scheduled) = timer.get().schedule(&entity.getattr("callback_group")?)?;
            member.bind(entity, node)?;
            self.get()?.add_entity(scheduled);
            Ok(())
        } else if let Ok(guard) = handle.cast::<PyGuardCondition>() {
            let guard = guard.get().get()?;
            let (member, scheduled) =
                guard.schedule(Group::of(&entity.getattr("callback_group")?)?);
            member.bind(entity, node)?;
            self.get()?.add_entity(scheduled);
            Ok(())
        } else {
            Err(PyTypeError::new_err(format!(
                "no executor calls callbacks of a {handle}"
            )))
        }
    }

    /// Has an entity's callback called no more.
    fn remove_entity(&self, handle: &Bound<'_, PyAny>) -> PyResult<()> {
        let node = self.get()?;
        if let Ok(subscription) = handle.cast::<PySubscription>() {
            subscription.get().member().end();
            node.remove_entity(subscription.get().get()?.entity());
        } else if let Ok(client) = handle.cast::<PyClient>() {
            client.get().member().end();
            node.remove_entity(client.get().get()?.entity());
        } else if let Ok(service) = handle.cast::<PyService>() {
            service.get().member().end();
            node.remove_entity(service.get().get()?.entity());
        } else if let Ok(client) = handle.cast::<PyActionClient>() {
            client.get().member().end();
            node.remove_entity(client.get().get()?.entity());
        } else if let Ok(server) = handle.cast::<PyActionServer>() {
            server.get().member().end();
            node.remove_entity(server.get().get()?.entity());
        } else if let Ok(event) = handle.cast::<PyEventHandle>() {
            event.get().member().end();
        } else if let Ok(waitable) = handle.cast::<PyWaitable>() {
            waitable.get().member().end();
            node.remove_entity(waitable.get().get()?.entity());
        } else if let Ok(timer) = handle.cast::<PyTimer>() {
            if let Some((member, entity)) = timer.get().scheduled() {
                member.end();
                node.remove_entity(entity);
            }
        } else if let Some((member, entity)) =
            handle.cast::<PyGuardCondition>()?.get().get()?.scheduled()
        {
            member.end();
            node.remove_entity(entity);
        }
        Ok(())
    }

    fn get_node_names_and_namespaces_with_enclaves(
        &self,
    ) -> PyResult<Vec<(String, String, String)>> {
        let nodes = self.in_graph()?.nodes_in_graph();
        Ok(nodes
            .into_iter()
            .map(|node| (node.name, node.namespace, node.enclave))
            .collect())
    }

    fn get_topic_names_and_types(&self, no_demangle: bool) -> PyResult<NamesAndTypes> {
        Ok(self.in_graph()?.topic_names_and_types(no_demangle))
    }

    fn get_service_names_and_types(&self) -> PyResult<NamesAndTypes> {
        Ok(self.in_graph()?.service_names_and_types())
    }

    fn get_publisher_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
        no_demangle: bool,
    ) -> PyResult<NamesAndTypes> {
        let node = self.in_graph()?;
        let graph = node.context().graph();
        graph
            .publisher_names_and_types_by_node(name, namespace, no_demangle)
            .map_err(raise_rmw)
    }

    fn get_subscriber_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
        no_demangle: bool,
    ) -> PyResult<NamesAndTypes> {
        let node = self.in_graph()?;
        let graph = node.context().graph();
        graph
            .subscription_names_and_types_by_node(name, namespace, no_demangle)
            .map_err(raise_rmw)
    }

    fn get_service_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
    ) -> PyResult<NamesAndTypes> {
        let node = self.in_graph()?;
        node.context()
            .graph()
            .service_names_and_types_by_node(name, namespace)
            .map_err(raise_rmw)
    }

    fn get_client_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
    ) -> PyResult<NamesAndTypes> {
        let node = self.in_graph()?;
        node.context()
            .graph()
            .client_names_and_types_by_node(name, namespace)
            .map_err(raise_rmw)
    }

    fn get_action_names_and_types(&self) -> PyResult<NamesAndTypes> {
        Ok(self.in_graph()?.action_names_and_types())
    }

    fn get_action_server_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
    ) -> PyResult<NamesAndTypes> {
        self.in_graph()?
            .action_server_names_and_types_by_node(name, namespace)
            .map_err(raise)
    }

    fn get_action_client_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
    ) -> PyResult<NamesAndTypes> {
        self.in_graph()?
            .action_client_names_and_types_by_node(name, namespace)
            .map_err(raise)
    }

    fn get_count_publishers(&self, topic: &str) -> PyResult<usize> {
        Ok(self.in_graph()?.context().graph().count_publishers(topic))
    }

    fn get_count_subscribers(&self, topic: &str) -> PyResult<usize> {
        Ok(self
            .in_graph()?
            .context()
            .graph()
            .count_subscriptions(topic))
    }

    fn get_count_clients(&self, service: &str) -> PyResult<usize> {
        Ok(self.in_graph()?.context().graph().count_clients(service))
    }

    fn get_count_services(&self, service: &str) -> PyResult<usize> {
        Ok(self.in_graph()?.context().graph().count_services(service))
    }

    /// Each with the keys of `rclpy.endpoint_info.ServiceEndpointInfo`.
    fn get_clients_info_by_service<'py>(
        &self,
        py: Python<'py>,
        service: &str,
    ) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let node = self.get()?;
        let infos = node.context().graph().clients_info_by_service(service);
        infos.iter().map(|info| service_info(py, info)).collect()
    }

    /// Each with the keys of `rclpy.endpoint_info.ServiceEndpointInfo`.
    fn get_servers_info_by_service<'py>(
        &self,
        py: Python<'py>,
        service: &str,
    ) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let node = self.get()?;
        let infos = node.context().graph().servers_info_by_service(service);
        infos.iter().map(|info| service_info(py, info)).collect()
    }

    /// Each as keyword arguments of `rclpy.topic_endpoint_info.TopicEndpointInfo`.
    fn get_publishers_info_by_topic<'py>(
        &self,
        py: Python<'py>,
        topic: &str,
        no_mangle: bool,
    ) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let node = self.in_graph()?;
        let infos = node
            .context()
            .graph()
            .publishers_info_by_topic(topic, no_mangle);
        infos.iter().map(|info| info_dict(py, info)).collect()
    }

    /// Each as keyword arguments of `rclpy.topic_endpoint_info.TopicEndpointInfo`.
    fn get_subscriptions_info_by_topic<'py>(
        &self,
        py: Python<'py>,
        topic: &str,
        no_mangle: bool,
    ) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let node = self.in_graph()?;
        let infos = node
            .context()
            .graph()
            .subscriptions_info_by_topic(topic, no_mangle);
        infos.iter().map(|info| info_dict(py, info)).collect()
    }
}

fn hash_dict<'py>(py: Python<'py>, hash: Option<&TypeHash>) -> PyResult<Bound<'py, PyDict>> {
    let dictionary = PyDict::new(py);
    if let Some(hash) = hash {
        dictionary.set_item("version", hash.version)?;
        dictionary.set_item("value", PyBytes::new(py, &hash.value))?;
    }
    Ok(dictionary)
}

fn service_info<'py>(py: Python<'py>, info: &ServiceEndpointInfo) -> PyResult<Bound<'py, PyDict>> {
    let gids = info.endpoints.iter();
    let gids: Vec<_> = gids.map(|(gid, _)| gid.0.map(u16::from).to_vec()).collect();
    let profiles = info.endpoints.iter();
    let profiles: Vec<_> = profiles
        .map(|(_, profile)| qos::to_dict(py, profile))
        .collect::<PyResult<_>>()?;
    let dictionary = PyDict::new(py);
    dictionary.set_item("node_name", &info.node_name)?;
    dictionary.set_item("node_namespace", &info.node_namespace)?;
    dictionary.set_item("service_type", &info.type_name)?;
    dictionary.set_item("service_type_hash", hash_dict(py, info.type_hash.as_ref())?)?;
    let is_client = info.kind == EndpointKind::Client;
    dictionary.set_item("endpoint_type", if is_client { 3 } else { 4 })?;
    dictionary.set_item("endpoint_gids", gids)?;
    dictionary.set_item("qos_profiles", profiles)?;
    Ok(dictionary)
}

fn info_dict<'py>(py: Python<'py>, info: &EndpointInfo) -> PyResult<Bound<'py, PyDict>> {
    let dictionary = PyDict::new(py);
    dictionary.set_item("node_name", &info.node_name)?;
    dictionary.set_item("node_namespace", &info.node_namespace)?;
    dictionary.set_item("topic_type", &info.type_name)?;
    dictionary.set_item("topic_type_hash", hash_dict(py, info.type_hash.as_ref())?)?;
    dictionary.set_item(
        "endpoint_type",
        if info.kind == EndpointKind::Publisher {
            1
        } else {
            2
        },
    )?;
    dictionary.set_item("endpoint_gid", info.gid.0.map(u16::from).to_vec())?;
    dictionary.set_item("qos_profile", qos::to_dict(py, &info.qos)?)?;
    Ok(dictionary)
}
