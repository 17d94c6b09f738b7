//! Ports that meet, send, and part; and strangers that do not keep to the rules.
#![allow(clippy::unwrap_used)]

use std::io::{IoSlice, Write};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

use bytes::Bytes;
use rosebay_rmw_shm::{PeerEvent, PeerId, Port, Sent};
use socket2::{Domain, SockAddr, Socket, Type};

const POOL: usize = 8 << 20;
const PATIENCE: Duration = Duration::from_secs(20);

/// A name that no other test has.
fn new_id() -> PeerId {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let mut id = [0; 12];
    id[..4].copy_from_slice(&std::process::id().to_le_bytes());
    id[4..8].copy_from_slice(&NEXT.fetch_add(1, Relaxed).to_le_bytes());
    PeerId(id)
}

struct Place {
    id: PeerId,
    port: Port,
    events: Vec<PeerEvent>,
}

impl Place {
    fn new() -> Place {
        let id = new_id();
        Place {
            id,
            port: Port::open(id, POOL).unwrap(),
            events: Vec::new(),
        }
    }

    fn turn(&mut self) {
        self.events.extend(self.port.handle_sockets());
    }

    fn send(&self, to: PeerId, message: &[u8], attachment: Option<&Bytes>) -> Sent {
        let (first, second) = message.split_at(message.len() / 2);
        let parts = [IoSlice::new(first), IoSlice::new(second)];
        self.port.send(to, &parts, attachment)
    }

    fn receive(&self, limit: usize) -> Vec<(PeerId, Vec<u8>, Option<Bytes>)> {
        let mut taken = Vec::new();
        self.port
            .receive(limit, &mut Vec::new(), |from, message, attachment| {
                taken.push((from, message.to_vec(), attachment));
            });
        taken
    }

    fn payload(&self, size: usize, fill: u8) -> Bytes {
        let mut loan = self.port.loan(size).unwrap();
        loan.fill(fill);
        loan.freeze()
    }
}

fn wait_until(mut done: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < end, "what was waited for has not happened");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn linked() -> (Place, Place) {
    let (mut one, mut other) = (Place::new(), Place::new());
    one.port.connect(other.id).unwrap();
    one.port.connect(other.id).unwrap();
    wait_until(|| {
        one.turn();
        other.turn();
        one.port.is_linked(other.id) && other.port.is_linked(one.id)
    });
    assert_eq!(one.events, [PeerEvent::Linked(other.id)]);
    assert_eq!(other.events, [PeerEvent::Linked(one.id)]);
    (one, other)
}

#[test]
fn messages_go_both_ways_in_order() {
    let (one, other) = linked();
    for number in 0..10u8 {
        assert_eq!(one.send(other.id, &[number; 100], None), Sent::Yes);
        assert_eq!(other.send(one.id, &[number], None), Sent::Yes);
    }
    assert_eq!(other.receive(4).len(), 4);
    let rest = other.receive(usize::MAX);
    assert_eq!(rest.len(), 6);
    assert_eq!(rest[5], (one.id, vec![9; 100], None));
    assert_eq!(one.receive(usize::MAX).len(), 10);
    assert!(one.receive(1).is_empty());
}

#[test]
fn attachments_are_read_where_they_lie_and_go_back() {
    let (one, other) = linked();
    let payload = one.payload(3 << 20, 7);
    let place = payload.as_ptr();
    assert_eq!(
        one.send(other.id, b"head", Some(&payload.slice(10..))),
        Sent::Yes
    );
    drop(payload);
    let (_, head, attachment) = other.receive(1).remove(0);
    let attachment = attachment.unwrap();
    assert_eq!(head, b"head");
    assert_eq!(attachment.len(), (3 << 20) - 10);
    assert!(attachment.iter().all(|byte| *byte == 7));
    // Held there, it is not lent again here.
    assert_ne!(one.payload(3 << 20, 8).as_ptr(), place);
    assert!(attachment.iter().all(|byte| *byte == 7));
    drop(attachment);
    let both = [one.payload(3 << 20, 9), one.payload(3 << 20, 9)];
    assert!(both.iter().any(|payload| payload.as_ptr() == place));
    // What does not lie in the pool cannot be attached.
    let elsewhere = Bytes::from_static(b"elsewhere");
    assert_eq!(
        one.send(other.id, b"head", Some(&elsewhere)),
        Sent::NotLinked
    );
}

#[test]
fn a_full_ring_refuses_and_forgets_nothing() {
    let (one, other) = linked();
    let payload = one.payload(10_000, 1);
    let mut sent = 0;
    while one.send(other.id, &[5; 1000], Some(&payload)) == Sent::Yes {
        sent += 1;
    }
    assert_eq!(one.send(other.id, &[5; 1000], None), Sent::Full);
    let place = payload.as_ptr();
    drop(payload);
    assert_eq!(other.receive(usize::MAX).len(), sent);
    assert_eq!(one.send(other.id, &[5; 1000], None), Sent::Yes);
    // Neither what came nor what was refused holds the block.
    assert_eq!(one.payload(10_000, 2).as_ptr(), place);
}

#[test]
fn who_leaves_is_lost_when_it_holds_nothing() {
    let (mut one, other) = linked();
    let payload = one.payload(10_000, 1);
    one.send(other.id, b"", Some(&payload));
    let held = other.receive(1);
    other.port.close();
    one.turn();
    assert_eq!(one.events.len(), 1);
    drop(held);
    wait_until(|| {
        one.turn();
        one.events.last() == Some(&PeerEvent::Lost(other.id))
    });
    assert!(!one.port.is_linked(other.id));
    assert_eq!(one.send(other.id, b"", None), Sent::NotLinked);
    assert!(one.port.loan(10_000).is_none());
}

#[test]
fn who_sleeps_is_woken_once() {
    let (one, other) = linked();
    assert!(other.port.may_sleep());
    let poll = rosebay_rmw_shm::Poll::new().unwrap();
    poll.add(&other.port.doorbell(), 5, rosebay_rmw_shm::Trigger::Edge)
        .unwrap();
    let wakes = || {
        let mut wakes = 0;
        poll.wait(Some(Duration::ZERO), |token| wakes += u32::from(token == 5))
            .unwrap();
        wakes
    };
    assert_eq!(wakes(), 0);
    one.send(other.id, b"first", None);
    one.send(other.id, b"second", None);
    assert_eq!((wakes(), wakes()), (1, 0));
    assert!(!other.port.may_sleep());
    assert_eq!(other.receive(usize::MAX).len(), 2);
    one.send(other.id, b"third", None);
    assert_eq!(wakes(), 0);
    assert!(!other.port.may_sleep());
}

fn stranger(to: PeerId) -> Socket {
    let socket = Socket::new(Domain::UNIX, Type::SEQPACKET, None).unwrap();
    socket
        .connect(&SockAddr::unix(format!("\0rosebay/{to}")).unwrap())
        .unwrap();
    socket
}

#[test]
fn strangers_without_manners_are_sent_away() {
    let (mut one, other) = linked();
    let mut greeting = b"rosebay1".to_vec();
    greeting.extend(new_id().0);
    greeting.extend(one.id.0);
    let mut strangers: Vec<Socket> = Vec::new();
    for said in [&b""[..], b"hello", &greeting, &greeting[..31], &[0; 4096]] {
        let mut socket = stranger(one.id);
        one.turn();
        socket.write_all(said).unwrap();
        strangers.push(socket);
    }
    // More than are listened to at a time.
    for _ in 0..100 {
        strangers.push(stranger(one.id));
        one.turn();
    }
    wait_until(|| {
        one.turn();
        strangers.iter_mut().take(5).all(|socket| {
            socket.set_nonblocking(true).unwrap();
            let sent = socket.write(b"more");
            sent.is_err_and(|error| error.kind() != std::io::ErrorKind::WouldBlock)
        })
    });
    assert_eq!(one.events, [PeerEvent::Linked(other.id)]);
    assert_eq!(other.send(one.id, b"still here", None), Sent::Yes);
    assert_eq!(one.receive(1)[0].1, b"still here");
}

#[test]
fn nobody_is_where_nobody_listens() {
    let one = Place::new();
    assert!(one.port.connect(new_id()).is_err());
    assert!(one.port.loan(10_000).is_none());
    assert_eq!(one.send(new_id(), b"", None), Sent::NotLinked);
}
