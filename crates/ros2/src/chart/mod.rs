//! Numbers over time, in a terminal and as a picture.

mod axis;
mod svg;

use std::collections::VecDeque;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style};
use ratatui::symbols::Marker;
use ratatui::text::{Line, Text};
use ratatui::widgets::{Axis, Chart, Dataset, GraphType, Widget};

use axis::Range;
pub(crate) use svg::to_svg;

/// How many points a series keeps: an hour of 100 Hz, and some.
const MAX_POINTS: usize = 400_000;

const COLORS: [Color; 6] = [
    Color::Cyan,
    Color::Yellow,
    Color::Magenta,
    Color::Green,
    Color::Red,
    Color::Blue,
];

/// Numbers by the times in seconds at which they came.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    pub(crate) name: String,
    points: VecDeque<(f64, f64)>,
}

impl Series {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            points: VecDeque::new(),
        }
    }

    /// Adds a number; what is none, or infinite, has no place in a chart.
    pub(crate) fn push(&mut self, time: f64, value: f64) {
        if self.points.len() >= MAX_POINTS {
            self.points.pop_front();
        }
        if value.is_finite() {
            self.points.push_back((time, value));
        }
    }

    /// The points from a time on.
    fn since(&self, time: f64) -> impl Iterator<Item = (f64, f64)> {
        let first = self.points.partition_point(|point| point.0 < time);
        self.points.range(first..).copied()
    }

    fn last_time(&self) -> Option<f64> {
        self.points.back().map(|point| point.0)
    }
}

/// The time that a chart shows, and the values in it.
fn ranges(series: &[Series], window: Option<f64>) -> (Range, Range) {
    let first = |series: &Series| series.points.front().map(|point| point.0);
    let begin = series
        .iter()
        .filter_map(first)
        .fold(f64::INFINITY, f64::min);
    let last = series.iter().filter_map(Series::last_time);
    let end = last.fold(f64::NEG_INFINITY, f64::max);
    if end < begin {
        return (Range { from: 0.0, to: 1.0 }, Range { from: 0.0, to: 1.0 });
    }
    let begin = window.map_or(begin, |window| begin.max(end - window));
    let values = series.iter().flat_map(|series| series.since(begin));
    let values = values.map(|point| point.1);
    (
        Range::around([begin, end].into_iter()),
        Range::around(values).padded(),
    )
}

/// Draws series, those of the last `window` seconds or all, below their names.
pub(crate) fn draw(series: &[Series], window: Option<f64>, area: Rect, buffer: &mut Buffer) {
    let names = u16::try_from(series.len()).unwrap_or(u16::MAX);
    let [head, body] = Layout::vertical([Constraint::Max(names), Constraint::Min(3)]).areas(area);
    let colors = (0..series.len()).map(|index| COLORS[index % COLORS.len()]);
    let names = series.iter().zip(colors.clone()).map(|(series, color)| {
        Line::from(format!("── {}", series.name)).style(Style::default().fg(color))
    });
    Text::from_iter(names).render(head, buffer);

    let (times, values) = ranges(series, window);
    let points: Vec<Vec<(f64, f64)>> = series
        .iter()
        .map(|series| series.since(times.from).collect())
        .collect();
    let datasets = points.iter().zip(colors).map(|(points, color)| {
        Dataset::default()
            .marker(Marker::Braille)
            .graph_type(GraphType::Line)
            .style(Style::default().fg(color))
            .data(points)
    });
    let ticks = usize::from(body.height / 5).clamp(2, 6);
    Chart::new(datasets.collect())
        .x_axis(axis(times, usize::from(body.width / 20).clamp(2, 7)).title("s"))
        .y_axis(axis(values, ticks))
        .render(body, buffer);
}

/// An axis from its range's one end to the other; the labels are spread evenly over it.
fn axis(range: Range, labels: usize) -> Axis<'static> {
    Axis::default()
        .bounds([range.from, range.to])
        .labels(range.labels(labels))
        .style(Style::default().fg(Color::DarkGray))
}

/// The lines of a chart, for where there is no terminal.
pub(crate) fn to_text(series: &[Series], width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    draw(series, None, area, &mut buffer);
    lines(&buffer)
}

/// The characters of a screen, by lines.
pub(crate) fn lines(buffer: &Buffer) -> String {
    let rows = buffer.content.chunks(usize::from(buffer.area.width));
    rows.map(|row| {
        let line: String = row.iter().map(|cell| cell.symbol()).collect();
        format!("{}\n", line.trim_end())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp() -> Series {
        let mut series = Series::new("/a.x");
        (0..=10).for_each(|step| series.push(f64::from(step), f64::from(step * 2)));
        series.push(5.0, f64::NAN);
        series
    }

    #[test]
    fn a_chart_has_names_labels_and_a_line() {
        let text = to_text(&[ramp()], 60, 12);
        assert!(text.starts_with("── /a.x\n"), "{text}");
        assert!(text.contains("⠉") || text.contains("⠊"), "{text}");
        let labels: Vec<_> = text.lines().last().unwrap().split_whitespace().collect();
        assert_eq!(labels, ["0.0", "5.0", "10.0"], "{text}");
    }

    #[test]
    fn a_window_shows_the_last_seconds() {
        let (times, values) = ranges(&[ramp()], Some(4.0));
        assert_eq!((times.from, times.to), (6.0, 10.0));
        assert!(values.from > 10.0 && values.from < 12.0, "{values:?}");
        let (times, _) = ranges(&[Series::new("empty")], Some(4.0));
        assert_eq!((times.from, times.to), (0.0, 1.0));
    }
}
