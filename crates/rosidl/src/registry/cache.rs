//! What a registry made before.

use std::collections::HashMap;
use std::sync::Arc;

use rosebay_locks::RwLock;

use super::Error;
use crate::definition::InterfaceName;

/// What was made before, by name.
pub(super) struct Cache<T>(RwLock<HashMap<InterfaceName, Arc<T>>>);

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> Cache<T> {
    /// Keeps others from using it.
    pub(super) fn hold(&self) -> impl Sized + '_ {
        self.0.write()
    }

    /// Makes a value outside the lock; when two threads make the same one, both get the first.
    pub(super) fn get_or_make(
        &self,
        name: &InterfaceName,
        make: impl FnOnce() -> Result<Arc<T>, Error>,
    ) -> Result<Arc<T>, Error> {
        if let Some(found) = self.0.read().get(name) {
            return Ok(Arc::clone(found));
        }
        let made = make()?;
        let mut values = self.0.write();
        Ok(Arc::clone(values.entry(name.clone()).or_insert(made)))
    }
}
