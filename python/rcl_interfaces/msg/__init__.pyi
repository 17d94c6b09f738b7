# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import builtin_interfaces.msg
import numpy.typing
from typing_extensions import Buffer

class FloatingPointRange:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        from_value: float = ...,
        to_value: float = ...,
        step: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    from_value: float
    to_value: float
    step: float

class IntegerRange:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        from_value: int = ...,
        to_value: int = ...,
        step: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    from_value: int
    to_value: int
    step: int

class ListParametersResult:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        names: Sequence[str] = ...,
        prefixes: Sequence[str] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def names(self) -> list[str]: ...
    @names.setter
    def names(self, value: Sequence[str]) -> None: ...
    @property
    def prefixes(self) -> list[str]: ...
    @prefixes.setter
    def prefixes(self, value: Sequence[str]) -> None: ...

class Log:
    DEBUG: Final = 10
    INFO: Final = 20
    WARN: Final = 30
    ERROR: Final = 40
    FATAL: Final = 50
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        stamp: builtin_interfaces.msg.Time = ...,
        level: int = ...,
        name: str = ...,
        msg: str = ...,
        file: str = ...,
        function: str = ...,
        line: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    stamp: builtin_interfaces.msg.Time
    level: int
    name: str
    msg: str
    file: str
    function: str
    line: int

class LoggerLevel:
    LOG_LEVEL_UNKNOWN: Final = 0
    LOG_LEVEL_DEBUG: Final = 10
    LOG_LEVEL_INFO: Final = 20
    LOG_LEVEL_WARN: Final = 30
    LOG_LEVEL_ERROR: Final = 40
    LOG_LEVEL_FATAL: Final = 50
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        name: str = ...,
        level: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    name: str
    level: int

class Parameter:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        name: str = ...,
        value: ParameterValue = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    name: str
    value: ParameterValue

class ParameterDescriptor:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        name: str = ...,
        type: int = ...,
        description: str = ...,
        additional_constraints: str = ...,
        read_only: bool = ...,
        dynamic_typing: bool = ...,
        floating_point_range: Sequence[FloatingPointRange] = ...,
        integer_range: Sequence[IntegerRange] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    name: str
    type: int
    description: str
    additional_constraints: str
    READ_ONLY__DEFAULT: ClassVar[bool]
    read_only: bool
    DYNAMIC_TYPING__DEFAULT: ClassVar[bool]
    dynamic_typing: bool
    @property
    def floating_point_range(self) -> list[FloatingPointRange]: ...
    @floating_point_range.setter
    def floating_point_range(self, value: Sequence[FloatingPointRange]) -> None: ...
    @property
    def integer_range(self) -> list[IntegerRange]: ...
    @integer_range.setter
    def integer_range(self, value: Sequence[IntegerRange]) -> None: ...

class ParameterEvent:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        stamp: builtin_interfaces.msg.Time = ...,
        node: str = ...,
        new_parameters: Sequence[Parameter] = ...,
        changed_parameters: Sequence[Parameter] = ...,
        deleted_parameters: Sequence[Parameter] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    stamp: builtin_interfaces.msg.Time
    node: str
    @property
    def new_parameters(self) -> list[Parameter]: ...
    @new_parameters.setter
    def new_parameters(self, value: Sequence[Parameter]) -> None: ...
    @property
    def changed_parameters(self) -> list[Parameter]: ...
    @changed_parameters.setter
    def changed_parameters(self, value: Sequence[Parameter]) -> None: ...
    @property
    def deleted_parameters(self) -> list[Parameter]: ...
    @deleted_parameters.setter
    def deleted_parameters(self, value: Sequence[Parameter]) -> None: ...

class ParameterEventDescriptors:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        new_parameters: Sequence[ParameterDescriptor] = ...,
        changed_parameters: Sequence[ParameterDescriptor] = ...,
        deleted_parameters: Sequence[ParameterDescriptor] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def new_parameters(self) -> list[ParameterDescriptor]: ...
    @new_parameters.setter
    def new_parameters(self, value: Sequence[ParameterDescriptor]) -> None: ...
    @property
    def changed_parameters(self) -> list[ParameterDescriptor]: ...
    @changed_parameters.setter
    def changed_parameters(self, value: Sequence[ParameterDescriptor]) -> None: ...
    @property
    def deleted_parameters(self) -> list[ParameterDescriptor]: ...
    @deleted_parameters.setter
    def deleted_parameters(self, value: Sequence[ParameterDescriptor]) -> None: ...

class ParameterType:
    PARAMETER_NOT_SET: Final = 0
    PARAMETER_BOOL: Final = 1
    PARAMETER_INTEGER: Final = 2
    PARAMETER_DOUBLE: Final = 3
    PARAMETER_STRING: Final = 4
    PARAMETER_BYTE_ARRAY: Final = 5
    PARAMETER_BOOL_ARRAY: Final = 6
    PARAMETER_INTEGER_ARRAY: Final = 7
    PARAMETER_DOUBLE_ARRAY: Final = 8
    PARAMETER_STRING_ARRAY: Final = 9
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        check_fields: bool | None = ...,
    ) -> None: ...

class ParameterValue:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        type: int = ...,
        bool_value: bool = ...,
        integer_value: int = ...,
        double_value: float = ...,
        string_value: str = ...,
        byte_array_value: Sequence[bytes] = ...,
        bool_array_value: Sequence[bool] = ...,
        integer_array_value: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        double_array_value: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        string_array_value: Sequence[str] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    type: int
    bool_value: bool
    integer_value: int
    double_value: float
    string_value: str
    @property
    def byte_array_value(self) -> list[bytes]: ...
    @byte_array_value.setter
    def byte_array_value(self, value: Sequence[bytes]) -> None: ...
    @property
    def bool_array_value(self) -> list[bool]: ...
    @bool_array_value.setter
    def bool_array_value(self, value: Sequence[bool]) -> None: ...
    @property
    def integer_array_value(self) -> array[int]: ...
    @integer_array_value.setter
    def integer_array_value(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def double_array_value(self) -> array[float]: ...
    @double_array_value.setter
    def double_array_value(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def string_array_value(self) -> list[str]: ...
    @string_array_value.setter
    def string_array_value(self, value: Sequence[str]) -> None: ...

class SetLoggerLevelsResult:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        successful: bool = ...,
        reason: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    successful: bool
    reason: str

class SetParametersResult:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        successful: bool = ...,
        reason: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    successful: bool
    reason: str
