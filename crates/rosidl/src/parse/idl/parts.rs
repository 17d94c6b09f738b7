//! Services and actions, which IDL gives as one structure a part.

use super::Structure;
use super::lexer::{Place, Problem};
use crate::definition::{
    ActionDefinition, Definition, InterfaceKind, InterfaceName, MessageDefinition,
    ServiceDefinition,
};
use crate::parse::{ACTION_PARTS, SERVICE_PARTS};

/// Makes services and actions of the structures that are their parts.
pub(super) fn group(structures: Vec<Structure>) -> Result<Vec<Definition>, Problem> {
    let mut definitions = Vec::new();
    let mut parts: Vec<Structure> = Vec::new();
    for structure in structures {
        match structure.0.name.kind() {
            InterfaceKind::Msg => definitions.push(Definition::Message(structure.0)),
            InterfaceKind::Srv | InterfaceKind::Action => parts.push(structure),
        }
    }
    while let Some((first, place)) = parts.first() {
        let place = *place;
        let suffixes: &[&str] = match first.name.kind() {
            InterfaceKind::Action => &ACTION_PARTS,
            _ => &SERVICE_PARTS,
        };
        let name = whole_name(&first.name, suffixes).map_err(|message| (place, message))?;
        definitions.push(if name.kind() == InterfaceKind::Action {
            Definition::Action(ActionDefinition {
                goal: take_part(&mut parts, &name, "Goal", place)?,
                result: take_part(&mut parts, &name, "Result", place)?,
                feedback: take_part(&mut parts, &name, "Feedback", place)?,
                name,
            })
        } else {
            Definition::Service(ServiceDefinition {
                request: take_part(&mut parts, &name, "Request", place)?,
                response: take_part(&mut parts, &name, "Response", place)?,
                name,
            })
        });
    }
    Ok(definitions)
}

/// The interface that a part's name belongs to.
fn whole_name(part: &InterfaceName, suffixes: &[&str]) -> Result<InterfaceName, String> {
    part.name()
        .rsplit_once('_')
        .filter(|(_, suffix)| suffixes.contains(suffix))
        .and_then(|(name, _)| InterfaceName::new(part.package(), part.kind(), name).ok())
        .ok_or_else(|| {
            format!(
                "expected a name that ends with one of _{}, found '{}'",
                suffixes.join(", _"),
                part.name()
            )
        })
}

fn take_part(
    parts: &mut Vec<Structure>,
    name: &InterfaceName,
    suffix: &str,
    place: Place,
) -> Result<MessageDefinition, Problem> {
    let part = name.part(suffix);
    parts
        .iter()
        .position(|(message, _)| message.name == part)
        .map(|index| parts.remove(index).0)
        .ok_or_else(|| {
            (
                place,
                format!(
                    "expected a structure '{}' beside this one, found none",
                    part.name()
                ),
            )
        })
}
