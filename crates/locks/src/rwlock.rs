//! Many readers or one writer.

use std::fmt;
use std::sync::{self, PoisonError, RwLockReadGuard, RwLockWriteGuard, TryLockError};

/// A value that many threads may read at a time, or one may change.
#[derive(Default)]
pub struct RwLock<T: ?Sized>(sync::RwLock<T>);

impl<T> RwLock<T> {
    /// Protects a value.
    pub const fn new(value: T) -> Self {
        Self(sync::RwLock::new(value))
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Waits until no other thread changes the value. The same thread must not be reading or changing it.
    pub fn read(&self) -> RwLockReadGuard<'_, T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until no other thread reads or changes the value. The same thread must not do so either.
    pub fn write(&self) -> RwLockWriteGuard<'_, T> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value for reading, unless it would have to be waited for.
    pub fn try_read(&self) -> Option<RwLockReadGuard<'_, T>> {
        match self.0.try_read() {
            Ok(guard) => Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_share_and_a_writer_excludes() {
        let lock = RwLock::new(1);
        {
            let first = lock.read();
            assert_eq!(lock.try_read().as_deref(), Some(&*first));
        }
        let mut writer = lock.write();
        assert!(lock.try_read().is_none());
        *writer = 2;
        drop(writer);
        assert_eq!(*lock.read(), 2);
    }

    #[test]
    fn goes_on_after_a_panic() {
        let lock = RwLock::new(1);
        std::thread::scope(|scope| {
            let thread = scope.spawn(|| {
                let _writer = lock.write();
                std::panic::resume_unwind(Box::new(()));
            });
            assert!(thread.join().is_err());
        });
        assert_eq!(lock.try_read().as_deref(), Some(&1));
        assert_eq!(*lock.read(), 1);
        assert_eq!(*lock.write(), 1);
    }
}
