//! Captures of real nodes, `../shared/data/captures` beside the checkout, and the UDP datagrams in them.

use std::net::SocketAddrV4;
use std::path::{Path, PathBuf};

/// One UDP datagram of a capture.
#[derive(Clone, Debug)]
pub(crate) struct Datagram {
    pub(crate) source: SocketAddrV4,
    pub(crate) destination: SocketAddrV4,
    pub(crate) payload: Vec<u8>,
}

/// The folder of captures; `None`, with a word about it, where there is none. CI has to have it.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/captures");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var("CI").is_err(),
        "no captures at {}",
        folder.display()
    );
    eprintln!("skipped: no captures at {}", folder.display());
    None
}

/// The datagrams of the capture `name`, without its ending.
pub(crate) fn datagrams(folder: &Path, name: &str) -> Vec<Datagram> {
    let path = folder.join(name).with_extension("pcap");
    read_pcap(&std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// All datagrams of all captures; empty where there are no captures.
pub(crate) fn all_datagrams() -> Vec<Vec<u8>> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
        .iter()
        .flat_map(|path| read_pcap(&std::fs::read(path).unwrap()))
        .map(|d| d.payload)
        .collect()
}

/// The classic pcap format, little endian: a header of 24 bytes, then packets with a header of 16 bytes each.
fn read_pcap(file: &[u8]) -> Vec<Datagram> {
    const ETHERNET: u32 = 1;
    const LINUX_COOKED_2: u32 = 276;
    let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    assert_eq!(word(0), 0xa1b2_c3d4, "a little endian pcap file");
    let link_header = match word(20) {
        ETHERNET => 14,
        LINUX_COOKED_2 => 20,
        other => panic!("link type {other}"),
    };
    let mut datagrams = Vec::new();
    let mut at = 24;
    while at < file.len() {
        let length = word(at + 8) as usize;
        datagrams.extend(read_ip(&file[at + 16 + link_header..at + 16 + length]));
        at += 16 + length;
    }
    datagrams
}

fn read_ip(packet: &[u8]) -> Option<Datagram> {
    const UDP: u8 = 17;
    if packet[0] >> 4 != 4 || packet[9] != UDP {
        return None;
    }
    assert_eq!(
        u16::from_be_bytes([packet[6], packet[7]]) & 0x3fff,
        0,
        "no IP fragments expected"
    );
    let address = |at: usize| <[u8; 4]>::try_from(&packet[at..at + 4]).unwrap();
    let udp = &packet[usize::from(packet[0] & 0x0f) * 4..];
    let number = |at: usize| u16::from_be_bytes([udp[at], udp[at + 1]]);
    let payload = udp[8..number(4).into()].to_vec();
    // A node that shuts down wakes its own receiver with a datagram of one byte.
    (payload.len() > 1).then(|| Datagram {
        source: SocketAddrV4::new(address(12).into(), number(0)),
        destination: SocketAddrV4::new(address(16).into(), number(2)),
        payload,
    })
}
