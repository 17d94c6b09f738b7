"""
Models of cameras after their calibration, as `sensor_msgs.msg.CameraInfo` has it.

Pixels are (u, v): to the right and down. Points are (x, y, z) in metres in the camera's optical
frame: to the right, down and forward.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from builtin_interfaces.msg import Time
from sensor_msgs.msg import CameraInfo, RegionOfInterest

Matrix = Any
"""A `numpy.matrix` of doubles, as programs for these models expect: ``*`` is its product."""


class PinholeCameraModel:
    """
    A camera that is ideal but for the distortion by its lens.

    OpenCV need not be installed but to rectify.
    """

    def __init__(self) -> None:
        self.K: Matrix = None
        self.D: Matrix = None
        self.R: Matrix = None
        self.P: Matrix = None
        self.full_K: Matrix = None
        self.full_P: Matrix = None
        self.width: int | None = None
        self.height: int | None = None
        self.binning_x: int | None = None
        self.binning_y: int | None = None
        self.resolution: tuple[int, int] | None = None
        self.raw_roi: RegionOfInterest | None = None
        self._tf_frame: str | None = None
        self.stamp: Time | None = None

    def from_camera_info(self, msg: CameraInfo) -> None:
        """Take a calibration: that of the whole image, fitted to binning and region of interest."""
        self.full_K, self.full_P = _matrix(msg.k, 3, 3), _matrix(msg.p, 3, 4)
        self.D = _matrix(msg.d, len(msg.d), 1) if len(msg.d) else None
        self.R = _matrix(msg.r, 3, 3)
        self.width, self.height = self.resolution = (msg.width, msg.height)
        self.binning_x, self.binning_y = max(1, msg.binning_x), max(1, msg.binning_y)
        roi = copy.copy(msg.roi)
        if not (roi.x_offset or roi.y_offset or roi.width or roi.height):
            roi.width, roi.height = msg.width, msg.height
        self.raw_roi = roi
        self._tf_frame = msg.header.frame_id
        self.stamp = msg.header.stamp
        self.K, self.P = self.full_K.copy(), self.full_P.copy()
        for matrix in (self.K, self.P):
            matrix[0, 0] /= self.binning_x
            matrix[1, 1] /= self.binning_y
            matrix[0, 2] = (matrix[0, 2] - roi.x_offset) / self.binning_x
            matrix[1, 2] = (matrix[1, 2] - roi.y_offset) / self.binning_y

    def rectify_image(self, raw: npt.NDArray[Any], rectified: npt.NDArray[Any]) -> None:
        """
        Take the distortion out of an image.

        :param rectified: where to write the image without it.
        :raises ImportError: if OpenCV is not installed.
        """
        cv2 = _opencv()
        self.mapx, self.mapy = cv2.initUndistortRectifyMap(
            self.K, self.D, self.R, self.P, (self.width, self.height), cv2.CV_32FC1
        )
        cv2.remap(raw, self.mapx, self.mapy, cv2.INTER_CUBIC, rectified)

    def rectify_point(self, uv_raw: Sequence[float]) -> npt.NDArray[np.float64]:
        """
        Return where a pixel is in the image without distortion.

        :raises ImportError: if OpenCV is not installed.
        """
        pixel = np.array([[uv_raw]], dtype=np.float64)
        points = _opencv().undistortPoints(pixel, self.K, self.D, R=self.R, P=self.P)
        rectified: npt.NDArray[np.float64] = points.reshape(-1, 2)[0]
        return rectified

    def project_3d_to_pixel(self, point: Sequence[float]) -> tuple[float, float]:
        """Return the pixel, without distortion, at which a point is seen; NaN at no depth."""
        x, y, w = np.asarray(self.P) @ (point[0], point[1], point[2], 1.0)
        return (float(x / w), float(y / w)) if w != 0 else (math.nan, math.nan)

    def project_pixel_to_3d_ray(self, uv: Sequence[float]) -> tuple[float, float, float]:
        """Return the direction, of length one, in which a pixel without distortion sees."""
        x = (uv[0] - self.cx()) / self.fx()
        y = (uv[1] - self.cy()) / self.fy()
        norm = math.sqrt(x * x + y * y + 1)
        return x / norm, y / norm, 1 / norm

    def get_delta_u(self, delta_x: float, z: float) -> float:
        """Return over how many pixels to the right a length goes at a depth, both in metres."""
        return math.inf if z == 0 else self.fx() * delta_x / z

    def get_delta_v(self, delta_y: float, z: float) -> float:
        """Return over how many pixels down a length goes at a depth, both in metres."""
        return math.inf if z == 0 else self.fy() * delta_y / z

    def get_delta_x(self, delta_u: float, z: float) -> float:
        """Return how long in metres is what at a depth goes over so many pixels to the right."""
        return z * delta_u / self.fx()

    def get_delta_y(self, delta_v: float, z: float) -> float:
        """Return how long in metres is what at a depth goes over so many pixels down."""
        return z * delta_v / self.fy()

    def full_resolution(self) -> tuple[int, int] | None:
        """Return the width and the height of the whole image."""
        return self.resolution

    def intrinsic_matrix(self) -> npt.NDArray[np.float64]:
        """Return K: from points to pixels, with the distortion apart."""
        return np.asarray(self.K)

    def distortion_coeffs(self) -> npt.NDArray[np.float64] | None:
        """Return D: the coefficients of the distortion, None where there is none."""
        return None if self.D is None else np.asarray(self.D)

    def rotation_matrix(self) -> npt.NDArray[np.float64]:
        """Return R: what turns the camera into the one whose images are without distortion."""
        return np.asarray(self.R)

    def projection_matrix(self) -> npt.NDArray[np.float64]:
        """Return P: from points to pixels of the image without distortion."""
        return np.asarray(self.P)

    def full_intrinsic_matrix(self) -> npt.NDArray[np.float64]:
        """Return K of the whole image."""
        return np.asarray(self.full_K)

    def full_projection_matrix(self) -> npt.NDArray[np.float64]:
        """Return P of the whole image."""
        return np.asarray(self.full_P)

    def cx(self) -> float:
        """Return the u of the optical axis."""
        return float(self.P[0, 2])

    def cy(self) -> float:
        """Return the v of the optical axis."""
        return float(self.P[1, 2])

    def fx(self) -> float:
        """Return the focal length in pixels to the right."""
        return float(self.P[0, 0])

    def fy(self) -> float:
        """Return the focal length in pixels down."""
        return float(self.P[1, 1])

    def tx(self) -> float:
        """Return the part of P for how far to the right of the first camera this one is."""
        return float(self.P[0, 3])

    def ty(self) -> float:
        """Return the part of P for how far below the first camera this one is."""
        return float(self.P[1, 3])

    def fov_x(self) -> float:
        """Return how wide the camera sees, in radians."""
        assert self.width is not None, "there is no calibration yet"
        return 2 * math.atan(self.width / (2 * self.fx()))

    def fov_y(self) -> float:
        """Return how high the camera sees, in radians."""
        assert self.height is not None, "there is no calibration yet"
        return 2 * math.atan(self.height / (2 * self.fy()))

    def tf_frame(self) -> str | None:
        """Return the camera's optical frame."""
        return self._tf_frame

    # What it was called, and returned, before it followed Python's habits.

    fromCameraInfo = from_camera_info
    rectifyImage = rectify_image
    rectifyPoint = rectify_point
    project3dToPixel = project_3d_to_pixel
    projectPixelTo3dRay = project_pixel_to_3d_ray
    fullResolution = full_resolution
    Tx = tx
    Ty = ty
    fovX = fov_x
    fovY = fov_y
    tfFrame = tf_frame

    def getDeltaU(self, deltaX: float, Z: float) -> float:
        """See :meth:`get_delta_u`."""
        return self.get_delta_u(deltaX, Z)

    def getDeltaV(self, deltaY: float, Z: float) -> float:
        """See :meth:`get_delta_v`."""
        return self.get_delta_v(deltaY, Z)

    def getDeltaX(self, deltaU: float, Z: float) -> float:
        """See :meth:`get_delta_x`."""
        return self.get_delta_x(deltaU, Z)

    def getDeltaY(self, deltaV: float, Z: float) -> float:
        """See :meth:`get_delta_y`."""
        return self.get_delta_y(deltaV, Z)

    def intrinsicMatrix(self) -> Matrix:
        """See :meth:`intrinsic_matrix`."""
        return self.K

    def distortionCoeffs(self) -> Matrix:
        """See :meth:`distortion_coeffs`."""
        return self.D

    def rotationMatrix(self) -> Matrix:
        """See :meth:`rotation_matrix`."""
        return self.R

    def projectionMatrix(self) -> Matrix:
        """See :meth:`projection_matrix`."""
        return self.P

    def fullIntrinsicMatrix(self) -> Matrix:
        """See :meth:`full_intrinsic_matrix`."""
        return self.full_K

    def fullProjectionMatrix(self) -> Matrix:
        """See :meth:`full_projection_matrix`."""
        return self.full_P


class StereoCameraModel:
    """Two ideal cameras, side by side."""

    def __init__(self) -> None:
        self.left = PinholeCameraModel()
        self.right = PinholeCameraModel()
        self.Q: npt.NDArray[np.float64] = np.zeros((4, 4))

    def from_camera_info(self, left_msg: CameraInfo, right_msg: CameraInfo) -> None:
        """Take the calibrations of both."""
        self.left.from_camera_info(left_msg)
        self.right.from_camera_info(right_msg)
        fx = self.right.fx()
        # Cameras in one place see no depth: then this is infinite.
        per_baseline = -fx / self.right.tx() if self.right.tx() else math.inf
        self.Q = np.array(
            [
                [1.0, 0.0, 0.0, -self.right.cx()],
                [0.0, 1.0, 0.0, -self.right.cy()],
                [0.0, 0.0, 0.0, fx],
                [0.0, 0.0, per_baseline, 0.0],
            ]
        )

    def tf_frame(self) -> str | None:
        """Return the frame of points: the left camera's optical frame."""
        return self.left.tf_frame()

    def project_3d_to_pixel(
        self, point: Sequence[float]
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the pixels, without distortion, at which the left and the right see a point."""
        return self.left.project_3d_to_pixel(point), self.right.project_3d_to_pixel(point)

    def project_pixel_to_3d(
        self, left_uv: Sequence[float], disparity: float
    ) -> tuple[float, float, float]:
        """
        Return the point that the left camera sees at a pixel without distortion.

        :param disparity: how many pixels farther to the left the right camera sees it; zero is at
            infinity, for which the origin stands.
        """
        x, y, z, w = self.Q @ (left_uv[0], left_uv[1], disparity, 1.0)
        return (float(x / w), float(y / w), float(z / w)) if w != 0 else (0.0, 0.0, 0.0)

    def get_z(self, disparity: float) -> float:
        """Return the depth in metres of what is seen with a disparity in pixels."""
        return math.inf if disparity == 0 else -self.right.tx() / disparity

    def get_disparity(self, z: float) -> float:
        """Return the disparity in pixels with which is seen what is at a depth in metres."""
        return math.inf if z == 0 else -self.right.tx() / z

    def get_left_camera(self) -> PinholeCameraModel:
        """Return the left one."""
        return self.left

    def get_right_camera(self) -> PinholeCameraModel:
        """Return the right one."""
        return self.right

    # What it was called before it followed Python's habits.

    fromCameraInfo = from_camera_info
    tfFrame = tf_frame
    project3dToPixel = project_3d_to_pixel
    projectPixelTo3d = project_pixel_to_3d
    getZ = get_z

    def getDisparity(self, Z: float) -> float:
        """See :meth:`get_disparity`."""
        return self.get_disparity(Z)


def _matrix(values: Any, rows: int, columns: int) -> Matrix:
    # A view, as the class itself warns that it is old.
    return np.array(values, dtype=np.float64).reshape(rows, columns).view(np.matrix)


def _opencv() -> Any:
    try:
        import cv2  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise ImportError(
            "to rectify needs OpenCV, which is not installed; "
            "`pip install opencv-python-headless` brings it"
        ) from error
    return cv2
