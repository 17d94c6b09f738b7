//! Values of constants and defaults, as text.

use crate::definition::{Arity, BaseType, FieldType, Literal, Primitive};

/// Reads the value of a field's default.
pub(super) fn parse_default(ty: &FieldType, text: &str) -> Result<Literal, String> {
    match ty.arity {
        Arity::One => parse_value(&ty.base, text),
        Arity::Array(_) | Arity::Sequence { .. } => {
            let inner = text
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
                .ok_or_else(|| {
                    format!("expected a default for '{ty}' between '[' and ']', found '{text}'")
                })?;
            parse_list(ty, inner)
        }
    }
}

/// Reads the elements of a default between its brackets.
pub(super) fn parse_list(ty: &FieldType, inner: &str) -> Result<Literal, String> {
    let items = split_items(inner)
        .into_iter()
        .map(|item| parse_value(&ty.base, item))
        .collect::<Result<Vec<_>, _>>()?;
    check_length(ty, items.len())?;
    Ok(Literal::List(items))
}

/// Reads one value of type `ty`.
pub(super) fn parse_value(ty: &BaseType, text: &str) -> Result<Literal, String> {
    match ty {
        BaseType::Primitive(Primitive::Bool) => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(Literal::Bool(true)),
            "false" | "0" => Ok(Literal::Bool(false)),
            _ => Err(format!(
                "expected 'true' or 'false' for a bool, found '{text}'"
            )),
        },
        BaseType::Primitive(primitive) => match primitive.integer_range() {
            Some(range) => parse_integer(text)
                .filter(|value| range.contains(value))
                .map(Literal::Int)
                .ok_or_else(|| {
                    format!(
                        "expected an integer from {} to {} for '{ty}', found '{text}'",
                        range.start(),
                        range.end()
                    )
                }),
            None => text
                .replace('_', "")
                .parse()
                .map(Literal::Float)
                .map_err(|_| {
                    format!("expected a floating-point number for '{ty}', found '{text}'")
                }),
        },
        BaseType::String { .. } | BaseType::WString { .. } => {
            let value = unquote(text)?;
            check_text(ty, &value)?;
            Ok(Literal::String(value))
        }
        BaseType::Message(name) => Err(format!(
            "expected no default, for '{name}' is a message; found '{text}'. Give the default in that message"
        )),
    }
}

/// Gives a value that came typed (from IDL) the type it is declared with.
pub(super) fn convert(ty: &BaseType, value: Literal) -> Result<Literal, String> {
    match (ty, value) {
        (BaseType::Primitive(Primitive::Float32 | Primitive::Float64), Literal::Int(value)) => {
            Ok(Literal::Float(value as f64))
        }
        (
            BaseType::Primitive(Primitive::Float32 | Primitive::Float64),
            value @ Literal::Float(_),
        )
        | (BaseType::Primitive(Primitive::Bool), value @ Literal::Bool(_)) => Ok(value),
        (BaseType::Primitive(primitive), Literal::Int(value))
            if primitive
                .integer_range()
                .is_some_and(|range| range.contains(&value)) =>
        {
            Ok(Literal::Int(value))
        }
        (BaseType::String { .. } | BaseType::WString { .. }, Literal::String(text)) => {
            check_text(ty, &text)?;
            Ok(Literal::String(text))
        }
        (ty, value) => Err(format!(
            "expected a value of type '{ty}', found {}",
            describe(&value)
        )),
    }
}

fn describe(value: &Literal) -> String {
    match value {
        Literal::Bool(value) => format!("the boolean {value}"),
        Literal::Int(value) => format!("the integer {value}"),
        Literal::Float(value) => format!("the number {value:?}"),
        Literal::String(value) => format!("the text \"{value}\""),
        Literal::List(items) => format!("a list of {} values", items.len()),
    }
}

/// Checks the number of elements of a default against an array's length or a sequence's bound.
fn check_length(ty: &FieldType, found: usize) -> Result<(), String> {
    match ty.arity {
        Arity::Array(length) if found != length as usize => Err(format!(
            "expected a default of {length} elements for '{ty}', found {found}"
        )),
        Arity::Sequence { bound: Some(bound) } if found > bound as usize => Err(format!(
            "expected a default of at most {bound} elements for '{ty}', found {found}"
        )),
        _ => Ok(()),
    }
}

fn check_text(ty: &BaseType, text: &str) -> Result<(), String> {
    let (bound, length, unit) = match ty {
        BaseType::String { bound: Some(bound) } => (*bound, text.len(), "bytes"),
        BaseType::WString { bound: Some(bound) } => {
            (*bound, text.encode_utf16().count(), "UTF-16 units")
        }
        _ => return Ok(()),
    };
    if length > bound as usize {
        return Err(format!(
            "expected at most {bound} {unit} of text, found {length}"
        ));
    }
    Ok(())
}

/// An integer as Python reads it: decimal, `0x`, `0o` or `0b`, underscores between digits.
fn parse_integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase().replace('_', "");
    let (radix, digits) = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((radix, lower.strip_prefix(prefix)?)))
        .unwrap_or((10, &lower));
    if !digits.starts_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    let value = i128::from_str_radix(digits, radix).ok()?;
    Some(if negative { -value } else { value })
}

/// Splits at the commas outside quotes; a comma at the end adds no element.
fn split_items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut quotes = Quotes::default();
    for (at, c) in text.char_indices() {
        if quotes.outside(c) && c == ',' {
            items.push(text[start..at].trim());
            start = at + 1;
        }
    }
    let last = text[start..].trim();
    if !last.is_empty() {
        items.push(last);
    }
    items
}

/// Follows whether a scan is inside a quoted string.
#[derive(Default)]
pub(super) struct Quotes {
    open: Option<char>,
    escaped: bool,
}

impl Quotes {
    /// Takes the next character and says whether it is outside quotes.
    pub(super) fn outside(&mut self, c: char) -> bool {
        match self.open {
            None if c == '"' || c == '\'' => {
                self.open = Some(c);
                false
            }
            None => true,
            Some(_) if self.escaped => {
                self.escaped = false;
                false
            }
            Some(quote) => {
                self.escaped = c == '\\';
                if c == quote {
                    self.open = None;
                }
                false
            }
        }
    }
}

/// Takes the quotes off a text, if it has any, and resolves its escapes.
fn unquote(text: &str) -> Result<String, String> {
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Ok(unescape(text));
    };
    let mut quotes = Quotes::default();
    let end = text.char_indices().find(|&(at, c)| {
        quotes.outside(c);
        at > 0 && quotes.open.is_none()
    });
    match end {
        None => Err(format!(
            "expected a closing {quote} at the end of the text, found none"
        )),
        Some((at, _)) if at + 1 < text.len() => Err(format!(
            "expected nothing after the closing {quote}, found '{}'; write \\{quote} for a quote inside",
            text[at + 1..].trim()
        )),
        Some((at, _)) => Ok(unescape(&text[1..at])),
    }
}

/// Resolves the escapes of C and Python (`\n`, `\"`, `\x41`, `\u00e9`, `\101`); leaves others as
/// they are.
pub(in crate::parse) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (c, used) = resolve_escape(escape).unwrap_or(('\\', 0));
        out.push(c);
        rest = &escape[used..];
    }
    out.push_str(rest);
    out
}

/// The character that an escape (without its backslash) stands for, and the bytes it takes.
fn resolve_escape(escape: &str) -> Option<(char, usize)> {
    let simple = |c| Some((c, 1));
    match escape.chars().next()? {
        'n' => simple('\n'),
        't' => simple('\t'),
        'r' => simple('\r'),
        'a' => simple('\x07'),
        'b' => simple('\x08'),
        'f' => simple('\x0c'),
        'v' => simple('\x0b'),
        c @ ('\\' | '"' | '\'' | '?') => simple(c),
        'x' => numeric(escape, 1, 2, 16),
        'u' => numeric(escape, 1, 4, 16),
        '0'..='7' => numeric(escape, 0, 3, 8),
        _ => None,
    }
}

/// A character given by up to `most` digits that begin at byte `start`.
fn numeric(escape: &str, start: usize, most: usize, radix: u32) -> Option<(char, usize)> {
    let digits = escape[start..]
        .chars()
        .take(most)
        .take_while(|c| c.is_digit(radix))
        .count();
    let end = start + digits;
    let value = u32::from_str_radix(&escape[start..end], radix).ok()?;
    Some((char::from_u32(value)?, end))
}
