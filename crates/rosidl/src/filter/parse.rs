//! From the text of an expression to its tree, before anything is known of a message.

use super::FilterError;

/// Deeper conditions are refused, so that an expression from the network cannot exhaust the stack.
pub(super) const MAX_DEPTH: usize = 64;

/// A condition as it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    Compare(Operand, Operator, Operand),
    /// From the low to the high bound, both included.
    Between(Operand, Operand, Operand),
    Like(Operand, Operand),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Field(Vec<PathStep>),
    Literal(Literal),
}

/// A field, or one of its elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PathStep {
    pub(super) name: String,
    pub(super) element: Option<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Integer(i128),
    Float(f64),
    Bool(bool),
    Text(String),
}

/// Parses an expression and puts its parameters in.
pub(super) fn parse(expression: &str, parameters: &[String]) -> Result<Expression, FilterError> {
    let values = parameters.iter().map(|parameter| literal(parameter));
    let mut parser = Parser {
        text: expression,
        position: 0,
        parameters: &values.collect::<Result<Vec<_>, _>>()?,
    };
    let parsed = parser.condition(0)?;
    parser.end("AND, OR or the end")?;
    Ok(parsed)
}

/// A parameter's value: a literal and nothing else.
fn literal(text: &str) -> Result<Literal, FilterError> {
    let mut parser = Parser {
        text,
        position: 0,
        parameters: &[],
    };
    let Some(value) = parser.literal()? else {
        return Err(parser.expected("a number, a quoted text, TRUE or FALSE"));
    };
    parser.end("the end of the parameter")?;
    Ok(value)
}

struct Parser<'a> {
    text: &'a str,
    position: usize,
    parameters: &'a [Literal],
}

impl<'a> Parser<'a> {
    fn rest(&mut self) -> &'a str {
        let rest = self.text.get(self.position..).unwrap_or_default();
        let trimmed = rest.trim_start();
        self.position += rest.len() - trimmed.len();
        trimmed
    }

    fn expected(&mut self, expected: &'static str) -> FilterError {
        let rest = self.rest();
        let word = rest.split_whitespace().next();
        FilterError::Syntax {
            expression: self.text.to_owned(),
            at: self.text[..self.position].chars().count(),
            expected,
            found: word.map_or_else(|| "its end".to_owned(), |word| format!("'{word}'")),
        }
    }

    fn end(&mut self, expected: &'static str) -> Result<(), FilterError> {
        if self.rest().is_empty() {
            return Ok(());
        }
        Err(self.expected(expected))
    }

    /// Passes over a symbol that comes next.
    fn symbol(&mut self, symbol: &str) -> bool {
        let found = self.rest().starts_with(symbol);
        if found {
            self.position += symbol.len();
        }
        found
    }

    /// The letters, digits and underscores that come next.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    }

    /// Passes over a keyword that comes next.
    fn keyword(&mut self, keyword: &str) -> bool {
        let found = self.word().eq_ignore_ascii_case(keyword);
        if found {
            self.position += keyword.len();
        }
        found
    }

    fn condition(&mut self, depth: usize) -> Result<Expression, FilterError> {
        let mut left = self.conjunction(depth)?;
        let mut terms = depth;
        while self.keyword("OR") {
            terms = deeper(terms)?;
            left = Expression::Or(Box::new(left), Box::new(self.conjunction(terms)?));
        }
        Ok(left)
    }

    fn conjunction(&mut self, depth: usize) -> Result<Expression, FilterError> {
        let mut left = self.negation(depth)?;
        let mut terms = depth;
        while self.keyword("AND") {
            terms = deeper(terms)?;
            left = Expression::And(Box::new(left), Box::new(self.negation(terms)?));
        }
        Ok(left)
    }

    fn negation(&mut self, depth: usize) -> Result<Expression, FilterError> {
        if self.keyword("NOT") {
            let negated = self.negation(deeper(depth)?)?;
            return Ok(Expression::Not(Box::new(negated)));
        }
        if self.symbol("(") {
            let inner = self.condition(deeper(depth)?)?;
            if !self.symbol(")") {
                return Err(self.expected("AND, OR or ')'"));
            }
            return Ok(inner);
        }
        self.predicate()
    }

    fn predicate(&mut self) -> Result<Expression, FilterError> {
        let left = self.operand()?;
        let negated = self.keyword("NOT");
        let predicate = if self.keyword("BETWEEN") {
            let low = self.operand()?;
            if !self.keyword("AND") {
                return Err(self.expected("AND and the upper bound"));
            }
            Expression::Between(left, low, self.operand()?)
        } else if self.keyword("LIKE") {
            Expression::Like(left, self.operand()?)
        } else if negated {
            return Err(self.expected("BETWEEN or LIKE"));
        } else {
            let operator = self.operator()?;
            Expression::Compare(left, operator, self.operand()?)
        };
        Ok(match negated {
            true => Expression::Not(Box::new(predicate)),
            false => predicate,
        })
    }

    fn operator(&mut self) -> Result<Operator, FilterError> {
        // Longer ones first.
        let operators = [
            ("<>", Operator::NotEqual),
            ("!=", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("<", Operator::Less),
            (">", Operator::Greater),
            ("=", Operator::Equal),
        ];
        for (symbol, operator) in operators {
            if self.symbol(symbol) {
                return Ok(operator);
            }
        }
        Err(self.expected("an operator"))
    }

    fn operand(&mut self) -> Result<Operand, FilterError> {
        if self.symbol("%") {
            return self.parameter().map(Operand::Literal);
        }
        if let Some(literal) = self.literal()? {
            return Ok(Operand::Literal(literal));
        }
        let mut path = Vec::new();
        loop {
            let name = self.word();
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Err(self.expected("a field, a value or a parameter"));
            }
            self.position += name.len();
            path.push(PathStep {
                name: name.to_owned(),
                element: self.element()?,
            });
            if !self.symbol(".") {
                return Ok(Operand::Field(path));
            }
        }
    }

    fn element(&mut self) -> Result<Option<usize>, FilterError> {
        if !self.symbol("[") {
            return Ok(None);
        }
        let digits = self.word();
        let Ok(index) = digits.parse() else {
            return Err(self.expected("the number of an element"));
        };
        self.position += digits.len();
        if !self.symbol("]") {
            return Err(self.expected("']'"));
        }
        Ok(Some(index))
    }

    fn parameter(&mut self) -> Result<Literal, FilterError> {
        let digits = self.word();
        let index: usize = match digits.parse() {
            Ok(index) if index < 100 => index,
            _ => return Err(self.expected("the number of a parameter, 0 to 99")),
        };
        self.position += digits.len();
        let missing = FilterError::MissingParameter {
            index,
            given: self.parameters.len(),
        };
        self.parameters.get(index).cloned().ok_or(missing)
    }

    fn literal(&mut self) -> Result<Option<Literal>, FilterError> {
        if self.keyword("TRUE") {
            return Ok(Some(Literal::Bool(true)));
        }
        if self.keyword("FALSE") {
            return Ok(Some(Literal::Bool(false)));
        }
        let rest = self.rest();
        match rest.chars().next() {
            // The standard has also a text between a grave accent and an apostrophe.
            Some(quote @ ('\'' | '"' | '`')) => {
                self.text(quote).map(|text| Some(Literal::Text(text)))
            }
            Some('0'..='9' | '+' | '-' | '.') => self.number().map(Some),
            _ => Ok(None),
        }
    }

    fn text(&mut self, quote: char) -> Result<String, FilterError> {
        let close = if quote == '`' { '\'' } else { quote };
        let inner = &self.rest()[1..];
        let Some(end) = inner.find(close) else {
            self.position = self.text.len();
            return Err(self.expected("the closing quote of a text"));
        };
        self.position += 1 + end + 1;
        Ok(inner[..end].to_owned())
    }

    fn number(&mut self) -> Result<Literal, FilterError> {
        let rest = self.rest();
        let mut previous = ' ';
        let end = rest.find(|c: char| {
            let sign = matches!(c, '+' | '-');
            let exponent = matches!(previous, 'e' | 'E' | ' ');
            previous = c;
            !(c.is_ascii_alphanumeric() || c == '.' || (sign && exponent))
        });
        let text = &rest[..end.unwrap_or(rest.len())];
        let Some(number) = integer(text).or_else(|| float(text)) else {
            return Err(self.expected("a number"));
        };
        self.position += text.len();
        Ok(number)
    }
}

fn deeper(depth: usize) -> Result<usize, FilterError> {
    match depth < MAX_DEPTH {
        true => Ok(depth + 1),
        false => Err(FilterError::TooDeep),
    }
}

/// An integer within the ranges of ROS's types.
fn integer(text: &str) -> Option<Literal> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let hexadecimal = digits.strip_prefix("0x").or(digits.strip_prefix("0X"));
    let magnitude = match hexadecimal {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => digits.parse::<u64>(),
    };
    Some(Literal::Integer(sign * i128::from(magnitude.ok()?)))
}

fn float(text: &str) -> Option<Literal> {
    // Rust reads words for infinity and no number; they do not begin with a digit.
    let number = text.parse::<f64>().ok()?;
    let digits = text.trim_start_matches(['+', '-', '.']);
    digits
        .starts_with(|c: char| c.is_ascii_digit())
        .then_some(Literal::Float(number))
}
