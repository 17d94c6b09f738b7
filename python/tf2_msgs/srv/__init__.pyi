# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import service_msgs.msg

class FrameGraph:
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
            frame_yaml: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def frame_yaml(self) -> str: ...
        @frame_yaml.setter
        def frame_yaml(self, value: str) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[FrameGraph.Request] = ...,
            response: Sequence[FrameGraph.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[FrameGraph.Request]: ...
        @request.setter
        def request(self, value: Sequence[FrameGraph.Request]) -> None: ...
        @property
        def response(self) -> list[FrameGraph.Response]: ...
        @response.setter
        def response(self, value: Sequence[FrameGraph.Response]) -> None: ...
