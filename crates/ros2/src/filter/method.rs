//! The methods of strings, with Python's meaning.

use super::Method;
use super::operand::Operand;

type Result<T> = std::result::Result<T, String>;

/// Calls a method of a string.
pub(super) fn call(method: Method, of: &Operand, arguments: &[Operand]) -> Result<Operand> {
    let text = text(of)?;
    match method {
        Method::StartsWith => Ok(Operand::Bool(text.starts_with(one(arguments)?))),
        Method::EndsWith => Ok(Operand::Bool(text.ends_with(one(arguments)?))),
        Method::Lower => none(arguments).map(|()| Operand::Text(text.to_lowercase())),
        Method::Upper => none(arguments).map(|()| Operand::Text(text.to_uppercase())),
        Method::Strip => Ok(Operand::Text(match arguments {
            [] => text.trim().to_owned(),
            _ => {
                let ends: Vec<_> = one(arguments)?.chars().collect();
                text.trim_matches(&ends[..]).to_owned()
            }
        })),
        Method::Split => match arguments {
            [] => Ok(list(text.split_whitespace())),
            _ => Ok(list(text.split(separator(arguments)?))),
        },
        Method::Partition => {
            let separator = separator(arguments)?;
            Ok(match text.split_once(separator) {
                Some((before, after)) => list([before, separator, after]),
                None => list([text, "", ""]),
            })
        }
        Method::RightPartition => {
            let separator = separator(arguments)?;
            Ok(match text.rsplit_once(separator) {
                Some((before, after)) => list([before, separator, after]),
                None => list(["", "", text]),
            })
        }
    }
}

fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Operand {
    let texts = texts.into_iter();
    Operand::List(texts.map(|text| Operand::Text(text.to_owned())).collect())
}

fn text(operand: &Operand) -> Result<&str> {
    match operand {
        Operand::Text(text) => Ok(text),
        other => Err(format!("expected a string, got {}", other.kind())),
    }
}

fn one(arguments: &[Operand]) -> Result<&str> {
    match arguments {
        [argument] => text(argument),
        _ => Err(format!("expected one argument, got {}", arguments.len())),
    }
}

fn none(arguments: &[Operand]) -> Result<()> {
    match arguments {
        [] => Ok(()),
        _ => Err(format!("expected no argument, got {}", arguments.len())),
    }
}

fn separator(arguments: &[Operand]) -> Result<&str> {
    match one(arguments)? {
        "" => Err("empty separator".to_owned()),
        separator => Ok(separator),
    }
}
