//! `ros_discovery_info`: which nodes a participant has and what they own
//! (`rmw_dds_common/msg/ParticipantEntitiesInfo`).

use rosebay_rmw::{Gid, NodeEntities};
use rosebay_rosidl::TypeHash;
use rosebay_rosidl::cdr::{DecodeError, EncodeError, Reader, Writer};

/// The topic's name on the wire.
pub(crate) const TOPIC: &str = "ros_discovery_info";
/// The type's name on the wire.
pub(crate) const TYPE: &str = "rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_";

/// The type's hash; a test compares it with the definition's.
pub(crate) const TYPE_HASH: TypeHash = TypeHash {
    version: 1,
    value: [
        0x91, 0xa0, 0x59, 0x3b, 0xac, 0xdc, 0xc5, 0x0e, 0xa9, 0xbd, 0xcf, 0x84, 0x9a, 0x93, 0x8b,
        0x12, 0x84, 0x12, 0xcc, 0x1e, 0xa8, 0x21, 0x24, 0x5c, 0x66, 0x3b, 0xcd, 0x26, 0xf8, 0x3c,
        0x29, 0x5e,
    ],
};

/// How long a gid is in Jazzy and later.
const JAZZY: usize = 16;
/// How long a gid is in Humble, which fills it up with zeros. The type's name is the same.
const HUMBLE: usize = 24;

/// The least bytes of a node: two strings and two sequences, all empty.
const MIN_NODE: usize = 16;

/// How much a writer may add at a payload's end.
const PADDING: usize = 3;

/// Serializes what a participant has.
pub(crate) fn encode(participant: Gid, nodes: &[NodeEntities]) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::new();
    writer.write_slice(&participant.0);
    writer.sequence_length(nodes.len(), None)?;
    for node in nodes {
        writer.string(&node.namespace, Some(256))?;
        writer.string(&node.name, Some(256))?;
        for gids in [&node.readers, &node.writers] {
            writer.sequence_length(gids.len(), None)?;
            gids.iter().for_each(|gid| writer.write_slice(&gid.0));
        }
    }
    Ok(writer.finish())
}

/// The nodes of a participant, of whichever distribution. A message with gids of the other length may happen
/// to be readable, but not to its end.
pub(crate) fn decode(payload: &[u8]) -> Result<Vec<NodeEntities>, DecodeError> {
    let jazzy = decode_with::<JAZZY>(payload);
    if jazzy.as_ref().is_ok_and(|(_, rest)| *rest <= PADDING) {
        return jazzy.map(|(nodes, _)| nodes);
    }
    decode_with::<HUMBLE>(payload)
        .or(jazzy)
        .map(|(nodes, _)| nodes)
}

/// The nodes, and how many bytes are left.
fn decode_with<const GID: usize>(
    payload: &[u8],
) -> Result<(Vec<NodeEntities>, usize), DecodeError> {
    let mut reader = Reader::new(payload)?;
    reader.numeric(GID, 1)?;
    let count = reader.sequence_length(MIN_NODE, None)?;
    let nodes = (0..count)
        .map(|_| node::<GID>(&mut reader))
        .collect::<Result<_, _>>()?;
    Ok((nodes, reader.remaining()))
}

fn node<const GID: usize>(reader: &mut Reader<'_>) -> Result<NodeEntities, DecodeError> {
    let namespace = reader.string(Some(256))?;
    let name = reader.string(Some(256))?;
    let readers = gids::<GID>(reader)?;
    let writers = gids::<GID>(reader)?;
    Ok(NodeEntities {
        namespace,
        name,
        writers,
        readers,
    })
}

fn gids<const GID: usize>(reader: &mut Reader<'_>) -> Result<Vec<Gid>, DecodeError> {
    let count = reader.sequence_length(GID, None)?;
    let bytes = reader.numeric(count.saturating_mul(GID), 1)?;
    let gid = |chunk: &[u8]| chunk.first_chunk().copied().map(Gid);
    Ok(bytes.chunks_exact(GID).filter_map(gid).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rosebay_rosidl::Registry;

    fn nodes() -> Vec<NodeEntities> {
        let gid = |last| Gid([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, last]);
        let node = |name: &str, writers, readers| NodeEntities {
            namespace: "/ns".to_owned(),
            name: name.to_owned(),
            writers,
            readers,
        };
        vec![
            node("a", vec![gid(1), gid(2)], vec![]),
            node("bc", vec![], vec![gid(3)]),
        ]
    }

    /// As Humble writes it.
    fn humble(nodes: &[NodeEntities]) -> Vec<u8> {
        let long = |gid: &Gid| [&gid.0[..], &[0; 8]].concat();
        let mut writer = Writer::new();
        writer.write_slice(&[7_u8; 24]);
        writer.sequence_length(nodes.len(), None).unwrap();
        for node in nodes {
            writer.string(&node.namespace, None).unwrap();
            writer.string(&node.name, None).unwrap();
            for gids in [&node.readers, &node.writers] {
                writer.sequence_length(gids.len(), None).unwrap();
                gids.iter().for_each(|gid| writer.write_slice(&long(gid)));
            }
        }
        writer.finish()
    }

    #[test]
    fn the_hash_is_the_definitions() {
        let name = "rmw_dds_common/msg/ParticipantEntitiesInfo"
            .parse()
            .unwrap();
        assert_eq!(
            Registry::standard().message(&name).unwrap().hash(),
            TYPE_HASH
        );
        assert_eq!(rosebay_rmw::names::mangle_type(&name), TYPE);
    }

    #[test]
    fn what_is_written_is_read() {
        for nodes in [vec![], nodes()] {
            let payload = encode(Gid([7; 16]), &nodes).unwrap();
            assert_eq!(decode(&payload).unwrap(), nodes);
            assert_eq!(decode(&[payload, vec![0; 3]].concat()).unwrap(), nodes);
        }
    }

    #[test]
    fn longer_gids_of_older_distributions_are_understood() {
        for nodes in [vec![], nodes()] {
            assert_eq!(decode(&humble(&nodes)).unwrap(), nodes);
        }
    }

    #[test]
    fn cut_and_flipped_messages_are_errors_or_nodes_but_no_panic() {
        for payload in [encode(Gid([7; 16]), &nodes()).unwrap(), humble(&nodes())] {
            for end in 0..payload.len() - 4 {
                _ = decode(&payload[..end]);
            }
            for (index, bit) in
                (0..payload.len()).flat_map(|index| (0..8).map(move |bit| (index, bit)))
            {
                let mut flipped = payload.clone();
                flipped[index] ^= 1 << bit;
                _ = decode(&flipped);
            }
        }
        assert!(decode(&[]).is_err());
    }
}
