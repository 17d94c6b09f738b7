//! A router: what joins the sessions of a host, and hosts with each other.

use std::fmt;

use rosebay_rmw::{Error, Result};
use zenoh::{Session, Wait};

use crate::error::failed;
use crate::settings::Settings;

/// What to do where a router's port is taken.
const WHERE_ELSE: &str = "a router runs here already, or another program at its port: use that one, or choose another endpoint to listen at";

/// A Zenoh router in this process, until it drops.
pub struct Router {
    session: Session,
}

impl Router {
    /// Opens a router with `settings` that listens at `listen` and connects to `connect` (`tcp/host:7447`); what is
    /// empty is left as the configuration has it: every interface's port 7447, and nobody.
    ///
    /// # Errors
    /// When the configuration is none, or the router cannot listen.
    pub fn open(settings: &Settings, listen: &[String], connect: &[String]) -> Result<Self> {
        let config = settings.router(listen, connect)?;
        let session = zenoh::open(config).wait().map_err(|error| {
            let taken = error.to_string().contains("Address already in use");
            match (failed("open a router")(error), taken) {
                (Error::Middleware(said), true) => {
                    Error::Middleware(format!("{said}; {WHERE_ELSE}"))
                }
                (said, _) => said,
            }
        })?;
        Ok(Self { session })
    }

    /// Its id.
    pub fn id(&self) -> String {
        self.session.zid().to_string()
    }

    /// Where it can be reached.
    pub fn locators(&self) -> Vec<String> {
        let locators = self.session.info().locators().wait();
        locators.iter().map(ToString::to_string).collect()
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").field("id", &self.id()).finish()
    }
}

impl Drop for Router {
    fn drop(&mut self) {
        if let Err(error) = self.session.close().wait() {
            tracing::warn!("a Zenoh router does not close in order: {error}");
        }
    }
}
