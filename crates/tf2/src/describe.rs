//! All frames as text, YAML and a graph.

use std::fmt::Write;

use crate::LATEST;
use crate::cache::Cache;
use crate::error::seconds;
use crate::frames::{Frame, Frames};

/// What is known of a frame that has a parent.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameInfo {
    /// Its name.
    pub name: String,
    /// Its parent's name.
    pub parent: String,
    /// Who has told of it last.
    pub authority: String,
    /// Whether its transform holds for all times.
    pub is_static: bool,
    /// Transforms a second; without meaning where it is static.
    pub rate: f64,
    /// The time of the oldest transform that is kept, in nanoseconds.
    pub oldest: i64,
    /// The time of the newest transform, in nanoseconds.
    pub newest: i64,
}

impl FrameInfo {
    /// The time between the oldest and the newest transform, in seconds.
    pub fn length(&self) -> f64 {
        (self.newest - self.oldest) as f64 * 1e-9
    }

    /// Seconds since the newest transform; nothing at time 0.
    fn age(&self, now: i64) -> Option<f64> {
        (now != 0).then(|| (now - self.newest) as f64 * 1e-9)
    }
}

impl Frames {
    /// A line for each frame that is somebody's child.
    pub(crate) fn as_text(&self) -> String {
        let mut text = String::new();
        for frame in self.iter() {
            let Some(cache) = &frame.cache else { continue };
            let parent = self.parent_now(cache).unwrap_or("NO_PARENT");
            let name = &frame.name;
            // Writing to a string cannot fail.
            let _ = writeln!(text, "Frame {name} exists with parent {parent}.");
        }
        text
    }

    /// [`Buffer::all_frames_as_yaml`](crate::Buffer::all_frames_as_yaml).
    pub(crate) fn as_yaml(&self, now: i64) -> String {
        if self.iter().next().is_none() {
            return "[]".to_owned();
        }
        let mut yaml = String::new();
        for frame in self.infos() {
            let _ = write!(
                yaml,
                "{}: \n  parent: '{}'\n  broadcaster: '{}'\n  rate: {:.3}\n  \
                 most_recent_transform: {}\n  oldest_transform: {}\n",
                frame.name,
                frame.parent,
                frame.authority,
                frame.rate,
                seconds(frame.newest),
                seconds(frame.oldest),
            );
            if let Some(age) = frame.age(now) {
                let _ = writeln!(yaml, "  transform_delay: {age:.3}");
            }
            let _ = writeln!(yaml, "  buffer_length: {:.3}", frame.length());
        }
        yaml
    }

    /// [`Buffer::all_frames_as_dot`](crate::Buffer::all_frames_as_dot).
    pub(crate) fn as_dot(&self, now: i64) -> String {
        let mut dot = String::from("digraph G {\n");
        if self.iter().next().is_none() {
            dot.push_str("\"no tf data received\"");
        }
        for frame in self.infos() {
            let age = frame.age(now);
            let _ = writeln!(
                dot,
                "\"{}\" -> \"{}\"[label=\"Broadcaster: {}\\nAverage rate: {:.3} Hz\\n\
                 Most recent transform: {} {}\\nBuffer length: {:.3} sec\\n\"];",
                frame.parent,
                frame.name,
                frame.authority,
                frame.rate,
                seconds(frame.newest),
                age.map_or_else(String::new, |age| format!("( {age:.3} sec old)")),
                frame.length(),
            );
        }
        let is_root = |frame: &&Frame| {
            let parent = frame
                .cache
                .as_ref()
                .and_then(|cache| self.parent_now(cache));
            parent.is_none()
        };
        for root in self.iter().filter(is_root) {
            if now != 0 {
                let _ = writeln!(
                    dot,
                    "edge [style=invis];\n subgraph cluster_legend {{ style=bold; color=black; \
                     label =\"view_frames Result\";\n\"Recorded at time: {}\"[ shape=plaintext ] ;\n \
                     }}->\"{}\";",
                    seconds(now),
                    root.name,
                );
            }
        }
        dot.push('}');
        dot
    }

    fn parent_now(&self, cache: &Cache) -> Option<&str> {
        let latest = cache.at(LATEST).ok()?;
        Some(self.name(latest.parent))
    }

    /// Each frame whose parent is known.
    pub(crate) fn infos(&self) -> impl Iterator<Item = FrameInfo> {
        self.iter().filter_map(|frame| self.info(frame))
    }

    fn info(&self, frame: &Frame) -> Option<FrameInfo> {
        let cache = frame.cache.as_ref()?;
        let (oldest, newest, count) = cache.extent();
        // One transform, or several at once, count as if they came within 0.1 ms.
        let span = (newest - oldest).max(100_000);
        Some(FrameInfo {
            name: frame.name.to_string(),
            parent: self.parent_now(cache)?.to_owned(),
            authority: frame.authority.to_string(),
            is_static: matches!(cache, Cache::Static(_)),
            rate: count as f64 * 1e9 / span as f64,
            oldest,
            newest,
        })
    }
}
