//! Finds interfaces by name, reads their definitions and resolves them, each once and only when it
//! is asked for.

mod cache;
mod derived;
mod error;

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use cache::Cache;
pub use error::Error;
use rosebay_locks::RwLock;

use crate::definition::{
    BaseType, Definition, FieldType, InterfaceKind, InterfaceName, MessageDefinition, NameError,
    ServiceDefinition,
};
use crate::description::TypeHash;
use crate::message_type::{ActionType, Element, FieldInfo, MessageType, ServiceType, Type};
use crate::nearest::nearest;
use crate::parse::{ParseError, parse_action, parse_idl, parse_msg, parse_srv};
use crate::source::{BundledSource, FileFormat, FolderSource, Source, SourceFile};

/// Deeper nesting is refused, so that nothing which walks a type can exhaust its stack.
const MAX_DEPTH: usize = 64;

/// The interfaces of all sources. Sources are asked in the order in which they were added; the
/// first that has an interface defines it.
#[derive(Default)]
pub struct Registry {
    sources: RwLock<Vec<Arc<dyn Source>>>,
    files: Cache<SourceFile>,
    definitions: Cache<Definition>,
    messages: Cache<MessageType>,
    services: Cache<ServiceType>,
    actions: Cache<ActionType>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").finish_non_exhaustive()
    }
}

static STANDARD: OnceLock<Arc<Registry>> = OnceLock::new();

impl Registry {
    /// Keeps the process's registry as it is: a child that is forked meanwhile finds its locks free. To be
    /// dropped by the same thread, which may not use the registry before.
    pub fn hold_standard() -> impl Sized + 'static {
        STANDARD.get().map(|registry| {
            (
                registry.sources.write(),
                registry.files.hold(),
                registry.definitions.hold(),
                registry.messages.hold(),
                registry.services.hold(),
                registry.actions.hold(),
            )
        })
    }

    /// The registry of the process: the folders of `ROSEBAY_INTERFACE_PATH`, the prefixes of
    /// `AMENT_PREFIX_PATH`, and the bundled standard packages, in this order. The variables are
    /// read at the first call.
    pub fn standard() -> Arc<Self> {
        let variable = |name| env::var_os(name).unwrap_or_default();
        let make = || {
            let registry = Self::from_paths(
                &variable("ROSEBAY_INTERFACE_PATH"),
                &variable("AMENT_PREFIX_PATH"),
            );
            Arc::new(registry)
        };
        Arc::clone(STANDARD.get_or_init(make))
    }

    /// The bundled packages, after the folders and the install prefixes of two path lists.
    fn from_paths(interface_path: &OsStr, ament_prefix_path: &OsStr) -> Self {
        let registry = Self::default();
        for path in split_paths(interface_path) {
            registry.add_source(FolderSource::detect(path));
        }
        for prefix in split_paths(ament_prefix_path) {
            registry.add_source(FolderSource::ament_prefix(prefix));
        }
        registry.add_source(BundledSource);
        registry
    }

    /// A registry of these sources only. Services and actions need `service_msgs`,
    /// `builtin_interfaces` and `unique_identifier_msgs`, which [`BundledSource`] has.
    pub fn with_sources(sources: impl IntoIterator<Item = Arc<dyn Source>>) -> Self {
        Self {
            sources: RwLock::new(sources.into_iter().collect()),
            ..Self::default()
        }
    }

    /// Adds a source, which is asked after those that are there.
    pub fn add_source(&self, source: impl Source + 'static) {
        self.sources.write().push(Arc::new(source));
    }

    /// The packages of all sources, sorted.
    pub fn packages(&self) -> Vec<String> {
        sorted(self.sources().iter().flat_map(|source| source.packages()))
    }

    /// The interfaces of a package, sorted; empty when no source has the package.
    pub fn interfaces(&self, package: &str) -> Vec<InterfaceName> {
        sorted(
            self.sources()
                .iter()
                .flat_map(|source| source.interfaces(package)),
        )
    }

    /// The type hash of an interface, whatever its kind.
    ///
    /// # Errors
    /// When it or a message it holds is unknown or wrong.
    pub fn hash(&self, name: &InterfaceName) -> Result<TypeHash, Error> {
        Ok(match name.kind() {
            InterfaceKind::Msg => self.message(name)?.hash(),
            InterfaceKind::Srv => self.service(name)?.hash(),
            InterfaceKind::Action => self.action(name)?.hash(),
        })
    }

    /// What the definition file of an interface says.
    ///
    /// # Errors
    /// When no source has it, or its file cannot be read.
    pub fn definition(&self, name: &InterfaceName) -> Result<Arc<Definition>, Error> {
        self.definitions.get_or_make(name, || {
            Ok(Arc::new(parse(name, self.source_file(name)?.as_ref())?))
        })
    }

    /// The file that defines an interface, as it stands.
    ///
    /// # Errors
    /// When no source has it, or its file cannot be read.
    pub fn source_file(&self, name: &InterfaceName) -> Result<Arc<SourceFile>, Error> {
        self.files.get_or_make(name, || {
            for source in self.sources() {
                if let Some(file) = source.find(name)? {
                    return Ok(Arc::new(file));
                }
            }
            Err(self.unknown(name))
        })
    }

    /// A message, or a part of a service or an action: `…/srv/AddTwoInts_Request`, `_Response`,
    /// `_Event`, `…/action/Fibonacci_Goal`, `_Result`, `_Feedback`, `_FeedbackMessage`,
    /// `_SendGoal_Request` and so on.
    ///
    /// # Errors
    /// When it or a message it holds is unknown or wrong.
    pub fn message(&self, name: &InterfaceName) -> Result<Arc<MessageType>, Error> {
        self.nested_message(name, &Path::Start)
    }

    /// A service, or one of the two that belong to an action (`…/action/Fibonacci_SendGoal`,
    /// `_GetResult`).
    ///
    /// # Errors
    /// When it or a message it holds is unknown or wrong.
    pub fn service(&self, name: &InterfaceName) -> Result<Arc<ServiceType>, Error> {
        self.nested_service(name, &Path::Start)
    }

    /// An action.
    ///
    /// # Errors
    /// When it or a message it holds is unknown or wrong.
    pub fn action(&self, name: &InterfaceName) -> Result<Arc<ActionType>, Error> {
        self.nested_action(name, &Path::Start)
    }

    fn nested_message(
        &self,
        name: &InterfaceName,
        path: &Path<'_>,
    ) -> Result<Arc<MessageType>, Error> {
        self.messages.get_or_make(name, || {
            let path = path.enter(name)?;
            match name.kind() {
                InterfaceKind::Msg => match &*self.definition(name)? {
                    Definition::Message(definition) => Ok(Arc::new(
                        self.resolve(definition, &path)?
                            .with_source(self.source_file(name)?),
                    )),
                    _ => Err(self.unknown(name)),
                },
                InterfaceKind::Srv => {
                    let whole =
                        whole_name(name, &["_Request", "_Response", "_Event"], "a message")?;
                    let service = self.nested_service(&whole, &path)?;
                    let parts = [&service.request, &service.response, &service.event];
                    self.part_named(name, parts)
                }
                InterfaceKind::Action => {
                    let whole = whole_name(name, ACTION_MESSAGE_SUFFIXES, "a message")?;
                    let action = self.nested_action(&whole, &path)?;
                    let (send_goal, get_result) = (&action.send_goal, &action.get_result);
                    let parts = [
                        &action.goal,
                        &action.result,
                        &action.feedback,
                        &action.feedback_message,
                        &send_goal.request,
                        &send_goal.response,
                        &send_goal.event,
                        &get_result.request,
                        &get_result.response,
                        &get_result.event,
                    ];
                    self.part_named(name, parts)
                }
            }
        })
    }

    fn part_named<const N: usize>(
        &self,
        name: &InterfaceName,
        parts: [&Arc<MessageType>; N],
    ) -> Result<Arc<MessageType>, Error> {
        let part = parts.into_iter().find(|part| part.name == *name);
        part.cloned().ok_or_else(|| self.unknown(name))
    }

    fn nested_service(
        &self,
        name: &InterfaceName,
        path: &Path<'_>,
    ) -> Result<Arc<ServiceType>, Error> {
        self.services.get_or_make(name, || match name.kind() {
            InterfaceKind::Srv => match &*self.definition(name)? {
                Definition::Service(definition) => {
                    let ServiceDefinition {
                        name,
                        request,
                        response,
                    } = definition;
                    let request = Arc::new(self.resolve(request, path)?);
                    let response = Arc::new(self.resolve(response, path)?);
                    Ok(Arc::new(
                        self.service_of(name, request, response, path)?
                            .with_source(self.source_file(name)?),
                    ))
                }
                _ => Err(self.unknown(name)),
            },
            InterfaceKind::Action => {
                let whole = whole_name(name, &["_SendGoal", "_GetResult"], "a service")?;
                let action = self.nested_action(&whole, path)?;
                let services = [&action.send_goal, &action.get_result];
                let service = services.into_iter().find(|service| service.name == *name);
                service.cloned().ok_or_else(|| self.unknown(name))
            }
            InterfaceKind::Msg => Err(Error::WrongKind {
                expected: "a service",
                name: name.clone(),
            }),
        })
    }

    fn nested_action(
        &self,
        name: &InterfaceName,
        path: &Path<'_>,
    ) -> Result<Arc<ActionType>, Error> {
        self.actions.get_or_make(name, || {
            if name.kind() != InterfaceKind::Action {
                return Err(Error::WrongKind {
                    expected: "an action",
                    name: name.clone(),
                });
            }
            match &*self.definition(name)? {
                Definition::Action(definition) => Ok(Arc::new(
                    self.action_of(definition, path)?
                        .with_source(self.source_file(name)?),
                )),
                _ => Err(self.unknown(name)),
            }
        })
    }

    fn resolve(
        &self,
        definition: &MessageDefinition,
        path: &Path<'_>,
    ) -> Result<MessageType, Error> {
        let fields = definition.fields.iter().map(|field| {
            let ty = self
                .resolve_type(&field.ty, path)
                .map_err(|cause| Error::Field {
                    owner: definition.name.clone(),
                    field: field.name.clone(),
                    cause: Box::new(cause),
                })?;
            Ok(FieldInfo {
                name: field.name.clone(),
                ty,
                default: field.default.clone(),
            })
        });
        let fields = fields.collect::<Result<_, Error>>()?;
        let message = MessageType::new(
            definition.name.clone(),
            fields,
            definition.constants.clone(),
        );
        if message.depth() > MAX_DEPTH {
            return Err(Error::TooDeep { name: message.name });
        }
        Ok(message)
    }

    fn resolve_type(&self, ty: &FieldType, path: &Path<'_>) -> Result<Type, Error> {
        let element = match &ty.base {
            BaseType::Primitive(primitive) => Element::Primitive(*primitive),
            BaseType::String { bound } => Element::String { bound: *bound },
            BaseType::WString { bound } => Element::WString { bound: *bound },
            BaseType::Message(name) => Element::Message(self.nested_message(name, path)?),
        };
        Ok(Type {
            element,
            arity: ty.arity,
        })
    }

    /// The error for an interface that no source has, with names like it.
    fn unknown(&self, name: &InterfaceName) -> Error {
        let siblings = self.interfaces(name.package());
        if siblings.is_empty() {
            let packages = self.packages();
            return Error::UnknownPackage {
                package: name.package().to_owned(),
                nearest: nearest(name.package(), packages.iter().map(String::as_str)),
            };
        }
        let mut similar = self.namesakes(name);
        if similar.is_empty() {
            let siblings = siblings.iter().filter(|other| other.kind() == name.kind());
            similar = nearest(name.name(), siblings.map(InterfaceName::name))
                .iter()
                .map(|sibling| format!("{}/{}/{sibling}", name.package(), name.kind()))
                .collect();
        }
        Error::UnknownInterface {
            name: name.clone(),
            nearest: similar,
        }
    }

    /// Interfaces of the same kind and name in other packages.
    fn namesakes(&self, name: &InterfaceName) -> Vec<String> {
        self.packages()
            .iter()
            .flat_map(|package| self.interfaces(package))
            .filter(|other| other.kind() == name.kind() && other.name() == name.name())
            .map(|other| other.to_string())
            .collect()
    }

    fn sources(&self) -> Vec<Arc<dyn Source>> {
        self.sources.read().clone()
    }
}

const ACTION_MESSAGE_SUFFIXES: &[&str] = &[
    "_SendGoal_Request",
    "_SendGoal_Response",
    "_SendGoal_Event",
    "_GetResult_Request",
    "_GetResult_Response",
    "_GetResult_Event",
    "_FeedbackMessage",
    "_Feedback",
    "_Goal",
    "_Result",
];

/// The interface that the part `name` belongs to.
fn whole_name(
    name: &InterfaceName,
    suffixes: &[&str],
    expected: &'static str,
) -> Result<InterfaceName, Error> {
    let whole = suffixes
        .iter()
        .find_map(|suffix| name.name().strip_suffix(suffix));
    match whole {
        Some(whole) => Ok(InterfaceName::new(name.package(), name.kind(), whole)?),
        None => Err(Error::WrongKind {
            expected,
            name: name.clone(),
        }),
    }
}

fn message_name(package: &str, name: &str) -> Result<InterfaceName, NameError> {
    InterfaceName::new(package, InterfaceKind::Msg, name)
}

fn parse(name: &InterfaceName, file: &SourceFile) -> Result<Definition, ParseError> {
    let SourceFile { path, format, text } = file;
    Ok(match format {
        FileFormat::Msg => Definition::Message(parse_msg(name, text, path)?),
        FileFormat::Srv => Definition::Service(parse_srv(name, text, path)?),
        FileFormat::Action => Definition::Action(parse_action(name, text, path)?),
        FileFormat::Idl => parse_idl(text, path)?
            .into_iter()
            .find(|definition| definition.name() == name)
            .ok_or_else(|| ParseError {
                file: path.clone(),
                line: 1,
                column: 1,
                message: format!(
                    "expected the definition of '{name}' in the modules of its name, found none"
                ),
            })?,
    })
}

/// The messages being resolved, innermost first.
enum Path<'a> {
    Start,
    In {
        name: &'a InterfaceName,
        outer: &'a Path<'a>,
        depth: usize,
    },
}

impl Path<'_> {
    fn enter<'a>(&'a self, name: &'a InterfaceName) -> Result<Path<'a>, Error> {
        let mut depth = 1;
        let mut step = self;
        if let Path::In { depth: outer, .. } = self {
            depth += outer;
        }
        while let Path::In {
            name: around,
            outer,
            ..
        } = step
        {
            if *around == name {
                return Err(Error::Recursion { name: name.clone() });
            }
            step = outer;
        }
        if depth > MAX_DEPTH {
            return Err(Error::TooDeep { name: name.clone() });
        }
        Ok(Path::In {
            name,
            outer: self,
            depth,
        })
    }
}

/// The paths of a list as the platform writes it, without empty ones.
fn split_paths(list: &OsStr) -> Vec<PathBuf> {
    env::split_paths(list)
        .filter(|path| !path.as_os_str().is_empty())
        .collect()
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<_> = items.collect();
    items.sort();
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interface_path_comes_before_the_prefixes_and_the_bundled_packages() {
        let root = env::temp_dir().join(format!("rosidl-paths-{}", std::process::id()));
        let files = [
            ("own/std_msgs/msg/String.msg", "int8 own"),
            ("prefix/share/std_msgs/msg/String.msg", "int8 prefix"),
            ("prefix/share/std_msgs/msg/Bool.msg", "int8 prefix"),
        ];
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let list = |folder: &str| env::join_paths(["".into(), root.join(folder)]).unwrap();
        let registry = Registry::from_paths(&list("own"), &list("prefix"));
        let first_field = |name: &str| {
            let name = message_name("std_msgs", name).unwrap();
            registry.message(&name).unwrap().fields[0].name.clone()
        };
        assert_eq!(first_field("String"), "own");
        assert_eq!(first_field("Bool"), "prefix");
        assert_eq!(first_field("Int8"), "data");
        std::fs::remove_dir_all(root).unwrap();
    }
}
