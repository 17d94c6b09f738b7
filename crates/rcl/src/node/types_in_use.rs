//! The types that a node's endpoints are of, which its type description service tells.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::Arc;

use rosebay_locks::Mutex;
use rosebay_rosidl::{
    ActionType, InterfaceName, MessageType, ServiceType, TypeDescription, TypeHash, TypeSource,
};

/// The type of an endpoint.
#[derive(Clone)]
pub(crate) enum InterfaceType {
    Message(Arc<MessageType>),
    Service(Arc<ServiceType>),
    Action(Arc<ActionType>),
}

impl InterfaceType {
    fn name(&self) -> &InterfaceName {
        match self {
            Self::Message(message) => &message.name,
            Self::Service(service) => &service.name,
            Self::Action(action) => &action.name,
        }
    }

    fn hash(&self) -> TypeHash {
        match self {
            Self::Message(message) => message.hash(),
            Self::Service(service) => service.hash(),
            Self::Action(action) => action.hash(),
        }
    }

    pub(crate) fn description(&self) -> TypeDescription {
        match self {
            Self::Message(message) => message.description(),
            Self::Service(service) => service.description(),
            Self::Action(action) => action.description(),
        }
    }

    pub(crate) fn sources(&self) -> Vec<TypeSource> {
        match self {
            Self::Message(message) => message.sources(),
            Self::Service(service) => service.sources(),
            Self::Action(action) => action.sources(),
        }
    }
}

impl From<&Arc<MessageType>> for InterfaceType {
    fn from(message: &Arc<MessageType>) -> Self {
        Self::Message(Arc::clone(message))
    }
}

impl From<&Arc<ServiceType>> for InterfaceType {
    fn from(service: &Arc<ServiceType>) -> Self {
        Self::Service(Arc::clone(service))
    }
}

impl From<&Arc<ActionType>> for InterfaceType {
    fn from(action: &Arc<ActionType>) -> Self {
        Self::Action(Arc::clone(action))
    }
}

/// The types in use and how many endpoints use each. Clones are the same ones.
#[derive(Clone, Default)]
pub(crate) struct TypesInUse(Arc<Mutex<HashMap<TypeHash, (InterfaceType, usize)>>>);

impl TypesInUse {
    /// Counts one more endpoint of a type until what is returned drops.
    pub(crate) fn register(&self, interface: InterfaceType) -> TypeInUse {
        let hash = interface.hash();
        let mut types = self.0.lock();
        types.entry(hash).or_insert_with(|| (interface, 0)).1 += 1;
        TypeInUse {
            types: self.clone(),
            hash,
        }
    }

    pub(crate) fn get(&self, hash: &TypeHash) -> Option<InterfaceType> {
        let types = self.0.lock();
        types.get(hash).map(|(interface, _)| interface.clone())
    }

    pub(crate) fn named(&self, name: &str) -> Option<InterfaceType> {
        let types = self.0.lock();
        let mut interfaces = types.values().map(|(interface, _)| interface);
        interfaces
            .find(|interface| interface.name().to_string() == name)
            .cloned()
    }
}

/// One endpoint's use of its type.
pub(crate) struct TypeInUse {
    types: TypesInUse,
    hash: TypeHash,
}

impl fmt::Debug for TypeInUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TypeInUse").field(&self.hash).finish()
    }
}

impl Drop for TypeInUse {
    fn drop(&mut self) {
        if let Entry::Occupied(mut entry) = self.types.0.lock().entry(self.hash) {
            entry.get_mut().1 -= 1;
            if entry.get().1 == 0 {
                entry.remove();
            }
        }
    }
}
