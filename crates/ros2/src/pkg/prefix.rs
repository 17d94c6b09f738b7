//! `ros2 pkg prefix`.

use clap::Args;

use crate::error::{Error, Result};
use crate::output::Output;
use crate::packages;

#[derive(Debug, Args)]
pub(crate) struct PrefixArgs {
    /// The package name
    package_name: String,
    /// Show share directory for the package
    #[arg(long)]
    share: bool,
}

impl PrefixArgs {
    pub(crate) fn run(self) -> Result<()> {
        let package = packages::find(&self.package_name)?;
        let Some(prefix) = package.prefix() else {
            return Err(Error::Failed(format!(
                "package '{}' is built in, it has no prefix",
                self.package_name
            )));
        };
        let mut out = Output::new();
        if self.share {
            let share = prefix.join("share").join(&self.package_name);
            out.line(share.display())?;
        } else {
            out.line(prefix.display())?;
        }
        out.finish()
    }
}
