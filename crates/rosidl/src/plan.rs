//! The codec plan of a message: its layout, compiled once, so that a payload can be checked and its
//! fields found without building any value.
//!
//! CDR aligns every datum to its size from the body's first byte, so how much room a run of
//! fixed-size data takes depends only on where it begins, modulo 8. A plan holds that room for all
//! eight cases, which makes any run, however long and nested, one addition and one comparison:
//! `nav_msgs/msg/Odometry` is two strings and two runs.

use std::sync::Arc;

use crate::cdr::{DecodeError, Reader, align_up};
use crate::definition::{Arity, Primitive};
use crate::message_type::{Element, FieldInfo, MessageType};

/// Alignments differ only modulo this.
const PHASES: usize = 8;

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

/// The room that data of fixed size takes, for each offset modulo 8 at which it may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedLayout {
    advance: [usize; PHASES],
}

impl FixedLayout {
    const EMPTY: Self = Self {
        advance: [0; PHASES],
    };

    /// The offset behind one message that begins at `start`.
    #[inline]
    pub fn end(&self, start: usize) -> usize {
        start.saturating_add(self.advance[start % PHASES])
    }

    /// The offset behind `count` messages of this layout, the first of which begins at `start`; so
    /// also where message number `count` begins, before its alignment.
    #[inline]
    pub fn nth_end(&self, start: usize, count: usize) -> usize {
        let Some(rest) = count.checked_sub(1) else {
            return start;
        };
        // Once the first is aligned, all others have the same distance: behind it the offset is
        // the same modulo the largest alignment within.
        let end = self.end(start);
        end.saturating_add(rest.saturating_mul(self.advance[end % PHASES]))
    }

    /// The most room one message takes, padding before it included.
    pub fn max_size(&self) -> usize {
        self.advance.into_iter().max().unwrap_or(0)
    }

    fn push(&mut self, alignment: usize, size: usize) {
        for (start, advance) in self.advance.iter_mut().enumerate() {
            let end = align_up(start.saturating_add(*advance), alignment).saturating_add(size);
            *advance = end - start;
        }
    }

    fn push_many(&mut self, layout: &Self, count: usize) {
        for (start, advance) in self.advance.iter_mut().enumerate() {
            *advance = layout.nth_end(start.saturating_add(*advance), count) - start;
        }
    }
}

impl Plan {
    /// Compiles the layout of a message with these fields. A message without fields has one byte on
    /// the wire.
    pub fn compile(fields: &[FieldInfo]) -> Self {
        let mut compiler = Compiler::default();
        for (index, field) in fields.iter().enumerate() {
            compiler.field(index, field);
        }
        if fields.is_empty() {
            compiler.run("").layout.push(1, 1);
        }
        compiler.end_run();
        Self {
            first_alignment: fields.first().map_or(1, first_alignment),
            min_size: compiler
                .steps
                .iter()
                .map(Step::min_size)
                .fold(0, usize::saturating_add),
            steps: compiler.steps,
        }
    }

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
                arity: Arity::Array(_),
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

/// The alignment of a field's first datum.
fn first_alignment(field: &FieldInfo) -> usize {
    match (&field.ty.element, field.ty.arity) {
        (_, Arity::Sequence { .. }) | (Element::String { .. } | Element::WString { .. }, _) => 4,
        (Element::Primitive(primitive), _) => primitive.size(),
        (Element::Message(ty), _) => ty.plan.first_alignment,
    }
}

#[derive(Default)]
struct Compiler {
    steps: Vec<Step>,
    /// The run that the next data of fixed size belong to.
    run: Option<Run>,
}

impl Compiler {
    fn field(&mut self, index: usize, field: &FieldInfo) {
        let path = field.name.as_str();
        let arity = field.ty.arity;
        match &field.ty.element {
            Element::Primitive(primitive) => self.primitives(index, path, *primitive, arity),
            Element::String { bound } => self.item(Some(index), path, text(false, *bound, arity)),
            Element::WString { bound } => self.item(Some(index), path, text(true, *bound, arity)),
            Element::Message(ty) => self.messages(index, path, ty, arity),
        }
    }

    fn primitives(&mut self, index: usize, path: &str, primitive: Primitive, arity: Arity) {
        let count = match arity {
            Arity::One => 1,
            Arity::Array(count) => count as usize,
            Arity::Sequence { bound } => {
                return self.item(Some(index), path, ItemKind::Primitives { primitive, bound });
            }
        };
        let run = self.run(path);
        run.mark(index, primitive.size());
        if primitive == Primitive::Bool {
            run.bools.push(Bools {
                distance: run.layout.advance,
                count,
                path: path.to_owned(),
            });
        }
        run.layout
            .push(primitive.size(), primitive.size().saturating_mul(count));
    }

    fn messages(&mut self, index: usize, path: &str, ty: &Arc<MessageType>, arity: Arity) {
        match (arity, ty.plan.steps.as_slice()) {
            (Arity::One, steps) => self.inline(index, path, ty.plan.first_alignment, steps),
            (Arity::Array(count), [Step::Run(nested)]) if nested.bools.is_empty() => {
                let run = self.run(path);
                run.mark(index, ty.plan.first_alignment);
                run.layout.push_many(&nested.layout, count as usize);
            }
            _ => {
                let ty = Arc::clone(ty);
                self.item(Some(index), path, ItemKind::Messages { ty, arity });
            }
        }
    }

    /// Takes over the steps of a nested message.
    fn inline(&mut self, index: usize, path: &str, alignment: usize, steps: &[Step]) {
        for (position, step) in steps.iter().enumerate() {
            let first = position == 0;
            match step {
                Step::Run(nested) => {
                    let run = self.run(&join(path, &nested.path));
                    if first {
                        run.mark(index, alignment);
                    }
                    run.append(nested, path);
                }
                Step::Item(nested) => self.item(
                    first.then_some(index),
                    &join(path, &nested.path),
                    nested.kind.clone(),
                ),
            }
        }
    }

    /// The run that is being built, beginning one at `path` if there is none.
    fn run(&mut self, path: &str) -> &mut Run {
        self.run.get_or_insert_with(|| Run {
            layout: FixedLayout::EMPTY,
            marks: Vec::new(),
            bools: Vec::new(),
            path: path.to_owned(),
        })
    }

    fn item(&mut self, mark: Option<usize>, path: &str, kind: ItemKind) {
        self.end_run();
        self.steps.push(Step::Item(Item {
            kind,
            mark,
            path: path.to_owned(),
        }));
    }

    fn end_run(&mut self) {
        self.steps.extend(self.run.take().map(Step::Run));
    }
}

impl Run {
    /// Notes that a top-level field begins here, behind this alignment.
    fn mark(&mut self, field: usize, alignment: usize) {
        let mut begin = self.layout.clone();
        begin.push(alignment, 0);
        self.marks.push((field, begin.advance));
    }

    /// Takes over a run of a nested message, the field `path`.
    fn append(&mut self, nested: &Self, path: &str) {
        for bools in &nested.bools {
            let mut distance = self.layout.advance;
            for (start, advance) in distance.iter_mut().enumerate() {
                let begin = start.saturating_add(*advance);
                *advance = advance.saturating_add(bools.distance[begin % PHASES]);
            }
            self.bools.push(Bools {
                distance,
                count: bools.count,
                path: join(path, &bools.path),
            });
        }
        self.layout.push_many(&nested.layout, 1);
    }
}

fn text(wide: bool, bound: Option<u32>, arity: Arity) -> ItemKind {
    let text = Text { wide, bound };
    match arity {
        Arity::One => ItemKind::Text(text),
        _ => ItemKind::Texts(text, arity),
    }
}

fn join(path: &str, nested: &str) -> String {
    match nested {
        "" => path.to_owned(),
        _ => format!("{path}.{nested}"),
    }
}
