//! Rust source from interface definitions, for a build script.
//!
//! A crate with its own interfaces in `interfaces/my_robot/{msg,srv,action}` has in `build.rs`
//!
//! ```no_run
//! fn main() -> Result<(), rosebay_rosidl::codegen::Error> {
//!     rosebay_rosidl::codegen::Builder::new()
//!         .folder("interfaces")
//!         .build("interfaces.rs")
//! }
//! ```
//!
//! and in a module `include!(concat!(env!("OUT_DIR"), "/interfaces.rs"));`. The message
//! `my_robot/msg/Pose` is then the struct `my_robot::msg::Pose` of that module and implements
//! [`typed::Message`](crate::typed::Message); the service `my_robot/srv/Dock` is the type
//! `my_robot::srv::Dock` with the messages `Dock_Request` and `Dock_Response`.

mod literal;
mod message;
mod size;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs, io};

use crate::definition::{Definition, InterfaceKind, InterfaceName, MessageDefinition};
use crate::registry::{self, Registry};
use crate::source::{BundledSource, FolderSource, Source};

/// Where definitions of packages that are neither generated nor standard are looked for.
const AMENT_PREFIX_PATH: &str = "AMENT_PREFIX_PATH";

/// Why no source can be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A definition is missing or wrong.
    #[error(transparent)]
    Registry(#[from] registry::Error),
    /// A folder has no definition in it.
    #[error("expected interface packages in the folder '{}', found none", folder.display())]
    NoPackage {
        /// The folder.
        folder: PathBuf,
    },
    /// A nested message is of a package that is neither generated nor known to be elsewhere.
    #[error(
        "the message '{message}' holds a '{nested}', of which there is no Rust type: \
         add its folder, or say with `external` where the package is"
    )]
    NoRustType {
        /// The message.
        message: InterfaceName,
        /// What it holds.
        nested: InterfaceName,
    },
    /// Cargo has not said where to write; only a build script can be told.
    #[error("OUT_DIR is not set: expected to run in a build script")]
    NoOutDir,
    /// The file cannot be written.
    #[error("cannot write '{}': {cause}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

/// Says what to generate and how the result refers to other crates.
#[derive(Debug, Clone)]
pub struct Builder {
    folders: Vec<PathBuf>,
    standard: Vec<String>,
    rosidl: String,
    messages: String,
    externals: Vec<(String, String)>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            folders: Vec::new(),
            standard: Vec::new(),
            rosidl: "::rosebay_rosidl".to_owned(),
            messages: "::rosebay_msgs".to_owned(),
            externals: Vec::new(),
        }
    }
}

impl Builder {
    /// Generates nothing yet; the standard packages are known to be in the crate `rosebay_msgs`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Generates all packages of a folder, which is one package's, or holds many, or is an install
    /// prefix.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Generates the standard packages too, instead of referring to another crate for them.
    #[must_use]
    pub fn bundled(mut self) -> Self {
        self.standard = BundledSource.packages();
        self
    }

    /// Generates some of the standard packages too, which must hold only messages of each other.
    #[must_use]
    pub fn bundled_packages(mut self, packages: &[&str]) -> Self {
        let packages = packages.iter().map(|package| (*package).to_owned());
        self.standard.extend(packages);
        self
    }

    /// The path of this crate in the generated code, if it is not `::rosebay_rosidl`; for example
    /// `::rosebay::rosidl`.
    #[must_use]
    pub fn rosidl_path(mut self, path: &str) -> Self {
        self.rosidl = path.to_owned();
        self
    }

    /// The path of the standard packages in the generated code, if it is not `::rosebay_msgs`; for
    /// example `::rosebay::msgs`.
    #[must_use]
    pub fn messages_path(mut self, path: &str) -> Self {
        self.messages = path.to_owned();
        self
    }

    /// The path of a package that another crate has generated. Its definitions must still be found
    /// in one of the folders or on `AMENT_PREFIX_PATH`.
    #[must_use]
    pub fn external(mut self, package: &str, path: &str) -> Self {
        self.externals.push((package.to_owned(), path.to_owned()));
        self
    }

    /// The source of all packages, one module each.
    ///
    /// # Errors
    /// When a folder holds no package, or a definition is missing or wrong.
    pub fn generate(&self) -> Result<String, Error> {
        let generator = Generator::new(self)?;
        let mut out = String::new();
        generator.registry(&mut out)?;
        for package in &generator.packages {
            generator.package(package, &mut out)?;
        }
        Ok(out)
    }

    /// Writes the source to a file in the folder that Cargo gives to a build script, and tells
    /// Cargo to run the script again when a definition changes.
    ///
    /// # Errors
    /// As [`Self::generate`]; also when the file cannot be written.
    pub fn build(&self, file: &str) -> Result<(), Error> {
        let out_dir = env::var_os("OUT_DIR").ok_or(Error::NoOutDir)?;
        let path = Path::new(&out_dir).join(file);
        let source = self.generate()?;
        println!("cargo::rerun-if-env-changed={AMENT_PREFIX_PATH}");
        for folder in &self.folders {
            println!("cargo::rerun-if-changed={}", folder.display());
        }
        fs::write(&path, source).map_err(|cause| Error::Write { path, cause })
    }
}

/// One run of the generator.
struct Generator<'a> {
    builder: &'a Builder,
    registry: Registry,
    /// The packages to generate.
    packages: Vec<String>,
    /// The packages whose definitions the generated code must carry with it.
    embedded: Vec<String>,
}

/// A message of any kind of interface, in both of its forms.
struct Part<'a> {
    definition: &'a MessageDefinition,
    /// What it is, for the documentation.
    role: &'static str,
}

impl<'a> Generator<'a> {
    fn new(builder: &'a Builder) -> Result<Self, Error> {
        let standard = BundledSource.packages();
        let mut sources: Vec<Arc<dyn Source>> = Vec::new();
        let mut packages = Vec::new();
        for folder in &builder.folders {
            let source = FolderSource::detect(folder);
            let found = source.packages();
            if found.is_empty() {
                let folder = folder.clone();
                return Err(Error::NoPackage { folder });
            }
            packages.extend(found);
            sources.push(Arc::new(source));
        }
        sources.push(Arc::new(BundledSource));
        let prefixes = env::var_os(AMENT_PREFIX_PATH).unwrap_or_default();
        for prefix in env::split_paths(&prefixes).filter(|prefix| prefix.is_absolute()) {
            sources.push(Arc::new(FolderSource::ament_prefix(prefix)));
        }
        let external = |package: &String| builder.externals.iter().any(|(name, _)| name == package);
        let foreign = builder.externals.iter().map(|(package, _)| package.clone());
        let foreign = foreign.filter(|package| !standard.contains(package));
        let embedded = sorted(packages.iter().cloned().chain(foreign));
        packages.extend(builder.standard.iter().cloned());
        packages.retain(|package| !external(package));
        Ok(Self {
            builder,
            registry: Registry::with_sources(sources),
            packages: sorted(packages),
            embedded,
        })
    }

    /// The path of a package's module, seen from a struct.
    fn package_path(&self, package: &str) -> Option<String> {
        if self.packages.iter().any(|name| name == package) {
            return Some(format!("super::super::{}", identifier(package)));
        }
        let externals = &self.builder.externals;
        if let Some((_, path)) = externals.iter().find(|(name, _)| name == package) {
            return Some(path.clone());
        }
        let standard = BundledSource.packages().iter().any(|name| name == package);
        standard.then(|| format!("{}::{}", self.builder.messages, identifier(package)))
    }

    /// A function that gives the definitions at run time.
    fn registry(&self, out: &mut String) -> Result<(), Error> {
        let rosidl = &self.builder.rosidl;
        let _ = write!(
            out,
            "fn registry() -> &'static {rosidl}::Registry {{\n    \
             static REGISTRY: ::std::sync::OnceLock<{rosidl}::Registry> = ::std::sync::OnceLock::new();\n    \
             REGISTRY.get_or_init(|| {rosidl}::typed::embedded_registry(&[\n"
        );
        let packages = self.embedded.iter();
        for name in packages.flat_map(|package| self.registry.interfaces(package)) {
            let file = self.registry.source_file(&name)?;
            let _ = writeln!(
                out,
                "        ({:?}, {rosidl}::source::FileFormat::{:?}, {:?}),",
                name.to_string(),
                file.format,
                file.text
            );
        }
        out.push_str("    ]))\n}\n\n");
        Ok(())
    }

    fn package(&self, package: &str, out: &mut String) -> Result<(), Error> {
        let _ = write!(
            out,
            "/// The interfaces of the package `{package}`.\n\
             #[allow(clippy::all, dead_code, rustdoc::all, unreachable_pub, non_camel_case_types, non_snake_case, non_upper_case_globals)]\n\
             pub mod {} {{\n",
            identifier(package)
        );
        let interfaces = self.registry.interfaces(package);
        for (kind, title) in [
            (InterfaceKind::Msg, "Messages"),
            (InterfaceKind::Srv, "Services"),
            (InterfaceKind::Action, "Actions"),
        ] {
            let mut names = interfaces
                .iter()
                .filter(|name| name.kind() == kind)
                .peekable();
            if names.peek().is_none() {
                continue;
            }
            let _ = write!(
                out,
                "/// {title} of the package `{package}`.\npub mod {kind} {{\n"
            );
            for name in names {
                self.interface(name, out)?;
            }
            out.push_str("}\n");
        }
        out.push_str("}\n\n");
        Ok(())
    }

    fn interface(&self, name: &InterfaceName, out: &mut String) -> Result<(), Error> {
        let part = |definition, role| Part { definition, role };
        match &*self.registry.definition(name)? {
            Definition::Message(message) => self.message(&part(message, "The message"), out)?,
            Definition::Service(service) => {
                self.message(&part(&service.request, "The request"), out)?;
                self.message(&part(&service.response, "The response"), out)?;
                self.marker(name, "Service", &["Request", "Response"], out);
            }
            Definition::Action(action) => {
                self.message(&part(&action.goal, "The goal"), out)?;
                self.message(&part(&action.result, "The result"), out)?;
                self.message(&part(&action.feedback, "The feedback"), out)?;
                self.marker(name, "Action", &["Goal", "Result", "Feedback"], out);
            }
        }
        Ok(())
    }

    /// The type that stands for a service or an action.
    fn marker(&self, name: &InterfaceName, kind: &str, parts: &[&str], out: &mut String) {
        let rosidl = &self.builder.rosidl;
        let rust_name = identifier(name.name());
        let lower = kind.to_lowercase();
        let _ = write!(
            out,
            "/// The {lower} `{name}`.\n\
             #[derive(Debug, Clone, Copy, PartialEq, Eq)]\n\
             pub struct {rust_name};\n\
             impl {rosidl}::typed::{kind} for {rust_name} {{\n"
        );
        for part in parts {
            let _ = writeln!(out, "    type {part} = {}_{part};", name.name());
        }
        let _ = write!(
            out,
            "    const TYPE_NAME: &'static str = \"{name}\";\n    \
             fn type_support() -> ::std::sync::Arc<{rosidl}::{kind}Type> {{\n        \
             {rosidl}::typed::embedded_{lower}(super::super::registry(), Self::TYPE_NAME)\n    \
             }}\n}}\n\n"
        );
    }
}

fn sorted(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let names: BTreeSet<_> = names.into_iter().collect();
    names.into_iter().collect()
}

/// A name as a Rust identifier.
fn identifier(name: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    match name {
        // These cannot be raw identifiers.
        "self" | "Self" | "super" | "crate" => format!("{name}_"),
        _ if KEYWORDS.contains(&name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}
