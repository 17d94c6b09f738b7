//! From the fields of a message to its plan.

use std::sync::Arc;

use super::layout::{FixedLayout, PHASES};
use super::{Bools, Item, ItemKind, Plan, Run, Step, Text};
use crate::definition::{Arity, Primitive};
use crate::message_type::{Element, FieldInfo, MessageType};

/// Nested messages are taken into a plan until it has so many parts; those behind keep their own,
/// so that no definition, however nested, has a plan larger than the definition is.
const MAX_PARTS: usize = 256;

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
            (Arity::One, steps) if self.has_room_for(steps) => {
                self.inline(index, path, ty.plan.first_alignment, steps);
            }
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

    fn has_room_for(&self, steps: &[Step]) -> bool {
        let parts = |steps: &[Step]| steps.iter().map(Step::parts).sum::<usize>();
        let open = self.run.as_ref().map_or(0, |run| run.bools.len());
        parts(&self.steps) + open + parts(steps) <= MAX_PARTS
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cdr::Reader;
    use crate::value::DynamicMessage;

    fn message(fields: &[(Element, Arity)]) -> Arc<MessageType> {
        let field = |(index, (element, arity)): (usize, &(Element, Arity))| FieldInfo {
            name: format!("field_{index}"),
            ty: crate::Type {
                element: element.clone(),
                arity: *arity,
            },
            default: None,
        };
        let fields = fields.iter().enumerate().map(field).collect();
        let name = "test_interfaces/msg/Subject".parse().unwrap();
        Arc::new(MessageType::new(name, fields, Vec::new()))
    }

    fn primitive(primitive: Primitive) -> (Element, Arity) {
        (Element::Primitive(primitive), Arity::One)
    }

    fn nested(ty: &Arc<MessageType>) -> (Element, Arity) {
        (Element::Message(Arc::clone(ty)), Arity::One)
    }

    /// Compares the closed form with one element after the other, from every phase.
    #[test]
    fn many_messages_of_fixed_size_end_where_their_elements_do() {
        use Primitive::{Float64, Int16, Int32, UInt8};
        let shapes: [&[Primitive]; 8] = [
            &[UInt8],
            &[UInt8, UInt8, UInt8],
            &[Int16, UInt8],
            &[Int32, UInt8],
            &[UInt8, Float64, UInt8],
            &[Float64, UInt8, Int16],
            &[UInt8, Int16, Int32, Float64, UInt8],
            &[Float64, Float64, Float64],
        ];
        for shape in shapes {
            let fields: Vec<_> = shape.iter().map(|field| primitive(*field)).collect();
            let ty = message(&fields);
            let layout = ty.plan.fixed().unwrap();
            for start in 0..PHASES {
                let mut end = start;
                for count in 0..20 {
                    assert_eq!(
                        layout.nth_end(start, count),
                        end,
                        "{shape:?} {start} {count}"
                    );
                    end = layout.end(end);
                }
            }
        }
    }

    #[test]
    fn an_odometry_is_two_strings_and_two_runs() {
        let name = "nav_msgs/msg/Odometry".parse().unwrap();
        let ty = crate::Registry::standard().message(&name).unwrap();
        assert_eq!(ty.plan.steps.len(), 4);
    }

    /// Each level holds the one below twice, so the message has 2^40 strings.
    #[test]
    fn plans_stay_small_however_deep_messages_are_nested() {
        let text = (Element::String { bound: None }, Arity::One);
        let mut ty = message(&[primitive(Primitive::Bool), text]);
        for _ in 0..40 {
            ty = message(&[nested(&ty), nested(&ty)]);
            let parts: usize = ty.plan.steps.iter().map(Step::parts).sum();
            assert!(parts <= MAX_PARTS);
        }
        assert!(ty.plan.validate(&[0, 1, 0, 0, 1, 0, 0, 0]).is_err());
        assert!(ty.plan.min_size() >= 1 << 40);
    }

    /// What lies behind the last part that a plan takes in is found and checked all the same.
    #[test]
    fn messages_that_are_not_taken_in_are_walked() {
        let text = (Element::String { bound: None }, Arity::One);
        let mut ty = message(&[primitive(Primitive::Bool), text]);
        for _ in 0..9 {
            ty = message(&[nested(&ty), nested(&ty)]);
        }
        let payload = DynamicMessage::new(ty.clone()).encode().unwrap();
        let mut offsets = [0; 2];
        let mut reader = Reader::new(&payload).unwrap();
        let end = ty.plan.locate(&mut reader, &mut offsets).unwrap();
        assert_eq!(end, payload.len() - 4);
        assert_eq!(offsets[0], 0);
        let [first, _] = &ty.fields[..] else { panic!() };
        let Element::Message(half) = &first.ty.element else {
            panic!()
        };
        half.plan
            .skip(&mut Reader::at(&payload, offsets[1] as usize).unwrap())
            .unwrap();
        assert!(ty.plan.validate(&payload[..payload.len() - 1]).is_err());
        let mut damaged = payload.clone();
        damaged[4 + offsets[1] as usize] = 7;
        let expected = DynamicMessage::decode(ty.clone(), &damaged).unwrap_err();
        assert_eq!(ty.plan.validate(&damaged), Err(expected));
    }
}
