//! What the tests have in common.

// Each test program uses some of it.
#![allow(dead_code, clippy::unwrap_used)]

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rosebay_rcl::rmw::{DiscoveryRange, Middleware};
use rosebay_rcl::{Context, Executor, InitOptions, Node, middleware};
use rosebay_rmw::conformance::Domain;
use rosebay_rmw_dds::DdsMiddleware;
use rosebay_rmw_local::LocalMiddleware;

/// Longer than anything here takes; a test that waits this long has failed.
pub(crate) const LONG: Duration = Duration::from_secs(20);
/// Long enough that something that should not happen would have.
pub(crate) const SHORT: Duration = Duration::from_millis(50);

/// The middleware that `RMW_IMPLEMENTATION` names, for a run of all tests on it.
fn chosen() -> Option<Arc<dyn Middleware>> {
    let name = std::env::var("RMW_IMPLEMENTATION").ok()?;
    (!name.is_empty()).then(|| middleware::named(&name).unwrap())
}

/// A context of its own domain, in this process alone unless a middleware was chosen.
pub(crate) fn context() -> Context {
    context_with(&[])
}

/// A ROS domain that nothing else in this process has.
fn domain() -> u32 {
    static DOMAIN: AtomicU32 = AtomicU32::new(0);
    DOMAIN.fetch_add(1, Ordering::Relaxed) % 232
}

/// A ROS domain that no other test on this host has, until the process ends.
fn reserved_domain() -> u32 {
    static HELD: Mutex<Vec<Domain>> = Mutex::new(Vec::new());
    let domain = Domain::reserve();
    let id = domain.id;
    HELD.lock().unwrap().push(domain);
    id
}

/// A context with a command line.
pub(crate) fn context_with(arguments: &[&str]) -> Context {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned());
    let (middleware, domain_id) = match chosen() {
        Some(middleware) => (middleware, reserved_domain()),
        None => (Arc::new(LocalMiddleware) as Arc<dyn Middleware>, domain()),
    };
    Context::new(InitOptions {
        arguments: arguments.collect(),
        ..on_loopback(middleware, domain_id)
    })
    .unwrap()
}

/// Another context of a context's domain and middleware.
pub(crate) fn context_beside(context: &Context) -> Context {
    let middleware = chosen().unwrap_or_else(|| Arc::new(LocalMiddleware));
    Context::new(on_loopback(middleware, context.domain_id())).unwrap()
}

/// Two contexts of one domain, over the loopback interface: on DDS unless a middleware was chosen.
pub(crate) fn network_contexts() -> [Context; 2] {
    contexts_on(chosen().unwrap_or_else(dds))
}

/// Two contexts of one domain on DDS, whatever was chosen: for what only DDS has.
pub(crate) fn dds_contexts() -> [Context; 2] {
    contexts_on(dds())
}

fn dds() -> Arc<dyn Middleware> {
    Arc::new(DdsMiddleware::default())
}

fn contexts_on(middleware: Arc<dyn Middleware>) -> [Context; 2] {
    let domain = reserved_domain();
    [(); 2].map(|()| Context::new(on_loopback(Arc::clone(&middleware), domain)).unwrap())
}

fn on_loopback(middleware: Arc<dyn Middleware>, domain_id: u32) -> InitOptions {
    InitOptions {
        domain_id: Some(domain_id),
        middleware: Some(middleware),
        discovery_range: Some(DiscoveryRange::Localhost),
        static_peers: Some(Vec::new()),
        initialize_logging: false,
        ..InitOptions::default()
    }
}

/// A node and an executor that runs it.
pub(crate) fn node_and_executor() -> (Node, Executor) {
    let context = context();
    let node = Node::new(&context, "node").unwrap();
    let executor = Executor::new(&context);
    assert!(executor.add_node(&node));
    (node, executor)
}

/// The variable that tells a test that it runs as [`run_child`].
const CHILD: &str = "ROSEBAY_TEST_CHILD";

/// Whether the test `child` of this program was started by [`run_child`].
pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Runs the test `child` of this program in a process of its own, with an environment.
pub(crate) fn run_child(unset: &[&str], environment: &[(&str, &str)]) -> Output {
    run_child_by(&[], unset, environment)
}

/// [`run_child`] by another program that is given the command line.
pub(crate) fn run_child_by(by: &[&str], unset: &[&str], environment: &[(&str, &str)]) -> Output {
    let program = std::env::current_exe().unwrap();
    let mut line: Vec<OsString> = by.iter().map(OsString::from).collect();
    line.push(program.into_os_string());
    let mut command = Command::new(line.remove(0));
    command
        .args(line)
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1");
    for name in unset {
        command.env_remove(name);
    }
    let output = command.envs(environment.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

/// Runs something in a thread and returns when that thread sleeps.
pub(crate) fn until_asleep<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> JoinHandle<T> {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::spawn(move || {
        let own = std::fs::read_link("/proc/thread-self").unwrap();
        sender.send(own.file_name().unwrap().to_owned()).unwrap();
        work()
    });
    let task = Path::new("/proc/self/task").join(receiver.recv().unwrap());
    let deadline = Instant::now() + LONG;
    let mut sleeping = 0;
    while sleeping < 3 && !thread.is_finished() {
        assert!(Instant::now() < deadline, "the thread does not sleep");
        thread::sleep(Duration::from_millis(1));
        let stat = std::fs::read_to_string(task.join("stat")).unwrap_or_default();
        let sleeps = stat
            .rsplit_once(") ")
            .is_some_and(|(_, state)| state.starts_with('S'));
        sleeping = if sleeps { sleeping + 1 } else { 0 };
    }
    thread
}
