# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import builtin_interfaces.msg
import numpy
import numpy.typing
from typing_extensions import Buffer

class ServiceEventInfo:
    REQUEST_SENT: Final = 0
    REQUEST_RECEIVED: Final = 1
    RESPONSE_SENT: Final = 2
    RESPONSE_RECEIVED: Final = 3
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        event_type: int = ...,
        stamp: builtin_interfaces.msg.Time = ...,
        client_gid: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        sequence_number: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def event_type(self) -> int: ...
    @event_type.setter
    def event_type(self, value: int) -> None: ...
    @property
    def stamp(self) -> builtin_interfaces.msg.Time: ...
    @stamp.setter
    def stamp(self, value: builtin_interfaces.msg.Time) -> None: ...
    @property
    def client_gid(self) -> numpy.typing.NDArray[numpy.uint8]: ...
    @client_gid.setter
    def client_gid(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def sequence_number(self) -> int: ...
    @sequence_number.setter
    def sequence_number(self, value: int) -> None: ...
