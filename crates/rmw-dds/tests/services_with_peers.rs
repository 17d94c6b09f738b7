//! Services with Cyclone DDS and Fast DDS, each in its own mapping, alone and at once.
//!
//! The peers are built here, from `tests/peers`, with Debian's packages. Where one lacks, its tests say so and
//! pass; in CI they fail.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rosebay_rmw::conformance::Domain;
use rosebay_rmw::{
    Context, ContextOptions, DiscoveryRange, Middleware, Node, QosProfile, Service, ServiceOptions,
};
use rosebay_rmw_dds::DdsMiddleware;
use rosebay_rosidl::Registry;
use rosebay_rosidl::cdr;

const PATIENCE: Duration = Duration::from_secs(30);

/// Cyclone DDS on the loopback.
const CYCLONEDDS_URI: &str = "<CycloneDDS><Domain><General><Interfaces>\
    <NetworkInterface name='lo' multicast='true'/></Interfaces></General></Domain></CycloneDDS>";

/// Which peer, and what it is built of.
#[derive(Clone, Copy)]
enum Peer {
    Cyclone,
    FastDds,
}

impl Peer {
    /// The program; `None` where what it needs is not installed.
    fn build(self) -> Option<PathBuf> {
        let (header, packages) = match self {
            Self::Cyclone => (
                "/usr/include/dds/dds.h",
                "cyclonedds-dev cyclonedds-tools gcc",
            ),
            Self::FastDds => (
                "/usr/include/fastdds/dds/domain/DomainParticipant.hpp",
                "libfastrtps-dev g++",
            ),
        };
        if !Path::new(header).exists() {
            let remedy = format!("`apt-get install {packages}` brings this peer");
            assert!(std::env::var("CI").is_err(), "{remedy}");
            eprintln!("skipped: {remedy}");
            return None;
        }
        // Each builds its own: tests run at the same time.
        static BUILDS: AtomicU32 = AtomicU32::new(0);
        let build = format!(
            "{}-{}",
            std::process::id(),
            BUILDS.fetch_add(1, Ordering::Relaxed)
        );
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(build);
        std::fs::create_dir_all(&folder).unwrap();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
        Some(match self {
            Self::Cyclone => {
                run(Command::new("idlc")
                    .arg("-o")
                    .arg(&folder)
                    .arg(sources.join("services.idl")));
                let program = folder.join("cyclone_services");
                let mut gcc = Command::new("gcc");
                gcc.arg("-I")
                    .arg(&folder)
                    .arg(sources.join("cyclone_services.c"))
                    .arg(folder.join("services.c"));
                run(gcc.args(["-lddsc", "-o"]).arg(&program));
                program
            }
            Self::FastDds => {
                let program = folder.join("fastdds_services");
                let mut gcc = Command::new("g++");
                gcc.arg("-std=c++17")
                    .arg(sources.join("fastdds_services.cpp"));
                run(gcc
                    .args(["-lfastrtps", "-lfastcdr", "-lpthread", "-o"])
                    .arg(&program));
                program
            }
        })
    }

    fn start(self, role: &str, domain: &Domain) -> Option<Running> {
        let program = self.build()?;
        let mut command = Command::new(&program);
        command
            .arg(role)
            .arg(domain.id.to_string())
            .env("CYCLONEDDS_URI", CYCLONEDDS_URI);
        let process = command.spawn().unwrap();
        Some(Running { process, program })
    }
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A peer that is killed, and its program removed, when it is not needed any more.
struct Running {
    process: Child,
    program: PathBuf,
}

impl Running {
    /// Whether a client has ended; it must have been content.
    fn is_content(&mut self) -> bool {
        self.process.try_wait().unwrap().is_some_and(|status| {
            assert!(status.success(), "the peer says {status}");
            true
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
        _ = self.program.parent().map(std::fs::remove_dir_all);
    }
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

fn node(domain: &Domain) -> (Arc<dyn Context>, Arc<dyn Node>) {
    let options = ContextOptions {
        domain_id: domain.id,
        enclave: "/".to_owned(),
        discovery_range: DiscoveryRange::Localhost,
        ..ContextOptions::default()
    };
    let context = DdsMiddleware::default().open(&options).unwrap();
    let node = context.create_node("rosebay", "/").unwrap();
    (context, node)
}

fn options() -> ServiceOptions {
    let name = "example_interfaces/srv/AddTwoInts".parse().unwrap();
    let service_type = Registry::standard().service(&name).unwrap();
    ServiceOptions {
        service: "/add_two_ints".to_owned(),
        service_type,
        qos: QosProfile::SERVICES_DEFAULT,
    }
}

fn numbers<const N: usize>(payload: &[u8]) -> [i64; N] {
    cdr::Reader::new(payload).unwrap().read_array().unwrap()
}

fn payload(numbers: &[i64]) -> bytes::Bytes {
    let mut writer = cdr::Writer::new();
    writer.write_slice(numbers);
    writer.finish().into()
}

/// Answers one request, if one has come.
fn answer(service: &dyn Service) {
    if let Some(request) = service.take_request().unwrap() {
        let [a, b] = numbers(&request.payload);
        service
            .send_response(&request.request_id, payload(&[a + b]))
            .unwrap();
    }
}

/// Our client, their service.
fn call(peer: Peer) {
    let domain = Domain::reserve();
    let Some(_server) = peer.start("server", &domain) else {
        return;
    };
    let (_context, node) = node(&domain);
    let client = node.create_client(&options()).unwrap();
    eventually("the service is available", || client.service_is_available());
    for a in 40..43 {
        let number = client.send_request(payload(&[a, 2])).unwrap();
        let mut response = None;
        eventually("the response comes", || {
            response = client.take_response().unwrap();
            response.is_some()
        });
        let response = response.unwrap();
        assert_eq!(response.request_id.sequence_number, number);
        assert_eq!(numbers(&response.payload), [a + 2]);
    }
}

/// Our service, their clients.
fn serve(peers: &[Peer]) {
    let domain = Domain::reserve();
    let (_context, node) = node(&domain);
    let service = node.create_service(&options()).unwrap();
    let clients: Option<Vec<_>> = peers
        .iter()
        .map(|peer| peer.start("client", &domain))
        .collect();
    let Some(mut clients) = clients else { return };
    eventually("all clients are content", || {
        answer(&*service);
        clients.iter_mut().all(Running::is_content)
    });
}

#[test]
fn cyclone_dds_answers() {
    call(Peer::Cyclone);
}

#[test]
fn fast_dds_answers() {
    call(Peer::FastDds);
}

#[test]
fn cyclone_dds_is_answered() {
    serve(&[Peer::Cyclone]);
}

#[test]
fn fast_dds_is_answered() {
    serve(&[Peer::FastDds]);
}

#[test]
fn both_are_answered_at_once() {
    serve(&[Peer::Cyclone, Peer::FastDds]);
}
