//! What goes wrong with keystores, certificates and policies.

use std::io;
use std::path::PathBuf;

/// Why something about security cannot be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecurityError {
    /// There is a keystore already.
    #[error("keystore '{}' already exists", .0.display())]
    KeystoreExists(PathBuf),
    /// What is no keystore.
    #[error(
        "'{root}' is not a valid keystore: it has no '{missing}'; make one with 'ros2 security create_keystore {root}'",
        root = .root.display(), missing = .missing.display()
    )]
    InvalidKeystore {
        /// What was taken for one.
        root: PathBuf,
        /// What it lacks.
        missing: PathBuf,
    },
    /// A keystore whose authority is there by half.
    #[error(
        "keystore '{root}' has no '{missing}', which belongs to its authority; bring that back, or make a new keystore \
         elsewhere",
        root = .root.display(), missing = .missing.display()
    )]
    IncompleteKeystore {
        /// The keystore.
        root: PathBuf,
        /// What it lacks.
        missing: PathBuf,
    },
    /// A certificate that nobody would accept.
    #[error(
        "the certificate of '{name}' cannot be used: {reason}; make it anew with 'ros2 security create_enclave {root} {name} \
         --force'", root = .root.display()
    )]
    Unusable {
        /// The enclave.
        name: String,
        /// The keystore.
        root: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No keystore was named.
    #[error("no keystore is named: give one, or set ROS_SECURITY_KEYSTORE")]
    NoKeystore,
    /// A name that no enclave can have.
    #[error("'{name}' is not a valid enclave name: {reason}")]
    InvalidEnclaveName {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An enclave that is not in the keystore.
    #[error("the keystore has no enclave '{name}'; make it with 'ros2 security create_enclave {root} {name}'", root = .root.display())]
    UnknownEnclave {
        /// The name.
        name: String,
        /// The keystore.
        root: PathBuf,
    },
    /// An enclave that a policy says nothing of.
    #[error("unable to find enclave '{name}' in '{}'; it has {known}", .policy.display())]
    NotInPolicy {
        /// The name.
        name: String,
        /// The policy's file.
        policy: PathBuf,
        /// The enclaves that it has.
        known: String,
    },
    /// A router that nobody could find.
    #[error(
        "the certificate of '{name}' names no address at which others reach it; make it anew with 'ros2 security \
         create_enclave {root} {name} --address HOST --force'", root = .root.display()
    )]
    NoAddress {
        /// The enclave.
        name: String,
        /// The keystore.
        root: PathBuf,
    },
    /// A file.
    #[error("cannot {what} '{}': {source}", .path.display())]
    File {
        /// What was being done to it.
        what: &'static str,
        /// Its path.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A certificate or key that cannot be made or read.
    #[error("cannot {what}: {reason}")]
    Certificate {
        /// What was being done.
        what: String,
        /// What is wrong.
        reason: String,
    },
    /// A file that is no XML.
    #[error("'{}' is no XML: {source}", .path.display())]
    Xml {
        /// Its path.
        path: PathBuf,
        /// What is wrong, and where.
        source: roxmltree::Error,
    },
    /// A policy that says what none can say.
    #[error("{at}: expected {expected}, got {got}")]
    Policy {
        /// The file and the line.
        at: String,
        /// What may stand there.
        expected: String,
        /// What stands there.
        got: String,
    },
    /// A name that access control cannot be by.
    #[error(transparent)]
    Access(#[from] rosebay_rcl::rmw::Error),
}

pub(super) type Result<T> = std::result::Result<T, SecurityError>;

impl SecurityError {
    /// [`Self::File`] of this path.
    pub(super) fn file(
        what: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File {
            what,
            path: path.into(),
            source,
        }
    }

    /// [`Self::Certificate`] of what `what` says.
    pub(super) fn certificate<E: std::fmt::Display>(
        what: impl Into<String>,
    ) -> impl FnOnce(E) -> Self {
        move |reason| Self::Certificate {
            what: what.into(),
            reason: reason.to_string(),
        }
    }
}
