//! One end of a bridge: its contexts, its own node, and the thread that runs their callbacks.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rosebay_locks::Mutex;
use rosebay_rcl::rmw::{self, DiscoveryRange, GraphListener, Middleware};
use rosebay_rcl::{Context, Executor, InitOptions, Node, NodeOptions, Result};

use crate::Error;
use crate::bell::Bell;
use crate::path::{BridgeId, Path};
use crate::plan::MirroredNode;

/// How many paths besides its own a bridge has contexts for: who is on the network decides how many there are.
const MAX_PATHS: usize = 32;

/// How one of the two graphs is joined.
#[derive(Clone)]
pub struct SideOptions {
    /// What people call it: `DDS domain 7`.
    pub label: String,
    /// The middleware.
    pub middleware: Arc<dyn Middleware>,
    /// The ROS domain; else `ROS_DOMAIN_ID`, else 0.
    pub domain_id: Option<u32>,
    /// How far discovery reaches; else `ROS_AUTOMATIC_DISCOVERY_RANGE`, else the subnet.
    pub discovery_range: Option<DiscoveryRange>,
}

impl fmt::Debug for SideOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SideOptions")
            .field("label", &self.label)
            .field("middleware", &self.middleware.identifier())
            .field("domain_id", &self.domain_id)
            .finish_non_exhaustive()
    }
}

/// One end at work.
pub(crate) struct Side {
    options: SideOptions,
    own: Context,
    node: Node,
    executor: Executor,
    /// Contexts for what has passed other bridges already, by the paths that they tell.
    others: Mutex<BTreeMap<Path, Context>>,
    own_path: Path,
    spinner: Option<JoinHandle<()>>,
    _listener: GraphListener,
}

impl Side {
    /// Joins a graph.
    pub(crate) fn open(
        options: &SideOptions,
        id: &BridgeId,
        bell: &Arc<Bell>,
    ) -> std::result::Result<Self, Error> {
        let failed = |source| Error::Open {
            label: options.label.clone(),
            source,
        };
        let own_path = Path::of(id);
        let own = open_context(options, &own_path).map_err(failed)?;
        let node = bare_node(&own, &id.node_name(), "/").map_err(failed)?;
        let executor = Executor::new(&own);
        executor.add_node(&node);
        let spun = executor.clone();
        let spinner = thread::Builder::new()
            .name("rosebay-bridge".to_owned())
            .spawn(move || spun.spin())?;
        let rung = Arc::clone(bell);
        let listener = own.on_graph_change(move || rung.ring_for_graph());
        Ok(Self {
            options: options.clone(),
            own,
            node,
            executor,
            others: Mutex::default(),
            own_path,
            spinner: Some(spinner),
            _listener: listener,
        })
    }

    pub(crate) fn label(&self) -> &str {
        &self.options.label
    }

    /// The context that sees the graph.
    pub(crate) fn context(&self) -> &Context {
        &self.own
    }

    /// The bridge's own node here, which subscribes and calls.
    pub(crate) fn node(&self) -> &Node {
        &self.node
    }

    /// Makes a node that stands for another one, in the context of its path.
    pub(crate) fn mirror(&self, mirrored: &MirroredNode) -> Result<MirrorNode> {
        let context = if mirrored.path == self.own_path {
            self.own.clone()
        } else {
            let mut others = self.others.lock();
            match others.get(&mirrored.path) {
                Some(context) => context.clone(),
                None if others.len() >= MAX_PATHS => {
                    let reason = format!(
                        "it has come on the path {}, and contexts for {MAX_PATHS} other paths are open already",
                        mirrored.path.enclave()
                    );
                    return Err(rmw::Error::Middleware(reason).into());
                }
                None => {
                    let context = open_context(&self.options, &mirrored.path)?;
                    others.insert(mirrored.path.clone(), context.clone());
                    context
                }
            }
        };
        let node = bare_node(&context, &mirrored.name, &mirrored.namespace)?;
        self.executor.add_node(&node);
        Ok(MirrorNode {
            node,
            executor: self.executor.clone(),
        })
    }

    /// Lets go of the contexts of all other paths.
    pub(crate) fn keep(&self, paths: &BTreeSet<&Path>) {
        self.others.lock().retain(|path, _| paths.contains(path));
    }
}

/// The thread ends before the contexts do.
impl Drop for Side {
    fn drop(&mut self) {
        self.executor.shutdown(None);
        if let Some(spinner) = self.spinner.take() {
            spinner.join().ok();
        }
    }
}

/// A node that stands for another one, until this drops and all that is made in it.
pub(crate) struct MirrorNode {
    pub(crate) node: Node,
    executor: Executor,
}

impl Drop for MirrorNode {
    fn drop(&mut self) {
        self.executor.remove_node(&self.node);
    }
}

fn open_context(options: &SideOptions, path: &Path) -> Result<Context> {
    let words = ["rosebay_bridge", "--ros-args", "--enclave"].map(str::to_owned);
    Context::new(InitOptions {
        arguments: words.into_iter().chain([path.enclave()]).collect(),
        domain_id: options.domain_id,
        middleware: Some(Arc::clone(&options.middleware)),
        discovery_range: options.discovery_range,
        initialize_logging: false,
        ..InitOptions::default()
    })
}

/// A node of exactly this name, with nothing of its own.
fn bare_node(context: &Context, name: &str, namespace: &str) -> Result<Node> {
    let options = NodeOptions {
        namespace: namespace.to_owned(),
        use_global_arguments: false,
        with_builtins: false,
        ..NodeOptions::default()
    };
    Node::with_options(context, name, &options)
}
