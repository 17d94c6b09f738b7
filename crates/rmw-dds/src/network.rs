//! How far discovery reaches, as network configuration.

use std::net::{IpAddr, Ipv4Addr, ToSocketAddrs};

use rosebay_rmw::{ContextOptions, DiscoveryRange};
use rosebay_rtps::{Interfaces, NetworkConfig};

/// The network of a context.
///
/// | range | interfaces | multicast | asked directly |
/// |---|---|---|---|
/// | off | loopback | no | nobody |
/// | localhost, no static peers | loopback | on the loopback | this host |
/// | localhost, static peers | all | no | this host and the static peers |
/// | subnet | all | yes | the static peers |
/// | system default | all | yes | nobody |
pub(crate) fn network(options: &ContextOptions) -> NetworkConfig {
    let base = NetworkConfig::default();
    match options.discovery_range {
        DiscoveryRange::Off => NetworkConfig {
            interfaces: Interfaces::Loopback,
            discovery: false,
            multicast_discovery: false,
            ..base
        },
        DiscoveryRange::Localhost => {
            let mut peers = vec![Ipv4Addr::LOCALHOST];
            if options.static_peers.is_empty() {
                return NetworkConfig {
                    interfaces: Interfaces::Loopback,
                    peers,
                    ..base
                };
            }
            peers.extend(resolve(&options.static_peers));
            NetworkConfig {
                multicast_discovery: false,
                peers,
                ..base
            }
        }
        DiscoveryRange::Subnet => NetworkConfig {
            peers: resolve(&options.static_peers),
            ..base
        },
        DiscoveryRange::SystemDefault => base,
    }
}

/// The IPv4 addresses of hosts. One that has none is warned of and left out: a robot must start without
/// the laptop that it once was told of.
fn resolve(hosts: &[String]) -> Vec<Ipv4Addr> {
    hosts.iter().filter_map(|host| address(host)).collect()
}

fn address(host: &str) -> Option<Ipv4Addr> {
    let addresses = match (host, 0).to_socket_addrs() {
        Ok(addresses) => addresses,
        Err(error) => {
            tracing::warn!(
                "the static peer '{host}' is left out: its address cannot be found ({error})"
            );
            return None;
        }
    };
    let found = addresses
        .into_iter()
        .find_map(|address| match address.ip() {
            IpAddr::V4(address) => Some(address),
            IpAddr::V6(_) => None,
        });
    if found.is_none() {
        tracing::warn!("the static peer '{host}' is left out: it has no IPv4 address");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(range: DiscoveryRange, peers: &[&str]) -> (Interfaces, bool, Vec<Ipv4Addr>) {
        let static_peers = peers.iter().map(|peer| (*peer).to_owned()).collect();
        let options = ContextOptions {
            discovery_range: range,
            static_peers,
            ..ContextOptions::default()
        };
        let network = network(&options);
        (
            network.interfaces,
            network.multicast_discovery,
            network.peers,
        )
    }

    #[test]
    fn the_range_decides_who_is_met() {
        const HERE: Ipv4Addr = Ipv4Addr::LOCALHOST;
        const THERE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 7);
        let there: &[&str] = &["192.0.2.7"];
        for (range, peers, expect) in [
            (
                DiscoveryRange::Off,
                there,
                (Interfaces::Loopback, false, vec![]),
            ),
            (
                DiscoveryRange::Localhost,
                &[],
                (Interfaces::Loopback, true, vec![HERE]),
            ),
            (
                DiscoveryRange::Localhost,
                there,
                (Interfaces::Auto, false, vec![HERE, THERE]),
            ),
            (
                DiscoveryRange::Subnet,
                &[],
                (Interfaces::Auto, true, vec![]),
            ),
            (
                DiscoveryRange::Subnet,
                there,
                (Interfaces::Auto, true, vec![THERE]),
            ),
            (
                DiscoveryRange::SystemDefault,
                there,
                (Interfaces::Auto, true, vec![]),
            ),
        ] {
            assert_eq!(check(range, peers), expect, "{range:?} {peers:?}");
        }
    }

    #[test]
    fn names_are_resolved_and_unknown_ones_left_out() {
        assert_eq!(
            resolve(&["localhost".to_owned(), String::new(), "::1".to_owned()]),
            [Ipv4Addr::LOCALHOST]
        );
    }
}
