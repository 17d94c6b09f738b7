# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import diagnostic_msgs.msg
import service_msgs.msg

class AddDiagnostics:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            load_namespace: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def load_namespace(self) -> str: ...
        @load_namespace.setter
        def load_namespace(self, value: str) -> None: ...
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
            request: Sequence[AddDiagnostics.Request] = ...,
            response: Sequence[AddDiagnostics.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[AddDiagnostics.Request]: ...
        @request.setter
        def request(self, value: Sequence[AddDiagnostics.Request]) -> None: ...
        @property
        def response(self) -> list[AddDiagnostics.Response]: ...
        @response.setter
        def response(self, value: Sequence[AddDiagnostics.Response]) -> None: ...

class SelfTest:
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
            id: str = ...,
            passed: bytes = ...,
            status: Sequence[diagnostic_msgs.msg.DiagnosticStatus] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def id(self) -> str: ...
        @id.setter
        def id(self, value: str) -> None: ...
        @property
        def passed(self) -> bytes: ...
        @passed.setter
        def passed(self, value: bytes) -> None: ...
        @property
        def status(self) -> list[diagnostic_msgs.msg.DiagnosticStatus]: ...
        @status.setter
        def status(self, value: Sequence[diagnostic_msgs.msg.DiagnosticStatus]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[SelfTest.Request] = ...,
            response: Sequence[SelfTest.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[SelfTest.Request]: ...
        @request.setter
        def request(self, value: Sequence[SelfTest.Request]) -> None: ...
        @property
        def response(self) -> list[SelfTest.Response]: ...
        @response.setter
        def response(self, value: Sequence[SelfTest.Response]) -> None: ...
