"""Images as arrays and back, with OpenCV and without."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from cv_bridge import CvBridge, CvBridgeError, cvtColorForDisplay, getCvType
from cv_bridge.color import convert
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header

BRIDGE = CvBridge()
COLORS = ("mono", "rgb", "bgr", "rgba", "bgra")
CHANNELS = {"mono": 1, "rgb": 3, "bgr": 3, "rgba": 4, "bgra": 4}


@pytest.fixture
def cv2() -> Any:
    """OpenCV, which is optional."""
    return pytest.importorskip("cv2", reason="OpenCV is not installed")


@pytest.fixture
def _no_opencv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)


def picture(encoding: str, height: int = 6, width: int = 8) -> Any:
    """Noise in an encoding."""
    dtype, channels = BRIDGE.encoding_to_dtype_with_channels(encoding)
    noise = np.random.default_rng(0).integers(0, 256, (height, width, channels, 8), np.uint8)
    numbers = np.ascontiguousarray(noise[..., : np.dtype(dtype).itemsize]).view(dtype)[..., 0]
    return numbers[..., 0] if channels == 1 else numbers


@pytest.mark.parametrize(
    "encoding",
    [f"{depth}C{n}" for depth in ("8U", "8S", "16U", "16S", "32S") for n in (1, 2, 3, 4, 5)]
    + [f"{color}{bits}" for color in (*COLORS, "bayer_rggb") for bits in (8, 16)]
    + ["yuv422", "uyvy", "yuv422_yuy2", "yuyv"],
)
def test_every_encoding_comes_back_through_a_message(encoding: str) -> None:
    image = picture(encoding)
    sent = BRIDGE.cv2_to_imgmsg(image, encoding, Header(frame_id="camera"))
    assert (sent.height, sent.width, sent.encoding) == (6, 8, encoding)
    assert sent.header.frame_id == "camera"
    assert sent.step == image.nbytes // 6
    received = deserialize_message(serialize_message(sent), Image)
    again = BRIDGE.imgmsg_to_cv2(received)
    assert again.dtype == image.dtype
    np.testing.assert_array_equal(again, image)


def test_images_are_views_of_the_message() -> None:
    message = BRIDGE.cv2_to_imgmsg(picture("rgb8"), "rgb8")
    for encoding in ("passthrough", "rgb8"):
        image = BRIDGE.imgmsg_to_cv2(message, encoding)
        assert np.shares_memory(image, np.frombuffer(message.data, np.uint8))
        assert image.flags.writeable


def test_padding_of_rows_is_left_out() -> None:
    image = picture("16UC1")
    padded = np.pad(image.view(np.uint8), ((0, 0), (0, 3)))
    message = Image(height=6, width=8, encoding="mono16", step=19, data=padded.tobytes())
    np.testing.assert_array_equal(BRIDGE.imgmsg_to_cv2(message), image)


def test_numbers_come_in_this_machine_s_byte_order() -> None:
    image = picture("32SC2")
    swapped = image.astype(image.dtype.newbyteorder())
    message = BRIDGE.cv2_to_imgmsg(swapped)
    assert message.is_bigendian == (sys.byteorder == "little")
    again = BRIDGE.imgmsg_to_cv2(message)
    assert again.dtype.isnative
    np.testing.assert_array_equal(again, image)


def test_slices_are_sent_as_they_look() -> None:
    image = picture("8UC3")[::2, 1:, ::-1]
    np.testing.assert_array_equal(BRIDGE.imgmsg_to_cv2(BRIDGE.cv2_to_imgmsg(image)), image)


def test_the_channel_of_an_image_with_one_is_no_dimension() -> None:
    message = BRIDGE.cv2_to_imgmsg(picture("8UC1")[..., None], "mono8")
    assert BRIDGE.imgmsg_to_cv2(message).shape == (6, 8)


@pytest.mark.parametrize(
    ("step", "size", "encoding"), [(10, 60, "rgb8"), (24, 100, "rgb8"), (24, 144, "wrong")]
)
def test_messages_that_cannot_be_are_refused(step: int, size: int, encoding: str) -> None:
    message = Image(height=6, width=8, encoding=encoding, step=step, data=bytes(size))
    with pytest.raises(CvBridgeError, match=r"wrongly formed|Unrecognized image encoding"):
        BRIDGE.imgmsg_to_cv2(message)


def test_arrays_that_are_no_such_image_are_refused() -> None:
    with pytest.raises(TypeError, match="not a numpy array"):
        BRIDGE.cv2_to_imgmsg([[1]])  # type: ignore[arg-type]
    with pytest.raises(CvBridgeError, match="incompatible type 8UC3"):
        BRIDGE.cv2_to_imgmsg(picture("rgb8"), "rgba8")
    with pytest.raises(CvBridgeError, match="these are int64"):
        BRIDGE.cv2_to_imgmsg(np.zeros((2, 2), np.int64))


@pytest.mark.parametrize("have", [f"{color}{bits}" for color in COLORS for bits in (8, 16)])
@pytest.mark.parametrize("want", [f"{color}{bits}" for color in COLORS for bits in (8, 16)])
def test_numpy_makes_the_colours_that_opencv_makes(
    cv2: Any, monkeypatch: pytest.MonkeyPatch, have: str, want: str
) -> None:
    image = picture(have)
    expected = convert(image, have, want)
    monkeypatch.setitem(sys.modules, "cv2", None)
    converted = convert(image, have, want)
    assert converted.dtype == expected.dtype and converted.shape == expected.shape
    # OpenCV rounds grey in one way or another, by what the processor offers.
    assert np.abs(converted.astype(int) - expected.astype(int)).max() <= 1


@pytest.mark.parametrize("have", ["uyvy", "yuv422", "yuyv", "yuv422_yuy2"])
@pytest.mark.parametrize("want", [f"{color}8" for color in COLORS])
def test_numpy_makes_the_colours_of_video_that_opencv_makes(
    cv2: Any, monkeypatch: pytest.MonkeyPatch, have: str, want: str
) -> None:
    image = picture(have)
    expected = convert(image, have, want)
    monkeypatch.setitem(sys.modules, "cv2", None)
    np.testing.assert_array_equal(convert(image, have, want), expected)


@pytest.mark.usefixtures("_no_opencv")
def test_known_colours_are_right_without_opencv() -> None:
    image = np.array([[[255, 0, 0], [1, 2, 3]]], np.uint8)
    assert convert(image, "rgb8", "bgr8").tolist() == [[[0, 0, 255], [3, 2, 1]]]
    assert convert(image, "rgb8", "rgba8").tolist() == [[[255, 0, 0, 255], [1, 2, 3, 255]]]
    assert convert(image, "rgb8", "mono8").tolist() == [[76, 2]]
    assert convert(image, "rgb8", "bgr16").tolist() == [[[0, 0, 65535], [771, 514, 257]]]
    assert convert(np.array([[7]], np.uint8), "mono8", "bgr8").tolist() == [[[7, 7, 7]]]
    white_and_black = np.array([[[128, 235], [128, 16]]], np.uint8)
    assert convert(white_and_black, "uyvy", "rgb8").tolist() == [[[255] * 3, [0] * 3]]


def test_numbers_that_do_not_fit_are_cut_off() -> None:
    image = np.array([[-1.0, 0.5, 2.5, 300.0, np.nan]], np.float32)
    assert convert(image, "32FC1", "8UC1").tolist() == [[0, 0, 2, 255, 0]]
    assert convert(np.array([[257]], np.int32), "32SC1", "32FC1").tolist() == [[257.0]]


@pytest.mark.parametrize(
    ("have", "want", "reason"),
    [
        ("8UC3", "bgr8", "is not a color format"),
        ("8UC3", "8UC1", "same number of channel"),
        ("rgb8", "8UC1", "same number of channel"),
        ("rgb8", "bayer_rggb8", "Unsupported conversion"),
        ("rgb8", "yuv422", "Unsupported conversion"),
        ("bayer_rggb8", "rgba8", "Unsupported conversion"),
        ("rgb8", "rgb9", "Unrecognized image encoding"),
    ],
)
def test_conversions_without_sense_are_refused(have: str, want: str, reason: str) -> None:
    message = BRIDGE.cv2_to_imgmsg(picture(have), have)
    with pytest.raises(CvBridgeError, match=reason):
        BRIDGE.imgmsg_to_cv2(message, want)


@pytest.mark.parametrize("pattern", ["rggb", "bggr", "gbrg", "grbg"])
@pytest.mark.parametrize("bits", [8, 16])
def test_bayer_patterns_become_colours(cv2: Any, pattern: str, bits: int) -> None:
    # A plain colour, as a sensor with this pattern sees it.
    seen = {"r": 200, "g": 100, "b": 50}
    cell = np.array([seen[letter] for letter in pattern], f"uint{bits}").reshape(2, 2)
    message = BRIDGE.cv2_to_imgmsg(np.tile(cell, (4, 4)), f"bayer_{pattern}{bits}")
    image = BRIDGE.imgmsg_to_cv2(message, f"rgb{bits}")
    assert image[2:-2, 2:-2].reshape(-1, 3).tolist() == [[200, 100, 50]] * 16


@pytest.mark.parametrize("encoding", ["mono8", "mono16", "bgr8", "bgra8", "bgr16"])
def test_compressed_images_come_back(cv2: Any, encoding: str) -> None:
    image = picture(encoding)
    message = BRIDGE.cv2_to_compressed_imgmsg(image, "png")
    assert message.format == "png"
    np.testing.assert_array_equal(BRIDGE.compressed_imgmsg_to_cv2(message), image)
    np.testing.assert_array_equal(BRIDGE.compressed_imgmsg_to_cv2(message, encoding), image)
    assert BRIDGE.compressed_imgmsg_to_cv2(message, "rgb8").shape == (6, 8, 3)


def test_compressed_images_that_are_none_are_refused(cv2: Any) -> None:
    for data in (b"", b"no image"):
        with pytest.raises(CvBridgeError, match="no image"):
            BRIDGE.compressed_imgmsg_to_cv2(CompressedImage(format="png", data=data))
    with pytest.raises(CvBridgeError, match="cannot write"):
        BRIDGE.cv2_to_compressed_imgmsg(picture("bgr8"), "wrong")
    with pytest.raises(TypeError, match="not a numpy array"):
        BRIDGE.cv2_to_compressed_imgmsg(1)  # type: ignore[arg-type]


@pytest.mark.usefixtures("_no_opencv")
def test_what_needs_opencv_says_so() -> None:
    with pytest.raises(CvBridgeError, match="pip install opencv-python-headless"):
        BRIDGE.cv2_to_compressed_imgmsg(picture("bgr8"))
    with pytest.raises(CvBridgeError, match="pip install opencv-python-headless"):
        BRIDGE.compressed_imgmsg_to_cv2(CompressedImage())
    with pytest.raises(CvBridgeError, match="pip install opencv-python-headless"):
        convert(picture("mono8"), "bayer_rggb8", "rgb8")


def test_types_have_opencv_s_numbers(cv2: Any) -> None:
    for encoding, number in (
        ("bgr8", cv2.CV_8UC3),
        ("mono16", cv2.CV_16UC1),
        ("8U", cv2.CV_8UC1),
        ("32FC4", cv2.CV_32FC4),
        ("yuv422", cv2.CV_8UC2),
    ):
        assert getCvType(encoding) == BRIDGE.encoding_to_cvtype2(encoding) == number
        dtype = BRIDGE.encoding_to_dtype_with_channels(encoding)
        assert BRIDGE.cvtype2_to_dtype_with_channels(number) == dtype
    assert BRIDGE.cvtype_to_name[cv2.CV_64FC2] == "64FC2"


def test_labels_get_colours_of_their_own() -> None:
    labels = np.arange(-1, 24, dtype=np.int32).reshape(5, 5)
    shown = cvtColorForDisplay(labels, "32SC1", "bgr8")
    assert shown.dtype == np.uint8 and shown.shape == (5, 5, 3)
    assert shown[0, 0].tolist() == [0, 0, 0]
    assert len({tuple(color) for color in shown.reshape(-1, 3).tolist()}) == 25


def test_numbers_are_scaled_to_be_seen() -> None:
    depths = np.array([[1.0, 2.0, 3.0, np.nan, np.inf]], np.float32)
    shown = cvtColorForDisplay(depths, "32FC1", "mono8", do_dynamic_scaling=True)
    assert shown[0, :3].tolist() == [0, 128, 255]
    shown = cvtColorForDisplay(depths, "32FC1", "", min_image_value=2, max_image_value=3)
    assert shown[0, :3].tolist() == [[0] * 3, [0] * 3, [255] * 3]
    same = cvtColorForDisplay(np.ones((1, 2), np.uint8), "mono8", "mono8", True)
    assert same.tolist() == [[128, 128]]
    with pytest.raises(CvBridgeError, match="8 bits"):
        cvtColorForDisplay(depths, "32FC1", "mono16")


def test_numbers_are_shown_in_a_map_of_colours(cv2: Any) -> None:
    depths = np.array([[1.0, 2.0, np.nan]], np.float32)
    shown = cvtColorForDisplay(depths, "32FC1", "bgr8", True, colormap=cv2.COLORMAP_JET)
    assert shown[0, 2].tolist() == [0, 0, 0]
    assert shown[0, 0].tolist() != shown[0, 1].tolist()
