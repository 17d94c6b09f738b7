//! A chart as a picture.

use std::fmt::Write;

use super::axis::Range;
use super::{Series, ranges};
use crate::diagram::escape;

const WIDTH: f64 = 900.0;
/// Without the names above.
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 80.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 20.0;
/// Of a name above.
const NAME_HEIGHT: f64 = 17.0;
const BOTTOM: f64 = 50.0;
/// How many points a line has at most: more cannot be told apart.
const MAX_POINTS: usize = 4000;

const COLORS: [&str; 6] = [
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b",
];

/// All of some series as SVG.
pub(crate) fn to_svg(series: &[Series]) -> String {
    let (times, values) = ranges(series, None);
    let top = TOP + NAME_HEIGHT * series.len() as f64;
    let height = HEIGHT + NAME_HEIGHT * series.len() as f64;
    let bottom = height - BOTTOM;
    let place = |time: f64, value: f64| {
        (
            LEFT + times.place(time) * (WIDTH - LEFT - RIGHT),
            bottom - values.place(value) * (bottom - top),
        )
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    draw_grid(&mut svg, (top, bottom), times, values, place);
    // Writing to a string cannot fail.
    for (index, series) in series.iter().enumerate() {
        let color = COLORS[index % COLORS.len()];
        let points: Vec<_> = thinned(series)
            .into_iter()
            .map(|(time, value)| {
                let (x, y) = place(time, value);
                format!("{x:.1},{y:.1}")
            })
            .collect();
        let _ = writeln!(
            svg,
            "<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"1.5\" points=\"{}\"/>",
            points.join(" ")
        );
        let y = TOP + NAME_HEIGHT * index as f64;
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"14\" height=\"3\" fill=\"{color}\"/>\
             <text x=\"{}\" y=\"{y}\">{}</text>",
            LEFT,
            y - 6.0,
            LEFT + 20.0,
            escape(&series.name)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw_grid(
    svg: &mut String,
    (top, bottom): (f64, f64),
    times: Range,
    values: Range,
    place: impl Fn(f64, f64) -> (f64, f64),
) {
    let right = WIDTH - RIGHT;
    for (tick, label) in times.ticks(8) {
        let (x, _) = place(tick, values.from);
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1},{top} V{bottom}\" stroke=\"#e0e0e0\"/>\
             <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
            bottom + 18.0
        );
    }
    for (tick, label) in values.ticks(6) {
        let (_, y) = place(times.from, tick);
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT},{y:.1} H{right}\" stroke=\"#e0e0e0\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            LEFT - 8.0,
            y + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<path d=\"M{LEFT},{top} V{bottom} H{right}\" fill=\"none\" stroke=\"#404040\"/>\
         <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">seconds</text>",
        (LEFT + right) / 2.0,
        bottom + 40.0
    );
}

/// The points, or of every so many the least and the greatest, so that no peak is lost.
fn thinned(series: &Series) -> Vec<(f64, f64)> {
    let points: Vec<_> = series.since(f64::NEG_INFINITY).collect();
    if points.len() <= MAX_POINTS {
        return points;
    }
    let group = points.len().div_ceil(MAX_POINTS / 2);
    points
        .chunks(group)
        .flat_map(|chunk| {
            let by_value = |one: &&(f64, f64), other: &&(f64, f64)| one.1.total_cmp(&other.1);
            let ends = [chunk.iter().min_by(by_value), chunk.iter().max_by(by_value)];
            let mut ends: Vec<_> = ends.into_iter().flatten().copied().collect();
            ends.sort_by(|one, other| one.0.total_cmp(&other.0));
            ends
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_line_a_series_and_every_peak() {
        let mut peak = Series::new("/a.<x>");
        for step in 0..100_000 {
            peak.push(
                f64::from(step) * 0.01,
                if step == 77_777 { 9.0 } else { 0.0 },
            );
        }
        assert!(thinned(&peak).len() <= MAX_POINTS);
        assert!(thinned(&peak).iter().any(|point| point.1 == 9.0));
        let svg = to_svg(&[peak, Series::new("empty")]);
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert!(svg.contains("/a.&lt;x&gt;") && svg.ends_with("</svg>\n"));
    }
}
