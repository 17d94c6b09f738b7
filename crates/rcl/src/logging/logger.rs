//! Loggers.

use std::fmt::{self, Display};
use std::hash::{Hash, Hasher};
use std::panic;
use std::sync::Arc;

use super::rosout::Sublogger;
use super::{Location, Severity, effective_level, is_enabled_for, log, set_logger_level};

/// Logs under a name. Names are hierarchical: `a.b` is a child of `a` and takes its level.
#[derive(Debug, Clone)]
pub struct Logger {
    name: Arc<str>,
    /// Keeps a child's messages on `/rosout`, where its parent's are.
    _sublogger: Option<Arc<Sublogger>>,
}

/// Loggers of one name are the same.
impl PartialEq for Logger {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Logger {}

impl Hash for Logger {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl Logger {
    /// A logger of a name.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            _sublogger: None,
        }
    }

    /// A node's logger: `ns.node`.
    pub fn of_node(namespace: &str, node_name: &str) -> Self {
        let path = crate::names::fully_qualified_name(namespace, node_name);
        Self::new(&path.trim_start_matches('/').replace('/', "."))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The logger of a name below this one's. What it logs goes to `/rosout` if what this one logs does.
    pub fn child(&self, name: &str) -> Self {
        if self.name.is_empty() {
            return Self::new(name);
        }
        Self {
            _sublogger: Sublogger::new(&self.name, name).map(Arc::new),
            ..Self::new(&format!("{}.{name}", self.name))
        }
    }

    /// Sets its level.
    pub fn set_level(&self, level: Severity) {
        set_logger_level(&self.name, level);
    }

    /// The level that holds for it.
    pub fn effective_level(&self) -> Severity {
        effective_level(&self.name)
    }

    /// Whether it logs messages of a severity.
    pub fn is_enabled_for(&self, severity: Severity) -> bool {
        is_enabled_for(&self.name, severity)
    }

    /// Logs a message.
    #[track_caller]
    pub fn log(&self, severity: Severity, message: fmt::Arguments<'_>) {
        let caller = panic::Location::caller();
        let location = Location {
            function: "",
            file: caller.file(),
            line: caller.line(),
        };
        log(severity, &self.name, message, Some(location));
    }

    /// Logs for whoever looks for a fault.
    #[track_caller]
    pub fn debug(&self, message: impl Display) {
        self.log(Severity::Debug, format_args!("{message}"));
    }

    /// Logs what happens.
    #[track_caller]
    pub fn info(&self, message: impl Display) {
        self.log(Severity::Info, format_args!("{message}"));
    }

    /// Logs what may be a fault.
    #[track_caller]
    pub fn warn(&self, message: impl Display) {
        self.log(Severity::Warn, format_args!("{message}"));
    }

    /// Logs what is a fault.
    #[track_caller]
    pub fn error(&self, message: impl Display) {
        self.log(Severity::Error, format_args!("{message}"));
    }

    /// Logs what ends the program.
    #[track_caller]
    pub fn fatal(&self, message: impl Display) {
        self.log(Severity::Fatal, format_args!("{message}"));
    }
}
