//! Contexts: what `init` opens and `shutdown` ends.

mod discovery;
mod security;
mod settle;
mod shared_memory;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Instant;

use rosebay_locks::Mutex;
use rosebay_rmw::names::validate_enclave_name;
use rosebay_rmw::{ContextOptions, DiscoveryRange, Graph, GraphListener, Middleware};

pub use discovery::{DiscoveryOptions, domain_id};
pub use settle::DiscoveryWait;

use crate::parameter::NodeParameters;
use crate::{Arguments, Error, Result, logging, middleware};

/// What a context is made with. What is not given comes from the environment.
#[derive(Clone)]
pub struct InitOptions {
    /// The whole command line, program name included.
    pub arguments: Vec<String>,
    /// The ROS domain, 0 to 232; else `ROS_DOMAIN_ID`, else 0.
    pub domain_id: Option<u32>,
    /// The middleware; else `RMW_IMPLEMENTATION`, else DDS.
    pub middleware: Option<Arc<dyn Middleware>>,
    /// How far discovery reaches; else `ROS_AUTOMATIC_DISCOVERY_RANGE`, else the subnet.
    pub discovery_range: Option<DiscoveryRange>,
    /// Hosts that are asked directly; else `ROS_STATIC_PEERS`.
    pub static_peers: Option<Vec<String>>,
    /// The most memory, in bytes, to share with other processes of this host for what is published,
    /// `Some(None)` to share none; else `ROSEBAY_SHM`, else 512 MiB.
    pub shared_memory: Option<Option<usize>>,
    /// Whether the process's logging follows the arguments.
    pub initialize_logging: bool,
}

impl Default for InitOptions {
    fn default() -> Self {
        Self {
            arguments: Vec::new(),
            domain_id: None,
            middleware: None,
            discovery_range: None,
            static_peers: None,
            shared_memory: None,
            initialize_logging: true,
        }
    }
}

impl fmt::Debug for InitOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InitOptions")
            .field("arguments", &self.arguments)
            .field("domain_id", &self.domain_id)
            .field(
                "middleware",
                &self
                    .middleware
                    .as_ref()
                    .map(|middleware| middleware.identifier()),
            )
            .field("discovery_range", &self.discovery_range)
            .field("static_peers", &self.static_peers)
            .field("shared_memory", &self.shared_memory)
            .finish_non_exhaustive()
    }
}

/// Why a context was shut down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShutdownReason {
    /// The program asked for it, in these words.
    Requested(String),
    /// A signal came, by its number.
    Signal(i32),
}

/// A program's place in the ROS graph; nodes are made in it. Clones are the same context.
#[derive(Clone)]
pub struct Context(Arc<Inner>);

struct Inner {
    arguments: Arguments,
    parameters: NodeParameters,
    domain_id: u32,
    discovery: DiscoveryOptions,
    identifier: &'static str,
    middleware: Arc<dyn rosebay_rmw::Context>,
    opened: Instant,
    valid: AtomicBool,
    shutdown: Mutex<Shutdown>,
}

type ShutdownCallback = Arc<dyn Fn() + Send + Sync>;

#[derive(Default)]
struct Shutdown {
    reason: Option<ShutdownReason>,
    last_id: u64,
    callbacks: Vec<(u64, ShutdownCallback)>,
}

/// The contexts that a signal shuts down.
static CONTEXTS: Mutex<Vec<Weak<Inner>>> = Mutex::new(Vec::new());

/// For a fork: see [`crate::fork`].
pub(crate) fn hold() -> impl Sized + 'static {
    CONTEXTS.lock()
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("domain_id", &self.0.domain_id)
            .field("middleware", &self.0.identifier)
            .field("valid", &self.ok())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Context {}

impl Context {
    /// Opens a context.
    ///
    /// # Errors
    /// When the arguments, the environment or the middleware do not allow it.
    pub fn new(options: InitOptions) -> Result<Self> {
        let arguments = Arguments::parse(&options.arguments)?;
        arguments.check_unknown()?;
        let parameters = NodeParameters::from_arguments(&arguments)?;
        if options.initialize_logging {
            logging::configure(&arguments);
        }
        let domain_id = options.domain_id.map_or_else(discovery::domain_id, Ok)?;
        let discovery = discovery::options(options.discovery_range, options.static_peers);
        let enclave = arguments.enclave().unwrap_or("/").to_owned();
        validate_enclave_name(&enclave)?;
        let middleware = options
            .middleware
            .map_or_else(middleware::from_environment, Ok)?;
        let opened = middleware.open(&ContextOptions {
            domain_id,
            enclave,
            discovery_range: discovery.range,
            static_peers: discovery.static_peers.clone(),
            security: security::from_environment(),
            shared_memory: options
                .shared_memory
                .map_or_else(shared_memory::from_environment, Ok)?,
        })?;
        let inner = Arc::new(Inner {
            arguments,
            parameters,
            domain_id,
            discovery,
            identifier: middleware.identifier(),
            middleware: opened,
            opened: Instant::now(),
            valid: AtomicBool::new(true),
            shutdown: Mutex::default(),
        });
        let mut contexts = CONTEXTS.lock();
        contexts.retain(|context| context.strong_count() > 0);
        contexts.push(Arc::downgrade(&inner));
        Ok(Self(inner))
    }

    /// Opens a context with the program's own command line.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn from_program_args() -> Result<Self> {
        let arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
        Self::new(InitOptions {
            arguments: arguments.collect(),
            ..InitOptions::default()
        })
    }

    /// Whether it has not been shut down.
    pub fn ok(&self) -> bool {
        self.0.valid.load(Ordering::Acquire)
    }

    /// # Errors
    /// [`Error::ContextShutDown`], which names `what` was to be used.
    pub(crate) fn check(&self, what: impl FnOnce() -> String) -> Result<()> {
        if self.ok() {
            Ok(())
        } else {
            Err(Error::ContextShutDown { what: what() })
        }
    }

    /// Shuts it down: waits and spins return, nothing can be published any more. What was announced to
    /// other processes is withdrawn when the last handles drop.
    ///
    /// # Errors
    /// [`Error::AlreadyShutDown`].
    pub fn shutdown(&self, reason: &str) -> Result<()> {
        if self.end(ShutdownReason::Requested(reason.to_owned())) {
            Ok(())
        } else {
            Err(Error::AlreadyShutDown)
        }
    }

    fn end(&self, reason: ShutdownReason) -> bool {
        let callbacks = {
            let mut shutdown = self.0.shutdown.lock();
            if !self.0.valid.swap(false, Ordering::AcqRel) {
                return false;
            }
            shutdown.reason = Some(reason);
            std::mem::take(&mut shutdown.callbacks)
        };
        for (_, callback) in callbacks {
            callback();
        }
        true
    }

    /// Why it was shut down; `None` before.
    pub fn shutdown_reason(&self) -> Option<ShutdownReason> {
        self.0.shutdown.lock().reason.clone()
    }

    /// Has `callback` called once when the context is shut down, on the thread that does so, until the
    /// handle drops. It is called at once where that has happened.
    pub fn on_shutdown(&self, callback: impl Fn() + Send + Sync + 'static) -> ShutdownHandle {
        let mut shutdown = self.0.shutdown.lock();
        shutdown.last_id += 1;
        let id = shutdown.last_id;
        if self.ok() {
            shutdown.callbacks.push((id, Arc::new(callback)));
        } else {
            drop(shutdown);
            callback();
        }
        ShutdownHandle {
            context: Arc::downgrade(&self.0),
            id,
        }
    }

    /// The program's arguments.
    pub fn arguments(&self) -> &Arguments {
        &self.0.arguments
    }

    /// What the program's arguments say about parameters.
    pub fn parameters(&self) -> &NodeParameters {
        &self.0.parameters
    }

    /// The ROS domain.
    pub fn domain_id(&self) -> u32 {
        self.0.domain_id
    }

    /// How far discovery reaches, and whom it asks directly.
    pub fn discovery(&self) -> &DiscoveryOptions {
        &self.0.discovery
    }

    /// What executors wait in.
    pub(crate) fn weak_middleware(&self) -> Weak<dyn rosebay_rmw::Context> {
        Arc::downgrade(&self.0.middleware)
    }

    /// The middleware's name.
    pub fn middleware_identifier(&self) -> &'static str {
        self.0.identifier
    }

    /// What is known of the graph.
    pub fn graph(&self) -> &Arc<Graph> {
        self.0.middleware.graph()
    }

    /// Has `callback` called after each change of the graph, on a thread of the middleware, until the
    /// handle drops. It must be cheap.
    pub fn on_graph_change(&self, callback: impl Fn() + Send + Sync + 'static) -> GraphListener {
        self.graph().on_change(Arc::new(callback))
    }

    pub(crate) fn middleware(&self) -> &Arc<dyn rosebay_rmw::Context> {
        &self.0.middleware
    }
}

/// Shuts down every context of the process, for a signal came.
pub(crate) fn shutdown_all(signal: i32) {
    let contexts: Vec<_> = CONTEXTS.lock().iter().filter_map(Weak::upgrade).collect();
    for inner in contexts {
        Context(inner).end(ShutdownReason::Signal(signal));
    }
}

/// Keeps a shutdown callback; dropping it takes the callback away.
#[must_use = "the callback is taken away when the handle drops"]
pub struct ShutdownHandle {
    context: Weak<Inner>,
    id: u64,
}

impl fmt::Debug for ShutdownHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShutdownHandle")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Drop for ShutdownHandle {
    fn drop(&mut self) {
        if let Some(context) = self.context.upgrade() {
            context
                .shutdown
                .lock()
                .callbacks
                .retain(|(id, _)| *id != self.id);
        }
    }
}
