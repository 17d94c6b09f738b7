//! Cyclone DDS's service mapping: before the body of a request or response stand the client's name and the
//! request's number, eight bytes each, in the byte order of the payload.

use bytes::{BufMut, Bytes, BytesMut};

const ENCAPSULATION: usize = 4;
const HEADER: usize = 16;

/// What ties a response to its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The client.
    pub(crate) client: u64,
    /// The request's number among the client's.
    pub(crate) sequence_number: i64,
}

/// The payload with a header before its body; `None` where there is no payload to speak of.
pub(crate) fn with_header(header: Header, payload: &[u8]) -> Option<Bytes> {
    let (encapsulation, body) = payload.split_at_checked(ENCAPSULATION)?;
    let mut whole = BytesMut::with_capacity(payload.len() + HEADER);
    whole.put_slice(encapsulation);
    if is_little_endian(encapsulation) {
        whole.put_u64_le(header.client);
        whole.put_i64_le(header.sequence_number);
    } else {
        whole.put_u64(header.client);
        whole.put_i64(header.sequence_number);
    }
    whole.put_slice(body);
    Some(whole.freeze())
}

/// The header; `None` where the payload is too short to hold one.
pub(crate) fn header(payload: &[u8]) -> Option<Header> {
    let (encapsulation, rest) = payload.split_at_checked(ENCAPSULATION)?;
    let (client, rest) = rest.split_first_chunk::<8>()?;
    let sequence_number = rest.first_chunk::<8>()?;
    Some(if is_little_endian(encapsulation) {
        Header {
            client: u64::from_le_bytes(*client),
            sequence_number: i64::from_le_bytes(*sequence_number),
        }
    } else {
        Header {
            client: u64::from_be_bytes(*client),
            sequence_number: i64::from_be_bytes(*sequence_number),
        }
    })
}

/// The header, and the payload without it; `None` where the payload is too short to hold one.
pub(crate) fn split_header(payload: &[u8]) -> Option<(Header, Bytes)> {
    let header = header(payload)?;
    let (encapsulation, rest) = payload.split_at_checked(ENCAPSULATION)?;
    let body = rest.get(HEADER..)?;
    Some((header, Bytes::from([encapsulation, body].concat())))
}

/// DDSI-RTPS 2.5 §10.2.1.2: the last bit of the representation identifier.
fn is_little_endian(encapsulation: &[u8]) -> bool {
    encapsulation.get(1).is_some_and(|byte| byte & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Header = Header {
        client: 0x0102_0304_0506_0708,
        sequence_number: -2,
    };

    #[test]
    fn what_is_added_is_split_off() {
        for payload in [
            &[0, 1, 0, 0][..],
            &[0, 0, 0, 0, 1, 2, 3, 4],
            &[0, 1, 0, 0, 1, 2, 3, 4, 5],
        ] {
            let whole = with_header(HEADER, payload).unwrap();
            assert_eq!(whole.len(), payload.len() + 16);
            assert_eq!(
                split_header(&whole).unwrap(),
                (HEADER, Bytes::copy_from_slice(payload))
            );
        }
    }

    #[test]
    fn the_byte_order_is_the_payloads() {
        let little = with_header(HEADER, &[0, 1, 0, 0]).unwrap();
        assert_eq!(little[4..12], [8, 7, 6, 5, 4, 3, 2, 1]);
        let big = with_header(HEADER, &[0, 0, 0, 0]).unwrap();
        assert_eq!(big[4..12], [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn what_is_too_short_has_no_header() {
        assert_eq!(with_header(HEADER, &[0, 1]), None);
        for length in 0..20 {
            assert_eq!(
                split_header(&[0, 1, 0, 0].repeat(5)[..length]),
                None,
                "{length} bytes"
            );
        }
    }
}
