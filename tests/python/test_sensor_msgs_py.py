"""Point clouds as arrays and back."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import PointCloud2, PointField
from sensor_msgs_py import numpy_compat, point_cloud2
from std_msgs.msg import Header

HEADER = Header(frame_id="lidar")
XYZ = np.array([[0, 1, 2], [3, np.nan, 5], [6, 7, 8], [9, 10, 11]], np.float32)
FIELDS = [
    PointField(name="x", offset=0, datatype=PointField.FLOAT32, count=1),
    PointField(name="t", offset=8, datatype=PointField.FLOAT64, count=1),
    PointField(name="c", offset=16, datatype=PointField.UINT8, count=2),
]
MIXED = np.array(
    [(1.5, 1e300, 1, 2), (2.5, -1.0, 3, 4)],
    dtype=np.dtype(
        {
            "names": ["x", "t", "c_0", "c_1"],
            "formats": ["<f4", "<f8", "u1", "u1"],
            "offsets": [0, 8, 16, 17],
            "itemsize": 24,
        }
    ),
)


def test_points_come_back_through_a_message() -> None:
    sent = point_cloud2.create_cloud(HEADER, FIELDS, MIXED, point_step=24)
    assert (sent.height, sent.width, sent.point_step, sent.row_step) == (1, 2, 24, 48)
    assert sent.header == HEADER and sent.fields == FIELDS
    cloud: PointCloud2 = deserialize_message(serialize_message(sent), PointCloud2)
    points = point_cloud2.read_points(cloud)
    assert points.dtype == MIXED.dtype
    assert points.tolist() == MIXED.tolist()


def test_points_are_a_view_of_the_message() -> None:
    cloud = point_cloud2.create_cloud_xyz32(HEADER, XYZ)
    point_cloud2.read_points(cloud)["y"] = 42
    assert point_cloud2.read_points(cloud)["y"].tolist() == [42] * 4


@pytest.mark.parametrize("points", [XYZ, XYZ.astype(np.float64), XYZ.tolist(), iter(XYZ.tolist())])
def test_clouds_are_made_of_arrays_and_sequences(points: Any) -> None:
    cloud = point_cloud2.create_cloud_xyz32(HEADER, points)
    np.testing.assert_array_equal(point_cloud2.read_points_numpy(cloud), XYZ)


@pytest.mark.parametrize("points", [[], np.zeros((0, 3))])
def test_clouds_may_be_empty(points: Any) -> None:
    cloud = point_cloud2.create_cloud_xyz32(HEADER, points)
    assert cloud.width == 0 and len(cloud.data) == 0
    assert point_cloud2.read_points_numpy(cloud).shape == (0, 3)


def test_points_are_chosen_by_fields_indices_and_numbers() -> None:
    cloud = point_cloud2.create_cloud_xyz32(HEADER, XYZ)

    def read(**choice: Any) -> Any:
        return point_cloud2.read_points_numpy(cloud, **choice).tolist()

    assert read(field_names=["z", "x"]) == [[2, 0], [5, 3], [8, 6], [11, 9]]
    assert read(field_names=("x",), skip_nans=True) == [[0], [3], [6], [9]]
    assert read(skip_nans=True) == XYZ[[0, 2, 3]].tolist()
    assert read(uvs=[3, 0]) == XYZ[[3, 0]].tolist()
    assert read(skip_nans=True, uvs=np.array([1])) == XYZ[[2]].tolist()
    cloud.is_dense = True
    assert len(read(skip_nans=True)) == 4


def test_a_cloud_of_integers_has_no_nans() -> None:
    cloud = point_cloud2.create_cloud(HEADER, FIELDS, MIXED, point_step=24)
    assert len(point_cloud2.read_points(cloud, skip_nans=True)) == 2


def test_lists_have_named_points() -> None:
    cloud = point_cloud2.create_cloud(HEADER, FIELDS, MIXED, point_step=24)
    first, second = point_cloud2.read_points_list(cloud, ["x", "c_1"])
    assert (first.x, first.c_1) == (1.5, 2)
    assert second == (2.5, 4)
    assert point_cloud2.read_points_list(cloud)[0]._fields == ("x", "t", "c_0", "c_1")


def test_organized_clouds_keep_their_shape() -> None:
    cloud = point_cloud2.create_cloud_xyz32(HEADER, XYZ.reshape(2, 2, 3))
    assert (cloud.width, cloud.height, cloud.row_step) == (2, 2, 24)
    shaped = point_cloud2.read_points_numpy(cloud, reshape_organized_cloud=True)
    np.testing.assert_array_equal(shaped, XYZ.reshape(2, 2, 3))
    assert point_cloud2.read_points(cloud).shape == (4,)
    with pytest.raises(AssertionError, match="Too many dimensions"):
        point_cloud2.create_cloud_xyz32(HEADER, np.zeros((2, 2, 2, 3)))


def test_foreign_byte_order_is_swapped_and_the_message_left_as_it_is() -> None:
    cloud = point_cloud2.create_cloud_xyz32(HEADER, XYZ)
    cloud.data = XYZ.byteswap().tobytes()
    cloud.is_bigendian = sys.byteorder == "little"
    for _ in range(2):
        points = point_cloud2.read_points_numpy(cloud)
        assert points.dtype == np.float32
        np.testing.assert_array_equal(points, XYZ)


def test_fields_make_a_type() -> None:
    assert point_cloud2.dtype_from_fields(FIELDS, 24) == MIXED.dtype
    nameless = PointField(name="", offset=4, datatype=PointField.INT16, count=2)
    dtype = point_cloud2.dtype_from_fields([nameless])
    assert dtype.names == ("unnamed_field_0_0", "unnamed_field_0_1")
    assert dtype.itemsize == 8
    with pytest.raises(AssertionError, match="Duplicate"):
        point_cloud2.dtype_from_fields([nameless, PointField(name="a", datatype=1, count=1)] * 2)
    with pytest.raises(AssertionError, match="count = 0"):
        point_cloud2.dtype_from_fields([PointField(name="a", datatype=1, count=0)])


def test_types_that_do_not_fit_are_refused() -> None:
    mixed = point_cloud2.create_cloud(HEADER, FIELDS, MIXED, point_step=24)
    with pytest.raises(AssertionError, match="same datatype"):
        point_cloud2.read_points_numpy(mixed)
    assert point_cloud2.read_points_numpy(mixed, ["c_0", "c_1"]).tolist() == [[1, 2], [3, 4]]
    with pytest.raises(AssertionError, match="same datatype"):
        point_cloud2.create_cloud(HEADER, FIELDS, np.zeros((2, 4)))
    with pytest.raises(AssertionError, match="do not match"):
        point_cloud2.create_cloud(HEADER, FIELDS, MIXED)
    with pytest.raises(AssertionError, match="not in the fields"):
        point_cloud2.read_points(mixed, ["no_such"])
    with pytest.raises(AssertionError, match="not a sensor_msgs"):
        point_cloud2.read_points(XYZ)  # type: ignore[arg-type]


def test_structured_arrays_become_plain_ones_and_come_back() -> None:
    plain = numpy_compat.structured_to_unstructured(MIXED[["c_0", "c_1"]])
    assert plain.tolist() == [[1, 2], [3, 4]]
    dtype = np.dtype([("a", "u1"), ("b", "u1")])
    structured = numpy_compat.unstructured_to_structured(plain, dtype)
    assert structured["b"].tolist() == [2, 4]
