//! Mutual exclusion of threads that lets one thread in more than once.

use std::marker::PhantomData;
use std::thread::{self, ThreadId};

use crate::{Condvar, Mutex, MutexGuard};

/// Lets one thread at a time in, and that one as often as it likes.
#[derive(Debug, Default)]
pub struct ReentrantMutex {
    inside: Mutex<Option<Inside>>,
    left: Condvar,
}

#[derive(Debug)]
struct Inside {
    thread: ThreadId,
    /// How many guards it has.
    times: usize,
}

impl ReentrantMutex {
    /// One that nobody is in.
    pub const fn new() -> Self {
        Self {
            inside: Mutex::new(None),
            left: Condvar::new(),
        }
    }

    /// Waits until no other thread is inside.
    pub fn lock(&self) -> ReentrantMutexGuard<'_> {
        let thread = thread::current().id();
        let mut inside = self.inside.lock();
        loop {
            match &mut *inside {
                None => *inside = Some(Inside { thread, times: 1 }),
                Some(own) if own.thread == thread => own.times += 1,
                Some(_) => {
                    self.left.wait(&mut inside);
                    continue;
                }
            }
            return ReentrantMutexGuard {
                lock: self,
                of_this_thread: PhantomData,
            };
        }
    }
}

/// Keeps other threads out of a [`ReentrantMutex`] until it drops, which must be in the same thread.
#[derive(Debug)]
#[must_use = "the lock is given back at once when nothing keeps the guard"]
pub struct ReentrantMutexGuard<'a> {
    lock: &'a ReentrantMutex,
    /// Another thread may not have it, as it may not have a mutex's guard.
    of_this_thread: PhantomData<MutexGuard<'a, ()>>,
}

impl Drop for ReentrantMutexGuard<'_> {
    fn drop(&mut self) {
        let mut inside = self.lock.inside.lock();
        match &mut *inside {
            Some(own) if own.times > 1 => own.times -= 1,
            _ => {
                *inside = None;
                self.lock.left.notify_one();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn lets_its_own_thread_in_again_and_others_only_after_the_last() {
        let lock = ReentrantMutex::new();
        let free = AtomicBool::new(false);
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            let first = lock.lock();
            let second = lock.lock();
            scope.spawn(|| {
                sender.send(()).ok();
                let _own = lock.lock();
                assert!(free.load(Ordering::Relaxed));
            });
            receiver.recv().ok();
            drop(first);
            std::thread::yield_now();
            free.store(true, Ordering::Relaxed);
            drop(second);
        });
    }

    #[test]
    fn excludes_other_threads() {
        let lock = ReentrantMutex::new();
        let busy = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        let _outer = lock.lock();
                        let _inner = lock.lock();
                        assert!(!busy.swap(true, Ordering::Relaxed));
                        busy.store(false, Ordering::Relaxed);
                    }
                });
            }
        });
    }
}
