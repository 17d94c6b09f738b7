//! `ros2 security create_permission`.

use std::path::PathBuf;

use clap::Args;

use super::keystore::Keystore;
use super::policy::Policy;
use crate::error::Result;

#[derive(Debug, Args)]
pub(crate) struct CreatePermissionArgs {
    /// Root path of keystore
    #[arg(value_name = "ROOT")]
    root: PathBuf,
    /// Enclave name
    #[arg(value_name = "NAME")]
    name: String,
    /// Path of the policy xml file
    #[arg(value_name = "POLICY_FILE_PATH")]
    policy: PathBuf,
}

impl CreatePermissionArgs {
    pub(crate) fn run(self) -> Result<()> {
        let store = Keystore::open(&self.root)?;
        store.require(&self.name)?;
        let policy = Policy::read(&self.policy)?.only(&self.name, &self.policy)?;
        Ok(store.set_policy(&self.name, &policy)?)
    }
}
