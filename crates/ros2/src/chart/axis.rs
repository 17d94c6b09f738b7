//! Ranges of numbers and how they are labelled.

/// From one number to another, greater one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Range {
    /// The least range around numbers; where that is a single one, some more.
    pub(super) fn around(numbers: impl Iterator<Item = f64>) -> Self {
        let (from, to) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), number| {
            (from.min(number), to.max(number))
        });
        if from > to {
            return Self { from: 0.0, to: 1.0 };
        }
        if from == to {
            let room = if from == 0.0 { 1.0 } else { from.abs() * 0.1 };
            return Self {
                from: from - room,
                to: to + room,
            };
        }
        Self { from, to }
    }

    /// With some room at both ends.
    pub(super) fn padded(self) -> Self {
        let room = (self.to - self.from) * 0.05;
        Self {
            from: self.from - room,
            to: self.to + room,
        }
    }

    /// Where a number is in it, from 0 to 1.
    pub(super) fn place(self, number: f64) -> f64 {
        (number - self.from) / (self.to - self.from)
    }

    /// This many labels, evenly from the one end to the other.
    pub(super) fn labels(self, count: usize) -> Vec<String> {
        let last = count.saturating_sub(1).max(1);
        let step = (self.to - self.from) / last as f64;
        // The labels are not round: one more digit than tells them apart.
        let digits = digits(step) + 1;
        (0..=last)
            .map(|index| format(self.from + step * index as f64, digits))
            .collect()
    }

    /// Round numbers in it, about this many, with how they are written.
    pub(super) fn ticks(self, count: usize) -> Vec<(f64, String)> {
        let rough = (self.to - self.from) / count.max(1) as f64;
        let magnitude = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|factor| factor * magnitude)
            .into_iter()
            .find(|step| *step >= rough)
            .unwrap_or(rough);
        let digits = digits(step);
        let first = (self.from / step).ceil();
        (0..=2 * count)
            .map(|index| (first + index as f64) * step)
            .take_while(|tick| *tick <= self.to + step * 1e-9)
            .map(|tick| (tick, format(tick, digits)))
            .collect()
    }
}

/// How many digits after the point tell labels apart that differ so much.
fn digits(step: f64) -> usize {
    let digits = (-step.log10()).ceil();
    if digits > 0.0 {
        (digits as usize).min(9)
    } else {
        0
    }
}

fn format(number: f64, digits: usize) -> String {
    if number.abs() >= 1e7 {
        return format!("{number:.3e}");
    }
    // Nothing is printed as minus zero.
    let number = if number == 0.0 { 0.0 } else { number };
    format!("{number:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        for (from, to, expected) in [
            (0.0, 10.0, &["0", "2", "4", "6", "8", "10"][..]),
            (-0.13, 0.21, &["-0.1", "0.0", "0.1", "0.2"]),
            (
                1e8,
                3e8,
                &["1.000e8", "1.500e8", "2.000e8", "2.500e8", "3.000e8"],
            ),
        ] {
            let ticks = Range { from, to }.ticks(5);
            let texts: Vec<_> = ticks.into_iter().map(|(_, text)| text).collect();
            assert_eq!(texts, expected);
        }
    }

    #[test]
    fn ranges_are_never_empty() {
        for numbers in [&[][..], &[0.0], &[-3.0, -3.0]] {
            let range = Range::around(numbers.iter().copied());
            assert!(range.from < range.to, "{range:?}");
        }
    }
}
