"""Messages against the bytes that real ROS 2 makes of them."""

import json
import os
import random
import struct
from importlib import import_module
from pathlib import Path

import pytest
from rclpy._rclpy import rclpy_deserialize, rclpy_serialize
from rosidl_parser.definition import AbstractNestedType, BasicType, NamespacedType

DATA = Path(__file__).parents[3] / "shared" / "data"


def load(name):
    path = DATA / name
    if path.exists():
        return json.loads(path.read_text())
    if os.environ.get("CI") == "true":
        pytest.fail(f"{path} is missing", pytrace=False)
    return []


VECTORS = load("cdr_vectors_jazzy.json")
HASHES = load("type_hashes_jazzy.json")

pytestmark = pytest.mark.skipif(not VECTORS, reason="the recorded facts are not on this machine")


def class_of(name):
    package, kind, interface = name.split("/")
    return getattr(import_module(f"{package}.{kind}"), interface)


def to_python(slot_type, value):
    """Make of a recorded value what a field of this type takes."""
    if isinstance(slot_type, AbstractNestedType):
        return [to_python(slot_type.value_type, item) for item in value]
    if isinstance(slot_type, NamespacedType):
        return build(class_of("/".join(slot_type.namespaced_name())), value)
    if slot_type == BasicType("octet"):
        return bytes([value])
    return value


def build(cls, value):
    fields = zip(cls.get_fields_and_field_types(), cls.SLOT_TYPES, strict=True)
    return cls(**{name: to_python(slot_type, value[name]) for name, slot_type in fields})


def big_endian(cls, message):
    """Serialize a message in the other byte order, by way of its fields' types."""
    body = bytearray()

    def write(number, size):
        body.extend(bytes(-len(body) % size) + number)

    def write_value(slot_type, value):
        if isinstance(slot_type, AbstractNestedType):
            if not hasattr(slot_type, "size"):
                write(len(value).to_bytes(4, "big"), 4)
            for item in value:
                write_value(slot_type.value_type, item)
        elif isinstance(slot_type, NamespacedType):
            write_message(type(value), value)
        elif isinstance(slot_type, BasicType):
            code = {"float": ">f", "double": ">d", "boolean": "?"}.get(slot_type.typename)
            if slot_type.typename in ("octet", "char"):
                write(value if isinstance(value, bytes) else value.encode("latin-1"), 1)
            elif code:
                number = struct.pack(code, value)
                write(number, len(number))
            else:
                size = int(slot_type.typename.lstrip("uint")) // 8
                write(int(value).to_bytes(size, "big", signed=value < 0), size)
        elif "WString" in type(slot_type).__name__:
            units = value.encode("utf-16-be")
            write((len(units) // 2).to_bytes(4, "big"), 4)
            for at in range(0, len(units), 2):
                write(b"\0\0" + units[at : at + 2], 4)
        else:
            text = value.encode() + b"\0"
            write(len(text).to_bytes(4, "big"), 4)
            body.extend(text)

    def write_message(cls, message):
        fields = cls.get_fields_and_field_types()
        for name, slot_type in zip(fields, cls.SLOT_TYPES, strict=True):
            write_value(slot_type, getattr(message, name))
        if not fields:
            write(b"\0", 1)

    write_message(cls, message)
    return b"\0\0\0\0" + bytes(body)


@pytest.mark.parametrize(
    "vector", VECTORS, ids=[f"{vector['type']}-{i % 2}" for i, vector in enumerate(VECTORS)]
)
def test_vector(vector):
    cls = class_of(vector["type"])
    expected = bytes.fromhex(vector["cdr"])
    message = build(cls, vector["value"])
    assert rclpy_serialize(message, cls) == expected

    received = rclpy_deserialize(expected, cls)
    assert received == message
    assert repr(received) == repr(message)
    # All of it has been read by now, and some of it could have been changed.
    assert rclpy_serialize(received, cls) == expected

    fields = list(cls.get_fields_and_field_types())
    for name in fields[:1]:
        # What has not been read goes from one payload to the other.
        received = rclpy_deserialize(expected, cls)
        setattr(received, name, getattr(received, name))
        assert rclpy_serialize(received, cls) == expected

    swapped = big_endian(cls, message)
    assert rclpy_deserialize(swapped, cls) == message
    received = rclpy_deserialize(swapped, cls)
    for name in fields[:1]:
        setattr(received, name, getattr(received, name))
        assert rclpy_serialize(received, cls) == expected


@pytest.mark.parametrize("vector", VECTORS[::2], ids=[vector["type"] for vector in VECTORS[::2]])
def test_default_goes_through_bytes(vector):
    cls = class_of(vector["type"])
    untouched = rclpy_serialize(cls(), cls)
    touched = cls()
    repr(touched)
    assert rclpy_serialize(touched, cls) == untouched
    assert rclpy_deserialize(untouched, cls) == cls()


@pytest.mark.parametrize("name", HASHES)
def test_hash(name):
    assert type(class_of(name))._TYPE_SUPPORT.type_hash == HASHES[name]


def test_hostile_payloads():
    """Whatever is accepted can be read and sent again; nothing else happens."""
    dice = random.Random(1)
    accepted = refused = 0
    for vector in VECTORS:
        cls = class_of(vector["type"])
        payload = bytes.fromhex(vector["cdr"])
        for _ in range(10):
            mutated = bytearray(payload)
            for _ in range(dice.randint(1, 3)):
                mutated[dice.randrange(len(mutated))] = dice.choice([0, 1, 127, 128, 255])
            cut = dice.choice([len(mutated), dice.randrange(len(mutated) + 1)])
            try:
                message = rclpy_deserialize(bytes(mutated[:cut]), cls)
            except RuntimeError:
                refused += 1
                continue
            accepted += 1
            shown = repr(message)
            again = rclpy_deserialize(rclpy_serialize(message, cls), cls)
            assert repr(again) == shown
    assert accepted > 500
    assert refused > 500
