//! Every bundled definition, written as IDL in the way ROS's own converter does, says the same.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rosebay_rosidl::parse::parse_idl;
use rosebay_rosidl::{
    Arity, BaseType, BundledSource, Definition, FieldType, Literal, MessageDefinition, Registry,
};

#[test]
fn every_definition_survives_the_way_through_idl() {
    let registry = Registry::with_sources([std::sync::Arc::new(BundledSource) as _]);
    let mut count = 0;
    for package in registry.packages() {
        for name in registry.interfaces(&package) {
            let definition = registry.definition(&name).unwrap();
            let idl = write(&definition);
            let read =
                parse_idl(&idl, "generated.idl").unwrap_or_else(|error| panic!("{error}\n{idl}"));
            assert_eq!(read.as_slice(), [(*definition).clone()], "{idl}");
            count += 1;
        }
    }
    assert!(count > 250, "only {count} definitions");
}

fn write(definition: &Definition) -> String {
    let messages: Vec<&MessageDefinition> = match definition {
        Definition::Message(message) => vec![message],
        Definition::Service(service) => vec![&service.request, &service.response],
        Definition::Action(action) => vec![&action.goal, &action.result, &action.feedback],
    };
    let name = definition.name();
    let mut out = format!(
        "module {} {{\n  module {} {{\n",
        name.package(),
        name.kind()
    );
    for message in messages {
        write_message(&mut out, message);
    }
    out.push_str("  };\n};\n");
    out
}

fn write_message(out: &mut String, message: &MessageDefinition) {
    let typedefs: BTreeSet<_> = message
        .fields
        .iter()
        .filter_map(|field| typedef(&field.ty))
        .collect();
    for typedef in typedefs {
        writeln!(out, "    {typedef}").unwrap();
    }
    if !message.constants.is_empty() {
        writeln!(out, "    module {}_Constants {{", message.name.name()).unwrap();
        for constant in &message.constants {
            let ty = base(&constant.ty);
            writeln!(
                out,
                "      const {ty} {} = {};",
                constant.name,
                literal(&constant.value)
            )
            .unwrap();
        }
        writeln!(out, "    }};").unwrap();
    }
    writeln!(out, "    struct {} {{", message.name.name()).unwrap();
    for field in &message.fields {
        if let Some(default) = &field.default {
            writeln!(out, "      @default (value={})", literal(default)).unwrap();
        }
        writeln!(out, "      {} {};", member_type(&field.ty), field.name).unwrap();
    }
    if message.fields.is_empty() {
        writeln!(out, "      uint8 structure_needs_at_least_one_member;").unwrap();
    }
    writeln!(out, "    }};").unwrap();
}

/// The type definition that an array needs in IDL.
fn typedef(ty: &FieldType) -> Option<String> {
    match ty.arity {
        Arity::Array(length) => Some(format!(
            "typedef {} {}[{length}];",
            base(&ty.base),
            member_type(ty)
        )),
        _ => None,
    }
}

fn member_type(ty: &FieldType) -> String {
    let base = base(&ty.base);
    match ty.arity {
        Arity::One => base,
        Arity::Array(length) => format!(
            "{}__{length}",
            base.replace("::", "__").replace(['<', '>'], "_")
        ),
        Arity::Sequence { bound: None } => format!("sequence<{base}>"),
        Arity::Sequence { bound: Some(bound) } => format!("sequence<{base}, {bound}>"),
    }
}

fn base(ty: &BaseType) -> String {
    match ty {
        BaseType::Primitive(primitive) => primitive.ros_name().to_owned(),
        BaseType::String { bound: None } => "string".to_owned(),
        BaseType::String { bound: Some(bound) } => format!("string<{bound}>"),
        BaseType::WString { bound: None } => "wstring".to_owned(),
        BaseType::WString { bound: Some(bound) } => format!("wstring<{bound}>"),
        BaseType::Message(name) => name.to_string().replace('/', "::"),
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Bool(true) => "TRUE".to_owned(),
        Literal::Bool(false) => "FALSE".to_owned(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::String(text) => quoted(text),
        Literal::List(items) => quoted(&format!(
            "({})",
            items.iter().map(python).collect::<Vec<_>>().join(", ")
        )),
    }
}

/// An element of a default, which ROS writes as Python does.
fn python(value: &Literal) -> String {
    match value {
        Literal::Bool(true) => "True".to_owned(),
        Literal::Bool(false) => "False".to_owned(),
        Literal::String(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        other => literal(other),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
