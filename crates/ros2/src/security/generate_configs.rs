//! `ros2 security generate_configs`.

use std::path::{Path, PathBuf};

use clap::Args;
use rosebay_rcl::context::domain_id;
use rosebay_rmw_zenoh::ROUTER_PORT;
use serde_json::Value as Json;
use time::OffsetDateTime;

use super::configs;
use super::error::SecurityError;
use super::keystore::{self, Keystore};
use crate::error::Result;
use crate::output::{Output, note};

#[derive(Debug, Args)]
pub(crate) struct GenerateConfigsArgs {
    /// Root path of keystore
    #[arg(value_name = "ROOT")]
    root: PathBuf,
    /// The enclave of the router that all others connect to, at the addresses in its certificate
    #[arg(short, long, value_name = "NAME")]
    router: String,
    /// The port at which it listens
    #[arg(long, value_name = "PORT", default_value_t = ROUTER_PORT)]
    port: u16,
    /// Where it listens instead of at all addresses (tls/10.0.0.1:7447); may be repeated
    #[arg(short, long, value_name = "ENDPOINT", value_parser = endpoint)]
    listen: Vec<String>,
    /// The ROS domain that there is; all others are closed [default: ROS_DOMAIN_ID]
    #[arg(short = 'd', long, value_name = "ID", value_parser = clap::value_parser!(u32).range(..=232))]
    ros_domain_id: Option<u32>,
    /// The folder to write to [default: ROOT/configs]
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Where a router can listen that takes nothing but TLS.
fn endpoint(text: &str) -> std::result::Result<String, String> {
    let place = text.strip_prefix("tls/");
    let port = place.and_then(|place| place.rsplit_once(':'));
    match port.is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok()) {
        true => Ok(text.to_owned()),
        false => Err("expected tls/HOST:PORT, such as tls/10.0.0.1:7447".to_owned()),
    }
}

impl GenerateConfigsArgs {
    pub(crate) fn run(self) -> Result<()> {
        let store = Keystore::open(&self.root)?;
        store.require(&self.router)?;
        let folder = self.output.unwrap_or_else(|| self.root.join("configs"));
        let addresses = store.read_certificate(&self.router)?.addresses;
        if addresses.is_empty() {
            return Err(SecurityError::NoAddress {
                name: self.router,
                root: self.root,
            }
            .into());
        }
        let endpoints: Vec<_> = addresses
            .iter()
            .map(|address| match address.contains(':') {
                true => format!("tls/[{address}]:{}", self.port),
                false => format!("tls/{address}:{}", self.port),
            })
            .collect();
        let listen = match self.listen.is_empty() {
            true => vec![format!("tls/[::]:{}", self.port)],
            false => self.listen,
        };
        let domain = self.ros_domain_id.map_or_else(domain_id, Ok)?;
        // Nothing is written where one of them cannot be made.
        let central = configs::meeting_point(&store, &self.router, domain, &listen)?;
        let mut made = vec![(&*self.router, "router", central)];
        let names = store.enclaves()?;
        for name in &names {
            if *name != self.router {
                made.push((name, "router", configs::site(&store, name, &endpoints)?));
            }
            made.push((name, "session", configs::session(&store, name, &endpoints)?));
        }
        let mut out = Output::new();
        for (name, kind, config) in made {
            let path = folder.join(format!("{}.{kind}.json5", name.trim_matches('/')));
            save(&path, &config)?;
            out.line(format_args!("Wrote {}", path.display()))?;
        }
        for name in &names {
            let expires = store.read_certificate(name)?.expires;
            if expires < OffsetDateTime::now_utc() {
                note(format_args!(
                    "the certificate of '{name}' has expired on {}; renew it with 'ros2 security create_enclave {} {name} \
                     --force'",
                    expires.date(),
                    self.root.display()
                ));
            }
        }
        out.finish()
    }
}

/// Writes a configuration, which has a private key in it.
fn save(path: &Path, config: &Json) -> Result<()> {
    keystore::make_private_folder(path.parent().unwrap_or(Path::new(".")))?;
    Ok(keystore::write_private(
        path,
        &format!("{config:#}\n"),
        true,
    )?)
}
