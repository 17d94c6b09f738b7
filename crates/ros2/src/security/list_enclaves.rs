//! `ros2 security list_enclaves`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use super::keystore::Keystore;
use crate::error::Result;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct ListEnclavesArgs {
    /// Root path of keystore
    #[arg(value_name = "ROOT")]
    root: PathBuf,
    /// Show until when certificates hold, and their addresses
    #[arg(short, long)]
    long: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ListEnclavesArgs {
    pub(crate) fn run(self) -> Result<()> {
        let store = Keystore::open(&self.root)?;
        let names = store.enclaves()?;
        let mut out = Output::new();
        if !self.long && !self.json {
            for name in names {
                out.line(name)?;
            }
            return out.finish();
        }
        let mut rows = Vec::new();
        let mut found = Vec::new();
        for name in names {
            let certificate = match store.read_certificate(&name) {
                Ok(certificate) => certificate,
                Err(error) => {
                    found.push(json!({"enclave": name, "error": error.to_string()}));
                    rows.push([name, error.to_string(), String::new()]);
                    continue;
                }
            };
            let (expires, left) = (certificate.expires.date(), certificate.days_left());
            found.push(json!({
                "enclave": name,
                "expires": expires.to_string(),
                "days_left": left,
                "addresses": certificate.addresses,
            }));
            let holds = match left {
                ..0 => format!("expired {expires}"),
                left => format!("{expires} ({left} days)"),
            };
            rows.push([name, holds, certificate.addresses.join(" ")]);
        }
        match self.json {
            true => out.json(&Json::from(found))?,
            false => out.table(["ENCLAVE", "EXPIRES", "ADDRESSES"], &rows)?,
        }
        out.finish()
    }
}
