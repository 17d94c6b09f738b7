//! Whether two profiles match (DDS 1.4 §2.2.3, upstream's `rmw_qos_profile_check_compatible`).

use std::time::Duration;

use super::{Durability, Liveliness, QosDuration, QosProfile, Reliability};
use crate::QosPolicyKind;

/// Whether a publisher and a subscription of two profiles match. The reason is in upstream's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QosCompatibility {
    /// They match.
    Ok,
    /// They may or may not match: something is left to the middleware or unknown.
    Warning(String),
    /// They do not match.
    Error(String),
}

impl QosProfile {
    /// The policies that keep a publisher of this profile from matching a subscription of `requested`.
    /// Both profiles are in force, that is, resolved.
    pub fn mismatches(&self, requested: &QosProfile) -> Vec<QosPolicyKind> {
        let offered = self;
        let lease = (
            offered.liveliness_lease_duration,
            requested.liveliness_lease_duration,
        );
        let checks = [
            (
                is_best_effort(offered) && is_reliable(requested),
                QosPolicyKind::Reliability,
            ),
            (
                is_volatile(offered) && is_transient_local(requested),
                QosPolicyKind::Durability,
            ),
            (
                longer(offered.deadline, requested.deadline),
                QosPolicyKind::Deadline,
            ),
            (
                is_automatic(offered) && is_manual(requested),
                QosPolicyKind::Liveliness,
            ),
            (
                longer(lease.0, lease.1),
                QosPolicyKind::LivelinessLeaseDuration,
            ),
        ];
        checks
            .into_iter()
            .filter_map(|(differs, policy)| differs.then_some(policy))
            .collect()
    }

    /// Checks whether a publisher of this profile matches a subscription of `subscription`, where either may
    /// be unresolved. All reasons of the worst kind are given, each ended by a semicolon.
    pub fn check_compatible(&self, subscription: &QosProfile) -> QosCompatibility {
        let errors = errors(self, subscription);
        if !errors.is_empty() {
            return QosCompatibility::Error(
                errors
                    .iter()
                    .map(|error| format!("ERROR: {error};"))
                    .collect(),
            );
        }
        let warnings = warnings(self, subscription);
        if !warnings.is_empty() {
            let warnings = warnings
                .iter()
                .map(|warning| format!("WARNING: {warning};"));
            return QosCompatibility::Warning(warnings.collect());
        }
        QosCompatibility::Ok
    }
}

fn is_reliable(profile: &QosProfile) -> bool {
    profile.reliability == Reliability::Reliable
}

fn is_best_effort(profile: &QosProfile) -> bool {
    profile.reliability == Reliability::BestEffort
}

fn is_volatile(profile: &QosProfile) -> bool {
    profile.durability == Durability::Volatile
}

fn is_transient_local(profile: &QosProfile) -> bool {
    profile.durability == Durability::TransientLocal
}

fn is_automatic(profile: &QosProfile) -> bool {
    profile.liveliness == Liveliness::Automatic
}

fn is_manual(profile: &QosProfile) -> bool {
    profile.liveliness == Liveliness::ManualByTopic
}

fn longer(offered: QosDuration, requested: QosDuration) -> bool {
    let bound = |duration: QosDuration| duration.finite().unwrap_or(Duration::MAX);
    bound(offered) > bound(requested)
}

fn errors(publisher: &QosProfile, subscription: &QosProfile) -> Vec<&'static str> {
    let mut errors = Vec::new();
    for policy in publisher.mismatches(subscription) {
        errors.push(match policy {
            QosPolicyKind::Reliability => "Best effort publisher and reliable subscription",
            QosPolicyKind::Durability => "Volatile publisher and transient local subscription",
            QosPolicyKind::Deadline if publisher.deadline.finite().is_none() => {
                "Subscription has a deadline, but publisher does not"
            }
            QosPolicyKind::Deadline => "Subscription deadline is less than publisher deadline",
            QosPolicyKind::Liveliness => {
                "Publisher's liveliness is automatic and subscription's is manual by topic"
            }
            _ if publisher.liveliness_lease_duration.finite().is_none() => {
                "Subscription has a liveliness lease duration, but publisher does not"
            }
            _ => "Subscription liveliness lease duration is less than publisher",
        });
    }
    errors
}

fn warnings(publisher: &QosProfile, subscription: &QosProfile) -> Vec<String> {
    let reliability = (
        publisher.reliability.undecided(),
        subscription.reliability.undecided(),
    );
    let durability = (
        publisher.durability.undecided(),
        subscription.durability.undecided(),
    );
    let liveliness = (
        publisher.liveliness.undecided(),
        subscription.liveliness.undecided(),
    );
    let reliability = match reliability {
        (Some(publisher), Some(subscription)) => Some(format!(
            "Publisher reliability is {publisher} and subscription reliability is {subscription}"
        )),
        (Some(word), None) if is_reliable(subscription) => {
            Some(format!("Reliable subscription, but publisher is {word}"))
        }
        (None, Some(word)) if is_best_effort(publisher) => {
            Some(format!("Best effort publisher, but subscription is {word}"))
        }
        _ => None,
    };
    // "durabilty" is how upstream spells it, and programs compare these texts.
    let durability = match durability {
        (Some(publisher), Some(subscription)) => Some(format!(
            "Publisher durabilty is {publisher} and subscription durability is {subscription}"
        )),
        (Some(word), None) if is_transient_local(subscription) => Some(format!(
            "Transient local subscription, but publisher is {word}"
        )),
        (None, Some(word)) if is_volatile(publisher) => {
            Some(format!("Volatile publisher, but subscription is {word}"))
        }
        _ => None,
    };
    let liveliness = match liveliness {
        (Some(publisher), Some(subscription)) => Some(format!(
            "Publisher liveliness is {publisher} and subscription liveliness is {subscription}"
        )),
        (Some(word), None) if is_manual(subscription) => Some(format!(
            "Subscription's liveliness is manual by topic, but publisher's is {word}"
        )),
        (None, Some(word)) if is_automatic(publisher) => Some(format!(
            "Publisher's liveliness is automatic, but subscription's is {word}"
        )),
        _ => None,
    };
    [reliability, durability, liveliness]
        .into_iter()
        .flatten()
        .collect()
}

impl Reliability {
    fn undecided(self) -> Option<&'static str> {
        match self {
            Self::SystemDefault => Some("system_default"),
            Self::Unknown => Some("unknown"),
            Self::Reliable | Self::BestEffort | Self::BestAvailable => None,
        }
    }
}

impl Durability {
    fn undecided(self) -> Option<&'static str> {
        match self {
            Self::SystemDefault => Some("system_default"),
            Self::Unknown => Some("unknown"),
            Self::Volatile | Self::TransientLocal | Self::BestAvailable => None,
        }
    }
}

impl Liveliness {
    fn undecided(self) -> Option<&'static str> {
        match self {
            Self::SystemDefault => Some("system_default"),
            Self::Unknown => Some("unknown"),
            Self::Automatic | Self::ManualByTopic | Self::BestAvailable => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: QosDuration = QosDuration::Finite(Duration::from_secs(2));
    const SHORT: QosDuration = QosDuration::Finite(Duration::from_millis(1999));

    fn settled() -> QosProfile {
        QosProfile {
            liveliness: Liveliness::Automatic,
            ..QosProfile::DEFAULT
        }
    }

    fn check(publisher: QosProfile, subscription: QosProfile, expect: QosCompatibility) {
        assert_eq!(
            publisher.check_compatible(&subscription),
            expect,
            "{publisher:?} and {subscription:?}"
        );
    }

    fn error(text: &str) -> QosCompatibility {
        QosCompatibility::Error(text.to_owned())
    }

    fn warning(text: &str) -> QosCompatibility {
        QosCompatibility::Warning(text.to_owned())
    }

    #[test]
    fn profiles_that_match() {
        let best_effort = QosProfile {
            reliability: Reliability::BestEffort,
            ..settled()
        };
        let transient_local = QosProfile {
            durability: Durability::TransientLocal,
            ..settled()
        };
        let manual = QosProfile {
            liveliness: Liveliness::ManualByTopic,
            ..settled()
        };
        let short = QosProfile {
            deadline: SHORT,
            liveliness_lease_duration: SHORT,
            ..settled()
        };
        let long = QosProfile {
            deadline: LONG,
            liveliness_lease_duration: LONG,
            ..settled()
        };
        let infinite = QosProfile {
            deadline: QosDuration::Infinite,
            ..settled()
        };
        for (publisher, subscription) in [
            (settled(), settled()),
            (settled(), best_effort),
            (best_effort, best_effort),
            (transient_local, settled()),
            (manual, settled()),
            (short, long),
            (short, settled()),
            (infinite, settled()),
            (settled(), infinite),
            (QosProfile::BEST_AVAILABLE, QosProfile::BEST_AVAILABLE),
        ] {
            check(publisher, subscription, QosCompatibility::Ok);
            assert_eq!(publisher.mismatches(&subscription), []);
        }
    }

    #[test]
    fn profiles_that_do_not_match() {
        let best_effort = QosProfile {
            reliability: Reliability::BestEffort,
            ..settled()
        };
        let transient_local = QosProfile {
            durability: Durability::TransientLocal,
            ..settled()
        };
        let manual = QosProfile {
            liveliness: Liveliness::ManualByTopic,
            ..settled()
        };
        let deadline = |deadline| QosProfile {
            deadline,
            ..settled()
        };
        let lease = |liveliness_lease_duration| QosProfile {
            liveliness_lease_duration,
            ..settled()
        };
        for (publisher, subscription, policy, reason) in [
            (
                best_effort,
                settled(),
                QosPolicyKind::Reliability,
                "ERROR: Best effort publisher and reliable subscription;",
            ),
            (
                settled(),
                transient_local,
                QosPolicyKind::Durability,
                "ERROR: Volatile publisher and transient local subscription;",
            ),
            (
                settled(),
                deadline(LONG),
                QosPolicyKind::Deadline,
                "ERROR: Subscription has a deadline, but publisher does not;",
            ),
            (
                deadline(LONG),
                deadline(SHORT),
                QosPolicyKind::Deadline,
                "ERROR: Subscription deadline is less than publisher deadline;",
            ),
            (
                settled(),
                manual,
                QosPolicyKind::Liveliness,
                "ERROR: Publisher's liveliness is automatic and subscription's is manual by topic;",
            ),
            (
                settled(),
                lease(LONG),
                QosPolicyKind::LivelinessLeaseDuration,
                "ERROR: Subscription has a liveliness lease duration, but publisher does not;",
            ),
            (
                lease(LONG),
                lease(SHORT),
                QosPolicyKind::LivelinessLeaseDuration,
                "ERROR: Subscription liveliness lease duration is less than publisher;",
            ),
        ] {
            check(publisher, subscription, error(reason));
            assert_eq!(publisher.mismatches(&subscription), [policy]);
        }
    }

    #[test]
    fn every_error_is_named_and_no_warning_beside_it() {
        let publisher = QosProfile {
            reliability: Reliability::BestEffort,
            liveliness: Liveliness::Unknown,
            ..settled()
        };
        let subscription = QosProfile {
            durability: Durability::TransientLocal,
            ..settled()
        };
        check(
            publisher,
            subscription,
            error(
                "ERROR: Best effort publisher and reliable subscription;\
                 ERROR: Volatile publisher and transient local subscription;",
            ),
        );
    }

    #[test]
    fn what_cannot_be_known_is_a_warning() {
        let unknown = QosProfile {
            reliability: Reliability::Unknown,
            ..settled()
        };
        let left_open = QosProfile {
            reliability: Reliability::SystemDefault,
            ..settled()
        };
        let best_effort = QosProfile {
            reliability: Reliability::BestEffort,
            ..settled()
        };
        check(
            left_open,
            unknown,
            warning(
                "WARNING: Publisher reliability is system_default and subscription reliability is unknown;",
            ),
        );
        check(
            unknown,
            settled(),
            warning("WARNING: Reliable subscription, but publisher is unknown;"),
        );
        check(
            best_effort,
            left_open,
            warning("WARNING: Best effort publisher, but subscription is system_default;"),
        );
        check(unknown, best_effort, QosCompatibility::Ok);
        check(settled(), unknown, QosCompatibility::Ok);
        check(
            QosProfile {
                durability: Durability::Unknown,
                ..settled()
            },
            QosProfile {
                durability: Durability::TransientLocal,
                ..settled()
            },
            warning("WARNING: Transient local subscription, but publisher is unknown;"),
        );
        check(
            settled(),
            QosProfile {
                liveliness: Liveliness::Unknown,
                ..settled()
            },
            warning("WARNING: Publisher's liveliness is automatic, but subscription's is unknown;"),
        );
    }
}
