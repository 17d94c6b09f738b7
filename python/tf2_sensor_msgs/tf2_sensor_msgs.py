"""How point clouds are transformed, and that they are."""

from __future__ import annotations

from copy import copy
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from geometry_msgs.msg import Transform, TransformStamped
from sensor_msgs.msg import PointCloud2
from sensor_msgs_py.point_cloud2 import dtype_from_fields
from std_msgs.msg import Header
from tf2_ros.buffer_interface import ConvertRegistration, TransformRegistration

_T = TypeVar("_T")


def to_msg_msg(msg: _T) -> _T:
    """Return the message, which is one already."""
    return msg


def from_msg_msg(msg: _T) -> _T:
    """Return the message, which stays one."""
    return msg


def transform_points(
    point_cloud: npt.NDArray[np.floating[Any]], transform: Transform
) -> npt.NDArray[np.floating[Any]]:
    """
    Return points, seen from another frame.

    :param point_cloud: an array whose last axis is x, y and z.
    :param transform: the transform to that frame.
    """
    offset = transform.translation
    moved: npt.NDArray[np.floating[Any]] = point_cloud @ _matrix(transform.rotation).T
    moved += np.array((offset.x, offset.y, offset.z))
    return moved


def _matrix(rotation: Any) -> npt.NDArray[np.float64]:
    """Return a quaternion of any norm as a matrix; of norm 0, no rotation."""
    x, y, z, w = rotation.x, rotation.y, rotation.z, rotation.w
    norm = x * x + y * y + z * z + w * w
    if norm < np.finfo(np.float64).eps:
        return np.eye(3)
    s = 2.0 / norm
    return np.array(
        [
            [1 - s * (y * y + z * z), s * (x * y - z * w), s * (x * z + y * w)],
            [s * (x * y + z * w), 1 - s * (x * x + z * z), s * (y * z - x * w)],
            [s * (x * z - y * w), s * (y * z + x * w), 1 - s * (x * x + y * y)],
        ]
    )


def do_transform_cloud(cloud: PointCloud2, transform: Transform | TransformStamped) -> PointCloud2:
    """
    Return a point cloud, seen from another frame.

    Only x, y and z of its points are other than before, and its frame where ``transform`` names
    one.
    """
    header = Header(stamp=cloud.header.stamp, frame_id=cloud.header.frame_id)
    if isinstance(transform, TransformStamped):
        header.frame_id = transform.header.frame_id
        transform = transform.transform
    data: npt.NDArray[np.uint8] = np.array(cloud.data, dtype=np.uint8)
    points = _points(cloud, data)
    moved = transform_points(np.stack([points[axis] for axis in "xyz"], axis=-1), transform)
    for axis, places in zip("xyz", np.moveaxis(moved, -1, 0), strict=True):
        points[axis] = places
    result = copy(cloud)
    result.header = header
    result.data = data
    return result


def _points(cloud: PointCloud2, data: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
    """Return a view of the data as points, row by row."""
    names = sorted(field.name for field in cloud.fields)
    assert {"x", "y", "z"} <= set(names), (
        f"Point cloud needs the fields x, y, and z for the transformation, has {names}"
    )
    layout = dtype_from_fields(cloud.fields, point_step=cloud.point_step)
    layout = layout.newbyteorder(">" if cloud.is_bigendian else "<")
    steps = (cloud.row_step, cloud.point_step)
    points: npt.NDArray[Any]
    points = np.ndarray((cloud.height, cloud.width), layout, data, strides=steps)
    return points


ConvertRegistration().add_to_msg(PointCloud2, to_msg_msg)
ConvertRegistration().add_from_msg(PointCloud2, from_msg_msg)
TransformRegistration().add(PointCloud2, do_transform_cloud)
