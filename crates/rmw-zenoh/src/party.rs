//! Who may meet whom.

use rosebay_rmw::{Gid, QosPolicyKind, QosProfile};
use rosebay_rosidl::TypeHash;

use crate::token::{self, Token};

/// The beginning of a session's id, in hexadecimal, by which Rosebay's sessions know each other.
pub(crate) const OWN_SESSIONS: &str = "705eba75";

/// A publisher or subscription, own or not, as those of the other side see it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Party {
    pub(crate) gid: Gid,
    /// The id of its session, in hexadecimal.
    pub(crate) session: String,
    pub(crate) wire_type: String,
    pub(crate) type_hash: Option<TypeHash>,
    pub(crate) qos: QosProfile,
}

/// What comes of two that meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Matched,
    OtherType,
    OtherQos(QosPolicyKind),
}

impl Party {
    /// The endpoint that a token tells of.
    pub(crate) fn of(token: &Token) -> Option<Self> {
        let endpoint = token.endpoint.as_ref()?;
        Some(Self {
            gid: token::gid(&token.key()),
            session: token.session.clone(),
            wire_type: endpoint.wire_type.clone(),
            type_hash: endpoint.type_hash,
            qos: endpoint.qos,
        })
    }

    /// Whether it keeps QoS as DDS has it. Nodes of rmw_zenoh match whatever has their type, and confirm nothing.
    pub(crate) fn keeps_qos(&self) -> bool {
        self.session.starts_with(OWN_SESSIONS)
    }
}

/// What comes of a writer and a reader of one topic.
pub(crate) fn verdict(writer: &Party, reader: &Party) -> Verdict {
    if (&writer.wire_type, writer.type_hash) != (&reader.wire_type, reader.type_hash) {
        return Verdict::OtherType;
    }
    if !writer.keeps_qos() || !reader.keeps_qos() {
        return Verdict::Matched;
    }
    let mismatches = writer.qos.mismatches(&reader.qos);
    mismatches
        .first()
        .map_or(Verdict::Matched, |policy| Verdict::OtherQos(*policy))
}

#[cfg(test)]
mod tests {
    use rosebay_rmw::Reliability;

    use super::*;
    use crate::qos;

    fn party(session: &str, reliability: Reliability) -> Party {
        Party {
            gid: Gid::default(),
            session: session.to_owned(),
            wire_type: "std_msgs::msg::dds_::String_".to_owned(),
            type_hash: None,
            qos: QosProfile {
                reliability,
                ..qos::defaults()
            },
        }
    }

    #[test]
    fn qos_decides_between_own_sessions_only() {
        let own = format!("{OWN_SESSIONS}0123456789abcdef01234567");
        let other = "aac3178e146ba6f1fc6e6a4085e77f21";
        for (writer, reader, expect) in [
            (
                own.as_str(),
                own.as_str(),
                Verdict::OtherQos(QosPolicyKind::Reliability),
            ),
            (other, &own, Verdict::Matched),
            (&own, other, Verdict::Matched),
        ] {
            let writer = party(writer, Reliability::BestEffort);
            let reader = party(reader, Reliability::Reliable);
            assert_eq!(verdict(&writer, &reader), expect);
        }
    }

    #[test]
    fn types_decide_always() {
        let writer = party("1", Reliability::Reliable);
        let reader = Party {
            wire_type: "std_msgs::msg::dds_::Int32_".to_owned(),
            ..writer.clone()
        };
        assert_eq!(verdict(&writer, &reader), Verdict::OtherType);
    }
}
