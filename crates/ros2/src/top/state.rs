//! What is shown of the graph, and what keys change of that.

use std::cmp::Ordering;

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::snapshot::{NodeRow, Snapshot, TopicRow};
use crate::screen::is_quit;

/// A page of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Topics,
    Nodes,
    Problems,
}

impl Page {
    pub(super) const ALL: [Self; 3] = [Self::Topics, Self::Nodes, Self::Problems];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Topics => "Topics",
            Self::Nodes => "Nodes",
            Self::Problems => "QoS problems",
        }
    }
}

/// What topics are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Name,
    Rate,
    Bandwidth,
    Latency,
    Problems,
}

impl Order {
    const fn next(self) -> Self {
        match self {
            Self::Name => Self::Rate,
            Self::Rate => Self::Bandwidth,
            Self::Bandwidth => Self::Latency,
            Self::Latency => Self::Problems,
            Self::Problems => Self::Name,
        }
    }

    /// Whether all topics must be counted to sort them so.
    const fn is_measured(self) -> bool {
        matches!(self, Self::Rate | Self::Bandwidth | Self::Latency)
    }
}

/// What a key asks for beyond the screen's own state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    Quit,
    /// The graph has to be asked again.
    Refresh,
    /// Show the messages of this topic.
    Echo(String),
    /// Plot a number of this topic.
    Plot(String),
    /// Plot the next number, or the one before.
    NextField(isize),
    CloseDetail,
}

/// What is shown and how.
#[derive(Debug)]
pub(super) struct State {
    pub(super) page: Page,
    pub(super) order: Order,
    pub(super) reversed: bool,
    /// What names must contain.
    pub(super) filter: String,
    /// Whether keys are letters of the filter.
    pub(super) is_typing: bool,
    pub(super) include_hidden: bool,
    /// The only node whose topics are shown.
    pub(super) node: Option<String>,
    /// The row that is marked.
    pub(super) selected: usize,
    /// The first row on the screen.
    pub(super) first: usize,
    /// How many rows are on the screen, as it was drawn last.
    pub(super) height: usize,
    /// Whether a topic is echoed or plotted below.
    pub(super) has_detail: bool,
    /// What could not be done.
    pub(super) note: Option<String>,
}

impl State {
    pub(super) fn new(include_hidden: bool) -> Self {
        Self {
            page: Page::Topics,
            order: Order::Name,
            reversed: false,
            filter: String::new(),
            is_typing: false,
            include_hidden,
            node: None,
            selected: 0,
            first: 0,
            height: 20,
            has_detail: false,
            note: None,
        }
    }

    /// The topics of the page, in their order.
    pub(super) fn topics<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a TopicRow> {
        let mut rows: Vec<_> = snapshot
            .topics
            .iter()
            .filter(|row| row.name.contains(&self.filter) && self.is_of_node(row))
            .collect();
        // Names are in order already, and stay so among equals.
        rows.sort_by(|one, other| {
            let order = compare(self.order, one, other);
            if self.reversed {
                order.reverse()
            } else {
                order
            }
        });
        rows
    }

    fn is_of_node(&self, row: &TopicRow) -> bool {
        let mut ends = row.publishers.iter().chain(&row.subscriptions);
        self.node
            .as_ref()
            .is_none_or(|node| ends.any(|end| end == node))
    }

    /// The nodes of the page.
    pub(super) fn nodes<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a NodeRow> {
        let nodes = snapshot.nodes.iter();
        nodes
            .filter(|row| row.name.contains(&self.filter))
            .collect()
    }

    /// The lines of the page of problems.
    pub(super) fn problems<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a String> {
        let problems = snapshot.problems.iter();
        problems
            .filter(|line| line.contains(&self.filter))
            .collect()
    }

    /// The topics that have to be counted.
    pub(super) fn shown_topics<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a TopicRow> {
        if self.page != Page::Topics {
            return Vec::new();
        }
        let rows = self.topics(snapshot);
        if self.order.is_measured() {
            return rows;
        }
        rows.into_iter()
            .skip(self.first)
            .take(self.height)
            .collect()
    }

    fn row_count(&self, snapshot: &Snapshot) -> usize {
        match self.page {
            Page::Topics => self.topics(snapshot).len(),
            Page::Nodes => self.nodes(snapshot).len(),
            Page::Problems => self.problems(snapshot).len(),
        }
    }

    /// Keeps the mark on a row, and that row on a screen of so many rows.
    pub(super) fn fit(&mut self, snapshot: &Snapshot, height: usize) {
        self.height = height;
        self.selected = self
            .selected
            .min(self.row_count(snapshot).saturating_sub(1));
        self.first = self
            .first
            .min(self.selected)
            .max((self.selected + 1).saturating_sub(height));
    }

    /// Does what a key says.
    pub(super) fn press(&mut self, key: KeyEvent, snapshot: &Snapshot) -> Option<Wish> {
        self.note = None;
        if self.is_typing {
            self.type_key(key);
            return None;
        }
        if is_quit(key) {
            return Some(Wish::Quit);
        }
        match key.code {
            KeyCode::Tab => self.turn_page(1),
            KeyCode::BackTab => self.turn_page(Page::ALL.len() - 1),
            KeyCode::Up | KeyCode::Char('k') => self.selected = self.selected.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => self.selected += 1,
            KeyCode::PageUp => self.selected = self.selected.saturating_sub(self.height),
            KeyCode::PageDown => self.selected += self.height,
            KeyCode::Home => self.selected = 0,
            KeyCode::End => self.selected = usize::MAX - 1,
            KeyCode::Char('s') => self.order = self.order.next(),
            KeyCode::Char('r') => self.reversed = !self.reversed,
            KeyCode::Char('/') => self.is_typing = true,
            KeyCode::Char('h') => {
                self.include_hidden = !self.include_hidden;
                return Some(Wish::Refresh);
            }
            KeyCode::Esc => return self.go_back(),
            KeyCode::Left => return self.has_detail.then_some(Wish::NextField(-1)),
            KeyCode::Right => return self.has_detail.then_some(Wish::NextField(1)),
            KeyCode::Enter | KeyCode::Char('e') => return self.enter(snapshot),
            KeyCode::Char('p') => return self.selected_topic(snapshot).map(Wish::Plot),
            _ => {}
        }
        self.selected = self
            .selected
            .min(self.row_count(snapshot).saturating_sub(1));
        None
    }

    fn type_key(&mut self, key: KeyEvent) {
        match key.code {
            KeyCode::Enter => self.is_typing = false,
            KeyCode::Esc => {
                self.is_typing = false;
                self.filter.clear();
            }
            KeyCode::Backspace => drop(self.filter.pop()),
            KeyCode::Char(letter) => self.filter.push(letter),
            _ => {}
        }
    }

    fn turn_page(&mut self, by: usize) {
        let index = Page::ALL.iter().position(|page| *page == self.page);
        self.page = Page::ALL[(index.unwrap_or_default() + by) % Page::ALL.len()];
        self.selected = 0;
    }

    /// Closes what was opened last.
    fn go_back(&mut self) -> Option<Wish> {
        if self.has_detail {
            return Some(Wish::CloseDetail);
        }
        if self.node.take().is_none() {
            self.filter.clear();
        }
        None
    }

    /// A node's topics, or a topic's messages.
    fn enter(&mut self, snapshot: &Snapshot) -> Option<Wish> {
        match self.page {
            Page::Topics => self.selected_topic(snapshot).map(Wish::Echo),
            Page::Nodes => {
                let node = self.nodes(snapshot).get(self.selected)?.name.clone();
                self.node = Some(node);
                self.filter.clear();
                self.page = Page::Topics;
                self.selected = 0;
                None
            }
            Page::Problems => None,
        }
    }

    fn selected_topic(&self, snapshot: &Snapshot) -> Option<String> {
        if self.page != Page::Topics {
            return None;
        }
        let rows = self.topics(snapshot);
        Some(rows.get(self.selected)?.name.clone())
    }
}

/// Names rise, numbers fall.
fn compare(order: Order, one: &TopicRow, other: &TopicRow) -> Ordering {
    let number = |row: &TopicRow| {
        let measured = row.measured.unwrap_or_default();
        match order {
            Order::Name => 0.0,
            Order::Rate => measured.rate,
            Order::Bandwidth => measured.bandwidth,
            Order::Latency => measured.latency.unwrap_or(f64::NEG_INFINITY),
            Order::Problems => row.problems as f64,
        }
    };
    match order {
        Order::Name => one.name.cmp(&other.name),
        _ => number(other).total_cmp(&number(one)),
    }
}
