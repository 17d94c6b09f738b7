"""How geometry messages are transformed, and that they are."""

from __future__ import annotations

import math
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from geometry_msgs.msg import (
    Point,
    Point32,
    PointStamped,
    PolygonStamped,
    Pose,
    PoseStamped,
    PoseWithCovarianceStamped,
    Quaternion,
    TransformStamped,
    Vector3,
    Vector3Stamped,
)
from tf2_ros.buffer_interface import ConvertRegistration, TransformRegistration

_T = TypeVar("_T")
_Vector = tuple[float, float, float]


class _Rotation(NamedTuple):
    """A rotation as a quaternion of norm 1."""

    x: float
    y: float
    z: float
    w: float

    @classmethod
    def of(cls, message: Quaternion) -> _Rotation:
        """Return what a message says, whatever its norm; of norm 0, no rotation."""
        x, y, z, w = message.x, message.y, message.z, message.w
        norm = math.sqrt(x * x + y * y + z * z + w * w)
        if norm * norm < np.finfo(np.float64).eps:
            return cls(0.0, 0.0, 0.0, 1.0)
        return cls(x / norm, y / norm, z / norm, w / norm)

    def turn(self, x: float, y: float, z: float) -> _Vector:
        """Rotate a vector."""
        a, b, c, w = self
        u, v, t = 2 * (b * z - c * y), 2 * (c * x - a * z), 2 * (a * y - b * x)
        return (
            x + w * u + b * t - c * v,
            y + w * v + c * u - a * t,
            z + w * t + a * v - b * u,
        )

    def after(self, other: _Rotation) -> Quaternion:
        """Return the rotation by ``other``, then by this; of its two forms the one with w ≥ 0."""
        a, b, c, w = self
        x, y, z, s = other
        real = w * s - a * x - b * y - c * z
        sign = math.copysign(1.0, real)
        return Quaternion(
            x=sign * (w * x + a * s + b * z - c * y),
            y=sign * (w * y - a * z + b * s + c * x),
            z=sign * (w * z + a * y - b * x + c * s),
            w=sign * real,
        )

    def matrix(self) -> npt.NDArray[np.float64]:
        """Return the rotation as a matrix."""
        columns = (self.turn(1.0, 0.0, 0.0), self.turn(0.0, 1.0, 0.0), self.turn(0.0, 0.0, 1.0))
        matrix: npt.NDArray[np.float64] = np.array(columns).T
        return matrix


def _move(point: Any, transform: TransformStamped) -> _Vector:
    rotation = _Rotation.of(transform.transform.rotation)
    x, y, z = rotation.turn(point.x, point.y, point.z)
    offset = transform.transform.translation
    return x + offset.x, y + offset.y, z + offset.z


def to_msg_msg(msg: _T) -> _T:
    """Return the message, which is one already."""
    return msg


def from_msg_msg(msg: _T) -> _T:
    """Return the message, which stays one."""
    return msg


def transform_covariance(cov_in: Any, transform: TransformStamped) -> npt.NDArray[np.float64]:
    """
    Return a pose's covariance, seen from another frame.

    :param cov_in: 36 numbers, row by row.
    :param transform: the transform to that frame.
    """
    turn = np.zeros((6, 6))
    turn[:3, :3] = turn[3:, 3:] = _Rotation.of(transform.transform.rotation).matrix()
    covariance: npt.NDArray[np.float64] = np.asarray(cov_in, dtype=np.float64).reshape(6, 6)
    turned: npt.NDArray[np.float64] = turn @ covariance @ turn.T
    return turned.reshape(36)


def do_transform_point(point: PointStamped, transform: TransformStamped) -> PointStamped:
    """Return a point, seen from another frame."""
    x, y, z = _move(point.point, transform)
    return PointStamped(header=transform.header, point=Point(x=x, y=y, z=z))


def do_transform_vector3(vector3: Vector3Stamped, transform: TransformStamped) -> Vector3Stamped:
    """Return a vector, which has no place, seen from another frame."""
    vector = vector3.vector
    x, y, z = _Rotation.of(transform.transform.rotation).turn(vector.x, vector.y, vector.z)
    return Vector3Stamped(header=transform.header, vector=Vector3(x=x, y=y, z=z))


def do_transform_pose(pose: Pose, transform: TransformStamped) -> Pose:
    """Return a pose, seen from another frame."""
    x, y, z = _move(pose.position, transform)
    rotation = _Rotation.of(transform.transform.rotation)
    orientation = rotation.after(_Rotation.of(pose.orientation))
    return Pose(position=Point(x=x, y=y, z=z), orientation=orientation)


def do_transform_pose_stamped(pose: PoseStamped, transform: TransformStamped) -> PoseStamped:
    """Return a pose with a header, seen from another frame."""
    return PoseStamped(header=transform.header, pose=do_transform_pose(pose.pose, transform))


def do_transform_pose_with_covariance_stamped(
    pose: PoseWithCovarianceStamped, transform: TransformStamped
) -> PoseWithCovarianceStamped:
    """Return a pose and its covariance, seen from another frame."""
    result = PoseWithCovarianceStamped(header=transform.header)
    result.pose.pose = do_transform_pose(pose.pose.pose, transform)
    result.pose.covariance = transform_covariance(pose.pose.covariance, transform)
    return result


def do_transform_polygon_stamped(
    polygon: PolygonStamped, transform: TransformStamped
) -> PolygonStamped:
    """Return a polygon, seen from another frame."""
    result = PolygonStamped(header=transform.header)
    for point in polygon.polygon.points:
        x, y, z = _move(point, transform)
        result.polygon.points.append(Point32(x=x, y=y, z=z))
    return result


for _message in (Vector3Stamped, PoseStamped, PointStamped):
    ConvertRegistration().add_to_msg(_message, to_msg_msg)
    ConvertRegistration().add_from_msg(_message, from_msg_msg)
TransformRegistration().add(PointStamped, do_transform_point)
TransformRegistration().add(Vector3Stamped, do_transform_vector3)
TransformRegistration().add(PoseStamped, do_transform_pose_stamped)
TransformRegistration().add(PoseWithCovarianceStamped, do_transform_pose_with_covariance_stamped)
TransformRegistration().add(PolygonStamped, do_transform_polygon_stamped)
