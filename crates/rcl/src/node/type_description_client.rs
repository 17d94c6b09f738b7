//! What another node's types are (REP 2016).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rosebay_rosidl::source::{BundledSource, FileFormat, MemorySource, SourceFile};
use rosebay_rosidl::{InterfaceName, Registry, TypeHash, registry};

use crate::interfaces::type_description_interfaces::{msg, srv};
use crate::{Client, Node, Pending, Result, ServiceOptions};

/// Asks another node what the types of its endpoints are, through its service `~/get_type_description`. What
/// it returns is received on the executor of its own node.
pub struct TypeDescriptionClient {
    remote: String,
    client: Client<srv::GetTypeDescription>,
}

impl fmt::Debug for TypeDescriptionClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypeDescriptionClient")
            .field("remote", &self.remote)
            .finish_non_exhaustive()
    }
}

/// Why another node's type cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TypeDescriptionError {
    /// The node does not tell.
    #[error("node '{node}' does not tell what '{type_name}' is: {reason}")]
    Refused {
        /// The node that was asked.
        node: String,
        /// The type.
        type_name: InterfaceName,
        /// Its reason, in its own words.
        reason: String,
    },
    /// What it tells has another hash than the type that was asked for.
    #[error(
        "node '{node}' told of '{type_name}', but what it told has the hash {found}, expected {expected}"
    )]
    Hash {
        /// The node that was asked.
        node: String,
        /// The type.
        type_name: InterfaceName,
        /// The hash that was asked for.
        expected: TypeHash,
        /// The hash of what it told.
        found: TypeHash,
    },
    /// What it tells is no definition, or is not whole.
    #[error("node '{node}' told of '{type_name}' what cannot be used: {cause}")]
    Definition {
        /// The node that was asked.
        node: String,
        /// The type.
        type_name: InterfaceName,
        /// What is wrong with it.
        cause: registry::Error,
    },
}

impl TypeDescriptionClient {
    /// A client of the type description service of another node, whose name is resolved as a service's is.
    ///
    /// # Errors
    /// When the name is invalid or the middleware refuses.
    pub fn new(node: &Node, remote: &str) -> Result<Self> {
        let service = format!("{remote}/get_type_description");
        Ok(Self {
            remote: remote.to_owned(),
            client: node.create_client_with(&service, ServiceOptions::default())?,
        })
    }

    /// Whether the other node's service is there.
    pub fn service_is_ready(&self) -> bool {
        self.client.service_is_ready()
    }

    /// Waits until the other node's service is there; forever without a timeout. Returns whether it is.
    pub fn wait_for_service(&self, timeout: Option<Duration>) -> bool {
        self.client.wait_for_service(timeout)
    }

    /// Asks for a type that the other node has endpoints of. What comes is a registry with the type and all
    /// that it refers to, as the other node defines them, whose hash is the one that was asked for.
    ///
    /// Without a hash the name alone decides, which Rosebay's nodes answer and upstream's do not: nothing on
    /// the wire tells the hash of a service or an action, only those of their messages.
    ///
    /// # Errors
    /// As [`Client::call_async`]; what comes may fail with
    /// [`Error::TypeDescription`](crate::Error::TypeDescription).
    pub fn get(
        &self,
        type_name: &InterfaceName,
        hash: Option<TypeHash>,
    ) -> Result<Pending<Arc<Registry>>> {
        let request = srv::GetTypeDescription_Request {
            type_name: type_name.to_string(),
            type_hash: hash.map_or_else(String::new, |hash| hash.to_string()),
            include_type_sources: true,
        };
        let (node, type_name) = (self.remote.clone(), type_name.clone());
        self.client.call_and_then(&request, move |response| {
            registry_of(node, type_name, hash, response)
        })
    }
}

/// What a response defines, if it is what was asked for.
fn registry_of(
    node: String,
    type_name: InterfaceName,
    expected: Option<TypeHash>,
    response: srv::GetTypeDescription_Response,
) -> Result<Arc<Registry>> {
    let error = if response.successful {
        let files = response.type_sources.into_iter();
        let told: MemorySource = files.filter_map(|file| source_file(&node, file)).collect();
        let registry = Registry::with_sources([Arc::new(told) as _, Arc::new(BundledSource) as _]);
        match (registry.hash(&type_name), expected) {
            (Ok(found), Some(expected)) if found != expected => TypeDescriptionError::Hash {
                node,
                type_name,
                expected,
                found,
            },
            (Ok(_), _) => return Ok(Arc::new(registry)),
            (Err(cause), _) => TypeDescriptionError::Definition {
                node,
                type_name,
                cause,
            },
        }
    } else {
        TypeDescriptionError::Refused {
            node,
            type_name,
            reason: response.failure_reason,
        }
    };
    Err(Box::new(error).into())
}

/// A definition file; nothing for the parts of services and actions, which no file defines.
fn source_file(node: &str, source: msg::TypeSource) -> Option<(InterfaceName, SourceFile)> {
    let format = FileFormat::of_extension(&source.encoding)?;
    let name: InterfaceName = source.type_name.parse().ok()?;
    let file = SourceFile {
        path: format!("{name}.{} of {node}", format.extension()),
        format,
        text: Cow::Owned(source.raw_file_contents),
    };
    Some((name, file))
}
