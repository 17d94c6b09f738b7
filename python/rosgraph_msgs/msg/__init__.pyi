# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from typing import Any, ClassVar

import builtin_interfaces.msg

class Clock:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        clock: builtin_interfaces.msg.Time = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def clock(self) -> builtin_interfaces.msg.Time: ...
    @clock.setter
    def clock(self, value: builtin_interfaces.msg.Time) -> None: ...
