//! A context's session and what its endpoints share.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::process;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use rosebay_locks::Mutex;
use rosebay_rmw::endpoint::Timed;
use rosebay_rmw::{ContextOptions, DiscoveryRange, Error, Graph, OwnNodes, Result};
use zenoh::liveliness::LivelinessToken;
use zenoh::pubsub::Subscriber;
use zenoh::query::Queryable;
use zenoh::sample::SampleKind;
use zenoh::{Config, Session, Wait};

use crate::acks::{self, Answer, Question};
use crate::directory::Directory;
use crate::discovery::{Discovery, News, participant};
use crate::error::failed;
use crate::keys;
use crate::party::OWN_SESSIONS;
use crate::refusal;
use crate::settings::{RouterCheck, Settings};
use crate::token::{self, Token};
use crate::words::plain;
use crate::writer::{Addressed, Writer};

/// How long a question to a subscription may stay open.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// How long a context has to find somebody before it says that it has not.
const LONELY: Duration = Duration::from_secs(3);

/// A session, kept by the context and all that is made in it.
pub(crate) struct Core {
    pub(crate) session: Session,
    /// Its id, in hexadecimal.
    pub(crate) id: String,
    pub(crate) domain: u32,
    pub(crate) enclave: String,
    pub(crate) graph: Arc<Graph>,
    pub(crate) nodes: OwnNodes,
    pub(crate) directory: Arc<Directory>,
    next_entity: AtomicU64,
    signs_of_life: Mutex<Option<Subscriber<()>>>,
    /// Kept for what they hear.
    _listening: (Subscriber<()>, Queryable<()>),
}

impl Core {
    pub(crate) fn open(options: &ContextOptions, settings: &Settings) -> Result<Arc<Self>> {
        refuse_in_child()?;
        let mut config = settings.session(options)?;
        if !is_protected(&config) {
            options.security.refuse(
                "Zenoh's configuration allows links without TLS; use one of 'ros2 security generate_configs' \
                 (ZENOH_SESSION_CONFIG_URI), or unset ROS_SECURITY_ENABLE",
            )?;
        }
        name_session(&mut config)?;
        let session = open_session(config)?;
        wait_for_router(&session, settings.router_check);
        let id = session.zid().to_string();
        let domain = options.domain_id;
        let enclave = if options.enclave.is_empty() {
            "/".to_owned()
        } else {
            options.enclave.clone()
        };
        let gid = participant(&id)
            .ok_or_else(|| Error::Middleware(format!("'{id}' is no id of a Zenoh session")))?;
        let (graph, directory) = (Arc::new(Graph::new()), Arc::<Directory>::default());
        graph.add_participant(gid, &enclave);
        let discovery = Discovery::new(Arc::clone(&graph), Arc::clone(&directory), id.clone());
        let (sender, news) = mpsc::channel();
        let thread = thread::Builder::new().name("rosebay-graph".to_owned());
        thread
            .spawn(move || discovery.run(&news))
            .map_err(|source| Error::Io {
                context: "starting the thread that reads Zenoh's graph".to_owned(),
                source,
            })?;
        if settings.router_check == RouterCheck::Later
            && options.discovery_range != DiscoveryRange::Off
        {
            directory.look_at(Instant::now() + LONELY, Arc::new(Lonely(session.clone())));
        }
        let questions = hear_questions(&session, domain, &id, Arc::clone(&directory))?;
        let tokens = hear_tokens(&session, domain, sender)?;
        Ok(Arc::new(Self {
            session,
            id,
            domain,
            enclave,
            nodes: OwnNodes::new(Arc::clone(&graph), gid, |_| ()),
            graph,
            directory,
            next_entity: AtomicU64::new(0),
            signs_of_life: Mutex::default(),
            _listening: (tokens, questions),
        }))
    }

    /// A number that no other node or endpoint of the session has.
    pub(crate) fn next_entity(&self) -> u64 {
        self.next_entity.fetch_add(1, Ordering::Relaxed)
    }

    /// Tells other sessions of a node or endpoint, until what is returned drops.
    pub(crate) fn announce(&self, token: &Token) -> Result<LivelinessToken> {
        let liveliness = self.session.liveliness();
        let declared = liveliness.declare_token(token.key()).wait();
        declared.map_err(failed("announce a node or endpoint"))
    }

    /// Hears the signs of life of other sessions' publishers from now on.
    pub(crate) fn hear_signs_of_life(&self) -> Result<()> {
        let mut subscriber = self.signs_of_life.lock();
        if subscriber.is_none() {
            let directory = Arc::clone(&self.directory);
            let declared = self
                .session
                .declare_subscriber(keys::all_alive(self.domain))
                .callback(move |sample| {
                    if let Some(gid) = keys::parse_alive(sample.key_expr().as_str()) {
                        directory.sign_of_life(gid);
                    }
                })
                .wait();
            *subscriber = Some(declared.map_err(failed("listen for signs of life"))?);
        }
        Ok(())
    }

    /// Asks subscriptions how far they have come; the writer gets their answers.
    pub(crate) fn ask(&self, writer: &Arc<Writer>, questions: Vec<Addressed>) {
        for (session, question) in questions {
            let asker = Asker {
                writer: Arc::clone(writer),
                question,
                answered: AtomicBool::new(false),
            };
            let asked = self
                .session
                .get(acks::key(self.domain, &session))
                .payload(question.to_bytes())
                .timeout(PATIENCE)
                .callback(move |reply| asker.hear(&reply))
                .wait();
            if let Err(error) = asked {
                tracing::debug!("a subscription cannot be asked how far it has come: {error}");
            }
        }
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        if let Err(error) = self.session.close().wait() {
            tracing::warn!("a Zenoh session does not close in order: {error}");
        }
    }
}

/// Waits for the answer to a question. When it drops without one, there will be none.
struct Asker {
    writer: Arc<Writer>,
    question: Question,
    answered: AtomicBool,
}

impl Asker {
    fn hear(&self, reply: &zenoh::query::Reply) {
        let answer = reply
            .result()
            .ok()
            .and_then(|sample| Answer::parse(sample.payload()));
        if answer.is_some() {
            self.answered.store(true, Ordering::Relaxed);
            self.writer.answer(&self.question, answer);
        }
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        if !self.answered.load(Ordering::Relaxed) {
            self.writer.answer(&self.question, None);
        }
    }
}

fn hear_tokens(session: &Session, domain: u32, sender: Sender<News>) -> Result<Subscriber<()>> {
    let declared = session
        .liveliness()
        .declare_subscriber(token::all(domain))
        .history(true)
        .callback(move |sample| {
            let key = sample.key_expr().as_str().to_owned();
            let news = match sample.kind() {
                SampleKind::Put => News::Came(key),
                SampleKind::Delete => News::Gone(key),
            };
            // The thread ends when the context does.
            sender.send(news).ok();
        })
        .wait();
    declared.map_err(failed("listen to the graph"))
}

fn hear_questions(
    session: &Session,
    domain: u32,
    id: &str,
    directory: Arc<Directory>,
) -> Result<Queryable<()>> {
    let declared = session
        .declare_queryable(acks::key(domain, id))
        .callback(move |query| {
            if let Some(question) = query.payload().and_then(Question::parse) {
                directory.ask(question, query);
            }
        })
        .wait();
    declared.map_err(failed("listen to questions"))
}

/// Opens a session. A client waits for whom it is to connect to as long as its configuration says, and says so.
fn open_session(config: Config) -> Result<Session> {
    let endpoints = plain(&config.get_json("connect/endpoints").unwrap_or_default());
    let (opened, opens) = mpsc::channel::<()>();
    let thread = thread::Builder::new().name("rosebay-open".to_owned());
    let awaited = endpoints.clone();
    let watch = move || {
        if opens.recv_timeout(LONELY) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!(
                "a Zenoh session is not open yet: it waits for {awaited}, as connect/timeout_ms says"
            );
        }
    };
    thread.spawn(watch).map_err(|source| Error::Io {
        context: "starting the thread that watches a session open".to_owned(),
        source,
    })?;
    let session = zenoh::open(config).wait();
    drop(opened);
    session.map_err(|error| match error.to_string() {
        // The log has the reason of each of them.
        said if said.starts_with(refusal::NONE_CONNECTS) => {
            let how_long = if said.contains("Timeout") {
                " within connect/timeout_ms"
            } else {
                ""
            };
            Error::Middleware(format!(
                "Zenoh cannot open a session: it cannot connect to any of {endpoints}{how_long}"
            ))
        }
        _ => failed("open a session")(error),
    })
}

/// Whether nothing but TLS links can be made.
fn is_protected(config: &Config) -> bool {
    let protocols = config.get_json("transport/link/protocols");
    protocols.is_ok_and(|protocols| protocols == "[\"tls\"]")
}

/// Zenoh's threads are the process's, and a child that was forked has none of them.
fn refuse_in_child() -> Result<()> {
    static OPENED_BY: OnceLock<u32> = OnceLock::new();
    let parent = *OPENED_BY.get_or_init(process::id);
    if parent == process::id() {
        return Ok(());
    }
    Err(Error::Middleware(format!(
        "this process was forked from {parent}, which had used Zenoh; its threads are missing here. Start the process \
         anew instead (multiprocessing's 'spawn' or 'forkserver'), or fork before the first context opens"
    )))
}

/// Gives a session an id by which Rosebay's sessions know it, unless the configuration gives it one.
fn name_session(config: &mut Config) -> Result<()> {
    if config.get_json("id").is_ok_and(|id| id != "null") {
        return Ok(());
    }
    let random = || RandomState::new().build_hasher().finish();
    let low = u128::from(random()) << 64 | u128::from(random());
    let id = format!("\"{OWN_SESSIONS}{:024x}\"", low >> 32);
    config
        .insert_json5("id", &id)
        .map_err(failed("name a session"))
}

/// Says what to do where a context has found nobody.
struct Lonely(Session);

impl Timed for Lonely {
    fn due(&self, _now: Instant) -> Option<Instant> {
        let info = self.0.info();
        let has_router = info.routers_zid().wait().next().is_some();
        if !has_router && info.peers_zid().wait().next().is_none() {
            tracing::warn!(
                "neither a Zenoh router nor another node has been found so far; {ADVICE}"
            );
        }
        None
    }
}

/// What to do where there is nobody.
const ADVICE: &str =
    "start a router with 'ros2 router', or set ZENOH_ROUTER_CHECK_ATTEMPTS=-1 if none is wanted";

fn wait_for_router(session: &Session, check: RouterCheck) {
    let has_router = || session.info().routers_zid().wait().next().is_some();
    match check {
        RouterCheck::Never | RouterCheck::Later => (),
        RouterCheck::Attempts(attempts) => {
            for attempt in 0..attempts {
                if has_router() {
                    return;
                }
                if attempt + 1 < attempts {
                    thread::sleep(Duration::from_secs(1));
                }
            }
            tracing::warn!("no Zenoh router after {attempts} looks; {ADVICE}");
        }
        RouterCheck::Forever => {
            let mut told = false;
            while !has_router() {
                thread::sleep(Duration::from_secs(1));
                if !told && !has_router() {
                    tracing::warn!("waiting for a Zenoh router; {ADVICE}");
                    told = true;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_of_tls_are_protected() {
        for (protocols, expect) in [
            ("null", false),
            ("[\"tls\",\"tcp\"]", false),
            ("[\"tls\"]", true),
        ] {
            let mut config = Config::default();
            config
                .insert_json5("transport/link/protocols", protocols)
                .unwrap();
            assert_eq!(is_protected(&config), expect, "{protocols}");
        }
    }
}
