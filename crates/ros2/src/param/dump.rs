//! `ros2 param dump`.

use std::collections::BTreeMap;

use clap::Args;
use rosebay_rcl::ParameterValue;
use serde_json::{Map, Value as Json, json};

use super::{NodeArgs, all_names, text};
use crate::error::Result;
use crate::nodes::SERVICE_TIMEOUT;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct DumpArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Parameters by the parts of their names.
#[derive(Debug, PartialEq)]
enum Tree {
    Value(ParameterValue),
    Branch(BTreeMap<String, Tree>),
}

impl DumpArgs {
    pub(crate) fn run(self) -> Result<()> {
        let remote = self.node.connect()?;
        let names = all_names(&remote.session, &remote.client)?;
        let pending = remote.client.get(&names)?;
        let values = remote
            .session
            .wait_for_response(pending, Some(SERVICE_TIMEOUT))?;
        let mut out = Output::new();
        if self.json {
            let values: Map<_, _> = names
                .into_iter()
                .zip(values.iter().map(text::json))
                .collect();
            out.json(&json!({ remote.name: Json::Object(values) }))?;
            return out.finish();
        }
        let mut tree = BTreeMap::new();
        for (name, value) in names.iter().zip(values) {
            insert(&mut tree, name, value);
        }
        out.line(format_args!("{}:", remote.name))?;
        if tree.is_empty() {
            out.line("  ros__parameters: {}")?;
        } else {
            out.line("  ros__parameters:")?;
            let mut lines = Vec::new();
            write(&mut lines, &tree, 4);
            for line in lines {
                out.line(line)?;
            }
        }
        out.line("")?;
        out.finish()
    }
}

/// Puts a parameter where the dots in its name say; where a value is there already, by its whole name.
fn insert(tree: &mut BTreeMap<String, Tree>, name: &str, value: ParameterValue) {
    if let Some((first, rest)) = name.split_once('.') {
        let branch = tree
            .entry(first.to_owned())
            .or_insert_with(|| Tree::Branch(BTreeMap::new()));
        if let Tree::Branch(branch) = branch {
            return insert(branch, rest, value);
        }
    }
    tree.insert(name.to_owned(), Tree::Value(value));
}

fn write(lines: &mut Vec<String>, tree: &BTreeMap<String, Tree>, indent: usize) {
    for (name, below) in tree {
        let start = format!("{:indent$}{name}:", "");
        match below {
            Tree::Branch(branch) => {
                lines.push(start);
                write(lines, branch, indent + 2);
            }
            Tree::Value(value) => match text::yaml(value) {
                (elements, true) if elements.is_empty() => lines.push(format!("{start} []")),
                (elements, true) => {
                    lines.push(start);
                    let elements = elements.iter();
                    lines.extend(elements.map(|element| format!("{:indent$}- {element}", "")));
                }
                (scalar, false) => lines.push(format!("{start} {}", scalar.concat())),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use rosebay_rcl::parameter::NodeParameters;

    use super::*;

    #[test]
    fn what_is_dumped_is_what_a_parameter_file_says() {
        let parameters = [
            ("a.b", ParameterValue::Integer(-1)),
            (
                "a.c",
                ParameterValue::StringArray(vec!["x".into(), "1.5".into(), "a: b".into()]),
            ),
            ("d", ParameterValue::DoubleArray(vec![1.0, 1e-7])),
            ("e", ParameterValue::String("true".into())),
            ("f", ParameterValue::BoolArray(vec![true])),
            ("g", ParameterValue::Double(2.0)),
        ];
        let mut tree = BTreeMap::new();
        for (name, value) in &parameters {
            insert(&mut tree, name, value.clone());
        }
        let mut lines = vec!["/n:".to_owned(), "  ros__parameters:".to_owned()];
        write(&mut lines, &tree, 4);
        let read = NodeParameters::parse(&lines.join("\n"))
            .unwrap()
            .for_node("/n");
        assert_eq!(read.len(), parameters.len());
        for (name, value) in parameters {
            let found = read.iter().find(|parameter| parameter.name == name);
            assert_eq!(
                found.map(|parameter| &parameter.value),
                Some(&value),
                "{lines:#?}"
            );
        }
    }
}
