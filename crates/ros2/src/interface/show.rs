//! `ros2 interface show`.

use std::sync::Arc;

use clap::Args;
use rosebay_rosidl::parse::parse_msg;
use rosebay_rosidl::source::FileFormat;
use rosebay_rosidl::{BaseType, InterfaceKind, InterfaceName, Registry};
use serde_json::json;

use crate::error::{Error, Result};
use crate::output::Output;
use crate::session::{Session, SessionArgs};
use crate::types::{interface_name, registry_with};
use crate::{nodes, peers};

/// The deepest nesting that is shown; the registry refuses recursion, so this is never reached.
const MAX_DEPTH: usize = 64;

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Show an interface definition (e.g. 'example_interfaces/msg/String'). Passing '-' reads the argument
    /// from stdin (e.g. 'ros2 topic type /chatter | ros2 interface show -')
    r#type: String,
    /// Show the definition that a node has of a type it uses (e.g. '/talker'), instead of the one known here
    #[arg(long, value_name = "NODE")]
    from: Option<String>,
    /// Show all comments, including for nested interface definitions
    #[arg(long, conflicts_with = "no_comments")]
    all_comments: bool,
    /// Show no comments or whitespace
    #[arg(long)]
    no_comments: bool,
    /// Print the definition's file and language and the type's hash as JSON
    #[arg(long)]
    json: bool,
}

impl ShowArgs {
    pub(crate) fn run(self) -> Result<()> {
        let text = if self.r#type == "-" {
            let mut line = String::new();
            std::io::stdin()
                .read_line(&mut line)
                .map_err(Error::io("standard input"))?;
            line.trim().to_owned()
        } else {
            self.r#type.clone()
        };
        let name = interface_name(&text, InterfaceKind::Msg)?;
        let registry = self.registry(&name)?;
        let mut out = Output::new();
        if self.json {
            let file = registry.source_file(&name)?;
            out.json(&json!({
                "name": name.to_string(),
                "file": file.path,
                "language": file.format.extension(),
                "text": file.text,
                "type_hash": registry.hash(&name)?.to_string(),
            }))?;
        } else {
            self.show(&registry, &mut out, &name, !self.no_comments, 0)?;
        }
        out.finish()
    }

    /// Who knows the interface.
    fn registry(&self, name: &InterfaceName) -> Result<Arc<Registry>> {
        let Some(node) = &self.from else {
            return registry_with(name);
        };
        let session = Session::open(&SessionArgs::default())?;
        let node = nodes::find(&session, node, None)?;
        peers::ask(&session, name, Some(&node))?
            .ok_or_else(|| Error::Failed(format!("node '{node}' does not tell what '{name}' is")))
    }

    fn show(
        &self,
        registry: &Registry,
        out: &mut Output,
        name: &InterfaceName,
        comments: bool,
        depth: usize,
    ) -> Result<()> {
        let file = registry.source_file(name)?;
        if file.format == FileFormat::Idl {
            return out.text(&file.text);
        }
        for line in file.text.lines() {
            let line = line.trim_end();
            let shown = if comments {
                Some(line)
            } else {
                Some(without_comment(line).trim()).filter(|line| !line.is_empty())
            };
            if let Some(line) = shown {
                let indent = if line.is_empty() { 0 } else { depth };
                out.line(format_args!("{}{line}", "\t".repeat(indent)))?;
            }
            if let Some(nested) = nested_type(name, line).filter(|_| depth < MAX_DEPTH) {
                self.show(registry, out, &nested, self.all_comments, depth + 1)?;
            }
        }
        Ok(())
    }
}

/// The message that a line's field is of.
fn nested_type(name: &InterfaceName, line: &str) -> Option<InterfaceName> {
    let definition = parse_msg(name, line, "").ok()?;
    match &definition.fields.first()?.ty.base {
        BaseType::Message(nested) => Some(nested.clone()),
        _ => None,
    }
}

/// A line up to its comment; a `#` in quotes begins none.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    for (index, character) in line.char_indices() {
        match (character, quote) {
            ('#', None) => return &line[..index],
            ('"' | '\'', None) => quote = Some(character),
            (end, Some(begin)) if end == begin => quote = None,
            _ => {}
        }
    }
    line
}
