//! Samples that wait for the user to take them.

use std::collections::VecDeque;

use crate::qos::{History, QosPolicies};
use crate::sample::Sample;

/// Samples that a keep-all reader without RESOURCE_LIMITS holds at most.
const MAX_SAMPLES: usize = 16_384;
/// Bytes that a keep-all reader without RESOURCE_LIMITS holds at most, unless it is a single sample.
const MAX_BYTES: usize = 128 << 20;

/// The history of a reader: a ring of the newest, or all within bounds.
#[derive(Debug)]
pub(crate) struct SampleQueue {
    samples: VecDeque<Sample>,
    bytes: usize,
    depth: Option<usize>,
    max_samples: usize,
}

impl SampleQueue {
    pub(crate) fn new(qos: &QosPolicies) -> SampleQueue {
        SampleQueue {
            samples: VecDeque::new(),
            bytes: 0,
            depth: match qos.history {
                History::KeepLast(depth) => Some(depth.max(1) as usize),
                History::KeepAll => None,
            },
            max_samples: qos
                .resource_limits
                .max_samples
                .map_or(MAX_SAMPLES, |max| max.max(1) as usize),
        }
    }

    /// Whether a sample of `size` bytes would be refused.
    pub(crate) fn is_full_for(&self, size: usize) -> bool {
        self.depth.is_none()
            && !self.samples.is_empty()
            && (self.samples.len() >= self.max_samples
                || self.bytes.saturating_add(size) > MAX_BYTES)
    }

    /// Whether enough was taken that filling up again is worth the messages.
    pub(crate) fn has_drained(&self) -> bool {
        self.samples.len() <= self.max_samples / 2 && self.bytes <= MAX_BYTES / 2
    }

    /// Appends a sample; the oldest makes room in a ring. The caller has made sure that there is room otherwise.
    pub(crate) fn push(&mut self, sample: Sample) {
        if self.depth.is_some_and(|depth| self.samples.len() >= depth) {
            self.pop();
        }
        self.bytes += sample.payload.len();
        self.samples.push_back(sample);
    }

    pub(crate) fn pop(&mut self) -> Option<Sample> {
        let sample = self.samples.pop_front()?;
        self.bytes -= sample.payload.len();
        Some(sample)
    }

    pub(crate) fn len(&self) -> usize {
        self.samples.len()
    }
}
