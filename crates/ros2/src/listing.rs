//! Names with their types, as `action list` and `service list` print them.

use rosebay_rcl::rmw::NamesAndTypes;
use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::output::Output;
use crate::session::Session;

/// What of a list is printed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shown {
    Names,
    NamesAndTypes,
    Count,
    Json,
}

impl Shown {
    /// What flags ask for; JSON beats the count, which beats the types.
    pub(crate) fn of(types: bool, count: bool, json: bool) -> Self {
        match (json, count, types) {
            (true, _, _) => Self::Json,
            (_, true, _) => Self::Count,
            (_, _, true) => Self::NamesAndTypes,
            _ => Self::Names,
        }
    }
}

/// Prints a list; where it is empty, says how many participants were seen.
pub(crate) fn print(session: &Session, names: NamesAndTypes, shown: Shown) -> Result<()> {
    let mut out = Output::new();
    match shown {
        Shown::Json => {
            let list = names
                .into_iter()
                .map(|(name, types)| json!({"name": name, "types": types}));
            out.json(&list.collect::<Json>())?;
        }
        Shown::Count => out.line(names.len())?,
        Shown::Names | Shown::NamesAndTypes if names.is_empty() => session.report_participants(),
        Shown::Names => {
            for (name, _) in names {
                out.line(name)?;
            }
        }
        Shown::NamesAndTypes => {
            for (name, types) in names {
                out.line(format_args!("{name} [{}]", types.join(", ")))?;
            }
        }
    }
    out.finish()
}
