//! The services through which other nodes read and set the levels of a process's loggers.

use super::{Severity, logger_level, set_logger_level};
use crate::interfaces::rcl_interfaces::{msg, srv};
use crate::node::offer;
use crate::{Node, Result, Service, ServiceOptions};

/// The two services. They leave the graph when this drops.
pub(crate) struct LoggerServices {
    _get: Service<srv::GetLoggerLevels>,
    _set: Service<srv::SetLoggerLevels>,
}

impl LoggerServices {
    pub(crate) fn new(node: &Node) -> Result<Self> {
        let options = ServiceOptions::default();
        Ok(Self {
            _get: offer(node, "get_logger_levels", options.clone(), get)?,
            _set: offer(node, "set_logger_levels", options, set)?,
        })
    }
}

fn get(request: srv::GetLoggerLevels_Request) -> srv::GetLoggerLevels_Response {
    let levels = request.names.into_iter().map(|name| msg::LoggerLevel {
        level: logger_level(&name) as u32,
        name,
    });
    srv::GetLoggerLevels_Response {
        levels: levels.collect(),
    }
}

fn set(request: srv::SetLoggerLevels_Request) -> srv::SetLoggerLevels_Response {
    let results = request.levels.into_iter().map(|level| {
        let severity = Severity::from_number(i64::from(level.level));
        if let Some(severity) = severity {
            set_logger_level(&level.name, severity);
        }
        msg::SetLoggerLevelsResult {
            successful: severity.is_some(),
            reason: match severity {
                Some(_) => String::new(),
                None => "Failed reason: Invalid logger level.".to_owned(),
            },
        }
    });
    srv::SetLoggerLevels_Response {
        results: results.collect(),
    }
}
