# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import service_msgs.msg

class Empty:
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
            check_fields: bool | None = ...,
        ) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[Empty.Request] = ...,
            response: Sequence[Empty.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[Empty.Request]: ...
        @request.setter
        def request(self, value: Sequence[Empty.Request]) -> None: ...
        @property
        def response(self) -> list[Empty.Response]: ...
        @response.setter
        def response(self, value: Sequence[Empty.Response]) -> None: ...

class SetBool:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            data: bool = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def data(self) -> bool: ...
        @data.setter
        def data(self, value: bool) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            success: bool = ...,
            message: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def success(self) -> bool: ...
        @success.setter
        def success(self, value: bool) -> None: ...
        @property
        def message(self) -> str: ...
        @message.setter
        def message(self, value: str) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[SetBool.Request] = ...,
            response: Sequence[SetBool.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[SetBool.Request]: ...
        @request.setter
        def request(self, value: Sequence[SetBool.Request]) -> None: ...
        @property
        def response(self) -> list[SetBool.Response]: ...
        @response.setter
        def response(self, value: Sequence[SetBool.Response]) -> None: ...

class Trigger:
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
            success: bool = ...,
            message: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def success(self) -> bool: ...
        @success.setter
        def success(self, value: bool) -> None: ...
        @property
        def message(self) -> str: ...
        @message.setter
        def message(self, value: str) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[Trigger.Request] = ...,
            response: Sequence[Trigger.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[Trigger.Request]: ...
        @request.setter
        def request(self, value: Sequence[Trigger.Request]) -> None: ...
        @property
        def response(self) -> list[Trigger.Response]: ...
        @response.setter
        def response(self, value: Sequence[Trigger.Response]) -> None: ...
