# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import numpy.typing
import rcl_interfaces.msg
import service_msgs.msg
from typing_extensions import Buffer

class DescribeParameters:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            names: Sequence[str] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def names(self) -> list[str]: ...
        @names.setter
        def names(self, value: Sequence[str]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            descriptors: Sequence[rcl_interfaces.msg.ParameterDescriptor] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def descriptors(self) -> list[rcl_interfaces.msg.ParameterDescriptor]: ...
        @descriptors.setter
        def descriptors(self, value: Sequence[rcl_interfaces.msg.ParameterDescriptor]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[DescribeParameters.Request] = ...,
            response: Sequence[DescribeParameters.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[DescribeParameters.Request]: ...
        @request.setter
        def request(self, value: Sequence[DescribeParameters.Request]) -> None: ...
        @property
        def response(self) -> list[DescribeParameters.Response]: ...
        @response.setter
        def response(self, value: Sequence[DescribeParameters.Response]) -> None: ...

class GetLoggerLevels:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            names: Sequence[str] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def names(self) -> list[str]: ...
        @names.setter
        def names(self, value: Sequence[str]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            levels: Sequence[rcl_interfaces.msg.LoggerLevel] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def levels(self) -> list[rcl_interfaces.msg.LoggerLevel]: ...
        @levels.setter
        def levels(self, value: Sequence[rcl_interfaces.msg.LoggerLevel]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetLoggerLevels.Request] = ...,
            response: Sequence[GetLoggerLevels.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetLoggerLevels.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetLoggerLevels.Request]) -> None: ...
        @property
        def response(self) -> list[GetLoggerLevels.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetLoggerLevels.Response]) -> None: ...

class GetParameterTypes:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            names: Sequence[str] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def names(self) -> list[str]: ...
        @names.setter
        def names(self, value: Sequence[str]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            types: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def types(self) -> array[int]: ...
        @types.setter
        def types(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetParameterTypes.Request] = ...,
            response: Sequence[GetParameterTypes.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetParameterTypes.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetParameterTypes.Request]) -> None: ...
        @property
        def response(self) -> list[GetParameterTypes.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetParameterTypes.Response]) -> None: ...

class GetParameters:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            names: Sequence[str] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def names(self) -> list[str]: ...
        @names.setter
        def names(self, value: Sequence[str]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            values: Sequence[rcl_interfaces.msg.ParameterValue] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def values(self) -> list[rcl_interfaces.msg.ParameterValue]: ...
        @values.setter
        def values(self, value: Sequence[rcl_interfaces.msg.ParameterValue]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetParameters.Request] = ...,
            response: Sequence[GetParameters.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetParameters.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetParameters.Request]) -> None: ...
        @property
        def response(self) -> list[GetParameters.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetParameters.Response]) -> None: ...

class ListParameters:
    class Request:
        DEPTH_RECURSIVE: Final = 0
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            prefixes: Sequence[str] = ...,
            depth: int = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def prefixes(self) -> list[str]: ...
        @prefixes.setter
        def prefixes(self, value: Sequence[str]) -> None: ...
        @property
        def depth(self) -> int: ...
        @depth.setter
        def depth(self, value: int) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            result: rcl_interfaces.msg.ListParametersResult = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def result(self) -> rcl_interfaces.msg.ListParametersResult: ...
        @result.setter
        def result(self, value: rcl_interfaces.msg.ListParametersResult) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[ListParameters.Request] = ...,
            response: Sequence[ListParameters.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[ListParameters.Request]: ...
        @request.setter
        def request(self, value: Sequence[ListParameters.Request]) -> None: ...
        @property
        def response(self) -> list[ListParameters.Response]: ...
        @response.setter
        def response(self, value: Sequence[ListParameters.Response]) -> None: ...

class SetLoggerLevels:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            levels: Sequence[rcl_interfaces.msg.LoggerLevel] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def levels(self) -> list[rcl_interfaces.msg.LoggerLevel]: ...
        @levels.setter
        def levels(self, value: Sequence[rcl_interfaces.msg.LoggerLevel]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            results: Sequence[rcl_interfaces.msg.SetLoggerLevelsResult] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def results(self) -> list[rcl_interfaces.msg.SetLoggerLevelsResult]: ...
        @results.setter
        def results(self, value: Sequence[rcl_interfaces.msg.SetLoggerLevelsResult]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[SetLoggerLevels.Request] = ...,
            response: Sequence[SetLoggerLevels.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[SetLoggerLevels.Request]: ...
        @request.setter
        def request(self, value: Sequence[SetLoggerLevels.Request]) -> None: ...
        @property
        def response(self) -> list[SetLoggerLevels.Response]: ...
        @response.setter
        def response(self, value: Sequence[SetLoggerLevels.Response]) -> None: ...

class SetParameters:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            parameters: Sequence[rcl_interfaces.msg.Parameter] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def parameters(self) -> list[rcl_interfaces.msg.Parameter]: ...
        @parameters.setter
        def parameters(self, value: Sequence[rcl_interfaces.msg.Parameter]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            results: Sequence[rcl_interfaces.msg.SetParametersResult] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def results(self) -> list[rcl_interfaces.msg.SetParametersResult]: ...
        @results.setter
        def results(self, value: Sequence[rcl_interfaces.msg.SetParametersResult]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[SetParameters.Request] = ...,
            response: Sequence[SetParameters.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[SetParameters.Request]: ...
        @request.setter
        def request(self, value: Sequence[SetParameters.Request]) -> None: ...
        @property
        def response(self) -> list[SetParameters.Response]: ...
        @response.setter
        def response(self, value: Sequence[SetParameters.Response]) -> None: ...

class SetParametersAtomically:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            parameters: Sequence[rcl_interfaces.msg.Parameter] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def parameters(self) -> list[rcl_interfaces.msg.Parameter]: ...
        @parameters.setter
        def parameters(self, value: Sequence[rcl_interfaces.msg.Parameter]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            result: rcl_interfaces.msg.SetParametersResult = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def result(self) -> rcl_interfaces.msg.SetParametersResult: ...
        @result.setter
        def result(self, value: rcl_interfaces.msg.SetParametersResult) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[SetParametersAtomically.Request] = ...,
            response: Sequence[SetParametersAtomically.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[SetParametersAtomically.Request]: ...
        @request.setter
        def request(self, value: Sequence[SetParametersAtomically.Request]) -> None: ...
        @property
        def response(self) -> list[SetParametersAtomically.Response]: ...
        @response.setter
        def response(self, value: Sequence[SetParametersAtomically.Response]) -> None: ...
