"""Projection of laser scans into the plane in which the laser turns."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import LaserScan, PointCloud2, PointField
from sensor_msgs_py.point_cloud2 import create_cloud, dtype_from_fields


class LaserProjection:
    """
    Projects laser scans.

    Ranges that are nearer than the scan's smallest or not nearer than its largest make no points.
    The directions of the rays are kept from one scan to the next of the same angles.
    """

    LASER_SCAN_INVALID = -1.0
    LASER_SCAN_MIN_RANGE = -2.0
    LASER_SCAN_MAX_RANGE = -3.0

    class ChannelOption:
        """What a point has besides its place, to be joined with ``|``."""

        NONE = 0x00
        INTENSITY = 0x01
        """How strong what came back was: ``intensity``, where the scan has it."""
        INDEX = 0x02
        """The number of the ray: ``index``."""
        DISTANCE = 0x04
        """The range: ``distances``, in metres."""
        TIMESTAMP = 0x08
        """When it was measured: ``stamps``, in seconds after the scan's own time."""
        VIEWPOINT = 0x10
        """Where it was seen from: ``vp_x``, ``vp_y`` and ``vp_z``."""
        DEFAULT = INTENSITY | INDEX

    def __init__(self) -> None:
        self._angles: tuple[float, float, int] | None = None
        self._directions: npt.NDArray[np.float64] = np.empty((2, 0))

    def projectLaser(
        self,
        scan_in: LaserScan,
        range_cutoff: float = -1.0,
        channel_options: int = ChannelOption.DEFAULT,
    ) -> PointCloud2:
        """
        Make a cloud of a scan, in the scan's own frame.

        :param range_cutoff: leave out what is not nearer than this, in metres, too; below zero,
            only the scan's own limits count.
        :param channel_options: what the points have besides x, y and z.
        """
        ranges = np.asarray(scan_in.ranges, dtype=np.float32)
        limit = scan_in.range_max if range_cutoff < 0 else min(range_cutoff, scan_in.range_max)
        valid = np.flatnonzero((ranges < limit) & (ranges >= scan_in.range_min))
        distances = ranges[valid]
        x, y = self._rays(scan_in, len(ranges))[:, valid] * distances
        columns: dict[str, npt.NDArray[Any] | float] = {"x": x, "y": y, "z": 0.0}
        option = self.ChannelOption
        if channel_options & option.INTENSITY and len(scan_in.intensities) > 0:
            columns["intensity"] = np.asarray(scan_in.intensities)[valid]
        if channel_options & option.INDEX:
            columns["index"] = valid
        if channel_options & option.DISTANCE:
            columns["distances"] = distances
        if channel_options & option.TIMESTAMP:
            columns["stamps"] = valid * scan_in.time_increment
        if channel_options & option.VIEWPOINT:
            columns |= {"vp_x": 0.0, "vp_y": 0.0, "vp_z": 0.0}
        fields = [
            PointField(
                name=name,
                offset=4 * position,
                datatype=PointField.INT32 if name == "index" else PointField.FLOAT32,
                count=1,
            )
            for position, name in enumerate(columns)
        ]
        points = np.empty(len(valid), dtype_from_fields(fields))
        for name, column in columns.items():
            points[name] = column
        return create_cloud(scan_in.header, fields, points)

    def _rays(self, scan: LaserScan, count: int) -> npt.NDArray[np.float64]:
        """Return the directions of a scan's rays: the cosines and the sines."""
        angles = (scan.angle_min, scan.angle_increment, count)
        if angles != self._angles:
            turned = scan.angle_min + np.arange(count) * scan.angle_increment
            self._directions = np.array([np.cos(turned), np.sin(turned)])
            self._angles = angles
        return self._directions
