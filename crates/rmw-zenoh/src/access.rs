//! Access control: what the nodes of a certificate may do, as rules on the key expressions that they use.
//!
//! A router (or any session) that has these rules in its `access_control` holds every message of a link against them.
//! Messages and requests carry no node, so they are held against what all nodes of the certificate may do together;
//! tokens, by which nodes and endpoints enter the graph, are held against what their own node may do.
//!
//! [`AccessRule`]s say `ingress` for what comes from the holder of the certificate and `egress` for what goes to it.

use rosebay_rmw::{Error, Result};
use zenoh::key_expr::OwnedKeyExpr;

use crate::token::{ADMIN_SPACE, mangle};
use crate::words::plain;

/// What a node may do with a name, or may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// What it may do.
    pub action: Action,
    /// The topic or service by its full name. `*` stands for any text, slashes too.
    pub name: String,
    /// Whether it may; what is denied stays denied whatever else allows it.
    pub allowed: bool,
}

/// What a node does with a topic or service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Publishes on a topic.
    Publish,
    /// Subscribes to a topic.
    Subscribe,
    /// Answers a service's requests.
    Reply,
    /// Calls a service.
    Request,
}

/// The rights of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRights {
    /// Its namespace; `/` where `name` is `*` stands for any.
    pub namespace: String,
    /// Its name without the namespace, or `*` for every node of the namespace and those below.
    pub name: String,
    /// What it may do; nothing else.
    pub rights: Vec<Right>,
}

/// A rule as Zenoh's configuration has it (`access_control/rules`), but for its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRule {
    /// `allow` or `deny`.
    pub permission: &'static str,
    /// Which kinds of messages.
    pub messages: &'static [&'static str],
    /// `ingress` for what comes from the subject, `egress` for what goes to it.
    pub flow: &'static str,
    /// On which keys.
    pub key_exprs: Vec<String>,
}

/// The configuration that rmw_zenoh changes in Zenoh's own defaults for sessions and routers alike: paths and their
/// values in JSON.
pub use crate::settings::COMMON as COMMON_CONFIG;

const GRAPH: [&str; 2] = ["liveliness_query", "declare_liveliness_subscriber"];
const TOKENS: [&str; 1] = ["liveliness_token"];
const QUESTIONS: [&str; 5] = [
    "put",
    "declare_subscriber",
    "query",
    "reply",
    "declare_queryable",
];

/// What flows one way and the other for an action: on the key itself, and on the keys below it by which transient-local
/// publishers and subscriptions find each other's history.
struct Flows {
    ingress: &'static [&'static str],
    egress: &'static [&'static str],
    history_ingress: &'static [&'static str],
    history_egress: &'static [&'static str],
}

const SENDS: [&str; 2] = ["put", "reply"];
const TELLS: [&str; 4] = ["put", "reply", "declare_queryable", "liveliness_token"];
const ASKS: [&str; 4] = [
    "declare_subscriber",
    "query",
    "liveliness_query",
    "declare_liveliness_subscriber",
];

impl Action {
    const ALL: [Self; 4] = [Self::Publish, Self::Subscribe, Self::Reply, Self::Request];

    fn flows(self) -> Flows {
        let none: &[&str] = &[];
        match self {
            Self::Publish => Flows {
                ingress: &SENDS,
                egress: &["declare_subscriber"],
                history_ingress: &TELLS,
                history_egress: &ASKS,
            },
            Self::Subscribe => Flows {
                ingress: &["declare_subscriber"],
                egress: &SENDS,
                history_ingress: &ASKS,
                history_egress: &TELLS,
            },
            Self::Reply => Flows {
                ingress: &["declare_queryable", "reply"],
                egress: &["query"],
                history_ingress: none,
                history_egress: none,
            },
            Self::Request => Flows {
                ingress: &["query"],
                egress: &["declare_queryable", "reply"],
                history_ingress: none,
                history_egress: none,
            },
        }
    }

    /// How tokens name it.
    fn token_kind(self) -> &'static str {
        match self {
            Self::Publish => "MP",
            Self::Subscribe => "MS",
            Self::Reply => "SS",
            Self::Request => "SC",
        }
    }
}

/// The rules for a certificate whose nodes have these rights, in a domain. Zenoh is to deny whatever no rule allows.
///
/// # Errors
/// [`Error::InvalidOption`] for a name that can be no part of a key.
pub fn access_rules(domain: u32, nodes: &[NodeRights]) -> Result<Vec<AccessRule>> {
    let mut rules = Rules(everybody(domain)?);
    for node in nodes {
        let place = token_place(domain, "NN", node);
        rules.add("allow", "ingress", &TOKENS, vec![canonical(place)?]);
    }
    for (permission, allowed) in [("allow", true), ("deny", false)] {
        for action in Action::ALL {
            let (mut keys, mut history, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
            for node in nodes {
                let rights = node.rights.iter();
                for right in
                    rights.filter(|right| right.action == action && right.allowed == allowed)
                {
                    let key = format!("{domain}/{}/*/*", key_pattern(&right.name));
                    history.push(canonical(format!("{key}/@adv/**"))?);
                    keys.push(canonical(key)?);
                    let place = token_place(domain, action.token_kind(), node);
                    let name = mangle(&right.name).replace('*', "$*");
                    tokens.push(canonical(format!("{place}/{}/**", whole_chunk(&name)))?);
                }
            }
            let flows = action.flows();
            rules.add(permission, "ingress", flows.ingress, keys.clone());
            rules.add(
                permission,
                "ingress",
                flows.history_ingress,
                history.clone(),
            );
            rules.add(permission, "ingress", &TOKENS, tokens);
            rules.add(permission, "egress", flows.egress, keys);
            rules.add(permission, "egress", flows.history_egress, history);
        }
    }
    Ok(rules.0)
}

/// What all nodes of a domain may do: look at the graph, and tell each other how far they have come.
fn everybody(domain: u32) -> Result<Vec<AccessRule>> {
    let graph = vec![canonical(format!("{ADMIN_SPACE}/{domain}/**"))?];
    let questions = vec![canonical(format!("@rosebay/{domain}/**"))?];
    let mut rules = Rules(Vec::new());
    for flow in ["ingress", "egress"] {
        rules.add("allow", flow, &GRAPH, graph.clone());
        rules.add("allow", flow, &QUESTIONS, questions.clone());
    }
    rules.add("allow", "egress", &TOKENS, graph);
    Ok(rules.0)
}

struct Rules(Vec<AccessRule>);

impl Rules {
    fn add(
        &mut self,
        permission: &'static str,
        flow: &'static str,
        messages: &'static [&'static str],
        mut key_exprs: Vec<String>,
    ) {
        key_exprs.sort();
        key_exprs.dedup();
        if !key_exprs.is_empty() && !messages.is_empty() {
            self.0.push(AccessRule {
                permission,
                messages,
                flow,
                key_exprs,
            });
        }
    }
}

/// The keys of a node's tokens of a kind, up to its name.
fn token_place(domain: u32, kind: &str, node: &NodeRights) -> String {
    let namespace = match (node.name.as_str(), node.namespace.as_str()) {
        ("*", "/" | "") => "*".to_owned(),
        ("*", namespace) => format!("{}$*", mangle(namespace)),
        (_, namespace) => mangle(namespace),
    };
    format!(
        "{ADMIN_SPACE}/{domain}/*/*/*/{kind}/*/{namespace}/{}",
        whole_chunk(&node.name)
    )
}

/// A chunk that is nothing but a wildcard is written as one.
fn whole_chunk(chunk: &str) -> &str {
    match chunk {
        // Every full name begins with a slash.
        "$*" | "%$*" => "*",
        chunk => chunk,
    }
}

/// A name as part of a key. What ends with `*` goes on to any depth.
fn key_pattern(name: &str) -> String {
    let name = name.trim_matches('/');
    let (before, last) = name.rsplit_once('/').unwrap_or(("", name));
    let mut chunks: Vec<String> = before
        .split('/')
        .filter(|chunk| !chunk.is_empty())
        .map(|chunk| match chunk {
            "*" => "**".to_owned(),
            chunk => chunk.replace('*', "$*"),
        })
        .collect();
    if last == "*" {
        chunks.push("*/**".to_owned());
    } else if last.ends_with('*') {
        chunks.push(format!("{}/**", last.replace('*', "$*")));
    } else {
        chunks.push(last.replace('*', "$*"));
    }
    chunks.join("/")
}

fn canonical(key: String) -> Result<String> {
    OwnedKeyExpr::autocanonize(key.clone())
        .map(|key| key.to_string())
        .map_err(|error| {
            Error::InvalidOption(format!(
                "access control cannot be by '{key}', which is no key expression of Zenoh: {}",
                plain(&error.to_string())
            ))
        })
}

#[cfg(test)]
mod tests {
    use zenoh::key_expr::KeyExpr;

    use super::*;

    const HASH: &str = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18";

    fn node(name: &str, rights: &[(Action, &str, bool)]) -> NodeRights {
        let rights = rights.iter().map(|(action, name, allowed)| Right {
            action: *action,
            name: (*name).to_owned(),
            allowed: *allowed,
        });
        NodeRights {
            namespace: "/".to_owned(),
            name: name.to_owned(),
            rights: rights.collect(),
        }
    }

    /// As Zenoh decides: what is denied stays so, and what nothing allows is denied.
    fn decide(rules: &[AccessRule], flow: &str, message: &str, key: &str) -> bool {
        let key = KeyExpr::try_from(key).unwrap();
        let applies = |rule: &&AccessRule| {
            rule.flow == flow
                && rule.messages.contains(&message)
                && rule
                    .key_exprs
                    .iter()
                    .any(|allowed| KeyExpr::try_from(allowed.as_str()).unwrap().includes(&key))
        };
        let mut found = rules.iter().filter(applies).peekable();
        found.peek().is_some() && found.all(|rule| rule.permission == "allow")
    }

    fn topic(name: &str) -> String {
        format!("7/{name}/std_msgs::msg::dds_::String_/{HASH}")
    }

    #[test]
    fn who_may_publish_may_not_subscribe() {
        let rules = access_rules(7, &[node("talker", &[(Action::Publish, "/chatter", true)])]);
        let rules = rules.unwrap();
        for (flow, message, key, expect) in [
            ("ingress", "put", topic("chatter"), true),
            ("ingress", "put", topic("chatter/low"), false),
            ("ingress", "put", topic("other"), false),
            ("ingress", "declare_subscriber", topic("chatter"), false),
            ("ingress", "declare_queryable", topic("chatter"), false),
            ("egress", "put", topic("chatter"), false),
            ("egress", "declare_subscriber", topic("chatter"), true),
            ("ingress", "put", topic("chatter") + "/@adv/pub/1/2/_", true),
            ("egress", "query", topic("chatter") + "/@adv/**", true),
            ("ingress", "query", "@rosebay/7/1/acks".to_owned(), true),
            ("ingress", "query", "@rosebay/8/1/acks".to_owned(), false),
        ] {
            assert_eq!(
                decide(&rules, flow, message, &key),
                expect,
                "{flow} {message} {key}"
            );
        }
    }

    #[test]
    fn tokens_are_held_against_their_own_node() {
        let rules = access_rules(
            7,
            &[
                node("talker", &[(Action::Publish, "/chatter", true)]),
                node("adder", &[(Action::Reply, "/add", true)]),
            ],
        );
        let rules = rules.unwrap();
        let token = |kind: &str, name: &str, topic: &str| {
            let node = format!("@ros2_lv/7/0a/1/2/{kind}/%/%/{name}");
            match topic {
                "" => node,
                topic => format!("{node}/%{topic}/std_msgs::msg::dds_::String_/{HASH}/::,:,:,:,,"),
            }
        };
        for (token, expect) in [
            (token("NN", "talker", ""), true),
            (token("NN", "stranger", ""), false),
            (token("MP", "talker", "chatter"), true),
            (token("MS", "talker", "chatter"), false),
            (token("MP", "adder", "chatter"), false),
            (token("SS", "adder", "add"), true),
        ] {
            let allowed = decide(&rules, "ingress", "liveliness_token", &token);
            assert_eq!(allowed, expect, "{token}");
            assert!(decide(&rules, "egress", "liveliness_token", &token));
        }
    }

    #[test]
    fn stars_stand_for_any_text_and_denials_cut_out_of_it() {
        let all = [
            (Action::Publish, "/*", true),
            (Action::Publish, "/secret/*", false),
            (Action::Request, "/arm*", true),
        ];
        let rules = access_rules(7, &[node("*", &all)]).unwrap();
        for (message, key, expect) in [
            ("put", "chatter", true),
            ("put", "a/b/c", true),
            ("put", "secret/plan", false),
            ("put", "secret", true),
            ("query", "arm", true),
            ("query", "arm_left/stop", true),
            ("query", "leg", false),
        ] {
            let allowed = decide(&rules, "ingress", message, &topic(key));
            assert_eq!(allowed, expect, "{message} {key}");
        }
        let token = "@ros2_lv/7/0a/1/2/MP/%/%ns%deep/any/%a%b/t/h/q";
        assert!(decide(&rules, "ingress", "liveliness_token", token));
    }

    #[test]
    fn names_that_are_no_keys_are_refused() {
        let refused = access_rules(7, &[node("n", &[(Action::Publish, "/a#b", true)])]);
        assert!(refused.unwrap_err().to_string().contains("a#b"));
    }
}
