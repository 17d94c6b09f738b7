//! `ros2 interface list`.

use clap::Args;
use rosebay_rosidl::{InterfaceKind, InterfaceName};
use serde_json::{Map, Value as Json};

use super::KindArgs;
use crate::error::Result;
use crate::output::Output;
use crate::types::all_interfaces;

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    kinds: KindArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ListArgs {
    pub(crate) fn run(self) -> Result<()> {
        let registry = all_interfaces();
        let all: Vec<InterfaceName> = registry
            .packages()
            .iter()
            .flat_map(|package| registry.interfaces(package))
            .collect();
        let of_kind = |kind: InterfaceKind| {
            let names = all.iter().filter(move |name| name.kind() == kind);
            names.map(ToString::to_string).collect::<Vec<_>>()
        };
        let kinds = InterfaceKind::ALL;
        let wanted = kinds.into_iter().filter(|kind| self.kinds.include(*kind));
        let mut out = Output::new();
        if self.json {
            let lists = wanted.map(|kind| (title(kind).to_lowercase(), of_kind(kind).into()));
            out.json(&Json::Object(lists.collect::<Map<_, _>>()))?;
            return out.finish();
        }
        for kind in wanted {
            out.line(format_args!("{}:", title(kind)))?;
            for name in of_kind(kind) {
                out.line(format_args!("    {name}"))?;
            }
        }
        out.finish()
    }
}

fn title(kind: InterfaceKind) -> &'static str {
    match kind {
        InterfaceKind::Msg => "Messages",
        InterfaceKind::Srv => "Services",
        InterfaceKind::Action => "Actions",
    }
}
