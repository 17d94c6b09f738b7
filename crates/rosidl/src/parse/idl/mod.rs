//! `.idl` files: the part of OMG IDL 4.2 that ROS generates and understands.
//!
//! Modules `package { msg { … } }`, structures, `Name_Constants` modules, type definitions (also
//! of arrays), sequences and strings with bounds, and the annotations `@verbatim`, `@default` and
//! `@unit`; other annotations are read and left out.

mod lexer;
mod parts;

use std::collections::HashMap;

use self::lexer::{Place, Problem, Token, tokenize};
use super::literal::{convert, parse_list};
use super::{
    EMPTY_MESSAGE_MEMBER, ParseError, check_constant_name, check_constant_type, check_field_name,
};
use crate::definition::{
    Arity, BaseType, Constant, Definition, Field, FieldType, InterfaceName, Literal,
    MessageDefinition, Primitive,
};

/// Reads an `.idl` file: all the messages, services and actions it defines. `path` is the file's
/// name in errors.
///
/// # Errors
/// The first place that is not the IDL that ROS understands.
pub fn parse_idl(text: &str, path: &str) -> Result<Vec<Definition>, ParseError> {
    let read = || {
        let mut parser = IdlParser {
            tokens: tokenize(text)?,
            at: 0,
            modules: Vec::new(),
            typedefs: HashMap::new(),
            constants: HashMap::new(),
            structures: Vec::new(),
        };
        parser.file()?;
        parts::group(parser.into_messages()?)
    };
    read().map_err(|(place, message): Problem| ParseError {
        file: path.to_owned(),
        line: place.line,
        column: place.column,
        message,
    })
}

/// A structure and where its name stands.
type Structure = (MessageDefinition, Place);

struct IdlParser {
    tokens: Vec<(Token, Place)>,
    at: usize,
    /// The modules around the current place.
    modules: Vec<String>,
    /// Type definitions by their scoped name.
    typedefs: HashMap<String, FieldType>,
    /// Constants by the scoped name of their module.
    constants: HashMap<String, Vec<Constant>>,
    structures: Vec<Structure>,
}

#[derive(Default)]
struct Annotations {
    comment: Vec<String>,
    default: Option<(Literal, Place)>,
}

impl IdlParser {
    fn file(&mut self) -> Result<(), Problem> {
        while *self.peek() != Token::End {
            self.definition()?;
        }
        Ok(())
    }

    fn definition(&mut self) -> Result<(), Problem> {
        let annotations = self.annotations()?;
        let place = self.place();
        match self.next() {
            Token::Word(word) if word == "module" => self.module(),
            Token::Word(word) if word == "struct" => self.structure(annotations),
            Token::Word(word) if word == "const" => self.constant(annotations),
            Token::Word(word) if word == "typedef" => self.typedef(),
            other => Err((
                place,
                format!("expected 'module', 'struct', 'const' or 'typedef', found {other}"),
            )),
        }
    }

    /// Package, kind and constants: ROS nests no deeper.
    const MAX_MODULES: usize = 3;

    fn module(&mut self) -> Result<(), Problem> {
        let place = self.place();
        let name = self.word("the name of a module")?;
        if self.modules.len() == Self::MAX_MODULES {
            return Err((
                place,
                format!(
                    "expected at most {} nested modules, found '{name}'",
                    Self::MAX_MODULES
                ),
            ));
        }
        self.modules.push(name);
        self.expect('{')?;
        while *self.peek() != Token::Mark('}') {
            self.definition()?;
        }
        self.expect('}')?;
        self.expect(';')?;
        self.modules.pop();
        Ok(())
    }

    fn structure(&mut self, annotations: Annotations) -> Result<(), Problem> {
        let place = self.place();
        let name = self.word("the name of a structure")?;
        let mut message = MessageDefinition {
            name: self
                .interface_name(&name)
                .map_err(|message| (place, message))?,
            fields: Vec::new(),
            constants: Vec::new(),
            comment: annotations.comment,
        };
        self.expect('{')?;
        while *self.peek() != Token::Mark('}') {
            self.member(&mut message)?;
        }
        self.expect('}')?;
        self.expect(';')?;
        if let [only] = message.fields.as_slice()
            && only.name == EMPTY_MESSAGE_MEMBER
        {
            message.fields.clear();
        }
        self.structures.push((message, place));
        Ok(())
    }

    /// The full name of a structure in the current modules.
    fn interface_name(&self, name: &str) -> Result<InterfaceName, String> {
        match self.modules.as_slice() {
            [package, kind] => {
                let kind = kind.parse().map_err(|error| format!("{error}"))?;
                InterfaceName::new(package, kind, name).map_err(|error| error.to_string())
            }
            _ => Err(format!(
                "expected the structure '{name}' in two modules, the package and msg, srv or action, found it in {}",
                self.modules.len()
            )),
        }
    }

    fn member(&mut self, message: &mut MessageDefinition) -> Result<(), Problem> {
        let annotations = self.annotations()?;
        let spec = self.type_spec()?;
        loop {
            let place = self.place();
            let name = self.word("the name of a field")?;
            let ty = self.declarator(spec.clone())?;
            check_field_name(message, &name).map_err(|message| (place, message))?;
            let default = match &annotations.default {
                None => None,
                Some((value, place)) => {
                    Some(default_value(&ty, value.clone()).map_err(|message| (*place, message))?)
                }
            };
            message.fields.push(Field {
                name,
                ty,
                default,
                comment: annotations.comment.clone(),
            });
            if !self.accept(',') {
                return self.expect(';');
            }
        }
    }

    /// An array's length after a declared name.
    fn declarator(&mut self, spec: FieldType) -> Result<FieldType, Problem> {
        let place = self.place();
        if !self.accept('[') {
            return Ok(spec);
        }
        if spec.arity != Arity::One {
            return Err((
                place,
                format!("expected no array of '{spec}', for ROS nests no arrays or sequences"),
            ));
        }
        let length = self.bound()?;
        self.expect(']')?;
        if *self.peek() == Token::Mark('[') {
            return Err((
                self.place(),
                "expected one dimension, for ROS has no others; found a second".to_owned(),
            ));
        }
        Ok(FieldType {
            base: spec.base,
            arity: Arity::Array(length),
        })
    }

    fn constant(&mut self, annotations: Annotations) -> Result<(), Problem> {
        let type_place = self.place();
        let ty = self.type_spec()?;
        check_constant_type(&ty.base).map_err(|message| (type_place, message))?;
        let place = self.place();
        let name = self.word("the name of a constant")?;
        self.expect('=')?;
        let value_place = self.place();
        let value = self.value()?;
        let value = convert(&ty.base, value).map_err(|message| (value_place, message))?;
        self.expect(';')?;
        let constant = Constant {
            name,
            ty: ty.base,
            value,
            comment: annotations.comment,
        };
        let siblings = self.constants.entry(self.modules.join("::")).or_default();
        if siblings.iter().any(|other| other.name == constant.name) {
            return Err((
                place,
                format!(
                    "expected a new constant name, found a second '{}'",
                    constant.name
                ),
            ));
        }
        siblings.push(constant);
        Ok(())
    }

    fn typedef(&mut self) -> Result<(), Problem> {
        let spec = self.type_spec()?;
        let name = self.word("the name of a type")?;
        let ty = self.declarator(spec)?;
        self.expect(';')?;
        let scoped = self.scoped(self.modules.len(), &name);
        self.typedefs.insert(scoped, ty);
        Ok(())
    }

    fn type_spec(&mut self) -> Result<FieldType, Problem> {
        let place = self.place();
        let word = self.word("a type")?;
        let bounded = |bound| (bound, Arity::One);
        let (base, arity) = match word.as_str() {
            "sequence" => {
                self.expect('<')?;
                let inner = self.element_type()?;
                let bound = if self.accept(',') {
                    Some(self.bound()?)
                } else {
                    None
                };
                self.expect('>')?;
                (inner.base, Arity::Sequence { bound })
            }
            "string" => bounded(BaseType::String {
                bound: self.string_bound()?,
            }),
            "wstring" => bounded(BaseType::WString {
                bound: self.string_bound()?,
            }),
            _ => match self.primitive(&word, place)? {
                Some(primitive) => (BaseType::Primitive(primitive), Arity::One),
                None => return self.named_type(word, place),
            },
        };
        Ok(FieldType { base, arity })
    }

    /// The type of a sequence's elements, which is no sequence or array itself.
    fn element_type(&mut self) -> Result<FieldType, Problem> {
        let place = self.place();
        let nested = || {
            let message = "expected a single element type, for ROS nests no arrays or sequences";
            (place, message.to_owned())
        };
        if matches!(self.peek(), Token::Word(word) if word == "sequence") {
            return Err(nested());
        }
        let inner = self.type_spec()?;
        if inner.arity == Arity::One {
            Ok(inner)
        } else {
            Err(nested())
        }
    }

    fn string_bound(&mut self) -> Result<Option<u32>, Problem> {
        if !self.accept('<') {
            return Ok(None);
        }
        let bound = self.bound()?;
        self.expect('>')?;
        Ok(Some(bound))
    }

    fn bound(&mut self) -> Result<u32, Problem> {
        let place = self.place();
        let problem = |found: &str| {
            (
                place,
                format!("expected a length from 1 to {}, found {found}", u32::MAX),
            )
        };
        match self.value()? {
            Literal::Int(value) => match u32::try_from(value) {
                Ok(bound) if bound > 0 => Ok(bound),
                _ => Err(problem(&value.to_string())),
            },
            _ => Err(problem("another kind of value")),
        }
    }

    /// A basic type (IDL 7.4.1.4.4.2 and 7.4.13.4.4), or `None` when `word` names something else.
    fn primitive(&mut self, word: &str, place: Place) -> Result<Option<Primitive>, Problem> {
        Ok(Some(match word {
            "boolean" => Primitive::Bool,
            "octet" => Primitive::Byte,
            "char" => Primitive::Char,
            "int8" => Primitive::Int8,
            "uint8" => Primitive::UInt8,
            "int16" | "short" => Primitive::Int16,
            "uint16" => Primitive::UInt16,
            "int32" => Primitive::Int32,
            "uint32" => Primitive::UInt32,
            "int64" => Primitive::Int64,
            "uint64" => Primitive::UInt64,
            "float" => Primitive::Float32,
            "double" => Primitive::Float64,
            "long" if self.accept_word("double") => {
                return Err((place, unsupported("long double")));
            }
            "long" if self.accept_word("long") => Primitive::Int64,
            "long" => Primitive::Int32,
            "unsigned" if self.accept_word("short") => Primitive::UInt16,
            "unsigned" if self.accept_word("long") => {
                if self.accept_word("long") {
                    Primitive::UInt64
                } else {
                    Primitive::UInt32
                }
            }
            "wchar" | "any" | "fixed" | "map" | "union" | "enum" | "unsigned" => {
                return Err((place, unsupported(word)));
            }
            _ => return Ok(None),
        }))
    }

    fn named_type(&mut self, first: String, place: Place) -> Result<FieldType, Problem> {
        let mut path = vec![first];
        while *self.peek() == Token::Scope {
            self.at += 1;
            path.push(self.word("a name after '::'")?);
        }
        let written = path.join("::");
        let known = (0..=self.modules.len())
            .rev()
            .find_map(|depth| self.typedefs.get(&self.scoped(depth, &written)));
        if let Some(ty) = known {
            return Ok(ty.clone());
        }
        let name = match path.as_slice() {
            [name] => self.interface_name(name),
            [package, kind, name] => kind
                .parse()
                .and_then(|kind| InterfaceName::new(package, kind, name))
                .map_err(|error| error.to_string()),
            _ => Err(format!(
                "expected a type, found '{written}'; a message is written 'package::msg::Name'"
            )),
        };
        Ok(FieldType {
            base: BaseType::Message(name.map_err(|message| (place, message))?),
            arity: Arity::One,
        })
    }

    /// `name` in the outermost `depth` modules.
    fn scoped(&self, depth: usize, name: &str) -> String {
        let mut path = self.modules[..depth].join("::");
        if depth > 0 {
            path.push_str("::");
        }
        path + name
    }

    fn annotations(&mut self) -> Result<Annotations, Problem> {
        let mut annotations = Annotations::default();
        while self.accept('@') {
            let name = self.word("the name of an annotation")?;
            let parameters = self.parameters()?;
            let value = |key: &str| parameters.iter().find(|(name, ..)| name == key);
            match (name.as_str(), value("value"), value("text")) {
                ("default", Some((_, value, place)), _) => {
                    annotations.default = Some((value.clone(), *place))
                }
                ("unit", Some((_, Literal::String(unit), _)), _) => {
                    annotations.comment.push(format!("[{unit}]"))
                }
                ("verbatim", _, Some((_, Literal::String(text), _))) => {
                    annotations.comment.extend(text.lines().map(str::to_owned));
                }
                _ => {}
            }
        }
        Ok(annotations)
    }

    /// The parameters of an annotation; a single one without a name is called `value`.
    fn parameters(&mut self) -> Result<Vec<(String, Literal, Place)>, Problem> {
        let mut parameters = Vec::new();
        if !self.accept('(') {
            return Ok(parameters);
        }
        while !self.accept(')') {
            let named = matches!(self.tokens.get(self.at + 1), Some((Token::Mark('='), _)));
            let key = if named {
                let key = self.word("the name of a parameter")?;
                self.expect('=')?;
                key
            } else {
                "value".to_owned()
            };
            let place = self.place();
            let value = self.annotation_value()?;
            parameters.push((key, value, place));
            if !self.accept(',') {
                self.expect(')')?;
                break;
            }
        }
        Ok(parameters)
    }

    /// A value, or a name that means something to whoever defined the annotation.
    fn annotation_value(&mut self) -> Result<Literal, Problem> {
        match self.peek().clone() {
            Token::Word(word) if self.named_constant(&word).is_none() && !is_boolean(&word) => {
                self.at += 1;
                Ok(Literal::String(word))
            }
            _ => self.value(),
        }
    }

    /// A literal, with a sign if it is a number, or the name of a constant.
    fn value(&mut self) -> Result<Literal, Problem> {
        let place = self.place();
        let negative = self.accept('-');
        if !negative {
            self.accept('+');
        }
        match self.next() {
            Token::Int(value) => Ok(Literal::Int(if negative { -value } else { value })),
            Token::Float(value) => Ok(Literal::Float(if negative { -value } else { value })),
            Token::Text(text) => Ok(Literal::String(self.concatenated(text))),
            Token::Word(word) if is_boolean(&word) => {
                Ok(Literal::Bool(word.eq_ignore_ascii_case("true")))
            }
            Token::Word(word) => self.named_constant(&word).ok_or_else(|| {
                let message = format!("expected a value, found the unknown name '{word}'");
                (place, message)
            }),
            other => Err((place, format!("expected a value, found {other}"))),
        }
    }

    /// Strings one after the other are one string.
    fn concatenated(&mut self, mut text: String) -> String {
        while let Token::Text(more) = self.peek() {
            text.push_str(more);
            self.at += 1;
        }
        text
    }

    /// A constant of the current module, or of a module in it such as `Name_Constants`.
    fn named_constant(&self, name: &str) -> Option<Literal> {
        let scope = self.modules.join("::");
        let visible = |module: &str| {
            let inner = module.strip_prefix(&scope);
            inner.is_some_and(|inner| inner.is_empty() || inner.starts_with("::"))
        };
        self.constants
            .iter()
            .filter(|(module, _)| visible(module))
            .flat_map(|(_, constants)| constants)
            .find(|constant| constant.name == name)
            .map(|constant| constant.value.clone())
    }

    /// Gives each structure the constants of the module `<structure>_Constants` beside it.
    fn into_messages(mut self) -> Result<Vec<Structure>, Problem> {
        for (message, place) in &mut self.structures {
            let module = format!("{}_Constants", message.name).replace('/', "::");
            for constant in self.constants.remove(&module).unwrap_or_default() {
                check_constant_name(message, &constant.name)
                    .map_err(|problem| (*place, problem))?;
                message.constants.push(constant);
            }
        }
        Ok(self.structures)
    }

    fn peek(&self) -> &Token {
        self.tokens
            .get(self.at)
            .map_or(&Token::End, |(token, _)| token)
    }

    fn place(&self) -> Place {
        self.tokens
            .get(self.at)
            .or(self.tokens.last())
            .map_or(Place { line: 1, column: 1 }, |(_, place)| *place)
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn accept(&mut self, mark: char) -> bool {
        let found = *self.peek() == Token::Mark(mark);
        self.at += usize::from(found);
        found
    }

    fn accept_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Word(other) if other == word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, mark: char) -> Result<(), Problem> {
        if self.accept(mark) {
            return Ok(());
        }
        Err((
            self.place(),
            format!("expected '{mark}', found {}", self.peek()),
        ))
    }

    fn word(&mut self, what: &str) -> Result<String, Problem> {
        let place = self.place();
        match self.next() {
            Token::Word(word) => Ok(word),
            other => Err((place, format!("expected {what}, found {other}"))),
        }
    }
}

fn is_boolean(word: &str) -> bool {
    word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false")
}

fn unsupported(ty: &str) -> String {
    format!("expected a type that ROS messages can have, found IDL's '{ty}'")
}

/// ROS writes the default of an array as the text of a Python tuple.
fn default_value(ty: &FieldType, value: Literal) -> Result<Literal, String> {
    match (ty.arity, value) {
        (Arity::One, value) => convert(&ty.base, value),
        (_, Literal::String(tuple)) => tuple
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .ok_or_else(|| {
                format!("expected a default for '{ty}' between '(' and ')', found '{tuple}'")
            })
            .and_then(|inner| parse_list(ty, inner)),
        _ => Err(format!(
            "expected a default for '{ty}' as a string \"(…, …)\", found a single value"
        )),
    }
}
