"""Messages as arrays, and arrays as messages."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from geometry_msgs.msg import (
    Point,
    Point32,
    Pose,
    PoseArray,
    PoseStamped,
    Quaternion,
    Transform,
    TransformStamped,
    Twist,
    Vector3,
    Wrench,
)
from nav_msgs.msg import MapMetaData, OccupancyGrid, Path
from rosebay.numpy import from_numpy, msgify, numpify, to_numpy
from sensor_msgs.msg import Image, Imu, LaserScan, PointCloud2
from std_msgs.msg import Header, String


@pytest.mark.parametrize(
    ("dtype", "channels", "encoding"),
    [("u1", 1, "mono8"), ("u1", 3, "rgb8"), ("u2", 1, "mono16"), ("f4", 1, "32FC1")],
)
def test_images(dtype: str, channels: int, encoding: str) -> None:
    shape = (4, 6, channels) if channels > 1 else (4, 6)
    pixels = np.arange(24 * channels).reshape(shape).astype(dtype)
    message = from_numpy(Image, pixels, header=Header(frame_id="camera"))
    assert (message.encoding, message.header.frame_id) == (encoding, "camera")
    image = to_numpy(message)
    np.testing.assert_array_equal(image, pixels)
    image[0, 0] = 9  # a view of the message
    assert to_numpy(message).flat[0] == 9
    if channels == 3:
        assert from_numpy(Image, pixels, encoding="bgr8").encoding == "bgr8"


def test_clouds() -> None:
    points = np.zeros(3, dtype=[("x", "f4"), ("y", "f4"), ("z", "f4"), ("ring", "u2")])
    points["x"], points["ring"] = [1, 2, 3], [7, 8, 9]
    cloud = from_numpy(PointCloud2, points, header=Header(frame_id="lidar"))
    assert [field.name for field in cloud.fields] == ["x", "y", "z", "ring"]
    assert (cloud.width, cloud.height, cloud.header.frame_id) == (3, 1, "lidar")
    np.testing.assert_array_equal(to_numpy(cloud), points)
    with pytest.raises(ValueError, match="structured"):
        from_numpy(PointCloud2, np.zeros((3, 3)))


def test_scans_are_masked_where_they_say_nothing() -> None:
    limits = {"range_min": 1.0, "range_max": 10.0}
    scan = from_numpy(LaserScan, [0.5, 1, 9, math.inf, math.nan], angle_min=-1.0, **limits)
    ranges = to_numpy(scan)
    assert isinstance(ranges, np.ma.MaskedArray)
    assert ranges.mask.tolist() == [True, False, False, True, True]
    assert (ranges.mean(), scan.angle_min) == (5, -1)
    assert list(from_numpy(LaserScan, ranges).ranges) == [math.inf, 1, 9, math.inf, math.inf]


def test_grids_are_masked_where_nothing_is_known() -> None:
    grid = from_numpy(OccupancyGrid, [[0, 100, -1], [50, -1, 0]], info=MapMetaData(resolution=0.5))
    assert (grid.info.width, grid.info.height, grid.info.resolution) == (3, 2, 0.5)
    cells: Any = to_numpy(grid)
    assert cells.tolist() == [[0, 100, None], [50, None, 0]]
    assert from_numpy(OccupancyGrid, cells).data == grid.data


def test_imus() -> None:
    imu = Imu(
        orientation=Quaternion(x=0.6, w=0.8),
        angular_velocity=Vector3(x=1.0, y=2.0, z=3.0),
        linear_acceleration=Vector3(z=9.8),
    )
    record = to_numpy(imu)
    assert record["orientation"].tolist() == [0.6, 0, 0, 0.8]
    assert record["angular_velocity"].tolist() == [1, 2, 3]
    assert from_numpy(Imu, record) == imu


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        (Point(x=1.0, y=2.0, z=3.0), [1, 2, 3]),
        (Point32(x=1.0, y=2.0, z=3.0), [1, 2, 3]),
        (Quaternion(x=1.0, y=2.0, z=3.0, w=4.0), [1, 2, 3, 4]),
        (Twist(linear=Vector3(x=1.0), angular=Vector3(z=2.0)), [1, 0, 0, 0, 0, 2]),
        (Wrench(force=Vector3(x=1.0), torque=Vector3(z=2.0)), [1, 0, 0, 0, 0, 2]),
    ],
)
def test_numbers(message: Any, numbers: list[float]) -> None:
    assert numpify(message).tolist() == numbers
    assert msgify(type(message), numbers) == message


def rotation(axis: int, angle: float) -> npt.NDArray[Any]:
    """A turn about an axis, in radians, and a shift."""
    matrix = np.eye(4)
    i, j = (axis + 1) % 3, (axis + 2) % 3
    matrix[i, i] = matrix[j, j] = math.cos(angle)
    matrix[j, i], matrix[i, j] = math.sin(angle), -math.sin(angle)
    matrix[:3, 3] = [1, 2, 3]
    return matrix


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("angle", [0.0, 1.0, math.pi / 2, math.pi - 1e-9, math.pi, -2.5])
@pytest.mark.parametrize("kind", [Pose, Transform, PoseStamped, TransformStamped])
def test_poses(axis: int, angle: float, kind: type[Any]) -> None:
    matrix = rotation(axis, angle)
    message = from_numpy(kind, matrix)
    np.testing.assert_allclose(to_numpy(message), matrix, atol=1e-12)
    inner = getattr(message, "pose", getattr(message, "transform", message))
    turn = getattr(inner, "orientation", getattr(inner, "rotation", None))
    about = [turn.x, turn.y, turn.z]
    assert abs(about.pop(axis)) == pytest.approx(abs(math.sin(angle / 2)))
    assert about == pytest.approx([0, 0])


def test_a_quaternion_need_not_have_the_length_one() -> None:
    matrix = to_numpy(Pose(orientation=Quaternion(z=3.0, w=3.0)))
    np.testing.assert_allclose(matrix[:3, :3] @ [1, 0, 0], [0, 1, 0], atol=1e-12)
    with pytest.raises(ValueError, match="zeros"):
        to_numpy(Pose(orientation=Quaternion(w=0.0)))


@pytest.mark.parametrize("kind", [PoseArray, Path])
def test_many_poses(kind: type[Any]) -> None:
    matrices = np.array([rotation(0, 0.5), rotation(1, 1.5)])
    message = from_numpy(kind, matrices, header=Header(frame_id="map"))
    assert (len(message.poses), message.header.frame_id) == (2, "map")
    np.testing.assert_allclose(to_numpy(message), matrices, atol=1e-12)
    assert to_numpy(kind()).shape == (0, 4, 4)


def test_what_has_no_array() -> None:
    with pytest.raises(TypeError, match="String has no array; there is one for Accel, Image"):
        to_numpy(String())
    with pytest.raises(ValueError, match=r"expected an array of 4 × 4, got one of \(3, 3\)"):
        from_numpy(Pose, np.eye(3))
