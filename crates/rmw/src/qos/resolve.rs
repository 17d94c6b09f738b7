//! What a profile comes down to when an endpoint is made.

use std::time::Duration;

use super::{Durability, History, Liveliness, QosDuration, QosProfile, Reliability};
use crate::Graph;

impl QosProfile {
    /// The profile in force for a publisher of `topic`: "best available" suits the subscriptions in the
    /// graph, and what is left to the middleware gets its default.
    #[must_use]
    pub fn resolved_for_publisher(&self, topic: &str, graph: &Graph) -> Self {
        if !self.has_best_available() {
            return self.with_defaults();
        }
        let peers: Vec<_> = graph
            .subscriptions_info_by_topic(topic, false)
            .into_iter()
            .map(|info| info.qos)
            .collect();
        self.adapted_to(&Best {
            reliability: Reliability::Reliable,
            durability: Durability::TransientLocal,
            manual: peers
                .iter()
                .any(|peer| peer.liveliness == Liveliness::ManualByTopic),
            deadline: peers.iter().filter_map(|peer| peer.deadline.finite()).min(),
            lease: peers
                .iter()
                .filter_map(|peer| peer.liveliness_lease_duration.finite())
                .min(),
        })
        .with_defaults()
    }

    /// The profile in force for a subscription to `topic`: "best available" suits the publishers in the
    /// graph, and what is left to the middleware gets its default.
    #[must_use]
    pub fn resolved_for_subscription(&self, topic: &str, graph: &Graph) -> Self {
        if !self.has_best_available() {
            return self.with_defaults();
        }
        let peers: Vec<_> = graph
            .publishers_info_by_topic(topic, false)
            .into_iter()
            .map(|info| info.qos)
            .collect();
        let all = |test: fn(&QosProfile) -> bool| peers.iter().all(test);
        let longest = |period: fn(&QosProfile) -> QosDuration| {
            // One peer without a period is the longest there is.
            let periods: Option<Vec<Duration>> =
                peers.iter().map(|peer| period(peer).finite()).collect();
            periods.and_then(|periods| periods.into_iter().max())
        };
        self.adapted_to(&Best {
            reliability: if all(|peer| peer.reliability == Reliability::Reliable) {
                Reliability::Reliable
            } else {
                Reliability::BestEffort
            },
            durability: if all(|peer| peer.durability == Durability::TransientLocal) {
                Durability::TransientLocal
            } else {
                Durability::Volatile
            },
            manual: all(|peer| peer.liveliness == Liveliness::ManualByTopic),
            deadline: longest(|peer| peer.deadline),
            lease: longest(|peer| peer.liveliness_lease_duration),
        })
        .with_defaults()
    }

    /// The profile in force for a service's or client's endpoints: "best available" is what services have by
    /// default, and what is left to the middleware gets its default.
    #[must_use]
    pub fn resolved_for_service(&self) -> Self {
        self.adapted_to(&Best {
            reliability: Self::SERVICES_DEFAULT.reliability,
            durability: Self::SERVICES_DEFAULT.durability,
            manual: false,
            deadline: None,
            lease: None,
        })
        .with_defaults()
    }

    fn has_best_available(&self) -> bool {
        self.reliability == Reliability::BestAvailable
            || self.durability == Durability::BestAvailable
            || self.liveliness == Liveliness::BestAvailable
            || self.deadline == QosDuration::BestAvailable
            || self.liveliness_lease_duration == QosDuration::BestAvailable
    }

    fn adapted_to(mut self, best: &Best) -> Self {
        if self.reliability == Reliability::BestAvailable {
            self.reliability = best.reliability;
        }
        if self.durability == Durability::BestAvailable {
            self.durability = best.durability;
        }
        if self.liveliness == Liveliness::BestAvailable {
            self.liveliness = if best.manual {
                Liveliness::ManualByTopic
            } else {
                Liveliness::Automatic
            };
        }
        let period =
            |best: Option<Duration>| best.map_or(QosDuration::Infinite, QosDuration::Finite);
        if self.deadline == QosDuration::BestAvailable {
            self.deadline = period(best.deadline);
        }
        if self.liveliness_lease_duration == QosDuration::BestAvailable {
            self.liveliness_lease_duration = period(best.lease);
        }
        self
    }

    /// Unknown is treated as left to the middleware: nobody can ask for it.
    fn with_defaults(mut self) -> Self {
        if matches!(self.history, History::SystemDefault | History::Unknown) {
            self.history = History::KeepLast;
        }
        if self.history == History::KeepLast {
            self.depth = self.depth.max(1);
        }
        if matches!(
            self.reliability,
            Reliability::SystemDefault | Reliability::Unknown
        ) {
            self.reliability = Reliability::Reliable;
        }
        if matches!(
            self.durability,
            Durability::SystemDefault | Durability::Unknown
        ) {
            self.durability = Durability::Volatile;
        }
        if matches!(
            self.liveliness,
            Liveliness::SystemDefault | Liveliness::Unknown
        ) {
            self.liveliness = Liveliness::Automatic;
        }
        for period in [
            &mut self.deadline,
            &mut self.lifespan,
            &mut self.liveliness_lease_duration,
        ] {
            *period = period
                .finite()
                .map_or(QosDuration::Infinite, QosDuration::Finite);
        }
        self
    }
}

/// What "best available" comes down to.
struct Best {
    reliability: Reliability,
    durability: Durability,
    manual: bool,
    deadline: Option<Duration>,
    lease: Option<Duration>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Entity, Gid, Subject};

    const SECOND: QosDuration = QosDuration::Finite(Duration::from_secs(1));
    const MINUTE: QosDuration = QosDuration::Finite(Duration::from_secs(60));

    fn graph(direction: Direction, profiles: &[QosProfile]) -> Graph {
        let graph = Graph::new();
        for (index, qos) in profiles.iter().enumerate() {
            let mut gid = Gid::default();
            gid.0[0] = u8::try_from(index).unwrap();
            graph.add_entity(Entity {
                gid,
                participant: Gid([9; 16]),
                direction,
                subject: Subject::Topic,
                name: "/chatter".to_owned(),
                type_name: "std_msgs/msg/String".to_owned(),
                wire_topic: String::new(),
                wire_type: String::new(),
                type_hash: None,
                qos: qos.resolved_for_service(),
            });
        }
        graph
    }

    const BEST: QosProfile = QosProfile::BEST_AVAILABLE;

    #[test]
    fn what_is_left_open_gets_defaults() {
        let resolved = QosProfile::SYSTEM_DEFAULT.resolved_for_publisher("/chatter", &Graph::new());
        assert_eq!(
            resolved,
            QosProfile {
                history: History::KeepLast,
                depth: 1,
                reliability: Reliability::Reliable,
                durability: Durability::Volatile,
                deadline: QosDuration::Infinite,
                lifespan: QosDuration::Infinite,
                liveliness: Liveliness::Automatic,
                liveliness_lease_duration: QosDuration::Infinite,
                avoid_ros_namespace_conventions: false,
            }
        );
        let unknown = QosProfile::UNKNOWN.resolved_for_subscription("/chatter", &Graph::new());
        assert_eq!(unknown, resolved);
    }

    #[test]
    fn nothing_that_was_asked_for_changes() {
        let asked = QosProfile {
            deadline: SECOND,
            reliability: Reliability::BestEffort,
            depth: 7,
            ..QosProfile::DEFAULT
        };
        let resolved = asked.resolved_for_publisher("/chatter", &Graph::new());
        assert_eq!(
            (resolved.deadline, resolved.reliability, resolved.depth),
            (SECOND, Reliability::BestEffort, 7)
        );
    }

    #[test]
    fn a_publisher_satisfies_every_subscription() {
        let graph = graph(
            Direction::Reader,
            &[
                QosProfile {
                    deadline: MINUTE,
                    ..QosProfile::DEFAULT
                },
                QosProfile {
                    deadline: SECOND,
                    liveliness: Liveliness::ManualByTopic,
                    ..QosProfile::DEFAULT
                },
            ],
        );
        let resolved = BEST.resolved_for_publisher("/chatter", &graph);
        assert_eq!(resolved.reliability, Reliability::Reliable);
        assert_eq!(resolved.durability, Durability::TransientLocal);
        assert_eq!(resolved.liveliness, Liveliness::ManualByTopic);
        assert_eq!(resolved.deadline, SECOND);
        assert_eq!(resolved.liveliness_lease_duration, QosDuration::Infinite);
    }

    #[test]
    fn a_subscription_asks_for_what_every_publisher_offers() {
        let strong = QosProfile {
            durability: Durability::TransientLocal,
            liveliness: Liveliness::ManualByTopic,
            deadline: SECOND,
            ..QosProfile::DEFAULT
        };
        let resolve = |profiles: &[QosProfile]| {
            let resolved =
                BEST.resolved_for_subscription("/chatter", &graph(Direction::Writer, profiles));
            (
                resolved.reliability,
                resolved.durability,
                resolved.liveliness,
                resolved.deadline,
            )
        };
        assert_eq!(
            resolve(&[strong]),
            (
                Reliability::Reliable,
                Durability::TransientLocal,
                Liveliness::ManualByTopic,
                SECOND
            )
        );
        assert_eq!(
            resolve(&[
                strong,
                QosProfile {
                    deadline: MINUTE,
                    ..QosProfile::SENSOR_DATA
                }
            ]),
            (
                Reliability::BestEffort,
                Durability::Volatile,
                Liveliness::Automatic,
                MINUTE
            )
        );
        assert_eq!(
            resolve(&[strong, QosProfile::DEFAULT]).3,
            QosDuration::Infinite
        );
    }

    #[test]
    fn services_keep_their_default() {
        let resolved = BEST.resolved_for_service();
        assert_eq!(resolved.reliability, Reliability::Reliable);
        assert_eq!(resolved.durability, Durability::Volatile);
        assert_eq!(resolved.liveliness, Liveliness::Automatic);
    }
}
