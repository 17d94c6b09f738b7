# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import geometry_msgs.msg
import numpy
import numpy.typing
from typing_extensions import Buffer

class Mesh:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        triangles: Sequence[MeshTriangle] = ...,
        vertices: Sequence[geometry_msgs.msg.Point] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def triangles(self) -> list[MeshTriangle]: ...
    @triangles.setter
    def triangles(self, value: Sequence[MeshTriangle]) -> None: ...
    @property
    def vertices(self) -> list[geometry_msgs.msg.Point]: ...
    @vertices.setter
    def vertices(self, value: Sequence[geometry_msgs.msg.Point]) -> None: ...

class MeshTriangle:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        vertex_indices: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def vertex_indices(self) -> numpy.typing.NDArray[numpy.uint32]: ...
    @vertex_indices.setter
    def vertex_indices(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Plane:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        coef: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def coef(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @coef.setter
    def coef(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class SolidPrimitive:
    BOX: Final = 1
    SPHERE: Final = 2
    CYLINDER: Final = 3
    CONE: Final = 4
    PRISM: Final = 5
    BOX_X: Final = 0
    BOX_Y: Final = 1
    BOX_Z: Final = 2
    SPHERE_RADIUS: Final = 0
    CYLINDER_HEIGHT: Final = 0
    CYLINDER_RADIUS: Final = 1
    CONE_HEIGHT: Final = 0
    CONE_RADIUS: Final = 1
    PRISM_HEIGHT: Final = 0
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        type: int = ...,
        dimensions: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        polygon: geometry_msgs.msg.Polygon = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def type(self) -> int: ...
    @type.setter
    def type(self, value: int) -> None: ...
    @property
    def dimensions(self) -> array[float]: ...
    @dimensions.setter
    def dimensions(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def polygon(self) -> geometry_msgs.msg.Polygon: ...
    @polygon.setter
    def polygon(self, value: geometry_msgs.msg.Polygon) -> None: ...
