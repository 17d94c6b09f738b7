//! What ROS puts into USER_DATA: `key=value;` pairs, a `;` in a value doubled (upstream's `parse_key_value`).

use rosebay_rosidl::TypeHash;

/// The security enclave, on participants.
const ENCLAVE: &str = "enclave";
/// The type's hash (REP 2016), on writers and readers.
const TYPE_HASH: &str = "typehash";
/// Which writer and reader are one client's.
const CLIENT_ID: &str = "clientid";
/// Which writer and reader are one service's.
const SERVICE_ID: &str = "serviceid";

/// Whose two endpoints belong together, as Cyclone DDS's RMW announces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PairId {
    /// A client's.
    Client(String),
    /// A service's.
    Service(String),
}

/// A participant's USER_DATA.
pub(crate) fn participant(enclave: &str) -> Vec<u8> {
    pair(ENCLAVE, enclave).into_bytes()
}

/// An endpoint's USER_DATA.
pub(crate) fn endpoint(type_hash: Option<TypeHash>, id: Option<&PairId>) -> Vec<u8> {
    let id = match id {
        Some(PairId::Client(id)) => pair(CLIENT_ID, id),
        Some(PairId::Service(id)) => pair(SERVICE_ID, id),
        None => String::new(),
    };
    let hash = type_hash.map_or_else(String::new, |hash| pair(TYPE_HASH, &hash.to_string()));
    (id + &hash).into_bytes()
}

fn pair(key: &str, value: &str) -> String {
    format!("{key}={};", value.replace(';', ";;"))
}

/// The enclave in a participant's USER_DATA; `None` where it is no participant of ROS.
pub(crate) fn enclave(user_data: &[u8]) -> Option<String> {
    value(user_data, ENCLAVE)
}

/// The type's hash in an endpoint's USER_DATA.
pub(crate) fn type_hash(user_data: &[u8]) -> Option<TypeHash> {
    value(user_data, TYPE_HASH)?.parse().ok()
}

/// The client's id in an endpoint's USER_DATA.
pub(crate) fn client_id(user_data: &[u8]) -> Option<String> {
    value(user_data, CLIENT_ID)
}

/// The service's id in an endpoint's USER_DATA.
pub(crate) fn service_id(user_data: &[u8]) -> Option<String> {
    value(user_data, SERVICE_ID)
}

/// The value of `key`. Fast DDS ends the data with a zero byte, which belongs to nothing.
fn value(user_data: &[u8], key: &str) -> Option<String> {
    let text = std::str::from_utf8(user_data).ok()?;
    let mut rest = text.trim_end_matches('\0');
    while let Some((name, after)) = rest.split_once('=') {
        let (value, end) = unescape(after);
        if name == key {
            return Some(value);
        }
        rest = after.get(end..)?;
    }
    None
}

/// The value up to a single `;`, and where the next pair begins.
fn unescape(text: &str) -> (String, usize) {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        if character == ';' && characters.next_if(|(_, next)| *next == ';').is_none() {
            return (value, index + 1);
        }
        value.push(character);
    }
    (value, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(participant("/"), b"enclave=/;");
        assert_eq!(enclave(&participant("/a;b=c")).as_deref(), Some("/a;b=c"));
        let hash = TypeHash {
            version: 1,
            value: [0xab; 32],
        };
        let id = " 1.10.51".to_owned();
        let data = endpoint(Some(hash), Some(&PairId::Client(id.clone())));
        assert!(data.starts_with(b"clientid= 1.10.51;typehash=RIHS01_abab"));
        assert_eq!(
            (type_hash(&data), client_id(&data), service_id(&data)),
            (Some(hash), Some(id.clone()), None)
        );
        let data = endpoint(Some(hash), Some(&PairId::Service(id.clone())));
        assert_eq!(
            (type_hash(&data), client_id(&data), service_id(&data)),
            (Some(hash), None, Some(id))
        );
    }

    #[test]
    fn what_others_write_is_read() {
        assert_eq!(enclave(b"enclave=/;\0").as_deref(), Some("/"));
        assert_eq!(
            enclave(b"securitycontext=/;enclave=/robot").as_deref(),
            Some("/robot")
        );
        for bad in [
            &b""[..],
            b"enclave",
            b";",
            b"=;",
            b"\xff=\xff;",
            b"xenclave=/;",
            b"\0\0",
        ] {
            assert_eq!(enclave(bad), None, "{bad:?}");
            assert_eq!(type_hash(bad), None, "{bad:?}");
        }
        assert_eq!(type_hash(b"typehash=RIHS01_12;"), None);
    }
}
