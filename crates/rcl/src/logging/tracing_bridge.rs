//! What the libraries below trace as warnings and errors is logged like everything else.

use std::fmt::{Debug, Write};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::refusals::Refusals;
use super::{Location, Severity, log};

/// Collects events, unless the program has chosen a collector of its own.
pub(super) fn install() {
    tracing::subscriber::set_global_default(Bridge::default()).ok();
}

#[derive(Default)]
struct Bridge {
    refusals: Refusals,
}

#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a string cannot fail.
        if field.name() == "message" {
            write!(self.message, "{value:?}").ok();
        } else {
            write!(self.fields, " {}={value:?}", field.name()).ok();
        }
    }
}

impl Subscriber for Bridge {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN || Refusals::wants(metadata.target())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(Refusals::LEVEL)
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        let metadata = event.metadata();
        let severity = match *metadata.level() {
            Level::ERROR => Severity::Error,
            _ => Severity::Warn,
        };
        let is_warning = *metadata.level() <= Level::WARN;
        let read = self
            .refusals
            .read(metadata.target(), text.message, is_warning);
        let Some(message) = read else {
            return;
        };
        let location = metadata.file().zip(metadata.line());
        log(
            severity,
            &metadata.target().replace("::", "."),
            format_args!("{message}{}", text.fields),
            location.map(|(file, line)| Location {
                function: "",
                file,
                line,
            }),
        );
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
