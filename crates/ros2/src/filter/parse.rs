//! From text to an expression: a parser by recursive descent.

use super::operand::Operand;
use super::{Arithmetic, Comparison, Expression, Function, Method};

type Result<T> = std::result::Result<T, String>;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 64;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Integer(i128),
    Float(f64),
    Text(String),
    Symbol(&'static str),
}

/// A token and the number of its first character, from 1.
type Placed = (Token, usize);

/// Longer symbols before their beginnings.
const SYMBOLS: [&str; 19] = [
    "==", "!=", "<=", ">=", "//", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ".", ",",
    "=",
];

pub(super) fn parse(text: &str) -> Result<Expression> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
    };
    let expression = parser.any()?;
    match parser.tokens.get(parser.next) {
        None => Ok(expression),
        Some((token, place)) => Err(format!(
            "expected an operator, got '{}' at character {place}",
            shown(token)
        )),
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Name(name) => name.clone(),
        Token::Integer(value) => value.to_string(),
        Token::Float(value) => value.to_string(),
        Token::Text(text) => text.clone(),
        Token::Symbol(symbol) => (*symbol).to_owned(),
    }
}

fn tokens(text: &str) -> Result<Vec<Placed>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let place = text[..text.len() - rest.len()].chars().count() + 1;
        let (token, length) = if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let end = end.unwrap_or(rest.len());
            (Token::Name(rest[..end].to_owned()), end)
        } else if first.is_ascii_digit() {
            number(rest, place)?
        } else if first == '\'' || first == '"' {
            string(rest, first, place)?
        } else {
            let symbol = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol));
            let symbol =
                symbol.ok_or_else(|| format!("unexpected '{first}' at character {place}"))?;
            (Token::Symbol(symbol), symbol.len())
        };
        tokens.push((token, place));
        rest = &rest[length..];
    }
}

fn number(rest: &str, place: usize) -> Result<(Token, usize)> {
    let mut end = 0;
    let mut before = ' ';
    for (index, character) in rest.char_indices() {
        let is_sign = matches!(character, '+' | '-') && matches!(before, 'e' | 'E');
        if !(character.is_ascii_alphanumeric() || character == '.' || is_sign) {
            break;
        }
        end = index + character.len_utf8();
        before = character;
    }
    let text = &rest[..end];
    let token = match (text.parse(), text.parse()) {
        (Ok(integer), _) => Token::Integer(integer),
        (_, Ok(float)) => Token::Float(float),
        _ => return Err(format!("'{text}' at character {place} is no number")),
    };
    Ok((token, end))
}

fn string(rest: &str, quote: char, place: usize) -> Result<(Token, usize)> {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((index, character)) = characters.next() {
        match character {
            '\\' => text.extend(characters.next().map(|(_, escaped)| escaped)),
            end if end == quote => return Ok((Token::Text(text), index + 1)),
            other => text.push(other),
        }
    }
    Err(format!("the string at character {place} does not end"))
}

const METHODS: [(&str, Method); 8] = [
    ("startswith", Method::StartsWith),
    ("endswith", Method::EndsWith),
    ("lower", Method::Lower),
    ("upper", Method::Upper),
    ("strip", Method::Strip),
    ("split", Method::Split),
    ("partition", Method::Partition),
    ("rpartition", Method::RightPartition),
];

fn method(name: &str, place: usize) -> Result<Method> {
    let found = METHODS.into_iter().find(|(known, _)| *known == name);
    found.map(|(_, method)| method).ok_or_else(|| {
        format!(
            "unknown method '{name}' at character {place}: strings have {}",
            METHODS.map(|(known, _)| known).join(", ")
        )
    })
}

struct Parser {
    tokens: Vec<Placed>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    fn accept(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Symbol(other)) if *other == symbol);
        self.next += usize::from(found);
        found
    }

    fn accept_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(other)) if other == word);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &str) -> Result<()> {
        if self.accept(symbol) {
            Ok(())
        } else {
            Err(self.expected(&format!("'{symbol}'")))
        }
    }

    fn expected(&self, what: &str) -> String {
        match self.tokens.get(self.next) {
            Some((token, place)) => format!(
                "expected {what}, got '{}' at character {place}",
                shown(token)
            ),
            None => format!("expected {what} at the end"),
        }
    }

    fn any(&mut self) -> Result<Expression> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        let mut first = self.all()?;
        while self.accept_word("or") {
            first = Expression::Or(Box::new(first), Box::new(self.all()?));
        }
        self.depth -= 1;
        Ok(first)
    }

    fn all(&mut self) -> Result<Expression> {
        let mut first = self.negation()?;
        while self.accept_word("and") {
            first = Expression::And(Box::new(first), Box::new(self.negation()?));
        }
        Ok(first)
    }

    fn negation(&mut self) -> Result<Expression> {
        let mut negations = 0;
        while self.accept_word("not") {
            negations += 1;
        }
        let expression = self.comparison()?;
        let not = |expression| Expression::Not(Box::new(expression));
        // An even number of them is not none: it makes a truth value.
        Ok(match (negations, negations % 2) {
            (0, _) => expression,
            (_, 1) => not(expression),
            _ => not(not(expression)),
        })
    }

    fn comparison(&mut self) -> Result<Expression> {
        let first = self.sum()?;
        let mut rest = Vec::new();
        while let Some(how) = self.comparison_operator()? {
            rest.push((how, self.sum()?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(Expression::Comparison(Box::new(first), rest))
    }

    fn comparison_operator(&mut self) -> Result<Option<Comparison>> {
        const OPERATORS: [(&str, Comparison); 6] = [
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        for (symbol, how) in OPERATORS {
            if self.accept(symbol) {
                return Ok(Some(how));
            }
        }
        if self.accept_word("in") {
            return Ok(Some(Comparison::In));
        }
        if self.accept_word("not") {
            if self.accept_word("in") {
                return Ok(Some(Comparison::NotIn));
            }
            return Err(self.expected("'in'"));
        }
        Ok(None)
    }

    fn sum(&mut self) -> Result<Expression> {
        let mut first = self.product()?;
        loop {
            let how = if self.accept("+") {
                Arithmetic::Add
            } else if self.accept("-") {
                Arithmetic::Subtract
            } else {
                return Ok(first);
            };
            first = Expression::Arithmetic(how, Box::new(first), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expression> {
        let mut first = self.signed()?;
        loop {
            let how = if self.accept("*") {
                Arithmetic::Multiply
            } else if self.accept("//") {
                Arithmetic::FloorDivide
            } else if self.accept("/") {
                Arithmetic::Divide
            } else if self.accept("%") {
                Arithmetic::Remainder
            } else {
                return Ok(first);
            };
            first = Expression::Arithmetic(how, Box::new(first), Box::new(self.signed()?));
        }
    }

    fn signed(&mut self) -> Result<Expression> {
        let mut is_negative = false;
        loop {
            if self.accept("-") {
                is_negative = !is_negative;
            } else if !self.accept("+") {
                break;
            }
        }
        let expression = self.postfix()?;
        if is_negative {
            return Ok(Expression::Negative(Box::new(expression)));
        }
        Ok(expression)
    }

    fn postfix(&mut self) -> Result<Expression> {
        let mut expression = self.atom()?;
        loop {
            if self.accept(".") {
                let Some((Token::Name(name), place)) = self.tokens.get(self.next).cloned() else {
                    return Err(self.expected("a field's name"));
                };
                self.next += 1;
                let of = Box::new(expression);
                expression = if self.accept("(") {
                    let method = method(&name, place)?;
                    Expression::Method(of, method, self.list(")")?)
                } else {
                    Expression::Field(of, name)
                };
            } else if self.accept("[") {
                let index = self.any()?;
                self.expect("]")?;
                expression = Expression::Element(Box::new(expression), Box::new(index));
            } else {
                return Ok(expression);
            }
        }
    }

    fn atom(&mut self) -> Result<Expression> {
        let Some((token, place)) = self.tokens.get(self.next).cloned() else {
            return Err(self.expected("a value"));
        };
        self.next += 1;
        Ok(match token {
            Token::Integer(value) => Expression::Constant(Operand::Integer(value)),
            Token::Float(value) => Expression::Constant(Operand::Float(value)),
            Token::Text(text) => Expression::Constant(Operand::Text(text)),
            Token::Symbol("(") => {
                let inner = self.any()?;
                self.expect(")")?;
                inner
            }
            Token::Symbol("[") => Expression::List(self.list("]")?),
            Token::Name(name) => self.name(&name, place)?,
            Token::Symbol(_) => {
                self.next -= 1;
                return Err(self.expected("a value"));
            }
        })
    }

    fn name(&mut self, name: &str, place: usize) -> Result<Expression> {
        let function = match name {
            "m" => return Ok(Expression::Message),
            "True" => return Ok(Expression::Constant(Operand::Bool(true))),
            "False" => return Ok(Expression::Constant(Operand::Bool(false))),
            "None" => return Ok(Expression::Constant(Operand::None)),
            "len" => Function::Len,
            "abs" => Function::Abs,
            "int" => Function::Int,
            "float" => Function::Float,
            "min" => Function::Min,
            "max" => Function::Max,
            "sum" => Function::Sum,
            "any" => Function::Any,
            "all" => Function::All,
            _ => {
                return Err(format!(
                    "unknown name '{name}' at character {place}: the message is 'm'"
                ));
            }
        };
        self.expect("(")?;
        Ok(Expression::Call(function, self.list(")")?))
    }

    /// Expressions with commas between, up to `end`.
    fn list(&mut self, end: &str) -> Result<Vec<Expression>> {
        let mut items = Vec::new();
        while !self.accept(end) {
            items.push(self.any()?);
            if !self.accept(",") {
                self.expect(end)?;
                break;
            }
        }
        Ok(items)
    }
}
