//! Which UDP ports a participant uses (DDSI-RTPS §9.6.2).

use std::net::Ipv4Addr;

use crate::error::Error;

/// The multicast group of participant discovery (DDSI-RTPS §9.6.2.4).
pub(crate) const DISCOVERY_GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 0, 1);

/// The highest participant index that is tried when none is given.
pub(crate) const MAX_PARTICIPANT_ID: u32 = 119;

/// The last domain whose multicast port exists.
const MAX_DOMAIN_ID: u32 = 232;

const PORT_BASE: u32 = 7400;
const DOMAIN_GAIN: u32 = 250;
const PARTICIPANT_GAIN: u32 = 2;
const METATRAFFIC_MULTICAST: u32 = 0;
const METATRAFFIC_UNICAST: u32 = 10;
const USER_UNICAST: u32 = 11;

/// The ports of one domain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DomainPorts(u32);

impl DomainPorts {
    pub(crate) fn new(domain_id: u32) -> Result<DomainPorts, Error> {
        if domain_id > MAX_DOMAIN_ID {
            return Err(Error::DomainIdOutOfRange(domain_id));
        }
        Ok(DomainPorts(PORT_BASE + DOMAIN_GAIN * domain_id))
    }

    /// Where announcements come by multicast.
    pub(crate) fn metatraffic_multicast(self) -> u16 {
        // In range: `new` checked the domain.
        (self.0 + METATRAFFIC_MULTICAST) as u16
    }

    /// Where discovery comes by unicast.
    pub(crate) fn metatraffic_unicast(self, participant_id: u32) -> Result<u16, Error> {
        self.unicast(participant_id, METATRAFFIC_UNICAST)
    }

    /// Where samples come by unicast.
    pub(crate) fn user_unicast(self, participant_id: u32) -> Result<u16, Error> {
        self.unicast(participant_id, USER_UNICAST)
    }

    fn unicast(self, participant_id: u32, offset: u32) -> Result<u16, Error> {
        participant_id
            .checked_mul(PARTICIPANT_GAIN)
            .and_then(|gain| gain.checked_add(self.0 + offset))
            .and_then(|port| u16::try_from(port).ok())
            .ok_or(Error::ParticipantIdOutOfRange(participant_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_those_of_the_specification() {
        for (domain, participant, multicast, metatraffic, user) in [
            (0, 0, 7400, 7410, 7411),
            (5, 1, 8650, 8662, 8663),
            (232, 3, 65400, 65416, 65417),
        ] {
            let ports = DomainPorts::new(domain).unwrap();
            assert_eq!(ports.metatraffic_multicast(), multicast);
            assert_eq!(ports.metatraffic_unicast(participant).unwrap(), metatraffic);
            assert_eq!(ports.user_unicast(participant).unwrap(), user);
        }
    }

    #[test]
    fn ports_that_do_not_exist_are_refused() {
        assert!(matches!(
            DomainPorts::new(233),
            Err(Error::DomainIdOutOfRange(233))
        ));
        let last = DomainPorts::new(232).unwrap();
        for participant_id in [63, u32::MAX] {
            assert!(matches!(
                last.user_unicast(participant_id),
                Err(Error::ParticipantIdOutOfRange(_))
            ));
        }
    }
}
