# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import service_msgs.msg
import visualization_msgs.msg

class GetInteractiveMarkers:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            check_fields: bool | None = ...,
        ) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            sequence_number: int = ...,
            markers: Sequence[visualization_msgs.msg.InteractiveMarker] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def sequence_number(self) -> int: ...
        @sequence_number.setter
        def sequence_number(self, value: int) -> None: ...
        @property
        def markers(self) -> list[visualization_msgs.msg.InteractiveMarker]: ...
        @markers.setter
        def markers(self, value: Sequence[visualization_msgs.msg.InteractiveMarker]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetInteractiveMarkers.Request] = ...,
            response: Sequence[GetInteractiveMarkers.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetInteractiveMarkers.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetInteractiveMarkers.Request]) -> None: ...
        @property
        def response(self) -> list[GetInteractiveMarkers.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetInteractiveMarkers.Response]) -> None: ...
