//! A diagram as a picture.

use std::fmt::Write;

use super::layout::{Line, Point, layout};
use super::{Diagram, Direction, Shape, Vertex};

const FONT: f64 = 13.0;
const SMALL_FONT: f64 = 10.0;
/// The width of a character beside its height, in fonts where all are alike.
const CHARACTER: f64 = 0.61;
const LINE_HEIGHT: f64 = 1.35;
const PADDING: f64 = 8.0;
const MARGIN: f64 = 20.0;

const HEAD: &str = r##"<style>
text { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; text-anchor: middle; fill: #1b2733 }
.detail { fill: #5c6b7a }
path { fill: none; stroke: #7d8b99; stroke-width: 1.3 }
path.broken { stroke: #cc2f2f; stroke-dasharray: 5 4 }
.actor { fill: #dcebff; stroke: #3b78c4 }
.topic { fill: #fdf6e3; stroke: #b58900 }
.service { fill: #e5f5e5; stroke: #3f8f3f }
.action { fill: #f3e8fb; stroke: #8a4fb8 }
</style>
<defs>
<marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0,0.5 L8,4 L0,7.5 z" style="fill:#7d8b99;stroke:none"/></marker>
<marker id="broken" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0,0.5 L8,4 L0,7.5 z" style="fill:#cc2f2f;stroke:none"/></marker>
</defs>
"##;

impl Diagram {
    /// The diagram as SVG.
    pub(crate) fn to_svg(&self) -> String {
        let sizes: Vec<Point> = self.vertices.iter().map(size).collect();
        let layout = layout(self, &sizes);
        let (width, height) = (layout.size.x + 2.0 * MARGIN, layout.size.y + 2.0 * MARGIN);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"{0} {0} {width:.0} {height:.0}\">\n{HEAD}\
             <rect x=\"{0}\" y=\"{0}\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
            -MARGIN
        );
        for line in &layout.lines {
            draw_line(&mut svg, line, self.direction);
        }
        for ((vertex, size), middle) in self.vertices.iter().zip(&sizes).zip(&layout.vertices) {
            draw_vertex(&mut svg, vertex, *size, *middle);
        }
        svg.push_str("</svg>\n");
        svg
    }
}

fn size(vertex: &Vertex) -> Point {
    let width = |text: &str, font: f64| text.chars().count() as f64 * font * CHARACTER;
    let details = vertex.details.iter().map(|line| width(line, SMALL_FONT));
    let text = details.fold(width(&vertex.label, FONT), f64::max);
    // Round ends take some more.
    let ends = if vertex.shape == Shape::Topic {
        PADDING
    } else {
        2.0 * PADDING
    };
    Point {
        x: text + 2.0 * ends,
        y: (FONT + vertex.details.len() as f64 * SMALL_FONT) * LINE_HEIGHT + 2.0 * PADDING,
    }
}

fn draw_vertex(svg: &mut String, vertex: &Vertex, size: Point, middle: Point) {
    let (left, top) = (middle.x - size.x / 2.0, middle.y - size.y / 2.0);
    let (class, round) = match vertex.shape {
        Shape::Actor => ("actor", 18.0),
        Shape::Topic => ("topic", 2.0),
        Shape::Service => ("service", 8.0),
        Shape::Action => ("action", 8.0),
    };
    let round = f64::min(round, size.y / 2.0);
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{round}\"/>",
        size.x, size.y
    );
    let mut baseline = top + PADDING + FONT;
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{baseline:.1}\" font-size=\"{FONT}\">{}</text>",
        middle.x,
        escape(&vertex.label)
    );
    for line in &vertex.details {
        baseline += SMALL_FONT * LINE_HEIGHT;
        let _ = writeln!(
            svg,
            "<text class=\"detail\" x=\"{:.1}\" y=\"{baseline:.1}\" font-size=\"{SMALL_FONT}\">{}</text>",
            middle.x,
            escape(line)
        );
    }
}

/// Straight through the layers, in curves between them.
fn draw_line(svg: &mut String, line: &Line, direction: Direction) {
    let Some((first, rest)) = line.points.split_first() else {
        return;
    };
    let mut path = format!("M{:.1},{:.1}", first.x, first.y);
    let mut last = *first;
    for (index, point) in rest.iter().enumerate() {
        let Point { x, y } = *point;
        let _ = if index % 2 == 1 {
            write!(path, " L{x:.1},{y:.1}")
        } else if direction == Direction::Right {
            let middle = (last.x + x) / 2.0;
            write!(
                path,
                " C{middle:.1},{:.1} {middle:.1},{y:.1} {x:.1},{y:.1}",
                last.y
            )
        } else {
            let middle = (last.y + y) / 2.0;
            write!(
                path,
                " C{:.1},{middle:.1} {x:.1},{middle:.1} {x:.1},{y:.1}",
                last.x
            )
        };
        last = *point;
    }
    let (class, arrow) = match line.is_broken {
        true => (" class=\"broken\"", "broken"),
        false => ("", "arrow"),
    };
    let start = match line.is_mutual {
        true => format!(" marker-start=\"url(#{arrow})\""),
        false => String::new(),
    };
    let _ = writeln!(
        svg,
        "<path{class} d=\"{path}\" marker-end=\"url(#{arrow})\"{start}/>"
    );
}

/// Text as XML has it.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
