//! Reading a rule from left to right.

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at '{found}'")]
pub struct RuleError {
    /// What should have come.
    pub(super) expected: &'static str,
    /// What comes from there on.
    pub(super) found: String,
}

/// The rest of a rule.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a>(pub(super) &'a str);

impl<'a> Cursor<'a> {
    pub(super) fn error(&self, expected: &'static str) -> RuleError {
        let found = if self.0.is_empty() { "the end" } else { self.0 };
        RuleError {
            expected,
            found: found.to_owned(),
        }
    }

    /// Passes a literal text. Returns whether it came.
    pub(super) fn accept(&mut self, literal: &str) -> bool {
        match self.0.strip_prefix(literal) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn expect(
        &mut self,
        literal: &str,
        expected: &'static str,
    ) -> Result<(), RuleError> {
        if self.accept(literal) {
            Ok(())
        } else {
            Err(self.error(expected))
        }
    }

    pub(super) fn end(&self, expected: &'static str) -> Result<(), RuleError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.error(expected))
        }
    }

    /// Passes a name's token: letters, digits and single underscores, no digit first.
    pub(super) fn token(&mut self, expected: &'static str) -> Result<&'a str, RuleError> {
        let bytes = self.0.as_bytes();
        let end = bytes
            .iter()
            .enumerate()
            .position(|(index, byte)| {
                let word = byte.is_ascii_alphanumeric() || *byte == b'_';
                let first_digit = index == 0 && byte.is_ascii_digit();
                let doubled = *byte == b'_' && index > 0 && bytes.get(index - 1) == Some(&b'_');
                !word || first_digit || doubled
            })
            .unwrap_or(bytes.len());
        if end == 0 {
            return Err(self.error(expected));
        }
        let (token, rest) = self.0.split_at(end);
        self.0 = rest;
        Ok(token)
    }

    /// Passes `node:` before a rule, if it comes.
    pub(super) fn node_prefix(&mut self) -> Option<String> {
        let mut ahead = *self;
        let node = ahead.token("a node name").ok()?;
        if !ahead.accept(":") || ahead.0.starts_with('=') || ahead.0.starts_with("//") {
            return None;
        }
        *self = ahead;
        Some(node.to_owned())
    }

    /// Passes a topic's or service's name: `chatter`, `/ns/chatter`, `~/chatter`.
    pub(super) fn resource_name(&mut self) -> Result<&'a str, RuleError> {
        const EXPECTED: &str = "a name's token (wildcards and backreferences are not implemented)";
        let start = self.0;
        if !self.accept("~/") {
            self.accept("/");
        }
        self.token(EXPECTED)?;
        while self.accept("/") {
            self.token(EXPECTED)?;
        }
        Ok(&start[..start.len() - self.0.len()])
    }
}
