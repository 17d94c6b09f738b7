//! What decides how a session or router is configured, as in rmw_zenoh.

use std::env;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use rosebay_rmw::{ContextOptions, DiscoveryRange, Error, Result};
use zenoh::Config;

use crate::words::configuration_error;

/// The port of a host's router.
pub const ROUTER_PORT: u16 = 7447;

/// How sessions and routers are configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// A file with the whole configuration of sessions, in Zenoh's JSON5 (`ZENOH_SESSION_CONFIG_URI`). With it,
    /// neither the discovery range nor static peers decide anything.
    pub session_config: Option<PathBuf>,
    /// Where sessions connect to, instead of where the discovery range, static peers and the configuration say; as these
    /// say where it is empty.
    pub connect: Vec<String>,
    /// A file with the whole configuration of a router (`ZENOH_ROUTER_CONFIG_URI`).
    pub router_config: Option<PathBuf>,
    /// What to change in either (`ZENOH_CONFIG_OVERRIDE`): paths in the configuration and their values in JSON5.
    pub overrides: Vec<(String, String)>,
    /// Whether a context waits for a router when it opens, and how long (`ZENOH_ROUTER_CHECK_ATTEMPTS`).
    pub router_check: RouterCheck,
}

/// Whether a context waits for a router when it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RouterCheck {
    /// It does not wait, and says so when it has found nobody after a while.
    #[default]
    Later,
    /// It does not wait and says nothing: a negative number.
    Never,
    /// It looks so often, once a second, and goes on without one.
    Attempts(u64),
    /// It waits until there is one: 0.
    Forever,
}

/// The variables.
const SESSION_CONFIG: &str = "ZENOH_SESSION_CONFIG_URI";
const ROUTER_CONFIG: &str = "ZENOH_ROUTER_CONFIG_URI";
const OVERRIDE: &str = "ZENOH_CONFIG_OVERRIDE";
const ROUTER_CHECK: &str = "ZENOH_ROUTER_CHECK_ATTEMPTS";

/// What rmw_zenoh changes in Zenoh's own defaults for sessions and routers alike: timestamps, without which nothing
/// is transient local, and patience for many nodes that start at once. Who is a client by its configuration is refused where
/// its router is not there. A link that is slow is waited for as long as a writer in DDS may be blocked, once, and as long
/// as a large message goes on at all.
pub const COMMON: [(&str, &str); 13] = [
    ("timestamping/enabled", "true"),
    ("queries_default_timeout", "600000"),
    (
        "connect/timeout_ms",
        "{ \"router\": -1, \"peer\": -1, \"client\": 0 }",
    ),
    (
        "connect/exit_on_failure",
        "{ \"router\": false, \"peer\": false, \"client\": true }",
    ),
    ("transport/unicast/open_timeout", "60000"),
    ("transport/unicast/accept_timeout", "60000"),
    ("transport/unicast/accept_pending", "10000"),
    ("transport/unicast/max_sessions", "10000"),
    ("transport/link/tx/lease", "60000"),
    ("transport/link/tx/keep_alive", "2"),
    (
        "transport/link/tx/queue/congestion_control/block/wait_before_close",
        "60000000",
    ),
    (
        "transport/link/tx/queue/congestion_control/drop/wait_before_drop",
        "100000",
    ),
    (
        "transport/link/tx/queue/congestion_control/drop/max_wait_before_drop_fragments",
        "1000000",
    ),
];

/// What a session has besides. Whom a router tells of each other connect once; whoever scouts connects to who answers,
/// because nobody else will soon. Nothing waits for peers when a context opens.
const SESSION: [(&str, &str); 4] = [
    ("mode", "\"peer\""),
    ("open/return_conditions/connect_scouted", "false"),
    (
        "scouting/gossip/autoconnect",
        "{ router: [], peer: [\"router\", \"peer\"] }",
    ),
    (
        "scouting/gossip/autoconnect_strategy",
        "{ peer: { to_router: \"always\", to_peer: \"greater-zid\" } }",
    ),
];

const ROUTER: [(&str, &str); 3] = [
    ("mode", "\"router\""),
    ("scouting/multicast/enabled", "false"),
    ("open/return_conditions/connect_scouted", "false"),
];

impl Settings {
    /// What the environment asks for.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] where a variable has a value that it cannot have.
    pub fn from_environment() -> Result<Self> {
        Self::read(|name| env::var(name).unwrap_or_default())
    }

    fn read(get: impl Fn(&str) -> String) -> Result<Self> {
        let path = |name| Some(get(name)).filter(|value| !value.is_empty());
        Ok(Self {
            session_config: path(SESSION_CONFIG).map(PathBuf::from),
            connect: Vec::new(),
            router_config: path(ROUTER_CONFIG).map(PathBuf::from),
            overrides: overrides(&get(OVERRIDE))?,
            router_check: router_check(&get(ROUTER_CHECK))?,
        })
    }

    /// The configuration of a context's session.
    pub(crate) fn session(&self, options: &ContextOptions) -> Result<Config> {
        let mut config = match &self.session_config {
            Some(path) => from_file(path, SESSION_CONFIG)?,
            None => {
                let mut config = Config::default();
                insert(&mut config, COMMON.into_iter().chain(SESSION))?;
                reach(&mut config, options)?;
                config
            }
        };
        self.override_in(&mut config)?;
        if !self.connect.is_empty() {
            set(&mut config, "connect/endpoints", &list(&self.connect))?;
        }
        Ok(config)
    }

    /// The configuration of a router that listens at `listen` and connects to `connect`; what is empty is left as it is
    /// in the configuration.
    pub(crate) fn router(&self, listen: &[String], connect: &[String]) -> Result<Config> {
        let mut config = match &self.router_config {
            Some(path) => from_file(path, ROUTER_CONFIG)?,
            None => {
                let mut config = Config::default();
                insert(&mut config, COMMON.into_iter().chain(ROUTER))?;
                config
            }
        };
        self.override_in(&mut config)?;
        for (key, endpoints) in [("listen/endpoints", listen), ("connect/endpoints", connect)] {
            if !endpoints.is_empty() {
                set(&mut config, key, &list(endpoints))?;
            }
        }
        Ok(config)
    }

    fn override_in(&self, config: &mut Config) -> Result<()> {
        for (key, value) in &self.overrides {
            set(config, key, value).map_err(|error| {
                Error::InvalidOption(format!("{OVERRIDE} sets what cannot be set: {error}"))
            })?;
        }
        Ok(())
    }
}

/// How far a session reaches.
///
/// | range | listens at | multicast scouting | connects to |
/// |---|---|---|---|
/// | off | nothing | no | nobody |
/// | localhost | loopback | on the loopback | the router of this host, the static peers' |
/// | subnet | all interfaces | on all interfaces | the same |
/// | system default | loopback | no | the router of this host |
fn reach(config: &mut Config, options: &ContextOptions) -> Result<()> {
    let router = format!("tcp/localhost:{ROUTER_PORT}");
    let others = options.static_peers.iter().map(|peer| router_of(peer));
    let everybody: Vec<_> = [router.clone()].into_iter().chain(others).collect();
    let (listen, scouting, connect) = match options.discovery_range {
        DiscoveryRange::Off => (None, None, Vec::new()),
        DiscoveryRange::Localhost => (Some(Ipv4Addr::LOCALHOST), Some("127.0.0.1"), everybody),
        DiscoveryRange::Subnet => (Some(Ipv4Addr::UNSPECIFIED), Some("auto"), everybody),
        DiscoveryRange::SystemDefault => (Some(Ipv4Addr::LOCALHOST), None, vec![router]),
    };
    let listen: Vec<_> = listen
        .map(|host| format!("tcp/{host}:0"))
        .into_iter()
        .collect();
    set(config, "listen/endpoints", &list(&listen))?;
    set(config, "connect/endpoints", &list(&connect))?;
    set(
        config,
        "scouting/multicast/enabled",
        &scouting.is_some().to_string(),
    )?;
    if let Some(interface) = scouting {
        let group = scouting_group(options.domain_id);
        set(config, "scouting/multicast/address", &quote(&group))?;
        set(config, "scouting/multicast/interface", &quote(interface))?;
    }
    let gossip = options.discovery_range != DiscoveryRange::Off;
    set(config, "scouting/gossip/enabled", &gossip.to_string())
}

/// Where the sessions of a domain look for each other: domain 0 where all of Zenoh does, every other one in a group of its
/// own, so that it is not connected to those with which it has nothing in common. rmw_zenoh relies on its router instead; where
/// its configuration has it scout, that is in domain 0's group whatever the domain, and `scouting/multicast/address` takes
/// this session there.
fn scouting_group(domain: u32) -> String {
    match domain {
        0 => "224.0.0.224:7446".to_owned(),
        _ => format!("239.255.74.{domain}:7446"),
    }
}

/// The endpoint of the router of a host.
fn router_of(host: &str) -> String {
    match host.parse() {
        Ok(IpAddr::V6(address)) => format!("tcp/[{address}]:{ROUTER_PORT}"),
        Ok(IpAddr::V4(_)) | Err(_) => format!("tcp/{host}:{ROUTER_PORT}"),
    }
}

fn from_file(path: &Path, variable: &str) -> Result<Config> {
    Config::from_file(path).map_err(|error| {
        Error::InvalidOption(format!(
            "'{}' is no configuration of Zenoh ({variable}): {}",
            path.display(),
            configuration_error(&error.to_string())
        ))
    })
}

fn insert<'a>(
    config: &mut Config,
    values: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<()> {
    values
        .into_iter()
        .try_for_each(|(key, value)| set(config, key, value))
}

fn set(config: &mut Config, key: &str, value: &str) -> Result<()> {
    config.insert_json5(key, value).map_err(|error| {
        Error::InvalidOption(format!(
            "Zenoh's configuration takes no {key}={value}: {}",
            configuration_error(&error.to_string())
        ))
    })
}

fn quote(text: &str) -> String {
    format!("{text:?}")
}

fn list(texts: &[String]) -> String {
    let quoted: Vec<_> = texts.iter().map(|text| quote(text)).collect();
    format!("[{}]", quoted.join(","))
}

/// `key=value;key=value`, where values are JSON5.
fn overrides(text: &str) -> Result<Vec<(String, String)>> {
    let pairs = text.split(';').filter(|pair| !pair.trim().is_empty());
    pairs
        .map(|pair| match pair.split_once('=') {
            Some((key, value)) => Ok((key.trim().to_owned(), value.trim().to_owned())),
            None => Err(Error::InvalidOption(format!(
                "{OVERRIDE} is '{text}', but '{pair}' is not key=value; expected \
                 'key/path=value;key/path=value'"
            ))),
        })
        .collect()
}

fn router_check(text: &str) -> Result<RouterCheck> {
    if text.is_empty() {
        return Ok(RouterCheck::Later);
    }
    match text.parse::<i64>() {
        Ok(0) => Ok(RouterCheck::Forever),
        Ok(attempts) => {
            Ok(u64::try_from(attempts).map_or(RouterCheck::Never, RouterCheck::Attempts))
        }
        Err(_) => Err(Error::InvalidOption(format!(
            "{ROUTER_CHECK} is '{text}'; expected a number: 0 to wait for a router, a negative one not to look, or how \
             often to look"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings> {
        let variables: Vec<_> = variables.to_vec();
        Settings::read(|name| {
            let known = variables.iter().find(|(known, _)| *known == name);
            known.map_or_else(String::new, |(_, value)| (*value).to_owned())
        })
    }

    fn options(range: DiscoveryRange) -> ContextOptions {
        ContextOptions {
            discovery_range: range,
            static_peers: vec!["192.0.2.7".to_owned(), "2001:db8::7".to_owned()],
            ..ContextOptions::default()
        }
    }

    #[test]
    fn the_range_decides_how_far_a_session_reaches() {
        let peers = "\"tcp/localhost:7447\",\"tcp/192.0.2.7:7447\",\"tcp/[2001:db8::7]:7447\"";
        for (range, listen, multicast, connect) in [
            (DiscoveryRange::Off, "[]", "false", "[]".to_owned()),
            (
                DiscoveryRange::Localhost,
                "[\"tcp/127.0.0.1:0\"]",
                "true",
                format!("[{peers}]"),
            ),
            (
                DiscoveryRange::Subnet,
                "[\"tcp/0.0.0.0:0\"]",
                "true",
                format!("[{peers}]"),
            ),
            (
                DiscoveryRange::SystemDefault,
                "[\"tcp/127.0.0.1:0\"]",
                "false",
                "[\"tcp/localhost:7447\"]".to_owned(),
            ),
        ] {
            let config = Settings::default().session(&options(range)).unwrap();
            let get = |key| config.get_json(key).unwrap();
            assert_eq!(get("listen/endpoints"), listen, "{range:?}");
            assert_eq!(get("scouting/multicast/enabled"), multicast, "{range:?}");
            assert_eq!(get("connect/endpoints"), connect, "{range:?}");
        }
        let config = Settings::default().session(&options(DiscoveryRange::Localhost));
        let interface = config.unwrap().get_json("scouting/multicast/interface");
        assert_eq!(interface.unwrap(), "\"127.0.0.1\"");
    }

    #[test]
    fn the_environment_decides_the_rest() {
        assert_eq!(read(&[]).unwrap(), Settings::default());
        let settings = read(&[
            (
                OVERRIDE,
                "mode=\"client\";connect/endpoints=[\"tcp/a:1\", \"tcp/b:2\"]",
            ),
            (ROUTER_CHECK, "-1"),
        ]);
        let settings = settings.unwrap();
        assert_eq!(settings.router_check, RouterCheck::Never);
        let config = settings.session(&options(DiscoveryRange::Off)).unwrap();
        assert_eq!(config.get_json("mode").unwrap(), "\"client\"");
        let endpoints = config.get_json("connect/endpoints").unwrap();
        assert_eq!(endpoints, "[\"tcp/a:1\",\"tcp/b:2\"]");
        for (text, expect) in [("0", RouterCheck::Forever), ("3", RouterCheck::Attempts(3))] {
            assert_eq!(read(&[(ROUTER_CHECK, text)]).unwrap().router_check, expect);
        }
    }

    #[test]
    fn what_cannot_be_is_refused_and_named() {
        for (variables, expect) in [
            ([(ROUTER_CHECK, "often")], "'often'"),
            ([(OVERRIDE, "mode")], "'mode'"),
            ([(OVERRIDE, "no/such/key=1")], "no/such/key"),
            ([(SESSION_CONFIG, "/nowhere.json5")], "/nowhere.json5"),
        ] {
            let settings = read(&variables);
            let refused =
                settings.and_then(|settings| settings.session(&options(DiscoveryRange::Off)));
            let error = refused.expect_err(expect).to_string();
            assert!(
                error.contains(expect) && error.contains(variables[0].0),
                "{error}"
            );
        }
    }

    #[test]
    fn routers_listen_and_connect_where_they_are_told() {
        let settings = Settings::default();
        let config = settings
            .router(&[], &["tls/cloud:7447".to_owned()])
            .unwrap();
        assert_eq!(config.get_json("mode").unwrap(), "\"router\"");
        assert_eq!(
            config.get_json("connect/endpoints").unwrap(),
            "[\"tls/cloud:7447\"]"
        );
        let listen = config.get_json("listen/endpoints").unwrap();
        assert!(listen.contains("7447"), "{listen}");
    }
}
