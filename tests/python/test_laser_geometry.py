"""Laser scans as point clouds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from laser_geometry import LaserProjection
from sensor_msgs.msg import LaserScan, PointField
from sensor_msgs_py.point_cloud2 import read_points, read_points_numpy
from std_msgs.msg import Header

OPTION = LaserProjection.ChannelOption


def scan(ranges: list[float], intensities: list[float] | None = None) -> LaserScan:
    """A scan of rays that are a quarter turn apart."""
    return LaserScan(
        header=Header(frame_id="laser"),
        angle_min=0.0,
        angle_max=math.pi / 2 * (len(ranges) - 1),
        angle_increment=math.pi / 2,
        time_increment=0.25,
        range_min=1.0,
        range_max=10.0,
        ranges=ranges,
        intensities=intensities or [],
    )


def test_rays_become_points() -> None:
    cloud = LaserProjection().projectLaser(scan([1.0, 2.0, 3.0, 4.0]), -1.0, OPTION.NONE)
    assert cloud.header.frame_id == "laser"
    expected = [[1, 0, 0], [0, 2, 0], [-3, 0, 0], [0, -4, 0]]
    np.testing.assert_allclose(read_points_numpy(cloud), expected, atol=1e-6)


def test_ranges_out_of_limits_make_no_points() -> None:
    ranges = [0.5, 1.0, math.nan, 9.0, 10.0, math.inf, -1.0, 5.0]
    cloud = LaserProjection().projectLaser(scan(ranges))
    assert read_points(cloud)["index"].tolist() == [1, 3, 7]
    cloud = LaserProjection().projectLaser(scan(ranges), range_cutoff=6.0)
    assert read_points(cloud)["index"].tolist() == [1, 7]
    cloud = LaserProjection().projectLaser(scan(ranges), range_cutoff=100.0)
    assert read_points(cloud)["index"].tolist() == [1, 3, 7]
    assert LaserProjection().projectLaser(scan([])).width == 0


def test_channels_say_more_of_points() -> None:
    every = OPTION.INTENSITY | OPTION.INDEX | OPTION.DISTANCE | OPTION.TIMESTAMP | OPTION.VIEWPOINT
    given = scan([1.0, 20.0, 3.0], [0.5, 1.5, 2.5])
    cloud = LaserProjection().projectLaser(given, channel_options=every)
    names = ["x", "y", "z", "intensity", "index", "distances", "stamps", "vp_x", "vp_y", "vp_z"]
    assert [field.name for field in cloud.fields] == names
    assert cloud.fields[4].datatype == PointField.INT32
    points = read_points(cloud)
    assert points["intensity"].tolist() == [0.5, 2.5]
    assert points["index"].tolist() == [0, 2]
    assert points["distances"].tolist() == [1.0, 3.0]
    assert points["stamps"].tolist() == [0.0, 0.5]
    assert points["vp_x"].tolist() == [0.0, 0.0]


def test_scans_without_intensities_have_no_such_channel() -> None:
    cloud = LaserProjection().projectLaser(scan([2.0]))
    assert [field.name for field in cloud.fields] == ["x", "y", "z", "index"]


@pytest.mark.parametrize("change", ["angle_min", "angle_increment"])
def test_other_angles_make_other_points(change: str) -> None:
    projection, given = LaserProjection(), scan([2.0, 2.0])
    before = read_points(projection.projectLaser(given))["x"].tolist()
    again = read_points(projection.projectLaser(given))["x"].tolist()
    setattr(given, change, 0.5)
    assert again == before != read_points(projection.projectLaser(given))["x"].tolist()
