"""
Images from one encoding to another.

OpenCV does it where it is installed. NumPy does the same without it, bit by bit, only slower; what
it does not do is to make colours of a Bayer pattern.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ._opencv import opencv, require_opencv
from .encodings import BAYER_PATTERNS, DEPTHS, Encoding, parse
from .errors import CvBridgeError

Image = npt.NDArray[Any]

_RGB_ORDER = {"RGB": (0, 1, 2), "BGR": (2, 1, 0), "RGBA": (0, 1, 2, 3), "BGRA": (2, 1, 0, 3)}
_OPAQUE = {"uint8": 255, "uint16": 65535}
# OpenCV names a Bayer pattern by the second row, from the second column on.
_BAYER = dict(zip(BAYER_PATTERNS, ("BG", "RG", "GR", "GB"), strict=True))
_LUMA = (9798, 19235, 3735)
"""How much red, green and blue are of grey, in 2¹⁵ths: ITU-R BT.601, rounded as OpenCV does."""


def convert(image: Image, source: str, target: str) -> Image:
    """
    Convert an image from one encoding to another; the same one is returned where they are the same.

    :raises CvBridgeError: if there is no such encoding, or no way from one to the other.
    """
    if source == target:
        return image
    have, want = parse(source), parse(target)
    _check(have, want, source, target)
    if have.color is not None and want.color is not None and have.color != want.color:
        image = _convert_color(image, have.color, want.color)
    return _convert_depth(image, want.depth)


def _check(have: Encoding, want: Encoding, source: str, target: str) -> None:
    if have.color is None and want.color is not None:
        raise CvBridgeError(
            f"[{source}] is not a color format. but [{target}] is. "
            "The conversion does not make sense"
        )
    if want.color is None and have.channels != want.channels:
        raise CvBridgeError(f"[{source}] and [{target}] do not have the same number of channel")
    colors = ("GRAY", *_RGB_ORDER)
    convertible = want.color in colors and not (
        have.color in _BAYER and want.color in ("RGBA", "BGRA")
    )
    if want.color is not None and want.color != have.color and not convertible:
        raise CvBridgeError(f"Unsupported conversion from [{source}] to [{target}]")


def _convert_depth(image: Image, depth: str) -> Image:
    """Convert the numbers: those of 8 and 16 bits to the same part of what they can be."""
    have, want = image.dtype, np.dtype(DEPTHS[depth])
    if have == want:
        return image
    if have.itemsize == 1 and want.itemsize == 2:
        return _saturate(image * (65535.0 / 255.0), want)
    if have.itemsize == 2 and want.itemsize == 1:
        return _saturate(image * (255.0 / 65535.0), want)
    return _saturate(image, want)


def _saturate(image: Image, dtype: np.dtype[Any]) -> Image:
    """Round to whole numbers where the type has no others, and cut off what it cannot hold."""
    if dtype.kind == "f":
        return image.astype(dtype)
    limits = np.iinfo(dtype)
    rounded = np.nan_to_num(np.rint(image), nan=0) if image.dtype.kind == "f" else image
    saturated: Image = np.clip(rounded, limits.min, limits.max)
    return saturated.astype(dtype)


def _convert_color(image: Image, have: str, want: str) -> Image:
    if have in _BAYER:
        cv2 = require_opencv("to convert an image with a Bayer pattern")
        code = f"COLOR_Bayer{_BAYER[have]}2{want}"
    else:
        cv2 = opencv()
        yuv = have in ("UYVY", "YUY2")
        code = f"COLOR_YUV2{want}_{have}" if yuv else f"COLOR_{have}2{want}"
    if cv2 is None:
        return _convert_color_with_numpy(image, have, want)
    try:
        converted: Image = cv2.cvtColor(image, getattr(cv2, code))
    except cv2.error as error:
        raise CvBridgeError(f"OpenCV cannot convert from {have} to {want}: {error}") from error
    return converted


def _convert_color_with_numpy(image: Image, have: str, want: str) -> Image:
    if have in ("UYVY", "YUY2"):
        luma_first = have == "YUY2"
        if want == "GRAY":
            return np.ascontiguousarray(image[..., 0 if luma_first else 1])
        image, have = _yuv_to_rgb(image, luma_first), "RGB"
    if want == "GRAY":
        return _to_gray(image, _RGB_ORDER[have])
    # Where red, green, blue and perhaps alpha are in the image, in the order that is wanted.
    sources = (0, 0, 0) if have == "GRAY" else _RGB_ORDER[have]
    planes = image[..., None] if image.ndim == 2 else image
    converted = np.empty((*image.shape[:2], len(want)), image.dtype)
    for channel, meaning in enumerate(want):
        if meaning == "A":
            has_alpha = planes.shape[2] == 4
            converted[..., channel] = planes[..., 3] if has_alpha else _OPAQUE[image.dtype.name]
        else:
            converted[..., channel] = planes[..., sources["RGB".index(meaning)]]
    return converted


def _to_gray(image: Image, order: tuple[int, ...]) -> Image:
    gray = np.full(image.shape[:2], 1 << 14, np.uint32)
    for weight, channel in zip(_LUMA, order, strict=False):
        gray += np.uint32(weight) * image[..., channel]
    return (gray >> 15).astype(image.dtype)


def _yuv_to_rgb(image: Image, luma_first: bool) -> Image:
    """Convert pairs of pixels that share their colour: ITU-R BT.601, in 2²⁰ths as OpenCV does."""
    height, width = image.shape[:2]
    if width % 2:
        raise CvBridgeError(f"a YUV 4:2:2 image has pixels in pairs, but this one is {width} wide")
    pairs = image.reshape(height, width // 2, 4).astype(np.int32)
    first = 0 if luma_first else 1
    luma = np.maximum(pairs[..., first::2] - 16, 0) * 1220542
    u, v = (pairs[..., channel] - 128 for channel in ((1, 3) if luma_first else (0, 2)))
    half = 1 << 19
    chroma = (half + 1673527 * v, half - 852492 * v - 409993 * u, half + 2116026 * u)
    rgb = np.stack([luma + part[..., None] >> 20 for part in chroma], axis=-1)
    saturated: Image = np.clip(rgb, 0, 255)
    return saturated.astype(np.uint8).reshape(height, width, 3)
