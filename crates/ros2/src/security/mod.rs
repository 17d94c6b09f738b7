//! `ros2 security`: keys and certificates, TLS between sites, access control by node and topic, on Zenoh.

mod certificate;
mod check;
mod configs;
mod create_enclave;
mod create_keystore;
mod create_permission;
mod error;
mod generate_artifacts;
mod generate_configs;
mod generate_policy;
mod keystore;
mod list_enclaves;
mod policy;
mod rights;
mod xml;

use clap::Subcommand;

use crate::error::Result;

pub(crate) use error::SecurityError;

#[derive(Debug, Subcommand)]
#[command(rename_all = "snake_case")]
pub(crate) enum Command {
    /// Show what a policy would refuse of the nodes that run now
    Check(check::CheckArgs),
    /// Create an enclave: a key and a certificate for a router, a site or a program
    #[command(alias = "create_key")]
    CreateEnclave(create_enclave::CreateEnclaveArgs),
    /// Create a keystore: a certificate authority of your own and a place for enclaves
    CreateKeystore(create_keystore::CreateKeystoreArgs),
    /// Set what an enclave may do, by a policy
    CreatePermission(create_permission::CreatePermissionArgs),
    /// Create a keystore, enclaves and permissions at once
    GenerateArtifacts(generate_artifacts::GenerateArtifactsArgs),
    /// Write Zenoh configurations for a router and for those that connect to it: TLS and access control
    GenerateConfigs(generate_configs::GenerateConfigsArgs),
    /// Write a policy that allows what the nodes that run now do
    GeneratePolicy(generate_policy::GeneratePolicyArgs),
    /// List the enclaves of a keystore
    #[command(alias = "list_keys")]
    ListEnclaves(list_enclaves::ListEnclavesArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Check(args) => args.run(),
            Self::CreateEnclave(args) => args.run(),
            Self::CreateKeystore(args) => args.run(),
            Self::CreatePermission(args) => args.run(),
            Self::GenerateArtifacts(args) => args.run(),
            Self::GenerateConfigs(args) => args.run(),
            Self::GeneratePolicy(args) => args.run(),
            Self::ListEnclaves(args) => args.run(),
        }
    }
}
