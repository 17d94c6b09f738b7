//! QoS policies as parameters of discovery (DDSI-RTPS §9.6.4, table 9.14).

use super::{Parameter, ParameterId, ParameterListWriter, WireError, WireResult};
use crate::qos::{
    AccessScope, DataRepresentationId, DestinationOrder, Durability, History, Liveliness,
    LivelinessKind, Ownership, Presentation, QosPolicies, Reliability, ResourceLimits,
};

impl QosPolicies {
    /// Takes `parameter` over if it is a policy; says whether it was.
    pub(super) fn read_parameter(&mut self, parameter: &Parameter<'_>) -> WireResult<bool> {
        let mut cursor = parameter.cursor();
        match parameter.id {
            ParameterId::RELIABILITY => {
                let kind = cursor.u32("RELIABILITY")?;
                // Best-effort readers may leave the time out.
                let max_blocking_time = cursor.duration();
                self.reliability = match kind {
                    1 => Reliability::BestEffort,
                    2 => Reliability::Reliable {
                        max_blocking_time: max_blocking_time?,
                    },
                    _ => return Err(unknown_kind("RELIABILITY", kind, "1 or 2")),
                };
            }
            ParameterId::DURABILITY => {
                self.durability = match cursor.u32("DURABILITY")? {
                    0 => Durability::Volatile,
                    1 => Durability::TransientLocal,
                    2 => Durability::Transient,
                    3 => Durability::Persistent,
                    kind => return Err(unknown_kind("DURABILITY", kind, "0 to 3")),
                };
            }
            ParameterId::HISTORY => {
                let (kind, depth) = (cursor.u32("HISTORY")?, cursor.u32("HISTORY")?);
                self.history = match kind {
                    0 => History::KeepLast(depth.max(1)),
                    1 => History::KeepAll,
                    _ => return Err(unknown_kind("HISTORY", kind, "0 or 1")),
                };
            }
            ParameterId::RESOURCE_LIMITS => {
                // Negative is without limit.
                let mut limit = || Ok(u32::try_from(cursor.i32("RESOURCE_LIMITS")?).ok());
                self.resource_limits = ResourceLimits {
                    max_samples: limit()?,
                    max_instances: limit()?,
                    max_samples_per_instance: limit()?,
                };
            }
            ParameterId::DEADLINE => self.deadline = cursor.duration()?,
            ParameterId::LIFESPAN => self.lifespan = cursor.duration()?,
            ParameterId::LATENCY_BUDGET => self.latency_budget = cursor.duration()?,
            ParameterId::TIME_BASED_FILTER => self.time_based_filter = cursor.duration()?,
            ParameterId::LIVELINESS => {
                let kind = match cursor.u32("LIVELINESS")? {
                    0 => LivelinessKind::Automatic,
                    1 => LivelinessKind::ManualByParticipant,
                    2 => LivelinessKind::ManualByTopic,
                    kind => return Err(unknown_kind("LIVELINESS", kind, "0 to 2")),
                };
                self.liveliness = Liveliness {
                    kind,
                    lease_duration: cursor.duration()?,
                };
            }
            ParameterId::OWNERSHIP => {
                self.ownership = match cursor.u32("OWNERSHIP")? {
                    0 => Ownership::Shared,
                    1 => Ownership::Exclusive,
                    kind => return Err(unknown_kind("OWNERSHIP", kind, "0 or 1")),
                };
            }
            ParameterId::OWNERSHIP_STRENGTH => {
                self.ownership_strength = cursor.i32("OWNERSHIP_STRENGTH")?
            }
            ParameterId::DESTINATION_ORDER => {
                self.destination_order = match cursor.u32("DESTINATION_ORDER")? {
                    0 => DestinationOrder::ByReceptionTimestamp,
                    1 => DestinationOrder::BySourceTimestamp,
                    kind => return Err(unknown_kind("DESTINATION_ORDER", kind, "0 or 1")),
                };
            }
            ParameterId::PRESENTATION => {
                let access_scope = match cursor.u32("PRESENTATION")? {
                    0 => AccessScope::Instance,
                    1 => AccessScope::Topic,
                    2 => AccessScope::Group,
                    kind => return Err(unknown_kind("PRESENTATION", kind, "0 to 2")),
                };
                self.presentation = Presentation {
                    access_scope,
                    coherent_access: cursor.u8("PRESENTATION")? != 0,
                    ordered_access: cursor.u8("PRESENTATION")? != 0,
                };
            }
            ParameterId::PARTITION => {
                let count = cursor.u32("PARTITION")?;
                self.partition.clear();
                for _ in 0..count {
                    self.partition.push(cursor.string("PARTITION")?.to_owned());
                }
            }
            ParameterId::DATA_REPRESENTATION => {
                let count = cursor.u32("DATA_REPRESENTATION")?;
                self.data_representation.clear();
                for _ in 0..count {
                    let id = cursor.u16("DATA_REPRESENTATION")?.cast_signed();
                    self.data_representation.push(DataRepresentationId(id));
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Appends the policies: reliability, durability and history always, the others where they differ from the
    /// defaults of the specification.
    pub(super) fn write_parameters(&self, list: &mut ParameterListWriter<'_>) {
        let default = QosPolicies::default();
        self.write_always(list);
        if self.resource_limits != default.resource_limits {
            let limits = self.resource_limits;
            list.parameter(ParameterId::RESOURCE_LIMITS, |value| {
                for limit in [
                    limits.max_samples,
                    limits.max_instances,
                    limits.max_samples_per_instance,
                ] {
                    value.i32(limit.map_or(-1, |limit| i32::try_from(limit).unwrap_or(i32::MAX)));
                }
            });
        }
        for (id, duration, default) in [
            (ParameterId::DEADLINE, self.deadline, default.deadline),
            (ParameterId::LIFESPAN, self.lifespan, default.lifespan),
            (
                ParameterId::LATENCY_BUDGET,
                self.latency_budget,
                default.latency_budget,
            ),
            (
                ParameterId::TIME_BASED_FILTER,
                self.time_based_filter,
                default.time_based_filter,
            ),
        ] {
            if duration != default {
                list.parameter(id, |value| value.duration(duration));
            }
        }
        if self.liveliness != default.liveliness {
            list.parameter(ParameterId::LIVELINESS, |value| {
                value.u32(self.liveliness.kind as u32);
                value.duration(self.liveliness.lease_duration);
            });
        }
        if self.ownership != default.ownership {
            list.parameter(ParameterId::OWNERSHIP, |value| {
                value.u32(self.ownership as u32)
            });
        }
        if self.ownership_strength != default.ownership_strength {
            list.parameter(ParameterId::OWNERSHIP_STRENGTH, |value| {
                value.i32(self.ownership_strength)
            });
        }
        if self.destination_order != default.destination_order {
            list.parameter(ParameterId::DESTINATION_ORDER, |value| {
                value.u32(self.destination_order as u32)
            });
        }
        if self.presentation != default.presentation {
            list.parameter(ParameterId::PRESENTATION, |value| {
                value.u32(self.presentation.access_scope as u32);
                value.bytes(&[
                    self.presentation.coherent_access.into(),
                    self.presentation.ordered_access.into(),
                ]);
            });
        }
        if !self.partition.is_empty() {
            list.parameter(ParameterId::PARTITION, |value| {
                value.length(self.partition.len());
                self.partition.iter().for_each(|name| value.string(name));
            });
        }
        if !self.data_representation.is_empty() {
            list.parameter(ParameterId::DATA_REPRESENTATION, |value| {
                value.length(self.data_representation.len());
                self.data_representation
                    .iter()
                    .for_each(|id| value.i16(id.0));
            });
        }
    }

    fn write_always(&self, list: &mut ParameterListWriter<'_>) {
        list.parameter(ParameterId::RELIABILITY, |value| {
            let (kind, max_blocking_time) = match self.reliability {
                Reliability::BestEffort => (1, crate::types::Duration::ZERO),
                Reliability::Reliable { max_blocking_time } => (2, max_blocking_time),
            };
            value.u32(kind);
            value.duration(max_blocking_time);
        });
        list.parameter(ParameterId::DURABILITY, |value| {
            value.u32(self.durability as u32)
        });
        list.parameter(ParameterId::HISTORY, |value| match self.history {
            History::KeepLast(depth) => {
                value.u32(0);
                // Peers read a signed number.
                value.u32(depth.min(i32::MAX.cast_unsigned()));
            }
            History::KeepAll => {
                value.u32(1);
                value.u32(0);
            }
        });
    }
}

fn unknown_kind(what: &'static str, kind: u32, expected: &'static str) -> WireError {
    WireError::Invalid {
        what,
        value: kind.into(),
        expected,
    }
}
