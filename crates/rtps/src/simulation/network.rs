//! Datagrams under way.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::{Duration, Instant};

/// What a link does to datagrams; each chance in percent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) loss: u8,
    pub(super) repetition: u8,
    /// Of the rest, how many take longer than others sent after them.
    pub(super) reordering: u8,
    pub(super) delay: Duration,
    /// What a receiver's socket holds, and how long its reader takes for each KiB.
    pub(super) socket: Option<(usize, Duration)>,
}

impl Link {
    pub(super) const PERFECT: Link = Link {
        loss: 0,
        repetition: 0,
        reordering: 0,
        delay: Duration::from_micros(20),
        socket: None,
    };
}

/// What the kernel charges a socket for a datagram beside its bytes.
const OVERHEAD: usize = 768;

/// A receiver's socket: what waits in it, and until when its reader has work.
#[derive(Debug, Default)]
struct Socket {
    held: usize,
    busy_until: Option<Instant>,
}

/// What happens at a point in time; of what happens at once, the earlier made comes first.
#[derive(Debug)]
enum Event<P> {
    Arrival {
        receiver: usize,
        bytes: usize,
        packet: P,
    },
    Reception {
        receiver: usize,
        bytes: usize,
        packet: P,
    },
    Alarm(P),
}

#[derive(Debug)]
pub(super) struct Network<P> {
    link: Link,
    random: u64,
    queue: BinaryHeap<Reverse<(Instant, u64)>>,
    events: HashMap<u64, Event<P>>,
    next_id: u64,
    sockets: HashMap<usize, Socket>,
    /// Datagrams that found a socket full.
    pub(super) overruns: usize,
}

impl<P: Clone> Network<P> {
    pub(super) fn new(link: Link, seed: u64) -> Network<P> {
        Network {
            link,
            random: seed,
            queue: BinaryHeap::new(),
            events: HashMap::new(),
            next_id: 0,
            sockets: HashMap::new(),
            overruns: 0,
        }
    }

    pub(super) fn set_link(&mut self, link: Link) {
        self.link = link;
    }

    /// Sends a datagram, or loses it, or sends it twice.
    pub(super) fn send(&mut self, receiver: usize, now: Instant, bytes: usize, packet: P) {
        if self.happens(self.link.loss) {
            return;
        }
        let copies = if self.happens(self.link.repetition) {
            2
        } else {
            1
        };
        for _ in 0..copies {
            let detour = if self.happens(self.link.reordering) {
                self.percent()
            } else {
                0
            };
            let arrival = now + self.link.delay + self.link.delay * u32::from(detour) / 10;
            self.push(
                arrival,
                Event::Arrival {
                    receiver,
                    bytes: bytes + OVERHEAD,
                    packet: packet.clone(),
                },
            );
        }
    }

    /// Hands out `packet` at `time`, certainly.
    pub(super) fn at(&mut self, time: Instant, packet: P) {
        self.push(time, Event::Alarm(packet));
    }

    fn push(&mut self, time: Instant, event: Event<P>) {
        self.next_id += 1;
        self.queue.push(Reverse((time, self.next_id)));
        self.events.insert(self.next_id, event);
    }

    /// When the next datagram arrives.
    pub(super) fn due(&self) -> Option<Instant> {
        self.queue.peek().map(|Reverse((time, _))| *time)
    }

    /// The next datagram that has arrived by `now`.
    pub(super) fn next(&mut self, now: Instant) -> Option<P> {
        while self.due().is_some_and(|due| due <= now) {
            let Reverse((time, id)) = self.queue.pop()?;
            match self.events.remove(&id)? {
                Event::Alarm(packet) => return Some(packet),
                Event::Reception {
                    receiver,
                    bytes,
                    packet,
                } => {
                    self.sockets.entry(receiver).or_default().held -= bytes;
                    return Some(packet);
                }
                Event::Arrival {
                    receiver,
                    bytes,
                    packet,
                } => match self.link.socket {
                    None => return Some(packet),
                    Some((capacity, per_kib)) => {
                        let socket = self.sockets.entry(receiver).or_default();
                        if socket.held + bytes > capacity {
                            self.overruns += 1;
                            continue;
                        }
                        socket.held += bytes;
                        let begin = socket.busy_until.unwrap_or(time).max(time);
                        let end = begin + per_kib * (bytes / 1024) as u32;
                        socket.busy_until = Some(end);
                        self.push(
                            end,
                            Event::Reception {
                                receiver,
                                bytes,
                                packet,
                            },
                        );
                    }
                },
            }
        }
        None
    }

    fn happens(&mut self, percent: u8) -> bool {
        self.percent() < percent
    }

    /// A number below 100, by splitmix64.
    fn percent(&mut self) -> u8 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % 100) as u8
    }
}
