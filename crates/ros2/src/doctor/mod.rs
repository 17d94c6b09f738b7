//! `ros2 doctor`: what is wrong with the environment, the network and the graph.

mod clocks;
mod environment;
mod finding;
mod graph;
mod hello;
mod network;

use std::collections::BTreeSet;
use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use crate::error::{Error, Result};
use crate::output::{Output, note};
use crate::session::{Session, SessionArgs, seconds};
use finding::{Check, Report, Severity};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct DoctorArgs {
    /// Print all reports
    #[arg(short, long, conflicts_with = "report_failed")]
    report: bool,
    /// Print reports of failed checks only (-rf)
    #[arg(long)]
    report_failed: bool,
    /// Exclude package checks or report (-ep)
    #[arg(long)]
    exclude_packages: bool,
    /// Include warnings as failed checks. Warnings are ignored by default (-iw)
    #[arg(long)]
    include_warnings: bool,
    /// How long to listen to all topics for clocks that disagree; 0 to subscribe to nothing
    #[arg(long, value_name = "SECONDS", default_value = "0.5", value_parser = seconds)]
    listen: Duration,
    #[command(flatten)]
    session: SessionArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check network connectivity between multiple hosts
    Hello(hello::HelloArgs),
}

impl DoctorArgs {
    pub(crate) fn run(self) -> Result<()> {
        match self.verb {
            Some(Verb::Hello(args)) => args.run(),
            None => self.examine(),
        }
    }

    fn examine(&self) -> Result<()> {
        // What keeps a command from joining the graph is a finding like any other.
        let session = match Session::open(&self.session) {
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            session => session,
        };
        if let Ok(session) = &session {
            session.settle()?;
        }
        let mut out = Output::new();
        if self.report {
            self.print_reports(&mut out, &self.reports(session.as_ref().ok()))?;
            return out.finish();
        }
        let checks = self.checks(session.as_ref())?;
        let has_failed = |check: &&Check| check.has_failed(self.include_warnings);
        let failed: Vec<_> = checks.iter().filter(has_failed).collect();
        let categories: BTreeSet<_> = failed.iter().map(|check| check.category).collect();
        let mut reports = Vec::new();
        if self.report_failed {
            reports = self.reports(session.as_ref().ok());
            reports.retain(|report| categories.contains(report.category));
        }
        if self.json {
            let checks = checks
                .iter()
                .map(|check| check.to_json(self.include_warnings));
            out.json(&json!({
                "checks": checks.collect::<Json>(),
                "reports": reports.iter().map(Report::to_json).collect::<Json>(),
            }))?;
        } else {
            print_checks(&mut out, &checks, failed.len(), &categories)?;
            self.print_reports(&mut out, &reports)?;
        }
        out.flush()?;
        match failed.is_empty() {
            true => Ok(()),
            false => Err(Error::Nothing),
        }
    }

    fn checks(&self, session: std::result::Result<&Session, &Error>) -> Result<Vec<Check>> {
        let mut checks = vec![environment::check(session.err()), network::check()];
        if !self.exclude_packages {
            checks.push(environment::check_packages());
        }
        if let Ok(session) = session {
            checks.extend(graph::checks(session.graph()));
            if !self.listen.is_zero() {
                checks.push(clocks::check(session, self.listen)?);
            }
        }
        Ok(checks)
    }

    fn reports(&self, session: Option<&Session>) -> Vec<Report> {
        let mut reports = vec![environment::platform(), network::report()];
        if !self.exclude_packages {
            reports.push(environment::packages());
        }
        reports.push(environment::report(session));
        if let Some(session) = session {
            reports.extend(graph::reports(session.graph()));
        }
        reports
    }

    fn print_reports(&self, out: &mut Output, reports: &[Report]) -> Result<()> {
        if self.json {
            return out
                .json(&json!({"reports": reports.iter().map(Report::to_json).collect::<Json>()}));
        }
        reports
            .iter()
            .try_for_each(|report| out.text(&report.text()))
    }
}

fn print_checks(
    out: &mut Output,
    checks: &[Check],
    failed: usize,
    categories: &BTreeSet<&'static str>,
) -> Result<()> {
    for check in checks {
        for finding in &check.findings {
            let severity = match finding.severity {
                Severity::Warning => "WARNING",
                Severity::Error => "ERROR",
            };
            note(format_args!(
                "{severity}: {}: {}",
                check.category, finding.message
            ));
        }
    }
    let total = checks.len();
    if failed == 0 {
        return out.line(format_args!("\nAll {total} checks passed\n"));
    }
    out.line(format_args!("\n{failed}/{total} check(s) failed\n"))?;
    let categories: Vec<_> = categories.iter().copied().collect();
    out.line(format_args!("Failed modules: {}", categories.join(" ")))
}
