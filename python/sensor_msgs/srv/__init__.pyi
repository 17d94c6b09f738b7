# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import sensor_msgs.msg
import service_msgs.msg

class SetCameraInfo:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            camera_info: sensor_msgs.msg.CameraInfo = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def camera_info(self) -> sensor_msgs.msg.CameraInfo: ...
        @camera_info.setter
        def camera_info(self, value: sensor_msgs.msg.CameraInfo) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            success: bool = ...,
            status_message: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def success(self) -> bool: ...
        @success.setter
        def success(self, value: bool) -> None: ...
        @property
        def status_message(self) -> str: ...
        @status_message.setter
        def status_message(self, value: str) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[SetCameraInfo.Request] = ...,
            response: Sequence[SetCameraInfo.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[SetCameraInfo.Request]: ...
        @request.setter
        def request(self, value: Sequence[SetCameraInfo.Request]) -> None: ...
        @property
        def response(self) -> list[SetCameraInfo.Response]: ...
        @response.setter
        def response(self, value: Sequence[SetCameraInfo.Response]) -> None: ...
