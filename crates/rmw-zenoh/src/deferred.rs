//! Listeners that are called a little later. Zenoh gives a message to the subscriptions of its own session within
//! `put`, and a publisher holds a lock meanwhile, so that its messages go out in the order of their numbers. Whoever is
//! told of them is told after that: a listener may publish in its turn.

use std::cell::RefCell;

use rosebay_rmw::ReadyListener;
use rosebay_rmw::endpoint;

thread_local! {
    static WAITING: RefCell<Option<Vec<ReadyListener>>> = const { RefCell::new(None) };
}

/// Calls listeners, or keeps them for the end of [`holding_back`] on this thread.
pub(crate) fn tell(listeners: impl IntoIterator<Item = ReadyListener>) {
    let listeners: Vec<_> = listeners.into_iter().collect();
    let now = WAITING.with_borrow_mut(|waiting| match waiting {
        Some(waiting) => {
            waiting.extend(listeners);
            Vec::new()
        }
        None => listeners,
    });
    endpoint::tell(now);
}

/// Does something under a lock, and calls the listeners of what came of it when it is done.
pub(crate) fn holding_back<R>(action: impl FnOnce() -> R) -> R {
    WAITING.set(Some(Vec::new()));
    let done = action();
    let listeners = WAITING.take().unwrap_or_default();
    endpoint::tell(listeners);
    done
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn listeners_wait_for_the_end() {
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let listener: ReadyListener = Arc::new(move || _ = counted.fetch_add(1, Ordering::SeqCst));
        tell([Arc::clone(&listener)]);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        let within = holding_back(|| {
            tell([listener]);
            calls.load(Ordering::SeqCst)
        });
        assert_eq!((within, calls.load(Ordering::SeqCst)), (1, 2));
    }
}
