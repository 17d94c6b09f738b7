//! Payloads as Zenoh has them and as `rcl` has them, without a copy where that is worth it.

use std::any::Any;

use bytes::Bytes;
use zenoh::bytes::ZBytes;
use zenoh::internal::buffers::{ZBuf, ZSliceBuffer};

/// What is shorter is copied out of the buffer that it was received in, which may be 64 KB and would be kept by it.
const WORTH_SHARING: usize = 4_096;

#[derive(Debug)]
struct Shared(Bytes);

impl ZSliceBuffer for Shared {
    fn as_slice(&self) -> &[u8] {
        &self.0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// A payload to be sent.
pub(crate) fn to_zenoh(payload: Bytes) -> ZBytes {
    ZBytes::from(ZBuf::from(Shared(payload)))
}

/// A payload that was received, in one piece.
pub(crate) fn from_zenoh(payload: &ZBytes) -> Bytes {
    let mut slices = payload.slices();
    match (slices.next(), slices.next()) {
        (Some(whole), None) if whole.len() >= WORTH_SHARING => {
            Bytes::from_owner(Whole(payload.clone()))
        }
        _ => Bytes::from(payload.to_bytes().into_owned()),
    }
}

/// A payload that lies in one piece.
struct Whole(ZBytes);

impl AsRef<[u8]> for Whole {
    fn as_ref(&self) -> &[u8] {
        self.0.slices().next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_come_back_as_they_were() {
        for size in [1, WORTH_SHARING - 1, WORTH_SHARING, 1 << 20] {
            let sent = Bytes::from(vec![7; size]);
            let received = from_zenoh(&to_zenoh(sent.clone()));
            assert_eq!(received, sent);
            let shares = size >= WORTH_SHARING;
            assert_eq!(received.as_ptr() == sent.as_ptr(), shares, "{size}");
        }
    }

    #[test]
    fn pieces_are_joined() {
        let mut writer = ZBytes::writer();
        writer.append(to_zenoh(Bytes::from(vec![1; 5_000])));
        writer.append(to_zenoh(Bytes::from(vec![2; 5_000])));
        let joined = from_zenoh(&writer.finish());
        assert_eq!(joined, [[1; 5_000], [2; 5_000]].concat());
    }
}
