# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar

import builtin_interfaces.msg
import geometry_msgs.msg
import numpy.typing
import std_msgs.msg
from typing_extensions import Buffer

class GridCells:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        cell_width: float = ...,
        cell_height: float = ...,
        cells: Sequence[geometry_msgs.msg.Point] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def cell_width(self) -> float: ...
    @cell_width.setter
    def cell_width(self, value: float) -> None: ...
    @property
    def cell_height(self) -> float: ...
    @cell_height.setter
    def cell_height(self, value: float) -> None: ...
    @property
    def cells(self) -> list[geometry_msgs.msg.Point]: ...
    @cells.setter
    def cells(self, value: Sequence[geometry_msgs.msg.Point]) -> None: ...

class MapMetaData:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        map_load_time: builtin_interfaces.msg.Time = ...,
        resolution: float = ...,
        width: int = ...,
        height: int = ...,
        origin: geometry_msgs.msg.Pose = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def map_load_time(self) -> builtin_interfaces.msg.Time: ...
    @map_load_time.setter
    def map_load_time(self, value: builtin_interfaces.msg.Time) -> None: ...
    @property
    def resolution(self) -> float: ...
    @resolution.setter
    def resolution(self, value: float) -> None: ...
    @property
    def width(self) -> int: ...
    @width.setter
    def width(self, value: int) -> None: ...
    @property
    def height(self) -> int: ...
    @height.setter
    def height(self, value: int) -> None: ...
    @property
    def origin(self) -> geometry_msgs.msg.Pose: ...
    @origin.setter
    def origin(self, value: geometry_msgs.msg.Pose) -> None: ...

class OccupancyGrid:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        info: MapMetaData = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def info(self) -> MapMetaData: ...
    @info.setter
    def info(self, value: MapMetaData) -> None: ...
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Odometry:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        child_frame_id: str = ...,
        pose: geometry_msgs.msg.PoseWithCovariance = ...,
        twist: geometry_msgs.msg.TwistWithCovariance = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def child_frame_id(self) -> str: ...
    @child_frame_id.setter
    def child_frame_id(self, value: str) -> None: ...
    @property
    def pose(self) -> geometry_msgs.msg.PoseWithCovariance: ...
    @pose.setter
    def pose(self, value: geometry_msgs.msg.PoseWithCovariance) -> None: ...
    @property
    def twist(self) -> geometry_msgs.msg.TwistWithCovariance: ...
    @twist.setter
    def twist(self, value: geometry_msgs.msg.TwistWithCovariance) -> None: ...

class Path:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        poses: Sequence[geometry_msgs.msg.PoseStamped] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def poses(self) -> list[geometry_msgs.msg.PoseStamped]: ...
    @poses.setter
    def poses(self, value: Sequence[geometry_msgs.msg.PoseStamped]) -> None: ...
