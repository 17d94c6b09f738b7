//! The struct of one message and its trait.

use std::fmt::Write as _;

use super::literal::{default, primitive_type, scalar};
use super::size::size_hint;
use super::{Error, Generator, Part, identifier};
use crate::definition::{Arity, BaseType, Constant, Literal, MessageDefinition};
use crate::message_type::{Element, FieldInfo, MessageType};

impl Generator<'_> {
    pub(super) fn message(&self, part: &Part<'_>, out: &mut String) -> Result<(), Error> {
        let definition = part.definition;
        let ty = self.registry.message(&definition.name)?;
        let name = identifier(ty.name.name());
        comment(out, "", &definition.comment);
        let _ = writeln!(out, "/// {} `{}`.", part.role, ty.name);
        let _ = writeln!(
            out,
            "#[derive(Debug, Clone, PartialEq)]\npub struct {name} {{"
        );
        for field in &ty.fields {
            comment(out, "    ", comment_of(definition, &field.name));
            let rust_type = self.rust_type(&ty, field)?;
            let _ = writeln!(out, "    /// `{}`", field.ty);
            let _ = writeln!(out, "    pub {}: {rust_type},", identifier(&field.name));
        }
        out.push_str("}\n");
        constants(&name, &ty.constants, out);
        let _ = writeln!(
            out,
            "impl ::std::default::Default for {name} {{\n    fn default() -> Self {{\n        Self {{"
        );
        for field in &ty.fields {
            let _ = writeln!(
                out,
                "            {}: {},",
                identifier(&field.name),
                default(field)
            );
        }
        out.push_str("        }\n    }\n}\n");
        self.implement(&name, &ty, out);
        Ok(())
    }

    fn rust_type(&self, owner: &MessageType, field: &FieldInfo) -> Result<String, Error> {
        let element = match &field.ty.element {
            Element::Primitive(primitive) => primitive_type(*primitive).to_owned(),
            Element::String { .. } | Element::WString { .. } => "::std::string::String".to_owned(),
            Element::Message(nested) => {
                let Some(package) = self.package_path(nested.name.package()) else {
                    return Err(Error::NoRustType {
                        message: owner.name.clone(),
                        nested: nested.name.clone(),
                    });
                };
                format!(
                    "{package}::{}::{}",
                    nested.name.kind(),
                    identifier(nested.name.name())
                )
            }
        };
        Ok(match field.ty.arity {
            Arity::One => element,
            Arity::Array(count) => format!("[{element}; {count}]"),
            Arity::Sequence { .. } => format!("::std::vec::Vec<{element}>"),
        })
    }

    fn implement(&self, name: &str, ty: &MessageType, out: &mut String) {
        let rosidl = &self.builder.rosidl;
        let result =
            |ok: &str, error: &str| format!("::core::result::Result<{ok}, {rosidl}::cdr::{error}>");
        let _ = write!(
            out,
            "impl {rosidl}::typed::Message for {name} {{\n    \
             const TYPE_NAME: &'static str = \"{}\";\n    \
             const MIN_SIZE: usize = {};\n    \
             fn type_support() -> ::std::sync::Arc<{rosidl}::MessageType> {{\n        \
             {rosidl}::typed::embedded_message(super::super::registry(), Self::TYPE_NAME)\n    }}\n    \
             fn size_hint(&self) -> usize {{\n        {}\n    }}\n    \
             fn write(&self, writer: &mut {rosidl}::cdr::Writer) -> {} {{\n",
            ty.name,
            ty.plan.min_size(),
            size_hint(ty, rosidl),
            result("()", "EncodeError"),
        );
        for field in &ty.fields {
            self.write_field(field, out);
        }
        if ty.fields.is_empty() {
            out.push_str("        writer.write(0u8);\n");
        }
        let _ = write!(
            out,
            "        ::core::result::Result::Ok(())\n    }}\n    \
             fn read(reader: &mut {rosidl}::cdr::Reader<'_>) -> {} {{\n",
            result("Self", "DecodeError"),
        );
        if ty.fields.is_empty() {
            out.push_str("        reader.read::<u8>()?;\n");
        }
        out.push_str("        ::core::result::Result::Ok(Self {\n");
        for field in &ty.fields {
            self.read_field(field, out);
        }
        out.push_str("        })\n    }\n}\n\n");
    }

    fn write_field(&self, field: &FieldInfo, out: &mut String) {
        let rosidl = &self.builder.rosidl;
        let value = format!("self.{}", identifier(&field.name));
        let located = format!(".map_err(|error| error.in_field({:?}))?;", field.name);
        if let Arity::Sequence { bound } = field.ty.arity {
            let _ = writeln!(
                out,
                "        writer.sequence_length({value}.len(), {}){located}",
                option(bound)
            );
        }
        let one = field.ty.arity == Arity::One;
        let element = |value: &str| match &field.ty.element {
            Element::Message(_) => format!("{rosidl}::typed::Message::write({value}, writer)"),
            Element::WString { bound } => format!("writer.wstring({value}, {})", option(*bound)),
            Element::String { bound } => format!("writer.string({value}, {})", option(*bound)),
            Element::Primitive(_) => format!("writer.write(*{value})"),
        };
        let _ = match &field.ty.element {
            Element::Primitive(_) if one => writeln!(out, "        writer.write({value});"),
            Element::Primitive(_) => writeln!(out, "        writer.write_slice(&{value});"),
            _ if one => writeln!(out, "        {}{located}", element(&format!("&{value}"))),
            _ => writeln!(
                out,
                "        {rosidl}::typed::write_each(writer, &{value}, |value, writer| {}){located}",
                element("value")
            ),
        };
    }

    fn read_field(&self, field: &FieldInfo, out: &mut String) {
        let rosidl = &self.builder.rosidl;
        let (element, min_size) = match &field.ty.element {
            Element::Primitive(primitive) => ("reader.read()".to_owned(), primitive.size()),
            Element::String { bound } => (format!("reader.string({})", option(*bound)), 4),
            Element::WString { bound } => (format!("reader.wstring({})", option(*bound)), 4),
            Element::Message(nested) => {
                let read = format!("{rosidl}::typed::Message::read(reader)");
                (read, nested.plan.min_size())
            }
        };
        let scalar = matches!(field.ty.element, Element::Primitive(_));
        let value = match field.ty.arity {
            Arity::One => element,
            Arity::Array(_) if scalar => "reader.read_array()".to_owned(),
            Arity::Array(_) => format!("{rosidl}::typed::read_array(reader, |reader| {element})"),
            Arity::Sequence { bound } if scalar => format!(
                "reader.sequence_length({min_size}, {}).and_then(|count| reader.read_vec(count))",
                option(bound)
            ),
            Arity::Sequence { bound } => format!(
                "{rosidl}::typed::read_sequence(reader, {min_size}, {}, |reader| {element})",
                option(bound)
            ),
        };
        let _ = writeln!(
            out,
            "            {}: {value}.map_err(|error| error.in_field({:?}))?,",
            identifier(&field.name),
            field.name
        );
    }
}

fn constants(name: &str, constants: &[Constant], out: &mut String) {
    if constants.is_empty() {
        return;
    }
    let _ = writeln!(out, "impl {name} {{");
    for constant in constants {
        let (ty, value) = match (&constant.ty, &constant.value) {
            (BaseType::Primitive(primitive), value) => {
                (primitive_type(*primitive), scalar(*primitive, value))
            }
            (_, Literal::String(text)) => ("&'static str", format!("{text:?}")),
            // The parser gives no constant another type.
            _ => continue,
        };
        comment(out, "    ", &constant.comment);
        let _ = writeln!(out, "    /// The constant `{}`.", constant.name);
        let _ = writeln!(
            out,
            "    pub const {}: {ty} = {value};",
            identifier(&constant.name)
        );
    }
    out.push_str("}\n");
}

/// The comment of a definition and an empty line behind it, as documentation.
fn comment(out: &mut String, indent: &str, lines: &[String]) {
    for line in lines {
        let _ = writeln!(out, "{indent}/// {}", line.trim_end());
    }
    if !lines.is_empty() {
        let _ = writeln!(out, "{indent}///");
    }
}

fn comment_of<'a>(definition: &'a MessageDefinition, field: &str) -> &'a [String] {
    let mut fields = definition.fields.iter();
    fields
        .find(|candidate| candidate.name == field)
        .map_or(&[], |field| &field.comment)
}

fn option(bound: Option<u32>) -> String {
    match bound {
        Some(bound) => format!("::core::option::Option::Some({bound})"),
        None => "::core::option::Option::None".to_owned(),
    }
}
