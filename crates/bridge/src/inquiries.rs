//! What nodes are asked: what a service of theirs is of which no definition is known here.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rosebay_rcl::{Node, Pending, Result, TypeDescriptionClient};
use rosebay_rosidl::{Registry, ServiceType};

use crate::plan::ServerRoute;
use crate::types;

/// How long a node has to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(100);

/// The questions that have been asked, by node and type.
#[derive(Default)]
pub(crate) struct Inquiries(BTreeMap<(String, String), Inquiry>);

enum Inquiry {
    /// Until the node is matched, and then until it answers.
    Open {
        client: TypeDescriptionClient,
        answer: Option<Pending<Arc<Registry>>>,
        since: Instant,
    },
    Told(Arc<Registry>),
    InVain,
}

/// What has come of a question.
pub(crate) enum Answer {
    /// Nothing yet.
    Coming,
    /// The type.
    Told(Arc<ServiceType>),
    /// There will be none.
    None,
}

impl Inquiries {
    /// Asks the node that offers a service what its type is, the first time; later, what has come of it.
    pub(crate) fn ask(&mut self, asker: &Node, wanted: &ServerRoute, now: Instant) -> Answer {
        let Some(remote) = &wanted.source_node else {
            return Answer::None;
        };
        let key = (remote.clone(), wanted.route.type_name.clone());
        let inquiry = self
            .0
            .entry(key)
            .or_insert_with(|| Inquiry::open(asker, remote, now));
        inquiry.look(&wanted.route.type_name, now);
        match inquiry {
            Inquiry::Open { .. } => Answer::Coming,
            Inquiry::InVain => Answer::None,
            Inquiry::Told(registry) => {
                let told = types::service_type_in(registry, &wanted.route.type_name, wanted.hashes);
                told.map_or(Answer::None, Answer::Told)
            }
        }
    }

    /// When to ask again what has come of what is open.
    pub(crate) fn due(&self, now: Instant) -> Option<Instant> {
        let mut inquiries = self.0.values();
        let is_open = inquiries.any(|inquiry| matches!(inquiry, Inquiry::Open { .. }));
        is_open.then(|| now + LOOK)
    }
}

impl Inquiry {
    fn open(asker: &Node, remote: &str, now: Instant) -> Self {
        match TypeDescriptionClient::new(asker, remote) {
            Ok(client) => Self::Open {
                client,
                answer: None,
                since: now,
            },
            Err(_) => Self::InVain,
        }
    }

    /// Asks where the node can hear it now, and takes the answer where it has come.
    fn look(&mut self, type_name: &str, now: Instant) {
        let Self::Open {
            client,
            answer,
            since,
        } = self
        else {
            return;
        };
        if answer.is_none() && client.service_is_ready() {
            *answer = types::definition(type_name).and_then(|name| client.get(&name, None).ok());
        }
        let told: Option<Result<Arc<Registry>>> = answer.as_ref().and_then(Pending::take);
        let is_late = now.saturating_duration_since(*since) > PATIENCE;
        match told {
            Some(Ok(registry)) => *self = Self::Told(registry),
            Some(Err(_)) => *self = Self::InVain,
            None if is_late => *self = Self::InVain,
            None => {}
        }
    }
}
