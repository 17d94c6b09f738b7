//! What Zenoh says when it cannot.

use rosebay_rmw::Error;

/// A failure of Zenoh's while it was to do something.
pub(crate) fn failed(what: &str) -> impl Fn(zenoh::Error) -> Error {
    move |error| {
        let reason = without_places(&error.to_string());
        Error::Middleware(format!("Zenoh cannot {what}: {reason}"))
    }
}

/// What Zenoh says without the places in its source (` at /path/to/file.rs:1.`), which tell nobody else anything.
pub(crate) fn without_places(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" at /") {
        said.push_str(before);
        let (place, beyond) = after.split_once(' ').unwrap_or((after, ""));
        if !place.contains(".rs:") {
            said.push_str(" at /");
            rest = after;
            continue;
        }
        if beyond.is_empty() {
            return said;
        }
        said.push(' ');
        rest = beyond;
    }
    said + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_sources_are_left_out() {
        for (text, expect) in [
            ("nobody at home", "nobody at home"),
            ("no file at /tmp/x", "no file at /tmp/x"),
            ("Timeout! at /src/zenoh/a.rs:388.", "Timeout!"),
            (
                "bad at /a/b.rs:1. - Caused by worse at /c.rs:2.",
                "bad - Caused by worse",
            ),
        ] {
            assert_eq!(without_places(text), expect);
        }
    }
}
