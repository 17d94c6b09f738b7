use std::sync::Arc;

use proptest::prelude::*;

use super::{Filter, FilterError};
use crate::message_type::MessageType;
use crate::{DynamicMessage, Registry, Value};

fn message_type(name: &str) -> Arc<MessageType> {
    Registry::standard()
        .message(&name.parse().unwrap())
        .unwrap()
}

/// A message of a type, from JSON.
fn payload(ty: &str, json: &str) -> (Arc<MessageType>, Vec<u8>) {
    let ty = message_type(ty);
    let json = serde_json::from_str(json).unwrap();
    let message = DynamicMessage::from_json(Arc::clone(&ty), &json).unwrap();
    let bytes = message.encode().unwrap();
    (ty, bytes)
}

fn check(ty: &Arc<MessageType>, payload: &[u8], cases: &[(&str, bool)]) {
    for (expression, expected) in cases {
        let filter = Filter::new(ty, expression, &[]).unwrap();
        assert_eq!(filter.accepts(payload).unwrap(), *expected, "{expression}");
    }
}

fn error(ty: &str, expression: &str, parameters: &[&str]) -> FilterError {
    let parameters: Vec<_> = parameters.iter().map(|text| (*text).to_owned()).collect();
    Filter::new(&message_type(ty), expression, &parameters).unwrap_err()
}

#[test]
fn conditions_hold_or_not() {
    let (ty, bytes) = payload(
        "sensor_msgs/msg/BatteryState",
        r#"{"header": {"stamp": {"sec": -7}, "frame_id": "base"}, "voltage": 12.5, "present": true,
            "power_supply_status": 4, "cell_voltage": [1.5, 2.5], "location": "bay 4"}"#,
    );
    let cases = [
        ("voltage = 12.5", true),
        ("voltage > 12 AND voltage < 13", true),
        ("12 <= voltage", true),
        ("NOT voltage >= 12", false),
        ("voltage BETWEEN 12.5 AND 13", true),
        ("voltage not between 1 and 2", true),
        ("header.stamp.sec = -7", true),
        ("header.stamp.sec <> -7 OR present = TRUE", true),
        ("header.stamp.sec != -7 or present <> true", false),
        ("header.frame_id = 'base'", true),
        ("header.frame_id LIKE 'b%'", true),
        ("header.frame_id LIKE '_as?'", true),
        ("location like '*4' and location not like 'bay'", true),
        ("location < 'baz'", true),
        ("power_supply_status = 'POWER_SUPPLY_STATUS_FULL'", true),
        ("power_supply_status = 0x4", true),
        ("cell_voltage[1] > cell_voltage[0]", true),
        ("cell_voltage[2] > 0", false),
        (
            "present = FALSE AND voltage > 0 OR location = 'bay 4'",
            true,
        ),
        (
            "present = FALSE AND (voltage > 0 OR location = 'bay 4')",
            false,
        ),
        ("(((1e1 < voltage)))", true),
    ];
    check(&ty, &bytes, &cases);
}

#[test]
fn elements_of_sequences_of_messages_are_found() {
    let (ty, bytes) = payload(
        "diagnostic_msgs/msg/DiagnosticArray",
        r#"{"status": [{"name": "first"}, {"name": "second", "level": 2, "values": [{"key": "k", "value": "v"}]}]}"#,
    );
    let cases = [
        (
            "status[1].name = 'second' AND status[1].level = 'ERROR'",
            true,
        ),
        ("status[0].level = 'OK'", true),
        ("status[1].values[0].value = 'v'", true),
        ("status[0].values[0].value = 'v'", false),
    ];
    check(&ty, &bytes, &cases);
}

#[test]
fn a_number_that_is_none_compares_with_nothing() {
    let ty = message_type("std_msgs/msg/Float64");
    let mut message = DynamicMessage::new(Arc::clone(&ty));
    message.set("data", Value::from(f64::NAN)).unwrap();
    let bytes = message.encode().unwrap();
    check(
        &ty,
        &bytes,
        &[
            ("data = 0", false),
            ("data <> 0", false),
            ("data < 0", false),
        ],
    );
}

#[test]
fn parameters_stand_for_values() {
    let (ty, bytes) = payload("std_msgs/msg/String", r#"{"data": "Hello, world! 10"}"#);
    let parameters = ["'Hello%'".to_owned(), "'x'".to_owned()];
    let filter = Filter::new(&ty, "data LIKE %0 AND data <> %1", &parameters).unwrap();
    assert!(filter.accepts(&bytes).unwrap());
    assert!(filter.accepts(&bytes[..9]).is_err());
}

#[test]
fn errors_say_what_is_wrong() {
    let text = |error: FilterError| error.to_string();
    let string = "std_msgs/msg/String";
    let cases = [
        (
            error(string, "data =", &[]),
            "expected a field, a value or a parameter at character 6 of the filter 'data =', found its end",
        ),
        (
            error(string, "data ~ 'x'", &[]),
            "expected an operator at character 5 of the filter 'data ~ 'x'', found '~'",
        ),
        (error(string, "", &[]), "expected a field"),
        (
            error(string, "data = 'x", &[]),
            "expected the closing quote",
        ),
        (error(string, "(data = 'x'", &[]), "expected AND, OR or ')'"),
        (
            error(string, "data = 'x' data", &[]),
            "expected AND, OR or the end",
        ),
        (
            error(string, "data = %1", &["'x'"]),
            "names the parameter %1, but 1 are given",
        ),
        (
            error(string, "data = %0", &["x"]),
            "expected a number, a quoted text, TRUE or FALSE",
        ),
        (
            error(string, "date = 'x'", &[]),
            "the type 'std_msgs/msg/String' has no field 'date'",
        ),
        (
            error(string, "data = 1", &[]),
            "expected two numbers, two bools or two texts",
        ),
        (
            error(string, "'x' = 'x'", &[]),
            "expected a field on one side at least",
        ),
        (
            error("std_msgs/msg/Bool", "data < TRUE", &[]),
            "expected = or <> between bools",
        ),
        (
            error("std_msgs/msg/Int8", "data LIKE 1", &[]),
            "expected texts beside LIKE",
        ),
        (
            error("std_msgs/msg/Header", "stamp = 1", &[]),
            "compares 'stamp', which is a 'builtin_interfaces/Time'",
        ),
        (
            error("std_msgs/msg/Header", "frame_id.x = 1", &[]),
            "the type 'string' has no field 'x'",
        ),
        (
            error("std_msgs/msg/UInt8MultiArray", "data = 1", &[]),
            "which is a 'sequence<uint8>'",
        ),
    ];
    for (error, expected) in cases {
        let error = text(error);
        assert!(error.contains(expected), "{error}\n{expected}");
    }
    let deep = format!("{}data = 'x'{}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(error(string, &deep, &[]), FilterError::TooDeep);
    let long = vec!["data = 'x'"; 1000].join(" AND ");
    assert_eq!(error(string, &long, &[]), FilterError::TooDeep);
}

/// What a comparison says of two numbers.
type Holds = fn(i64, i64) -> bool;

/// A condition on `data` as text, and what it should say of a number.
fn condition() -> impl Strategy<Value = (String, Holds, i64)> {
    let operators: [(&str, Holds); 6] = [
        ("=", |a, b| a == b),
        ("<>", |a, b| a != b),
        ("<", |a, b| a < b),
        ("<=", |a, b| a <= b),
        (">", |a, b| a > b),
        (">=", |a, b| a >= b),
    ];
    (prop::sample::select(operators.to_vec()), -3_i64..3)
        .prop_map(|((symbol, holds), bound)| (format!("data {symbol} {bound}"), holds, bound))
}

proptest! {
    #[test]
    fn logic_is_that_of_rust(
        (a, a_holds, a_bound) in condition(),
        (b, b_holds, b_bound) in condition(),
        (c, c_holds, c_bound) in condition(),
        value in -4_i64..4,
    ) {
        let ty = message_type("std_msgs/msg/Int64");
        let mut message = DynamicMessage::new(Arc::clone(&ty));
        message.set("data", Value::from(value)).unwrap();
        let bytes = message.encode().unwrap();
        let (x, y, z) = (a_holds(value, a_bound), b_holds(value, b_bound), c_holds(value, c_bound));
        check(&ty, &bytes, &[
            (&format!("{a} AND {b} OR {c}"), x && y || z),
            (&format!("{a} OR {b} AND NOT {c}"), x || y && !z),
            (&format!("NOT ({a} OR {b}) AND {c}"), !(x || y) && z),
        ]);
    }

    #[test]
    fn no_expression_panics(expression in "[a-z0-9 '%()<>=.\\[\\]_é-]{0,40}", parameter in ".{0,8}") {
        let ty = message_type("std_msgs/msg/Header");
        let bytes = DynamicMessage::new(Arc::clone(&ty)).encode().unwrap();
        if let Ok(filter) = Filter::new(&ty, &expression, &[parameter]) {
            filter.accepts(&bytes).unwrap();
        }
    }

    #[test]
    fn no_payload_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let ty = message_type("diagnostic_msgs/msg/DiagnosticArray");
        let expression = "status[3].values[2].key LIKE '%x%' OR header.stamp.sec > 0 OR status[0].level = 1";
        let filter = Filter::new(&ty, expression, &[]).unwrap();
        let mut payload = vec![0, 1, 0, 0];
        payload.extend(bytes);
        let _ = filter.accepts(&payload);
    }

    #[test]
    fn a_pattern_with_a_wildcard_finds_its_parts(before in "[ab]{0,5}", middle in "[ab]{0,5}", after in "[ab]{0,5}") {
        let ty = message_type("std_msgs/msg/String");
        let mut message = DynamicMessage::new(Arc::clone(&ty));
        message.set("data", Value::from(format!("{before}{middle}{after}"))).unwrap();
        let bytes = message.encode().unwrap();
        check(&ty, &bytes, &[
            (&format!("data LIKE '{before}%{after}'"), true),
            (&format!("data LIKE '%{middle}%'"), true),
            (&format!("data LIKE '{before}%c%{after}'"), false),
        ]);
    }
}
