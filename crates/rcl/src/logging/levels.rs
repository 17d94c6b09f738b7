//! The level of each logger.

use std::collections::HashMap;
use std::sync::LazyLock;

use rosebay_locks::RwLock;

use super::Severity;

struct Levels {
    default: Severity,
    by_name: HashMap<String, Severity>,
}

static LEVELS: LazyLock<RwLock<Levels>> = LazyLock::new(|| {
    RwLock::new(Levels {
        default: Severity::Info,
        by_name: HashMap::new(),
    })
});

/// For a fork: see [`crate::fork`].
pub(super) fn hold() -> impl Sized + 'static {
    LEVELS.write()
}

/// The level of every logger whose own and whose ancestors' are unset; [`Severity::Info`] at first.
pub fn default_level() -> Severity {
    LEVELS.read().default
}

/// Sets the default level; unset sets it back to [`Severity::Info`].
pub fn set_default_level(level: Severity) {
    let level = if level == Severity::Unset {
        Severity::Info
    } else {
        level
    };
    set_logger_level("", level);
}

/// The level that was set for just this logger. The empty name is the default level's.
pub fn logger_level(name: &str) -> Severity {
    let levels = LEVELS.read();
    if name.is_empty() {
        return levels.default;
    }
    levels.by_name.get(name).copied().unwrap_or(Severity::Unset)
}

/// Sets a logger's level, which holds for its descendants too; unset has its parent's hold. The empty
/// name sets the default level, at which unset lets everything pass.
pub fn set_logger_level(name: &str, level: Severity) {
    let mut levels = LEVELS.write();
    if name.is_empty() {
        levels.default = level;
    } else if level == Severity::Unset {
        levels.by_name.remove(name);
    } else {
        levels.by_name.insert(name.to_owned(), level);
    }
}

/// The level that holds for a logger: its own, or that of its next ancestor (`a.b` of `a.b.c`) that has
/// one, or the default.
pub fn effective_level(name: &str) -> Severity {
    let levels = LEVELS.read();
    if levels.by_name.is_empty() {
        return levels.default;
    }
    let mut ancestor = Some(name);
    while let Some(name) = ancestor {
        if let Some(level) = levels.by_name.get(name) {
            return *level;
        }
        ancestor = name.rsplit_once('.').map(|(parent, _)| parent);
    }
    levels.default
}

/// Whether a logger logs messages of a severity.
pub fn is_enabled_for(name: &str, severity: Severity) -> bool {
    severity >= effective_level(name)
}
