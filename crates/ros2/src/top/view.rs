//! The screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Cell, Paragraph, Row, Table, Widget};

use super::detail::{Content, Detail};
use super::snapshot::{NodeRow, Snapshot, TopicRow};
use super::state::{Order, Page, State};
use crate::chart;

/// How many seconds a plot shows.
const PLOT_WINDOW: f64 = 30.0;

/// Draws all of it.
pub(super) fn draw(
    snapshot: &Snapshot,
    state: &mut State,
    detail: Option<&Detail>,
    area: Rect,
    buffer: &mut Buffer,
) {
    let below = match detail {
        Some(_) => Constraint::Percentage(55),
        None => Constraint::Length(0),
    };
    let [head, main, below, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(3),
        below,
        Constraint::Length(1),
    ])
    .areas(area);
    draw_head(snapshot, state, head, buffer);
    // The head of the table takes a line.
    state.fit(snapshot, usize::from(main.height.saturating_sub(1)));
    match state.page {
        Page::Topics => draw_topics(snapshot, state, main, buffer),
        Page::Nodes => draw_nodes(snapshot, state, main, buffer),
        Page::Problems => draw_problems(snapshot, state, main, buffer),
    }
    if let Some(detail) = detail {
        draw_detail(detail, below, buffer);
    }
    draw_foot(state, detail, foot, buffer);
}

fn draw_head(snapshot: &Snapshot, state: &State, area: Rect, buffer: &mut Buffer) {
    let mut spans = vec![" ros2 top ".bold()];
    for page in Page::ALL {
        let count = match page {
            Page::Topics => snapshot.topics.len(),
            Page::Nodes => snapshot.nodes.len(),
            Page::Problems => snapshot.problems.len(),
        };
        let text = format!(" {} {count} ", page.title());
        let style = match page {
            page if page == state.page => Style::new().reversed(),
            Page::Problems if count > 0 => Style::new().fg(Color::Red),
            _ => Style::new(),
        };
        spans.push(Span::styled(text, style));
    }
    spans.push(Span::from(format!("  participants: {}", snapshot.participants)).dark_gray());
    if let Some(node) = &state.node {
        spans.push(Span::from(format!("  of {node}")).cyan());
    }
    if !state.filter.is_empty() || state.is_typing {
        let cursor = if state.is_typing { "_" } else { "" };
        spans.push(Span::from(format!("  /{}{cursor}", state.filter)).yellow());
    }
    Line::from(spans).render(area, buffer);
}

fn draw_foot(state: &State, detail: Option<&Detail>, area: Rect, buffer: &mut Buffer) {
    if let Some(note) = &state.note {
        return Line::from(format!(" {note}")).red().render(area, buffer);
    }
    let keys = if state.is_typing {
        " type a part of a name   enter keep   esc clear"
    } else {
        match (detail.map(|detail| &detail.content), state.page) {
            (Some(Content::Plot(_)), _) => " ←→ field   esc close   ↑↓ move   e echo   q quit",
            (Some(Content::Text(_)), _) => " p plot   esc close   ↑↓ move   q quit",
            (None, Page::Topics) => {
                " q quit   tab page   ↑↓ move   e echo   p plot   s sort   r reverse   / filter   h hidden"
            }
            (None, Page::Nodes) => {
                " q quit   tab page   ↑↓ move   enter its topics   / filter   h hidden"
            }
            (None, Page::Problems) => " q quit   tab page   ↑↓ move   / filter",
        }
    };
    Line::from(keys).dark_gray().render(area, buffer);
}

/// The rows that are on the screen, the marked one marked.
fn visible<'a, T>(
    rows: &'a [T],
    state: &State,
    row: impl Fn(&'a T) -> Row<'a>,
) -> impl Iterator<Item = Row<'a>> {
    let selected = state.selected;
    let shown = rows.iter().enumerate().skip(state.first).take(state.height);
    shown.map(move |(index, item)| match index == selected {
        true => row(item).style(Style::new().add_modifier(Modifier::REVERSED)),
        false => row(item),
    })
}

fn draw_topics(snapshot: &Snapshot, state: &State, area: Rect, buffer: &mut Buffer) {
    let head = [
        ("topic", Some(Order::Name)),
        ("type", None),
        ("pub", None),
        ("sub", None),
        ("rate", Some(Order::Rate)),
        ("bandwidth", Some(Order::Bandwidth)),
        ("latency", Some(Order::Latency)),
        ("QoS", Some(Order::Problems)),
    ];
    let head = head.map(|(title, order)| {
        let mark = match (order == Some(state.order), state.reversed) {
            (false, _) => "",
            (true, false) => "▾",
            (true, true) => "▴",
        };
        format!("{title}{mark}")
    });
    let rows = state.topics(snapshot);
    let widths = [
        Constraint::Fill(3),
        Constraint::Fill(2),
        Constraint::Length(4),
        Constraint::Length(4),
        Constraint::Length(10),
        Constraint::Length(11),
        Constraint::Length(10),
        Constraint::Length(5),
    ];
    Table::new(visible(&rows, state, |row| topic_row(row)), widths)
        .header(Row::new(head).style(Style::new().bold()))
        .render(area, buffer);
}

fn topic_row(row: &TopicRow) -> Row<'_> {
    let measured = row.measured;
    let problems = match row.problems {
        0 => Cell::from("ok"),
        count => Cell::from(format!("{count} !")).red(),
    };
    Row::new([
        Cell::from(row.name.as_str()),
        Cell::from(row.types.join(", ")),
        Cell::from(row.publishers.len().to_string()),
        Cell::from(row.subscriptions.len().to_string()),
        Cell::from(measured.map_or_else(String::new, |measured| rate(measured.rate))),
        Cell::from(measured.map_or_else(String::new, |measured| bandwidth(measured.bandwidth))),
        Cell::from(
            measured
                .and_then(|measured| measured.latency)
                .map_or_else(String::new, latency),
        ),
        problems,
    ])
}

fn rate(hertz: f64) -> String {
    match hertz {
        0.0 => "-".to_owned(),
        hertz if hertz < 1e4 => format!("{hertz:.1} Hz"),
        hertz => format!("{:.1} kHz", hertz * 1e-3),
    }
}

fn bandwidth(bytes: f64) -> String {
    match bytes {
        0.0 => "-".to_owned(),
        bytes if bytes < 1e3 => format!("{bytes:.0} B/s"),
        bytes if bytes < 1e6 => format!("{:.1} KB/s", bytes * 1e-3),
        bytes => format!("{:.1} MB/s", bytes * 1e-6),
    }
}

fn latency(seconds: f64) -> String {
    match seconds.abs() {
        small if small < 1e-3 => format!("{:.0} µs", seconds * 1e6),
        small if small < 1.0 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{seconds:.1} s"),
    }
}

fn draw_nodes(snapshot: &Snapshot, state: &State, area: Rect, buffer: &mut Buffer) {
    let head = [
        "node",
        "publishers",
        "subscriptions",
        "servers",
        "clients",
        "QoS",
    ];
    let rows = state.nodes(snapshot);
    let widths = [
        Constraint::Fill(1),
        Constraint::Length(10),
        Constraint::Length(13),
        Constraint::Length(8),
        Constraint::Length(8),
        Constraint::Length(5),
    ];
    Table::new(visible(&rows, state, |row| node_row(row)), widths)
        .header(Row::new(head).style(Style::new().bold()))
        .render(area, buffer);
}

fn node_row(row: &NodeRow) -> Row<'_> {
    let problems = match row.problems {
        0 => Cell::from("ok"),
        count => Cell::from(format!("{count} !")).red(),
    };
    Row::new([
        Cell::from(row.name.as_str()),
        Cell::from(row.publishers.to_string()),
        Cell::from(row.subscriptions.to_string()),
        Cell::from(row.servers.to_string()),
        Cell::from(row.clients.to_string()),
        problems,
    ])
}

fn draw_problems(snapshot: &Snapshot, state: &State, area: Rect, buffer: &mut Buffer) {
    let rows = state.problems(snapshot);
    let head = match rows.is_empty() {
        true => "all publishers and subscriptions match",
        false => "publishers and subscriptions that cannot match",
    };
    let lines = visible(&rows, state, |line| Row::new([Cell::from(line.as_str())]));
    Table::new(lines, [Constraint::Fill(1)])
        .header(Row::new([head]).style(Style::new().bold()))
        .render(area, buffer);
}

fn draw_detail(detail: &Detail, area: Rect, buffer: &mut Buffer) {
    let block = Block::new()
        .borders(Borders::TOP)
        .title(format!(" {} ", detail.topic));
    let inner = block.inner(area);
    block.render(area, buffer);
    match &detail.content {
        Content::Text(text) => Paragraph::new(text.as_str()).render(inner, buffer),
        Content::Plot(plot) => chart::draw(
            std::slice::from_ref(&plot.series),
            Some(PLOT_WINDOW),
            inner,
            buffer,
        ),
    }
}
