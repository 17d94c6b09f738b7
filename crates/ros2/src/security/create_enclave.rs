//! `ros2 security create_enclave`.

use std::path::PathBuf;

use clap::Args;

use super::certificate;
use super::keystore::{Keystore, Wanted};
use crate::error::Result;
use crate::output::Output;

/// How long a certificate holds unless something else is asked for, in days.
pub(super) const CERTIFICATE_DAYS: u32 = 365;

#[derive(Debug, Args)]
pub(crate) struct CreateEnclaveArgs {
    /// Root path of keystore
    #[arg(value_name = "ROOT")]
    root: PathBuf,
    /// Enclave name (/cloud, /robots/r2d2)
    #[arg(value_name = "NAME")]
    name: String,
    /// A host name or address at which others reach it, which routers need; may be repeated
    #[arg(short, long, value_name = "HOST", value_parser = certificate::host)]
    address: Vec<String>,
    /// How many days its certificate holds
    #[arg(long, value_name = "DAYS", default_value_t = CERTIFICATE_DAYS, value_parser = certificate::days)]
    days: u32,
    /// Replace its key and certificate if it has them
    #[arg(long)]
    force: bool,
}

impl CreateEnclaveArgs {
    pub(crate) fn run(self) -> Result<()> {
        let store = Keystore::open(&self.root)?;
        let wanted = Wanted {
            addresses: &self.address,
            days: self.days,
            force: self.force,
        };
        let mut out = Output::new();
        if store.create_enclave(&self.name, &wanted)? {
            out.line(format_args!("Created enclave '{}'", self.name))?;
        } else {
            out.line(format_args!(
                "Enclave '{}' has its key and certificate; --force replaces them",
                self.name
            ))?;
        }
        out.finish()
    }
}
