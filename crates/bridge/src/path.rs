//! The ways that mirrored nodes have come, which keep bridges from carrying anything in circles.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

/// The enclave below which the contexts of bridges are.
const ENCLAVE: &str = "/rosebay_bridge";

/// The longest path that is carried on; more bridges in a row are taken for a fault.
const MAX_LENGTH: usize = 16;

/// Names one bridge among all that can be met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BridgeId(String);

impl BridgeId {
    /// One that no other bridge has.
    pub fn random() -> Self {
        let random = RandomState::new().build_hasher().finish();
        Self(format!("b{:08x}", random >> 32))
    }

    /// The one that a text names: letters and digits, a letter first.
    pub fn parse(text: &str) -> Option<Self> {
        let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
        let goes_on = text.chars().all(|each| each.is_ascii_alphanumeric());
        (begins && goes_on).then(|| Self(text.to_owned()))
    }

    /// The name of the bridge's own node. It is a hidden one, because it has no parameters and nothing else that is
    /// looked for in nodes.
    pub(crate) fn node_name(&self) -> String {
        format!("_rosebay_bridge_{self}")
    }
}

impl fmt::Display for BridgeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The bridges that something has passed, in their order. A context of a bridge has the path of what it mirrors in its
/// enclave, `/rosebay_bridge/<id>/<id>`, which every middleware tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(Vec<BridgeId>);

impl Path {
    /// The path of what has passed one bridge.
    pub(crate) fn of(bridge: &BridgeId) -> Self {
        Self(vec![bridge.clone()])
    }

    /// What an enclave tells: an empty path where it is none of a bridge's.
    pub(crate) fn parse(enclave: &str) -> Self {
        let ids = enclave
            .strip_prefix(ENCLAVE)
            .and_then(|rest| rest.strip_prefix('/'));
        let ids = ids.map(|ids| ids.split('/').map(BridgeId::parse).collect());
        Self(ids.flatten().unwrap_or_default())
    }

    /// The enclave that tells it.
    pub(crate) fn enclave(&self) -> String {
        let ids = self.0.iter().map(|id| format!("/{id}"));
        std::iter::once(ENCLAVE.to_owned()).chain(ids).collect()
    }

    /// With one more bridge passed.
    pub(crate) fn then(&self, bridge: &BridgeId) -> Self {
        Self(self.0.iter().chain([bridge]).cloned().collect())
    }

    /// The path before a bridge that was the last; `None` where another one was.
    pub(crate) fn before(&self, last: &BridgeId) -> Option<Self> {
        let (operator, before) = self.0.split_last()?;
        (operator == last).then(|| Self(before.to_vec()))
    }

    /// Whose context has this path; `None` for what no bridge mirrors.
    pub(crate) fn operator(&self) -> Option<&BridgeId> {
        self.0.last()
    }

    /// Whether a bridge has been passed that is one of these, or too many.
    pub(crate) fn is_closed_by(&self, is_one: impl Fn(&BridgeId) -> bool) -> bool {
        self.0.len() >= MAX_LENGTH || self.0.iter().any(is_one)
    }

    /// How it stands among others: what has passed fewer bridges comes first.
    pub(crate) fn rank(&self) -> (usize, &Self) {
        (self.0.len(), self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rosebay_rcl::rmw::names::{validate_enclave_name, validate_node_name};

    use super::*;

    #[test]
    fn enclaves_tell_paths() {
        let (a, b) = (BridgeId::parse("a").unwrap(), BridgeId::random());
        let path = Path::of(&a).then(&b);
        assert_eq!(path.enclave(), format!("/rosebay_bridge/a/{b}"));
        assert_eq!(Path::parse(&path.enclave()), path);
        assert_eq!(path.operator(), Some(&b));
        validate_enclave_name(&path.enclave()).unwrap();
        validate_node_name(&b.node_name()).unwrap();
        for other in [
            "",
            "/",
            "/robot",
            "/rosebay_bridge",
            "/rosebay_bridgea",
            "/rosebay_bridge/",
            "/rosebay_bridge/a/",
            "/rosebay_bridge/a/7",
        ] {
            assert_eq!(Path::parse(other), Path::default(), "{other}");
        }
    }

    #[test]
    fn paths_do_not_grow_without_end() {
        let id = BridgeId::parse("a").unwrap();
        let mut path = Path::default();
        while !path.is_closed_by(|_| false) {
            path = path.then(&id);
        }
        assert!(path.0.len() < 20);
        assert!(validate_enclave_name(&path.then(&id).enclave()).is_ok());
    }
}
