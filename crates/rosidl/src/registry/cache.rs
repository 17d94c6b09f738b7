//! What a registry made before.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

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
        write(&self.0)
    }

    /// Makes a value outside the lock; when two threads make the same one, both get the first.
    pub(super) fn get_or_make(
        &self,
        name: &InterfaceName,
        make: impl FnOnce() -> Result<Arc<T>, Error>,
    ) -> Result<Arc<T>, Error> {
        if let Some(found) = read(&self.0).get(name) {
            return Ok(Arc::clone(found));
        }
        let made = make()?;
        Ok(Arc::clone(
            write(&self.0).entry(name.clone()).or_insert(made),
        ))
    }
}

/// A panic elsewhere leaves the maps whole, so a poisoned lock is as good as any.
pub(super) fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
