//! Type stubs of one Python module of interfaces.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use rosebay_rosidl::{
    ActionType, Arity, BaseType, Constant, Element, FieldInfo, InterfaceKind, InterfaceName,
    Literal, MessageType, Primitive, Registry, ServiceType, Type,
};

/// The stubs of all interfaces of one kind in a package.
pub(crate) fn module(
    registry: &Registry,
    names: &[InterfaceName],
) -> Result<String, Box<dyn Error>> {
    let own = names.first().map(module_of).unwrap_or_default();
    let mut stubs = Stubs {
        module: &own,
        imports: Imports::default(),
        out: String::new(),
        indent: 0,
    };
    for name in names {
        stubs.out.push('\n');
        match name.kind() {
            InterfaceKind::Msg => stubs.message(name.name(), &*registry.message(name)?),
            InterfaceKind::Srv => stubs.service(name.name(), &*registry.service(name)?),
            InterfaceKind::Action => stubs.action(name.name(), &*registry.action(name)?),
        }
    }
    Ok(format!("{}{}", stubs.imports.text(), stubs.out))
}

struct Stubs<'a> {
    /// The module that is being written; its own classes need no qualification.
    module: &'a str,
    imports: Imports,
    out: String,
    indent: usize,
}

/// The imports of a module: the standard library's, then others, each sorted.
#[derive(Default)]
struct Imports {
    modules: BTreeSet<String>,
    names: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

impl Imports {
    /// `import module`; only modules outside the standard library are imported whole.
    fn module(&mut self, module: &str) {
        self.modules.insert(module.to_owned());
    }

    /// `from module import name`.
    fn name(&mut self, module: &'static str, name: &'static str) {
        self.names.entry(module).or_default().insert(name);
    }

    fn text(&self) -> String {
        let from = |(module, names): (&&str, &BTreeSet<&str>)| {
            let names: Vec<_> = names.iter().copied().collect();
            format!("from {module} import {}\n", names.join(", "))
        };
        let is_other = |module: &str| module == "typing_extensions";
        let standard: String = self
            .names
            .iter()
            .filter(|(module, _)| !is_other(module))
            .map(from)
            .collect();
        let modules: String = self
            .modules
            .iter()
            .map(|module| format!("import {module}\n"))
            .collect();
        let others: String = self
            .names
            .iter()
            .filter(|(module, _)| is_other(module))
            .map(from)
            .collect();
        let gap = if modules.is_empty() && others.is_empty() {
            ""
        } else {
            "\n"
        };
        format!("{standard}{gap}{modules}{others}")
    }
}

/// What reading a field gives and what it can be set to.
struct PythonType {
    get: String,
    set: String,
}

impl Stubs<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(&"    ".repeat(self.indent));
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn class(&mut self, name: &str, body: impl FnOnce(&mut Self)) {
        self.line(&format!("class {name}:"));
        self.indent += 1;
        body(self);
        self.indent -= 1;
    }

    fn message(&mut self, name: &str, message: &MessageType) {
        self.imports.name("typing", "Any");
        self.imports.name("typing", "ClassVar");
        self.class(name, |stubs| {
            for constant in &message.constants {
                stubs.constant(constant);
            }
            stubs.line("SLOT_TYPES: ClassVar[tuple[Any, ...]]");
            stubs.line("_fields_and_field_types: ClassVar[dict[str, str]]");
            stubs.line("@classmethod");
            stubs.line("def get_fields_and_field_types(cls) -> dict[str, str]: ...");
            let types: Vec<_> = message
                .fields
                .iter()
                .map(|field| stubs.python_type(&field.ty))
                .collect();
            stubs.constructor(&message.fields, &types);
            for (field, ty) in message.fields.iter().zip(&types) {
                stubs.field(field, ty);
            }
        });
    }

    fn constant(&mut self, constant: &Constant) {
        let value = match (&constant.value, &constant.ty) {
            (Literal::Bool(true), _) => "True".to_owned(),
            (Literal::Bool(false), _) => "False".to_owned(),
            (Literal::Int(value), BaseType::Primitive(Primitive::Byte)) => {
                format!("b'\\x{value:02x}'")
            }
            (Literal::Int(value), _) => value.to_string(),
            (Literal::Float(value), _) => format!("{value:?}"),
            (Literal::String(text), _) => format!("{text:?}"),
            (Literal::List(_), _) => "...".to_owned(),
        };
        self.imports.name("typing", "Final");
        self.line(&format!("{}: Final = {value}", constant.name));
    }

    fn constructor(&mut self, fields: &[FieldInfo], types: &[PythonType]) {
        self.line("def __init__(");
        self.indent += 1;
        self.line("self,");
        self.line("*,");
        for (field, ty) in fields.iter().zip(types) {
            self.line(&format!("{}: {} = ...,", field.name, ty.set));
        }
        self.line("check_fields: bool | None = ...,");
        self.indent -= 1;
        self.line(") -> None: ...");
    }

    fn field(&mut self, field: &FieldInfo, ty: &PythonType) {
        let name = &field.name;
        if field.default.is_some() {
            self.line(&format!(
                "{}__DEFAULT: ClassVar[{}]",
                name.to_uppercase(),
                ty.get
            ));
        }
        self.line("@property");
        self.line(&format!("def {name}(self) -> {}: ...", ty.get));
        self.line(&format!("@{name}.setter"));
        self.line(&format!("def {name}(self, value: {}) -> None: ...", ty.set));
    }

    fn service(&mut self, name: &str, service: &ServiceType) {
        self.class(name, |stubs| {
            stubs.message("Request", &service.request);
            stubs.message("Response", &service.response);
            stubs.message("Event", &service.event);
        });
    }

    fn action(&mut self, name: &str, action: &ActionType) {
        self.imports.name("typing", "TypeAlias");
        self.imports.module("action_msgs.msg");
        self.imports.module("action_msgs.srv");
        self.class(name, |stubs| {
            stubs.message("Goal", &action.goal);
            stubs.message("Result", &action.result);
            stubs.message("Feedback", &action.feedback);
            stubs.class("Impl", |stubs| {
                stubs.service("SendGoalService", &action.send_goal);
                stubs.service("GetResultService", &action.get_result);
                stubs.message("FeedbackMessage", &action.feedback_message);
                stubs.line("CancelGoalService: TypeAlias = action_msgs.srv.CancelGoal");
                stubs.line("GoalStatusMessage: TypeAlias = action_msgs.msg.GoalStatusArray");
            });
        });
    }

    fn python_type(&mut self, ty: &Type) -> PythonType {
        let element = self.element(&ty.element);
        let same = |ty: String| PythonType {
            get: ty.clone(),
            set: ty,
        };
        let numpy = match &ty.element {
            Element::Primitive(primitive) => numpy_name(*primitive),
            _ => None,
        };
        let (arity, numpy) = match (ty.arity, numpy) {
            (Arity::One, _) => return same(element),
            (arity, Some(numpy)) => (arity, numpy),
            (_, None) => {
                self.imports.name("collections.abc", "Sequence");
                return PythonType {
                    get: format!("list[{element}]"),
                    set: format!("Sequence[{element}]"),
                };
            }
        };
        self.imports.name("collections.abc", "Sequence");
        self.imports.name("typing_extensions", "Buffer");
        self.imports.module("numpy.typing");
        let set = format!("Sequence[{element}] | Buffer | numpy.typing.NDArray[Any]");
        let get = if matches!(arity, Arity::Array(_)) {
            self.imports.module("numpy");
            format!("numpy.typing.NDArray[numpy.{numpy}]")
        } else {
            self.imports.name("array", "array");
            format!("array[{element}]")
        };
        PythonType { get, set }
    }

    fn element(&mut self, element: &Element) -> String {
        match element {
            Element::String { .. } | Element::WString { .. } => "str".to_owned(),
            Element::Message(message) => self.class_name(&message.name),
            Element::Primitive(primitive) => match primitive {
                Primitive::Bool => "bool",
                Primitive::Byte => "bytes",
                Primitive::Char => "str",
                Primitive::Float32 | Primitive::Float64 => "float",
                _ => "int",
            }
            .to_owned(),
        }
    }

    /// How a message's class is written: qualified by its module if that is another.
    fn class_name(&mut self, name: &InterfaceName) -> String {
        let local = local_class_name(name);
        let module = module_of(name);
        if module == self.module {
            return local;
        }
        self.imports.module(&module);
        format!("{module}.{local}")
    }
}

/// The Python module of an interface, `std_msgs.msg`.
fn module_of(name: &InterfaceName) -> String {
    format!("{}.{}", name.package(), name.kind())
}

/// The class of a message in its module; the parts of services and actions are nested classes.
fn local_class_name(name: &InterfaceName) -> String {
    let mut path = String::new();
    for (index, part) in name.name().split('_').enumerate() {
        match part {
            _ if index == 0 => path.push_str(part),
            "SendGoal" | "GetResult" => path.push_str(&format!(".Impl.{part}Service")),
            "FeedbackMessage" => path.push_str(".Impl.FeedbackMessage"),
            _ => path.push_str(&format!(".{part}")),
        }
    }
    path
}

/// The numpy type of the elements that Python keeps in an `array.array` or a `numpy.ndarray`;
/// booleans and bytes are kept in lists.
fn numpy_name(primitive: Primitive) -> Option<&'static str> {
    Some(match primitive {
        Primitive::Bool | Primitive::Byte | Primitive::Char => return None,
        Primitive::Float32 => "float32",
        Primitive::Float64 => "float64",
        integer => integer.ros_name(),
    })
}
