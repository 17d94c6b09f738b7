# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy
import numpy.typing
import std_msgs.msg
from typing_extensions import Buffer

class Accel:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        linear: Vector3 = ...,
        angular: Vector3 = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def linear(self) -> Vector3: ...
    @linear.setter
    def linear(self, value: Vector3) -> None: ...
    @property
    def angular(self) -> Vector3: ...
    @angular.setter
    def angular(self, value: Vector3) -> None: ...

class AccelStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        accel: Accel = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def accel(self) -> Accel: ...
    @accel.setter
    def accel(self, value: Accel) -> None: ...

class AccelWithCovariance:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        accel: Accel = ...,
        covariance: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def accel(self) -> Accel: ...
    @accel.setter
    def accel(self, value: Accel) -> None: ...
    @property
    def covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @covariance.setter
    def covariance(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class AccelWithCovarianceStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        accel: AccelWithCovariance = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def accel(self) -> AccelWithCovariance: ...
    @accel.setter
    def accel(self, value: AccelWithCovariance) -> None: ...

class Inertia:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        m: float = ...,
        com: Vector3 = ...,
        ixx: float = ...,
        ixy: float = ...,
        ixz: float = ...,
        iyy: float = ...,
        iyz: float = ...,
        izz: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def m(self) -> float: ...
    @m.setter
    def m(self, value: float) -> None: ...
    @property
    def com(self) -> Vector3: ...
    @com.setter
    def com(self, value: Vector3) -> None: ...
    @property
    def ixx(self) -> float: ...
    @ixx.setter
    def ixx(self, value: float) -> None: ...
    @property
    def ixy(self) -> float: ...
    @ixy.setter
    def ixy(self, value: float) -> None: ...
    @property
    def ixz(self) -> float: ...
    @ixz.setter
    def ixz(self, value: float) -> None: ...
    @property
    def iyy(self) -> float: ...
    @iyy.setter
    def iyy(self, value: float) -> None: ...
    @property
    def iyz(self) -> float: ...
    @iyz.setter
    def iyz(self, value: float) -> None: ...
    @property
    def izz(self) -> float: ...
    @izz.setter
    def izz(self, value: float) -> None: ...

class InertiaStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        inertia: Inertia = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def inertia(self) -> Inertia: ...
    @inertia.setter
    def inertia(self, value: Inertia) -> None: ...

class Point:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        x: float = ...,
        y: float = ...,
        z: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def x(self) -> float: ...
    @x.setter
    def x(self, value: float) -> None: ...
    @property
    def y(self) -> float: ...
    @y.setter
    def y(self, value: float) -> None: ...
    @property
    def z(self) -> float: ...
    @z.setter
    def z(self, value: float) -> None: ...

class Point32:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        x: float = ...,
        y: float = ...,
        z: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def x(self) -> float: ...
    @x.setter
    def x(self, value: float) -> None: ...
    @property
    def y(self) -> float: ...
    @y.setter
    def y(self, value: float) -> None: ...
    @property
    def z(self) -> float: ...
    @z.setter
    def z(self, value: float) -> None: ...

class PointStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        point: Point = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def point(self) -> Point: ...
    @point.setter
    def point(self, value: Point) -> None: ...

class Polygon:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        points: Sequence[Point32] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def points(self) -> list[Point32]: ...
    @points.setter
    def points(self, value: Sequence[Point32]) -> None: ...

class PolygonInstance:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        polygon: Polygon = ...,
        id: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def polygon(self) -> Polygon: ...
    @polygon.setter
    def polygon(self, value: Polygon) -> None: ...
    @property
    def id(self) -> int: ...
    @id.setter
    def id(self, value: int) -> None: ...

class PolygonInstanceStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        polygon: PolygonInstance = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def polygon(self) -> PolygonInstance: ...
    @polygon.setter
    def polygon(self, value: PolygonInstance) -> None: ...

class PolygonStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        polygon: Polygon = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def polygon(self) -> Polygon: ...
    @polygon.setter
    def polygon(self, value: Polygon) -> None: ...

class Pose:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        position: Point = ...,
        orientation: Quaternion = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def position(self) -> Point: ...
    @position.setter
    def position(self, value: Point) -> None: ...
    @property
    def orientation(self) -> Quaternion: ...
    @orientation.setter
    def orientation(self, value: Quaternion) -> None: ...

class Pose2D:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        x: float = ...,
        y: float = ...,
        theta: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def x(self) -> float: ...
    @x.setter
    def x(self, value: float) -> None: ...
    @property
    def y(self) -> float: ...
    @y.setter
    def y(self, value: float) -> None: ...
    @property
    def theta(self) -> float: ...
    @theta.setter
    def theta(self, value: float) -> None: ...

class PoseArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        poses: Sequence[Pose] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def poses(self) -> list[Pose]: ...
    @poses.setter
    def poses(self, value: Sequence[Pose]) -> None: ...

class PoseStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        pose: Pose = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def pose(self) -> Pose: ...
    @pose.setter
    def pose(self, value: Pose) -> None: ...

class PoseWithCovariance:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        pose: Pose = ...,
        covariance: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def pose(self) -> Pose: ...
    @pose.setter
    def pose(self, value: Pose) -> None: ...
    @property
    def covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @covariance.setter
    def covariance(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class PoseWithCovarianceStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        pose: PoseWithCovariance = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def pose(self) -> PoseWithCovariance: ...
    @pose.setter
    def pose(self, value: PoseWithCovariance) -> None: ...

class Quaternion:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        x: float = ...,
        y: float = ...,
        z: float = ...,
        w: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    X__DEFAULT: ClassVar[float]
    @property
    def x(self) -> float: ...
    @x.setter
    def x(self, value: float) -> None: ...
    Y__DEFAULT: ClassVar[float]
    @property
    def y(self) -> float: ...
    @y.setter
    def y(self, value: float) -> None: ...
    Z__DEFAULT: ClassVar[float]
    @property
    def z(self) -> float: ...
    @z.setter
    def z(self, value: float) -> None: ...
    W__DEFAULT: ClassVar[float]
    @property
    def w(self) -> float: ...
    @w.setter
    def w(self, value: float) -> None: ...

class QuaternionStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        quaternion: Quaternion = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def quaternion(self) -> Quaternion: ...
    @quaternion.setter
    def quaternion(self, value: Quaternion) -> None: ...

class Transform:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        translation: Vector3 = ...,
        rotation: Quaternion = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def translation(self) -> Vector3: ...
    @translation.setter
    def translation(self, value: Vector3) -> None: ...
    @property
    def rotation(self) -> Quaternion: ...
    @rotation.setter
    def rotation(self, value: Quaternion) -> None: ...

class TransformStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        child_frame_id: str = ...,
        transform: Transform = ...,
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
    def transform(self) -> Transform: ...
    @transform.setter
    def transform(self, value: Transform) -> None: ...

class Twist:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        linear: Vector3 = ...,
        angular: Vector3 = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def linear(self) -> Vector3: ...
    @linear.setter
    def linear(self, value: Vector3) -> None: ...
    @property
    def angular(self) -> Vector3: ...
    @angular.setter
    def angular(self, value: Vector3) -> None: ...

class TwistStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        twist: Twist = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def twist(self) -> Twist: ...
    @twist.setter
    def twist(self, value: Twist) -> None: ...

class TwistWithCovariance:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        twist: Twist = ...,
        covariance: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def twist(self) -> Twist: ...
    @twist.setter
    def twist(self, value: Twist) -> None: ...
    @property
    def covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @covariance.setter
    def covariance(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class TwistWithCovarianceStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        twist: TwistWithCovariance = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def twist(self) -> TwistWithCovariance: ...
    @twist.setter
    def twist(self, value: TwistWithCovariance) -> None: ...

class Vector3:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        x: float = ...,
        y: float = ...,
        z: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def x(self) -> float: ...
    @x.setter
    def x(self, value: float) -> None: ...
    @property
    def y(self) -> float: ...
    @y.setter
    def y(self, value: float) -> None: ...
    @property
    def z(self) -> float: ...
    @z.setter
    def z(self, value: float) -> None: ...

class Vector3Stamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        vector: Vector3 = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def vector(self) -> Vector3: ...
    @vector.setter
    def vector(self, value: Vector3) -> None: ...

class VelocityStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        body_frame_id: str = ...,
        reference_frame_id: str = ...,
        velocity: Twist = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def body_frame_id(self) -> str: ...
    @body_frame_id.setter
    def body_frame_id(self, value: str) -> None: ...
    @property
    def reference_frame_id(self) -> str: ...
    @reference_frame_id.setter
    def reference_frame_id(self, value: str) -> None: ...
    @property
    def velocity(self) -> Twist: ...
    @velocity.setter
    def velocity(self, value: Twist) -> None: ...

class Wrench:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        force: Vector3 = ...,
        torque: Vector3 = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def force(self) -> Vector3: ...
    @force.setter
    def force(self, value: Vector3) -> None: ...
    @property
    def torque(self) -> Vector3: ...
    @torque.setter
    def torque(self, value: Vector3) -> None: ...

class WrenchStamped:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        wrench: Wrench = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def wrench(self) -> Wrench: ...
    @wrench.setter
    def wrench(self, value: Wrench) -> None: ...
