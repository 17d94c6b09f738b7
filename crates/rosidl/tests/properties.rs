//! What must hold for every message type, every value and all bytes.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use rosebay_rosidl::cdr::{HEADER_SIZE, Reader};
use rosebay_rosidl::{
    Arity, DynamicMessage, Element, FieldInfo, InterfaceKind, InterfaceName, MessageType,
    Primitive, Type, Value,
};

/// Decisions, taken from bytes that proptest chooses and shrinks; zeros when there are no more.
struct Choices<'a> {
    bytes: std::slice::Iter<'a, u8>,
    types: usize,
}

impl<'a> Choices<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let bytes = bytes.iter();
        Self { bytes, types: 0 }
    }

    fn byte(&mut self) -> u8 {
        self.bytes.next().copied().unwrap_or(0)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    fn message_type(&mut self, depth: usize) -> Arc<MessageType> {
        let count = self.below(6);
        let fields = (0..count).map(|index| FieldInfo {
            name: format!("field_{index}"),
            ty: Type {
                element: self.element(depth),
                arity: self.arity(),
            },
            default: None,
        });
        let fields = fields.collect();
        self.types += 1;
        let name = format!("Type{}", self.types);
        let name = InterfaceName::new("test_interfaces", InterfaceKind::Msg, &name).unwrap();
        Arc::new(MessageType::new(name, fields, Vec::new()))
    }

    fn element(&mut self, depth: usize) -> Element {
        use Primitive::*;
        const PRIMITIVES: [Primitive; 13] = [
            Bool, Byte, Char, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Float32,
            Float64,
        ];
        match self.below(6) {
            0 => Element::String {
                bound: self.bound(),
            },
            1 => Element::WString {
                bound: self.bound(),
            },
            2 | 3 if depth > 0 => Element::Message(self.message_type(depth - 1)),
            _ => Element::Primitive(PRIMITIVES[self.below(PRIMITIVES.len())]),
        }
    }

    fn arity(&mut self) -> Arity {
        match self.below(6) {
            0 => Arity::Array(1 + self.below(4) as u32),
            1 => Arity::Sequence {
                bound: self.bound(),
            },
            2 => Arity::Sequence { bound: None },
            _ => Arity::One,
        }
    }

    fn bound(&mut self) -> Option<u32> {
        match self.below(4) {
            0 => Some(1 + self.below(5) as u32),
            _ => None,
        }
    }

    fn message(&mut self, ty: &Arc<MessageType>) -> DynamicMessage {
        let mut message = DynamicMessage::new(ty.clone());
        for field in &ty.fields {
            let value = self.value(&field.ty);
            message.set(&field.name, value).unwrap();
        }
        message
    }

    fn value(&mut self, ty: &Type) -> Value {
        let most = |bound: Option<u32>| bound.unwrap_or(7) as usize;
        let count = match ty.arity {
            Arity::One => return self.single(&ty.element),
            Arity::Array(count) => count as usize,
            Arity::Sequence { bound } => self.below(most(bound) + 1),
        };
        macro_rules! many {
            ($($variant:ident),*) => {
                match self.single(&ty.element) {
                    $(Value::$variant(first) => {
                        let rest = (0..count).map(|_| match self.single(&ty.element) {
                            Value::$variant(value) => value,
                            other => panic!("{other:?}"),
                        });
                        Value::from([first].into_iter().chain(rest).take(count).collect::<Vec<_>>())
                    })*
                    Value::WString(_) => {
                        let texts = (0..count).map(|_| match self.single(&ty.element) {
                            Value::WString(value) => value,
                            other => panic!("{other:?}"),
                        });
                        Value::WStringArray(texts.collect())
                    }
                    other => panic!("{other:?}"),
                }
            };
        }
        many!(
            Bool, U8, I8, U16, I16, U32, I32, U64, I64, F32, F64, String, Message
        )
    }

    fn single(&mut self, element: &Element) -> Value {
        match element {
            Element::Primitive(primitive) => match primitive {
                Primitive::Bool => Value::Bool(self.byte() % 2 == 1),
                Primitive::Byte | Primitive::Char | Primitive::UInt8 => Value::U8(self.byte()),
                Primitive::Int8 => Value::I8(self.byte() as i8),
                Primitive::Int16 => Value::I16(i16::from_le_bytes(self.array())),
                Primitive::UInt16 => Value::U16(u16::from_le_bytes(self.array())),
                Primitive::Int32 => Value::I32(i32::from_le_bytes(self.array())),
                Primitive::UInt32 => Value::U32(u32::from_le_bytes(self.array())),
                Primitive::Int64 => Value::I64(i64::from_le_bytes(self.array())),
                Primitive::UInt64 => Value::U64(u64::from_le_bytes(self.array())),
                // Two NaNs are not equal, so there are none here.
                Primitive::Float32 => Value::F32(match f32::from_le_bytes(self.array()) {
                    value if value.is_nan() => f32::NEG_INFINITY,
                    value => value,
                }),
                Primitive::Float64 => Value::F64(match f64::from_le_bytes(self.array()) {
                    value if value.is_nan() => f64::INFINITY,
                    value => value,
                }),
            },
            Element::String { bound } => Value::String(self.text(*bound)),
            Element::WString { bound } => Value::WString(self.text(*bound)),
            Element::Message(ty) => Value::Message(self.message(ty)),
        }
    }

    fn text(&mut self, bound: Option<u32>) -> String {
        let length = self.below(bound.unwrap_or(9) as usize + 1);
        let characters = ['a', 'ä', '日', '🤖', ' ', '\'', '\n', '0'];
        (0..length)
            .map(|_| characters[self.below(characters.len())])
            .collect()
    }
}

/// Checks that the ways to read a payload agree: all accept it or all refuse it, and a value that
/// is read is written and read again unchanged.
fn check_agreement(ty: &Arc<MessageType>, payload: &[u8]) {
    let decoded = DynamicMessage::decode(ty.clone(), payload);
    let validated = ty.plan.validate(payload);
    assert_eq!(
        decoded.is_ok(),
        validated.is_ok(),
        "{decoded:?} {validated:?}"
    );
    let mut offsets = vec![u32::MAX; ty.fields.len()];
    let located =
        Reader::new(payload).and_then(|mut reader| ty.plan.locate(&mut reader, &mut offsets));
    assert_eq!(located.is_ok(), validated.is_ok());
    let Ok(message) = decoded else { return };
    let written = message.encode().unwrap();
    ty.plan.validate(&written).unwrap();
    let again = DynamicMessage::decode(ty.clone(), &written).unwrap();
    assert_eq!(again.encode().unwrap(), written);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn messages_survive_the_wire(bytes in vec(any::<u8>(), 0..800)) {
        let mut choices = Choices::new(&bytes);
        let ty = choices.message_type(3);
        let message = choices.message(&ty);
        let payload = message.encode().unwrap();
        prop_assert_eq!(&DynamicMessage::decode(ty.clone(), &payload).unwrap(), &message);
        prop_assert_eq!(ty.plan.validate(&payload), Ok(()));
        prop_assert!(ty.plan.min_size() <= payload.len() - HEADER_SIZE);
        let mut offsets = vec![u32::MAX; ty.fields.len()];
        let mut reader = Reader::new(&payload).unwrap();
        let end = ty.plan.locate(&mut reader, &mut offsets).unwrap();
        prop_assert_eq!(end, payload.len() - HEADER_SIZE);
        prop_assert!(offsets.is_sorted());
        for length in 0..payload.len() {
            prop_assert!(ty.plan.validate(&payload[..length]).is_err());
        }
    }

    #[test]
    fn messages_survive_json(bytes in vec(any::<u8>(), 0..800)) {
        let mut choices = Choices::new(&bytes);
        let ty = choices.message_type(2);
        let message = choices.message(&ty);
        let text = message.to_json().to_string();
        let json = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(DynamicMessage::from_json(ty, &json).unwrap(), message);
    }

    #[test]
    fn readers_agree_on_damaged_messages(
        bytes in vec(any::<u8>(), 0..800),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        big_endian in any::<bool>(),
    ) {
        let mut choices = Choices::new(&bytes);
        let ty = choices.message_type(3);
        let mut payload = choices.message(&ty).encode().unwrap();
        for (index, value) in damage {
            let index = HEADER_SIZE + index.index(payload.len() - HEADER_SIZE);
            payload[index] = value;
        }
        payload[1] = u8::from(!big_endian);
        check_agreement(&ty, &payload);
    }

    #[test]
    fn readers_agree_on_any_bytes(
        bytes in vec(any::<u8>(), 0..200),
        body in vec(prop_oneof![Just(0u8), Just(1u8), any::<u8>()], 0..300),
        big_endian in any::<bool>(),
    ) {
        let ty = Choices::new(&bytes).message_type(3);
        let mut payload = vec![0, u8::from(!big_endian), 0, 0];
        payload.extend(body);
        check_agreement(&ty, &payload);
    }
}
