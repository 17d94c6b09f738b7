//! A bridge at work.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rosebay_rcl::Logger;
use rosebay_rcl::context::DiscoveryWait;
use rosebay_rcl::rmw::GraphSnapshot;

use crate::Error;
use crate::bell::Bell;
use crate::counters::Traffic;
use crate::mirror::{Mirror, Shared};
use crate::path::BridgeId;
use crate::plan::{self, Peers};
use crate::rules::{End, Rules};
use crate::side::{Side, SideOptions};

/// Changes of the graphs come in flocks; they are looked at together.
const FLOCK: Duration = Duration::from_millis(10);

/// How often it is looked whether what waits can go on.
const LOOK: Duration = Duration::from_millis(20);

/// The longest time that the end of a context stays unseen.
const SLICE: Duration = Duration::from_millis(200);

/// The name that bridges log under.
pub const LOGGER: &str = "rosebay_bridge";

/// What a bridge is made with.
#[derive(Debug, Clone)]
pub struct BridgeOptions {
    /// The graph by whose names the rules go.
    pub near: SideOptions,
    /// The other graph.
    pub far: SideOptions,
    /// What is carried.
    pub rules: Rules,
    /// Which bridge it is; of two between the same graphs the first one in alphabetical order carries.
    pub id: BridgeId,
}

/// Joins two graphs, until it drops.
pub struct Bridge {
    id: BridgeId,
    // The mirrors drop before the sides that they are made in.
    mirrors: [Mirror; 2],
    sides: [Arc<Side>; 2],
    rules: Arc<Rules>,
    peers: Peers,
    has_twin: bool,
    bell: Arc<Bell>,
    logger: Logger,
}

impl Bridge {
    /// Joins both graphs. Nothing is carried before [`Self::run`].
    ///
    /// # Errors
    /// [`Error::Open`] where one of them cannot be joined.
    pub fn open(options: &BridgeOptions) -> Result<Self, Error> {
        let bell = Arc::<Bell>::default();
        let open = |side| Side::open(side, &options.id, &bell).map(Arc::new);
        let (near, far) = (open(&options.near)?, open(&options.far)?);
        let logger = Logger::new(LOGGER);
        let rules = Arc::new(options.rules.clone());
        let shared = Shared {
            rules: Arc::clone(&rules),
            bell: Arc::clone(&bell),
            logger: logger.clone(),
        };
        Ok(Self {
            id: options.id.clone(),
            mirrors: [
                Mirror::new(End::Near, &near, &far, shared.clone()),
                Mirror::new(End::Far, &far, &near, shared),
            ],
            sides: [near, far],
            rules,
            peers: Peers::default(),
            has_twin: false,
            bell,
            logger,
        })
    }

    /// Which bridge it is.
    pub fn id(&self) -> &BridgeId {
        &self.id
    }

    /// The ROS domain at one end.
    pub fn domain_id(&self, end: End) -> u32 {
        let [near, far] = &self.sides;
        match end {
            End::Near => near,
            End::Far => far,
        }
        .context()
        .domain_id()
    }

    /// Carries until one of its contexts is shut down, as a signal does, or until `is_over` holds, which is looked at five
    /// times a second.
    ///
    /// # Errors
    /// [`Error::Twin`] where a bridge with this one's id is at work; nothing has been carried then. Of one that is seen
    /// later, because a graph could not be reached before, the log tells.
    pub fn run(&mut self, is_over: impl Fn() -> bool) -> Result<(), Error> {
        for side in &self.sides {
            let context = side.context();
            context.wait_for_discovery(&DiscoveryWait::default(), &is_over);
        }
        let [near, far] = self.graphs();
        if Peers::has_twin(&self.id, &near, &far) {
            return Err(Error::Twin(self.id.clone()));
        }
        let mut again = Some(Instant::now());
        let mut is_waiting = false;
        while self.sides.iter().all(|side| side.context().ok()) && !is_over() {
            let now = Instant::now();
            let mut pause = if is_waiting { LOOK } else { SLICE };
            if let Some(again) = again {
                pause = pause.min(again.saturating_duration_since(now));
            }
            let rung = self.bell.wait(pause);
            if rung.graph {
                thread::sleep(FLOCK);
            }
            let now = Instant::now();
            if rung.graph || again.is_some_and(|again| again <= now) {
                again = self.reconcile(now);
            }
            let waiting = self.mirrors.iter().map(|mirror| mirror.tend(now));
            is_waiting = waiting.fold(false, |any, one| any | one);
        }
        Ok(())
    }

    fn graphs(&self) -> [GraphSnapshot; 2] {
        let snapshot = |side: &Arc<Side>| side.context().graph().snapshot();
        self.sides.each_ref().map(snapshot)
    }

    /// Makes both directions as the graphs want them now. Returns when to do so again though no graph has changed.
    fn reconcile(&mut self, now: Instant) -> Option<Instant> {
        let graphs = self.graphs();
        let [near, far] = &graphs;
        let has_twin = Peers::has_twin(&self.id, near, far);
        if has_twin && !self.has_twin {
            self.logger.error(format_args!(
                "another bridge calls itself '{}' too; what both carry arrives twice, so give each an id of its own",
                self.id
            ));
        }
        self.has_twin = has_twin;
        let peers = self.peers.seen(&self.id, near, far);
        for newcomer in peers.at_work().difference(self.peers.at_work()) {
            self.logger.info(format_args!(
                "bridge {newcomer} joins the same graphs; {} comes first where both could carry",
                newcomer.min(&self.id)
            ));
        }
        for gone in self.peers.at_work().difference(peers.at_work()) {
            self.logger.info(format_args!("bridge {gone} has gone"));
        }
        self.peers = peers;
        let bridge = plan::Bridge {
            id: &self.id,
            peers: &self.peers,
            rules: &self.rules,
        };
        let ends = [(End::Near, near, far), (End::Far, far, near)];
        let wanted = ends.map(|(from, source, target)| plan::wanted(bridge, from, source, target));
        let due = self.mirrors.iter_mut().zip(&wanted).zip(&graphs);
        due.filter_map(|((mirror, wanted), source)| mirror.apply(wanted, source, now))
            .min()
    }

    /// What has passed from one end to the other, and what is mirrored now.
    pub fn traffic(&self, from: End) -> Traffic {
        match from {
            End::Near => self.mirrors[0].traffic(),
            End::Far => self.mirrors[1].traffic(),
        }
    }
}
