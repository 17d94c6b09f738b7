# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar

import builtin_interfaces.msg
import geometry_msgs.msg
import numpy.typing
import std_msgs.msg
from typing_extensions import Buffer

class JointTrajectory:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        joint_names: Sequence[str] = ...,
        points: Sequence[JointTrajectoryPoint] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def joint_names(self) -> list[str]: ...
    @joint_names.setter
    def joint_names(self, value: Sequence[str]) -> None: ...
    @property
    def points(self) -> list[JointTrajectoryPoint]: ...
    @points.setter
    def points(self, value: Sequence[JointTrajectoryPoint]) -> None: ...

class JointTrajectoryPoint:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        positions: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        velocities: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        accelerations: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        effort: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        time_from_start: builtin_interfaces.msg.Duration = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def positions(self) -> array[float]: ...
    @positions.setter
    def positions(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def velocities(self) -> array[float]: ...
    @velocities.setter
    def velocities(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def accelerations(self) -> array[float]: ...
    @accelerations.setter
    def accelerations(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def effort(self) -> array[float]: ...
    @effort.setter
    def effort(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def time_from_start(self) -> builtin_interfaces.msg.Duration: ...
    @time_from_start.setter
    def time_from_start(self, value: builtin_interfaces.msg.Duration) -> None: ...

class MultiDOFJointTrajectory:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        joint_names: Sequence[str] = ...,
        points: Sequence[MultiDOFJointTrajectoryPoint] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def joint_names(self) -> list[str]: ...
    @joint_names.setter
    def joint_names(self, value: Sequence[str]) -> None: ...
    @property
    def points(self) -> list[MultiDOFJointTrajectoryPoint]: ...
    @points.setter
    def points(self, value: Sequence[MultiDOFJointTrajectoryPoint]) -> None: ...

class MultiDOFJointTrajectoryPoint:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        transforms: Sequence[geometry_msgs.msg.Transform] = ...,
        velocities: Sequence[geometry_msgs.msg.Twist] = ...,
        accelerations: Sequence[geometry_msgs.msg.Twist] = ...,
        time_from_start: builtin_interfaces.msg.Duration = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def transforms(self) -> list[geometry_msgs.msg.Transform]: ...
    @transforms.setter
    def transforms(self, value: Sequence[geometry_msgs.msg.Transform]) -> None: ...
    @property
    def velocities(self) -> list[geometry_msgs.msg.Twist]: ...
    @velocities.setter
    def velocities(self, value: Sequence[geometry_msgs.msg.Twist]) -> None: ...
    @property
    def accelerations(self) -> list[geometry_msgs.msg.Twist]: ...
    @accelerations.setter
    def accelerations(self, value: Sequence[geometry_msgs.msg.Twist]) -> None: ...
    @property
    def time_from_start(self) -> builtin_interfaces.msg.Duration: ...
    @time_from_start.setter
    def time_from_start(self, value: builtin_interfaces.msg.Duration) -> None: ...
