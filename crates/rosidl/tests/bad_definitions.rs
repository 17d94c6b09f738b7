//! Wrong definitions: each is refused at its place, and the error says what was expected and what
//! was found.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use rosebay_rosidl::parse::{parse_action, parse_idl, parse_msg, parse_srv};
use rosebay_rosidl::{InterfaceName, ParseError};

/// A text, the place of its error, and parts of the message.
type Case = (&'static str, usize, usize, &'static [&'static str]);

fn check(cases: &[Case], parse: impl Fn(&str) -> Option<ParseError>) {
    for (text, line, column, parts) in cases {
        let error = parse(text).unwrap_or_else(|| panic!("accepted: {text:?}"));
        assert_eq!(
            (error.line, error.column),
            (*line, *column),
            "{text:?}: {error}"
        );
        for part in *parts {
            assert!(
                error.message.contains(part),
                "{text:?}: no {part:?} in: {error}"
            );
        }
        let place = format!("bad.file:{line}:{column}: ");
        assert!(error.to_string().starts_with(&place), "{error}");
    }
}

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

#[test]
fn msg() {
    let cases: &[Case] = &[
        (
            "int32",
            1,
            6,
            &["a name after the type 'int32'", "the end of the line"],
        ),
        (
            "int32 # only a comment",
            1,
            7,
            &["a name", "the end of the line"],
        ),
        ("int32 =3", 1, 7, &["a name", "'='"]),
        ("# fine\nint32 a\nint33 b", 3, 1, &["a type", "'int33'"]),
        ("string[ a", 1, 1, &["a type", "'string['"]),
        ("int32] a", 1, 6, &["'['", "none"]),
        ("int32[x] a", 1, 7, &["a length", "'x'"]),
        ("int32[0] a", 1, 7, &["from 1", "'0'"]),
        ("int32[-1] a", 1, 7, &["from 1", "'-1'"]),
        ("int32[4294967296] a", 1, 7, &["4294967295"]),
        ("int32[<=0] a", 1, 7, &["from 1", "'0'"]),
        ("int32[][] a", 1, 1, &["a type", "'int32[]'"]),
        ("string<=0 a", 1, 1, &["from 1"]),
        ("string<= a", 1, 1, &["a length", "''"]),
        ("string<5 a", 1, 1, &["a type"]),
        ("lower/point a", 1, 1, &["a type", "'lower/point'"]),
        ("a/b/c/D a", 1, 1, &["a type"]),
        ("../Escape a", 1, 1, &["a type"]),
        ("time stamp", 1, 1, &["ROS 1", "builtin_interfaces/Time"]),
        (
            "duration d",
            1,
            1,
            &["ROS 1", "builtin_interfaces/Duration"],
        ),
        ("int32 Upper", 1, 7, &["a field name", "'Upper'"]),
        ("int32 1st", 1, 7, &["a field name", "'1st'"]),
        ("int32 two__scores", 1, 7, &["a field name"]),
        ("int32 end_", 1, 7, &["a field name"]),
        (
            "int32 a\n\nfloat32 a",
            3,
            9,
            &["a new field name", "second 'a'"],
        ),
        ("int32 lower=3", 1, 7, &["a constant name", "'lower'"]),
        (
            "int32 A=1\nint32 A=2",
            2,
            7,
            &["a new constant name", "second 'A'"],
        ),
        (
            "int32 A=",
            1,
            9,
            &["the value of 'A'", "the end of the line"],
        ),
        ("int32 A=   # none", 1, 12, &["the value of 'A'"]),
        ("int32[2] A=[1, 2]", 1, 1, &["a single value", "'int32[2]'"]),
        (
            "std_msgs/String A=x",
            1,
            1,
            &["for a constant", "'std_msgs/msg/String'"],
        ),
        ("int8 a 128", 1, 8, &["from -128 to 127", "'128'"]),
        ("uint8 a -1", 1, 9, &["from 0 to 255", "'-1'"]),
        (
            "uint64 A=18446744073709551616",
            1,
            10,
            &["18446744073709551615"],
        ),
        ("int32 a 1.5", 1, 9, &["an integer", "'1.5'"]),
        ("int32 a 0x", 1, 9, &["an integer", "'0x'"]),
        (
            "int32 a 99999999999999999999999999999999999999999",
            1,
            9,
            &["an integer"],
        ),
        ("bool a yes", 1, 8, &["'true' or 'false'", "'yes'"]),
        ("float32 a one", 1, 11, &["floating-point", "'one'"]),
        ("string a \"open", 1, 10, &["a closing \"", "none"]),
        ("string a 'open\\'", 1, 10, &["a closing '", "none"]),
        (
            "string a \"x\" y",
            1,
            10,
            &["nothing after the closing", "'y'"],
        ),
        (
            "string<=2 a \"abc\"",
            1,
            13,
            &["at most 2 bytes", "found 3"],
        ),
        (
            "wstring<=1 a \"äö\"",
            1,
            14,
            &["at most 1 UTF-16", "found 2"],
        ),
        ("int32[] a 1", 1, 11, &["between '[' and ']'", "'1'"]),
        ("int32[2] a [1]", 1, 12, &["2 elements", "found 1"]),
        (
            "int32[<=2] a [1, 2, 3]",
            1,
            14,
            &["at most 2 elements", "found 3"],
        ),
        ("int32[] a [1, , 2]", 1, 11, &["an integer", "''"]),
        (
            "std_msgs/Header h x",
            1,
            19,
            &["no default", "'std_msgs/msg/Header'"],
        ),
        ("# ä\nint32 ä", 2, 7, &["a field name", "'ä'"]),
        ("string ä \"", 1, 8, &["a field name"]),
        ("int32 a\n---\nint32 b", 2, 1, &["a type", "'---'"]),
    ];
    check(cases, |text| {
        parse_msg(&name("pkg/msg/Bad"), text, "bad.file").err()
    });
}

#[test]
fn srv() {
    let cases: &[Case] = &[
        (
            "int32 a",
            1,
            1,
            &["2 sections (request, response)", "found 1"],
        ),
        ("", 1, 1, &["2 sections", "found 1"]),
        ("---\nint32 a\n---\n", 3, 1, &["2 sections", "found 3"]),
        ("int32 a\n---\nint32 b\nint32 b", 4, 7, &["second 'b'"]),
    ];
    check(cases, |text| {
        parse_srv(&name("pkg/srv/Bad"), text, "bad.file").err()
    });
}

#[test]
fn action() {
    let cases: &[Case] = &[
        (
            "int32 a\n---\n",
            2,
            1,
            &["3 sections (goal, result, feedback)", "found 2"],
        ),
        ("---\n---\nint32 x\n---\n", 4, 1, &["3 sections", "found 4"]),
        ("---\n---\nint33 x", 3, 1, &["a type", "'int33'"]),
    ];
    check(cases, |text| {
        parse_action(&name("pkg/action/Bad"), text, "bad.file").err()
    });
}

#[test]
fn idl() {
    let cases: &[Case] = &[
        (
            "modul a {};",
            1,
            1,
            &["'module', 'struct', 'const' or 'typedef'", "'modul'"],
        ),
        ("module a {", 1, 11, &["'module'", "the end of the file"]),
        (
            "module a { module msg { struct B { int32 a; }; } }",
            1,
            50,
            &["';'", "'}'"],
        ),
        ("struct B { int32 a; };", 1, 8, &["in two modules", "'B'"]),
        (
            "module a { module idl { struct B { int32 a; }; }; };",
            1,
            32,
            &["'msg', 'srv' or 'action'", "'idl'"],
        ),
        (
            "module a { module msg { struct B { int32 a }; }; };",
            1,
            44,
            &["';'", "'}'"],
        ),
        (
            "module a { module msg { struct B {\n  wchar a;\n}; }; };",
            2,
            3,
            &["'wchar'"],
        ),
        (
            "module a { module msg { struct B {\n  long double a; }; }; };",
            2,
            3,
            &["'long double'"],
        ),
        (
            "module a { module msg { union U {}; }; };",
            1,
            25,
            &["'module'", "'union'"],
        ),
        (
            "module a { module msg { struct B { sequence<sequence<int32>> a; }; }; };",
            1,
            45,
            &["a single element type"],
        ),
        (
            "module a { module msg { struct B { sequence<int32, 0> a; }; }; };",
            1,
            52,
            &["from 1", "found 0"],
        ),
        (
            "module a { module msg { struct B { string<-1> a; }; }; };",
            1,
            43,
            &["from 1", "-1"],
        ),
        (
            "module a { module msg { struct B { int32 a[2][2]; }; }; };",
            1,
            46,
            &["one dimension"],
        ),
        (
            "module a { module msg { typedef double d[2]; struct B { d a[2]; }; }; };",
            1,
            60,
            &["no array of 'float64[2]'"],
        ),
        (
            "module a { module msg { struct B { int32 a; int32 a; }; }; };",
            1,
            51,
            &["second 'a'"],
        ),
        (
            "module a { module msg { struct B { a::b::c::D x; }; }; };",
            1,
            36,
            &["package::msg::Name"],
        ),
        (
            "module a { module msg { struct B { @default (value=300) uint8 x; }; }; };",
            1,
            52,
            &["type 'uint8'", "300"],
        ),
        (
            "module a { module msg { struct B { @default (value=\"1, 2\") sequence<uint8> x; }; }; };",
            1,
            52,
            &["between '(' and ')'"],
        ),
        (
            "module a { module msg { module B_Constants { const int8 C = 200; }; struct B { int8 x; }; }; };",
            1,
            61,
            &["type 'int8'", "200"],
        ),
        (
            "module a { module msg { module B_Constants { const int8 C = D; }; }; };",
            1,
            61,
            &["unknown name 'D'"],
        ),
        (
            "module a { module srv { struct B_Request { int8 x; }; }; };",
            1,
            32,
            &["'B_Response'", "none"],
        ),
        (
            "module a { module srv { struct B { int8 x; }; }; };",
            1,
            32,
            &["_Request, _Response", "'B'"],
        ),
        (
            "module a { module b { module c { module d { }; }; }; };",
            1,
            41,
            &["at most 3 nested modules"],
        ),
        ("#define X 1", 1, 1, &["'#include'", "#define X 1"]),
        ("/* open", 1, 1, &["'*/'"]),
        ("module a { $ };", 1, 12, &["a token", "'$'"]),
        (
            "@verbatim (language=\"open\n\")",
            1,
            21,
            &["a closing '\"'"],
        ),
        ("@unit (value='ab')", 1, 14, &["one character"]),
        ("@x (value=1.2.3)", 1, 11, &["a number", "'1.2.3'"]),
    ];
    check(cases, |text| parse_idl(text, "bad.file").err());
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let sequences = format!(
        "module a {{ module msg {{ struct B {{ {}",
        "sequence<".repeat(200_000)
    );
    assert!(parse_idl(&sequences, "bad.file").is_err());
    assert!(parse_idl(&"module a { ".repeat(200_000), "bad.file").is_err());
}
