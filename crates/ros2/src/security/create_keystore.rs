//! `ros2 security create_keystore`.

use std::path::PathBuf;

use clap::Args;

use super::certificate;
use super::keystore::{AUTHORITY_DAYS, Keystore};
use crate::error::Result;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct CreateKeystoreArgs {
    /// Root path of keystore
    #[arg(value_name = "ROOT")]
    root: PathBuf,
    /// How many days its authority holds
    #[arg(long, value_name = "DAYS", default_value_t = AUTHORITY_DAYS, value_parser = certificate::days)]
    days: u32,
}

impl CreateKeystoreArgs {
    pub(crate) fn run(self) -> Result<()> {
        let store = Keystore::create(&self.root, self.days)?;
        let mut out = Output::new();
        out.line(format_args!(
            "Created keystore '{}'",
            store.root().display()
        ))?;
        out.finish()
    }
}
