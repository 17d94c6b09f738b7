//! Packages: those of ROS's prefixes, and those that `pip` has installed.
//!
//! A prefix lists its packages in `share/ament_index/resource_index/packages` and has their programs in
//! `lib/<package>`. A package that `pip` has installed says in its `entry_points.txt` which programs it has
//! put into `bin`.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rosebay_rosidl::Registry;

use crate::error::{Error, Result};
use crate::tools::{TOOLS, Tool};

const INDEX: &str = "share/ament_index/resource_index/packages";

/// Where a package is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Package {
    /// In a prefix of ROS.
    Prefixed(PathBuf),
    /// Among Python's packages: the folder with its metadata, and the prefix of its programs.
    Python {
        /// `….dist-info`.
        metadata: PathBuf,
        /// The prefix whose `bin` has its programs.
        prefix: PathBuf,
    },
    /// A standard package of interfaces, or one whose programs are verbs of this command.
    BuiltIn,
}

/// A program of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Executable {
    /// A file.
    File(PathBuf),
    /// A verb of this command.
    Verb(&'static Tool),
}

impl Executable {
    /// The name that it is run by.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => {
                let name = path.file_name().unwrap_or_default();
                name.to_string_lossy().into_owned()
            }
            Self::Verb(tool) => tool.executable.to_owned(),
        }
    }

    /// The words that start it.
    pub(crate) fn words(&self) -> Vec<OsString> {
        match self {
            Self::File(path) => vec![path.into()],
            Self::Verb(tool) => tool.words(),
        }
    }

    /// The words as one text.
    pub(crate) fn command_line(&self) -> String {
        let words = self.words();
        let words = words.iter().map(|word| word.to_string_lossy());
        words.collect::<Vec<_>>().join(" ")
    }
}

impl Package {
    /// The prefix it is installed into.
    pub(crate) fn prefix(&self) -> Option<&Path> {
        match self {
            Self::Prefixed(prefix) | Self::Python { prefix, .. } => Some(prefix),
            Self::BuiltIn => None,
        }
    }

    /// Its programs, sorted.
    pub(crate) fn executables(&self, name: &str) -> Vec<Executable> {
        let mut files = match self {
            Self::Prefixed(prefix) => programs_in(&prefix.join("lib").join(name)),
            Self::Python { metadata, prefix } => console_scripts(metadata)
                .into_iter()
                .map(|script| prefix.join("bin").join(script))
                .filter(|path| is_program(path))
                .collect(),
            Self::BuiltIn => Vec::new(),
        };
        files.sort();
        let mut found: Vec<_> = files.into_iter().map(Executable::File).collect();
        // What is installed goes before what is built in.
        for tool in TOOLS.iter().filter(|tool| tool.package == name) {
            if !found.iter().any(|known| known.name() == tool.executable) {
                found.push(Executable::Verb(tool));
            }
        }
        found
    }
}

/// All packages by their names.
pub(crate) fn all() -> BTreeMap<String, Package> {
    let mut packages = BTreeMap::new();
    for name in Registry::standard().packages() {
        packages.insert(name, Package::BuiltIn);
    }
    for tool in &TOOLS {
        packages.insert(tool.package.to_owned(), Package::BuiltIn);
    }
    let python = python_prefix();
    if let Some(prefix) = &python {
        for (name, metadata) in distributions(prefix) {
            if concerns_ros(&metadata) {
                let prefix = prefix.clone();
                packages.insert(name, Package::Python { metadata, prefix });
            }
        }
    }
    let listed = env::var_os("AMENT_PREFIX_PATH");
    let prefixes: Vec<_> = match &listed {
        Some(list) => env::split_paths(list).collect(),
        None => python.into_iter().collect(),
    };
    // The first prefix that has a package is the one that counts.
    for prefix in prefixes.iter().rev() {
        for name in entries(&prefix.join(INDEX)) {
            packages.insert(name, Package::Prefixed(prefix.clone()));
        }
    }
    packages
}

/// A package by its name.
pub(crate) fn find(name: &str) -> Result<Package> {
    let packages = all();
    packages.get(name).cloned().ok_or_else(|| {
        let known = packages.keys().map(String::as_str);
        Error::unknown("package", name, known)
    })
}

/// The prefix of the Python that this program came with, or of the environment that is active.
fn python_prefix() -> Option<PathBuf> {
    let active = env::var_os("VIRTUAL_ENV").or_else(|| env::var_os("CONDA_PREFIX"));
    if let Some(prefix) = active {
        return Some(PathBuf::from(prefix));
    }
    let program = env::current_exe().ok()?;
    Some(program.parent()?.parent()?.to_owned())
}

/// The interpreter beside this program, else the one that the shell would find.
pub(crate) fn python() -> PathBuf {
    let own = python_prefix().map(|prefix| prefix.join("bin/python3"));
    own.filter(|path| is_program(path))
        .unwrap_or_else(|| PathBuf::from("python3"))
}

/// The folders of `sys.path`, as the interpreter beside this program tells them; none without Python.
pub(crate) fn python_path() -> Vec<PathBuf> {
    let program = "import sys; print(*sys.path, sep='\\n')";
    let told = Command::new(python())
        .args(["-c", program])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let told = told.map(|output| output.stdout).unwrap_or_default();
    let folders = told.split(|byte| *byte == b'\n');
    folders
        .map(|folder| PathBuf::from(OsStr::from_bytes(folder)))
        // The empty one is the working directory.
        .map(|folder| std::path::absolute(folder).unwrap_or_else(|_| PathBuf::from(".")))
        .filter(|folder| folder.is_dir())
        .collect()
}

fn entries(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.collect()
}

/// The packages that `pip` has installed, by the names that Python imports them with, with their metadata.
fn distributions(prefix: &Path) -> Vec<(String, PathBuf)> {
    let library = prefix.join("lib");
    let versions = entries(&library).into_iter();
    let sites = versions
        .filter(|name| name.starts_with("python3"))
        .map(|name| library.join(name).join("site-packages"));
    let mut found = Vec::new();
    for site in sites {
        for entry in entries(&site) {
            if let Some((name, _)) = entry
                .strip_suffix(".dist-info")
                .and_then(|e| e.split_once('-'))
            {
                found.push((name.to_lowercase(), site.join(&entry)));
            }
        }
    }
    found
}

/// The version of a package that `pip` has installed, where it is.
pub(crate) fn installed_version(name: &str) -> Option<String> {
    let installed = distributions(&python_prefix()?);
    let (_, metadata) = installed.into_iter().find(|(found, _)| found == name)?;
    let folder = metadata.file_stem()?.to_str()?;
    let (_, version) = folder.split_once('-')?;
    Some(version.to_owned())
}

/// Whether a Python package says that it needs ROS.
fn concerns_ros(metadata: &Path) -> bool {
    let text = fs::read_to_string(metadata.join("METADATA")).unwrap_or_default();
    let requirements = text
        .lines()
        .filter_map(|line| line.strip_prefix("Requires-Dist: "));
    let mut names = requirements.map(|requirement| {
        let end = requirement.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'));
        &requirement[..end.unwrap_or(requirement.len())]
    });
    names.any(|name| matches!(name, "rosebay" | "rclpy"))
}

fn console_scripts(metadata: &Path) -> Vec<String> {
    let text = fs::read_to_string(metadata.join("entry_points.txt")).unwrap_or_default();
    let mut section = "";
    let mut scripts = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[console_scripts]"
            && let Some((name, _)) = line.split_once('=')
        {
            scripts.push(name.trim().to_owned());
        }
    }
    scripts
}

/// The programs below a folder.
fn programs_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(programs_in(&path));
        } else if is_program(&path) {
            found.push(path);
        }
    }
    found
}

fn is_program(path: &Path) -> bool {
    fs::metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}
