//! Tells listeners what discovery found, in order and with no lock held.

use std::collections::VecDeque;
use std::sync::Arc;

use rosebay_locks::Mutex;

use super::{Change, DiscoveryListener, EndpointData, ParticipantData};
use crate::reader::core::ReaderCore;
use crate::reader::state::ReaderEvents;
use crate::status::WriterStatus;
use crate::writer::core::WriterCore;

/// Something that a listener is to be told.
pub(crate) enum Event {
    Participant(Change, Arc<ParticipantData>),
    Writer(Change, Arc<EndpointData>),
    Reader(Change, Arc<EndpointData>),
    WriterStatus(Arc<WriterCore>, WriterStatus),
    ReaderEvents(Arc<ReaderCore>, ReaderEvents),
}

#[derive(Default)]
struct Queue {
    events: VecDeque<Event>,
    /// A thread is telling; it will tell what is added meanwhile, too.
    telling: bool,
}

/// Events in the order in which they happened.
#[derive(Default)]
pub(crate) struct EventQueue(Mutex<Queue>);

impl EventQueue {
    /// Adds what happened. The caller may hold the lock of discovery, which makes the order.
    pub(crate) fn push(&self, event: Event) {
        self.0.lock().events.push_back(event);
    }

    /// Tells what happened. The caller holds no lock. If another thread is at it, or a caller further up on this
    /// one's stack, that one goes on with what is new.
    pub(crate) fn tell(&self, listener: &dyn DiscoveryListener) {
        let mut queue = self.0.lock();
        if queue.telling {
            return;
        }
        queue.telling = true;
        while let Some(event) = queue.events.pop_front() {
            drop(queue);
            match event {
                Event::Participant(change, data) => listener.participant_changed(change, &data),
                Event::Writer(change, data) => listener.writer_changed(change, &data),
                Event::Reader(change, data) => listener.reader_changed(change, &data),
                Event::WriterStatus(writer, status) => writer.notify(status),
                Event::ReaderEvents(reader, events) => reader.notify(events),
            }
            queue = self.0.lock();
        }
        queue.telling = false;
    }
}
