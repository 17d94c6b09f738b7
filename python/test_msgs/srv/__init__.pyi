# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy
import numpy.typing
import service_msgs.msg
import test_msgs.msg
from typing_extensions import Buffer

class Arrays:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            bool_values: Sequence[bool] = ...,
            byte_values: Sequence[bytes] = ...,
            char_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            float32_values: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
            float64_values: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
            int8_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint8_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int16_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint16_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int32_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint32_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int64_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint64_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            string_values: Sequence[str] = ...,
            basic_types_values: Sequence[test_msgs.msg.BasicTypes] = ...,
            constants_values: Sequence[test_msgs.msg.Constants] = ...,
            defaults_values: Sequence[test_msgs.msg.Defaults] = ...,
            bool_values_default: Sequence[bool] = ...,
            byte_values_default: Sequence[bytes] = ...,
            char_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            float32_values_default: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
            float64_values_default: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
            int8_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint8_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int16_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint16_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int32_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint32_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int64_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint64_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            string_values_default: Sequence[str] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def bool_values(self) -> list[bool]: ...
        @bool_values.setter
        def bool_values(self, value: Sequence[bool]) -> None: ...
        @property
        def byte_values(self) -> list[bytes]: ...
        @byte_values.setter
        def byte_values(self, value: Sequence[bytes]) -> None: ...
        @property
        def char_values(self) -> numpy.typing.NDArray[numpy.uint8]: ...
        @char_values.setter
        def char_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def float32_values(self) -> numpy.typing.NDArray[numpy.float32]: ...
        @float32_values.setter
        def float32_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def float64_values(self) -> numpy.typing.NDArray[numpy.float64]: ...
        @float64_values.setter
        def float64_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def int8_values(self) -> numpy.typing.NDArray[numpy.int8]: ...
        @int8_values.setter
        def int8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def uint8_values(self) -> numpy.typing.NDArray[numpy.uint8]: ...
        @uint8_values.setter
        def uint8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def int16_values(self) -> numpy.typing.NDArray[numpy.int16]: ...
        @int16_values.setter
        def int16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def uint16_values(self) -> numpy.typing.NDArray[numpy.uint16]: ...
        @uint16_values.setter
        def uint16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def int32_values(self) -> numpy.typing.NDArray[numpy.int32]: ...
        @int32_values.setter
        def int32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def uint32_values(self) -> numpy.typing.NDArray[numpy.uint32]: ...
        @uint32_values.setter
        def uint32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def int64_values(self) -> numpy.typing.NDArray[numpy.int64]: ...
        @int64_values.setter
        def int64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def uint64_values(self) -> numpy.typing.NDArray[numpy.uint64]: ...
        @uint64_values.setter
        def uint64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def string_values(self) -> list[str]: ...
        @string_values.setter
        def string_values(self, value: Sequence[str]) -> None: ...
        @property
        def basic_types_values(self) -> list[test_msgs.msg.BasicTypes]: ...
        @basic_types_values.setter
        def basic_types_values(self, value: Sequence[test_msgs.msg.BasicTypes]) -> None: ...
        @property
        def constants_values(self) -> list[test_msgs.msg.Constants]: ...
        @constants_values.setter
        def constants_values(self, value: Sequence[test_msgs.msg.Constants]) -> None: ...
        @property
        def defaults_values(self) -> list[test_msgs.msg.Defaults]: ...
        @defaults_values.setter
        def defaults_values(self, value: Sequence[test_msgs.msg.Defaults]) -> None: ...
        BOOL_VALUES_DEFAULT__DEFAULT: ClassVar[list[bool]]
        @property
        def bool_values_default(self) -> list[bool]: ...
        @bool_values_default.setter
        def bool_values_default(self, value: Sequence[bool]) -> None: ...
        BYTE_VALUES_DEFAULT__DEFAULT: ClassVar[list[bytes]]
        @property
        def byte_values_default(self) -> list[bytes]: ...
        @byte_values_default.setter
        def byte_values_default(self, value: Sequence[bytes]) -> None: ...
        CHAR_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint8]]
        @property
        def char_values_default(self) -> numpy.typing.NDArray[numpy.uint8]: ...
        @char_values_default.setter
        def char_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        FLOAT32_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.float32]]
        @property
        def float32_values_default(self) -> numpy.typing.NDArray[numpy.float32]: ...
        @float32_values_default.setter
        def float32_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        FLOAT64_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.float64]]
        @property
        def float64_values_default(self) -> numpy.typing.NDArray[numpy.float64]: ...
        @float64_values_default.setter
        def float64_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        INT8_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.int8]]
        @property
        def int8_values_default(self) -> numpy.typing.NDArray[numpy.int8]: ...
        @int8_values_default.setter
        def int8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        UINT8_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint8]]
        @property
        def uint8_values_default(self) -> numpy.typing.NDArray[numpy.uint8]: ...
        @uint8_values_default.setter
        def uint8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        INT16_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.int16]]
        @property
        def int16_values_default(self) -> numpy.typing.NDArray[numpy.int16]: ...
        @int16_values_default.setter
        def int16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        UINT16_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint16]]
        @property
        def uint16_values_default(self) -> numpy.typing.NDArray[numpy.uint16]: ...
        @uint16_values_default.setter
        def uint16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        INT32_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.int32]]
        @property
        def int32_values_default(self) -> numpy.typing.NDArray[numpy.int32]: ...
        @int32_values_default.setter
        def int32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        UINT32_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint32]]
        @property
        def uint32_values_default(self) -> numpy.typing.NDArray[numpy.uint32]: ...
        @uint32_values_default.setter
        def uint32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        INT64_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.int64]]
        @property
        def int64_values_default(self) -> numpy.typing.NDArray[numpy.int64]: ...
        @int64_values_default.setter
        def int64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        UINT64_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint64]]
        @property
        def uint64_values_default(self) -> numpy.typing.NDArray[numpy.uint64]: ...
        @uint64_values_default.setter
        def uint64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        STRING_VALUES_DEFAULT__DEFAULT: ClassVar[list[str]]
        @property
        def string_values_default(self) -> list[str]: ...
        @string_values_default.setter
        def string_values_default(self, value: Sequence[str]) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            bool_values: Sequence[bool] = ...,
            byte_values: Sequence[bytes] = ...,
            char_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            float32_values: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
            float64_values: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
            int8_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint8_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int16_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint16_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int32_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint32_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int64_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint64_values: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            string_values: Sequence[str] = ...,
            basic_types_values: Sequence[test_msgs.msg.BasicTypes] = ...,
            constants_values: Sequence[test_msgs.msg.Constants] = ...,
            defaults_values: Sequence[test_msgs.msg.Defaults] = ...,
            bool_values_default: Sequence[bool] = ...,
            byte_values_default: Sequence[bytes] = ...,
            char_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            float32_values_default: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
            float64_values_default: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
            int8_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint8_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int16_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint16_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int32_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint32_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            int64_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            uint64_values_default: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            string_values_default: Sequence[str] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def bool_values(self) -> list[bool]: ...
        @bool_values.setter
        def bool_values(self, value: Sequence[bool]) -> None: ...
        @property
        def byte_values(self) -> list[bytes]: ...
        @byte_values.setter
        def byte_values(self, value: Sequence[bytes]) -> None: ...
        @property
        def char_values(self) -> numpy.typing.NDArray[numpy.uint8]: ...
        @char_values.setter
        def char_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def float32_values(self) -> numpy.typing.NDArray[numpy.float32]: ...
        @float32_values.setter
        def float32_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def float64_values(self) -> numpy.typing.NDArray[numpy.float64]: ...
        @float64_values.setter
        def float64_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def int8_values(self) -> numpy.typing.NDArray[numpy.int8]: ...
        @int8_values.setter
        def int8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def uint8_values(self) -> numpy.typing.NDArray[numpy.uint8]: ...
        @uint8_values.setter
        def uint8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def int16_values(self) -> numpy.typing.NDArray[numpy.int16]: ...
        @int16_values.setter
        def int16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def uint16_values(self) -> numpy.typing.NDArray[numpy.uint16]: ...
        @uint16_values.setter
        def uint16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def int32_values(self) -> numpy.typing.NDArray[numpy.int32]: ...
        @int32_values.setter
        def int32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def uint32_values(self) -> numpy.typing.NDArray[numpy.uint32]: ...
        @uint32_values.setter
        def uint32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def int64_values(self) -> numpy.typing.NDArray[numpy.int64]: ...
        @int64_values.setter
        def int64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def uint64_values(self) -> numpy.typing.NDArray[numpy.uint64]: ...
        @uint64_values.setter
        def uint64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        @property
        def string_values(self) -> list[str]: ...
        @string_values.setter
        def string_values(self, value: Sequence[str]) -> None: ...
        @property
        def basic_types_values(self) -> list[test_msgs.msg.BasicTypes]: ...
        @basic_types_values.setter
        def basic_types_values(self, value: Sequence[test_msgs.msg.BasicTypes]) -> None: ...
        @property
        def constants_values(self) -> list[test_msgs.msg.Constants]: ...
        @constants_values.setter
        def constants_values(self, value: Sequence[test_msgs.msg.Constants]) -> None: ...
        @property
        def defaults_values(self) -> list[test_msgs.msg.Defaults]: ...
        @defaults_values.setter
        def defaults_values(self, value: Sequence[test_msgs.msg.Defaults]) -> None: ...
        BOOL_VALUES_DEFAULT__DEFAULT: ClassVar[list[bool]]
        @property
        def bool_values_default(self) -> list[bool]: ...
        @bool_values_default.setter
        def bool_values_default(self, value: Sequence[bool]) -> None: ...
        BYTE_VALUES_DEFAULT__DEFAULT: ClassVar[list[bytes]]
        @property
        def byte_values_default(self) -> list[bytes]: ...
        @byte_values_default.setter
        def byte_values_default(self, value: Sequence[bytes]) -> None: ...
        CHAR_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint8]]
        @property
        def char_values_default(self) -> numpy.typing.NDArray[numpy.uint8]: ...
        @char_values_default.setter
        def char_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        FLOAT32_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.float32]]
        @property
        def float32_values_default(self) -> numpy.typing.NDArray[numpy.float32]: ...
        @float32_values_default.setter
        def float32_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        FLOAT64_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.float64]]
        @property
        def float64_values_default(self) -> numpy.typing.NDArray[numpy.float64]: ...
        @float64_values_default.setter
        def float64_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        INT8_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.int8]]
        @property
        def int8_values_default(self) -> numpy.typing.NDArray[numpy.int8]: ...
        @int8_values_default.setter
        def int8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        UINT8_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint8]]
        @property
        def uint8_values_default(self) -> numpy.typing.NDArray[numpy.uint8]: ...
        @uint8_values_default.setter
        def uint8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        INT16_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.int16]]
        @property
        def int16_values_default(self) -> numpy.typing.NDArray[numpy.int16]: ...
        @int16_values_default.setter
        def int16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        UINT16_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint16]]
        @property
        def uint16_values_default(self) -> numpy.typing.NDArray[numpy.uint16]: ...
        @uint16_values_default.setter
        def uint16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        INT32_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.int32]]
        @property
        def int32_values_default(self) -> numpy.typing.NDArray[numpy.int32]: ...
        @int32_values_default.setter
        def int32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        UINT32_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint32]]
        @property
        def uint32_values_default(self) -> numpy.typing.NDArray[numpy.uint32]: ...
        @uint32_values_default.setter
        def uint32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        INT64_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.int64]]
        @property
        def int64_values_default(self) -> numpy.typing.NDArray[numpy.int64]: ...
        @int64_values_default.setter
        def int64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        UINT64_VALUES_DEFAULT__DEFAULT: ClassVar[numpy.typing.NDArray[numpy.uint64]]
        @property
        def uint64_values_default(self) -> numpy.typing.NDArray[numpy.uint64]: ...
        @uint64_values_default.setter
        def uint64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
        STRING_VALUES_DEFAULT__DEFAULT: ClassVar[list[str]]
        @property
        def string_values_default(self) -> list[str]: ...
        @string_values_default.setter
        def string_values_default(self, value: Sequence[str]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[Arrays.Request] = ...,
            response: Sequence[Arrays.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        info: service_msgs.msg.ServiceEventInfo
        @property
        def request(self) -> list[Arrays.Request]: ...
        @request.setter
        def request(self, value: Sequence[Arrays.Request]) -> None: ...
        @property
        def response(self) -> list[Arrays.Response]: ...
        @response.setter
        def response(self, value: Sequence[Arrays.Response]) -> None: ...

class BasicTypes:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            bool_value: bool = ...,
            byte_value: bytes = ...,
            char_value: int = ...,
            float32_value: float = ...,
            float64_value: float = ...,
            int8_value: int = ...,
            uint8_value: int = ...,
            int16_value: int = ...,
            uint16_value: int = ...,
            int32_value: int = ...,
            uint32_value: int = ...,
            int64_value: int = ...,
            uint64_value: int = ...,
            string_value: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        bool_value: bool
        byte_value: bytes
        char_value: int
        float32_value: float
        float64_value: float
        int8_value: int
        uint8_value: int
        int16_value: int
        uint16_value: int
        int32_value: int
        uint32_value: int
        int64_value: int
        uint64_value: int
        string_value: str
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            bool_value: bool = ...,
            byte_value: bytes = ...,
            char_value: int = ...,
            float32_value: float = ...,
            float64_value: float = ...,
            int8_value: int = ...,
            uint8_value: int = ...,
            int16_value: int = ...,
            uint16_value: int = ...,
            int32_value: int = ...,
            uint32_value: int = ...,
            int64_value: int = ...,
            uint64_value: int = ...,
            string_value: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        bool_value: bool
        byte_value: bytes
        char_value: int
        float32_value: float
        float64_value: float
        int8_value: int
        uint8_value: int
        int16_value: int
        uint16_value: int
        int32_value: int
        uint32_value: int
        int64_value: int
        uint64_value: int
        string_value: str
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[BasicTypes.Request] = ...,
            response: Sequence[BasicTypes.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        info: service_msgs.msg.ServiceEventInfo
        @property
        def request(self) -> list[BasicTypes.Request]: ...
        @request.setter
        def request(self, value: Sequence[BasicTypes.Request]) -> None: ...
        @property
        def response(self) -> list[BasicTypes.Response]: ...
        @response.setter
        def response(self, value: Sequence[BasicTypes.Response]) -> None: ...

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
        info: service_msgs.msg.ServiceEventInfo
        @property
        def request(self) -> list[Empty.Request]: ...
        @request.setter
        def request(self, value: Sequence[Empty.Request]) -> None: ...
        @property
        def response(self) -> list[Empty.Response]: ...
        @response.setter
        def response(self, value: Sequence[Empty.Response]) -> None: ...
