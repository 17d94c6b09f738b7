//! `--ros-args`: what the command line says about names, logging and parameters.

mod parse;
mod rules;

use std::path::PathBuf;

pub use rules::{ParameterOverride, RemapKind, RemapRule};

use crate::logging::warn;
use crate::{Error, Result, Severity};

/// A parameter argument; their order decides which value wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterArgument {
    /// `-p name:=value`.
    Override(ParameterOverride),
    /// `--params-file path`.
    File(PathBuf),
}

/// The parsed arguments of a program or of a node.
///
/// What stands between `--ros-args` and `--` (or the end) is ROS's, all else is the program's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arguments {
    remap_rules: Vec<RemapRule>,
    parameters: Vec<ParameterArgument>,
    default_log_level: Option<Severity>,
    log_levels: Vec<(String, Severity)>,
    log_file_name: Option<String>,
    log_config_file: Option<PathBuf>,
    enclave: Option<String>,
    no_stdout_logs: bool,
    no_rosout_logs: bool,
    no_external_lib_logs: bool,
    non_ros: Vec<String>,
    unknown_ros: Vec<String>,
}

impl Arguments {
    /// Parses a whole command line, program name included, or a node's own arguments.
    ///
    /// # Errors
    /// [`Error::InvalidRosArgs`] where a known argument lacks its value or the value cannot be read.
    /// Unknown ones are kept in [`Self::unknown_ros_args`].
    pub fn parse<S: AsRef<str>>(arguments: &[S]) -> Result<Self> {
        let mut parsed = Self::default();
        let mut rest = arguments.iter().map(AsRef::as_ref);
        let mut in_ros_args = false;
        while let Some(argument) = rest.next() {
            match (in_ros_args, argument) {
                (_, "--ros-args") => in_ros_args = true,
                (true, "--") => in_ros_args = false,
                (true, flag) => parsed.ros_argument(flag, &mut rest)?,
                (false, _) => parsed.program_argument(argument),
            }
        }
        Ok(parsed)
    }

    fn program_argument(&mut self, argument: &str) {
        // What ROS 2 had before there was `--ros-args`.
        if let Ok(rule) = argument.parse::<RemapRule>() {
            warn(format_args!(
                "found remap rule '{argument}'; this syntax is deprecated, use '--ros-args --remap {argument}'"
            ));
            self.remap_rules.push(rule);
        } else {
            self.non_ros.push(argument.to_owned());
        }
    }

    fn ros_argument<'a>(
        &mut self,
        flag: &str,
        rest: &mut impl Iterator<Item = &'a str>,
    ) -> Result<()> {
        let mut value = |what: &str| {
            rest.next().ok_or_else(|| Error::InvalidRosArgs {
                reason: format!("couldn't parse trailing {flag} flag: no {what} found"),
            })
        };
        match flag {
            "-r" | "--remap" => {
                let rule = value("remap rule")?;
                self.remap_rules
                    .push(read(flag, "remap rule", rule, str::parse)?);
            }
            "-p" | "--param" => {
                let rule = value("parameter override rule")?;
                let rule = read(flag, "parameter override rule", rule, str::parse)?;
                self.parameters.push(ParameterArgument::Override(rule));
            }
            "--params-file" => {
                let path = value("file path")?;
                self.parameters.push(ParameterArgument::File(path.into()));
            }
            "--log-level" => {
                let rule = value("log level")?;
                let (logger, level) = read(flag, "log level", rule, rules::log_level)?;
                self.set_log_level(logger, level);
            }
            "--log-file-name" => self.log_file_name = Some(value("file name prefix")?.to_owned()),
            "--log-config-file" => self.log_config_file = Some(value("file path")?.into()),
            "-e" | "--enclave" => self.enclave = Some(value("enclave path")?.to_owned()),
            "--enable-stdout-logs" => self.no_stdout_logs = false,
            "--disable-stdout-logs" => self.no_stdout_logs = true,
            "--enable-rosout-logs" => self.no_rosout_logs = false,
            "--disable-rosout-logs" => self.no_rosout_logs = true,
            "--enable-external-lib-logs" => self.no_external_lib_logs = false,
            "--disable-external-lib-logs" => self.no_external_lib_logs = true,
            unknown => self.unknown_ros.push(unknown.to_owned()),
        }
        Ok(())
    }

    fn set_log_level(&mut self, logger: Option<String>, level: Severity) {
        let Some(logger) = logger else {
            self.default_log_level = Some(level);
            return;
        };
        match self.log_levels.iter_mut().find(|(name, _)| *name == logger) {
            Some((_, before)) => *before = level,
            None => self.log_levels.push((logger, level)),
        }
    }

    /// The rules of `--remap`, in order.
    pub fn remap_rules(&self) -> &[RemapRule] {
        &self.remap_rules
    }

    /// `--param` and `--params-file`, in order.
    pub fn parameters(&self) -> &[ParameterArgument] {
        &self.parameters
    }

    /// The level that `--log-level` sets for every logger.
    pub fn default_log_level(&self) -> Option<Severity> {
        self.default_log_level
    }

    /// The levels that `--log-level` sets by logger.
    pub fn log_levels(&self) -> &[(String, Severity)] {
        &self.log_levels
    }

    /// `--log-file-name`: what the log file's name begins with.
    pub fn log_file_name(&self) -> Option<&str> {
        self.log_file_name.as_deref()
    }

    /// `--log-config-file`.
    pub fn log_config_file(&self) -> Option<&std::path::Path> {
        self.log_config_file.as_deref()
    }

    /// `--enclave`.
    pub fn enclave(&self) -> Option<&str> {
        self.enclave.as_deref()
    }

    /// Whether messages are logged to the console.
    pub fn stdout_logs(&self) -> bool {
        !self.no_stdout_logs
    }

    /// Whether messages are logged to the topic `/rosout`.
    pub fn rosout_logs(&self) -> bool {
        !self.no_rosout_logs
    }

    /// Whether messages are logged to a file.
    pub fn external_lib_logs(&self) -> bool {
        !self.no_external_lib_logs
    }

    /// The arguments that are not ROS's, in order, the program's name included.
    pub fn non_ros_args(&self) -> &[String] {
        &self.non_ros
    }

    /// The arguments that stand where ROS's do and that nobody knows.
    pub fn unknown_ros_args(&self) -> &[String] {
        &self.unknown_ros
    }

    /// # Errors
    /// [`Error::UnknownRosArgs`] where there are any.
    pub fn check_unknown(&self) -> Result<()> {
        if self.unknown_ros.is_empty() {
            return Ok(());
        }
        Err(Error::UnknownRosArgs {
            arguments: self.unknown_ros.clone(),
        })
    }
}

/// Reads a flag's value.
fn read<T>(
    flag: &str,
    what: &str,
    value: &str,
    parse: impl FnOnce(&str) -> std::result::Result<T, parse::RuleError>,
) -> Result<T> {
    parse(value).map_err(|error| Error::InvalidRosArgs {
        reason: format!("couldn't parse {what}: '{flag} {value}': {error}"),
    })
}

/// A command line without what is ROS's.
///
/// # Errors
/// As [`Arguments::parse`].
pub fn remove_ros_args<S: AsRef<str>>(arguments: &[S]) -> Result<Vec<String>> {
    Ok(Arguments::parse(arguments)?.non_ros)
}
