# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy.typing
from typing_extensions import Buffer

class Bool:
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

class Byte:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: bytes = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> bytes: ...
    @data.setter
    def data(self, value: bytes) -> None: ...

class ByteMultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[bytes] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> list[bytes]: ...
    @data.setter
    def data(self, value: Sequence[bytes]) -> None: ...

class Char:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

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

class Float32:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> float: ...
    @data.setter
    def data(self, value: float) -> None: ...

class Float32MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[float]: ...
    @data.setter
    def data(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Float64:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> float: ...
    @data.setter
    def data(self, value: float) -> None: ...

class Float64MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[float]: ...
    @data.setter
    def data(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Int16:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

class Int16MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Int32:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

class Int32MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Int64:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

class Int64MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Int8:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

class Int8MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class MultiArrayDimension:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        label: str = ...,
        size: int = ...,
        stride: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def label(self) -> str: ...
    @label.setter
    def label(self, value: str) -> None: ...
    @property
    def size(self) -> int: ...
    @size.setter
    def size(self, value: int) -> None: ...
    @property
    def stride(self) -> int: ...
    @stride.setter
    def stride(self, value: int) -> None: ...

class MultiArrayLayout:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        dim: Sequence[MultiArrayDimension] = ...,
        data_offset: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def dim(self) -> list[MultiArrayDimension]: ...
    @dim.setter
    def dim(self, value: Sequence[MultiArrayDimension]) -> None: ...
    @property
    def data_offset(self) -> int: ...
    @data_offset.setter
    def data_offset(self, value: int) -> None: ...

class String:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> str: ...
    @data.setter
    def data(self, value: str) -> None: ...

class UInt16:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

class UInt16MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class UInt32:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

class UInt32MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class UInt64:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

class UInt64MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class UInt8:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> int: ...
    @data.setter
    def data(self, value: int) -> None: ...

class UInt8MultiArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        layout: MultiArrayLayout = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def layout(self) -> MultiArrayLayout: ...
    @layout.setter
    def layout(self, value: MultiArrayLayout) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class WString:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> str: ...
    @data.setter
    def data(self, value: str) -> None: ...
