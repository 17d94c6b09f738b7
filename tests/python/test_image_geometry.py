"""Models of cameras."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from image_geometry import PinholeCameraModel, StereoCameraModel
from sensor_msgs.msg import CameraInfo, RegionOfInterest
from std_msgs.msg import Header


def calibration(baseline: float = 0.0, **more: Any) -> CameraInfo:
    """A camera of 640 by 480 pixels with a focal length of 400 and 300 pixels."""
    return CameraInfo(
        header=Header(frame_id="camera_optical", stamp=Time(sec=7)),
        width=640,
        height=480,
        k=[400.0, 0.0, 320.0, 0.0, 300.0, 240.0, 0.0, 0.0, 1.0],
        r=[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
        p=[400.0, 0.0, 320.0, -400 * baseline, 0.0, 300.0, 240.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        **more,
    )


def model(**more: Any) -> PinholeCameraModel:
    """A model of that camera."""
    camera = PinholeCameraModel()
    camera.fromCameraInfo(calibration(**more))
    return camera


def test_calibrations_are_taken_over() -> None:
    camera = model(d=[0.1, 0.2, 0.3, 0.4, 0.5])
    assert (camera.fx(), camera.fy(), camera.cx(), camera.cy()) == (400, 300, 320, 240)
    assert (camera.Tx(), camera.Ty()) == (0, 0)
    assert camera.fullResolution() == (640, 480)
    assert (camera.tfFrame(), camera.stamp) == ("camera_optical", Time(sec=7))
    assert isinstance(camera.intrinsicMatrix(), np.matrix)
    assert camera.intrinsicMatrix().shape == camera.rotationMatrix().shape == (3, 3)
    assert camera.projectionMatrix().shape == (3, 4)
    assert camera.distortionCoeffs().tolist() == [[0.1], [0.2], [0.3], [0.4], [0.5]]
    assert model().distortionCoeffs() is None
    assert camera.fovX() == pytest.approx(2 * math.atan(0.8))
    assert camera.fovY() == pytest.approx(2 * math.atan(0.8))


def test_binning_and_region_of_interest_move_and_shrink_the_image() -> None:
    roi = RegionOfInterest(x_offset=20, y_offset=40, width=100, height=100)
    camera = model(binning_x=2, binning_y=4, roi=roi)
    assert (camera.fx(), camera.fy(), camera.cx(), camera.cy()) == (200, 75, 150, 50)
    assert camera.intrinsicMatrix()[0, 2] == 150
    assert camera.fullIntrinsicMatrix()[0, 2] == camera.fullProjectionMatrix()[0, 2] == 320
    assert camera.raw_roi == roi
    whole = model().raw_roi
    assert whole is not None and (whole.width, whole.height) == (640, 480)


def test_points_are_seen_and_pixels_see() -> None:
    camera = model()
    assert camera.project3dToPixel((0.0, 0.0, 2.0)) == (320, 240)
    assert camera.project3dToPixel((1.0, -2.0, 4.0)) == (420, 90)
    assert all(map(math.isnan, camera.project3dToPixel((1.0, 1.0, 0.0))))
    ray = camera.projectPixelTo3dRay((420, 90))
    assert math.hypot(*ray) == pytest.approx(1)
    assert camera.project3dToPixel(ray) == pytest.approx((420, 90))


def test_lengths_and_pixels_belong_to_a_depth() -> None:
    camera = model()
    assert camera.getDeltaU(0.5, 2.0) == 100 and camera.getDeltaX(100, 2.0) == 0.5
    assert camera.getDeltaV(0.5, 2.0) == 75 and camera.getDeltaY(75, 2.0) == 0.5
    assert camera.getDeltaU(1, 0) == camera.getDeltaV(1, 0) == math.inf


def test_two_cameras_see_depth() -> None:
    stereo = StereoCameraModel()
    stereo.fromCameraInfo(calibration(), calibration(baseline=0.25))
    assert stereo.tfFrame() == "camera_optical"
    left, right = stereo.project3dToPixel((1.0, -2.0, 4.0))
    assert left == (420, 90) and right == (395, 90)
    assert stereo.projectPixelTo3d(left, left[0] - right[0])[2] == pytest.approx(4.0)
    assert stereo.getDisparity(4.0) == 25 and stereo.getZ(25) == 4
    assert stereo.getZ(0) == stereo.getDisparity(0) == math.inf
    assert stereo.projectPixelTo3d((1, 1), 0) == (0, 0, 0)
    stereo.fromCameraInfo(calibration(), calibration())
    assert stereo.projectPixelTo3d((1, 1), 5) == (0, 0, 0)


def test_distortion_is_taken_out() -> None:
    pytest.importorskip("cv2", reason="OpenCV is not installed")
    plain, distorted = model(), model(d=[-0.2, 0.05, 0.0, 0.0, 0.0])
    assert plain.rectifyPoint((100, 50)) == pytest.approx((100, 50))
    # A barrel: pixels away from the middle move outwards, the middle stays.
    assert distorted.rectifyPoint((320, 240)) == pytest.approx((320, 240))
    u, v = distorted.rectifyPoint((100, 50))
    assert u < 100 and v < 50
    image = np.random.default_rng(0).integers(0, 256, (480, 640, 3)).astype(np.uint8)
    rectified = np.zeros_like(image)
    plain.rectifyImage(image, rectified)
    np.testing.assert_array_equal(rectified, image)
    distorted.rectifyImage(image, rectified)
    assert (rectified != image).any()
    np.testing.assert_array_equal(rectified[240, 320], image[240, 320])


def test_to_rectify_needs_opencv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(ImportError, match="pip install opencv-python-headless"):
        model().rectifyPoint((1, 2))


def test_new_names_return_arrays_and_old_ones_matrices() -> None:
    camera = model(d=[0.1, 0.2, 0.3, 0.4, 0.5])
    for new, old in [
        ("intrinsic_matrix", "intrinsicMatrix"),
        ("distortion_coeffs", "distortionCoeffs"),
        ("rotation_matrix", "rotationMatrix"),
        ("projection_matrix", "projectionMatrix"),
        ("full_intrinsic_matrix", "fullIntrinsicMatrix"),
        ("full_projection_matrix", "fullProjectionMatrix"),
    ]:
        array, matrix = getattr(camera, new)(), getattr(camera, old)()
        assert (type(array), type(matrix)) == (np.ndarray, np.matrix)
        assert array.tolist() == matrix.tolist()
    assert model().distortion_coeffs() is None
    assert camera.get_delta_u(1.0, 2.0) == camera.getDeltaU(deltaX=1.0, Z=2.0) == 200
    assert camera.get_delta_v(1.0, 2.0) == camera.getDeltaV(deltaY=1.0, Z=2.0) == 150
    assert camera.get_delta_x(200.0, 2.0) == camera.getDeltaX(deltaU=200.0, Z=2.0) == 1
    assert camera.get_delta_y(150.0, 2.0) == camera.getDeltaY(deltaV=150.0, Z=2.0) == 1
    assert camera.tf_frame() == "camera_optical"


def test_a_pair_has_new_names_too() -> None:
    pair = StereoCameraModel()
    pair.from_camera_info(calibration(), calibration(baseline=0.5))
    assert (pair.get_left_camera(), pair.get_right_camera()) == (pair.left, pair.right)
    disparity = pair.get_disparity(2.0)
    assert (disparity, pair.getDisparity(Z=2.0), pair.get_z(disparity)) == (100, 100, 2)
    left, right = pair.project_3d_to_pixel((0.0, 0.0, 2.0))
    assert left[0] - right[0] == disparity
    assert pair.project_pixel_to_3d(left, disparity) == pytest.approx((0.0, 0.0, 2.0))
