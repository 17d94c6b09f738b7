# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy
import numpy.typing
from typing_extensions import Buffer

class UUID:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        uuid: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def uuid(self) -> numpy.typing.NDArray[numpy.uint8]: ...
    @uuid.setter
    def uuid(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
