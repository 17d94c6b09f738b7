//! The interfaces that the peer speaks. hiroz computes the hash of a message from its fields; those of services and of an
//! action's parts are the ones that every ROS 2 node has for them.

use hiroz::action::ZAction;
use hiroz::msg::{SerdeCdrSerdes, ZMessage, ZService};
use hiroz::{MessageTypeInfo, ServiceTypeInfo, TypeHash, TypeInfo};
use serde::{Deserialize, Serialize};

/// `std_msgs/msg/String`.
#[derive(Debug, Clone, Serialize, Deserialize, MessageTypeInfo)]
#[ros_msg(type_name = "std_msgs/msg/String")]
pub struct Text {
    pub data: String,
}

/// `example_interfaces/srv/AddTwoInts`.
pub struct AddTwoInts;

#[derive(Debug, Clone, Serialize, Deserialize, MessageTypeInfo)]
#[ros_msg(type_name = "example_interfaces/srv/AddTwoInts_Request")]
pub struct AddTwoIntsRequest {
    pub a: i64,
    pub b: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, MessageTypeInfo)]
#[ros_msg(type_name = "example_interfaces/srv/AddTwoInts_Response")]
pub struct AddTwoIntsResponse {
    pub sum: i64,
}

/// `example_interfaces/action/Fibonacci`.
pub struct Fibonacci;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FibonacciGoal {
    pub order: i32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FibonacciResult {
    pub sequence: Vec<i32>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FibonacciFeedback {
    pub sequence: Vec<i32>,
}

macro_rules! messages {
    ($($message:ty),*) => {
        $(impl ZMessage for $message {
            type Serdes = SerdeCdrSerdes<Self>;
        })*
    };
}

messages!(
    Text,
    AddTwoIntsRequest,
    AddTwoIntsResponse,
    FibonacciGoal,
    FibonacciResult,
    FibonacciFeedback
);

fn known(name: &str, hash: &str) -> TypeInfo {
    let hash = TypeHash::from_rihs_string(&format!("RIHS01_{hash}"));
    TypeInfo::new(name, hash.expect("the hash has 64 digits"))
}

impl ServiceTypeInfo for AddTwoInts {
    fn service_type_info() -> TypeInfo {
        known(
            "example_interfaces::srv::dds_::AddTwoInts_",
            "e118de6bf5eeb66a2491b5bda11202e7b68f198d6f67922cf30364858239c81a",
        )
    }
}

impl ZService for AddTwoInts {
    type Request = AddTwoIntsRequest;
    type Response = AddTwoIntsResponse;
}

impl ZAction for Fibonacci {
    type Goal = FibonacciGoal;
    type Result = FibonacciResult;
    type Feedback = FibonacciFeedback;

    fn name() -> &'static str {
        "example_interfaces/action/Fibonacci"
    }

    fn send_goal_type_info() -> TypeInfo {
        known(
            "example_interfaces::action::dds_::Fibonacci_SendGoal_",
            "d1a57fb2a4afe8c21e34fb10db206f16ce6729b28531141472df92277c55b557",
        )
    }

    fn get_result_type_info() -> TypeInfo {
        known(
            "example_interfaces::action::dds_::Fibonacci_GetResult_",
            "1b0de0d5d29dc955d92f546706568428632771db13ec84c15ec1c1a59f424a57",
        )
    }

    fn cancel_goal_type_info() -> TypeInfo {
        known(
            "action_msgs::srv::dds_::CancelGoal_",
            "573d8b0a534451d7bc2ac8c5ffde8ac14b8593b7001175d0cd6516dcbeb8689a",
        )
    }

    fn feedback_type_info() -> TypeInfo {
        known(
            "example_interfaces::action::dds_::Fibonacci_FeedbackMessage_",
            "c1de71afd52e49a89c53d8262366884185bc0a02f78ce051c4e46b0a7fe59bb2",
        )
    }

    fn status_type_info() -> TypeInfo {
        known(
            "action_msgs::msg::dds_::GoalStatusArray_",
            "6c1684b00f177d37438febe6e709fc4e2b0d4248dca4854946f9ed8b30cda83e",
        )
    }
}
