//! QoS profiles as DDS policies, and back.

use std::time::Duration as StdDuration;

use rosebay_rmw::{
    Durability, History, Liveliness, QosDuration, QosPolicyKind, QosProfile, Reliability,
};
use rosebay_rtps::qos::{self, LivelinessKind, QosPolicies, QosPolicyId};
use rosebay_rtps::types::Duration;

/// The policies of an endpoint whose profile is resolved.
pub(crate) fn policies(profile: &QosProfile) -> QosPolicies {
    QosPolicies {
        reliability: match profile.reliability {
            Reliability::BestEffort => qos::Reliability::BestEffort,
            _ => qos::Reliability::RELIABLE,
        },
        durability: match profile.durability {
            Durability::TransientLocal => qos::Durability::TransientLocal,
            _ => qos::Durability::Volatile,
        },
        history: match profile.history {
            History::KeepAll => qos::History::KeepAll,
            _ => qos::History::KeepLast(u32::try_from(profile.depth).unwrap_or(u32::MAX).max(1)),
        },
        deadline: duration(profile.deadline),
        lifespan: duration(profile.lifespan),
        liveliness: qos::Liveliness {
            kind: match profile.liveliness {
                Liveliness::ManualByTopic => LivelinessKind::ManualByTopic,
                _ => LivelinessKind::Automatic,
            },
            lease_duration: duration(profile.liveliness_lease_duration),
        },
        ..QosPolicies::default()
    }
}

/// What a remote endpoint's policies are to ROS. History and depth are not part of discovery.
pub(crate) fn profile(policies: &QosPolicies) -> QosProfile {
    QosProfile {
        history: History::Unknown,
        depth: 0,
        reliability: if policies.reliability.is_reliable() {
            Reliability::Reliable
        } else {
            Reliability::BestEffort
        },
        durability: match policies.durability {
            qos::Durability::Volatile => Durability::Volatile,
            qos::Durability::TransientLocal => Durability::TransientLocal,
            qos::Durability::Transient | qos::Durability::Persistent => Durability::Unknown,
        },
        deadline: period(policies.deadline),
        lifespan: period(policies.lifespan),
        liveliness: match policies.liveliness.kind {
            LivelinessKind::Automatic => Liveliness::Automatic,
            LivelinessKind::ManualByTopic => Liveliness::ManualByTopic,
            LivelinessKind::ManualByParticipant => Liveliness::Unknown,
        },
        liveliness_lease_duration: period(policies.liveliness.lease_duration),
        avoid_ros_namespace_conventions: false,
    }
}

/// The policy that stood in the way, as ROS names it.
pub(crate) fn policy_kind(policy: Option<QosPolicyId>) -> QosPolicyKind {
    match policy {
        Some(QosPolicyId::Durability) => QosPolicyKind::Durability,
        Some(QosPolicyId::Deadline) => QosPolicyKind::Deadline,
        Some(QosPolicyId::Liveliness) => QosPolicyKind::Liveliness,
        Some(QosPolicyId::Reliability) => QosPolicyKind::Reliability,
        _ => QosPolicyKind::Invalid,
    }
}

fn duration(period: QosDuration) -> Duration {
    let nanoseconds = period
        .finite()
        .and_then(|period| i64::try_from(period.as_nanos()).ok());
    nanoseconds.map_or(Duration::INFINITE, Duration::from_nanoseconds)
}

fn period(duration: Duration) -> QosDuration {
    duration
        .to_std()
        .map_or(QosDuration::Infinite, |period: StdDuration| {
            QosDuration::Finite(period)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rosebay_rmw::Graph;

    #[test]
    fn profiles_survive_the_way_there_and_back() {
        let second = QosDuration::Finite(StdDuration::from_millis(1_500));
        for profile_asked in [
            QosProfile::DEFAULT,
            QosProfile::SENSOR_DATA,
            QosProfile::ROSOUT,
            QosProfile {
                history: History::KeepAll,
                deadline: second,
                liveliness: Liveliness::ManualByTopic,
                liveliness_lease_duration: second,
                ..QosProfile::DEFAULT
            },
        ] {
            let resolved = profile_asked.resolved_for_publisher("/chatter", &Graph::new());
            let back = profile(&policies(&resolved));
            assert_eq!(
                QosProfile {
                    history: resolved.history,
                    depth: resolved.depth,
                    ..back
                },
                resolved
            );
        }
    }

    #[test]
    fn history_is_what_the_profile_says() {
        let depth = |depth| QosProfile {
            depth,
            ..QosProfile::DEFAULT
        };
        assert_eq!(policies(&depth(7)).history, qos::History::KeepLast(7));
        assert_eq!(
            policies(&depth(usize::MAX)).history,
            qos::History::KeepLast(u32::MAX)
        );
        let all = QosProfile {
            history: History::KeepAll,
            ..QosProfile::DEFAULT
        };
        assert_eq!(policies(&all).history, qos::History::KeepAll);
    }
}
