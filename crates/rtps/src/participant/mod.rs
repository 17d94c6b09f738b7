//! The participant: one per process and domain as a rule, owner of the sockets and the two threads.

pub(crate) mod inner;
mod receive;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

use rosebay_locks::Mutex;

use crate::budget::Budget;
use crate::config::{ParticipantConfig, ReaderConfig, WriterConfig};
use crate::counters::{CounterCells, Counters};
use crate::discovery::{DiscoveryListener, EndpointData, ParticipantData};
use crate::engine::Engine;
use crate::error::Error;
use crate::reader::Reader;
use crate::status::{ReaderListener, WriterListener};
use crate::timers::Timers;
use crate::transport::{Taking, Transport};
use crate::types::{Guid, GuidPrefix, VendorId};
use crate::writer::Writer;
use inner::{Inner, LINGER, Leading};
use receive::Receiver;

/// A member of a domain (DDSI-RTPS §8.2.3). Clones are the same participant; dropping the last says good-bye.
#[derive(Clone)]
pub struct Participant {
    handle: Arc<Handle>,
}

/// Closes the participant when its last user handle goes. The threads hold what is inside, not this.
struct Handle {
    inner: Arc<Inner>,
    taking: Arc<Mutex<Taking<Receiver>>>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        close(&self.inner, &self.taking);
    }
}

impl Participant {
    /// Joins a domain: opens the sockets, starts the threads and announces itself.
    ///
    /// # Errors
    /// When the domain or index has no ports, no interface matches, or the system refuses a socket.
    pub fn new(
        config: ParticipantConfig,
        listener: Arc<dyn DiscoveryListener>,
    ) -> Result<Participant, Error> {
        let counters = Arc::new(CounterCells::default());
        let prefix = new_prefix();
        let transport = Transport::open(&config, prefix, Arc::clone(&counters))?;
        let engine = Arc::new(Engine {
            prefix,
            transport,
            timers: Timers::default(),
            counters,
            budget: Budget::new(config.limits.reassembly_bytes),
            fragment_size: config.network.fragment_size,
        });
        let inner = Inner::new(engine, config, listener);
        let receiver = Receiver::new(Arc::clone(&inner));
        let taking = Arc::new(Mutex::new(Taking::new(receiver)));
        *inner.threads.lock() = Some(start_threads(&inner, &taking)?);
        inner.call_at(Instant::now());
        Ok(Participant {
            handle: Arc::new(Handle { inner, taking }),
        })
    }

    /// The participant's name, unique in the domain.
    pub fn guid(&self) -> Guid {
        self.inner().engine.prefix.participant()
    }

    /// The index that decided the unicast ports.
    pub fn participant_id(&self) -> u32 {
        self.inner().engine.transport.participant_id
    }

    /// Makes a writer and tells the peers about it.
    ///
    /// # Errors
    /// [`Error::Closed`] after [`Participant::close`].
    pub fn create_writer(
        &self,
        config: WriterConfig,
        listener: Arc<dyn WriterListener>,
    ) -> Result<Writer, Error> {
        let writer = self.inner().create_writer(config, listener)?;
        Ok(Writer::new(writer, self.inner().myself.clone()))
    }

    /// Makes a reader and tells the peers about it.
    ///
    /// # Errors
    /// [`Error::Closed`] after [`Participant::close`].
    pub fn create_reader(
        &self,
        config: ReaderConfig,
        listener: Arc<dyn ReaderListener>,
    ) -> Result<Reader, Error> {
        let reader = self.inner().create_reader(config, listener)?;
        Ok(Reader::new(reader, self.inner().myself.clone()))
    }

    /// The remote participants known now.
    pub fn discovered_participants(&self) -> Vec<Arc<ParticipantData>> {
        let database = self.inner().discovery.lock();
        database
            .participants
            .values()
            .map(|participant| Arc::clone(&participant.data))
            .collect()
    }

    /// The remote writers known now.
    pub fn discovered_writers(&self) -> Vec<Arc<EndpointData>> {
        self.inner()
            .discovery
            .lock()
            .writers
            .values()
            .cloned()
            .collect()
    }

    /// The remote readers known now.
    pub fn discovered_readers(&self) -> Vec<Arc<EndpointData>> {
        self.inner()
            .discovery
            .lock()
            .readers
            .values()
            .cloned()
            .collect()
    }

    /// Asserts the liveliness of the writers whose kind is MANUAL_BY_PARTICIPANT (DDS 1.4 §2.2.2.2.1.8).
    pub fn assert_liveliness(&self) {
        self.inner().assert_by_participant();
    }

    /// What went over the network so far, and what of it was dropped.
    pub fn counters(&self) -> Counters {
        self.inner().engine.counters.snapshot()
    }

    /// Says good-bye to the peers, ends the threads and closes the sockets. Writers and readers go dead. May be called again.
    pub fn close(&self) {
        close(self.inner(), &self.handle.taking);
    }

    /// Has the calling thread, which waits anyway, take what comes in: until a point in time, or until `is_over` holds,
    /// which is looked at whenever something has come and after [`Participant::interrupt`]. So a message reaches who waits
    /// for it without another thread. Returns at once, and false, where another thread does so already, or nothing comes
    /// any more. Listeners are called on this thread meanwhile.
    ///
    /// `is_alone` says that no other thread waits for what comes in. Then, of a thread that leads again and again, what
    /// comes in between may wait for it, a millisecond at most, rather than wake the receive thread.
    pub fn lead(&self, until: Option<Instant>, is_alone: bool, is_over: &dyn Fn() -> bool) -> bool {
        let engine = &self.inner().engine;
        let _leading = Leading::begin(engine.prefix);
        engine
            .transport
            .lead(&self.handle.taking, until, is_alone, is_over)
    }

    /// Has the thread that leads look whether it is over.
    pub fn interrupt(&self) {
        self.inner().engine.transport.interrupt();
    }

    fn inner(&self) -> &Arc<Inner> {
        &self.handle.inner
    }
}

/// Two bytes say whose implementation it is (DDSI-RTPS §9.3.1.5), the rest is by chance.
fn new_prefix() -> GuidPrefix {
    let chance = |salt: u64| {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u64(salt);
        hasher.write_u32(std::process::id());
        hasher.finish().to_le_bytes()
    };
    let mut prefix = [0; 12];
    prefix[..8].copy_from_slice(&chance(1));
    prefix[8..].copy_from_slice(&chance(2)[..4]);
    prefix[..2].copy_from_slice(&VendorId::ROSEBAY.0);
    GuidPrefix(prefix)
}

fn start_threads(
    inner: &Arc<Inner>,
    taking: &Arc<Mutex<Taking<Receiver>>>,
) -> Result<Vec<JoinHandle<()>>, Error> {
    let engine = Arc::clone(&inner.engine);
    let taking = Arc::clone(taking);
    let receive = std::thread::Builder::new()
        .name("rtps-receive".to_owned())
        .spawn(move || engine.transport.receive_until_stopped(&taking))
        .map_err(Error::io("start the receive thread"))?;
    let engine = Arc::clone(&inner.engine);
    let timer = std::thread::Builder::new()
        .name("rtps-timer".to_owned())
        .spawn(move || engine.timers.run())
        .map_err(|source| {
            inner.engine.transport.stop();
            Error::io("start the timer thread")(source)
        })?;
    Ok(vec![receive, timer])
}

/// Says good-bye and ends the threads; those of them on which this is called end when they return. What a thread
/// that leads hands out is waited for too.
fn close(inner: &Arc<Inner>, taking: &Mutex<Taking<Receiver>>) {
    if inner.engine.transport.is_in_child_process() {
        return;
    }
    let writers: Vec<_> = inner.writers.read().values().cloned().collect();
    let readers: Vec<_> = inner.readers.read().values().cloned().collect();
    if !inner.is_own_thread() {
        let until = Instant::now() + LINGER;
        writers.iter().for_each(|writer| writer.linger(until));
    }
    let Some(threads) = inner.threads.lock().take() else {
        return;
    };
    inner.say_goodbye();
    inner.engine.timers.stop();
    inner.engine.transport.stop();
    let own = std::thread::current().id();
    for thread in threads
        .into_iter()
        .filter(|thread| thread.thread().id() != own)
    {
        if thread.join().is_err() {
            tracing::error!("a thread of the participant has panicked");
        }
    }
    if !inner.is_led_by_this_thread() {
        drop(taking.lock());
    }
    writers.iter().for_each(|writer| writer.close());
    readers.iter().for_each(|reader| reader.close());
    inner.writers.write().clear();
    inner.readers.write().clear();
    inner.sources.write().clear();
    *inner.discovery.lock() = Default::default();
    inner.engine.transport.leave_shared_memory();
}
