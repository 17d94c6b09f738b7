//! One participant's place in shared memory: meets peers, sends, receives, lends memory.

use std::collections::HashMap;
use std::io::{self, IoSlice};
use std::ops::Range;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use rosebay_locks::{Mutex, RwLock};
use socket2::Socket;

use crate::doorbell::Doorbell;
use crate::handshake::{self, Greeting};
use crate::link::{self, End, Link, Peer};
use crate::peer_pool::PeerPool;
use crate::pool::{Holder, Loan, Pool};
use crate::ring::Attachment;
use crate::system::{self, Poll, Trigger};
use crate::{Error, PeerId};

/// Connections that have not said what they are yet, at most.
const MAX_STRANGERS: usize = 64;
/// What the listening socket is told by; connections count up from here.
const LISTENER: u64 = 0;

/// What happened to a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerEvent {
    /// Messages can be sent to it.
    Linked(PeerId),
    /// Its process has ended, or it left.
    Lost(PeerId),
}

/// How a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It lies in the peer's ring.
    Yes,
    /// There is no link to the peer.
    NotLinked,
    /// The peer has to take something first.
    Full,
}

/// A connection to another process.
struct Connection {
    socket: Arc<Socket>,
    stage: Stage,
}

enum Stage {
    /// It connected; what it is it has to say.
    Stranger,
    /// This process connected and offers this memory.
    Offered(PeerId, OwnedFd),
    /// It offered a link and was answered; whether it can use the answer it has to say.
    Answered(Box<Link>),
    /// The connection stands for the peer's life.
    Linked(PeerId),
}

#[derive(Default)]
struct Connections {
    by_token: HashMap<u64, Connection>,
    last_token: u64,
}

impl Connections {
    /// Who has been silent for longest gives way.
    fn make_room_for_stranger(&mut self) {
        let strangers = self.by_token.iter().filter_map(|(token, connection)| {
            matches!(connection.stage, Stage::Stranger).then_some(*token)
        });
        let strangers: Vec<u64> = strangers.collect();
        if strangers.len() >= MAX_STRANGERS
            && let Some(oldest) = strangers.iter().min()
        {
            self.by_token.remove(oldest);
        }
    }
}

/// One participant's place in shared memory.
pub struct Port {
    id: PeerId,
    listener: Socket,
    /// The listener and the connections.
    sockets: Poll,
    doorbell: Doorbell,
    pool_limit: usize,
    pool: OnceLock<Option<Arc<Pool>>>,
    connections: Mutex<Connections>,
    links: RwLock<Arc<[Arc<Link>]>>,
    has_warned_of_room: AtomicBool,
    has_warned_of_links: AtomicBool,
    generation: u32,
}

impl Port {
    /// Opens a place that peers find by `id`, and whose payloads take `pool_limit` bytes at most.
    ///
    /// # Errors
    /// When the system has no abstract Unix sockets, no memfd, or no descriptor left.
    pub fn open(id: PeerId, pool_limit: usize) -> Result<Port, Error> {
        let failed = |what| move |source| Error { what, source };
        let listener = handshake::listen(id).map_err(failed("listen to other processes"))?;
        let sockets = Poll::new().map_err(failed("wait for other processes"))?;
        sockets
            .add(&listener, LISTENER, Trigger::Level)
            .map_err(failed("wait for other processes"))?;
        Ok(Port {
            id,
            listener,
            sockets,
            doorbell: Doorbell::new().map_err(failed("share memory"))?,
            pool_limit,
            pool: OnceLock::new(),
            connections: Mutex::default(),
            links: RwLock::new(Arc::new([])),
            has_warned_of_room: AtomicBool::new(false),
            has_warned_of_links: AtomicBool::new(false),
            generation: system::process_generation(),
        })
    }

    /// Becomes readable, once each time, when a message has come while the receiver slept.
    pub fn doorbell(&self) -> BorrowedFd<'_> {
        self.doorbell.as_fd()
    }

    /// Can be read as long as [`Port::handle_sockets`] has something to do.
    pub fn sockets(&self) -> &Poll {
        &self.sockets
    }

    fn is_in_child_process(&self) -> bool {
        system::process_generation() != self.generation
    }

    fn pool(&self) -> Option<&Arc<Pool>> {
        let pool = self.pool.get_or_init(|| {
            Pool::new(self.pool_limit)
                .inspect_err(|error| {
                    tracing::warn!(%error, "no shared memory for payloads; they take the network");
                })
                .ok()
        });
        pool.as_ref()
    }

    /// Where payloads lie in this process that peers can read, once there is a link.
    pub fn pool_addresses(&self) -> Range<usize> {
        self.pool
            .get()
            .and_then(Option::as_ref)
            .map_or(0..0, |pool| pool.addresses())
    }

    /// Whether there is a link to a peer.
    pub fn is_linked(&self, peer: PeerId) -> bool {
        self.link(peer).is_some()
    }

    fn link(&self, peer: PeerId) -> Option<Arc<Link>> {
        let links = self.links.read();
        links.iter().find(|link| link.peer.id == peer).cloned()
    }

    /// Asks a peer for a link, unless there is one or it was asked. One of two peers does so; the answer is a
    /// [`PeerEvent`].
    ///
    /// # Errors
    /// When the peer cannot be reached, which is so if it is in another network namespace, or memory cannot be shared.
    pub fn connect(&self, peer: PeerId) -> io::Result<()> {
        let mut connections = self.connections.lock();
        let is_known = connections
            .by_token
            .values()
            .any(|connection| match &connection.stage {
                Stage::Offered(id, _) | Stage::Linked(id) => *id == peer,
                Stage::Stranger | Stage::Answered(_) => false,
            });
        if is_known {
            return Ok(());
        }
        let Some(pool) = self.pool() else {
            return Ok(());
        };
        let socket = handshake::connect(peer)?;
        let memory = link::memory()?;
        self.greet(&socket, peer, pool, Some(&memory))?;
        self.keep(&mut connections, socket, Stage::Offered(peer, memory))
    }

    /// Sends what a peer needs, and the memory of the link if it is this process's.
    fn greet(
        &self,
        socket: &Socket,
        to: PeerId,
        pool: &Pool,
        link: Option<&OwnedFd>,
    ) -> io::Result<()> {
        let pool = pool.read_only()?;
        let mut descriptors: Vec<BorrowedFd<'_>> = Vec::with_capacity(system::MAX_DESCRIPTORS);
        descriptors.extend(self.doorbell.descriptors().into_iter().flatten());
        descriptors.push(pool.as_fd());
        descriptors.extend(link.map(AsFd::as_fd));
        self.say(socket, to, &descriptors)
    }

    fn say(&self, socket: &Socket, to: PeerId, descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
        let greeting = Greeting { from: self.id, to };
        system::send(socket.as_fd(), &greeting.to_bytes(), descriptors)
    }

    fn keep(&self, connections: &mut Connections, socket: Socket, stage: Stage) -> io::Result<()> {
        connections.last_token += 1;
        let token = connections.last_token;
        self.sockets.add(&socket, token, Trigger::Level)?;
        let socket = Arc::new(socket);
        connections
            .by_token
            .insert(token, Connection { socket, stage });
        Ok(())
    }

    /// Does what the sockets ask for: takes connections, greets, notices the end of peers.
    pub fn handle_sockets(&self) -> Vec<PeerEvent> {
        let mut ready = Vec::new();
        if let Err(error) = self
            .sockets
            .wait(Some(Duration::ZERO), |token| ready.push(token))
        {
            tracing::debug!(%error, "waiting for other processes failed");
        }
        let mut connections = self.connections.lock();
        let mut events = Vec::new();
        for token in ready {
            if token == LISTENER {
                self.accept(&mut connections);
            } else {
                events.extend(self.hear(&mut connections, token));
            }
        }
        events
    }

    fn accept(&self, connections: &mut Connections) {
        match handshake::accept(&self.listener) {
            Ok(None) => {}
            Ok(Some(socket)) => {
                connections.make_room_for_stranger();
                let kept = handshake::check_user(&socket)
                    .and_then(|()| self.keep(connections, socket, Stage::Stranger));
                if let Err(error) = kept {
                    tracing::debug!(%error, "another process could not be taken in");
                }
            }
            Err(error) => {
                // It would be told again and again.
                self.sockets.remove(&self.listener);
                tracing::warn!(%error, "no memory is shared with processes that start from now on");
            }
        }
    }

    /// Something came over a connection, or it ended.
    fn hear(&self, connections: &mut Connections, token: u64) -> Option<PeerEvent> {
        let Connection { socket, stage } = connections.by_token.remove(&token)?;
        let next = match stage {
            Stage::Linked(peer) => {
                self.sockets.remove(&socket);
                self.unlink(peer);
                return Some(PeerEvent::Lost(peer));
            }
            Stage::Stranger => self.answer(&socket).map(Stage::Answered),
            Stage::Offered(peer, memory) => self.take_answer(&socket, peer, &memory),
            Stage::Answered(link) => self.take_confirmation(&socket, *link),
        };
        match next {
            Ok(stage) => {
                let event = match stage {
                    Stage::Linked(peer) => Some(PeerEvent::Linked(peer)),
                    _ => None,
                };
                connections
                    .by_token
                    .insert(token, Connection { socket, stage });
                event
            }
            Err(error) => {
                self.tell_of_refusal(&error);
                None
            }
        }
    }

    /// What others do wrong is their affair; what this process or host lacks is told once.
    fn tell_of_refusal(&self, error: &io::Error) {
        let lacking = [libc::ENOMEM, libc::EMFILE, libc::ENFILE].map(Some);
        if lacking.contains(&error.raw_os_error()) && !self.has_warned_of_links.swap(true, Relaxed)
        {
            tracing::warn!(%error, "no shared memory with another process; messages to it take the network");
        } else {
            tracing::debug!(%error, "no shared memory with another process");
        }
    }

    /// A stranger offers a link.
    fn answer(&self, socket: &Arc<Socket>) -> io::Result<Box<Link>> {
        let (greeting, mut descriptors) = handshake::hear(socket, self.id)?;
        let memory = descriptors.pop().filter(|_| descriptors.len() == 3);
        let memory = memory.ok_or_else(handshake::malformed)?;
        if self.is_linked(greeting.from) {
            return Err(handshake::malformed());
        }
        let pool = self.pool().ok_or(io::ErrorKind::OutOfMemory)?;
        let link = Link::new(
            &memory,
            socket,
            End::Acceptor,
            peer(greeting.from, descriptors)?,
        )?;
        self.greet(socket, greeting.from, pool, None)?;
        Ok(Box::new(link))
    }

    /// A peer answers to an offer.
    fn take_answer(
        &self,
        socket: &Arc<Socket>,
        from: PeerId,
        memory: &OwnedFd,
    ) -> io::Result<Stage> {
        let (greeting, descriptors) = handshake::hear(socket, self.id)?;
        if greeting.from != from {
            return Err(handshake::malformed());
        }
        let link = Link::new(memory, socket, End::Initiator, peer(from, descriptors)?)?;
        self.say(socket, from, &[])?;
        Ok(self.add(link))
    }

    /// A peer has what it needs.
    fn take_confirmation(&self, socket: &Socket, link: Link) -> io::Result<Stage> {
        let (greeting, _) = handshake::hear(socket, self.id)?;
        if greeting.from != link.peer.id {
            return Err(handshake::malformed());
        }
        Ok(self.add(link))
    }

    fn add(&self, link: Link) -> Stage {
        let peer = link.peer.id;
        let link = Arc::new(link);
        if let Some(pool) = self.pool() {
            let holder: Arc<dyn Holder> = Arc::clone(&link) as _;
            pool.add_holder(Arc::downgrade(&holder));
        }
        let mut links = self.links.write();
        *links = links.iter().cloned().chain([link]).collect();
        Stage::Linked(peer)
    }

    fn unlink(&self, peer: PeerId) {
        let mut links = self.links.write();
        *links = links
            .iter()
            .filter(|link| link.peer.id != peer)
            .cloned()
            .collect();
    }

    /// Leaves: nothing is sent or received any more. What peers have lent stays lent until it is given back, and only
    /// then do they take this one for lost.
    pub fn close(&self) {
        self.connections.lock().by_token.clear();
        *self.links.write() = Arc::new([]);
    }

    /// Sends a message made of parts, on the calling thread. The attachment has to lie in the own pool, as
    /// [`Port::pool_addresses`] tells; it goes along without being copied.
    pub fn send(&self, peer: PeerId, parts: &[IoSlice<'_>], attachment: Option<&Bytes>) -> Sent {
        if self.is_in_child_process() {
            return Sent::NotLinked;
        }
        let Some(link) = self.link(peer) else {
            return Sent::NotLinked;
        };
        let attachment = match attachment.map(|payload| self.attachment(payload)) {
            None => None,
            Some(Some(attachment)) => Some(attachment),
            Some(None) => return Sent::NotLinked,
        };
        if link.send(parts, attachment) {
            Sent::Yes
        } else {
            Sent::Full
        }
    }

    fn attachment(&self, payload: &Bytes) -> Option<Attachment> {
        let (block, offset) = self.pool()?.locate(payload)?;
        Some(Attachment {
            block,
            length: u32::try_from(payload.len()).ok()?,
            offset: offset as u64,
        })
    }

    /// Hands the messages that have come to `handle`, up to `limit` of each peer, and says whether there may be more.
    /// `buffer` is used again and again. One thread may do so.
    pub fn receive(
        &self,
        limit: usize,
        buffer: &mut Vec<u8>,
        mut handle: impl FnMut(PeerId, &[u8], Option<Bytes>),
    ) -> bool {
        let links = Arc::clone(&self.links.read());
        let mut more = false;
        for link in links.iter() {
            let mut taken = 0;
            while taken < limit
                && let Some(attachment) = link.receive(buffer)
            {
                taken += 1;
                handle(link.peer.id, buffer, attachment);
            }
            more |= taken == limit;
        }
        more
    }

    /// Says that the receiver is about to wait for the [`doorbell`](Port::doorbell). If this is false, messages have
    /// come, and it must not.
    pub fn may_sleep(&self) -> bool {
        self.doorbell.falls_asleep();
        let is_empty = !self.links.read().iter().any(|link| link.has_message());
        if !is_empty {
            self.doorbell.is_awake();
        }
        is_empty
    }

    /// Says that the receiver is awake, and that nobody needs to ring.
    pub fn is_awake(&self) {
        self.doorbell.is_awake();
    }

    /// A place for a payload of `length` bytes that peers can read; `None` if there is no peer, or no room: then a
    /// warning says so once.
    pub fn loan(&self, length: usize) -> Option<Loan> {
        if self.links.read().is_empty() {
            return None;
        }
        let loan = self.pool()?.loan(length);
        if loan.is_none() && !self.has_warned_of_room.swap(true, Relaxed) {
            tracing::warn!(
                length,
                limit = self.pool_limit,
                "the shared memory is full: messages take the network until readers give some back"
            );
        }
        loan
    }
}

/// A peer as its descriptors make it, in the order of [`Port::greet`].
fn peer(id: PeerId, descriptors: Vec<OwnedFd>) -> io::Result<Peer> {
    let [event, doorbell, pool]: [OwnedFd; 3] =
        descriptors.try_into().map_err(|_| handshake::malformed())?;
    Ok(Peer {
        id,
        doorbell: Doorbell::of_peer(event, doorbell)?,
        pool: PeerPool::new(pool)?,
    })
}
