"""What cameras see of the world, and where in the world what they see may be."""

from .cameramodels import PinholeCameraModel, StereoCameraModel

__all__ = ["PinholeCameraModel", "StereoCameraModel"]
