//! `ros2 security generate_artifacts`.

use std::env;
use std::path::PathBuf;

use clap::Args;

use super::create_enclave::CERTIFICATE_DAYS;
use super::error::SecurityError;
use super::keystore::{AUTHORITY_DAYS, Keystore, Wanted};
use super::policy::Policy;
use crate::error::Result;
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct GenerateArtifactsArgs {
    /// Root path of keystore [default: ROS_SECURITY_KEYSTORE]
    #[arg(short, long, value_name = "ROOT")]
    keystore_root_path: Option<PathBuf>,
    /// List of enclave names
    #[arg(short, long, value_name = "NAME", num_args = 0..)]
    enclaves: Vec<String>,
    /// List of policy xml file paths
    #[arg(short, long, value_name = "FILE", num_args = 0..)]
    policy_files: Vec<PathBuf>,
}

impl GenerateArtifactsArgs {
    pub(crate) fn run(self) -> Result<()> {
        let from_environment = || env::var_os("ROS_SECURITY_KEYSTORE").map(PathBuf::from);
        let root = self.keystore_root_path.or_else(from_environment);
        let root = root.ok_or(SecurityError::NoKeystore)?;
        let mut out = Output::new();
        let store = match Keystore::open(&root) {
            Ok(store) => store,
            Err(SecurityError::InvalidKeystore { .. }) => {
                let root = root.display();
                out.line(format_args!(
                    "{root} is not a valid keystore, creating new keystore"
                ))?;
                out.flush()?;
                Keystore::create(root.to_string().as_ref(), AUTHORITY_DAYS)?
            }
            Err(error) => return Err(error.into()),
        };
        let wanted = Wanted {
            addresses: &[],
            days: CERTIFICATE_DAYS,
            force: false,
        };
        for name in &self.enclaves {
            store.create_enclave(name, &wanted)?;
        }
        for path in &self.policy_files {
            let policy = Policy::read(path)?;
            for name in policy.enclaves.keys() {
                store.create_enclave(name, &wanted)?;
                store.set_policy(name, &policy.clone().only(name, path)?)?;
            }
        }
        out.finish()
    }
}
