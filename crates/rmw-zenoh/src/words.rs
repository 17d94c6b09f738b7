//! What Zenoh says, in words for people.

use std::borrow::Cow;

/// What a listener says whenever a connection fails, whatever it fails for.
const HINT: &str = ". Hint: increase the system open file limit";

/// What Zenoh says without what tells nobody anything: places in its source, and which function has called which. Nor
/// is the configuration of an endpoint repeated, because there may be a private key in it.
pub(crate) fn plain(text: &str) -> String {
    let text = without_configuration(&without_places(text));
    let text = without_steps(&text);
    match text.contains("open files") {
        true => text,
        false => text.replace(HINT, ""),
    }
    .trim_end()
    .to_owned()
}

/// Without ` at /path/to/file.rs:1.`.
fn without_places(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" at /") {
        said.push_str(before);
        match beyond_place(after) {
            Some(beyond) => rest = beyond,
            None => {
                said.push_str(" at /");
                rest = after;
            }
        }
    }
    said + rest
}

/// What comes after `path/to/file.rs:1.`, if a text begins with such a place.
fn beyond_place(text: &str) -> Option<&str> {
    let (path, beyond) = text.split_once(".rs:")?;
    let beyond = beyond.trim_start_matches(|each: char| each.is_ascii_digit());
    (!path.contains(char::is_whitespace)).then(|| beyond.strip_prefix('.').unwrap_or(beyond))
}

/// Without what stands after the `#` of an endpoint, and without private keys wherever they stand.
fn without_configuration(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace);
    words
        .map(|word| {
            let configured = word.split_once('#').filter(|(_, rest)| rest.contains('='));
            match configured {
                Some((endpoint, rest)) => Cow::Owned(format!("{endpoint}{}", punctuation(rest))),
                None if word.contains("private_key") => Cow::Borrowed(punctuation(word)),
                None => Cow::Borrowed(word),
            }
        })
        .collect()
}

/// What a word ends with that is no part of it.
fn punctuation(word: &str) -> &str {
    let bare = word.trim_end_matches(|each: char| !each.is_ascii_alphanumeric() && each != '=');
    &word[bare.len()..]
}

/// Without `Can not create a new TCP link bound to tcp/host:7447: [host:7447: `the reason`]`, or the ports of a link that
/// has lasted for one attempt.
fn without_steps(text: &str) -> String {
    let mut said = text.to_owned();
    for step in [
        "Can not create a new ",
        "Cannot create a new ",
        "Read error on ",
        "Write error on ",
    ] {
        while let Some(begin) = said.find(step) {
            let Some(length) = said[begin..].find(": ") else {
                break;
            };
            let reason = said.split_off(begin + length + ": ".len());
            said.truncate(begin);
            let reasons = reason
                .strip_prefix('[')
                .and_then(|rest| rest.rsplit_once(']'));
            match reasons {
                Some((reasons, rest)) => said.extend([reasons, rest]),
                None => said.push_str(&reason),
            }
        }
    }
    said
}

/// What is wrong with a configuration, without the line itself, in which there may be a private key.
pub(crate) fn configuration_error(text: &str) -> String {
    let line_with = |sign: &str| {
        let mut lines = text.lines().map(str::trim_start);
        lines.find_map(|line| line.strip_prefix(sign))
    };
    // What is no JSON.
    if let (Some(place), Some(reason)) = (line_with("--> "), line_with("= ")) {
        return plain(&format!("{place}: {reason}"));
    }
    // What is none of Zenoh's.
    let message = text.split_once("Message { msg: \"");
    let message = message.and_then(|(_, rest)| rest.split_once("\", location: "));
    match message {
        Some((reason, location)) => {
            let mut numbers = location
                .split(|each: char| !each.is_ascii_digit())
                .filter(|number| !number.is_empty());
            let reason = plain(&reason.replace("\\\"", "\""));
            match (numbers.next(), numbers.next()) {
                (Some(line), Some(column)) => format!("{line}:{column}: {reason}"),
                _ => reason,
            }
        }
        None => plain(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_reason_is_told() {
        for (text, expect) in [
            ("nobody at home", "nobody at home"),
            ("no file at /tmp/x", "no file at /tmp/x"),
            ("Timeout! at /src/zenoh/a.rs:388.", "Timeout!"),
            (
                "bad at /a/b.rs:1. - Caused by worse at /c.rs:2.",
                "bad - Caused by worse",
            ),
            (
                "Unable to connect to tcp/h:1! Can not create a new TCP link bound to tcp/h:1: [h:1: Connection refused (os \
                 error 111) at /a/tcp.rs:105.] at /a/tcp.rs:133. at /a/unicast.rs:287.",
                "Unable to connect to tcp/h:1! h:1: Connection refused (os error 111)",
            ),
            (
                "Unable to connect to tls/h:1! Can not create a new TLS link bound to IpAddress(V4(Ipv4Addr([10, 0, 0, \
                 1]))): invalid peer certificate: UnknownIssuer",
                "Unable to connect to tls/h:1! invalid peer certificate: UnknownIssuer",
            ),
            (
                "Unable to connect to tcp/h:1! Read error on TCP link 10.0.0.1:33510 => 10.0.0.2:1: early eof at /a/b.rs:163.",
                "Unable to connect to tcp/h:1! early eof",
            ),
            (
                "corrupt message. Hint: increase the system open file limit.",
                "corrupt message.",
            ),
            (
                "Too many open files. Hint: increase the system open file limit.",
                "Too many open files. Hint: increase the system open file limit.",
            ),
        ] {
            assert_eq!(plain(text), expect);
        }
    }

    #[test]
    fn private_keys_are_never_told() {
        for (text, expect) in [
            (
                "Cannot create a new TLS listener to tls/h:1#listen_private_key_base64=LS0tLS1CRUdJTg==;verify=true: Bad \
                 certificate/key: KeyMismatch at /a/utils.rs:419.",
                "Bad certificate/key: KeyMismatch",
            ),
            (
                "any of [Single(tls/h:1#connect_private_key_base64=LS0t/+8=), Single(tls/i:1)]!",
                "any of [Single(tls/h:1), Single(tls/i:1)]!",
            ),
            (
                "tls/h:1#certificate_file=/my keys/c.pem;private_key_base64=LS0t: no",
                "tls/h:1 : no",
            ),
        ] {
            assert_eq!(plain(text), expect);
        }
        let no_json = "  --> 35:116\n   |\n35 | \"listen_private_key_base64\": \"LS0t\n   |      ^---\n   |\n   = expected \
                       char_literal at /a/lib.rs:1486.";
        assert_eq!(
            configuration_error(no_json),
            "35:116: expected char_literal"
        );
    }

    #[test]
    fn what_is_wrong_with_a_configuration_is_told_with_its_place() {
        let message = "JSON error: Message { msg: \"unknown variant `clinet`\", location: Some(Location { line: 18, column: 11 }) \
                       } at /a/lib.rs:1484.";
        assert_eq!(
            configuration_error(message),
            "18:11: unknown variant `clinet`"
        );
        assert_eq!(
            configuration_error("No such file at /a/b.rs:1."),
            "No such file"
        );
    }
}
