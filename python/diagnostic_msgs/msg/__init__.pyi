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
    header: std_msgs.msg.Header
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
    level: bytes
    name: str
    message: str
    hardware_id: str
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
    key: str
    value: str
