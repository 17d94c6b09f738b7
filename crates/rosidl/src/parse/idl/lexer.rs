//! The tokens of OMG IDL 4.2 (clause 7.2).

use std::fmt;

use crate::parse::literal::unescape;

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// An identifier or a keyword.
    Word(String),
    /// A number without a fraction.
    Int(i128),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// A string, its escapes resolved.
    Text(String),
    /// A character of punctuation.
    Mark(char),
    /// `::`.
    Scope,
    /// The end of the file.
    End,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "'{word}'"),
            Self::Int(value) => write!(f, "'{value}'"),
            Self::Float(value) => write!(f, "'{value:?}'"),
            Self::Text(text) => write!(f, "the string \"{text}\""),
            Self::Mark(mark) => write!(f, "'{mark}'"),
            Self::Scope => f.write_str("'::'"),
            Self::End => f.write_str("the end of the file"),
        }
    }
}

/// A place in a file: line and column, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// What is wrong, and where.
pub(super) type Problem = (Place, String);

/// Splits a file into tokens. Comments and `#include` lines are left out; names are resolved
/// without reading the included files. The last token is [`Token::End`].
pub(super) fn tokenize(text: &str) -> Result<Vec<(Token, Place)>, Problem> {
    let mut lexer = Lexer {
        rest: text,
        place: Place { line: 1, column: 1 },
    };
    let mut tokens = Vec::new();
    loop {
        let (token, place) = lexer.next()?;
        let end = token == Token::End;
        tokens.push((token, place));
        if end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    rest: &'a str,
    place: Place,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Result<(Token, Place), Problem> {
        self.skip_blanks()?;
        let place = self.place;
        let Some(first) = self.rest.chars().next() else {
            return Ok((Token::End, place));
        };
        let token = match first {
            '"' => self.text()?,
            'L' if self.rest.starts_with("L\"") => {
                self.advance(1);
                self.text()?
            }
            '\'' => self.character()?,
            c if c.is_ascii_alphabetic() || c == '_' => Token::Word(
                self.take_while(|c| c.is_ascii_alphanumeric() || c == '_')
                    .to_owned(),
            ),
            c if c.is_ascii_digit() || c == '.' => self.number()?,
            ':' if self.rest.starts_with("::") => {
                self.advance(2);
                Token::Scope
            }
            '{' | '}' | '(' | ')' | '<' | '>' | '[' | ']' | ',' | ';' | '=' | '@' | '-' | '+' => {
                self.advance(1);
                Token::Mark(first)
            }
            other => return Err((place, format!("expected a token of IDL, found '{other}'"))),
        };
        Ok((token, place))
    }

    fn skip_blanks(&mut self) -> Result<(), Problem> {
        loop {
            self.take_while(char::is_whitespace);
            if self.rest.starts_with("//") {
                self.take_while(|c| c != '\n');
            } else if self.rest.starts_with("/*") {
                let end = self.rest.find("*/").ok_or_else(|| {
                    (
                        self.place,
                        "expected '*/' after '/*', found the end of the file".to_owned(),
                    )
                })?;
                self.advance(end + 2);
            } else if self.rest.starts_with('#') {
                let place = self.place;
                let line = self.take_while(|c| c != '\n');
                if !line.starts_with("#include") {
                    return Err((
                        place,
                        format!("expected '#include', found '{}'", line.trim_end()),
                    ));
                }
            } else {
                return Ok(());
            }
        }
    }

    fn text(&mut self) -> Result<Token, Problem> {
        let place = self.place;
        self.advance(1);
        let raw = self.quoted('"').ok_or_else(|| {
            (
                place,
                "expected a closing '\"' on the same line, found none".to_owned(),
            )
        })?;
        Ok(Token::Text(unescape(raw)))
    }

    /// A character stands for its code, as the values of the type `char` do.
    fn character(&mut self) -> Result<Token, Problem> {
        let place = self.place;
        self.advance(1);
        let value = self.quoted('\'').map(unescape).unwrap_or_default();
        let mut chars = value.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(Token::Int(i128::from(u32::from(c)))),
            _ => Err((
                place,
                "expected one character between two \"'\", found none or more".to_owned(),
            )),
        }
    }

    /// The text up to an unescaped `quote`, which is consumed too.
    fn quoted(&mut self, quote: char) -> Option<&'a str> {
        let mut escaped = false;
        let end = self.rest.char_indices().find_map(|(at, c)| {
            let ends = (c == quote && !escaped) || c == '\n';
            escaped = c == '\\' && !escaped;
            ends.then_some((at, c))
        });
        let (at, _) = end.filter(|(_, c)| *c == quote)?;
        let raw = &self.rest[..at];
        self.advance(at + 1);
        Some(raw)
    }

    fn number(&mut self) -> Result<Token, Problem> {
        let place = self.place;
        let length = number_length(self.rest);
        let text = &self.rest[..length];
        self.advance(length);
        let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
        let token = match hex {
            Some(digits) => i128::from_str_radix(digits, 16).ok().map(Token::Int),
            None if text.bytes().all(|b| b.is_ascii_digit()) => {
                let radix = if text.len() > 1 && text.starts_with('0') {
                    8
                } else {
                    10
                };
                i128::from_str_radix(text, radix).ok().map(Token::Int)
            }
            None => text
                .trim_end_matches(['d', 'D'])
                .parse()
                .ok()
                .map(Token::Float),
        };
        token.ok_or_else(|| (place, format!("expected a number, found '{text}'")))
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        let text = &self.rest[..length];
        self.advance(length);
        text
    }

    fn advance(&mut self, bytes: usize) {
        let (done, rest) = self.rest.split_at(bytes);
        for c in done.chars() {
            if c == '\n' {
                self.place.line += 1;
                self.place.column = 1;
            } else {
                self.place.column += 1;
            }
        }
        self.rest = rest;
    }
}

/// The bytes a number takes: letters, digits, points, and a sign after an exponent.
fn number_length(text: &str) -> usize {
    let hex = text.starts_with("0x") || text.starts_with("0X");
    let mut previous = ' ';
    text.char_indices()
        .find(|&(_, c)| {
            let sign = matches!(c, '+' | '-') && matches!(previous, 'e' | 'E') && !hex;
            previous = c;
            !(c.is_ascii_alphanumeric() || c == '.' || sign)
        })
        .map_or(text.len(), |(at, _)| at)
}
