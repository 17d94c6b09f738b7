# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import service_msgs.msg
import type_description_interfaces.msg

class GetTypeDescription:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            type_name: str = ...,
            type_hash: str = ...,
            include_type_sources: bool = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        type_name: str
        type_hash: str
        INCLUDE_TYPE_SOURCES__DEFAULT: ClassVar[bool]
        include_type_sources: bool
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            successful: bool = ...,
            failure_reason: str = ...,
            type_description: type_description_interfaces.msg.TypeDescription = ...,
            type_sources: Sequence[type_description_interfaces.msg.TypeSource] = ...,
            extra_information: Sequence[type_description_interfaces.msg.KeyValue] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        successful: bool
        failure_reason: str
        type_description: type_description_interfaces.msg.TypeDescription
        @property
        def type_sources(self) -> list[type_description_interfaces.msg.TypeSource]: ...
        @type_sources.setter
        def type_sources(self, value: Sequence[type_description_interfaces.msg.TypeSource]) -> None: ...
        @property
        def extra_information(self) -> list[type_description_interfaces.msg.KeyValue]: ...
        @extra_information.setter
        def extra_information(self, value: Sequence[type_description_interfaces.msg.KeyValue]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetTypeDescription.Request] = ...,
            response: Sequence[GetTypeDescription.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        info: service_msgs.msg.ServiceEventInfo
        @property
        def request(self) -> list[GetTypeDescription.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetTypeDescription.Request]) -> None: ...
        @property
        def response(self) -> list[GetTypeDescription.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetTypeDescription.Response]) -> None: ...
