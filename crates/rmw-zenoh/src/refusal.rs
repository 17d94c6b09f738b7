//! Who is refused what: Zenoh's log, read for those who wonder why nothing arrives.
//!
//! Zenoh tells of access control only in its traces, message by message and by key expressions, and of certificates
//! between the lines of what it retries. [`Refusals`] reads both, says each refusal once, in ROS's names, and what can
//! be done about it. What a refused peer sees of it is that nothing arrives, or that it cannot connect.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use rosebay_locks::Mutex;
use rosebay_rmw::names::demangle_type;
use tracing::level_filters::LevelFilter;

use crate::settings::ROUTER_PORT;
use crate::token::{Token, TokenKind};
use crate::words::plain;

const ACCESS_CONTROL: &str = "zenoh::net::routing::interceptor::access_control";
const LISTENER: &str = "zenoh_link_tls::unicast";
const CONNECTOR: &str = "zenoh::net::runtime::orchestrator";

/// What tells that TLS has failed for a certificate's sake, and what to do then.
const CERTIFICATES: [(&str, &str); 14] = [
    (
        "UnknownIssuer",
        "the other end's certificate is of another authority; make both from one keystore",
    ),
    (
        "UnknownCA",
        "the other end does not know the authority of the certificate here; make both from one keystore",
    ),
    (
        "DecryptError",
        "the other end does not know the authority of the certificate here; make both from one keystore",
    ),
    (
        "BadSignature",
        "the other end's certificate is of another authority of the same name; make both from one keystore",
    ),
    (
        "xpired",
        "a certificate has expired; see 'ros2 security list_enclaves --long', and renew it with 'ros2 security \
         create_enclave --force'",
    ),
    (
        "not valid for name",
        "the router's certificate names other addresses; make it anew with 'ros2 security create_enclave --address HOST \
         --force'",
    ),
    (
        "NotValidForName",
        "the router's certificate names other addresses; make it anew with 'ros2 security create_enclave --address HOST \
         --force'",
    ),
    (
        "NoCertificatesPresented",
        "the other end has shown no certificate; give it a configuration of 'ros2 security generate_configs'",
    ),
    (
        "CertificateRequired",
        "a certificate is needed here; use a configuration of 'ros2 security generate_configs'",
    ),
    (
        "NotValidYet",
        "a certificate does not hold yet; look at the clocks of both machines",
    ),
    (
        "KeyMismatch",
        "the key in the configuration is not that of its certificate; make both anew with 'ros2 security create_enclave \
         --force'",
    ),
    (
        "Bad certificate/key",
        "the configuration has no usable certificate and key; write it anew with 'ros2 security generate_configs'",
    ),
    (
        "InvalidContentType",
        "the other end does not speak TLS; have both use tls/… and a configuration of 'ros2 security generate_configs'",
    ),
    (
        "early eof",
        "the other end has closed the connection at once, as those do that want TLS (tls/…) where there is none",
    ),
];

/// What Zenoh says where a session connects to none of those that it is to connect to; it is an error then, too.
pub(crate) const NONE_CONNECTS: &str = "Unable to connect to any of ";

/// What Zenoh says when something ends that it has refused before.
const ENDS: &str = "zenoh::net::routing::hat";

/// What Zenoh says when a session of Zenoh 1.8 or before, as rmw_zenoh's are, closes: it ends an interest that newer
/// versions do not keep. Nothing is lost by that.
const OLDER_ENDS: &str = "Unknown remote interest";

/// Where routers take in what others tell of themselves.
const TOKENS: &str = "zenoh::net::routing::dispatcher::token";

/// What Zenoh says when it drops what such a session tells of itself as it connects to a router again.
const OLDER_CAME_BACK: &str = "Received token with interest id from south-bound face.";

/// How what is told of a refusal begins.
const REFUSED: &str = "refused ";

/// How many refusals are remembered: whoever is refused may try as many names as it likes.
const MOST: usize = 1_000;

thread_local! {
    /// Whether this thread works out in advance what a key's messages will meet, which is no refusal yet.
    static IN_ADVANCE: Cell<bool> = const { Cell::new(false) };
}

/// What a line of Zenoh's log comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reading {
    /// A refusal, in words for people.
    Refusal(String),
    /// Nothing that anybody needs to see, or that has been said.
    Silent,
    /// Something else, to be treated as it is.
    Other,
}

/// Reads Zenoh's log for refusals.
#[derive(Debug, Default)]
pub struct Refusals {
    told: Mutex<HashSet<String>>,
    /// The certificates of sessions by their ids.
    names: Mutex<HashMap<String, String>>,
}

impl Refusals {
    /// The least of the levels that are needed.
    pub const LEVEL: LevelFilter = LevelFilter::TRACE;

    /// Whether events of this target are needed even where they are less than warnings.
    pub fn wants(target: &str) -> bool {
        target == ACCESS_CONTROL || target == CONNECTOR
    }

    /// What to log of an event, if anything: a refusal, or the event as it is. `is_warning` where it is one, or worse.
    pub fn read(&self, target: &str, message: String, is_warning: bool) -> Option<String> {
        match self.reading(target, &message, is_warning) {
            Reading::Refusal(refusal) => Some(refusal),
            Reading::Silent => None,
            Reading::Other if target.starts_with("zenoh") => Some(plain(&message)),
            Reading::Other => Some(message),
        }
    }

    fn reading(&self, target: &str, message: &str, is_warning: bool) -> Reading {
        let refusal = match target {
            ACCESS_CONTROL => self.of_access_control(message),
            LISTENER => of_handshake(message),
            CONNECTOR => of_connection(message),
            TOKENS => of_tokens(message),
            _ => None,
        };
        let mut told = self.told.lock();
        match refusal {
            Some(refusal) if told.len() < MOST && told.insert(refusal.clone()) => {
                Reading::Refusal(refusal)
            }
            Some(_) => Reading::Silent,
            None if target.starts_with(ENDS) && message == OLDER_ENDS => Reading::Silent,
            None if target.starts_with(ENDS) && message.starts_with("Unknown ") => {
                match told.iter().any(|refusal| refusal.starts_with(REFUSED)) {
                    true => Reading::Silent,
                    false => Reading::Other,
                }
            }
            None if target == CONNECTOR && message.starts_with(NONE_CONNECTS) => Reading::Silent,
            None if is_warning => Reading::Other,
            None => Reading::Silent,
        }
    }

    fn of_access_control(&self, message: &str) -> Option<String> {
        if message.starts_with("ACL (") {
            IN_ADVANCE.set(true);
            return None;
        }
        if let Some((session, _)) = message.split_once(" did not match any configured ACL subject")
        {
            return Some(format!(
                "{REFUSED}everything to session {session}: access control does not know the name in its certificate; \
                 make its enclave in this router's keystore and write the configurations anew"
            ));
        }
        let (who, rest) = match message.split_once(" is unauthorized to ") {
            Some(found) => found,
            None => message.split_once(" is authorized to ")?,
        };
        let (what, key) = rest.rsplit_once(" on ")?;
        let name = self.name(who);
        let at_work = who.starts_with("Using cached result: ");
        if IN_ADVANCE.get() && !at_work {
            // The last of those that are worked out for a key.
            IN_ADVANCE.set(!what.starts_with("Declare Liveliness Subscriber"));
            return None;
        }
        if !message.contains(" is unauthorized to ") {
            return None;
        }
        let what = what.strip_suffix(" (ingress)")?;
        Some(format!("{REFUSED}{name} {}", deed(what, key)?))
    }

    /// The name of the certificate of who is meant: `<session> on Interface(…)+CertCommonName(…)+…`, or the session alone.
    fn name(&self, who: &str) -> String {
        let who = who.trim_start_matches("Using cached result: ");
        let (session, subject) = who.split_once(" on ").unwrap_or((who, ""));
        let mut names = self.names.lock();
        let (_, certificate) = subject.split_once("CertCommonName(").unwrap_or_default();
        if let Some((name, _)) = certificate.split_once(')') {
            if names.len() == MOST {
                names.clear();
            }
            names.insert(session.to_owned(), format!("'{name}'"));
        }
        let name = names.get(session).cloned();
        name.unwrap_or_else(|| format!("session {session}"))
    }
}

/// What was not to be done, in ROS's words; `None` for what needs no words.
fn deed(what: &str, key: &str) -> Option<String> {
    const ADVICE: &str =
        "no rule of its policy allows it, or one denies it; see 'ros2 security check'";
    if let Some(token) = Token::parse(key) {
        // Each command of `ros2` is a node with a number of its own.
        let name = match token.name.starts_with("_ros2cli") {
            true => "_ros2cli",
            false => &token.name,
        };
        let node = match token.namespace.as_str() {
            "/" => format!("/{name}"),
            namespace => format!("{namespace}/{name}"),
        };
        let Some(endpoint) = token.endpoint else {
            return Some(format!(
                "to have the node '{node}': no profile of its policy is of this node"
            ));
        };
        let verb = match token.kind {
            TokenKind::Publisher => "publish on",
            TokenKind::Subscription => "subscribe to",
            TokenKind::Service => "reply to",
            TokenKind::Client | TokenKind::Node => "request",
        };
        let (topic, domain) = (endpoint.topic, token.domain);
        return Some(format!(
            "to have '{node}' {verb} '{topic}' in domain {domain}: {ADVICE}"
        ));
    }
    let verb = match what {
        "Put" => "publish on",
        "Declare Subscriber" => "subscribe to",
        "Declare Queryable" => "reply to",
        "Query" => "request",
        _ => return None,
    };
    // What goes on below a key is said of the key itself.
    if key.contains('@') {
        return None;
    }
    match ros_name(key) {
        Some((domain, name, interface)) => Some(format!(
            "to {verb} '{name}' ({interface}) in domain {domain}: {ADVICE}"
        )),
        None => Some(format!(
            "to {verb} the key '{key}', which is no ROS topic or service: {ADVICE}"
        )),
    }
}

/// The domain, name and type of a topic or service by its key.
fn ros_name(key: &str) -> Option<(u32, String, String)> {
    let (domain, rest) = key.split_once('/')?;
    let (rest, _hash) = rest.rsplit_once('/')?;
    let (name, interface) = rest.rsplit_once('/')?;
    Some((
        domain.parse().ok()?,
        format!("/{name}"),
        demangle_type(interface),
    ))
}

/// What a listener says of a peer whose certificate will not do.
fn of_handshake(message: &str) -> Option<String> {
    let reason = of_certificate(message)?;
    Some(format!("{REFUSED}a connection: {reason}"))
}

/// What a session or router says of a router that it cannot connect to. That there is none on this host is nothing to
/// tell of.
fn of_connection(message: &str) -> Option<String> {
    let (reason, is_retried) = match message.split_once(". Retry in ") {
        Some((reason, _)) => (reason, true),
        None => (message, false),
    };
    let own_router = format!(" tcp/localhost:{ROUTER_PORT}!");
    of_certificate(reason).or_else(|| {
        let is_worth_it = is_retried && !reason.contains(&own_router);
        is_worth_it.then(|| format!("{}; it is tried again and again", plain(reason)))
    })
}

/// Why TLS has failed, and what to do; `None` where it has not.
/// What a router says of nodes that it cannot tell of.
fn of_tokens(message: &str) -> Option<String> {
    message.starts_with(OLDER_CAME_BACK).then(|| {
        "cannot tell clients and other routers of nodes that were there before this router: they are built on Zenoh 1.8 \
         or before, as rmw_zenoh's are. Start them anew now that it is there"
            .to_owned()
    })
}

fn of_certificate(reason: &str) -> Option<String> {
    let advice = advice(reason)?;
    let reason = plain(reason);
    // What comes then is another time at each attempt.
    let reason = reason.split(": verification time").next()?;
    Some(format!("{}; {advice}", reason.trim_end_matches('.')))
}

/// What to do where TLS has failed; `None` where it has not.
fn advice(reason: &str) -> Option<&'static str> {
    let mut known = CERTIFICATES.iter();
    let found = known.find(|(sign, _)| reason.contains(sign));
    found.map(|(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18";
    const WHO: &str = "0a on Interface(eth0)+CertCommonName(/desk)+Transport(Tls)+0a";

    fn refusal(refusals: &Refusals, message: &str) -> Option<String> {
        match refusals.reading(ACCESS_CONTROL, message, false) {
            Reading::Refusal(text) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn access_control_is_told_in_words_of_ros_and_once() {
        let refusals = Refusals::default();
        let key = format!("7/ns/chatter/std_msgs::msg::dds_::String_/{HASH}");
        let token = format!(
            "@ros2_lv/7/0a/1/2/MP/%/%/talker/%chatter/std_msgs::msg::dds_::String_/{HASH}/::,:,:,:,,"
        );
        for (what, key, expect) in [
            (
                "Declare Subscriber (ingress)",
                &key,
                "refused '/desk' to subscribe to '/ns/chatter' (std_msgs/msg/String) in domain 7:",
            ),
            (
                "Liveliness Token (ingress)",
                &token,
                "refused '/desk' to have '/talker' publish on '/chatter' in domain 7:",
            ),
            (
                "Liveliness Token (ingress)",
                &"@ros2_lv/7/0a/1/1/NN/%/%ns/talker".to_owned(),
                "refused '/desk' to have the node '/ns/talker':",
            ),
        ] {
            let message = format!("{WHO} is unauthorized to {what} on {key}");
            let told = refusal(&refusals, &message).unwrap();
            assert!(told.starts_with(expect), "{told}");
            assert_eq!(refusal(&refusals, &message), None);
        }
        let cached = format!("Using cached result: 0a is unauthorized to Put (ingress) on {key}");
        let told = refusal(&refusals, &cached).unwrap();
        assert!(
            told.starts_with("refused '/desk' to publish on '/ns/chatter'"),
            "{told}"
        );
    }

    #[test]
    fn what_is_allowed_kept_from_others_or_only_worked_out_is_no_refusal() {
        let refusals = Refusals::default();
        let key = format!("7/chatter/std_msgs::msg::dds_::String_/{HASH}");
        for message in [
            format!("{WHO} is authorized to Put (ingress) on {key}"),
            format!("{WHO} is unauthorized to Put (egress) on {key}"),
            format!("ACL (ingress): caching permissions for `{key}` ..."),
            format!("{WHO} is unauthorized to Query (ingress) on {key}"),
            format!("{WHO} is unauthorized to Declare Liveliness Subscriber (ingress) on {key}"),
        ] {
            assert_eq!(refusal(&refusals, &message), None, "{message}");
        }
        let message = format!("{WHO} is unauthorized to Query (ingress) on {key}");
        assert!(refusal(&refusals, &message).is_some());
    }

    #[test]
    fn certificates_that_will_not_do_come_with_advice() {
        let refusals = Refusals::default();
        for (target, message, expect) in [
            (
                LISTENER,
                "invalid peer certificate: UnknownIssuer. Hint: increase the system open file limit.",
                "refused a connection: invalid peer certificate: UnknownIssuer; the other end's certificate is of",
            ),
            (
                CONNECTOR,
                "Unable to connect to configured peer tls/h:7447! received fatal alert: UnknownCA. Retry in 1s.",
                "Unable to connect to configured peer tls/h:7447! received fatal alert: UnknownCA; the other end does",
            ),
        ] {
            match refusals.reading(target, message, true) {
                Reading::Refusal(told) => assert!(told.starts_with(expect), "{told}"),
                other => panic!("{other:?}"),
            }
            assert_eq!(refusals.reading(target, message, true), Reading::Silent);
        }
        let away = |peer: &str| {
            format!(
                "Unable to connect to configured peer {peer}! Can not create a new TCP link bound to {peer}: [h:1: Connection \
                 refused (os error 111) at /a/tcp.rs:105.] at /a/tcp.rs:133.. Retry in 2s."
            )
        };
        assert_eq!(
            refusals.reading(CONNECTOR, &away("tcp/h:1"), false),
            Reading::Refusal(
                "Unable to connect to configured peer tcp/h:1! h:1: Connection refused (os error 111); it is tried again \
                 and again"
                    .to_owned()
            )
        );
        for silent in [&away("tcp/h:1"), &away("tcp/localhost:7447")] {
            assert_eq!(refusals.reading(CONNECTOR, silent, false), Reading::Silent);
        }
        let other = "Too many open files. Hint: increase the system open file limit.";
        assert_eq!(refusals.reading(LISTENER, other, true), Reading::Other);
        assert_eq!(
            refusals.reading(CONNECTOR, "Try to connect", false),
            Reading::Silent
        );
        assert_eq!(
            refusals.reading("elsewhere", "anything", true),
            Reading::Other
        );
    }

    #[test]
    fn sessions_of_older_versions_are_known_by_what_they_do() {
        let refusals = Refusals::default();
        let interests = format!("{ENDS}::peer::interests");
        let reading = |message| refusals.reading(&interests, message, true);
        assert_eq!(reading("Unknown remote interest"), Reading::Silent);
        assert_eq!(reading("Unknown face"), Reading::Other);
        let dropped = "Received token with interest id from south-bound face. This message should only flow downstream";
        match refusals.reading(TOKENS, dropped, true) {
            Reading::Refusal(told) => assert!(told.contains("Start them anew"), "{told}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(refusals.reading(TOKENS, dropped, true), Reading::Silent);
    }

    #[test]
    fn not_more_is_remembered_than_can_be_read() {
        let refusals = Refusals::default();
        let told = (0..2 * MOST).filter(|number| {
            let message = format!("{WHO} is unauthorized to Put (ingress) on bare/key/{number}");
            refusal(&refusals, &message).is_some()
        });
        assert_eq!(told.count(), MOST);
    }
}
