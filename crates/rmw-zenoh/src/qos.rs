//! QoS as tokens carry it: `reliability:durability:history,depth:deadline:lifespan:liveliness,lease`, in upstream's
//! numbers, periods as `seconds,nanoseconds`. What is rmw_zenoh's default is left out.

use std::time::Duration;

use rosebay_rmw::{Durability, History, Liveliness, QosDuration, QosProfile, Reliability};

/// The depth that rmw_zenoh takes where none is given.
const DEFAULT_DEPTH: usize = 42;

/// Upstream's infinity: the seconds and nanoseconds of the longest `i64` of nanoseconds.
const INFINITE: (u64, u64) = (9_223_372_036, 854_775_807);

const RELIABILITY: [(Reliability, &str); 5] = [
    (Reliability::SystemDefault, "0"),
    (Reliability::Reliable, "1"),
    (Reliability::BestEffort, "2"),
    (Reliability::Unknown, "3"),
    (Reliability::BestAvailable, "4"),
];
const DURABILITY: [(Durability, &str); 5] = [
    (Durability::SystemDefault, "0"),
    (Durability::TransientLocal, "1"),
    (Durability::Volatile, "2"),
    (Durability::Unknown, "3"),
    (Durability::BestAvailable, "4"),
];
const HISTORY: [(History, &str); 4] = [
    (History::SystemDefault, "0"),
    (History::KeepLast, "1"),
    (History::KeepAll, "2"),
    (History::Unknown, "3"),
];
const LIVELINESS: [(Liveliness, &str); 5] = [
    (Liveliness::SystemDefault, "0"),
    (Liveliness::Automatic, "1"),
    (Liveliness::ManualByTopic, "3"),
    (Liveliness::Unknown, "4"),
    (Liveliness::BestAvailable, "5"),
];

/// What a token means where it leaves everything out.
pub(crate) fn defaults() -> QosProfile {
    QosProfile {
        history: History::KeepLast,
        depth: DEFAULT_DEPTH,
        reliability: Reliability::Reliable,
        durability: Durability::Volatile,
        deadline: QosDuration::Infinite,
        lifespan: QosDuration::Infinite,
        liveliness: Liveliness::Automatic,
        liveliness_lease_duration: QosDuration::Infinite,
        avoid_ros_namespace_conventions: false,
    }
}

/// The text of a resolved profile.
pub(crate) fn to_text(qos: &QosProfile) -> String {
    let default = defaults();
    let depth = if qos.depth == default.depth {
        String::new()
    } else {
        qos.depth.to_string()
    };
    format!(
        "{}:{}:{},{depth}:{}:{}:{},{}",
        code(&RELIABILITY, qos.reliability, default.reliability),
        code(&DURABILITY, qos.durability, default.durability),
        code(&HISTORY, qos.history, default.history),
        period(qos.deadline),
        period(qos.lifespan),
        code(&LIVELINESS, qos.liveliness, default.liveliness),
        period(qos.liveliness_lease_duration),
    )
}

fn code<T: PartialEq + Copy>(codes: &[(T, &'static str)], value: T, default: T) -> &'static str {
    let known = codes.iter().find(|(known, _)| *known == value);
    known
        .filter(|_| value != default)
        .map_or("", |(_, text)| text)
}

fn period(duration: QosDuration) -> String {
    let Some(duration) = duration.finite() else {
        return ",".to_owned();
    };
    let part = |value: u64, infinite: u64| {
        if value == infinite {
            String::new()
        } else {
            value.to_string()
        }
    };
    format!(
        "{},{}",
        part(duration.as_secs(), INFINITE.0),
        part(u64::from(duration.subsec_nanos()), INFINITE.1)
    )
}

/// Reads a text; `None` where it is none of QoS.
pub(crate) fn parse(text: &str) -> Option<QosProfile> {
    let default = defaults();
    let mut parts = text.split(':');
    let mut part = || parts.next();
    let reliability = value(&RELIABILITY, part()?, default.reliability)?;
    let durability = value(&DURABILITY, part()?, default.durability)?;
    let (history, depth) = part()?.split_once(',')?;
    let deadline = parse_period(part()?)?;
    let lifespan = parse_period(part()?)?;
    let (liveliness, lease) = part()?.split_once(',')?;
    Some(QosProfile {
        history: value(&HISTORY, history, default.history)?,
        depth: usize::try_from(number(depth, DEFAULT_DEPTH as u64)?).ok()?,
        reliability,
        durability,
        deadline,
        lifespan,
        liveliness: value(&LIVELINESS, liveliness, default.liveliness)?,
        liveliness_lease_duration: parse_period(lease)?,
        avoid_ros_namespace_conventions: false,
    })
}

fn value<T: Copy>(codes: &[(T, &str)], text: &str, default: T) -> Option<T> {
    if text.is_empty() {
        return Some(default);
    }
    codes
        .iter()
        .find_map(|(value, known)| (*known == text).then_some(*value))
}

fn number(text: &str, default: u64) -> Option<u64> {
    if text.is_empty() {
        return Some(default);
    }
    text.parse().ok()
}

fn parse_period(text: &str) -> Option<QosDuration> {
    let (seconds, nanoseconds) = text.split_once(',')?;
    let seconds = number(seconds, INFINITE.0)?;
    let nanoseconds = number(nanoseconds, INFINITE.1)?;
    if seconds >= INFINITE.0 {
        return Some(QosDuration::Infinite);
    }
    let duration = Duration::from_secs(seconds).checked_add(Duration::from_nanos(nanoseconds))?;
    Some(QosDuration::Finite(duration))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(qos: QosProfile, text: &str) {
        assert_eq!(to_text(&qos), text);
        assert_eq!(parse(text), Some(qos));
    }

    #[test]
    fn profiles_are_written_and_read() {
        check(defaults(), "::,:,:,:,,");
        check(
            QosProfile {
                reliability: Reliability::BestEffort,
                durability: Durability::TransientLocal,
                history: History::KeepAll,
                depth: 5,
                ..defaults()
            },
            "2:1:2,5:,:,:,,",
        );
        check(
            QosProfile {
                depth: 10,
                deadline: QosDuration::Finite(Duration::from_millis(1_500)),
                lifespan: QosDuration::Finite(Duration::from_secs(2)),
                liveliness: Liveliness::ManualByTopic,
                liveliness_lease_duration: QosDuration::Finite(Duration::from_nanos(7)),
                ..defaults()
            },
            "::,10:1,500000000:2,0:3,0,7",
        );
    }

    #[test]
    fn what_is_left_unspecified_is_infinite() {
        let unspecified = QosProfile {
            deadline: QosDuration::Unspecified,
            ..defaults()
        };
        assert_eq!(to_text(&unspecified), "::,:,:,:,,");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            ":",
            "::,:,:,",
            "9::,:,:,:,,",
            "::,x:,:,:,,",
            "::,:1:,:,,",
            "::,:,:,:,",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
