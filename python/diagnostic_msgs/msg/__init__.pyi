# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import std_msgs.msg

class DiagnosticArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        status: Sequence[DiagnosticStatus] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def status(self) -> list[DiagnosticStatus]: ...
    @status.setter
    def status(self, value: Sequence[DiagnosticStatus]) -> None: ...

class DiagnosticStatus:
    OK: Final = b'\x00'
    WARN: Final = b'\x01'
    ERROR: Final = b'\x02'
    STALE: Final = b'\x03'
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        level: bytes = ...,
        name: str = ...,
        message: str = ...,
        hardware_id: str = ...,
        values: Sequence[KeyValue] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def level(self) -> bytes: ...
    @level.setter
    def level(self, value: bytes) -> None: ...
    @property
    def name(self) -> str: ...
    @name.setter
    def name(self, value: str) -> None: ...
    @property
    def message(self) -> str: ...
    @message.setter
    def message(self, value: str) -> None: ...
    @property
    def hardware_id(self) -> str: ...
    @hardware_id.setter
    def hardware_id(self, value: str) -> None: ...
    @property
    def values(self) -> list[KeyValue]: ...
    @values.setter
    def values(self, value: Sequence[KeyValue]) -> None: ...

class KeyValue:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        key: str = ...,
        value: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def key(self) -> str: ...
    @key.setter
    def key(self, value: str) -> None: ...
    @property
    def value(self) -> str: ...
    @value.setter
    def value(self, value: str) -> None: ...
