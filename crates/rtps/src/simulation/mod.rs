//! A writer and its readers over a network that loses, repeats and reorders, with a clock of its own: the protocol
//! without sockets and threads, the same in every run.

mod foreign;
mod lies;
mod network;
mod tests;

use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use network::{Link, Network};

use crate::budget::Budget;
use crate::config::{SampleFilter, WriteOptions};
use crate::discovery::EndpointData;
use crate::history::ChangeKind;
use crate::outgoing::{Outgoing, ReaderMessage, Route, WriterMessage};
use crate::qos::QosPolicies;
use crate::reader::proxy::Refusal;
use crate::reader::state::{ReaderEvents, ReaderState};
use crate::sample::Sample;
use crate::types::{
    EntityId, FragmentNumber, Guid, GuidPrefix, SequenceNumber, SequenceNumberSet, Timestamp,
    VendorId,
};
use crate::wire::{DataFrag, Gap, Heartbeat, PayloadKind};
use crate::writer::state::{Admission, WriterState};

/// More than any simulation needs; reaching it means that two sides keep each other busy for ever.
const MAX_STEPS: usize = 2_000_000;
/// How long a write waits for room.
const MAX_BLOCKING: Duration = Duration::from_millis(100);

/// How one reader's application takes samples.
#[derive(Clone, Copy, Debug)]
enum Taking {
    /// As soon as they come.
    AtOnce,
    /// A few at a time, now and then.
    Slowly { period: Duration, at_most: usize },
}

/// How a reader asks for the fragments that it misses.
#[derive(Clone, Copy, Debug)]
enum Asking {
    /// An ACKNACK, then NACK_FRAGs.
    Both,
    /// NACK_FRAGs, then an ACKNACK.
    NackFragFirst,
    /// A NACK_FRAG alone, if there are fragments to ask for.
    NackFragAlone,
    /// The whole sample, in an ACKNACK.
    WholeSample,
}

/// Everything about a simulation that does not change.
#[derive(Clone, Debug)]
struct Setup {
    writer_qos: QosPolicies,
    reader_qos: QosPolicies,
    link: Link,
    fragment: usize,
    window: usize,
    taking: Taking,
    asking: Asking,
    /// Samples are for one of the readers or for all, in turn.
    destined: bool,
    seed: u64,
}

/// What travels.
#[derive(Clone, Debug)]
enum Packet {
    ToReader(usize, WriterMessage),
    /// What belongs to one answer travels together.
    ToWriter(usize, Vec<ReaderMessage>),
    /// An application takes.
    Take(usize),
    /// A write waited long enough.
    GiveUp,
}

/// A reader, and what its application has taken.
struct SimulatedReader {
    guid: Guid,
    state: ReaderState<()>,
    taken: Vec<Sample>,
    alive: bool,
}

struct Simulation {
    setup: Setup,
    start: Instant,
    now: Instant,
    network: Network<Packet>,
    writer: WriterState<()>,
    readers: Vec<SimulatedReader>,
    /// Sizes of the samples that are still to be written; the next is the last.
    to_write: Vec<usize>,
    given_up_at: Option<Instant>,
    /// Samples and fragments that left the writer.
    sent_parts: usize,
    sent_heartbeats: usize,
}

const WRITER: Guid = GuidPrefix([1; 12]).guid(EntityId([0, 0, 1, 3]));

impl Simulation {
    fn new(setup: Setup) -> Simulation {
        let now = Instant::now();
        Simulation {
            network: Network::new(setup.link, setup.seed),
            writer: WriterState::new(&setup.writer_qos),
            readers: Vec::new(),
            to_write: Vec::new(),
            given_up_at: None,
            sent_parts: 0,
            sent_heartbeats: 0,
            start: now,
            now,
            setup,
        }
    }

    fn elapsed(&self) -> Duration {
        self.now - self.start
    }

    /// Adds a reader; both sides learn of each other now.
    fn add_reader(&mut self) -> usize {
        let index = self.readers.len();
        let guid = GuidPrefix([2 + index as u8; 12]).guid(EntityId([0, 0, 1, 4]));
        let qos = self.setup.reader_qos.clone();
        let mut state =
            ReaderState::new(guid, &qos, SampleFilter::default(), Budget::new(64 << 20));
        let (mut to_reader, mut to_writer) = (Vec::new(), Vec::new());
        let mut events = ReaderEvents::default();
        let writer_data = Arc::new(endpoint(WRITER, self.setup.writer_qos.clone()));
        state.match_remote(
            writer_data,
            self.setup.route(WRITER),
            self.now,
            &mut to_writer,
            &mut events,
        );
        let reader_data = Arc::new(endpoint(guid, qos));
        self.writer.match_remote(
            reader_data,
            self.setup.route(guid),
            None,
            self.now,
            &mut to_reader,
        );
        self.readers.push(SimulatedReader {
            guid,
            state,
            taken: Vec::new(),
            alive: true,
        });
        self.send_to_writer(index, to_writer);
        self.send_to_readers(to_reader);
        if let Taking::Slowly { period, .. } = self.setup.taking {
            self.network.at(self.now + period, Packet::Take(index));
        }
        index
    }

    /// Hands the application of the writer samples of these sizes to write, as fast as it may.
    fn write(&mut self, sizes: &[usize]) {
        self.to_write.splice(0..0, sizes.iter().rev().copied());
        self.write_on();
    }

    fn write_on(&mut self) {
        while let Some(&size) = self.to_write.last() {
            let waited = self
                .given_up_at
                .is_some_and(|since| self.now >= since + MAX_BLOCKING);
            if self.writer.admit(size, self.now) == Admission::Wait {
                if !(waited && self.writer.replaces()) {
                    if self.given_up_at.is_none() {
                        self.given_up_at = Some(self.now);
                        self.network.at(self.now + MAX_BLOCKING, Packet::GiveUp);
                    }
                    return;
                }
                self.writer.give_up_waiting();
            }
            self.given_up_at = None;
            self.to_write.pop();
            let number = self.writer.history.last().next();
            let options = WriteOptions {
                source_timestamp: Some(Timestamp::ZERO),
                destination: self.destination(number),
                ..WriteOptions::default()
            };
            let added =
                self.writer
                    .add(ChangeKind::Alive, content(number, size), options, self.now);
            assert_eq!(added, number);
            self.pump();
        }
    }

    /// The reader that a sample is for.
    fn destination(&self, number: SequenceNumber) -> Option<Guid> {
        let turn = number.0 as usize % (self.readers.len() + 1);
        let reader = self.readers.get(turn).filter(|_| self.setup.destined)?;
        Some(reader.guid)
    }

    fn pump(&mut self) {
        let mut out = Vec::new();
        self.writer.pump(self.now, &mut out);
        self.send_to_readers(out);
    }

    fn send_to_readers(&mut self, messages: Vec<Outgoing<WriterMessage>>) {
        for Outgoing { route, message } in messages {
            let (bytes, is_part) = match &message {
                WriterMessage::Data(change) => (change.payload.len(), true),
                WriterMessage::Fragment {
                    change,
                    index,
                    size,
                } => (
                    (*size).min(change.payload.len() - *index as usize * size),
                    true,
                ),
                _ => (0, false),
            };
            self.sent_parts += usize::from(is_part);
            self.sent_heartbeats += usize::from(matches!(message, WriterMessage::Heartbeat { .. }));
            if let Some(index) = self
                .readers
                .iter()
                .position(|reader| reader.guid == route.guid)
            {
                self.network
                    .send(index, self.now, bytes, Packet::ToReader(index, message));
            }
        }
    }

    fn send_to_writer(&mut self, index: usize, messages: Vec<Outgoing<ReaderMessage>>) {
        assert!(
            messages
                .iter()
                .all(|outgoing| outgoing.route.guid == WRITER)
        );
        let messages: Vec<_> = messages
            .into_iter()
            .map(|outgoing| outgoing.message)
            .collect();
        if !messages.is_empty() {
            let packet = Packet::ToWriter(index, self.setup.asking.apply(messages));
            self.network.send(usize::MAX, self.now, 0, packet);
        }
    }

    /// Lets time pass until nothing more would happen, or until `limit` from the beginning. Says whether all is at rest.
    fn run(&mut self, limit: Duration) -> bool {
        for _ in 0..MAX_STEPS {
            let timers = self
                .readers
                .iter()
                .filter(|reader| reader.alive)
                .filter_map(|reader| reader.state.due());
            let Some(next) = timers
                .chain(self.writer.due())
                .chain(self.network.due())
                .min()
            else {
                return true;
            };
            if next > self.start + limit {
                return false;
            }
            self.now = self.now.max(next);
            while let Some(packet) = self.network.next(self.now) {
                self.receive(packet);
            }
            self.on_timers();
        }
        panic!(
            "not at rest after {MAX_STEPS} steps and {:?}",
            self.elapsed()
        );
    }

    fn on_timers(&mut self) {
        if self.writer.due().is_some_and(|due| due <= self.now) {
            let mut out = Vec::new();
            self.writer.on_timer(self.now, &mut out);
            self.writer.pump(self.now, &mut out);
            self.send_to_readers(out);
        }
        for index in 0..self.readers.len() {
            let reader = &mut self.readers[index];
            if reader.alive && reader.state.due().is_some_and(|due| due <= self.now) {
                let (mut out, mut events) = (Vec::new(), ReaderEvents::default());
                reader.state.on_timer(self.now, &mut out, &mut events);
                self.send_to_writer(index, out);
            }
        }
    }

    fn receive(&mut self, packet: Packet) {
        match packet {
            Packet::ToReader(index, message) if self.readers[index].alive => {
                self.reader_receives(index, &message)
            }
            Packet::ToReader(..) => {}
            Packet::ToWriter(index, messages) => self.writer_receives(index, &messages),
            Packet::Take(index) => {
                let Taking::Slowly { period, at_most } = self.setup.taking else {
                    return;
                };
                self.take(index, at_most);
                if self.is_busy() {
                    self.network.at(self.now + period, Packet::Take(index));
                }
            }
            Packet::GiveUp => self.write_on(),
        }
    }

    /// Whether an application has anything to wait for.
    fn is_busy(&self) -> bool {
        let all_have_all = self.readers.iter().all(|reader| {
            !reader.alive
                || reader
                    .taken
                    .last()
                    .is_some_and(|last| last.sequence_number >= self.writer.history.last())
        });
        !self.to_write.is_empty() || !all_have_all
    }

    fn reader_receives(&mut self, index: usize, message: &WriterMessage) {
        let (mut out, mut events) = (Vec::new(), ReaderEvents::default());
        let now = self.now;
        let reader = &mut self.readers[index].state;
        match message {
            WriterMessage::Data(change) => {
                let sample = Sample {
                    payload: change.payload.clone(),
                    ..head(change.sequence_number)
                };
                assert_ne!(
                    reader.on_data(sample, now, &mut out, &mut events),
                    Err(Refusal::Malformed)
                );
            }
            WriterMessage::Fragment {
                change,
                index,
                size,
            } => {
                let begin = *index as usize * size;
                let end = (begin + size).min(change.payload.len());
                let fragment = DataFrag {
                    reader_id: EntityId::UNKNOWN,
                    writer_id: WRITER.entity_id,
                    sequence_number: change.sequence_number,
                    starting: FragmentNumber(index + 1),
                    count: 1,
                    fragment_size: u16::try_from(*size).unwrap(),
                    sample_size: u32::try_from(change.payload.len()).unwrap(),
                    inline_qos: None,
                    kind: PayloadKind::Data,
                    payload: &change.payload[begin..end],
                };
                let result = reader.on_data_frag(
                    head(change.sequence_number),
                    &fragment,
                    now,
                    &mut out,
                    &mut events,
                );
                assert_ne!(result, Err(Refusal::Malformed));
            }
            WriterMessage::Break | WriterMessage::Pause(_) => {}
            WriterMessage::Gap(range) => {
                let gap = Gap {
                    reader_id: EntityId::UNKNOWN,
                    writer_id: WRITER.entity_id,
                    start: range.start,
                    list: SequenceNumberSet::new(range.end),
                };
                reader.on_gap(WRITER, &gap, now, &mut out, &mut events);
            }
            WriterMessage::Heartbeat {
                first,
                last,
                count,
                is_final,
                liveliness,
            } => {
                let heartbeat = Heartbeat {
                    reader_id: EntityId::UNKNOWN,
                    writer_id: WRITER.entity_id,
                    first: *first,
                    last: *last,
                    count: *count,
                    is_final: *is_final,
                    liveliness: *liveliness,
                };
                assert!(
                    first.0 >= 1 && *last >= first.previous(),
                    "{heartbeat:?} is not valid"
                );
                reader.on_heartbeat(WRITER, &heartbeat, now, &mut out, &mut events);
            }
        }
        self.send_to_writer(index, out);
        if matches!(self.setup.taking, Taking::AtOnce) && events.data_available {
            self.take(index, usize::MAX);
        }
    }

    fn take(&mut self, index: usize, at_most: usize) {
        let now = self.now;
        let reader = &mut self.readers[index];
        for _ in 0..at_most {
            let Some(sample) = reader.state.take(|| now) else {
                break;
            };
            reader.taken.push(sample);
        }
        let (mut out, mut events) = (Vec::new(), ReaderEvents::default());
        let local = reader.state.resume(self.now, &mut out, &mut events);
        assert!(local.is_empty());
        self.send_to_writer(index, out);
    }

    fn writer_receives(&mut self, index: usize, messages: &[ReaderMessage]) {
        let reader = self.readers[index].guid;
        let mut out = Vec::new();
        let mut goes_on = false;
        for message in messages {
            goes_on |= match message {
                ReaderMessage::AckNack(acknack) => {
                    self.writer.on_acknack(reader, acknack, self.now, &mut out)
                }
                ReaderMessage::NackFrag(nack) => self.writer.on_nack_frag(reader, nack, &mut out),
            };
        }
        self.send_to_readers(out);
        if goes_on {
            self.pump();
            self.write_on();
        }
    }

    /// The numbers that a reader's application has taken; each with the content that it was written with.
    fn taken(&self, index: usize) -> Vec<i64> {
        let reader = &self.readers[index];
        for sample in &reader.taken {
            assert_eq!(
                sample.payload,
                content(sample.sequence_number, sample.payload.len()),
                "damaged"
            );
        }
        reader
            .taken
            .iter()
            .map(|sample| sample.sequence_number.0)
            .collect()
    }
}

impl Setup {
    fn route(&self, guid: Guid) -> Route {
        route(guid, self.fragment, self.window)
    }
}

fn route(guid: Guid, datagram: usize, window: usize) -> Route {
    Route {
        address: SocketAddrV4::new(Ipv4Addr::LOCALHOST, 7411),
        guid,
        vendor: VendorId::ROSEBAY,
        datagram,
        window,
        drains_by_itself: false,
        pause: Duration::ZERO,
        repairs_twice: false,
        shared: None,
    }
}

impl Asking {
    /// What a reader that asks in this way says instead of `messages`.
    fn apply(self, mut messages: Vec<ReaderMessage>) -> Vec<ReaderMessage> {
        let in_parts: Vec<SequenceNumber> = messages
            .iter()
            .filter_map(|message| match message {
                ReaderMessage::NackFrag(nack) => Some(nack.sequence_number),
                ReaderMessage::AckNack(_) => None,
            })
            .collect();
        if in_parts.is_empty() {
            return messages;
        }
        match self {
            Asking::Both => {}
            Asking::NackFragFirst => messages.rotate_left(1),
            Asking::NackFragAlone => {
                messages.retain(|message| matches!(message, ReaderMessage::NackFrag(_)));
                messages.truncate(1);
            }
            Asking::WholeSample => {
                messages.retain(|message| matches!(message, ReaderMessage::AckNack(_)));
                for message in &mut messages {
                    if let ReaderMessage::AckNack(acknack) = message {
                        for &number in &in_parts {
                            acknack.state.insert(number);
                        }
                    }
                }
            }
        }
        messages
    }
}

fn endpoint(guid: Guid, qos: QosPolicies) -> EndpointData {
    EndpointData {
        guid,
        vendor: VendorId::ROSEBAY,
        topic_name: "t".into(),
        type_name: "T".into(),
        qos,
        user_data: Bytes::new(),
        unicast_locators: Vec::new(),
        expects_inline_qos: false,
        content_filter: None,
    }
}

/// A sample without its payload.
fn head(sequence_number: SequenceNumber) -> Sample {
    Sample {
        payload: Bytes::new(),
        source_timestamp: Some(Timestamp::ZERO),
        reception_timestamp: Timestamp::ZERO,
        writer: WRITER,
        vendor: VendorId::ROSEBAY,
        sequence_number,
        related_sample_identity: None,
        disposed: None,
        expires: None,
    }
}

/// Bytes that tell samples and places in them apart.
fn content(number: SequenceNumber, size: usize) -> Bytes {
    (0..size)
        .map(|at| ((number.0 % 1000) as usize * 31 + at + at / 251) as u8)
        .collect()
}
