//! Interfaces, multicast on those that discovery uses, and the kernel's limits.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use if_addrs::{IfAddr, Interface};
use rosebay_rcl::context::DiscoveryOptions;
use rosebay_rcl::rmw::DiscoveryRange;

use super::finding::{Check, Report};
use crate::error::Result;
use crate::multicast::{Group, Receiver, Sender};

/// The group that discovery uses, on a port that the system chooses.
const DISCOVERY_GROUP: Group = Group {
    address: Ipv4Addr::new(239, 255, 0, 1),
    port: 0,
};
/// What is sent there.
const PROBE: &[u8] = b"ros2 doctor";
/// How long it may be on its way back to this host.
const PATIENCE: Duration = Duration::from_millis(500);

/// The largest socket buffer that the kernel grants.
const BUFFER_LIMIT: &str = "/proc/sys/net/core/rmem_max";
/// What the middleware asks for, in bytes.
const WANTED_BUFFER: u64 = 4 << 20;

fn interfaces() -> Vec<Interface> {
    if_addrs::get_if_addrs().unwrap_or_default()
}

/// The IPv4 addresses of interfaces, with their names.
fn addresses(interfaces: &[Interface]) -> Vec<(&str, Ipv4Addr)> {
    let addresses = interfaces
        .iter()
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(address) => Some((interface.name.as_str(), address)),
            IpAddr::V6(_) => None,
        });
    addresses.collect()
}

pub(super) fn check() -> Check {
    let mut check = Check::new("network");
    let interfaces = interfaces();
    let all = addresses(&interfaces);
    let (loopback, others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, ip)| ip.is_loopback());
    if loopback.is_empty() {
        check.fail("No loopback IP address is found; `ip link set lo up` brings it");
    }
    let reach = match DiscoveryOptions::from_environment().range {
        DiscoveryRange::Off => Vec::new(),
        DiscoveryRange::Localhost => loopback,
        DiscoveryRange::Subnet | DiscoveryRange::SystemDefault => {
            if others.is_empty() {
                check.warn(
                    "Only loopback IP address is found: nodes of other hosts cannot be reached",
                );
            }
            others
        }
    };
    check_multicast(&mut check, &reach);
    check_buffers(&mut check);
    check
}

/// Whether multicast comes back to this host on each interface that discovery uses.
fn check_multicast(check: &mut Check, interfaces: &[(&str, Ipv4Addr)]) {
    let deaf: Vec<_> = interfaces
        .iter()
        .filter(|(_, address)| !multicast_comes_back(*address))
        .collect();
    for (name, address) in &deaf {
        let message = format!(
            "Multicast does not come back on {name} ({address}): nodes find each other there through \
             ROS_STATIC_PEERS only; look at its firewall and its MULTICAST flag"
        );
        if deaf.len() == interfaces.len() {
            check.fail(message);
        } else {
            check.warn(message);
        }
    }
}

fn multicast_comes_back(interface: Ipv4Addr) -> bool {
    let exchange = || -> Result<bool> {
        let receiver = Receiver::join(DISCOVERY_GROUP, interface)?;
        Sender::open(receiver.group(), interface, None)?.send(PROBE)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            if let Some((datagram, _)) = receiver.receive(left)?
                && datagram == PROBE
            {
                return Ok(true);
            }
        }
    };
    exchange().unwrap_or(false)
}

/// A kernel that does not tell its limit is left alone: it does not in network namespaces.
fn check_buffers(check: &mut Check) {
    if let Some(limit) = buffer_limit().filter(|limit| *limit < WANTED_BUFFER) {
        check.warn(format!(
            "Sockets may buffer {limit} bytes, less than large messages between hosts want; \
             `sysctl -w net.core.rmem_max={WANTED_BUFFER}` raises it"
        ));
    }
}

fn buffer_limit() -> Option<u64> {
    std::fs::read_to_string(BUFFER_LIMIT)
        .ok()?
        .trim()
        .parse()
        .ok()
}

pub(super) fn report() -> Report {
    let mut report = Report::new("network", "NETWORK CONFIGURATION");
    for interface in interfaces() {
        match &interface.addr {
            IfAddr::V4(address) => {
                report.add("inet", address.ip);
                report.add("netmask", address.netmask);
                if let Some(broadcast) = address.broadcast {
                    report.add("broadcast", broadcast);
                }
            }
            IfAddr::V6(address) => report.add("inet6", address.ip),
        }
        report.add("device", &interface.name);
    }
    if let Some(limit) = buffer_limit() {
        report.add("net.core.rmem_max", limit);
    }
    report
}
