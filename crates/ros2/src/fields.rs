//! Fields of topics that are numbers, by names like `/odom.pose.pose.position.x` and `/scan.ranges[0]`.

use std::sync::Arc;

use rosebay_rosidl::{Arity, DynamicMessage, Element, MessageType, Type};

use crate::error::{Error, Result};
use crate::values::{field, field_type};

/// How deep numbers are looked for.
const MAX_DEPTH: usize = 16;
/// How many of them an error names.
const MAX_NAMED: usize = 8;

/// A topic's name and a field's path in it, which are parted by the first point.
pub(crate) fn split(text: &str) -> (&str, &str) {
    text.split_once('.').unwrap_or((text, ""))
}

/// Whether a field is one number; booleans count.
fn is_number(ty: &Type) -> bool {
    ty.arity == Arity::One && matches!(ty.element, Element::Primitive(_))
}

/// The paths of all numbers in a message, in order; of arrays the first element's.
pub(crate) fn numbers(ty: &MessageType) -> Vec<String> {
    let mut found = Vec::new();
    add_numbers(ty, "", 0, &mut found);
    found
}

fn add_numbers(ty: &MessageType, prefix: &str, depth: usize, found: &mut Vec<String>) {
    for member in &ty.fields {
        let index = match member.ty.arity {
            Arity::One => "",
            _ => "[0]",
        };
        let path = format!("{prefix}{}{index}", member.name);
        match &member.ty.element {
            Element::Primitive(_) => found.push(path),
            Element::Message(nested) if depth < MAX_DEPTH => {
                add_numbers(nested, &format!("{path}."), depth + 1, found);
            }
            _ => {}
        }
    }
}

/// The path of a number in messages of a type; the only one there is where none is named.
///
/// # Errors
/// When there is no such field, or it is no number; the error names the numbers there are.
pub(crate) fn number_path(ty: &Arc<MessageType>, topic: &str, path: &str) -> Result<String> {
    let all = numbers(ty);
    if path.is_empty() {
        return match &all[..] {
            [one] => Ok(one.clone()),
            _ => Err(Error::Failed(format!(
                "which field of '{topic}', a {}? {}",
                ty.name,
                choice(&all)
            ))),
        };
    }
    let Some(found) = field_type(ty, path) else {
        // The message itself says best what is wrong with a path.
        field(&DynamicMessage::new(Arc::clone(ty)), path)?;
        return Err(Error::Failed(format!("Invalid field '{path}'")));
    };
    if is_number(&found) {
        return Ok(path.to_owned());
    }
    let inner = all.into_iter().filter(|name| {
        let rest = name.strip_prefix(path);
        rest.is_some_and(|rest| rest.starts_with(['.', '[']))
    });
    Err(Error::Failed(format!(
        "field '{path}' of '{topic}' is a {found}, not a number; {}",
        choice(&inner.collect::<Vec<_>>())
    )))
}

fn choice(names: &[String]) -> String {
    if names.is_empty() {
        return "there is no number in it".to_owned();
    }
    let more = match names.len().checked_sub(MAX_NAMED) {
        Some(more) if more > 0 => format!(" and {more} more"),
        _ => String::new(),
    };
    let named: Vec<_> = names.iter().take(MAX_NAMED).map(String::as_str).collect();
    format!("numbers in it: {}{more}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::message_type;

    fn check(ty: &str, path: &str, expected: &str) {
        let ty = message_type(ty).unwrap();
        let got = match number_path(&ty, "/t", path) {
            Ok(path) => path,
            Err(error) => error.to_string(),
        };
        assert_eq!(got, expected);
    }

    #[test]
    fn fields_must_be_numbers() {
        check("std_msgs/Float64", "", "data");
        check("std_msgs/Bool", "data", "data");
        check(
            "nav_msgs/Odometry",
            "pose.covariance[7]",
            "pose.covariance[7]",
        );
        check(
            "nav_msgs/Odometry",
            "pose.pose.position",
            "field 'pose.pose.position' of '/t' is a geometry_msgs/Point, not a number; numbers in it: \
             pose.pose.position.x, pose.pose.position.y, pose.pose.position.z",
        );
        check(
            "sensor_msgs/LaserScan",
            "ranges",
            "field 'ranges' of '/t' is a sequence<float>, not a number; numbers in it: ranges[0]",
        );
        check(
            "std_msgs/String",
            "data",
            "field 'data' of '/t' is a string, not a number; there is no number in it",
        );
        check(
            "std_msgs/String",
            "",
            "which field of '/t', a std_msgs/msg/String? there is no number in it",
        );
        check(
            "geometry_msgs/Twist",
            "linear.w",
            "Invalid field 'linear.w': field 'linear': geometry_msgs/msg/Vector3 has no field 'w'; it has x, y, \
             z; did you mean 'x' or 'y' or 'z'?",
        );
    }

    #[test]
    fn a_topic_and_a_field_are_parted_by_the_first_point() {
        assert_eq!(split("/a/b.c.d[0]"), ("/a/b", "c.d[0]"));
        assert_eq!(split("a"), ("a", ""));
    }
}
