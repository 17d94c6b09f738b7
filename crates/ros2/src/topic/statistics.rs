//! The last so many numbers and what they have in common.

use std::collections::VecDeque;

/// A window over a stream of numbers.
#[derive(Debug)]
pub(crate) struct Window {
    size: usize,
    values: VecDeque<f64>,
}

/// What is said of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Summary {
    pub(crate) mean: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) std_dev: f64,
    pub(crate) count: usize,
}

impl Window {
    /// A window over the last `size` numbers.
    pub(crate) fn new(size: usize) -> Self {
        Self {
            size,
            values: VecDeque::new(),
        }
    }

    pub(crate) fn push(&mut self, value: f64) {
        if self.values.len() >= self.size {
            self.values.pop_front();
        }
        self.values.push_back(value);
    }

    pub(crate) fn clear(&mut self) {
        self.values.clear();
    }

    /// The mean, the extremes and the deviation from the mean; nothing of no numbers.
    pub(crate) fn summary(&self) -> Option<Summary> {
        let count = self.values.len();
        if count == 0 {
            return None;
        }
        let mean = self.values.iter().sum::<f64>() / count as f64;
        let variance = self
            .values
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f64>();
        Some(Summary {
            mean,
            min: self.values.iter().copied().fold(f64::INFINITY, f64::min),
            max: self
                .values
                .iter()
                .copied()
                .fold(f64::NEG_INFINITY, f64::max),
            std_dev: (variance / count as f64).sqrt(),
            count,
        })
    }
}

/// Reads a window's size.
pub(crate) fn positive(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("value must be a positive integer".to_owned()),
        Ok(value) => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_tells_of_the_last_numbers_only() {
        let mut window = Window::new(4);
        assert_eq!(window.summary(), None);
        for value in [100.0, 2.0, 4.0, 4.0, 6.0] {
            window.push(value);
        }
        let summary = window.summary().unwrap();
        assert_eq!((summary.mean, summary.min, summary.max), (4.0, 2.0, 6.0));
        assert_eq!((summary.std_dev, summary.count), (2f64.sqrt(), 4));
    }
}
