//! Where definitions come from: the bundled standard packages, and folders.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::definition::{InterfaceKind, InterfaceName};

/// The language of a definition file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileFormat {
    /// A `.msg` file.
    Msg,
    /// A `.srv` file.
    Srv,
    /// An `.action` file.
    Action,
    /// An `.idl` file, which may hold an interface of any kind.
    Idl,
}

impl FileFormat {
    /// The language that ROS names after a kind of interface.
    pub fn of_kind(kind: InterfaceKind) -> Self {
        match kind {
            InterfaceKind::Msg => Self::Msg,
            InterfaceKind::Srv => Self::Srv,
            InterfaceKind::Action => Self::Action,
        }
    }

    /// The language of files with this extension, which type descriptions call their encoding.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let all = [Self::Msg, Self::Srv, Self::Action, Self::Idl];
        all.into_iter()
            .find(|format| format.extension() == extension)
    }

    /// The extension of its files, without the point.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Msg => "msg",
            Self::Srv => "srv",
            Self::Action => "action",
            Self::Idl => "idl",
        }
    }
}

/// A definition file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, for errors.
    pub path: String,
    /// Its language.
    pub format: FileFormat,
    /// What it says.
    pub text: Cow<'static, str>,
}

/// Something that knows definition files by the names of their interfaces.
pub trait Source: Send + Sync {
    /// The packages it has interfaces of, in any order.
    fn packages(&self) -> Vec<String>;

    /// The interfaces it has of one package, in any order.
    fn interfaces(&self, package: &str) -> Vec<InterfaceName>;

    /// The file that defines an interface, or `None` when it does not have it.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    fn find(&self, name: &InterfaceName) -> Result<Option<SourceFile>, SourceError>;
}

/// A definition file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the definition file '{}': {cause}", path.display())]
pub struct SourceError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub cause: std::io::Error,
}

/// The standard packages, built in. Their files stay text until they are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct BundledSource;

/// A bundled interface: its kind, its name and the text of its file.
type BundledFile = (InterfaceKind, &'static str, &'static str);

/// Packages and, in each, files, both sorted; written by the build script.
static BUNDLED: &[(&str, &[BundledFile])] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

fn bundled_files(package: &str) -> &'static [BundledFile] {
    BUNDLED
        .binary_search_by_key(&package, |(package, _)| package)
        .map_or(&[], |index| BUNDLED[index].1)
}

impl Source for BundledSource {
    fn packages(&self) -> Vec<String> {
        BUNDLED
            .iter()
            .map(|(package, _)| (*package).to_owned())
            .collect()
    }

    fn interfaces(&self, package: &str) -> Vec<InterfaceName> {
        bundled_files(package)
            .iter()
            .filter_map(|(kind, name, _)| InterfaceName::new(package, *kind, name).ok())
            .collect()
    }

    fn find(&self, name: &InterfaceName) -> Result<Option<SourceFile>, SourceError> {
        let files = bundled_files(name.package());
        let found = files.binary_search_by_key(&(name.kind(), name.name()), |(kind, name, _)| {
            (*kind, *name)
        });
        Ok(found.ok().map(|index| SourceFile {
            path: format!("{name}.{}", name.kind()),
            format: FileFormat::of_kind(name.kind()),
            text: Cow::Borrowed(files[index].2),
        }))
    }
}

/// A file in generated code: the interface's name, the language, and the text.
pub type EmbeddedFile = (&'static str, FileFormat, &'static str);

/// Definition files that generated code carries with it.
#[derive(Debug, Clone, Copy)]
pub struct EmbeddedSource {
    files: &'static [EmbeddedFile],
}

impl EmbeddedSource {
    /// A source of these files. Those whose name is no interface's are left out.
    pub fn new(files: &'static [EmbeddedFile]) -> Self {
        Self { files }
    }

    fn named(&self) -> impl Iterator<Item = (InterfaceName, &EmbeddedFile)> {
        self.files
            .iter()
            .filter_map(|file| Some((file.0.parse().ok()?, file)))
    }
}

impl Source for EmbeddedSource {
    fn packages(&self) -> Vec<String> {
        let packages = self.named().map(|(name, _)| name.package().to_owned());
        let mut packages: Vec<_> = packages.collect();
        packages.sort();
        packages.dedup();
        packages
    }

    fn interfaces(&self, package: &str) -> Vec<InterfaceName> {
        self.named()
            .map(|(name, _)| name)
            .filter(|name| name.package() == package)
            .collect()
    }

    fn find(&self, name: &InterfaceName) -> Result<Option<SourceFile>, SourceError> {
        let found = self.named().find(|(candidate, _)| candidate == name);
        Ok(found.map(|(_, (path, format, text))| SourceFile {
            path: format!("{path}.{}", format.extension()),
            format: *format,
            text: Cow::Borrowed(text),
        }))
    }
}

/// Definition files that came from elsewhere: from another node, for one.
#[derive(Debug, Clone, Default)]
pub struct MemorySource {
    files: BTreeMap<InterfaceName, SourceFile>,
}

impl FromIterator<(InterfaceName, SourceFile)> for MemorySource {
    fn from_iter<I: IntoIterator<Item = (InterfaceName, SourceFile)>>(files: I) -> Self {
        Self {
            files: files.into_iter().collect(),
        }
    }
}

impl Source for MemorySource {
    fn packages(&self) -> Vec<String> {
        let packages = self.files.keys().map(InterfaceName::package);
        let mut packages: Vec<_> = packages.map(str::to_owned).collect();
        packages.dedup();
        packages
    }

    fn interfaces(&self, package: &str) -> Vec<InterfaceName> {
        let names = self.files.keys();
        names
            .filter(|name| name.package() == package)
            .cloned()
            .collect()
    }

    fn find(&self, name: &InterfaceName) -> Result<Option<SourceFile>, SourceError> {
        Ok(self.files.get(name).cloned())
    }
}

/// Definition files in folders, read when they are asked for.
#[derive(Debug, Clone)]
pub struct FolderSource {
    layout: Layout,
}

#[derive(Debug, Clone)]
enum Layout {
    /// `<root>/<package>/msg/Name.msg`.
    Packages(PathBuf),
    /// `<folder>/msg/Name.msg`.
    Package { name: String, folder: PathBuf },
}

impl FolderSource {
    /// A folder of packages, `<root>/<package>/{msg,srv,action}/Name.{msg,srv,action,idl}`. The
    /// files may also stand in the package's folder itself.
    pub fn packages_in(root: impl Into<PathBuf>) -> Self {
        Self {
            layout: Layout::Packages(root.into()),
        }
    }

    /// An install prefix, as on `AMENT_PREFIX_PATH`: the packages are in `<prefix>/share`.
    pub fn ament_prefix(prefix: impl AsRef<Path>) -> Self {
        Self::packages_in(prefix.as_ref().join("share"))
    }

    /// The folder of one package, which is called `name` whatever the folder is.
    pub fn package(name: &str, folder: impl Into<PathBuf>) -> Self {
        Self {
            layout: Layout::Package {
                name: name.to_owned(),
                folder: folder.into(),
            },
        }
    }

    /// Any of these, by what is there: a package's folder (named like the package), an install
    /// prefix, or a folder of packages.
    pub fn detect(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let path = std::path::absolute(&path).unwrap_or(path);
        let is_package = !files_of(&path).is_empty();
        match path.file_name().and_then(|name| name.to_str()) {
            Some(name) if is_package => Self::package(name, path.clone()),
            _ if path.join("share").is_dir() => Self::ament_prefix(path),
            _ => Self::packages_in(path),
        }
    }

    fn folder(&self, package: &str) -> Option<PathBuf> {
        match &self.layout {
            Layout::Packages(root) => Some(root.join(package)),
            Layout::Package { name, folder } => (name == package).then(|| folder.clone()),
        }
    }
}

impl Source for FolderSource {
    fn packages(&self) -> Vec<String> {
        match &self.layout {
            Layout::Package { name, .. } => vec![name.clone()],
            Layout::Packages(root) => entries(root)
                .into_iter()
                .filter(|package| !self.interfaces(package).is_empty())
                .collect(),
        }
    }

    fn interfaces(&self, package: &str) -> Vec<InterfaceName> {
        let files = self.folder(package).map(|folder| files_of(&folder));
        files
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(kind, name)| InterfaceName::new(package, kind, &name).ok())
            .collect()
    }

    fn find(&self, name: &InterfaceName) -> Result<Option<SourceFile>, SourceError> {
        let Some(folder) = self.folder(name.package()) else {
            return Ok(None);
        };
        let kind_folder = folder.join(name.kind().as_str());
        let own = FileFormat::of_kind(name.kind());
        for (folder, format) in [
            (&kind_folder, own),
            (&kind_folder, FileFormat::Idl),
            (&folder, own),
        ] {
            let path = folder.join(format!("{}.{}", name.name(), format.extension()));
            match fs::read_to_string(&path) {
                Ok(text) => {
                    return Ok(Some(SourceFile {
                        path: path.display().to_string(),
                        format,
                        text: Cow::Owned(text),
                    }));
                }
                Err(cause) if is_absent(&cause) => {}
                Err(cause) => return Err(SourceError { path, cause }),
            }
        }
        Ok(None)
    }
}

fn is_absent(cause: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The interfaces that a package's folder has files of.
fn files_of(folder: &Path) -> Vec<(InterfaceKind, String)> {
    let mut found = Vec::new();
    for kind in InterfaceKind::ALL {
        let names = |folder: &Path, extensions: &[&str]| {
            entries(folder)
                .into_iter()
                .filter_map(|file| {
                    let (name, extension) = file.rsplit_once('.')?;
                    extensions
                        .contains(&extension)
                        .then(|| (kind, name.to_owned()))
                })
                .collect::<Vec<_>>()
        };
        found.extend(names(folder, &[kind.as_str()]));
        found.extend(names(&folder.join(kind.as_str()), &[kind.as_str(), "idl"]));
    }
    found
}

/// The names in a folder; none when it cannot be listed.
fn entries(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect()
}
