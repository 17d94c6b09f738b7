//! What is carried, under which name, and how often at most.

use std::fmt;
use std::time::Duration;

use regex_lite::Regex;
use rosebay_rcl::rmw::names::validate_namespace;

use crate::Error;

/// One of the two graphs that a bridge joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The one by whose names the rules go; of a robot, say.
    Near,
    /// The one where names have the namespace before them.
    Far,
}

impl End {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Near, Self::Far];

    /// The other one.
    pub fn opposite(self) -> Self {
        match self {
            Self::Near => Self::Far,
            Self::Far => Self::Near,
        }
    }
}

/// The rules as a user writes them. Patterns are regular expressions over the whole name, as it stands at the near end, of
/// a topic, a service, an action or a node; what belongs to a node of that name is meant too.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleOptions {
    /// What is carried; everything where there is none.
    pub allow: Vec<String>,
    /// What is not carried, whatever [`Self::allow`] says.
    pub deny: Vec<String>,
    /// Topics and the most messages a second of each of their publishers.
    pub max_rates: Vec<(String, f64)>,
    /// What stands before every name at the far end; empty for nothing.
    pub namespace: String,
}

/// Rules that hold.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    allow: Vec<Pattern>,
    deny: Vec<Pattern>,
    max_rates: Vec<(Pattern, Duration)>,
    /// Without a slash at its end: empty for the root.
    namespace: String,
}

#[derive(Clone)]
struct Pattern(Regex);

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl Pattern {
    fn new(text: &str) -> Result<Self, Error> {
        // By itself first: what is no expression alone could be one of another meaning within this.
        let whole = Regex::new(text).and_then(|_| Regex::new(&format!("^(?:{text})$")));
        whole.map(Self).map_err(|source| Error::Pattern {
            pattern: text.to_owned(),
            reason: source.to_string(),
        })
    }

    fn all(texts: &[String]) -> Result<Vec<Self>, Error> {
        texts.iter().map(|text| Self::new(text)).collect()
    }

    fn is_match(&self, name: &str) -> bool {
        self.0.is_match(name)
    }
}

/// The name of an action for its services and topics; else the name itself.
fn public_name(name: &str) -> &str {
    name.split_once("/_action/")
        .map_or(name, |(action, _)| action)
}

impl Rules {
    /// Reads the rules.
    ///
    /// # Errors
    /// [`Error::Pattern`], [`Error::Rate`] or [`Error::Namespace`], which names what is wrong.
    pub fn new(options: &RuleOptions) -> Result<Self, Error> {
        let namespace = options.namespace.trim_end_matches('/');
        let namespace = match namespace {
            "" => String::new(),
            absolute if absolute.starts_with('/') => absolute.to_owned(),
            relative => format!("/{relative}"),
        };
        if !namespace.is_empty() {
            validate_namespace(&namespace).map_err(Error::Namespace)?;
        }
        let max_rates = options.max_rates.iter().map(|(text, rate)| {
            let period = Some(1.0 / rate)
                .filter(|_| rate.is_finite() && *rate > 0.0)
                .and_then(|period| Duration::try_from_secs_f64(period).ok());
            let period = period.ok_or_else(|| Error::Rate {
                pattern: text.clone(),
                rate: *rate,
            })?;
            Ok((Pattern::new(text)?, period))
        });
        Ok(Self {
            allow: Pattern::all(&options.allow)?,
            deny: Pattern::all(&options.deny)?,
            max_rates: max_rates.collect::<Result<_, Error>>()?,
            namespace,
        })
    }

    /// Whether a topic or service is carried, by its name at the near end and that of its node, if that has one.
    pub fn carries(&self, name: &str, node: Option<&str>) -> bool {
        let is_one = |pattern: &Pattern| {
            pattern.is_match(public_name(name)) || node.is_some_and(|node| pattern.is_match(node))
        };
        !self.deny.iter().any(is_one) && (self.allow.is_empty() || self.allow.iter().any(is_one))
    }

    /// Whether a node is carried even if nothing of it is.
    pub fn carries_node(&self, node: &str) -> bool {
        self.carries(node, None)
    }

    /// The least time between two messages of a publisher of a topic, by its name at the near end.
    pub fn period(&self, topic: &str) -> Option<Duration> {
        let rates = self.max_rates.iter();
        rates
            .filter_map(|(pattern, period)| pattern.is_match(topic).then_some(*period))
            .max()
    }

    /// What a name of one end is at the other; `None` where it has no place there.
    pub fn translate(&self, name: &str, from: End) -> Option<String> {
        match from {
            End::Near => Some(format!("{}{name}", self.namespace)),
            End::Far => name
                .strip_prefix(&self.namespace)
                .filter(|rest| rest.starts_with('/'))
                .map(str::to_owned),
        }
    }

    /// [`Self::translate`] for a node's namespace, which is `/` for the root.
    pub fn translate_namespace(&self, namespace: &str, from: End) -> Option<String> {
        let root = |text: String| {
            if text.is_empty() {
                "/".to_owned()
            } else {
                text
            }
        };
        let text = namespace.trim_end_matches('/');
        match from {
            End::Near => Some(root(format!("{}{text}", self.namespace))),
            End::Far => text
                .strip_prefix(&self.namespace)
                .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                .map(|rest| root(rest.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn rules(allow: &[&str], deny: &[&str]) -> Rules {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Rules::new(&RuleOptions {
            allow: texts(allow),
            deny: texts(deny),
            ..RuleOptions::default()
        })
        .unwrap()
    }

    fn in_namespace(namespace: &str) -> Rules {
        Rules::new(&RuleOptions {
            namespace: namespace.to_owned(),
            ..RuleOptions::default()
        })
        .unwrap()
    }

    #[test]
    fn patterns_mean_whole_names() {
        let rules = rules(&["/camera/.*", "/fibonacci", "/driver"], &[".*/secret"]);
        for (name, node, expect) in [
            ("/camera/image", None, true),
            ("/my/camera/image", None, false),
            ("/camera/secret", None, false),
            ("/fibonacci/_action/send_goal", Some("/planner"), true),
            ("/fibonacci/_action/feedback", None, true),
            ("/fibonacci/other", None, false),
            ("/driver/get_parameters", Some("/driver"), true),
            ("/driver/secret", Some("/driver"), false),
            ("/other", Some("/camera/secret"), false),
        ] {
            assert_eq!(rules.carries(name, node), expect, "{name} of {node:?}");
        }
        assert!(rules.carries_node("/driver"));
        assert!(!rules.carries_node("/planner"));
        assert!(Rules::default().carries("/anything", Some("/anybody")));
    }

    #[test]
    fn the_lowest_rate_holds() {
        let options = RuleOptions {
            max_rates: vec![
                ("/camera/.*".to_owned(), 5.0),
                ("/.*/image".to_owned(), 0.5),
            ],
            ..RuleOptions::default()
        };
        let rules = Rules::new(&options).unwrap();
        for (topic, expect) in [
            ("/camera/image", Some(2_000)),
            ("/camera/info", Some(200)),
            ("/tf", None),
        ] {
            assert_eq!(
                rules.period(topic),
                expect.map(Duration::from_millis),
                "{topic}"
            );
        }
    }

    #[test]
    fn names_have_the_namespace_at_the_far_end() {
        for given in ["/robot1", "robot1", "/robot1/"] {
            let rules = in_namespace(given);
            let far = rules.translate("/tf", End::Near);
            assert_eq!(far.as_deref(), Some("/robot1/tf"));
            for (name, expect) in [
                ("/robot1/tf", Some("/tf")),
                ("/robot1", None),
                ("/robot10/tf", None),
                ("/tf", None),
            ] {
                assert_eq!(rules.translate(name, End::Far).as_deref(), expect, "{name}");
            }
            for (near, far) in [("/", "/robot1"), ("/arm", "/robot1/arm")] {
                let there = rules.translate_namespace(near, End::Near);
                assert_eq!(there.as_deref(), Some(far));
                let back = rules.translate_namespace(far, End::Far);
                assert_eq!(back.as_deref(), Some(near));
            }
            assert_eq!(rules.translate_namespace("/", End::Far), None);
            assert_eq!(rules.translate_namespace("/robot10", End::Far), None);
        }
        for end in End::BOTH {
            let same = in_namespace("/");
            assert_eq!(same.translate("/tf", end).as_deref(), Some("/tf"));
            assert_eq!(same.translate_namespace("/", end).as_deref(), Some("/"));
            assert_eq!(same.translate_namespace("/a", end).as_deref(), Some("/a"));
        }
    }

    #[test]
    fn what_is_no_rule_is_refused_and_named() {
        let with = |edit: fn(&mut RuleOptions)| {
            let mut options = RuleOptions::default();
            edit(&mut options);
            Rules::new(&options).unwrap_err().to_string()
        };
        let bad = with(|options| options.allow.push("/camera/(".to_owned()));
        assert!(bad.contains("'/camera/('"), "{bad}");
        let bad = with(|options| options.deny.push("[".to_owned()));
        assert!(bad.contains("'['"), "{bad}");
        let bad = with(|options| options.deny.push("/a)|(/b".to_owned()));
        assert!(bad.contains("'/a)|(/b'"), "{bad}");
        for rate in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300] {
            let options = RuleOptions {
                max_rates: vec![("/tf".to_owned(), rate)],
                ..RuleOptions::default()
            };
            let bad = Rules::new(&options).unwrap_err().to_string();
            assert!(
                bad.contains("'/tf'") && bad.contains(&rate.to_string()),
                "{bad}"
            );
        }
        let bad = with(|options| options.namespace = "/1robot".to_owned());
        assert!(bad.contains("/1robot"), "{bad}");
    }
}
