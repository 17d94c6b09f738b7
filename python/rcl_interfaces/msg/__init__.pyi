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
    @property
    def from_value(self) -> float: ...
    @from_value.setter
    def from_value(self, value: float) -> None: ...
    @property
    def to_value(self) -> float: ...
    @to_value.setter
    def to_value(self, value: float) -> None: ...
    @property
    def step(self) -> float: ...
    @step.setter
    def step(self, value: float) -> None: ...

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
    @property
    def from_value(self) -> int: ...
    @from_value.setter
    def from_value(self, value: int) -> None: ...
    @property
    def to_value(self) -> int: ...
    @to_value.setter
    def to_value(self, value: int) -> None: ...
    @property
    def step(self) -> int: ...
    @step.setter
    def step(self, value: int) -> None: ...

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
    @property
    def stamp(self) -> builtin_interfaces.msg.Time: ...
    @stamp.setter
    def stamp(self, value: builtin_interfaces.msg.Time) -> None: ...
    @property
    def level(self) -> int: ...
    @level.setter
    def level(self, value: int) -> None: ...
    @property
    def name(self) -> str: ...
    @name.setter
    def name(self, value: str) -> None: ...
    @property
    def msg(self) -> str: ...
    @msg.setter
    def msg(self, value: str) -> None: ...
    @property
    def file(self) -> str: ...
    @file.setter
    def file(self, value: str) -> None: ...
    @property
    def function(self) -> str: ...
    @function.setter
    def function(self, value: str) -> None: ...
    @property
    def line(self) -> int: ...
    @line.setter
    def line(self, value: int) -> None: ...

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
    @property
    def name(self) -> str: ...
    @name.setter
    def name(self, value: str) -> None: ...
    @property
    def level(self) -> int: ...
    @level.setter
    def level(self, value: int) -> None: ...

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
    @property
    def name(self) -> str: ...
    @name.setter
    def name(self, value: str) -> None: ...
    @property
    def value(self) -> ParameterValue: ...
    @value.setter
    def value(self, value: ParameterValue) -> None: ...

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
    @property
    def name(self) -> str: ...
    @name.setter
    def name(self, value: str) -> None: ...
    @property
    def type(self) -> int: ...
    @type.setter
    def type(self, value: int) -> None: ...
    @property
    def description(self) -> str: ...
    @description.setter
    def description(self, value: str) -> None: ...
    @property
    def additional_constraints(self) -> str: ...
    @additional_constraints.setter
    def additional_constraints(self, value: str) -> None: ...
    READ_ONLY__DEFAULT: ClassVar[bool]
    @property
    def read_only(self) -> bool: ...
    @read_only.setter
    def read_only(self, value: bool) -> None: ...
    DYNAMIC_TYPING__DEFAULT: ClassVar[bool]
    @property
    def dynamic_typing(self) -> bool: ...
    @dynamic_typing.setter
    def dynamic_typing(self, value: bool) -> None: ...
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
    @property
    def stamp(self) -> builtin_interfaces.msg.Time: ...
    @stamp.setter
    def stamp(self, value: builtin_interfaces.msg.Time) -> None: ...
    @property
    def node(self) -> str: ...
    @node.setter
    def node(self, value: str) -> None: ...
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
    @property
    def type(self) -> int: ...
    @type.setter
    def type(self, value: int) -> None: ...
    @property
    def bool_value(self) -> bool: ...
    @bool_value.setter
    def bool_value(self, value: bool) -> None: ...
    @property
    def integer_value(self) -> int: ...
    @integer_value.setter
    def integer_value(self, value: int) -> None: ...
    @property
    def double_value(self) -> float: ...
    @double_value.setter
    def double_value(self, value: float) -> None: ...
    @property
    def string_value(self) -> str: ...
    @string_value.setter
    def string_value(self, value: str) -> None: ...
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
    @property
    def successful(self) -> bool: ...
    @successful.setter
    def successful(self, value: bool) -> None: ...
    @property
    def reason(self) -> str: ...
    @reason.setter
    def reason(self, value: str) -> None: ...

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
    @property
    def successful(self) -> bool: ...
    @successful.setter
    def successful(self, value: bool) -> None: ...
    @property
    def reason(self) -> str: ...
    @reason.setter
    def reason(self, value: str) -> None: ...
