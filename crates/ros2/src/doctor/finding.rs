//! What checks find and what reports say.

use serde_json::{Value as Json, json};

/// How grave something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Severity {
    /// It may be meant.
    Warning,
    /// Something cannot work.
    Error,
}

/// Something that a check has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) message: String,
}

/// A check that was made.
#[derive(Debug)]
pub(super) struct Check {
    /// What ties it to its reports.
    pub(super) category: &'static str,
    pub(super) findings: Vec<Finding>,
}

impl Check {
    pub(super) fn new(category: &'static str) -> Self {
        Self {
            category,
            findings: Vec::new(),
        }
    }

    pub(super) fn warn(&mut self, message: impl Into<String>) {
        self.find(Severity::Warning, message.into());
    }

    pub(super) fn fail(&mut self, message: impl Into<String>) {
        self.find(Severity::Error, message.into());
    }

    fn find(&mut self, severity: Severity, message: String) {
        self.findings.push(Finding { severity, message });
    }

    pub(super) fn has_failed(&self, warnings_count: bool) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| warnings_count || finding.severity == Severity::Error)
    }

    pub(super) fn to_json(&self, warnings_count: bool) -> Json {
        let findings = self.findings.iter().map(|finding| {
            let severity = match finding.severity {
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            json!({"severity": severity, "message": finding.message})
        });
        json!({
            "category": self.category,
            "failed": self.has_failed(warnings_count),
            "findings": findings.collect::<Json>(),
        })
    }
}

/// What is the case, right or wrong.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) category: &'static str,
    pub(super) name: &'static str,
    pub(super) items: Vec<(String, String)>,
}

impl Report {
    pub(super) fn new(category: &'static str, name: &'static str) -> Self {
        Self {
            category,
            name,
            items: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, item: &str, content: impl ToString) {
        self.items.push((item.to_owned(), content.to_string()));
    }

    /// As upstream shows it.
    pub(super) fn text(&self) -> String {
        const LEAST: usize = 8;
        let longest = self.items.iter().map(|(item, _)| item.len()).max();
        let width = match longest {
            Some(length) if length >= LEAST => length + 4,
            _ => LEAST,
        };
        let mut text = format!("\n   {}\n", self.name);
        for (item, content) in &self.items {
            text.push_str(&format!("{item:<width$}: {content}\n"));
        }
        text
    }

    pub(super) fn to_json(&self) -> Json {
        let items = self
            .items
            .iter()
            .map(|(item, content)| json!([item, content]));
        json!({"category": self.category, "name": self.name, "items": items.collect::<Json>()})
    }
}
