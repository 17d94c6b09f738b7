//! Policies as rights to full names, which access control is by.

use rosebay_rmw_zenoh::{Action, NodeRights, Right};

use super::policy::{Grant, Profile, Verb};

/// What an action is made of, seen from its client: what it does with which name.
const ACTION: [(Action, &str); 5] = [
    (Action::Request, "send_goal"),
    (Action::Request, "cancel_goal"),
    (Action::Request, "get_result"),
    (Action::Subscribe, "feedback"),
    (Action::Subscribe, "status"),
];

/// The rights that a profile grants and denies.
pub(super) fn of(profile: &Profile) -> NodeRights {
    let rights = profile.grants.iter();
    NodeRights {
        namespace: profile.namespace.clone(),
        name: profile.node.clone(),
        rights: rights.flat_map(|grant| expand(profile, grant)).collect(),
    }
}

/// The rights that one grant makes: an action is three services and two topics.
fn expand(profile: &Profile, grant: &Grant) -> Vec<Right> {
    let name = full_name(profile, &grant.expression);
    let right = |action, name| Right {
        action,
        name,
        allowed: grant.allowed,
    };
    let parts = |of: fn(Action) -> Action| {
        let parts = ACTION.iter();
        parts
            .map(|(action, part)| right(of(*action), format!("{name}/_action/{part}")))
            .collect()
    };
    match action(grant.verb) {
        Some(action) => vec![right(action, name)],
        None if grant.verb == Verb::Call => parts(|action| action),
        None => parts(opposite),
    }
}

/// What a verb does with the name itself; `None` for those of actions, whose parts have names of their own.
pub(super) fn action(verb: Verb) -> Option<Action> {
    match verb {
        Verb::Publish => Some(Action::Publish),
        Verb::Subscribe => Some(Action::Subscribe),
        Verb::Reply => Some(Action::Reply),
        Verb::Request => Some(Action::Request),
        Verb::Call | Verb::Execute => None,
    }
}

fn opposite(action: Action) -> Action {
    match action {
        Action::Publish => Action::Subscribe,
        Action::Subscribe => Action::Publish,
        Action::Reply => Action::Request,
        Action::Request => Action::Reply,
    }
}

/// A name that may be relative to the namespace, or to the node.
fn full_name(profile: &Profile, expression: &str) -> String {
    let namespace = profile.namespace.trim_end_matches('/');
    if let Some(rest) = expression.strip_prefix('~') {
        format!("{namespace}/{}{rest}", profile.node)
    } else if expression.starts_with('/') {
        expression.to_owned()
    } else {
        format!("{namespace}/{expression}")
    }
}

/// Whether a profile is of this node.
pub(super) fn is_of(profile: &Profile, namespace: &str, node: &str) -> bool {
    match profile.node.as_str() {
        "*" => {
            let above = profile.namespace.trim_end_matches('/');
            above.is_empty() || namespace == above || namespace.starts_with(&format!("{above}/"))
        }
        name => name == node && profile.namespace == namespace,
    }
}

/// What rights say of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict<'a> {
    Allowed,
    /// By the right with this name.
    Denied(&'a str),
    /// Nothing speaks of it.
    Unmentioned,
}

/// What rights say of an action on a name.
pub(super) fn verdict<'a>(
    rights: impl Iterator<Item = &'a Right>,
    action: Action,
    name: &str,
) -> Verdict<'a> {
    let mut verdict = Verdict::Unmentioned;
    for right in rights.filter(|right| right.action == action && matches(&right.name, name)) {
        if !right.allowed {
            return Verdict::Denied(&right.name);
        }
        verdict = Verdict::Allowed;
    }
    verdict
}

/// Whether a pattern, in which `*` stands for any text, is of this name.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(rest) = name.strip_prefix(before) else {
        return false;
    };
    let ends = rest
        .char_indices()
        .map(|(index, _)| index)
        .chain([rest.len()]);
    ends.into_iter().any(|index| matches(after, &rest[index..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_match_any_text() {
        for (pattern, name, expect) in [
            ("/a", "/a", true),
            ("/a", "/ab", false),
            ("/*", "/a/b", true),
            ("/a*c", "/a/b/c", true),
            ("/a*c", "/a/b/d", false),
            ("/*/x*", "/n/xy", true),
        ] {
            assert_eq!(matches(pattern, name), expect, "{pattern} {name}");
        }
    }

    #[test]
    fn names_are_relative_to_namespace_or_node() {
        let profile = Profile {
            namespace: "/ns".to_owned(),
            node: "n".to_owned(),
            ..Profile::default()
        };
        for (expression, expect) in [("a", "/ns/a"), ("/a", "/a"), ("~/a", "/ns/n/a")] {
            assert_eq!(full_name(&profile, expression), expect);
        }
    }
}
