//! Publishers and subscriptions of one topic that cannot match.

use super::{EndpointInfo, Graph};
use crate::QosPolicyKind;

/// A publisher and a subscription of one topic and type that do not match for their QoS.
#[derive(Debug, Clone, PartialEq)]
pub struct QosMismatch {
    /// The topic's name.
    pub topic: String,
    /// What offers too little.
    pub publisher: EndpointInfo,
    /// What asks for more.
    pub subscription: EndpointInfo,
    /// The policies that keep them apart, one at least.
    pub policies: Vec<QosPolicyKind>,
}

impl Graph {
    /// All publishers and subscriptions that their QoS keeps apart, by topic.
    pub fn qos_mismatches(&self) -> Vec<QosMismatch> {
        let topics = self.topic_names_and_types(false);
        topics
            .into_iter()
            .flat_map(|(topic, _)| self.qos_mismatches_of(&topic))
            .collect()
    }

    /// The publishers and subscriptions of a topic that their QoS keeps apart.
    pub fn qos_mismatches_of(&self, topic: &str) -> Vec<QosMismatch> {
        let publishers = self.publishers_info_by_topic(topic, false);
        let subscriptions = self.subscriptions_info_by_topic(topic, false);
        let mut found = Vec::new();
        for publisher in &publishers {
            for subscription in &subscriptions {
                let policies = publisher.qos.mismatches(&subscription.qos);
                if publisher.type_name == subscription.type_name && !policies.is_empty() {
                    found.push(QosMismatch {
                        topic: topic.to_owned(),
                        publisher: publisher.clone(),
                        subscription: subscription.clone(),
                        policies,
                    });
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Direction, Entity, Subject};
    use crate::{Durability, Gid, QosProfile, Reliability};

    #[test]
    fn pairs_that_cannot_match_are_named_with_the_policies() {
        let graph = Graph::new();
        let best_effort = QosProfile {
            reliability: Reliability::BestEffort,
            durability: Durability::Volatile,
            ..QosProfile::DEFAULT
        };
        let latched = QosProfile {
            reliability: Reliability::Reliable,
            durability: Durability::TransientLocal,
            ..QosProfile::DEFAULT
        };
        for (number, direction, name, type_name, qos) in [
            (1, Direction::Writer, "/a", "t", best_effort),
            (2, Direction::Reader, "/a", "t", latched),
            (3, Direction::Reader, "/a", "t", best_effort),
            (4, Direction::Reader, "/a", "other", latched),
            (5, Direction::Writer, "/b", "t", latched),
            (6, Direction::Reader, "/b", "t", best_effort),
        ] {
            graph.add_entity(Entity {
                gid: Gid([number; 16]),
                participant: Gid([9; 16]),
                direction,
                subject: Subject::Topic,
                name: name.to_owned(),
                type_name: type_name.to_owned(),
                wire_topic: String::new(),
                wire_type: String::new(),
                type_hash: None,
                qos,
            });
        }
        let found = graph.qos_mismatches();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].topic, "/a");
        assert_eq!(found[0].publisher.gid, Gid([1; 16]));
        assert_eq!(found[0].subscription.gid, Gid([2; 16]));
        assert_eq!(
            found[0].policies,
            [QosPolicyKind::Reliability, QosPolicyKind::Durability]
        );
    }
}
