//! Datagrams in and out: the sockets of one participant.

mod interfaces;
mod ports;
mod shared;
mod system;
mod turns;

use std::io::{self, IoSlice};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::sync::Arc;

use bytes::Bytes;
use rosebay_rmw_shm::{Loan, PeerEvent, process_generation};
use socket2::{Domain, InterfaceIndexOrAddress, Protocol, SockAddr, Socket, Type};

pub(crate) use interfaces::Interface;
use system::ReceiveBatch;

use crate::config::{NetworkConfig, ParticipantConfig};
use crate::counters::CounterCells;
use crate::error::Error;
use crate::outgoing::SharedRange;
use crate::types::GuidPrefix;
use ports::{DISCOVERY_GROUP, DomainPorts, MAX_PARTICIPANT_ID};
use shared::SharedMemory;
pub(crate) use turns::Taking;
use turns::Turns;

/// The sockets of one participant.
pub(crate) struct Transport {
    pub(crate) interfaces: Vec<Interface>,
    /// The machine's addresses, those of interfaces that are not used included.
    own_addresses: Vec<Ipv4Addr>,
    pub(crate) participant_id: u32,
    ports: DomainPorts,
    metatraffic: UdpSocket,
    user: UdpSocket,
    multicast: Option<UdpSocket>,
    /// One for each interface: the interface of a multicast is a property of the socket.
    multicast_senders: Vec<UdpSocket>,
    turns: Turns,
    /// The receive buffer that the kernel granted, in bytes.
    pub(crate) receive_buffer: usize,
    counters: Arc<CounterCells>,
    process_generation: u32,
    prefix: GuidPrefix,
    shared: Option<SharedMemory>,
}

/// Who takes what comes in.
pub(crate) trait Receive {
    /// A datagram, or what would have been one, and the payload that goes along with it.
    fn datagram(&mut self, datagram: &[u8], attachment: Option<Bytes>);
    /// Shared memory with a peer came or went.
    fn peer(&mut self, event: PeerEvent);
}

impl Transport {
    pub(crate) fn open(
        config: &ParticipantConfig,
        prefix: GuidPrefix,
        counters: Arc<CounterCells>,
    ) -> Result<Transport, Error> {
        let ports = DomainPorts::new(config.domain_id)?;
        let network = &config.network;
        let interfaces = interfaces::select(&network.interfaces)?;
        let unicast_address = if interfaces.iter().all(|interface| interface.loopback) {
            Ipv4Addr::LOCALHOST
        } else {
            Ipv4Addr::UNSPECIFIED
        };
        let (participant_id, metatraffic, user) = bind_unicast(config, ports, unicast_address)?;
        let (multicast, multicast_senders) = if network.multicast_discovery {
            open_multicast(ports, &interfaces, network)
        } else {
            (None, Vec::new())
        };
        let receive_buffer = user
            .recv_buffer_size()
            .map_err(Error::io("read the size of a socket buffer"))?;
        let transport = Transport {
            interfaces,
            own_addresses: interfaces::own_addresses(),
            participant_id,
            ports,
            metatraffic: metatraffic.into(),
            user: user.into(),
            multicast,
            multicast_senders,
            turns: Turns::new().map_err(Error::io("make an event descriptor"))?,
            receive_buffer,
            counters,
            process_generation: process_generation(),
            prefix,
            shared: network
                .shared_memory
                .filter(|_| network.discovery)
                .and_then(|limit| SharedMemory::open(prefix, limit)),
        };
        transport
            .watch()
            .map_err(Error::io("wait for the sockets"))?;
        Ok(transport)
    }

    /// Whether this is a child of the process that opened the sockets. They are the parent's: nothing is sent, and
    /// locks that the parent's threads held are locked for ever.
    pub(crate) fn is_in_child_process(&self) -> bool {
        process_generation() != self.process_generation
    }

    /// Where other participants may send discovery to.
    pub(crate) fn metatraffic_addresses(&self) -> Vec<SocketAddrV4> {
        self.announced(&self.metatraffic)
    }

    /// Where other participants may send samples to.
    pub(crate) fn user_addresses(&self) -> Vec<SocketAddrV4> {
        self.announced(&self.user)
    }

    /// Where this participant listens to multicast discovery.
    pub(crate) fn multicast_address(&self) -> Option<SocketAddrV4> {
        self.multicast
            .as_ref()
            .map(|_| SocketAddrV4::new(DISCOVERY_GROUP, self.ports.metatraffic_multicast()))
    }

    /// The unicast discovery ports of the participants `0..count` of each host.
    pub(crate) fn peer_addresses(&self, hosts: &[Ipv4Addr], count: u32) -> Vec<SocketAddrV4> {
        hosts
            .iter()
            .flat_map(|&host| {
                (0..count)
                    .map_while(|id| self.ports.metatraffic_unicast(id).ok())
                    .map(move |port| SocketAddrV4::new(host, port))
            })
            .collect()
    }

    /// An address of the loopback means every host's own, so it is announced only when there is no other.
    fn announced(&self, socket: &UdpSocket) -> Vec<SocketAddrV4> {
        let port = socket.local_addr().map_or(0, |address| address.port());
        let all_loopback = self.interfaces.iter().all(|interface| interface.loopback);
        self.interfaces
            .iter()
            .filter(|interface| all_loopback || !interface.loopback)
            .map(|interface| SocketAddrV4::new(interface.address, port))
            .collect()
    }

    /// Whether an address is of this machine.
    pub(crate) fn is_local(&self, address: Ipv4Addr) -> bool {
        address.is_loopback() || self.own_addresses.contains(&address)
    }

    /// Whether an address lies in a network that this machine has an interface in.
    pub(crate) fn shares_network(&self, address: Ipv4Addr) -> bool {
        self.interfaces
            .iter()
            .any(|interface| interface.contains(address))
    }

    /// Bytes of a datagram that reaches `address` in one piece.
    pub(crate) fn datagram_size(&self, address: Ipv4Addr) -> usize {
        if self.is_local(address) {
            return interfaces::LOOPBACK_DATAGRAM;
        }
        self.interfaces
            .iter()
            .filter(|interface| !interface.loopback)
            .map(|interface| interface.datagram)
            .min()
            .unwrap_or(interfaces::MINIMUM_DATAGRAM)
    }

    /// Sends one datagram made of parts, on the calling thread.
    pub(crate) fn send(&self, to: SocketAddrV4, parts: &[IoSlice<'_>]) {
        self.count_sent(send_parts(&self.user, to, parts), to);
    }

    /// Sends one datagram to the discovery group on every interface.
    pub(crate) fn send_multicast(&self, datagram: &[u8]) {
        let group = SocketAddrV4::new(DISCOVERY_GROUP, self.ports.metatraffic_multicast());
        for sender in &self.multicast_senders {
            self.count_sent(sender.send_to(datagram, group), group);
        }
    }

    fn count_sent(&self, result: io::Result<usize>, to: SocketAddrV4) {
        match result {
            Ok(bytes) => {
                self.counters.datagrams_sent.add(1);
                self.counters.bytes_sent.add(bytes);
            }
            Err(error) => {
                self.counters.send_errors.add(1);
                tracing::debug!(%to, %error, "a datagram could not be sent");
            }
        }
    }

    /// Sends a message to a peer, on the calling thread: through shared memory if there is any and it has room, else as
    /// one datagram. The attachment lies in shared memory, and is not copied.
    pub(crate) fn send_to_peer(
        &self,
        peer: GuidPrefix,
        address: SocketAddrV4,
        parts: &[IoSlice<'_>],
        attachment: Option<&Bytes>,
    ) {
        let is_settled = self
            .shared
            .as_ref()
            .is_some_and(|shared| shared.send(peer, parts, attachment, &self.counters));
        if !is_settled {
            self.send(address, parts);
        }
    }

    /// The host on which this participant shares memory, if it does.
    pub(crate) fn shared_memory_host(&self) -> Option<[u8; 16]> {
        self.shared.as_ref().map(|shared| shared.host)
    }

    /// Asks a peer that announces a host to share memory, if it is on this one.
    pub(crate) fn connect(&self, peer: GuidPrefix, host: Option<[u8; 16]>) {
        if let Some((shared, host)) = self.shared.as_ref().zip(host) {
            shared.connect(self.prefix, peer, host);
        }
    }

    /// The memory of this process that a peer can read.
    pub(crate) fn shared_with(&self, peer: GuidPrefix) -> Option<SharedRange> {
        self.shared.as_ref()?.shared_with(peer)
    }

    /// A payload where peers on this host can read it, if there is room.
    pub(crate) fn share(&self, payload: Bytes) -> Bytes {
        match &self.shared {
            Some(shared) => shared.share(payload),
            None => payload,
        }
    }

    /// Memory that peers on this host can read, if there are any, for what is worth it.
    pub(crate) fn loan(&self, length: usize) -> Option<Loan> {
        self.shared.as_ref()?.loan(length)
    }

    /// Takes what has come through shared memory; whether there was anything.
    fn take_shared(&self, limit: usize, message: &mut Vec<u8>, receive: &mut impl Receive) -> bool {
        let Some(shared) = &self.shared else {
            return false;
        };
        let mut count = 0;
        shared
            .port
            .receive(limit, message, |_, message, attachment| {
                count += 1;
                receive.datagram(message, attachment);
            });
        self.counters.shared_received.add(count);
        count > 0
    }

    fn receive(&self, socket: &UdpSocket, batch: &mut ReceiveBatch, receive: &mut impl Receive) {
        match batch.receive(socket) {
            Ok(count) => {
                for index in 0..count {
                    let datagram = batch.datagram(index);
                    self.counters.datagrams_received.add(1);
                    self.counters.bytes_received.add(datagram.len());
                    receive.datagram(datagram, None);
                }
            }
            Err(error) => tracing::debug!(%error, "receiving failed"),
        }
    }

    /// Shares nothing any more. What peers have lent stays lent until it is given back.
    pub(crate) fn leave_shared_memory(&self) {
        if let Some(shared) = &self.shared {
            shared.port.close();
        }
    }

    /// Ends [`Transport::receive_until_stopped`] and whoever leads.
    pub(crate) fn stop(&self) {
        self.turns.stop();
    }
}

/// Sends without connecting; a single part spares the kernel the list.
fn send_parts(socket: &UdpSocket, to: SocketAddrV4, parts: &[IoSlice<'_>]) -> io::Result<usize> {
    match parts {
        [part] => socket.send_to(part, to),
        parts => socket2::SockRef::from(socket).send_to_vectored(parts, &SockAddr::from(to)),
    }
}

/// Binds both unicast sockets of the wanted participant index, or of the first that is free.
fn bind_unicast(
    config: &ParticipantConfig,
    ports: DomainPorts,
    address: Ipv4Addr,
) -> Result<(u32, Socket, Socket), Error> {
    if let Some(id) = config.participant_id {
        let (metatraffic, user) = bind_pair(&config.network, ports, address, id)?;
        return Ok((id, metatraffic, user));
    }
    for id in 0..=MAX_PARTICIPANT_ID {
        match bind_pair(&config.network, ports, address, id) {
            Ok((metatraffic, user)) => return Ok((id, metatraffic, user)),
            Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::AddrInUse => {}
            Err(Error::ParticipantIdOutOfRange(_)) if id > 0 => break,
            Err(error) => return Err(error),
        }
    }
    let first = ports.metatraffic_unicast(0)?;
    Err(Error::NoFreeParticipantId {
        domain_id: config.domain_id,
        first,
        last: ports.user_unicast(MAX_PARTICIPANT_ID).unwrap_or(u16::MAX),
    })
}

fn bind_pair(
    network: &NetworkConfig,
    ports: DomainPorts,
    address: Ipv4Addr,
    id: u32,
) -> Result<(Socket, Socket), Error> {
    let bind = |port: u16| {
        let address = SocketAddrV4::new(address, port);
        bind(address, network).map_err(Error::io(format!("bind UDP port {address}")))
    };
    Ok((
        bind(ports.metatraffic_unicast(id)?)?,
        bind(ports.user_unicast(id)?)?,
    ))
}

fn bind(address: SocketAddrV4, network: &NetworkConfig) -> io::Result<Socket> {
    let socket = udp_socket(network)?;
    socket.bind(&SocketAddr::V4(address).into())?;
    Ok(socket)
}

/// A socket with buffers as large as the kernel grants; what it refuses is done without.
fn udp_socket(network: &NetworkConfig) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    for refused in [
        socket.set_recv_buffer_size(network.receive_buffer).err(),
        socket.set_send_buffer_size(network.send_buffer).err(),
    ]
    .into_iter()
    .flatten()
    {
        tracing::debug!(%refused, "the kernel refused a larger socket buffer");
    }
    Ok(socket)
}

/// The socket that listens to the discovery group and those that send to it. Without multicast a participant
/// still works with peers that it is told about, so failures are warnings.
fn open_multicast(
    ports: DomainPorts,
    interfaces: &[Interface],
    network: &NetworkConfig,
) -> (Option<UdpSocket>, Vec<UdpSocket>) {
    let receiver = multicast_receiver(ports, interfaces, network)
        .map_err(|error| tracing::warn!(%error, "cannot listen to multicast discovery"))
        .ok();
    let senders = interfaces
        .iter()
        .filter_map(|interface| {
            multicast_sender(interface, network)
                .map_err(|error| {
                    tracing::warn!(interface = interface.name, %error, "cannot send multicast discovery");
                })
                .ok()
        })
        .collect();
    (receiver, senders)
}

fn multicast_receiver(
    ports: DomainPorts,
    interfaces: &[Interface],
    network: &NetworkConfig,
) -> io::Result<UdpSocket> {
    let socket = udp_socket(network)?;
    socket.set_reuse_address(true)?;
    let group = SocketAddrV4::new(DISCOVERY_GROUP, ports.metatraffic_multicast());
    socket.bind(&SocketAddr::V4(group).into())?;
    // Only what comes in over the chosen interfaces, not what other sockets joined.
    socket.set_multicast_all_v4(false)?;
    let mut joined = Err(io::ErrorKind::AddrNotAvailable.into());
    for interface in interfaces {
        let result = socket.join_multicast_v4_n(
            &DISCOVERY_GROUP,
            &InterfaceIndexOrAddress::Address(interface.address),
        );
        match result {
            Ok(()) => joined = Ok(()),
            Err(error) if joined.is_err() => joined = Err(error),
            Err(error) => {
                tracing::debug!(interface = interface.name, %error, "cannot join multicast discovery")
            }
        }
    }
    joined.map(|()| socket.into())
}

fn multicast_sender(interface: &Interface, network: &NetworkConfig) -> io::Result<UdpSocket> {
    let socket = bind(SocketAddrV4::new(interface.address, 0), network)?;
    socket.set_multicast_if_v4(&interface.address)?;
    socket.set_multicast_loop_v4(true)?;
    Ok(socket.into())
}
