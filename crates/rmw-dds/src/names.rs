//! How ROS's names look on the wire, and back (upstream's "topic and service name mapping to DDS").

use rosebay_rmw::Subject;
use rosebay_rmw::names::demangle_type;

const TOPIC: &str = "rt";
const REQUEST: &str = "rq";
const RESPONSE: &str = "rr";
const REQUEST_SUFFIX: &str = "Request";
const RESPONSE_SUFFIX: &str = "Reply";

/// A topic's name on the wire: `/chatter` is `rt/chatter`, or itself where it avoids ROS's conventions.
pub(crate) fn mangle_topic(topic: &str, avoid_ros_namespace_conventions: bool) -> String {
    mangle(TOPIC, topic, "", avoid_ros_namespace_conventions)
}

/// The name on the wire of a service's requests: `/add` is `rq/addRequest`.
pub(crate) fn mangle_request(service: &str, avoid_ros_namespace_conventions: bool) -> String {
    mangle(
        REQUEST,
        service,
        REQUEST_SUFFIX,
        avoid_ros_namespace_conventions,
    )
}

/// The name on the wire of a service's responses: `/add` is `rr/addReply`.
pub(crate) fn mangle_response(service: &str, avoid_ros_namespace_conventions: bool) -> String {
    mangle(
        RESPONSE,
        service,
        RESPONSE_SUFFIX,
        avoid_ros_namespace_conventions,
    )
}

fn mangle(prefix: &str, name: &str, suffix: &str, avoid_ros_namespace_conventions: bool) -> String {
    let prefix = if avoid_ros_namespace_conventions {
        ""
    } else {
        prefix
    };
    format!("{prefix}{name}{suffix}")
}

/// What a topic and a type of the wire are to ROS: what they carry, and the names that ROS gives them.
pub(crate) fn demangle(topic: &str, type_name: &str) -> (Subject, String, String) {
    let under = |prefix: &str| {
        topic
            .strip_prefix(prefix)
            .filter(|name| name.starts_with('/'))
    };
    if let Some(name) = under(TOPIC) {
        return (Subject::Topic, name.to_owned(), demangle_type(type_name));
    }
    for (prefix, suffix, subject) in [
        (REQUEST, REQUEST_SUFFIX, Subject::Request),
        (RESPONSE, RESPONSE_SUFFIX, Subject::Response),
    ] {
        if let Some(service) = under(prefix).and_then(|name| name.strip_suffix(suffix)) {
            return (
                subject,
                service.to_owned(),
                demangle_service_type(type_name),
            );
        }
    }
    (Subject::Foreign, topic.to_owned(), demangle_type(type_name))
}

/// The name of the service that a request's or response's type belongs to.
fn demangle_service_type(type_name: &str) -> String {
    let name = demangle_type(type_name);
    let service = name
        .strip_suffix("_Request")
        .or_else(|| name.strip_suffix("_Response"));
    service.map_or_else(|| name.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_those_of_the_wire() {
        assert_eq!(mangle_topic("/ns/chatter", false), "rt/ns/chatter");
        assert_eq!(mangle_topic("/ns/chatter", true), "/ns/chatter");
        assert_eq!(
            mangle_request("/add_two_ints", false),
            "rq/add_two_intsRequest"
        );
        assert_eq!(
            mangle_response("/add_two_ints", false),
            "rr/add_two_intsReply"
        );
        assert_eq!(mangle_response("/add_two_ints", true), "/add_two_intsReply");
    }

    #[test]
    fn names_of_the_wire_become_those_of_ros() {
        let check = |topic: &str, type_name: &str, expect: (Subject, &str, &str)| {
            let (subject, name, ros_type) = demangle(topic, type_name);
            assert_eq!(
                (subject, name.as_str(), ros_type.as_str()),
                expect,
                "{topic} {type_name}"
            );
        };
        let string = "std_msgs::msg::dds_::String_";
        let request = "example_interfaces::srv::dds_::AddTwoInts_Request_";
        let response = "example_interfaces::srv::dds_::AddTwoInts_Response_";
        let service = "example_interfaces/srv/AddTwoInts";
        check(
            "rt/ns/chatter",
            string,
            (Subject::Topic, "/ns/chatter", "std_msgs/msg/String"),
        );
        check(
            "rq/ns/addRequest",
            request,
            (Subject::Request, "/ns/add", service),
        );
        check(
            "rr/ns/addReply",
            response,
            (Subject::Response, "/ns/add", service),
        );
        check(
            "rq/RequestRequest",
            request,
            (Subject::Request, "/Request", service),
        );
        check(
            "rq/ns/add",
            request,
            (
                Subject::Foreign,
                "rq/ns/add",
                "example_interfaces/srv/AddTwoInts_Request",
            ),
        );
        check(
            "Square",
            "ShapeType",
            (Subject::Foreign, "Square", "ShapeType"),
        );
        check(
            "rtx",
            string,
            (Subject::Foreign, "rtx", "std_msgs/msg/String"),
        );
        check("rt/odd", "dds_", (Subject::Topic, "/odd", "dds_"));
        check("rt/odd", "", (Subject::Topic, "/odd", ""));
    }
}
