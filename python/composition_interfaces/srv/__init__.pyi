# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy.typing
import rcl_interfaces.msg
import service_msgs.msg
from typing_extensions import Buffer

class ListNodes:
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
            full_node_names: Sequence[str] = ...,
            unique_ids: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def full_node_names(self) -> list[str]: ...
        @full_node_names.setter
        def full_node_names(self, value: Sequence[str]) -> None: ...
        @property
        def unique_ids(self) -> array[int]: ...
        @unique_ids.setter
        def unique_ids(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[ListNodes.Request] = ...,
            response: Sequence[ListNodes.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[ListNodes.Request]: ...
        @request.setter
        def request(self, value: Sequence[ListNodes.Request]) -> None: ...
        @property
        def response(self) -> list[ListNodes.Response]: ...
        @response.setter
        def response(self, value: Sequence[ListNodes.Response]) -> None: ...

class LoadNode:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            package_name: str = ...,
            plugin_name: str = ...,
            node_name: str = ...,
            node_namespace: str = ...,
            log_level: int = ...,
            remap_rules: Sequence[str] = ...,
            parameters: Sequence[rcl_interfaces.msg.Parameter] = ...,
            extra_arguments: Sequence[rcl_interfaces.msg.Parameter] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def package_name(self) -> str: ...
        @package_name.setter
        def package_name(self, value: str) -> None: ...
        @property
        def plugin_name(self) -> str: ...
        @plugin_name.setter
        def plugin_name(self, value: str) -> None: ...
        @property
        def node_name(self) -> str: ...
        @node_name.setter
        def node_name(self, value: str) -> None: ...
        @property
        def node_namespace(self) -> str: ...
        @node_namespace.setter
        def node_namespace(self, value: str) -> None: ...
        @property
        def log_level(self) -> int: ...
        @log_level.setter
        def log_level(self, value: int) -> None: ...
        @property
        def remap_rules(self) -> list[str]: ...
        @remap_rules.setter
        def remap_rules(self, value: Sequence[str]) -> None: ...
        @property
        def parameters(self) -> list[rcl_interfaces.msg.Parameter]: ...
        @parameters.setter
        def parameters(self, value: Sequence[rcl_interfaces.msg.Parameter]) -> None: ...
        @property
        def extra_arguments(self) -> list[rcl_interfaces.msg.Parameter]: ...
        @extra_arguments.setter
        def extra_arguments(self, value: Sequence[rcl_interfaces.msg.Parameter]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            success: bool = ...,
            error_message: str = ...,
            full_node_name: str = ...,
            unique_id: int = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def success(self) -> bool: ...
        @success.setter
        def success(self, value: bool) -> None: ...
        @property
        def error_message(self) -> str: ...
        @error_message.setter
        def error_message(self, value: str) -> None: ...
        @property
        def full_node_name(self) -> str: ...
        @full_node_name.setter
        def full_node_name(self, value: str) -> None: ...
        @property
        def unique_id(self) -> int: ...
        @unique_id.setter
        def unique_id(self, value: int) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[LoadNode.Request] = ...,
            response: Sequence[LoadNode.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[LoadNode.Request]: ...
        @request.setter
        def request(self, value: Sequence[LoadNode.Request]) -> None: ...
        @property
        def response(self) -> list[LoadNode.Response]: ...
        @response.setter
        def response(self, value: Sequence[LoadNode.Response]) -> None: ...

class UnloadNode:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            unique_id: int = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def unique_id(self) -> int: ...
        @unique_id.setter
        def unique_id(self, value: int) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            success: bool = ...,
            error_message: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def success(self) -> bool: ...
        @success.setter
        def success(self, value: bool) -> None: ...
        @property
        def error_message(self) -> str: ...
        @error_message.setter
        def error_message(self, value: str) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[UnloadNode.Request] = ...,
            response: Sequence[UnloadNode.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[UnloadNode.Request]: ...
        @request.setter
        def request(self, value: Sequence[UnloadNode.Request]) -> None: ...
        @property
        def response(self) -> list[UnloadNode.Response]: ...
        @response.setter
        def response(self, value: Sequence[UnloadNode.Response]) -> None: ...
