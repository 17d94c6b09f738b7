"""Laser scans as point clouds."""

from .laser_geometry import LaserProjection

__all__ = ["LaserProjection"]
