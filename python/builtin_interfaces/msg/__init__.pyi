# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from typing import Any, ClassVar

class Duration:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        sec: int = ...,
        nanosec: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def sec(self) -> int: ...
    @sec.setter
    def sec(self, value: int) -> None: ...
    @property
    def nanosec(self) -> int: ...
    @nanosec.setter
    def nanosec(self, value: int) -> None: ...

class Time:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        sec: int = ...,
        nanosec: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def sec(self) -> int: ...
    @sec.setter
    def sec(self, value: int) -> None: ...
    @property
    def nanosec(self) -> int: ...
    @nanosec.setter
    def nanosec(self, value: int) -> None: ...
