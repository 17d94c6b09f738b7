//! The service that tells the types of a node's endpoints.

#![allow(clippy::unwrap_used)]

mod common;

use common::{LONG, context, node_and_executor};
use rosebay_msgs::geometry_msgs::msg::PoseStamped;
use rosebay_msgs::std_srvs::srv::Trigger;
use rosebay_msgs::type_description_interfaces::srv::{
    GetTypeDescription, GetTypeDescription_Request, GetTypeDescription_Response,
};
use rosebay_rcl::parameter::Parameter;
use rosebay_rcl::{
    Error, Executor, Node, NodeOptions, TypeDescriptionClient, TypeDescriptionError,
};
use rosebay_rosidl::typed::{Message, Service};

fn ask(
    node: &Node,
    executor: &Executor,
    hash: &str,
    include_type_sources: bool,
) -> GetTypeDescription_Response {
    let client = node
        .create_client::<GetTypeDescription>("~/get_type_description")
        .unwrap();
    assert!(client.wait_for_service(Some(LONG)));
    let request = GetTypeDescription_Request {
        type_hash: hash.to_owned(),
        include_type_sources,
        ..Default::default()
    };
    let response = client.call_async(&request).unwrap();
    response.spin(executor, Some(LONG)).unwrap()
}

#[test]
fn a_type_is_described_while_it_is_in_use() {
    let (node, executor) = node_and_executor();
    let hash = PoseStamped::type_support().hash().to_string();
    let unknown = ask(&node, &executor, &hash, true);
    assert!(!unknown.successful);
    assert_eq!(
        unknown.failure_reason,
        "Type not currently in use by this node"
    );

    let one = node.create_publisher::<PoseStamped>("pose", 1).unwrap();
    let two = node
        .create_subscription("pose", 1, |_: PoseStamped| ())
        .unwrap();
    drop(one);
    let known = ask(&node, &executor, &hash, true);
    assert!(known.successful, "{}", known.failure_reason);
    let description = &known.type_description;
    assert_eq!(
        description.type_description.type_name,
        "geometry_msgs/msg/PoseStamped"
    );
    let names = description.referenced_type_descriptions.iter();
    let names: Vec<_> = names.map(|each| each.type_name.as_str()).collect();
    let expected = [
        "builtin_interfaces/msg/Time",
        "geometry_msgs/msg/Point",
        "geometry_msgs/msg/Pose",
        "geometry_msgs/msg/Quaternion",
        "std_msgs/msg/Header",
    ];
    assert_eq!(names, expected);
    let quaternion = &description.referenced_type_descriptions[3];
    assert_eq!(quaternion.fields[3].name, "w");
    assert_eq!(quaternion.fields[3].r#type.type_id, 11);
    assert_eq!(quaternion.fields[3].default_value, "1.0");
    let sources = known.type_sources.iter();
    let sources: Vec<_> = sources.map(|each| each.type_name.as_str()).collect();
    assert_eq!(sources[0], "geometry_msgs/msg/PoseStamped");
    assert_eq!(sources[1..], expected);
    assert!(
        known.type_sources[2]
            .raw_file_contents
            .contains("float64 x")
    );

    drop(two);
    assert!(!ask(&node, &executor, &hash, true).successful);
}

#[test]
fn services_are_described_too_and_sources_come_only_when_asked_for() {
    let (node, executor) = node_and_executor();
    let _client = node.create_client::<Trigger>("trigger").unwrap();
    let hash = Trigger::type_support().hash().to_string();
    let response = ask(&node, &executor, &hash, false);
    assert!(response.successful);
    let described = &response.type_description.type_description;
    assert_eq!(described.type_name, "std_srvs/srv/Trigger");
    assert!(response.type_sources.is_empty());
    let wrong = ask(&node, &executor, "RIHS01_12", false);
    assert!(!wrong.successful);
    assert_eq!(wrong.failure_reason, "Failed to parse type hash");
}

#[test]
fn a_parameter_switches_the_service_off() {
    let context = context();
    let name = "start_type_description_service";
    let options = NodeOptions {
        parameter_overrides: vec![Parameter::new(name, false)],
        ..NodeOptions::default()
    };
    let node = Node::with_options(&context, "node", &options).unwrap();
    let services = node.service_names_and_types();
    assert!(
        services
            .iter()
            .all(|(name, _)| !name.ends_with("/get_type_description"))
    );
    let descriptor = node.parameters().describe(name).unwrap();
    assert!(descriptor.read_only);
    assert!(node.parameters().set(name, true).is_err());
}

#[test]
fn a_client_learns_a_type_from_the_node_that_uses_it() {
    let (node, executor) = node_and_executor();
    let _publisher = node.create_publisher::<PoseStamped>("pose", 1).unwrap();
    let _client = node.create_client::<Trigger>("trigger").unwrap();
    let client = TypeDescriptionClient::new(&node, "node").unwrap();
    assert!(client.wait_for_service(Some(LONG)));
    let get = |name: &str, hash| {
        let told = client.get(&name.parse().unwrap(), hash).unwrap();
        told.spin(&executor, Some(LONG))
    };

    let pose = PoseStamped::type_support().hash();
    let name = "geometry_msgs/msg/PoseStamped";
    let registry = get(name, Some(pose)).unwrap();
    let told = registry.source_file(&name.parse().unwrap()).unwrap();
    assert_eq!(told.path, format!("{name}.msg of node"));
    assert_eq!(registry.hash(&name.parse().unwrap()).unwrap(), pose);

    let trigger = Trigger::type_support().hash();
    let registry = get("std_srvs/srv/Trigger", None).unwrap();
    let name = "std_srvs/srv/Trigger".parse().unwrap();
    assert_eq!(registry.service(&name).unwrap().hash(), trigger);

    // The node finds a type by its hash; what it tells is another's.
    let error = get("std_srvs/srv/Trigger", Some(pose)).unwrap_err();
    let Error::TypeDescription(error) = error else {
        panic!("{error}");
    };
    assert!(matches!(
        *error,
        TypeDescriptionError::Hash { expected, found, .. } if expected == pose && found == trigger
    ));
    let error = get("std_srvs/srv/Empty", None).unwrap_err().to_string();
    assert_eq!(
        error,
        "node 'node' does not tell what 'std_srvs/srv/Empty' is: Type not currently in use by this node"
    );
}
