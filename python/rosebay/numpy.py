"""
Messages as NumPy arrays, and arrays as messages.

========================================  =====================================================
message                                   array
========================================  =====================================================
Image                                     height × width (× channels), a view of the message
PointCloud2                               structured, with the cloud's fields, a view
LaserScan                                 ranges, masked where they say nothing, a view
OccupancyGrid                             height × width, masked where nothing is known, a view
Imu                                       a record: orientation (x, y, z, w), angular_velocity,
                                          linear_acceleration
Point, Point32, Vector3                   x, y, z
Quaternion                                x, y, z, w
Twist, Wrench, Accel                      linear and angular (force and torque): six numbers
Pose, Transform, and those with a header  4 × 4: takes points of the frame that it tells of into
                                          the one that it is told in
PoseArray, Path                           n × 4 × 4
========================================  =====================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from geometry_msgs import msg as geometry
from nav_msgs.msg import OccupancyGrid, Path
from sensor_msgs.msg import Image, Imu, LaserScan, PointCloud2

__all__ = ["from_numpy", "msgify", "numpify", "to_numpy"]

Array = npt.NDArray[Any]
T = TypeVar("T")

_IMU = np.dtype(
    [("orientation", "f8", 4), ("angular_velocity", "f8", 3), ("linear_acceleration", "f8", 3)]
)


def to_numpy(message: Any) -> Array:
    """
    Return a message as an array; what is a view changes with the message.

    :raises TypeError: if there is no array for messages of this type.
    """
    return _conversion(type(message))[0](message)


def from_numpy(message_type: type[T], array: npt.ArrayLike, **fields: Any) -> T:
    """
    Return a message of an array.

    :param fields: what the array does not say: ``header=``, ``info=`` of an OccupancyGrid,
        ``encoding=`` of an Image, which otherwise is guessed, ``angle_min=`` of a LaserScan …
    :raises TypeError: if messages of this type cannot be made of an array.
    :raises ValueError: if the array has another shape than such messages.
    """
    message = _conversion(message_type)[1](message_type, np.asanyarray(array), fields)
    for name, value in fields.items():
        setattr(message, name, value)
    return message  # type: ignore[no-any-return]


numpify = to_numpy
msgify = from_numpy


def _conversion(message_type: type[Any]) -> _Conversion:
    for kind in message_type.__mro__:
        if kind in _CONVERSIONS:
            return _CONVERSIONS[kind]
    known = ", ".join(sorted(kind.__name__ for kind in _CONVERSIONS))
    raise TypeError(f"{message_type.__name__} has no array; there is one for {known}")


_Conversion = tuple[Callable[[Any], Array], Callable[[type[Any], Array, dict[str, Any]], Any]]
_CONVERSIONS: dict[type[Any], _Conversion] = {}


def _shaped(array: Array, *shape: int) -> Array:
    """Say that an array has a shape, of which -1 may be anything."""
    if array.ndim != len(shape) or any(
        wanted not in (-1, got) for wanted, got in zip(shape, array.shape, strict=True)
    ):
        wanted = " × ".join("n" if n == -1 else str(n) for n in shape)
        raise ValueError(f"expected an array of {wanted}, got one of {array.shape}")
    return array


# Images, clouds, scans and grids


def _image_to(message: Image) -> Array:
    from cv_bridge import CvBridge

    return CvBridge().imgmsg_to_cv2(message)


_ENCODINGS = {
    ("uint8", 1): "mono8", ("uint8", 3): "rgb8", ("uint8", 4): "rgba8",
    ("uint16", 1): "mono16", ("uint16", 3): "rgb16", ("uint16", 4): "rgba16",
}  # fmt: skip


def _image_from(_: type[Image], array: Array, fields: dict[str, Any]) -> Image:
    from cv_bridge import CvBridge

    guess = _ENCODINGS.get((array.dtype.name, 1 if array.ndim < 3 else array.shape[2]))
    return CvBridge().cv2_to_imgmsg(array, fields.get("encoding") or guess or "passthrough")


def _cloud_to(message: PointCloud2) -> Array:
    from sensor_msgs_py.point_cloud2 import read_points

    return read_points(message, reshape_organized_cloud=True)


def _cloud_from(_: type[PointCloud2], array: Array, fields: dict[str, Any]) -> PointCloud2:
    from sensor_msgs.msg import PointField
    from sensor_msgs_py.point_cloud2 import create_cloud
    from std_msgs.msg import Header

    if array.dtype.names is None:
        raise ValueError(f"expected a structured array, got one of {array.dtype}")
    columns: list[PointField] = []
    for name in array.dtype.names:
        dtype, offset = array.dtype.fields[name][:2]  # type: ignore[index]
        count = int(np.prod(dtype.shape, dtype=int))
        datatype = getattr(PointField, dtype.base.name.upper())
        columns.append(PointField(name=name, offset=offset, datatype=datatype, count=count))
    header = fields.get("header") or Header()
    return create_cloud(header, columns, array, point_step=array.dtype.itemsize)


def _scan_to(message: LaserScan) -> Array:
    ranges = np.asarray(message.ranges)
    valid = (ranges >= message.range_min) & (ranges <= message.range_max)
    return np.ma.MaskedArray(ranges, mask=~valid)


def _scan_from(kind: type[LaserScan], array: Array, _: dict[str, Any]) -> LaserScan:
    ranges = np.ma.filled(_shaped(array, -1).astype(np.float32, copy=False), np.inf)
    return kind(ranges=ranges)


def _grid_to(message: OccupancyGrid) -> Array:
    cells = np.asarray(message.data).reshape(message.info.height, message.info.width)
    return np.ma.MaskedArray(cells, mask=cells == -1)


def _grid_from(kind: type[OccupancyGrid], array: Array, fields: dict[str, Any]) -> OccupancyGrid:
    cells = np.ma.filled(_shaped(array, -1, -1).astype(np.int8, copy=False), -1)
    grid = kind(data=np.ascontiguousarray(cells).reshape(-1))
    info = fields.setdefault("info", grid.info)
    info.height, info.width = cells.shape
    return grid


def _imu_to(message: Imu) -> Array:
    parts = (message.orientation, message.angular_velocity, message.linear_acceleration)
    return np.array(tuple(_numbers(part) for part in parts), dtype=_IMU)


def _imu_from(kind: type[Imu], array: Array, _: dict[str, Any]) -> Imu:
    record = array.astype(_IMU, copy=False)
    quaternion = _from_numbers(geometry.Quaternion, record["orientation"])
    turning, pushing = (
        _from_numbers(geometry.Vector3, record[name])
        for name in ("angular_velocity", "linear_acceleration")
    )
    return kind(orientation=quaternion, angular_velocity=turning, linear_acceleration=pushing)


# What is a few numbers


def _numbers(message: Any) -> tuple[float, ...]:
    return tuple(getattr(message, name) for name in type(message).get_fields_and_field_types())


def _from_numbers(kind: type[Any], array: Array) -> Any:
    names = tuple(kind.get_fields_and_field_types())
    values = _shaped(array, len(names)).astype(np.float64, copy=False).tolist()
    return kind(**dict(zip(names, values, strict=True)))


def _pair_to(message: Any) -> Array:
    return np.array([number for part in _numbers(message) for number in _numbers(part)])


def _pair_from(kind: type[Any], array: Array, _: dict[str, Any]) -> Any:
    halves = _shaped(array, 6).reshape(2, 3)
    names = kind.get_fields_and_field_types()
    parts = (_from_numbers(geometry.Vector3, half) for half in halves)
    return kind(**dict(zip(names, parts, strict=True)))


# Poses and transforms


def _matrix(place: Any, turn: geometry.Quaternion) -> Array:
    quaternion = np.array(_numbers(turn))
    norm = quaternion @ quaternion
    if norm == 0:
        raise ValueError("a quaternion of zeros is no orientation")
    x, y, z, w = quaternion * np.sqrt(2 / norm)
    matrix = np.eye(4)
    matrix[:3, :3] = [
        [1 - y * y - z * z, x * y - z * w, x * z + y * w],
        [x * y + z * w, 1 - x * x - z * z, y * z - x * w],
        [x * z - y * w, y * z + x * w, 1 - x * x - y * y],
    ]
    matrix[:3, 3] = _numbers(place)
    return matrix


def _quaternion(rotation: Array) -> geometry.Quaternion:
    # The largest of the four numbers is found first, so that nothing is divided by almost nothing.
    trace = float(np.trace(rotation))
    largest = int(np.argmax([*np.diag(rotation), trace]))
    skew = rotation.T - rotation
    if largest == 3:
        quaternion = np.array([skew[1, 2], skew[2, 0], skew[0, 1], 1 + trace])
    else:
        following, last = (largest + 1) % 3, (largest + 2) % 3
        quaternion = np.empty(4)
        quaternion[:3] = rotation[largest] + rotation[:, largest]
        quaternion[largest] += 1 - trace
        quaternion[3] = skew[following, last]
    quaternion /= np.linalg.norm(quaternion)
    return _from_numbers(geometry.Quaternion, quaternion)  # type: ignore[no-any-return]


def _pose_to(message: geometry.Pose) -> Array:
    return _matrix(message.position, message.orientation)


def _pose_from(kind: type[geometry.Pose], array: Array, _: dict[str, Any]) -> geometry.Pose:
    matrix = _shaped(array, 4, 4)
    position = _from_numbers(geometry.Point, matrix[:3, 3])
    return kind(position=position, orientation=_quaternion(matrix[:3, :3]))


def _transform_to(message: geometry.Transform) -> Array:
    return _matrix(message.translation, message.rotation)


def _transform_from(
    kind: type[geometry.Transform], array: Array, _: dict[str, Any]
) -> geometry.Transform:
    matrix = _shaped(array, 4, 4)
    translation = _from_numbers(geometry.Vector3, matrix[:3, 3])
    return kind(translation=translation, rotation=_quaternion(matrix[:3, :3]))


def _within(field: str, kind: type[Any]) -> _Conversion:
    """Convert a message by one of its fields."""

    def to(message: Any) -> Array:
        return to_numpy(getattr(message, field))

    def of(outer: type[Any], array: Array, _: dict[str, Any]) -> Any:
        return outer(**{field: from_numpy(kind, array)})

    return to, of


def _stacked(matrices: Iterable[Array]) -> Array:
    return np.array(list(matrices)).reshape(-1, 4, 4)


def _sequence(field: str, kind: type[Any]) -> _Conversion:
    """Convert a message by one of its fields, which is a sequence."""

    def to(message: Any) -> Array:
        return _stacked(to_numpy(element) for element in getattr(message, field))

    def of(outer: type[Any], array: Array, fields: dict[str, Any]) -> Any:
        elements = [from_numpy(kind, matrix) for matrix in _shaped(array, -1, 4, 4)]
        return outer(**{field: elements})

    return to, of


_CONVERSIONS |= {
    Image: (_image_to, _image_from),
    PointCloud2: (_cloud_to, _cloud_from),
    LaserScan: (_scan_to, _scan_from),
    OccupancyGrid: (_grid_to, _grid_from),
    Imu: (_imu_to, _imu_from),
    geometry.Pose: (_pose_to, _pose_from),
    geometry.PoseStamped: _within("pose", geometry.Pose),
    geometry.Transform: (_transform_to, _transform_from),
    geometry.TransformStamped: _within("transform", geometry.Transform),
    geometry.PoseArray: _sequence("poses", geometry.Pose),
    Path: _sequence("poses", geometry.PoseStamped),
}
_NUMBERS: tuple[type[Any], ...]
_NUMBERS = (geometry.Point, geometry.Point32, geometry.Vector3, geometry.Quaternion)
_PAIRS: tuple[type[Any], ...] = (geometry.Twist, geometry.Wrench, geometry.Accel)
_CONVERSIONS |= dict.fromkeys(
    _NUMBERS,
    (
        lambda message: np.array(_numbers(message)),
        lambda kind, array, _: _from_numbers(kind, array),
    ),
)
_CONVERSIONS |= dict.fromkeys(_PAIRS, (_pair_to, _pair_from))
