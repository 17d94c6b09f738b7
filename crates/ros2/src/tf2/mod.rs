//! `ros2 tf2`: coordinate frames.

mod echo;
mod monitor;
mod publish;
mod view_frames;

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Subcommand;
use rosebay::tf2::{Buffer, LATEST, TransformListener};

use crate::error::Result;
use crate::output::note;
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the transform between two frames, again and again
    Echo(echo::EchoArgs),
    /// Print how old transforms are when they come, by frame and by broadcaster
    Monitor(monitor::MonitorArgs),
    /// Publish a transform that holds for all times
    #[command(name = "static_transform_publisher")]
    StaticTransformPublisher(publish::PublishArgs),
    /// Draw the tree of all frames
    #[command(name = "view_frames")]
    ViewFrames(view_frames::ViewFramesArgs),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Echo(args) => args.run(),
            Self::Monitor(args) => args.run(),
            Self::StaticTransformPublisher(args) => args.run(),
            Self::ViewFrames(args) => args.run(),
        }
    }
}

/// A buffer that the session's executor fills.
struct Frames {
    buffer: Arc<Buffer>,
    _listener: TransformListener,
}

impl Frames {
    fn listen(session: &Session) -> Result<Self> {
        let buffer = Arc::new(Buffer::default());
        Ok(Self {
            _listener: TransformListener::new(&buffer, session.node())?,
            buffer,
        })
    }

    /// Waits until there is a transform between two frames, and says each second why there is none.
    fn wait(&self, session: &Session, target: &str, source: &str) -> Result<()> {
        let found = || self.buffer.can_transform(target, source, LATEST);
        let mut due = Instant::now();
        loop {
            // The reason is of no use before anything could come.
            due += Duration::from_secs(1);
            let left = due.saturating_duration_since(Instant::now());
            if session.spin_until(|| found().is_ok(), Some(left))? {
                return Ok(());
            }
            if let Err(reason) = found() {
                note(format_args!(
                    "Waiting for transform {target} ->  {source}: {reason}"
                ));
            }
        }
    }
}
