//! Documents of XML with their `xi:include`s in place.

use std::path::{Path, PathBuf};

use roxmltree::{Document, Node};

use super::error::{Result, SecurityError};
use super::keystore;

/// How deep elements may lie within each other, those of included files within the include.
const MAX_DEPTH: usize = 64;

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Its text without blanks around.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
    /// The file and line where it begins.
    pub(super) at: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Makes sure that no other attributes are there than these.
    pub(super) fn has_only(&self, known: &[&str]) -> Result<()> {
        let mut attributes = self.attributes.iter();
        match attributes.find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => {
                let expected = format!("the attribute '{}'", known.join("' or '"));
                Err(self.expected(expected, format!("'{name}'")))
            }
            None => Ok(()),
        }
    }

    /// What is expected here and was not found.
    pub(super) fn expected(
        &self,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) -> SecurityError {
        SecurityError::Policy {
            at: self.at.clone(),
            expected: expected.into(),
            got: got.into(),
        }
    }

    /// Its children, which must have this name.
    pub(super) fn children(&self, name: &str) -> Result<&[Self]> {
        match self.children.iter().find(|child| child.name != name) {
            Some(child) => Err(child.expected(format!("<{name}>"), format!("<{}>", child.name))),
            None => Ok(&self.children),
        }
    }
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Element> {
    read_within(path, 0)
}

fn read_within(path: &Path, depth: usize) -> Result<Element> {
    let text = keystore::read(path)?;
    let document = Document::parse(&text).map_err(|source| SecurityError::Xml {
        path: path.to_owned(),
        source,
    })?;
    element(document.root_element(), path, depth)
}

fn element(node: Node<'_, '_>, path: &Path, depth: usize) -> Result<Element> {
    let line = node.document().text_pos_at(node.range().start).row;
    let mut made = Element {
        name: node.tag_name().name().to_owned(),
        attributes: node
            .attributes()
            .filter(|attribute| attribute.namespace().is_none())
            .map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned()))
            .collect(),
        text: node.text().unwrap_or_default().trim().to_owned(),
        children: Vec::new(),
        at: format!("{}:{line}", path.display()),
    };
    if depth == MAX_DEPTH {
        return Err(made.expected(
            "files that do not include each other, and elements no deeper than a policy's",
            format!("{MAX_DEPTH} elements within each other"),
        ));
    }
    for child in node.children().filter(Node::is_element) {
        let child = element(child, path, depth + 1)?;
        if child.name == "include" {
            made.children.extend(included(&child, path, depth)?);
        } else {
            made.children.push(child);
        }
    }
    Ok(made)
}

/// What an include stands for: the elements that `xpointer(/path/to/*)` names in another file.
fn included(include: &Element, from: &Path, depth: usize) -> Result<Vec<Element>> {
    let href = include.attribute("href").unwrap_or_default();
    let pointer = include.attribute("xpointer").unwrap_or_default();
    let steps = pointer.strip_prefix("xpointer(/");
    let Some(steps) = steps.and_then(|steps| steps.strip_suffix("/*)")) else {
        return Err(include.expected("xpointer(/path/to/*)", format!("'{pointer}'")));
    };
    let path: PathBuf = from.parent().unwrap_or(Path::new(".")).join(href);
    let mut found = vec![Element {
        name: String::new(),
        attributes: Vec::new(),
        text: String::new(),
        at: include.at.clone(),
        children: vec![read_within(&path, depth + 1)?],
    }];
    for step in steps.split('/') {
        let below = found.into_iter().flat_map(|element| element.children);
        found = below.filter(|element| element.name == step).collect();
    }
    Ok(found
        .into_iter()
        .flat_map(|element| element.children)
        .collect())
}
