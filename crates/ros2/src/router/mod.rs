//! `ros2 router`: a Zenoh router, which joins the nodes of a host with each other and with those of other sites.

use std::path::PathBuf;

use clap::Args;
use rosebay_rcl::{Arguments, logging};
use rosebay_rmw_zenoh::{Router, Settings};

use crate::error::{Error, Result};
use crate::interruption::Interrupted;

#[derive(Debug, Args)]
pub(crate) struct RouterArgs {
    /// Listen here instead of at tcp/[::]:7447; may be repeated (tls/0.0.0.0:7447)
    #[arg(short, long, value_name = "ENDPOINT")]
    listen: Vec<String>,
    /// Connect to another router; may be repeated (tls/cloud.example.org:7447)
    #[arg(short, long, value_name = "ENDPOINT")]
    connect: Vec<String>,
    /// A Zenoh configuration (JSON5) instead of the built-in one or ZENOH_ROUTER_CONFIG_URI
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl RouterArgs {
    /// Runs the router until a signal ends it.
    pub(crate) fn run(self) -> Result<()> {
        let interrupted = Interrupted::watch()?;
        // What Zenoh has to say of links and of who is refused.
        logging::configure(&Arguments::default());
        let mut settings = Settings::from_environment().map_err(failed)?;
        settings.router_config = self.config.or(settings.router_config);
        let router = Router::open(&settings, &self.listen, &self.connect).map_err(failed)?;
        println!("Started Zenoh router with id {}", router.id());
        for locator in router.locators() {
            println!("Reachable at {locator}");
        }
        for endpoint in &self.connect {
            println!("Connecting to {endpoint}");
        }
        interrupted.wait();
        Ok(())
    }
}

fn failed(error: rosebay_rcl::rmw::Error) -> Error {
    Error::Failed(error.to_string())
}
