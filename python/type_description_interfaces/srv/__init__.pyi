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
        @property
        def type_name(self) -> str: ...
        @type_name.setter
        def type_name(self, value: str) -> None: ...
        @property
        def type_hash(self) -> str: ...
        @type_hash.setter
        def type_hash(self, value: str) -> None: ...
        INCLUDE_TYPE_SOURCES__DEFAULT: ClassVar[bool]
        @property
        def include_type_sources(self) -> bool: ...
        @include_type_sources.setter
        def include_type_sources(self, value: bool) -> None: ...
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
        @property
        def successful(self) -> bool: ...
        @successful.setter
        def successful(self, value: bool) -> None: ...
        @property
        def failure_reason(self) -> str: ...
        @failure_reason.setter
        def failure_reason(self, value: str) -> None: ...
        @property
        def type_description(self) -> type_description_interfaces.msg.TypeDescription: ...
        @type_description.setter
        def type_description(self, value: type_description_interfaces.msg.TypeDescription) -> None: ...
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
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetTypeDescription.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetTypeDescription.Request]) -> None: ...
        @property
        def response(self) -> list[GetTypeDescription.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetTypeDescription.Response]) -> None: ...
