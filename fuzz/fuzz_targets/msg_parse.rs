//! Any text as a definition file of each language: it is parsed, or refused with a place in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rosebay_rosidl::parse::{ParseError, parse_action, parse_idl, parse_msg, parse_srv};
use rosebay_rosidl::{InterfaceKind, InterfaceName};

fuzz_target!(|text: &str| {
    let name = |kind| InterfaceName::new("test_interfaces", kind, "Name").expect("it is a name");
    check(text, parse_msg(&name(InterfaceKind::Msg), text, "Name.msg"));
    check(text, parse_srv(&name(InterfaceKind::Srv), text, "Name.srv"));
    check(
        text,
        parse_action(&name(InterfaceKind::Action), text, "Name.action"),
    );
    check(text, parse_idl(text, "Name.idl"));
});

fn check<T>(text: &str, parsed: Result<T, ParseError>) {
    if let Err(error) = parsed {
        let lines = text.split('\n').count();
        assert!((1..=lines + 1).contains(&error.line), "{error}");
    }
}
