//! The whole terminal as a screen, with its keys.

use std::thread;

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Rect;
use rosebay_rcl::Executor;

use crate::error::{Error, Result};
use crate::inbox::Inbox;

/// The terminal, which is as it was before once this drops.
pub(crate) struct Screen {
    terminal: DefaultTerminal,
}

impl Screen {
    pub(crate) fn open() -> Result<Self> {
        let terminal = ratatui::try_init().map_err(Error::io("the terminal"))?;
        Ok(Self { terminal })
    }

    /// Draws all of it.
    pub(crate) fn draw(&mut self, draw: impl FnOnce(Rect, &mut ratatui::Frame<'_>)) -> Result<()> {
        let drawn = self.terminal.draw(|frame| draw(frame.area(), frame));
        drawn.map(drop).map_err(Error::io("the terminal"))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        ratatui::restore();
    }
}

/// What comes from the terminal; a change of its size is `None`. The executor is woken for each.
pub(crate) fn keys(executor: &Executor) -> Inbox<Option<KeyEvent>> {
    let (inbox, executor) = (Inbox::new(), executor.clone());
    let keys = inbox.clone();
    // It waits for the terminal as long as the process lives.
    thread::spawn(move || {
        while let Ok(event) = event::read() {
            match event {
                Event::Key(key) if key.kind != KeyEventKind::Release => keys.put(Some(key)),
                Event::Resize(..) => keys.put(None),
                _ => continue,
            }
            executor.wake();
        }
    });
    inbox
}

/// Whether a key says that it is enough: `q`, or Ctrl-C, which is no signal here.
pub(crate) fn is_quit(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('q')
        || (key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL))
}
