# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import geometry_msgs.msg

class TF2Error:
    NO_ERROR: Final = 0
    LOOKUP_ERROR: Final = 1
    CONNECTIVITY_ERROR: Final = 2
    EXTRAPOLATION_ERROR: Final = 3
    INVALID_ARGUMENT_ERROR: Final = 4
    TIMEOUT_ERROR: Final = 5
    TRANSFORM_ERROR: Final = 6
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        error: int = ...,
        error_string: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def error(self) -> int: ...
    @error.setter
    def error(self, value: int) -> None: ...
    @property
    def error_string(self) -> str: ...
    @error_string.setter
    def error_string(self, value: str) -> None: ...

class TFMessage:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        transforms: Sequence[geometry_msgs.msg.TransformStamped] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def transforms(self) -> list[geometry_msgs.msg.TransformStamped]: ...
    @transforms.setter
    def transforms(self, value: Sequence[geometry_msgs.msg.TransformStamped]) -> None: ...
