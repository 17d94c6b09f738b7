//! Requested versus offered (DDS 1.4 §2.2.3, table of policies, column RxO).

use super::{DataRepresentationId, Presentation, QosPolicies, QosPolicyId, partitions_match};

/// What decides whether a writer and a reader meet.
#[derive(Clone, Copy, Debug)]
pub struct EndpointDescription<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// The name of its type.
    pub type_name: &'a str,
    /// All policies.
    pub qos: &'a QosPolicies,
}

/// Why a writer and a reader do not match.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// They are of different topics.
    #[error("the topics differ")]
    Topic,
    /// They are of one topic, but of different types.
    #[error(
        "the types differ: the writer has {offered:?}, the reader {requested:?}; give both the same type"
    )]
    Type {
        /// The writer's type.
        offered: String,
        /// The reader's type.
        requested: String,
    },
    /// They share no partition.
    #[error("the partitions differ: the writer is in {offered:?}, the reader in {requested:?}")]
    Partition {
        /// The writer's partitions.
        offered: Vec<String>,
        /// The reader's partitions.
        requested: Vec<String>,
    },
    /// The writer offers less than the reader requests, in each of these policies.
    #[error("the writer offers less than the reader requests: {}", list(.0))]
    Qos(Vec<QosPolicyId>),
}

fn list(policies: &[QosPolicyId]) -> String {
    policies
        .iter()
        .map(QosPolicyId::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Whether `writer` and `reader` match, and if not, why.
///
/// # Errors
/// The first difference in the order topic, type, partition, QoS; of the QoS all policies that differ.
pub fn match_endpoints(
    writer: EndpointDescription<'_>,
    reader: EndpointDescription<'_>,
) -> Result<(), Mismatch> {
    if writer.topic_name != reader.topic_name {
        return Err(Mismatch::Topic);
    }
    if writer.type_name != reader.type_name {
        return Err(Mismatch::Type {
            offered: writer.type_name.into(),
            requested: reader.type_name.into(),
        });
    }
    if !partitions_match(&writer.qos.partition, &reader.qos.partition) {
        let (offered, requested) = (writer.qos.partition.clone(), reader.qos.partition.clone());
        return Err(Mismatch::Partition { offered, requested });
    }
    match incompatibilities(writer.qos, reader.qos) {
        policies if policies.is_empty() => Ok(()),
        policies => Err(Mismatch::Qos(policies)),
    }
}

/// The policies in which `offered` (of a writer) is less than `requested` (of a reader), by ascending number.
pub fn incompatibilities(offered: &QosPolicies, requested: &QosPolicies) -> Vec<QosPolicyId> {
    [
        (
            QosPolicyId::Durability,
            offered.durability >= requested.durability,
        ),
        (
            QosPolicyId::Presentation,
            presentation_suffices(offered.presentation, requested.presentation),
        ),
        (
            QosPolicyId::Deadline,
            offered.deadline <= requested.deadline,
        ),
        (
            QosPolicyId::LatencyBudget,
            offered.latency_budget <= requested.latency_budget,
        ),
        (
            QosPolicyId::Ownership,
            offered.ownership == requested.ownership,
        ),
        (
            QosPolicyId::Liveliness,
            offered.liveliness.kind >= requested.liveliness.kind
                && offered.liveliness.lease_duration <= requested.liveliness.lease_duration,
        ),
        (
            QosPolicyId::Reliability,
            offered.reliability.is_reliable() || !requested.reliability.is_reliable(),
        ),
        (
            QosPolicyId::DestinationOrder,
            offered.destination_order >= requested.destination_order,
        ),
        (
            QosPolicyId::DataRepresentation,
            representation_accepted(&offered.data_representation, &requested.data_representation),
        ),
    ]
    .into_iter()
    .filter_map(|(policy, suffices)| (!suffices).then_some(policy))
    .collect()
}

fn presentation_suffices(offered: Presentation, requested: Presentation) -> bool {
    offered.access_scope >= requested.access_scope
        && (offered.coherent_access || !requested.coherent_access)
        && (offered.ordered_access || !requested.ordered_access)
}

/// A writer uses the first that it offers (DDS-XTYPES 1.3 §7.6.3.1.2).
fn representation_accepted(
    offered: &[DataRepresentationId],
    requested: &[DataRepresentationId],
) -> bool {
    let used = offered
        .first()
        .copied()
        .unwrap_or(DataRepresentationId::XCDR1);
    if requested.is_empty() {
        used == DataRepresentationId::XCDR1
    } else {
        requested.contains(&used)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qos::*;
    use crate::types::Duration;

    fn qos(change: impl FnOnce(&mut QosPolicies)) -> QosPolicies {
        let mut qos = QosPolicies::default();
        change(&mut qos);
        qos
    }

    #[test]
    fn each_policy_has_its_rule() {
        use QosPolicyId as Id;
        type Case = (Id, QosPolicies, QosPolicies);
        let second = Duration::from_seconds(1);
        let lease = |kind, lease_duration| {
            qos(|q| {
                q.liveliness = Liveliness {
                    kind,
                    lease_duration,
                }
            })
        };
        let presentation = |access_scope, coherent_access, ordered_access| {
            qos(|q| {
                q.presentation = Presentation {
                    access_scope,
                    coherent_access,
                    ordered_access,
                }
            })
        };
        let representation = |ids: &[i16]| {
            qos(|q| q.data_representation = ids.iter().copied().map(DataRepresentationId).collect())
        };
        let plain = QosPolicies::default;
        // (policy, the lesser, the greater): the lesser does not satisfy the greater, the other way round it does.
        let ordered: Vec<Case> = vec![
            (
                Id::Reliability,
                plain(),
                qos(|q| q.reliability = Reliability::RELIABLE),
            ),
            (
                Id::Durability,
                plain(),
                qos(|q| q.durability = Durability::TransientLocal),
            ),
            (
                Id::Durability,
                qos(|q| q.durability = Durability::Transient),
                qos(|q| q.durability = Durability::Persistent),
            ),
            (Id::Deadline, plain(), qos(|q| q.deadline = second)),
            (
                Id::LatencyBudget,
                qos(|q| q.latency_budget = second),
                plain(),
            ),
            (
                Id::Liveliness,
                plain(),
                lease(LivelinessKind::Automatic, second),
            ),
            (
                Id::Liveliness,
                plain(),
                lease(LivelinessKind::ManualByTopic, Duration::INFINITE),
            ),
            (
                Id::DestinationOrder,
                plain(),
                qos(|q| q.destination_order = DestinationOrder::BySourceTimestamp),
            ),
            (
                Id::Presentation,
                plain(),
                presentation(AccessScope::Topic, false, false),
            ),
            (
                Id::Presentation,
                plain(),
                presentation(AccessScope::Instance, true, false),
            ),
            (
                Id::Presentation,
                plain(),
                presentation(AccessScope::Instance, false, true),
            ),
        ];
        for (policy, lesser, greater) in ordered {
            assert_eq!(incompatibilities(&lesser, &greater), [policy]);
            assert_eq!(incompatibilities(&greater, &lesser), []);
            assert_eq!(incompatibilities(&greater, &greater), []);
        }
        let exclusive = qos(|q| q.ownership = Ownership::Exclusive);
        assert_eq!(incompatibilities(&plain(), &exclusive), [Id::Ownership]);
        assert_eq!(incompatibilities(&exclusive, &plain()), [Id::Ownership]);
        for (offered, requested, fits) in [
            (&[][..], &[][..], true),
            (&[], &[0], true),
            (&[0], &[], true),
            (&[2], &[], false),
            (&[], &[2], false),
            (&[2], &[0, 2], true),
            (&[0, 2], &[2], false),
        ] {
            let incompatible =
                incompatibilities(&representation(offered), &representation(requested));
            assert_eq!(incompatible.is_empty(), fits, "{offered:?} {requested:?}");
        }
    }

    #[test]
    fn several_policies_are_reported_together() {
        let wanted = qos(|q| {
            q.reliability = Reliability::RELIABLE;
            q.durability = Durability::TransientLocal;
        });
        let found = incompatibilities(&QosPolicies::default(), &wanted);
        assert_eq!(found, [QosPolicyId::Durability, QosPolicyId::Reliability]);
        assert!(
            Mismatch::Qos(found)
                .to_string()
                .ends_with("DURABILITY, RELIABILITY")
        );
    }

    #[test]
    fn topic_then_type_then_partition_then_qos() {
        let plain = QosPolicies::default();
        let reliable = QosPolicies {
            partition: vec!["a".into()],
            ..QosPolicies::default_writer()
        };
        let a = EndpointDescription {
            topic_name: "a",
            type_name: "A",
            qos: &plain,
        };
        let b = EndpointDescription {
            topic_name: "b",
            type_name: "B",
            qos: &reliable,
        };
        assert_eq!(match_endpoints(a, b), Err(Mismatch::Topic));
        let b = EndpointDescription {
            topic_name: "a",
            ..b
        };
        assert!(matches!(match_endpoints(a, b), Err(Mismatch::Type { .. })));
        let b = EndpointDescription {
            type_name: "A",
            ..b
        };
        assert!(matches!(
            match_endpoints(a, b),
            Err(Mismatch::Partition { .. })
        ));
        let reliable = QosPolicies::default_writer();
        let b = EndpointDescription {
            qos: &reliable,
            ..b
        };
        assert_eq!(
            match_endpoints(a, b),
            Err(Mismatch::Qos(vec![QosPolicyId::Reliability]))
        );
        assert_eq!(match_endpoints(b, a), Ok(()));
    }
}
