//! What rmw_zenoh's nodes tell of themselves: a liveliness token for each node and each endpoint, whose key expression
//! carries everything that there is to know of it.
//!
//! `@ros2_lv/<domain>/<session>/<node>/<entity>/<kind>/<enclave>/<namespace>/<name>`, and for endpoints
//! `/<topic>/<type>/<hash>/<QoS>` after that, from Lyrical on perhaps `/<backends>`. A slash within a part is written as `%`.

use rosebay_rmw::{Gid, QosProfile};
use rosebay_rosidl::TypeHash;
use twox_hash::XxHash3_128;

use crate::qos;

/// Where tokens are.
pub(crate) const ADMIN_SPACE: &str = "@ros2_lv";

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TokenKind {
    Node,
    Publisher,
    Subscription,
    Service,
    Client,
}

const KINDS: [(TokenKind, &str); 5] = [
    (TokenKind::Node, "NN"),
    (TokenKind::Publisher, "MP"),
    (TokenKind::Subscription, "MS"),
    (TokenKind::Service, "SS"),
    (TokenKind::Client, "SC"),
];

/// A node or an endpoint as its token tells of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub(crate) domain: u32,
    /// The id of the session, in hexadecimal.
    pub(crate) session: String,
    /// The number of the node within the session.
    pub(crate) node: String,
    /// The number of the entity within the session.
    pub(crate) entity: String,
    pub(crate) kind: TokenKind,
    pub(crate) enclave: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// What an endpoint has besides; `None` for a node.
    pub(crate) endpoint: Option<EndpointToken>,
}

/// What an endpoint's token tells besides its node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EndpointToken {
    /// The topic or service as ROS names it. Without a slash before, it is a Zenoh key beyond ROS's conventions.
    pub(crate) topic: String,
    /// The type, named as in DDS.
    pub(crate) wire_type: String,
    /// Humble's nodes have none.
    pub(crate) type_hash: Option<TypeHash>,
    pub(crate) qos: QosProfile,
    /// What it says of buffers (see [`crate::buffers`]), and whatever newer nodes add behind.
    pub(crate) backends: Option<String>,
}

/// What stands where a type has no hash, as Humble's nodes write it.
const NO_TYPE_HASH: &str = "TypeHashNotSupported";

/// The key expression that all tokens of a domain match.
pub(crate) fn all(domain: u32) -> String {
    format!("{ADMIN_SPACE}/{domain}/**")
}

/// The identity of what has this token.
pub(crate) fn gid(key: &str) -> Gid {
    Gid(XxHash3_128::oneshot(key.as_bytes()).to_le_bytes())
}

/// A name as a part of a token.
pub(crate) fn mangle(name: &str) -> String {
    if name.is_empty() {
        return "%".to_owned();
    }
    name.replace('/', "%")
}

fn demangle(part: &str) -> String {
    part.replace('%', "/")
}

impl Token {
    /// The token's key expression.
    pub(crate) fn key(&self) -> String {
        let kind = KINDS.iter().find(|(kind, _)| *kind == self.kind);
        let node = format!(
            "{ADMIN_SPACE}/{}/{}/{}/{}/{}/{}/{}/{}",
            self.domain,
            self.session,
            self.node,
            self.entity,
            kind.map_or("", |(_, text)| text),
            mangle(&self.enclave),
            mangle(&self.namespace),
            mangle(&self.name),
        );
        let Some(endpoint) = &self.endpoint else {
            return node;
        };
        let hash = endpoint
            .type_hash
            .map_or_else(|| NO_TYPE_HASH.to_owned(), |hash| hash.to_string());
        let key = format!(
            "{node}/{}/{}/{hash}/{}",
            mangle(&endpoint.topic),
            mangle(&endpoint.wire_type),
            qos::to_text(&endpoint.qos),
        );
        match &endpoint.backends {
            Some(backends) => format!("{key}/{backends}"),
            None => key,
        }
    }

    /// Reads a key expression; `None` where it is no token.
    pub(crate) fn parse(key: &str) -> Option<Self> {
        /// No token has more parts that are known.
        const PARTS: usize = 14;
        let mut parts = key.splitn(PARTS, '/');
        if parts.next()? != ADMIN_SPACE {
            return None;
        }
        let domain = parts.next()?.parse().ok()?;
        let mut text = || parts.next().filter(|part| !part.is_empty());
        let (session, node, entity) = (text()?, text()?, text()?);
        let kind = text()?;
        let (kind, _) = KINDS.iter().find(|(_, known)| *known == kind)?;
        let (enclave, namespace, name) = (text()?, text()?, text()?);
        let endpoint = match kind {
            TokenKind::Node => None,
            _ => Some(EndpointToken {
                topic: demangle(text()?),
                wire_type: demangle(text()?),
                type_hash: demangle(text()?).parse().ok(),
                qos: qos::parse(text()?)?,
                backends: text().map(str::to_owned),
            }),
        };
        Some(Self {
            domain,
            session: session.to_owned(),
            node: node.to_owned(),
            entity: entity.to_owned(),
            kind: *kind,
            enclave: demangle(enclave),
            namespace: demangle(namespace),
            name: demangle(name),
            endpoint,
        })
    }
}

#[cfg(test)]
mod tests {
    use rosebay_rmw::Durability;

    use super::*;

    const HASH: &str = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18";

    fn publisher() -> Token {
        Token {
            domain: 7,
            session: "aac3178e146ba6f1fc6e6a4085e77f21".to_owned(),
            node: "0".to_owned(),
            entity: "10".to_owned(),
            kind: TokenKind::Publisher,
            enclave: "/".to_owned(),
            namespace: "/robots/one".to_owned(),
            name: "talker".to_owned(),
            endpoint: Some(EndpointToken {
                topic: "/robots/one/chatter".to_owned(),
                wire_type: "std_msgs::msg::dds_::String_".to_owned(),
                type_hash: Some(HASH.parse().unwrap()),
                qos: QosProfile {
                    durability: Durability::TransientLocal,
                    depth: 7,
                    ..qos::defaults()
                },
                backends: None,
            }),
        }
    }

    #[test]
    fn tokens_are_written_and_read() {
        let expect = format!(
            "@ros2_lv/7/aac3178e146ba6f1fc6e6a4085e77f21/0/10/MP/%/%robots%one/talker/\
             %robots%one%chatter/std_msgs::msg::dds_::String_/{HASH}/:1:,7:,:,:,,"
        );
        assert_eq!(publisher().key(), expect);
        assert_eq!(Token::parse(&expect), Some(publisher()));
        // Who it is, is the hash of all of it.
        let newer = format!("{expect}/backends:cpu:;cuda:x/more");
        let token = Token::parse(&newer).unwrap();
        assert_eq!(token.key(), newer);
        let backends = token.endpoint.and_then(|endpoint| endpoint.backends);
        assert_eq!(backends.as_deref(), Some("backends:cpu:;cuda:x/more"));

        let node = Token {
            kind: TokenKind::Node,
            endpoint: None,
            namespace: "/".to_owned(),
            ..publisher()
        };
        let expect = "@ros2_lv/7/aac3178e146ba6f1fc6e6a4085e77f21/0/10/NN/%/%/talker";
        assert_eq!(node.key(), expect);
        assert_eq!(Token::parse(expect), Some(node));
    }

    #[test]
    fn humbles_tokens_have_no_hash() {
        let key = publisher().key().replace(HASH, NO_TYPE_HASH);
        let token = Token::parse(&key).unwrap();
        assert_eq!(token.endpoint.as_ref().unwrap().type_hash, None);
        assert_eq!(token.key(), key);
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let key = publisher().key();
        for end in 0..key.len() {
            let cut = key.get(..end).unwrap();
            if let Some(token) = Token::parse(cut) {
                assert!(cut.starts_with(&key[..100]), "{cut} is read as {token:?}");
            }
        }
        for other in [
            "",
            "@ros2_lv",
            "@ros2_lv/x/1/2/3/NN/%/%/n",
            "a/7/1/2/3/NN/%/%/n",
        ] {
            assert_eq!(Token::parse(other), None, "{other}");
        }
        let unknown = key.replace("/MP/", "/XX/");
        assert_eq!(Token::parse(&unknown), None);
    }

    #[test]
    fn a_gid_is_the_tokens_hash() {
        // What `xxhsum -H2` (XXH3, 128 bits) says of the empty text, low half first.
        let empty = 0x99aa_06d3_0147_98d8_6001_c324_468d_497f_u128;
        assert_eq!(gid(""), Gid(empty.to_le_bytes()));
        assert_ne!(gid(&publisher().key()), gid("other"));
    }
}
