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
    linear: Vector3
    angular: Vector3

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
    header: std_msgs.msg.Header
    accel: Accel

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
    accel: Accel
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
    header: std_msgs.msg.Header
    accel: AccelWithCovariance

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
    m: float
    com: Vector3
    ixx: float
    ixy: float
    ixz: float
    iyy: float
    iyz: float
    izz: float

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
    header: std_msgs.msg.Header
    inertia: Inertia

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
    x: float
    y: float
    z: float

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
    x: float
    y: float
    z: float

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
    header: std_msgs.msg.Header
    point: Point

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
    polygon: Polygon
    id: int

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
    header: std_msgs.msg.Header
    polygon: PolygonInstance

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
    header: std_msgs.msg.Header
    polygon: Polygon

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
    position: Point
    orientation: Quaternion

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
    x: float
    y: float
    theta: float

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
    header: std_msgs.msg.Header
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
    header: std_msgs.msg.Header
    pose: Pose

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
    pose: Pose
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
    header: std_msgs.msg.Header
    pose: PoseWithCovariance

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
    x: float
    Y__DEFAULT: ClassVar[float]
    y: float
    Z__DEFAULT: ClassVar[float]
    z: float
    W__DEFAULT: ClassVar[float]
    w: float

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
    header: std_msgs.msg.Header
    quaternion: Quaternion

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
    translation: Vector3
    rotation: Quaternion

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
    header: std_msgs.msg.Header
    child_frame_id: str
    transform: Transform

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
    linear: Vector3
    angular: Vector3

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
    header: std_msgs.msg.Header
    twist: Twist

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
    twist: Twist
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
    header: std_msgs.msg.Header
    twist: TwistWithCovariance

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
    x: float
    y: float
    z: float

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
    header: std_msgs.msg.Header
    vector: Vector3

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
    header: std_msgs.msg.Header
    body_frame_id: str
    reference_frame_id: str
    velocity: Twist

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
    force: Vector3
    torque: Vector3

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
    header: std_msgs.msg.Header
    wrench: Wrench
