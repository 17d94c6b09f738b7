//! Messages that are wrong in one way each: what is said of them, and that they cost no memory.
#![allow(unsafe_code)] // A global allocator that counts.
#![allow(clippy::unwrap_used)]

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use common::captures::all_datagrams;
use common::read_all::read_all;
use rosebay_rtps::wire::{Message, WireError};

/// Counts, for each thread, what it has asked for since it last looked.
struct Counting;

thread_local! {
    static REQUESTED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is ending has no counter any more.
        let _ = REQUESTED.try_with(|requested| requested.set(requested.get() + layout.size()));
        // SAFETY: the caller's promise about `layout` is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `alloc` above, thus from the system's allocator.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many bytes `read_all` asks for in all, for `datagram`.
fn requested_by(datagram: &[u8]) -> usize {
    REQUESTED.set(0);
    read_all(datagram);
    REQUESTED.get()
}

/// A little endian submessage with its header.
fn submessage(kind: u8, flags: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap().to_le_bytes();
    [&[kind, flags | 1], length.as_slice(), body].concat()
}

fn datagram(submessages: &[u8]) -> Vec<u8> {
    [b"RTPS\x02\x03\x01\x0f".as_slice(), &[1; 12], submessages].concat()
}

fn number(value: i64) -> Vec<u8> {
    [
        ((value >> 32) as i32).to_le_bytes(),
        (value as u32).to_le_bytes(),
    ]
    .concat()
}

fn words(values: &[u32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

const ENTITIES: [u8; 8] = [0, 0, 1, 4, 0, 0, 1, 3];

fn acknack(base: i64, bits: u32, bitmap: &[u32]) -> Vec<u8> {
    submessage(
        0x06,
        0,
        &[
            ENTITIES.as_slice(),
            &number(base),
            &words(&[bits]),
            &words(bitmap),
            &words(&[1]),
        ]
        .concat(),
    )
}

fn nack_frag(base: u32, bits: u32, bitmap: &[u32]) -> Vec<u8> {
    submessage(
        0x12,
        0,
        &[
            ENTITIES.as_slice(),
            &number(1),
            &words(&[base, bits]),
            &words(bitmap),
            &words(&[1]),
        ]
        .concat(),
    )
}

fn heartbeat(first: i64, last: i64) -> Vec<u8> {
    submessage(
        0x07,
        0,
        &[
            ENTITIES.as_slice(),
            &number(first),
            &number(last),
            &words(&[1]),
        ]
        .concat(),
    )
}

fn gap(start: i64, base: i64, bits: u32) -> Vec<u8> {
    submessage(
        0x08,
        0,
        &[
            ENTITIES.as_slice(),
            &number(start),
            &number(base),
            &words(&[bits]),
        ]
        .concat(),
    )
}

fn data(flags: u8, to_inline_qos: u16, sequence_number: i64, rest: &[u8]) -> Vec<u8> {
    let to_inline_qos = to_inline_qos.to_le_bytes();
    submessage(
        0x15,
        flags,
        &[
            &[0, 0],
            to_inline_qos.as_slice(),
            &ENTITIES,
            &number(sequence_number),
            rest,
        ]
        .concat(),
    )
}

fn data_frag(
    starting: u32,
    count: u16,
    fragment_size: u16,
    sample_size: u32,
    payload: &[u8],
) -> Vec<u8> {
    let counts = [count.to_le_bytes(), fragment_size.to_le_bytes()].concat();
    let fields = [words(&[starting]), counts, words(&[sample_size])].concat();
    submessage(
        0x16,
        0,
        &[
            &[0, 0, 28, 0],
            ENTITIES.as_slice(),
            &number(1),
            &fields,
            payload,
        ]
        .concat(),
    )
}

#[derive(Debug, PartialEq)]
enum Verdict {
    Fine,
    Truncated,
    Invalid,
}

#[test]
fn each_mistake_is_found() {
    use Verdict::{Fine, Invalid, Truncated};
    const Q: u8 = 0x02;
    const D: u8 = 0x04;
    const K: u8 = 0x08;
    let highest = i64::MAX;
    let cases: Vec<(&str, Vec<u8>, Verdict)> = vec![
        ("nothing", vec![], Fine),
        ("half a submessage header", vec![0x15, 1], Truncated),
        (
            "a length beyond the end",
            vec![0x15, 1, 0xff, 0xff, 0, 0],
            Truncated,
        ),
        (
            "a kind that nobody knows",
            submessage(0x7f, 0, &[1, 2, 3]),
            Fine,
        ),
        (
            "a kind that nobody knows, of the vendor",
            submessage(0x80, 0, &[]),
            Fine,
        ),
        ("PAD of length 0", submessage(0x01, 0, &[]), Fine),
        (
            "INFO_TS without a time",
            submessage(0x09, 0, &[]),
            Truncated,
        ),
        (
            "INFO_TS that takes the time back",
            submessage(0x09, 2, &[]),
            Fine,
        ),
        (
            "INFO_DST too short",
            submessage(0x0e, 0, &[1; 11]),
            Truncated,
        ),
        (
            "INFO_SRC too short",
            submessage(0x0c, 0, &[1; 19]),
            Truncated,
        ),
        (
            "INFO_REPLY with 2^32 - 1 locators",
            submessage(0x0f, 0, &words(&[u32::MAX, 0, 0])),
            Truncated,
        ),
        (
            "INFO_REPLY with a locator too many",
            submessage(0x0f, 0, &[words(&[2]), vec![0; 40]].concat()),
            Truncated,
        ),
        (
            "ACKNACK, well formed",
            acknack(7, 33, &[0, 0x8000_0000]),
            Fine,
        ),
        (
            "ACKNACK from 0 asking for nothing, as Fast DDS begins",
            acknack(0, 0, &[]),
            Fine,
        ),
        ("ACKNACK from below 0", acknack(-1, 0, &[]), Invalid),
        (
            "ACKNACK from the highest number",
            acknack(highest, 256, &[u32::MAX; 8]),
            Invalid,
        ),
        (
            "ACKNACK of 257 bits",
            acknack(1, 257, &[u32::MAX; 9]),
            Invalid,
        ),
        (
            "ACKNACK of 2^32 - 1 bits",
            acknack(1, u32::MAX, &[]),
            Invalid,
        ),
        (
            "ACKNACK with fewer words than bits",
            acknack(1, 256, &[0; 3]),
            Truncated,
        ),
        (
            "NACK_FRAG, well formed",
            nack_frag(1, 256, &[u32::MAX; 8]),
            Fine,
        ),
        ("NACK_FRAG from 0", nack_frag(0, 1, &[0]), Invalid),
        ("NACK_FRAG of 257 bits", nack_frag(1, 257, &[0; 9]), Invalid),
        (
            "NACK_FRAG at the highest fragment",
            nack_frag(u32::MAX, 256, &[u32::MAX; 8]),
            Fine,
        ),
        ("HEARTBEAT of nothing", heartbeat(1, 0), Fine),
        ("HEARTBEAT of nothing any more", heartbeat(100, 99), Fine),
        ("HEARTBEAT from 0", heartbeat(0, 5), Invalid),
        ("HEARTBEAT backwards", heartbeat(5, 3), Invalid),
        ("HEARTBEAT below 0", heartbeat(-5, -3), Invalid),
        (
            "HEARTBEAT to the highest number",
            heartbeat(1, highest),
            Invalid,
        ),
        (
            "HEARTBEAT_FRAG up to fragment 0",
            submessage(
                0x13,
                0,
                &[&ENTITIES[..], &number(1), &words(&[0, 1])].concat(),
            ),
            Invalid,
        ),
        ("GAP, well formed", gap(3, 9, 0), Fine),
        ("GAP from 0", gap(0, 9, 0), Invalid),
        ("GAP that ends before it begins", gap(9, 3, 0), Invalid),
        ("GAP to the highest number", gap(1, highest, 0), Invalid),
        ("GAP of 2^32 - 1 bits", gap(1, 1, u32::MAX), Invalid),
        ("DATA without anything", data(0, 16, 1, &[]), Fine),
        ("DATA numbered 0", data(D, 16, 0, &[0; 4]), Invalid),
        ("DATA numbered below 0", data(D, 16, -1, &[0; 4]), Invalid),
        (
            "DATA with data and key",
            data(D | K, 16, 1, &[0; 4]),
            Invalid,
        ),
        (
            "DATA with inline QoS inside its header",
            data(Q, 15, 1, &[1, 0, 0, 0]),
            Invalid,
        ),
        (
            "DATA with inline QoS beyond its end",
            data(Q, 100, 1, &[1, 0, 0, 0]),
            Truncated,
        ),
        (
            "DATA with fields of a later version",
            data(Q | D, 20, 1, &[9, 9, 9, 9, 1, 0, 0, 0, 5]),
            Fine,
        ),
        (
            "DATA with endless inline QoS",
            data(Q, 16, 1, &[0x70, 0, 4, 0, 1, 2, 3, 4]),
            Truncated,
        ),
        (
            "DATA with a parameter beyond its end",
            data(Q, 16, 1, &[0x70, 0, 0xff, 0xff, 1, 0, 0, 0]),
            Truncated,
        ),
        (
            "DATA with 3 bytes of key hash",
            data(Q, 16, 1, &[0x70, 0, 3, 0, 1, 2, 3, 1, 0, 0, 0]),
            Truncated,
        ),
        (
            "DATA with a parameter that must be understood",
            data(Q, 16, 1, &[0x01, 0x7f, 0, 0, 1, 0, 0, 0]),
            Invalid,
        ),
        (
            "DATA_FRAG, well formed",
            data_frag(2, 1, 8, 12, &[0; 4]),
            Fine,
        ),
        (
            "DATA_FRAG with padding",
            data_frag(1, 1, 3, 12, &[0; 4]),
            Fine,
        ),
        ("DATA_FRAG from 0", data_frag(0, 1, 8, 12, &[0; 8]), Invalid),
        (
            "DATA_FRAG of no fragments",
            data_frag(1, 0, 8, 12, &[0; 8]),
            Invalid,
        ),
        (
            "DATA_FRAG of size 0",
            data_frag(1, 1, 0, 12, &[0; 8]),
            Invalid,
        ),
        (
            "DATA_FRAG of a sample of size 0",
            data_frag(1, 1, 8, 0, &[0; 8]),
            Invalid,
        ),
        (
            "DATA_FRAG past the last",
            data_frag(3, 1, 8, 12, &[0; 8]),
            Invalid,
        ),
        (
            "DATA_FRAG reaching past the last",
            data_frag(2, 2, 8, 12, &[0; 16]),
            Invalid,
        ),
        (
            "DATA_FRAG far past the last",
            data_frag(u32::MAX, u16::MAX, u16::MAX, 12, &[0; 8]),
            Invalid,
        ),
        (
            "DATA_FRAG of 4 GB",
            data_frag(1, 1, 8, u32::MAX, &[0; 8]),
            Fine,
        ),
        (
            "DATA_FRAG of 4 GB at once",
            data_frag(1, u16::MAX, u16::MAX, u32::MAX, &[0; 8]),
            Truncated,
        ),
        (
            "DATA_FRAG shorter than its fragment",
            data_frag(1, 1, 8, 12, &[0; 7]),
            Truncated,
        ),
    ];
    for (name, submessages, expected) in cases {
        let datagram = datagram(&submessages);
        let message = Message::parse(&datagram).unwrap();
        let verdict = message.submessages().find_map(|submessage| {
            match submessage.and_then(|submessage| common::read_all::read_submessage(&submessage)) {
                Err(WireError::Truncated { .. }) => Some(Truncated),
                Err(_) => Some(Invalid),
                Ok(_) => None,
            }
        });
        assert_eq!(verdict.unwrap_or(Fine), expected, "{name}");
        assert!(requested_by(&datagram) <= 8 * datagram.len(), "{name}");
    }
}

#[test]
fn an_invalid_submessage_ends_its_message() {
    let bytes = [heartbeat(5, 3), heartbeat(1, 3)].concat();
    assert_eq!(
        Message::parse(&datagram(&bytes))
            .unwrap()
            .submessages()
            .count(),
        1
    );
}

#[test]
fn what_does_not_begin_as_rtps_is_told_apart() {
    let parse = |bytes: &[u8]| Message::parse(bytes).map(drop);
    assert!(matches!(parse(b""), Err(WireError::Truncated { .. })));
    assert!(matches!(
        parse(b"RTPS\x02\x03\x01\x0f"),
        Err(WireError::Truncated { .. })
    ));
    assert_eq!(parse(&[b'X'; 20]), Err(WireError::NotRtps(*b"XXXX")));
    let other_version = [b"RTPS\x03\x00\x01\x0f".as_slice(), &[0; 12]].concat();
    assert!(matches!(
        parse(&other_version),
        Err(WireError::UnsupportedVersion(_))
    ));
    let later_version = [b"RTPS\x02\x7f\x01\x0f".as_slice(), &[0; 12]].concat();
    assert_eq!(parse(&later_version), Ok(()));
}

/// The payload of a discovery sample by `writer`, with `parameters` in it.
fn discovery(writer: [u8; 4], parameters: &[u8]) -> Vec<u8> {
    let head = [
        &[0, 0, 16, 0, 0, 0, 0, 0],
        writer.as_slice(),
        &number(1),
        &[0, 3, 0, 0],
    ]
    .concat();
    datagram(&submessage(
        0x15,
        0x04,
        &[head.as_slice(), parameters, &[1, 0, 0, 0]].concat(),
    ))
}

#[test]
fn hostile_discovery_costs_nothing() {
    const PUBLICATIONS: [u8; 4] = [0, 0, 3, 0xc2];
    const SPDP: [u8; 4] = [0, 1, 0, 0xc2];
    let huge = [0xff; 4];
    let cases: Vec<(&str, Vec<u8>)> = vec![
        (
            "2^32 - 1 partitions",
            discovery(PUBLICATIONS, &[&[0x29, 0, 4, 0], huge.as_slice()].concat()),
        ),
        (
            "partitions without text",
            discovery(
                PUBLICATIONS,
                &[&[0x29, 0, 0, 1, 63, 0, 0, 0], &[0; 252][..]].concat(),
            ),
        ),
        (
            "a topic name of 4 GB",
            discovery(
                PUBLICATIONS,
                &[&[0x05, 0, 8, 0], huge.as_slice(), b"abc\0"].concat(),
            ),
        ),
        (
            "a topic name without its zero",
            discovery(PUBLICATIONS, b"\x05\0\x08\0\x04\0\0\0abcd"),
        ),
        (
            "a topic name that is not UTF-8",
            discovery(PUBLICATIONS, b"\x05\0\x08\0\x04\0\0\0\xff\xfe\xfd\0"),
        ),
        (
            "USER_DATA of 4 GB",
            discovery(PUBLICATIONS, &[&[0x2c, 0, 4, 0], huge.as_slice()].concat()),
        ),
        (
            "2^32 - 1 representations",
            discovery(PUBLICATIONS, &[&[0x73, 0, 4, 0], huge.as_slice()].concat()),
        ),
        (
            "a reliability of kind 9",
            discovery(PUBLICATIONS, &[0x1a, 0, 4, 0, 9, 0, 0, 0]),
        ),
        (
            "half a locator",
            discovery(PUBLICATIONS, &[0x2f, 0, 4, 0, 1, 0, 0, 0]),
        ),
        (
            "2^32 - 1 properties",
            discovery(SPDP, &[&[0x59, 0, 4, 0], huge.as_slice()].concat()),
        ),
        ("no GUID", discovery(SPDP, &[])),
        (
            "half a GUID",
            discovery(SPDP, &[&[0x50, 0, 8, 0], [1; 8].as_slice()].concat()),
        ),
        (
            "a parameter that must be understood",
            discovery(SPDP, &[0x01, 0x7f, 0, 0]),
        ),
    ];
    for (name, datagram) in cases {
        assert_eq!(read_all(&datagram).errors, 1, "{name}");
        assert!(
            requested_by(&datagram) <= 16 * datagram.len(),
            "{name}: {}",
            requested_by(&datagram)
        );
    }
}

#[test]
fn reading_asks_for_no_more_memory_than_a_packet_backs() {
    for datagram in all_datagrams() {
        // Once as it is, and once with each of some bytes at its highest, which makes lengths and counts huge.
        assert!(requested_by(&datagram) <= 1024 + 8 * datagram.len());
        let mut damaged = datagram.clone();
        for at in (20..datagram.len().min(600)).step_by(5) {
            let byte = std::mem::replace(&mut damaged[at], 0xff);
            assert!(
                requested_by(&damaged) <= 1024 + 8 * datagram.len(),
                "byte {at} of {datagram:02x?}"
            );
            damaged[at] = byte;
        }
    }
}
