//! Whatever a definition file holds, reading it ends in a definition or an error.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rosebay_rosidl::parse::{parse_action, parse_idl, parse_msg, parse_srv};

fn read_all(text: &str) {
    let _ = parse_msg(&"pkg/msg/A".parse().unwrap(), text, "a.msg");
    let _ = parse_srv(&"pkg/srv/A".parse().unwrap(), text, "a.srv");
    let _ = parse_action(&"pkg/action/A".parse().unwrap(), text, "a.action");
    let _ = parse_idl(text, "a.idl");
}

/// Texts of pieces that the readers know, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "int32",
        "string",
        "<=",
        "[",
        "]",
        "5",
        " ",
        "\n",
        "a",
        "A",
        "=",
        "\"",
        "'",
        "\\",
        "\\x4",
        "\\u00e",
        "#",
        "---",
        "ä",
        "-",
        "1.5e",
        "0x",
        "pkg/B",
        "module ",
        "struct ",
        "{",
        "}",
        ";",
        "const ",
        "typedef ",
        "sequence<",
        ">",
        "::",
        ",",
        "@default ",
        "(",
        ")",
        "value=",
        "TRUE",
        "/*",
        "*/",
        "//",
        "#include",
        "_Request",
        "_Constants",
        "\t",
        "\r\n",
        "99999999999999999999999999999999999999999",
        "uint8",
        "B",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text(text in any::<String>()) {
        read_all(&text);
    }

    #[test]
    fn any_pieces(text in pieces()) {
        read_all(&text);
        read_all(&format!("int32 a {text}"));
        read_all(&format!("string[] a [{text}]"));
        read_all(&format!("module pkg {{ module msg {{ struct A {{ {text} }}; }}; }};"));
    }
}
