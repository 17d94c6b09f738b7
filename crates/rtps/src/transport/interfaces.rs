//! The machine's network interfaces, as far as a participant uses them.

use std::net::Ipv4Addr;

use if_addrs::IfAddr;

use crate::config::Interfaces;
use crate::error::Error;

/// What a datagram of the loopback can hold, its headers left out.
pub(crate) const LOOPBACK_DATAGRAM: usize = 65_000;
/// What is assumed of an interface that does not tell.
const DEFAULT_MTU: usize = 1500;
/// Headers of IPv4 and UDP.
const UDP_HEADERS: usize = 28;
/// What every path of IPv4 carries in one piece.
pub(crate) const MINIMUM_DATAGRAM: usize = 548;

/// One IPv4 address of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Interface {
    pub(crate) name: String,
    pub(crate) address: Ipv4Addr,
    pub(crate) netmask: Ipv4Addr,
    pub(crate) loopback: bool,
    /// Bytes of a datagram that goes out in one piece.
    pub(crate) datagram: usize,
}

impl Interface {
    fn loopback() -> Interface {
        Interface {
            name: "lo".to_owned(),
            address: Ipv4Addr::LOCALHOST,
            netmask: Ipv4Addr::new(255, 0, 0, 0),
            loopback: true,
            datagram: LOOPBACK_DATAGRAM,
        }
    }

    fn from_system(found: &if_addrs::Interface) -> Option<Interface> {
        let IfAddr::V4(address) = &found.addr else {
            return None;
        };
        let loopback = found.is_loopback();
        let datagram = if loopback {
            LOOPBACK_DATAGRAM
        } else {
            mtu(&found.name)
                .saturating_sub(UDP_HEADERS)
                .max(MINIMUM_DATAGRAM)
        };
        Some(Interface {
            name: found.name.clone(),
            address: address.ip,
            netmask: address.netmask,
            loopback,
            datagram,
        })
    }

    /// Whether an address is of this interface's network.
    pub(crate) fn contains(&self, address: Ipv4Addr) -> bool {
        let network = |address: Ipv4Addr| u32::from(address) & u32::from(self.netmask);
        network(address) == network(self.address)
    }

    fn is_named(&self, name: &str) -> bool {
        self.name == name || name.parse() == Ok(self.address)
    }
}

/// The largest IP packet of an interface, as the kernel tells it.
fn mtu(name: &str) -> usize {
    std::fs::read_to_string(format!("/sys/class/net/{name}/mtu"))
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(DEFAULT_MTU)
}

/// The machine's IPv4 addresses. What is sent to any of them goes over the loopback.
pub(crate) fn own_addresses() -> Vec<Ipv4Addr> {
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    let addresses = found.iter().filter_map(Interface::from_system);
    addresses.map(|interface| interface.address).collect()
}

/// The interfaces to use. Never empty: without a network, the loopback remains.
pub(crate) fn select(wanted: &Interfaces) -> Result<Vec<Interface>, Error> {
    let names = match wanted {
        Interfaces::Loopback => {
            if !own_addresses().contains(&Ipv4Addr::LOCALHOST) {
                tracing::warn!(
                    "the loopback interface is down: nobody can be reached until it is up (`ip link set lo up`)"
                );
            }
            return Ok(vec![Interface::loopback()]);
        }
        Interfaces::Auto => None,
        Interfaces::Named(names) => Some(names),
    };
    let found: Vec<Interface> = if_addrs::get_if_addrs()
        .map_err(Error::io("list the network interfaces"))?
        .iter()
        .filter_map(Interface::from_system)
        .collect();
    match names {
        Some(names) => named(names, &found),
        None => Ok(automatic(found)),
    }
}

fn named(names: &[String], found: &[Interface]) -> Result<Vec<Interface>, Error> {
    let chosen: Vec<Interface> = found
        .iter()
        .filter(|interface| names.iter().any(|name| interface.is_named(name)))
        .cloned()
        .collect();
    if chosen.is_empty() {
        return Err(Error::NoSuchInterface {
            asked: names.to_vec(),
            found: found
                .iter()
                .map(|i| format!("{} ({})", i.name, i.address))
                .collect(),
        });
    }
    Ok(chosen)
}

fn automatic(mut found: Vec<Interface>) -> Vec<Interface> {
    if !found.iter().any(|interface| interface.loopback) {
        found.push(Interface::loopback());
    }
    if found.iter().all(|interface| interface.loopback) {
        tracing::warn!(
            "no network interface but the loopback is up: only participants on this machine can be reached"
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loopback_needs_no_network() {
        let chosen = select(&Interfaces::Loopback).unwrap();
        assert_eq!(chosen, [Interface::loopback()]);
        assert!(
            select(&Interfaces::Auto)
                .unwrap()
                .iter()
                .any(|i| i.loopback)
        );
        assert!(!automatic(Vec::new()).is_empty());
    }

    #[test]
    fn interfaces_are_found_by_name_and_by_address() {
        for name in ["lo", "127.0.0.1"] {
            let chosen = select(&Interfaces::Named(vec![name.to_owned()])).unwrap();
            assert_eq!(chosen[0].address, Ipv4Addr::LOCALHOST);
        }
        let error = select(&Interfaces::Named(vec!["nosuch0".to_owned()])).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("nosuch0") && text.contains("127.0.0.1"),
            "{text}"
        );
    }
}
