"""What the names of image encodings mean."""

from __future__ import annotations

import re
from typing import NamedTuple

from ._opencv import opencv
from .errors import CvBridgeError

DEPTHS = {
    "8U": "uint8",
    "8S": "int8",
    "16U": "uint16",
    "16S": "int16",
    "32S": "int32",
    "32F": "float32",
    "64F": "float64",
}
"""OpenCV's names of number types, in the order of its own numbers for them, with NumPy's."""

BAYER_PATTERNS = ("bayer_rggb", "bayer_bggr", "bayer_gbrg", "bayer_grbg")


class Encoding(NamedTuple):
    """An encoding: numbers of which type, how many a pixel, and what they stand for."""

    depth: str
    """OpenCV's name of the type of the numbers."""
    channels: int
    """Numbers a pixel."""
    color: str | None
    """``RGB``, ``GRAY``, ``UYVY``, ``bayer_rggb`` …; None where nothing is said of colours."""


def _name_colors() -> dict[str, Encoding]:
    """Return the encodings that have names of their own."""
    named = {
        f"{name}{bits}": Encoding(f"{bits}U", channels, color)
        for bits in (8, 16)
        for name, channels, color in (
            ("mono", 1, "GRAY"),
            ("rgb", 3, "RGB"),
            ("bgr", 3, "BGR"),
            ("rgba", 4, "RGBA"),
            ("bgra", 4, "BGRA"),
            *((bayer, 1, bayer) for bayer in BAYER_PATTERNS),
        )
    }
    for name, order in (("uyvy", "UYVY"), ("yuyv", "YUY2")):
        named[name] = Encoding("8U", 2, order)
    return named | {"yuv422": named["uyvy"], "yuv422_yuy2": named["yuyv"]}


_COLORS = _name_colors()


def parse(name: str) -> Encoding:
    """
    Find out what an encoding is.

    :raises CvBridgeError: if there is none of this name.
    """
    if name in _COLORS:
        return _COLORS[name]
    match = re.fullmatch(r"(8U|8S|16U|16S|32S|32F|64F)(?:C([1-9][0-9]*))?", name)
    if match is None:
        raise CvBridgeError(f"Unrecognized image encoding [{name}]")
    return Encoding(match[1], int(match[2] or 1), None)


def getCvType(encoding: str) -> int:
    """
    Return OpenCV's number for the type of an image: ``cv2.CV_8UC3`` for ``bgr8``.

    :raises CvBridgeError: if there is no such encoding.
    """
    parsed = parse(encoding)
    return list(DEPTHS).index(parsed.depth) + (parsed.channels - 1) * channel_step()


def channel_step() -> int:
    """Return how far OpenCV's types with one channel more are apart; OpenCV 5 has changed it."""
    cv2 = opencv()
    return 8 if cv2 is None else int(cv2.CV_8UC2)
