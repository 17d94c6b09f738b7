//! Who is refused what, where a middleware tells of it only in its traces.

#[cfg(feature = "zenoh")]
pub(super) use rosebay_rmw_zenoh::Refusals;

#[cfg(not(feature = "zenoh"))]
use tracing::level_filters::LevelFilter;

/// Without Zenoh, nobody is refused anything.
#[cfg(not(feature = "zenoh"))]
#[derive(Default)]
pub(super) struct Refusals;

#[cfg(not(feature = "zenoh"))]
impl Refusals {
    /// The least of the levels that are needed.
    pub(super) const LEVEL: LevelFilter = LevelFilter::WARN;

    /// Whether events of this target are needed even where they are less than warnings.
    pub(super) fn wants(_target: &str) -> bool {
        false
    }

    /// What to log of an event.
    pub(super) fn read(&self, _target: &str, message: String, is_warning: bool) -> Option<String> {
        is_warning.then_some(message)
    }
}
