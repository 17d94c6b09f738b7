//! The last so many numbers and what they have in common.

use std::collections::VecDeque;

/// A window over a stream of numbers.
#[derive(Debug)]
pub(crate) struct Window {
    size: usize,
    at_least: f64,
    sum: f64,
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
            at_least: f64::NEG_INFINITY,
            sum: 0.0,
            values: VecDeque::new(),
        }
    }

    /// A window over the last `size` numbers, and as many more as make up this sum.
    pub(crate) fn of_at_least(size: usize, sum: f64) -> Self {
        Self {
            at_least: sum,
            ..Self::new(size)
        }
    }

    pub(crate) fn push(&mut self, value: f64) {
        while let Some(first) = self.values.front()
            && self.values.len() >= self.size
            && self.sum - first >= self.at_least
        {
            self.sum -= first;
            self.values.pop_front();
        }
        self.values.push_back(value);
        self.sum += value;
    }

    pub(crate) fn clear(&mut self) {
        self.values.clear();
        self.sum = 0.0;
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

    #[test]
    fn a_window_may_have_to_make_up_a_sum() {
        let mut window = Window::of_at_least(2, 5.0);
        for _ in 0..9 {
            window.push(1.0);
        }
        assert_eq!(window.summary().unwrap().count, 6);
        window.push(5.0);
        window.push(7.0);
        assert_eq!(window.summary().unwrap().count, 2);
    }
}
