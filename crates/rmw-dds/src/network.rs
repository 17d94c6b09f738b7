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
    let base = NetworkConfig {
        shared_memory: options.shared_memory,
        ..NetworkConfig::default()
    };
    match options.discovery_range {
        DiscoveryRange::Off => {
            warn_of_ignored_peers(options, "off");
            NetworkConfig {
                interfaces: Interfaces::Loopback,
                discovery: false,
                multicast_discovery: false,
                ..base
            }
        }
        DiscoveryRange::Localhost => {
            let mut peers = this_host();
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
        DiscoveryRange::SystemDefault => {
            warn_of_ignored_peers(options, "left to the middleware");
            base
        }
    }
}

/// The addresses of this host. Some nodes hear only what is sent to the address that they announce: Cyclone
/// DDS 11 is deaf to 127.0.0.1 where the host has another address.
fn this_host() -> Vec<Ipv4Addr> {
    let others = if_addrs::get_if_addrs().unwrap_or_default().into_iter();
    let others = others.filter_map(|interface| match interface.ip() {
        IpAddr::V4(address) if !address.is_loopback() => Some(address),
        _ => None,
    });
    [Ipv4Addr::LOCALHOST].into_iter().chain(others).collect()
}

/// Says that static peers are not asked in this range.
fn warn_of_ignored_peers(options: &ContextOptions, range: &str) {
    if !options.static_peers.is_empty() {
        let peers = options.static_peers.join(";");
        tracing::warn!(
            "the static peers '{peers}' are left out, because the discovery range is {range}"
        );
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
        let here = this_host();
        assert_eq!(here.first(), Some(&Ipv4Addr::LOCALHOST));
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
                (Interfaces::Loopback, true, here.clone()),
            ),
            (
                DiscoveryRange::Localhost,
                there,
                (Interfaces::Auto, false, [here, vec![THERE]].concat()),
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
