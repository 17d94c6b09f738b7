//! The frames by name and number, each with its cache.

use std::collections::HashMap;
use std::sync::Arc;

use crate::cache::{Cache, History, Stamped};
use crate::error::{Error, Question};

/// A frame's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameId(usize);

#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) name: Arc<str>,
    /// `None` for a frame that is known as a parent only.
    pub(crate) cache: Option<Cache>,
    /// Who has told of it last.
    pub(crate) authority: Arc<str>,
}

/// All frames. None is ever forgotten, so a number stays good.
#[derive(Debug)]
pub(crate) struct Frames {
    ids: HashMap<Arc<str>, FrameId>,
    frames: Vec<Frame>,
    /// Nanoseconds.
    cache_time: i64,
}

impl Frames {
    pub(crate) fn new(cache_time: i64) -> Self {
        Self {
            ids: HashMap::new(),
            frames: Vec::new(),
            cache_time,
        }
    }

    pub(crate) fn id(&self, name: &str) -> Option<FrameId> {
        self.ids.get(name).copied()
    }

    pub(crate) fn name(&self, id: FrameId) -> &str {
        self.frames.get(id.0).map_or("", |frame| &frame.name)
    }

    pub(crate) fn cache(&self, id: FrameId) -> Option<&Cache> {
        self.frames.get(id.0)?.cache.as_ref()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Frame> {
        self.frames.iter()
    }

    /// The number of a frame that somebody has told of.
    pub(crate) fn known(
        &self,
        question: Question,
        argument: &'static str,
        name: &str,
    ) -> Result<FrameId, Error> {
        let reason = match name.chars().next() {
            None => "in tf2 frame_ids cannot be empty",
            Some('/') => "in tf2 frame_ids cannot start with a '/'",
            Some(_) => {
                return self.id(name).ok_or_else(|| Error::UnknownFrame {
                    question,
                    argument,
                    frame: name.to_owned(),
                });
            }
        };
        Err(Error::InvalidArgument {
            question,
            argument,
            frame: name.to_owned(),
            reason,
        })
    }

    /// The number of a frame, which is known from now on.
    pub(crate) fn id_of_new(&mut self, name: &str) -> FrameId {
        if let Some(id) = self.id(name) {
            return id;
        }
        let (id, name) = (FrameId(self.frames.len()), Arc::<str>::from(name));
        self.frames.push(Frame {
            name: Arc::clone(&name),
            cache: None,
            authority: Arc::from("no recorded authority"),
        });
        self.ids.insert(name, id);
        id
    }

    /// Takes a transform in; false when it is older than what is kept. A frame that becomes static, or no
    /// longer is, forgets what it was.
    pub(crate) fn insert(
        &mut self,
        child: FrameId,
        sample: Stamped,
        authority: &str,
        is_static: bool,
    ) -> bool {
        let Some(frame) = self.frames.get_mut(child.0) else {
            return false;
        };
        let cache = match frame.cache.take() {
            Some(cache) if matches!(cache, Cache::Static(_)) == is_static => cache,
            _ if is_static => Cache::Static(sample),
            _ => Cache::Dynamic(History::default()),
        };
        let inserted = frame.cache.insert(cache).insert(sample, self.cache_time);
        if inserted && *frame.authority != *authority {
            frame.authority = Arc::from(authority);
        }
        inserted
    }

    /// Forgets all transforms that may change with time; their frames stay known.
    pub(crate) fn clear(&mut self) {
        for cache in self
            .frames
            .iter_mut()
            .filter_map(|frame| frame.cache.as_mut())
        {
            cache.clear();
        }
    }
}
