//! Which texts YAML reads as text though they are not quoted: the rules of YAML 1.1 and of PyYAML, which ROS's command
//! line writes with.

use std::sync::LazyLock;

use regex_lite::Regex;

/// What is a bool, nothing, a number, a time, or one of YAML's own signs (YAML 1.1's types, as PyYAML knows them).
#[expect(clippy::expect_used, reason = "the expression is a constant")]
static NOT_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    const FORMS: [&str; 13] = [
        "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF",
        "~|null|Null|NULL|=|<<",
        // Integers: binary, octal, decimal, hexadecimal, of base 60.
        "[-+]?0b[01_]+",
        "[-+]?0[0-7_]+",
        "[-+]?(?:0|[1-9][0-9_]*)",
        "[-+]?0x[0-9a-fA-F_]+",
        "[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+",
        // Floats.
        r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?",
        r"\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?",
        r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*",
        r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        // Dates and times.
        r"\d{4}-\d\d-\d\d",
        r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?",
    ];
    Regex::new(&format!("^(?:{})$", FORMS.join("|"))).expect("a constant expression")
});

/// Whether YAML reads the text, unquoted, as this very string; inside brackets and braces if `in_flow`.
pub(super) fn is_plain(text: &str, in_flow: bool) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let rest = &text[first.len_utf8()..];
    let begins = match first {
        '-' => !rest.is_empty() && !rest.starts_with(' ') && !text.starts_with("---"),
        '?' | ':' => !in_flow && !rest.is_empty() && !rest.starts_with(' '),
        '.' => !text.starts_with("..."),
        _ => !"#,[]{}&*!|>'\"%@` ".contains(first),
    };
    let has_sign = text.ends_with([' ', ':']) || text.contains(": ") || text.contains(" #");
    let ends_flow = in_flow && rest.contains([',', '?', '[', ']', '{', '}', ':']);
    begins
        && !has_sign
        && !ends_flow
        && !text.chars().any(char::is_control)
        && !NOT_TEXT.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    /// Each text, and whether PyYAML writes it without quotes in block and in flow style.
    #[test]
    fn texts_are_quoted_where_pyyaml_does() {
        let cases = [
            ("", false, false),
            ("hello", true, true),
            ("hello world", true, true),
            ("0:a", true, false),
            ("1:30", false, false),
            ("192.168.0.1", true, true),
            ("3d_lidar", true, true),
            ("3", false, false),
            ("-3", false, false),
            ("0x1F", false, false),
            ("0b11", false, false),
            ("017", false, false),
            ("018", true, true),
            ("1_000", false, false),
            ("1.5", false, false),
            ("1.", false, false),
            ("1e5", true, true),
            ("1.0e+5", false, false),
            ("1.0e5", true, true),
            (".5", false, false),
            (".inf", false, false),
            ("-.inf", false, false),
            (".nan", false, false),
            ("nan", true, true),
            ("inf", true, true),
            ("yes", false, false),
            ("Yes", false, false),
            ("yEs", true, true),
            ("y", true, true),
            ("n", true, true),
            ("on", false, false),
            ("OFF", false, false),
            ("true", false, false),
            ("null", false, false),
            ("~", false, false),
            ("=", false, false),
            ("<<", false, false),
            ("2024-01-02", false, false),
            ("2024-1-2", true, true),
            ("2024-01-02T03:04:05Z", false, false),
            ("2024-01-02 03:04:05.5 +1:30", false, false),
            ("a: b", false, false),
            ("a:b", true, false),
            ("a:", false, false),
            ("a #b", false, false),
            ("a#b", true, true),
            ("#a", false, false),
            ("-a", true, true),
            ("- a", false, false),
            ("-", false, false),
            ("--", true, true),
            ("---", false, false),
            ("--- a", false, false),
            ("...", false, false),
            ("...a", false, false),
            ("..a", true, true),
            ("?a", true, false),
            ("? a", false, false),
            ("?", false, false),
            (":a", true, false),
            (": a", false, false),
            ("a,b", true, false),
            ("a, b", true, false),
            ("[a]", false, false),
            ("a[0]", true, false),
            ("{a}", false, false),
            ("a{b", true, false),
            ("a?b", true, false),
            ("&a", false, false),
            ("*a", false, false),
            ("!a", false, false),
            ("|a", false, false),
            (">a", false, false),
            ("'a'", false, false),
            ("it's", true, true),
            ("\"a\"", false, false),
            ("%a", false, false),
            ("@a", false, false),
            ("`a", false, false),
            (" a", false, false),
            ("a ", false, false),
            ("a\\b", true, true),
            ("/map", true, true),
            ("~/x", true, true),
            ("münchen", true, true),
            ("a: ", false, false),
            ("+a", true, true),
            ("+1", false, false),
            ("+", true, true),
            ("a=b", true, true),
            ("=a", true, true),
            ("<a", true, true),
            ("<<a", true, true),
            ("base_link", true, true),
            ("<sequence type: uint8, length: 5>", false, false),
            ("12:30:45", false, false),
            ("12:60:45", true, false),
            ("1:30.5", false, false),
            ("0o17", true, true),
            ("NO", false, false),
            ("None", true, true),
            ("True", false, false),
        ];
        for (text, in_block, in_flow) in cases {
            assert_eq!(is_plain(text, false), in_block, "{text:?} in block style");
            assert_eq!(is_plain(text, true), in_flow, "{text:?} in flow style");
        }
    }
}
