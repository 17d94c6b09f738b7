"""Messages, seen from another frame."""

from __future__ import annotations

import math

import numpy as np
import pytest
import tf2_geometry_msgs
import tf2_ros
import tf2_sensor_msgs
from geometry_msgs.msg import (
    Point32,
    PointStamped,
    PolygonStamped,
    PoseStamped,
    PoseWithCovarianceStamped,
    Quaternion,
    TransformStamped,
    Vector3Stamped,
)
from rclpy.time import Time
from sensor_msgs.msg import PointCloud2, PointField

HALF = math.sqrt(0.5)


@pytest.fixture
def quarter() -> TransformStamped:
    """A quarter turn about the third axis, then ten metres along the first."""
    transform = TransformStamped(child_frame_id="base")
    transform.header.frame_id = "map"
    transform.transform.translation.x = 10.0
    transform.transform.rotation = Quaternion(z=HALF, w=HALF)
    return transform


@pytest.fixture
def buffer(quarter: TransformStamped) -> tf2_ros.Buffer:
    """A buffer that knows it."""
    buffer = tf2_ros.Buffer()
    buffer.set_transform_static(quarter, "test")
    return buffer


def test_points_and_vectors(buffer: tf2_ros.Buffer) -> None:
    point = PointStamped()
    point.header.frame_id = "base"
    point.point.x = 1.0
    moved = buffer.transform(point, "map")
    assert (moved.point.x, moved.point.y) == pytest.approx((10.0, 1.0))
    assert moved.header.frame_id == "map"
    vector = Vector3Stamped()
    vector.header.frame_id = "base"
    vector.vector.x = 1.0
    turned = buffer.transform(vector, "map")
    assert (turned.vector.x, turned.vector.y) == pytest.approx((0.0, 1.0))


def test_poses(buffer: tf2_ros.Buffer) -> None:
    pose = PoseStamped()
    pose.header.frame_id = "base"
    pose.pose.position.y = 1.0
    pose.pose.orientation = Quaternion(z=HALF, w=HALF)
    moved = buffer.transform(pose, "map").pose
    assert (moved.position.x, moved.position.y) == pytest.approx((9.0, 0.0))
    assert moved.orientation.z == pytest.approx(1.0)
    assert moved.orientation.w == pytest.approx(0.0)


def test_covariances(quarter: TransformStamped) -> None:
    pose = PoseWithCovarianceStamped()
    pose.pose.covariance = np.diag([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).reshape(36)
    moved = tf2_geometry_msgs.do_transform_pose_with_covariance_stamped(pose, quarter)
    expected = np.diag([2.0, 1.0, 3.0, 5.0, 4.0, 6.0])
    np.testing.assert_allclose(moved.pose.covariance.reshape(6, 6), expected, atol=1e-12)


def test_polygons(quarter: TransformStamped) -> None:
    polygon = PolygonStamped()
    polygon.polygon.points = [Point32(x=1.0), Point32(y=2.0)]
    moved = tf2_geometry_msgs.do_transform_polygon_stamped(polygon, quarter)
    assert [(round(p.x, 5), round(p.y, 5)) for p in moved.polygon.points] == [(10, 1), (8, 0)]


@pytest.mark.parametrize("is_bigendian", [False, True])
def test_clouds(buffer: tf2_ros.Buffer, is_bigendian: bool) -> None:
    order = ">" if is_bigendian else "<"
    layout = np.dtype(
        {"names": ["x", "y", "z", "i"], "formats": [f"{order}f4"] * 4, "offsets": [0, 4, 8, 16]}
    )
    points = np.zeros((2, 3), layout)
    points["x"] = [[1, 2, 3], [4, 5, 6]]
    points["i"] = 7
    cloud = PointCloud2(height=2, width=3, point_step=20, row_step=60, is_bigendian=is_bigendian)
    cloud.header.frame_id = "base"
    cloud.fields = [
        PointField(name=name, offset=offset, datatype=PointField.FLOAT32, count=1)
        for name, offset in zip("xyzi", (0, 4, 8, 16), strict=True)
    ]
    cloud.data = points.tobytes()
    moved = buffer.transform(cloud, "map")
    found = np.frombuffer(moved.data, layout).reshape(2, 3)
    np.testing.assert_allclose(found["x"], 10)
    np.testing.assert_allclose(found["y"], points["x"], rtol=1e-6)
    assert (found["i"] == 7).all()
    assert (moved.header.frame_id, moved.height, moved.width) == ("map", 2, 3)
    assert bytes(cloud.data) == points.tobytes()


def test_a_cloud_without_places_is_refused(quarter: TransformStamped) -> None:
    with pytest.raises(AssertionError, match="needs the fields x, y, and z"):
        tf2_sensor_msgs.do_transform_cloud(PointCloud2(), quarter)


def test_types_that_nobody_knows_are_named(buffer: tf2_ros.Buffer) -> None:
    with pytest.raises(tf2_ros.TypeException, match="TransformStamped"):
        buffer.transform(TransformStamped(), "map")


def test_what_is_found_can_be_converted(buffer: tf2_ros.Buffer) -> None:
    tf2_ros.ConvertRegistration().add_convert(
        (PointStamped, tuple), lambda point: (point.point.x, point.point.y)
    )
    point = tf2_ros.Stamped(PointStamped(), Time().to_msg(), "base")
    found = buffer.transform_full(point, "map", Time(), "map", new_type=tuple)
    assert found == pytest.approx((10.0, 0.0))
    assert tf2_ros.convert(point, PointStamped) == point
