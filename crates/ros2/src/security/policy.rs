//! Policies, as `policy.xsd` of sros2 0.2.0 has them: what the nodes of an enclave may do with names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use rosebay_rcl::rmw::names::{validate_namespace, validate_node_name};

use super::error::{Result, SecurityError};
use super::xml::{self, Element};

const VERSION: &str = "0.2.0";

/// Enclaves by their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Policy {
    pub(super) enclaves: BTreeMap<String, Vec<Profile>>,
}

/// What a node may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profile {
    pub(super) namespace: String,
    /// The node's name, or `*`.
    pub(super) node: String,
    pub(super) grants: BTreeSet<Grant>,
}

/// That a node may do something with a name, or may not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Grant {
    pub(super) verb: Verb,
    pub(super) allowed: bool,
    /// As written: absolute, relative to the namespace, or with `~` for the node.
    pub(super) expression: String,
}

/// What a node does with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verb {
    Subscribe,
    Publish,
    Reply,
    Request,
    Call,
    Execute,
}

impl Verb {
    const ALL: [Self; 6] = [
        Self::Subscribe,
        Self::Publish,
        Self::Reply,
        Self::Request,
        Self::Call,
        Self::Execute,
    ];

    /// The attribute that grants it, and which elements have that.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Subscribe => ("subscribe", "topic"),
            Self::Publish => ("publish", "topic"),
            Self::Reply => ("reply", "service"),
            Self::Request => ("request", "service"),
            Self::Call => ("call", "action"),
            Self::Execute => ("execute", "action"),
        }
    }
}

impl Policy {
    /// What lets an enclave do everything, until something else is said.
    pub(super) fn everything(enclave: &str) -> Self {
        let grants = Verb::ALL.map(|verb| Grant {
            verb,
            allowed: true,
            expression: "/*".to_owned(),
        });
        let profile = Profile {
            namespace: "/".to_owned(),
            node: "*".to_owned(),
            grants: grants.into(),
        };
        Self {
            enclaves: BTreeMap::from([(enclave.to_owned(), vec![profile])]),
        }
    }

    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let root = xml::read(path)?;
        if root.name != "policy" {
            return Err(root.expected("<policy>", format!("<{}>", root.name)));
        }
        match root.attribute("version") {
            Some(VERSION) => (),
            version => {
                let got = version.unwrap_or("none");
                return Err(root.expected(format!("version {VERSION}"), got));
            }
        }
        let mut policy = Self::default();
        for enclaves in root.children("enclaves")? {
            for enclave in enclaves.children("enclave")? {
                let path = required(enclave, "path")?;
                let known = policy.enclaves.entry(path.to_owned()).or_default();
                for profiles in enclave.children("profiles")? {
                    let profiles = profiles.children.iter();
                    for profile in profiles.filter(|child| child.name != "metadata") {
                        known.push(Profile::read(profile)?);
                    }
                }
            }
        }
        Ok(policy)
    }

    /// The part of one enclave; `path` is where the policy is from.
    pub(super) fn only(mut self, name: &str, path: &Path) -> Result<Self> {
        let known: Vec<_> = self
            .enclaves
            .keys()
            .map(|name| format!("'{name}'"))
            .collect();
        match self.enclaves.remove(name) {
            Some(profiles) => Ok(Self {
                enclaves: BTreeMap::from([(name.to_owned(), profiles)]),
            }),
            None => Err(SecurityError::NotInPolicy {
                name: name.to_owned(),
                policy: path.to_owned(),
                known: known.join(", "),
            }),
        }
    }

    /// The profile of a node, made where there is none.
    pub(super) fn profile(&mut self, enclave: &str, namespace: &str, node: &str) -> &mut Profile {
        let profiles = self.enclaves.entry(enclave.to_owned()).or_default();
        let is_it = |profile: &Profile| profile.namespace == namespace && profile.node == node;
        let index = profiles.iter().position(is_it).unwrap_or(profiles.len());
        if index == profiles.len() {
            profiles.push(Profile {
                namespace: namespace.to_owned(),
                node: node.to_owned(),
                grants: BTreeSet::new(),
            });
        }
        &mut profiles[index]
    }

    /// The policy as a file has it.
    pub(super) fn to_xml(&self) -> String {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let mut line = |indent: usize, line: &str| {
            // Writing to a string cannot fail.
            writeln!(text, "{:indent$}{line}", "").ok();
        };
        line(0, &format!("<policy version=\"{VERSION}\">"));
        line(2, "<enclaves>");
        for (path, profiles) in &self.enclaves {
            line(4, &format!("<enclave path=\"{}\">", escape(path)));
            line(6, "<profiles>");
            for profile in profiles {
                let (namespace, node) = (escape(&profile.namespace), escape(&profile.node));
                line(8, &format!("<profile ns=\"{namespace}\" node=\"{node}\">"));
                profile.write(&mut line);
                line(8, "</profile>");
            }
            line(6, "</profiles>");
            line(4, "</enclave>");
        }
        line(2, "</enclaves>");
        line(0, "</policy>");
        text
    }
}

impl Profile {
    fn read(element: &Element) -> Result<Self> {
        if element.name != "profile" {
            return Err(element.expected("<profile>", format!("<{}>", element.name)));
        }
        element.has_only(&["ns", "node"])?;
        let (namespace, node) = (required(element, "ns")?, required(element, "node")?);
        if validate_namespace(namespace).is_err() {
            return Err(element.expected("a namespace, such as '/' or '/arm', as ns", namespace));
        }
        if node != "*" && validate_node_name(node).is_err() {
            return Err(element.expected("a node's name, or '*' for every node", node));
        }
        let mut profile = Self {
            namespace: namespace.to_owned(),
            node: node.to_owned(),
            grants: BTreeSet::new(),
        };
        for list in &element.children {
            let single = match list.name.as_str() {
                "topics" => "topic",
                "services" => "service",
                "actions" => "action",
                other => {
                    let got = format!("<{other}>");
                    return Err(list.expected("<topics>, <services> or <actions>", got));
                }
            };
            let verbs = Verb::ALL.into_iter();
            let verbs: Vec<_> = verbs.filter(|verb| verb.words().1 == single).collect();
            let words: Vec<_> = verbs.iter().map(|verb| verb.words().0).collect();
            // A rule that is misspelt is no rule, and a denial must not be lost so.
            list.has_only(&words)?;
            if words.iter().all(|word| list.attribute(word).is_none()) {
                return Err(
                    list.expected(format!("the attribute '{}'", words.join("' or '")), "none")
                );
            }
            for verb in verbs {
                let allowed = match list.attribute(verb.words().0) {
                    None => continue,
                    Some("ALLOW") => true,
                    Some("DENY") => false,
                    Some(other) => return Err(list.expected("ALLOW or DENY", other)),
                };
                for name in list.children(single)? {
                    if !is_expression(&name.text) {
                        return Err(name.expected(EXPRESSION, format!("'{}'", name.text)));
                    }
                    profile.grants.insert(Grant {
                        verb,
                        allowed,
                        expression: name.text.clone(),
                    });
                }
            }
        }
        Ok(profile)
    }

    fn write(&self, line: &mut impl FnMut(usize, &str)) {
        for verb in Verb::ALL {
            for (allowed, word) in [(true, "ALLOW"), (false, "DENY")] {
                let (attribute, single) = verb.words();
                let grants = self.grants.iter();
                let mut grants = grants
                    .filter(|grant| grant.verb == verb && grant.allowed == allowed)
                    .peekable();
                if grants.peek().is_none() {
                    continue;
                }
                line(10, &format!("<{single}s {attribute}=\"{word}\">"));
                for grant in grants {
                    let name = escape(&grant.expression);
                    line(12, &format!("<{single}>{name}</{single}>"));
                }
                line(10, &format!("</{single}s>"));
            }
        }
    }
}

/// What stands for names.
const EXPRESSION: &str = "a name of letters, digits, '_' and '/', in which '*' stands for any text, and '~/' at the beginning for \
                          the node";

fn is_expression(text: &str) -> bool {
    let of_the_node = text.strip_prefix("~/");
    let absolute = text.strip_prefix('/');
    let parts = of_the_node.or(absolute).unwrap_or(text).split('/');
    let is_allowed = |each: char| each.is_ascii_alphanumeric() || "_*".contains(each);
    text == "~"
        || parts
            .into_iter()
            .all(|part| !part.is_empty() && part.chars().all(is_allowed))
}

fn required<'a>(element: &'a Element, name: &str) -> Result<&'a str> {
    element
        .attribute(name)
        .ok_or_else(|| element.expected(format!("the attribute '{name}'"), "none"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
