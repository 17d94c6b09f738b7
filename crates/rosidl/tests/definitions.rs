//! What the readers make of right definitions.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use rosebay_rosidl::parse::{parse_idl, parse_msg};
use rosebay_rosidl::{
    Definition, FolderSource, InterfaceName, Literal, MessageDefinition, Registry, TypeHash,
};

fn message(text: &str) -> MessageDefinition {
    let name: InterfaceName = "pkg/msg/Test".parse().unwrap();
    parse_msg(&name, text, "Test.msg").unwrap()
}

fn text(text: &str) -> Literal {
    Literal::String(text.to_owned())
}

fn ints(values: &[i128]) -> Literal {
    Literal::List(values.iter().copied().map(Literal::Int).collect())
}

#[test]
fn types_display_as_they_are_written() {
    let types = [
        "bool",
        "byte",
        "int8",
        "uint8",
        "int16",
        "uint16",
        "int32",
        "uint32",
        "int64",
        "uint64",
        "float32",
        "float64",
        "string",
        "wstring",
        "string<=10",
        "wstring<=3",
        "int32[]",
        "float64[36]",
        "int8[<=5]",
        "string<=10[<=3]",
        "string[2]",
        "pkg/Other",
        "std_msgs/Header[]",
        "std_msgs/Header[<=2]",
    ];
    for ty in types {
        assert_eq!(message(&format!("{ty} field")).fields[0].ty.to_string(), ty);
    }
    assert_eq!(message("Other field").fields[0].ty.to_string(), "pkg/Other");
    assert_eq!(
        message("std_msgs/msg/Header h").fields[0].ty.to_string(),
        "std_msgs/Header"
    );
    assert_eq!(message("char field").fields[0].ty.to_string(), "uint8");
}

#[test]
fn values() {
    let cases = [
        ("bool a true", Literal::Bool(true)),
        ("bool a True", Literal::Bool(true)),
        ("bool a 0", Literal::Bool(false)),
        ("int8 a -128", Literal::Int(-128)),
        ("int32 a +5", Literal::Int(5)),
        ("uint8 a 0xff", Literal::Int(255)),
        ("uint8 a 0b101", Literal::Int(5)),
        ("uint16 a 0o17", Literal::Int(15)),
        ("int32 a 1_000", Literal::Int(1000)),
        ("int32 a 007", Literal::Int(7)),
        (
            "uint64 a 18446744073709551615",
            Literal::Int(u64::MAX.into()),
        ),
        (
            "int64 a -9223372036854775808",
            Literal::Int(i64::MIN.into()),
        ),
        ("float32 a 1", Literal::Float(1.0)),
        ("float64 a -1.5e-3", Literal::Float(-1.5e-3)),
        ("float64 a inf", Literal::Float(f64::INFINITY)),
        ("string a plain words", text("plain words")),
        ("string a \"a # b\"  # comment", text("a # b")),
        ("string a don't # comment", text("don't")),
        ("string a 'it\\'s'", text("it's")),
        ("string a \"say \\\"hi\\\"\"", text("say \"hi\"")),
        (
            "string a \"tab\\tnew\\nline\\x41\\u00e9\\\\\"",
            text("tab\tnew\nlineAé\\"),
        ),
        ("string a \"ハロー\"", text("ハロー")),
        ("string a ''", text("")),
        ("string a \"x=y\"", text("x=y")),
        ("int32[] a []", ints(&[])),
        ("int32[] a [1, -2,3]", ints(&[1, -2, 3])),
        ("int32[2] a [ 1, 2 ]  # c", ints(&[1, 2])),
        (
            "string[] a [\"a, b\", 'c#', d]",
            Literal::List(vec![text("a, b"), text("c#"), text("d")]),
        ),
        (
            "bool[2] a [true, false]",
            Literal::List(vec![Literal::Bool(true), Literal::Bool(false)]),
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(message(line).fields[0].default, Some(expected), "{line}");
    }
}

#[test]
fn constants_may_have_blanks_and_nothing_around_the_sign() {
    let found =
        message("int32 A=1\nint32 B = 2 # two\nstring C= text with = and ' in it\nstring D=\n");
    let found: Vec<_> = found
        .constants
        .iter()
        .map(|c| (c.name.as_str(), c.value.clone()))
        .collect();
    let expected = [
        ("A", Literal::Int(1)),
        ("B", Literal::Int(2)),
        ("C", text("text with = and ' in it")),
        ("D", text("")),
    ];
    assert_eq!(found, expected);
}

#[test]
fn comments_belong_to_what_they_stand_at() {
    let found = message(
        "# About the file.\n#  Indented.\n\n# About a.\nint32 a  # Beside a.\n        # More on a.\n\n# About B.\nint32 B=1\nint32 c\n# Lost.\n",
    );
    assert_eq!(found.comment, ["About the file.", " Indented."]);
    assert_eq!(
        found.fields[0].comment,
        ["About a.", "Beside a.", "More on a."]
    );
    assert_eq!(found.constants[0].comment, ["About B."]);
    assert!(found.fields[1].comment.is_empty());
}

#[test]
fn windows_line_ends_and_tabs() {
    let found = message("int32\ta\t5\r\n\r\nstring b\r\n");
    assert_eq!(found.fields[0].default, Some(Literal::Int(5)));
    assert_eq!(found.fields[1].name, "b");
}

const MSG: &str = r#"# About the file.

uint8 LOW=0
string<=5 TAG='a"b'  # Quoted.
byte RAW=7
float64 EPS=1.5

# Where it is. [m]
geometry_msgs/Point[3] corners
geometry_msgs/Pose pose
float64[36] covariance
float64[36] other
bool flag true
byte[] raw
char letter 100
string<=10[<=3] names ["x", "y z"]
wstring wide "ä"
int64[2] pair [-1, 2]
float32 ratio 0.5
uint32[] none
"#;

const IDL: &str = r#"// A comment
#include "geometry_msgs/msg/Point.idl"
#include "geometry_msgs/msg/Pose.idl"

module pkg {
  module msg {
    typedef geometry_msgs::msg::Point geometry_msgs__msg__Point;
    typedef geometry_msgs__msg__Point geometry_msgs__msg__Point__3[3];
    typedef double double__36[36];
    typedef int64 int64__2[2];
    module Test_Constants {
      const uint8 LOW = 0;
      @verbatim (language="comment", text="Quoted.")
      const string<5> TAG = "a\"b";
      const octet RAW = 7;
      const double EPS = 1.5;
    };
    @verbatim (language="comment", text=
      "About the " "file.")
    struct Test {
      @verbatim (language="comment", text=
        "Where it is.")
      @unit (value="m")
      geometry_msgs__msg__Point__3 corners;
      geometry_msgs::msg::Pose pose;
      double__36 covariance, other;
      @default (value=TRUE)
      boolean flag;
      sequence<octet> raw;
      @default (value=100)
      uint8 letter;
      @default (value="('x', 'y z')")
      sequence<string<10>, 3> names;
      @key @default (value="ä")
      wstring wide;
      @default (value="(-1, 2)")
      int64__2 pair;
      @default (value=0.5)
      float ratio;
      sequence<unsigned long> none;
    };
  };
};
"#;

/// A folder for one test, which the system's cleaner may keep or remove.
fn folder(test: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
    let root = std::env::temp_dir().join(format!("rosidl-{test}-{}", std::process::id()));
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    root
}

fn hash_of(file: &str, text: &str) -> TypeHash {
    let root = folder(&file.replace(['/', '.'], "-"), &[(file, text)]);
    let registry = Registry::with_sources([]);
    registry.add_source(FolderSource::packages_in(&root));
    registry.add_source(rosebay_rosidl::BundledSource);
    let hash = registry
        .message(&"pkg/msg/Test".parse().unwrap())
        .unwrap()
        .hash();
    std::fs::remove_dir_all(root).unwrap();
    hash
}

#[test]
fn the_same_message_in_both_languages_is_the_same() {
    let mut from_msg = message(MSG);
    from_msg.fields[0].comment = vec!["Where it is.".to_owned(), "[m]".to_owned()];
    let from_idl = parse_idl(IDL, "Test.idl").unwrap();
    assert_eq!(from_idl, [Definition::Message(from_msg)]);
    assert_eq!(
        hash_of("pkg/msg/Test.msg", MSG),
        hash_of("pkg/msg/Test.idl", IDL)
    );
}

#[test]
fn idl_services_actions_and_empty_messages() {
    let text = "module pkg {
        module srv {
          struct Ask_Request { long long a; unsigned short b; };
          struct Ask_Response { uint8 structure_needs_at_least_one_member; };
        };
        module action {
          module Go_Goal_Constants { const boolean FAST = TRUE; };
          struct Go_Feedback { char letter; };
          struct Go_Goal { int32 order; };
          struct Go_Result { sequence<int32> done; pkg::action::Go_Goal goal; };
        };
      };";
    let found = parse_idl(text, "x.idl").unwrap();
    let [Definition::Service(service), Definition::Action(action)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(service.name.to_string(), "pkg/srv/Ask");
    let fields: Vec<_> = service
        .request
        .fields
        .iter()
        .map(|field| field.ty.to_string())
        .collect();
    assert_eq!(fields, ["int64", "uint16"]);
    assert!(service.response.fields.is_empty());
    assert_eq!(action.name.to_string(), "pkg/action/Go");
    assert_eq!(action.goal.constants[0].value, Literal::Bool(true));
    assert_eq!(action.result.fields[1].ty.to_string(), "pkg/Go_Goal");
    assert_eq!(action.feedback.fields[0].ty.to_string(), "char");
}

#[test]
fn idl_bounds_may_be_constants() {
    let text =
        "module pkg { module msg { const uint32 N = 4; module A_Constants { const short M = 2; };
        struct A { sequence<int32, N> a; string<M> b; int8 c[N]; }; }; };";
    let found = parse_idl(text, "x.idl").unwrap();
    let [Definition::Message(message)] = found.as_slice() else {
        panic!("{found:?}");
    };
    let types: Vec<_> = message
        .fields
        .iter()
        .map(|field| field.ty.to_string())
        .collect();
    assert_eq!(types, ["int32[<=4]", "string<=2", "int8[4]"]);
}

#[test]
fn idl_annotations_and_numbers() {
    let numbers = [
        ("1.9e10", 1.9e10),
        ("1.1e-10", 1.1e-10),
        ("9e+05", 9e5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-8.25d", -8.25),
        ("7d", 7.0),
        ("+3", 3.0),
        ("0x10", 16.0),
        ("010", 8.0),
    ];
    for (number, expected) in numbers {
        let text = format!(
            "module pkg {{ module msg {{ @transfer_mode(SHMEM_REF) @final struct A {{
                @key @range (min=-10, max=10) @default (value={number}) double a; }}; }}; }};"
        );
        let found = parse_idl(&text, "x.idl").unwrap();
        let [Definition::Message(message)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(
            message.fields[0].default,
            Some(Literal::Float(expected)),
            "{number}"
        );
    }
}
