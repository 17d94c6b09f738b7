//! The codec plan of a message: its layout, compiled once, so that a payload can be checked and its
//! fields found without building any value.
//!
//! CDR aligns every datum to its size from the body's first byte, so how much room a run of
//! fixed-size data takes depends only on where it begins, modulo 8. A plan holds that room for all
//! eight cases, which makes any run, however long and nested, one addition and one comparison:
//! `nav_msgs/msg/Odometry` is two strings and two runs.

mod compile;
mod layout;

use std::sync::Arc;

use crate::cdr::{DecodeError, Reader, align_up};
use crate::definition::{Arity, Primitive};
use crate::message_type::MessageType;

pub use layout::FixedLayout;

use layout::PHASES;

/// The compiled layout of a message.
#[derive(Debug, Clone)]
pub struct Plan {
    steps: Vec<Step>,
    /// The alignment of the message's first datum.
    first_alignment: usize,
    /// The fewest bytes a message takes, wherever it begins.
    min_size: usize,
}

/// What comes next in a body.
#[derive(Debug, Clone)]
enum Step {
    Run(Run),
    Item(Item),
}

/// Data of fixed size, as many fields as lie side by side.
#[derive(Debug, Clone)]
struct Run {
    layout: FixedLayout,
    /// Top-level fields that begin in this run, and how far from its begin.
    marks: Vec<(usize, [usize; PHASES])>,
    /// Booleans in this run, whose bytes must be looked at.
    bools: Vec<Bools>,
    /// The path of the first field, for errors.
    path: String,
}

/// Booleans side by side in a run.
#[derive(Debug, Clone)]
struct Bools {
    distance: [usize; PHASES],
    count: usize,
    path: String,
}

/// A datum of variable size, or many that cannot be merged into a run.
#[derive(Debug, Clone)]
struct Item {
    kind: ItemKind,
    /// The top-level field that begins here.
    mark: Option<usize>,
    path: String,
}

#[derive(Debug, Clone)]
enum ItemKind {
    Text(Text),
    Texts(Text, Arity),
    Primitives {
        primitive: Primitive,
        bound: Option<u32>,
    },
    Messages {
        ty: Arc<MessageType>,
        arity: Arity,
    },
}

#[derive(Debug, Clone, Copy)]
struct Text {
    wide: bool,
    bound: Option<u32>,
}

impl Plan {
    /// The fewest bytes a message takes, wherever it begins; at least 1.
    pub fn min_size(&self) -> usize {
        self.min_size
    }

    /// The layout, if the message holds only data of fixed size.
    pub fn fixed(&self) -> Option<&FixedLayout> {
        match self.steps.as_slice() {
            [Step::Run(run)] => Some(&run.layout),
            _ => None,
        }
    }

    /// Checks that a payload holds this message: every length, bound, terminator and boolean.
    /// Whatever passes can be decoded. Bytes behind the message are allowed: some implementations
    /// pad.
    ///
    /// # Errors
    /// The first thing that is wrong and the field it is in. Of a run of fixed-size fields that is
    /// cut short, the first is named.
    pub fn validate(&self, payload: &[u8]) -> Result<(), DecodeError> {
        self.walk(&mut Reader::new(payload)?, &mut |_, _| ())
    }

    /// Walks over a message, checking it as [`Self::validate`] does, and writes to `offsets` where
    /// the data of each field begins, its alignment already done: a number itself, the length of a
    /// string or sequence, the first datum of an array or of a nested message.
    /// [`Reader::at`] resumes there. Returns the offset behind the message.
    ///
    /// Fields beyond the end of `offsets` are checked only.
    ///
    /// # Errors
    /// As [`Self::validate`].
    pub fn locate(
        &self,
        reader: &mut Reader<'_>,
        offsets: &mut [u32],
    ) -> Result<usize, DecodeError> {
        self.walk(reader, &mut |field, offset| {
            if let Some(slot) = offsets.get_mut(field) {
                // A reader accepts no payload whose offsets do not fit.
                *slot = offset as u32;
            }
        })?;
        Ok(reader.position())
    }

    /// Walks over a message, checking it as [`Self::validate`] does.
    ///
    /// # Errors
    /// As [`Self::validate`].
    pub fn skip(&self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.walk(reader, &mut |_, _| ())
    }

    #[inline]
    fn walk(
        &self,
        reader: &mut Reader<'_>,
        mark: &mut impl FnMut(usize, usize),
    ) -> Result<(), DecodeError> {
        for step in &self.steps {
            match step {
                Step::Run(run) => {
                    let start = reader.position();
                    run.walk(reader)?;
                    for (field, distance) in &run.marks {
                        mark(*field, start + distance[start % PHASES]);
                    }
                }
                Step::Item(item) => {
                    if let Some(field) = item.mark {
                        mark(field, align_up(reader.position(), item.kind.alignment()));
                    }
                    item.kind
                        .walk(reader)
                        .map_err(|error| error.in_field(&item.path))?;
                }
            }
        }
        Ok(())
    }
}

impl Step {
    fn parts(&self) -> usize {
        match self {
            Self::Run(run) => 1 + run.bools.len(),
            Self::Item(_) => 1,
        }
    }

    fn min_size(&self) -> usize {
        match self {
            Self::Run(run) => run.layout.advance.into_iter().min().unwrap_or(0),
            Self::Item(item) => item.kind.min_size(),
        }
    }
}

impl Run {
    #[inline]
    fn walk(&self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let start = reader.position();
        reader
            .seek(self.layout.end(start))
            .map_err(|error| error.in_field(&self.path))?;
        for bools in &self.bools {
            reader
                .check_bools_at(start + bools.distance[start % PHASES], bools.count)
                .map_err(|error| error.in_field(&bools.path))?;
        }
        Ok(())
    }
}

impl Text {
    #[inline]
    fn walk(self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        if self.wide {
            reader.wstring_bytes(self.bound)?;
        } else {
            reader.string_bytes(self.bound)?;
        }
        Ok(())
    }
}

impl ItemKind {
    /// The alignment of its first datum.
    fn alignment(&self) -> usize {
        match self {
            Self::Messages {
                ty,
                arity: Arity::One | Arity::Array(_),
            } => ty.plan.first_alignment,
            _ => 4,
        }
    }

    fn min_size(&self) -> usize {
        match self {
            Self::Texts(_, Arity::Array(count)) => (*count as usize).saturating_mul(4),
            Self::Messages {
                ty,
                arity: Arity::Array(count),
            } => ty.plan.min_size.saturating_mul(*count as usize),
            Self::Messages {
                ty,
                arity: Arity::One,
            } => ty.plan.min_size,
            _ => 4,
        }
    }

    #[inline]
    fn walk(&self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        match self {
            Self::Text(text) => text.walk(reader),
            Self::Texts(text, arity) => {
                for index in 0..read_count(reader, *arity, 4)? {
                    text.walk(reader).map_err(|error| error.in_element(index))?;
                }
                Ok(())
            }
            Self::Primitives { primitive, bound } => {
                let count = reader.sequence_length(primitive.size(), *bound)?;
                match primitive {
                    Primitive::Bool => reader.bool_bytes(count)?,
                    _ => reader.numeric(count, primitive.size())?,
                };
                Ok(())
            }
            Self::Messages {
                ty,
                arity: Arity::One,
            } => ty.plan.skip(reader),
            Self::Messages { ty, arity } => {
                let count = read_count(reader, *arity, ty.plan.min_size)?;
                walk_messages(&ty.plan, count, reader)
            }
        }
    }
}

fn walk_messages(plan: &Plan, count: usize, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    if let [Step::Run(run)] = plan.steps.as_slice()
        && run.bools.is_empty()
    {
        return reader.seek(run.layout.nth_end(reader.position(), count));
    }
    for index in 0..count {
        plan.skip(reader).map_err(|error| error.in_element(index))?;
    }
    Ok(())
}

/// How many elements follow, reading the length of a sequence.
#[inline]
pub(crate) fn read_count(
    reader: &mut Reader<'_>,
    arity: Arity,
    min_element_size: usize,
) -> Result<usize, DecodeError> {
    match arity {
        Arity::One => Ok(1),
        Arity::Array(count) => Ok(count as usize),
        Arity::Sequence { bound } => reader.sequence_length(min_element_size, bound),
    }
}
