# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import builtin_interfaces.msg
import numpy
import numpy.typing
from typing_extensions import Buffer

class Arrays:
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
        basic_types_values: Sequence[BasicTypes] = ...,
        constants_values: Sequence[Constants] = ...,
        defaults_values: Sequence[Defaults] = ...,
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
        alignment_check: int = ...,
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
    def basic_types_values(self) -> list[BasicTypes]: ...
    @basic_types_values.setter
    def basic_types_values(self, value: Sequence[BasicTypes]) -> None: ...
    @property
    def constants_values(self) -> list[Constants]: ...
    @constants_values.setter
    def constants_values(self, value: Sequence[Constants]) -> None: ...
    @property
    def defaults_values(self) -> list[Defaults]: ...
    @defaults_values.setter
    def defaults_values(self, value: Sequence[Defaults]) -> None: ...
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
    alignment_check: int

class BasicTypes:
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

class BoundedPlainSequences:
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
        basic_types_values: Sequence[BasicTypes] = ...,
        constants_values: Sequence[Constants] = ...,
        defaults_values: Sequence[Defaults] = ...,
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
        alignment_check: int = ...,
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
    def char_values(self) -> array[int]: ...
    @char_values.setter
    def char_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def float32_values(self) -> array[float]: ...
    @float32_values.setter
    def float32_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def float64_values(self) -> array[float]: ...
    @float64_values.setter
    def float64_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int8_values(self) -> array[int]: ...
    @int8_values.setter
    def int8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint8_values(self) -> array[int]: ...
    @uint8_values.setter
    def uint8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int16_values(self) -> array[int]: ...
    @int16_values.setter
    def int16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint16_values(self) -> array[int]: ...
    @uint16_values.setter
    def uint16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int32_values(self) -> array[int]: ...
    @int32_values.setter
    def int32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint32_values(self) -> array[int]: ...
    @uint32_values.setter
    def uint32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int64_values(self) -> array[int]: ...
    @int64_values.setter
    def int64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint64_values(self) -> array[int]: ...
    @uint64_values.setter
    def uint64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def basic_types_values(self) -> list[BasicTypes]: ...
    @basic_types_values.setter
    def basic_types_values(self, value: Sequence[BasicTypes]) -> None: ...
    @property
    def constants_values(self) -> list[Constants]: ...
    @constants_values.setter
    def constants_values(self, value: Sequence[Constants]) -> None: ...
    @property
    def defaults_values(self) -> list[Defaults]: ...
    @defaults_values.setter
    def defaults_values(self, value: Sequence[Defaults]) -> None: ...
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
    CHAR_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def char_values_default(self) -> array[int]: ...
    @char_values_default.setter
    def char_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    FLOAT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[float]]
    @property
    def float32_values_default(self) -> array[float]: ...
    @float32_values_default.setter
    def float32_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    FLOAT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[float]]
    @property
    def float64_values_default(self) -> array[float]: ...
    @float64_values_default.setter
    def float64_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT8_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int8_values_default(self) -> array[int]: ...
    @int8_values_default.setter
    def int8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT8_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint8_values_default(self) -> array[int]: ...
    @uint8_values_default.setter
    def uint8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT16_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int16_values_default(self) -> array[int]: ...
    @int16_values_default.setter
    def int16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT16_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint16_values_default(self) -> array[int]: ...
    @uint16_values_default.setter
    def uint16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int32_values_default(self) -> array[int]: ...
    @int32_values_default.setter
    def int32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint32_values_default(self) -> array[int]: ...
    @uint32_values_default.setter
    def uint32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int64_values_default(self) -> array[int]: ...
    @int64_values_default.setter
    def int64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint64_values_default(self) -> array[int]: ...
    @uint64_values_default.setter
    def uint64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    alignment_check: int

class BoundedSequences:
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
        basic_types_values: Sequence[BasicTypes] = ...,
        constants_values: Sequence[Constants] = ...,
        defaults_values: Sequence[Defaults] = ...,
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
        alignment_check: int = ...,
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
    def char_values(self) -> array[int]: ...
    @char_values.setter
    def char_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def float32_values(self) -> array[float]: ...
    @float32_values.setter
    def float32_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def float64_values(self) -> array[float]: ...
    @float64_values.setter
    def float64_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int8_values(self) -> array[int]: ...
    @int8_values.setter
    def int8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint8_values(self) -> array[int]: ...
    @uint8_values.setter
    def uint8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int16_values(self) -> array[int]: ...
    @int16_values.setter
    def int16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint16_values(self) -> array[int]: ...
    @uint16_values.setter
    def uint16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int32_values(self) -> array[int]: ...
    @int32_values.setter
    def int32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint32_values(self) -> array[int]: ...
    @uint32_values.setter
    def uint32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int64_values(self) -> array[int]: ...
    @int64_values.setter
    def int64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint64_values(self) -> array[int]: ...
    @uint64_values.setter
    def uint64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def string_values(self) -> list[str]: ...
    @string_values.setter
    def string_values(self, value: Sequence[str]) -> None: ...
    @property
    def basic_types_values(self) -> list[BasicTypes]: ...
    @basic_types_values.setter
    def basic_types_values(self, value: Sequence[BasicTypes]) -> None: ...
    @property
    def constants_values(self) -> list[Constants]: ...
    @constants_values.setter
    def constants_values(self, value: Sequence[Constants]) -> None: ...
    @property
    def defaults_values(self) -> list[Defaults]: ...
    @defaults_values.setter
    def defaults_values(self, value: Sequence[Defaults]) -> None: ...
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
    CHAR_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def char_values_default(self) -> array[int]: ...
    @char_values_default.setter
    def char_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    FLOAT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[float]]
    @property
    def float32_values_default(self) -> array[float]: ...
    @float32_values_default.setter
    def float32_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    FLOAT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[float]]
    @property
    def float64_values_default(self) -> array[float]: ...
    @float64_values_default.setter
    def float64_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT8_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int8_values_default(self) -> array[int]: ...
    @int8_values_default.setter
    def int8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT8_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint8_values_default(self) -> array[int]: ...
    @uint8_values_default.setter
    def uint8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT16_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int16_values_default(self) -> array[int]: ...
    @int16_values_default.setter
    def int16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT16_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint16_values_default(self) -> array[int]: ...
    @uint16_values_default.setter
    def uint16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int32_values_default(self) -> array[int]: ...
    @int32_values_default.setter
    def int32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint32_values_default(self) -> array[int]: ...
    @uint32_values_default.setter
    def uint32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int64_values_default(self) -> array[int]: ...
    @int64_values_default.setter
    def int64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint64_values_default(self) -> array[int]: ...
    @uint64_values_default.setter
    def uint64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    STRING_VALUES_DEFAULT__DEFAULT: ClassVar[list[str]]
    @property
    def string_values_default(self) -> list[str]: ...
    @string_values_default.setter
    def string_values_default(self, value: Sequence[str]) -> None: ...
    alignment_check: int

class Builtins:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        duration_value: builtin_interfaces.msg.Duration = ...,
        time_value: builtin_interfaces.msg.Time = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    duration_value: builtin_interfaces.msg.Duration
    time_value: builtin_interfaces.msg.Time

class Constants:
    BOOL_CONST: Final = True
    BYTE_CONST: Final = b'\x32'
    CHAR_CONST: Final = 100
    FLOAT32_CONST: Final = 1.125
    FLOAT64_CONST: Final = 1.125
    INT8_CONST: Final = -50
    UINT8_CONST: Final = 200
    INT16_CONST: Final = -1000
    UINT16_CONST: Final = 2000
    INT32_CONST: Final = -30000
    UINT32_CONST: Final = 60000
    INT64_CONST: Final = -40000000
    UINT64_CONST: Final = 50000000
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        check_fields: bool | None = ...,
    ) -> None: ...

class Defaults:
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
        check_fields: bool | None = ...,
    ) -> None: ...
    BOOL_VALUE__DEFAULT: ClassVar[bool]
    bool_value: bool
    BYTE_VALUE__DEFAULT: ClassVar[bytes]
    byte_value: bytes
    CHAR_VALUE__DEFAULT: ClassVar[int]
    char_value: int
    FLOAT32_VALUE__DEFAULT: ClassVar[float]
    float32_value: float
    FLOAT64_VALUE__DEFAULT: ClassVar[float]
    float64_value: float
    INT8_VALUE__DEFAULT: ClassVar[int]
    int8_value: int
    UINT8_VALUE__DEFAULT: ClassVar[int]
    uint8_value: int
    INT16_VALUE__DEFAULT: ClassVar[int]
    int16_value: int
    UINT16_VALUE__DEFAULT: ClassVar[int]
    uint16_value: int
    INT32_VALUE__DEFAULT: ClassVar[int]
    int32_value: int
    UINT32_VALUE__DEFAULT: ClassVar[int]
    uint32_value: int
    INT64_VALUE__DEFAULT: ClassVar[int]
    int64_value: int
    UINT64_VALUE__DEFAULT: ClassVar[int]
    uint64_value: int

class Empty:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        check_fields: bool | None = ...,
    ) -> None: ...

class MultiNested:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        array_of_arrays: Sequence[Arrays] = ...,
        array_of_bounded_sequences: Sequence[BoundedSequences] = ...,
        array_of_unbounded_sequences: Sequence[UnboundedSequences] = ...,
        bounded_sequence_of_arrays: Sequence[Arrays] = ...,
        bounded_sequence_of_bounded_sequences: Sequence[BoundedSequences] = ...,
        bounded_sequence_of_unbounded_sequences: Sequence[UnboundedSequences] = ...,
        unbounded_sequence_of_arrays: Sequence[Arrays] = ...,
        unbounded_sequence_of_bounded_sequences: Sequence[BoundedSequences] = ...,
        unbounded_sequence_of_unbounded_sequences: Sequence[UnboundedSequences] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def array_of_arrays(self) -> list[Arrays]: ...
    @array_of_arrays.setter
    def array_of_arrays(self, value: Sequence[Arrays]) -> None: ...
    @property
    def array_of_bounded_sequences(self) -> list[BoundedSequences]: ...
    @array_of_bounded_sequences.setter
    def array_of_bounded_sequences(self, value: Sequence[BoundedSequences]) -> None: ...
    @property
    def array_of_unbounded_sequences(self) -> list[UnboundedSequences]: ...
    @array_of_unbounded_sequences.setter
    def array_of_unbounded_sequences(self, value: Sequence[UnboundedSequences]) -> None: ...
    @property
    def bounded_sequence_of_arrays(self) -> list[Arrays]: ...
    @bounded_sequence_of_arrays.setter
    def bounded_sequence_of_arrays(self, value: Sequence[Arrays]) -> None: ...
    @property
    def bounded_sequence_of_bounded_sequences(self) -> list[BoundedSequences]: ...
    @bounded_sequence_of_bounded_sequences.setter
    def bounded_sequence_of_bounded_sequences(self, value: Sequence[BoundedSequences]) -> None: ...
    @property
    def bounded_sequence_of_unbounded_sequences(self) -> list[UnboundedSequences]: ...
    @bounded_sequence_of_unbounded_sequences.setter
    def bounded_sequence_of_unbounded_sequences(self, value: Sequence[UnboundedSequences]) -> None: ...
    @property
    def unbounded_sequence_of_arrays(self) -> list[Arrays]: ...
    @unbounded_sequence_of_arrays.setter
    def unbounded_sequence_of_arrays(self, value: Sequence[Arrays]) -> None: ...
    @property
    def unbounded_sequence_of_bounded_sequences(self) -> list[BoundedSequences]: ...
    @unbounded_sequence_of_bounded_sequences.setter
    def unbounded_sequence_of_bounded_sequences(self, value: Sequence[BoundedSequences]) -> None: ...
    @property
    def unbounded_sequence_of_unbounded_sequences(self) -> list[UnboundedSequences]: ...
    @unbounded_sequence_of_unbounded_sequences.setter
    def unbounded_sequence_of_unbounded_sequences(self, value: Sequence[UnboundedSequences]) -> None: ...

class Nested:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        basic_types_value: BasicTypes = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    basic_types_value: BasicTypes

class Strings:
    STRING_CONST: Final = "Hello world!"
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        string_value: str = ...,
        string_value_default1: str = ...,
        string_value_default2: str = ...,
        string_value_default3: str = ...,
        string_value_default4: str = ...,
        string_value_default5: str = ...,
        bounded_string_value: str = ...,
        bounded_string_value_default1: str = ...,
        bounded_string_value_default2: str = ...,
        bounded_string_value_default3: str = ...,
        bounded_string_value_default4: str = ...,
        bounded_string_value_default5: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    string_value: str
    STRING_VALUE_DEFAULT1__DEFAULT: ClassVar[str]
    string_value_default1: str
    STRING_VALUE_DEFAULT2__DEFAULT: ClassVar[str]
    string_value_default2: str
    STRING_VALUE_DEFAULT3__DEFAULT: ClassVar[str]
    string_value_default3: str
    STRING_VALUE_DEFAULT4__DEFAULT: ClassVar[str]
    string_value_default4: str
    STRING_VALUE_DEFAULT5__DEFAULT: ClassVar[str]
    string_value_default5: str
    bounded_string_value: str
    BOUNDED_STRING_VALUE_DEFAULT1__DEFAULT: ClassVar[str]
    bounded_string_value_default1: str
    BOUNDED_STRING_VALUE_DEFAULT2__DEFAULT: ClassVar[str]
    bounded_string_value_default2: str
    BOUNDED_STRING_VALUE_DEFAULT3__DEFAULT: ClassVar[str]
    bounded_string_value_default3: str
    BOUNDED_STRING_VALUE_DEFAULT4__DEFAULT: ClassVar[str]
    bounded_string_value_default4: str
    BOUNDED_STRING_VALUE_DEFAULT5__DEFAULT: ClassVar[str]
    bounded_string_value_default5: str

class UnboundedSequences:
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
        basic_types_values: Sequence[BasicTypes] = ...,
        constants_values: Sequence[Constants] = ...,
        defaults_values: Sequence[Defaults] = ...,
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
        alignment_check: int = ...,
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
    def char_values(self) -> array[int]: ...
    @char_values.setter
    def char_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def float32_values(self) -> array[float]: ...
    @float32_values.setter
    def float32_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def float64_values(self) -> array[float]: ...
    @float64_values.setter
    def float64_values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int8_values(self) -> array[int]: ...
    @int8_values.setter
    def int8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint8_values(self) -> array[int]: ...
    @uint8_values.setter
    def uint8_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int16_values(self) -> array[int]: ...
    @int16_values.setter
    def int16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint16_values(self) -> array[int]: ...
    @uint16_values.setter
    def uint16_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int32_values(self) -> array[int]: ...
    @int32_values.setter
    def int32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint32_values(self) -> array[int]: ...
    @uint32_values.setter
    def uint32_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def int64_values(self) -> array[int]: ...
    @int64_values.setter
    def int64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def uint64_values(self) -> array[int]: ...
    @uint64_values.setter
    def uint64_values(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def string_values(self) -> list[str]: ...
    @string_values.setter
    def string_values(self, value: Sequence[str]) -> None: ...
    @property
    def basic_types_values(self) -> list[BasicTypes]: ...
    @basic_types_values.setter
    def basic_types_values(self, value: Sequence[BasicTypes]) -> None: ...
    @property
    def constants_values(self) -> list[Constants]: ...
    @constants_values.setter
    def constants_values(self, value: Sequence[Constants]) -> None: ...
    @property
    def defaults_values(self) -> list[Defaults]: ...
    @defaults_values.setter
    def defaults_values(self, value: Sequence[Defaults]) -> None: ...
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
    CHAR_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def char_values_default(self) -> array[int]: ...
    @char_values_default.setter
    def char_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    FLOAT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[float]]
    @property
    def float32_values_default(self) -> array[float]: ...
    @float32_values_default.setter
    def float32_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    FLOAT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[float]]
    @property
    def float64_values_default(self) -> array[float]: ...
    @float64_values_default.setter
    def float64_values_default(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT8_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int8_values_default(self) -> array[int]: ...
    @int8_values_default.setter
    def int8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT8_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint8_values_default(self) -> array[int]: ...
    @uint8_values_default.setter
    def uint8_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT16_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int16_values_default(self) -> array[int]: ...
    @int16_values_default.setter
    def int16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT16_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint16_values_default(self) -> array[int]: ...
    @uint16_values_default.setter
    def uint16_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int32_values_default(self) -> array[int]: ...
    @int32_values_default.setter
    def int32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT32_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint32_values_default(self) -> array[int]: ...
    @uint32_values_default.setter
    def uint32_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    INT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def int64_values_default(self) -> array[int]: ...
    @int64_values_default.setter
    def int64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    UINT64_VALUES_DEFAULT__DEFAULT: ClassVar[array[int]]
    @property
    def uint64_values_default(self) -> array[int]: ...
    @uint64_values_default.setter
    def uint64_values_default(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    STRING_VALUES_DEFAULT__DEFAULT: ClassVar[list[str]]
    @property
    def string_values_default(self) -> list[str]: ...
    @string_values_default.setter
    def string_values_default(self, value: Sequence[str]) -> None: ...
    alignment_check: int

class WStrings:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        wstring_value: str = ...,
        wstring_value_default1: str = ...,
        wstring_value_default2: str = ...,
        wstring_value_default3: str = ...,
        array_of_wstrings: Sequence[str] = ...,
        bounded_sequence_of_wstrings: Sequence[str] = ...,
        unbounded_sequence_of_wstrings: Sequence[str] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    wstring_value: str
    WSTRING_VALUE_DEFAULT1__DEFAULT: ClassVar[str]
    wstring_value_default1: str
    WSTRING_VALUE_DEFAULT2__DEFAULT: ClassVar[str]
    wstring_value_default2: str
    WSTRING_VALUE_DEFAULT3__DEFAULT: ClassVar[str]
    wstring_value_default3: str
    @property
    def array_of_wstrings(self) -> list[str]: ...
    @array_of_wstrings.setter
    def array_of_wstrings(self, value: Sequence[str]) -> None: ...
    @property
    def bounded_sequence_of_wstrings(self) -> list[str]: ...
    @bounded_sequence_of_wstrings.setter
    def bounded_sequence_of_wstrings(self, value: Sequence[str]) -> None: ...
    @property
    def unbounded_sequence_of_wstrings(self) -> list[str]: ...
    @unbounded_sequence_of_wstrings.setter
    def unbounded_sequence_of_wstrings(self, value: Sequence[str]) -> None: ...
