"""Images of anything as images for people to look at."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ._opencv import require_opencv
from .color import convert
from .encodings import parse
from .errors import CvBridgeError

_BACKGROUND = -1
"""The label of what is nothing."""


def cvtColorForDisplay(
    source: npt.NDArray[Any],
    encoding_in: str,
    encoding_out: str,
    do_dynamic_scaling: bool = False,
    min_image_value: float = 0.0,
    max_image_value: float = 0.0,
    colormap: int = -1,
) -> npt.NDArray[Any]:
    """
    Convert an image to one that can be shown.

    Labels (``32SC1`` to ``bgr8``) get colours of their own, -1 is black. Numbers of one channel are
    scaled where limits are given or asked for.

    :param encoding_out: a colour or grey of 8 bits; ``bgr8`` if it is empty.
    :param do_dynamic_scaling: take the smallest and the largest number as limits.
    :param min_image_value: what becomes black.
    :param max_image_value: what becomes white.
    :param colormap: one of OpenCV's, in which to show numbers; -1 is grey.
    :raises CvBridgeError: if there is no way to convert it.
    """
    encoding_out = encoding_out or "bgr8"
    wanted = parse(encoding_out)
    if wanted.color not in ("GRAY", "RGB", "BGR", "RGBA", "BGRA") or wanted.depth != "8U":
        raise CvBridgeError(f"[{encoding_out}] is no colour or grey of 8 bits")
    if encoding_out == "bgr8" and encoding_in == "32SC1":
        return _color_labels(source)
    if do_dynamic_scaling:
        finite = source[np.isfinite(source)]
        min_image_value, max_image_value = (finite.min(), finite.max()) if finite.size else (0, 0)
        if min_image_value == max_image_value:
            shape = (
                source.shape[:2] if wanted.channels == 1 else (*source.shape[:2], wanted.channels)
            )
            return np.full(shape, 128, np.uint8)
    if min_image_value != max_image_value:
        if parse(encoding_in).channels != 1:
            raise CvBridgeError("an image with more than one channel cannot be scaled")
        return _scale(source, min_image_value, max_image_value, colormap, encoding_out)
    guessed = {"16UC1": "mono16"}.get(encoding_in, encoding_in)
    return convert(source, guessed, encoding_out)


def _scale(
    source: npt.NDArray[Any], low: float, high: float, colormap: int, encoding: str
) -> npt.NDArray[Any]:
    scaled = (source.astype(np.float64) - low) * (255.0 / (high - low))
    gray = np.clip(np.rint(np.nan_to_num(scaled, nan=0.0)), 0, 255).astype(np.uint8)
    if colormap == -1:
        return convert(gray, "mono8", encoding)
    cv2 = require_opencv("to show numbers in colours")
    colors: npt.NDArray[Any] = cv2.applyColorMap(gray, colormap)
    if source.dtype.kind == "f":
        colors[np.isnan(source)] = 0
    return convert(colors, "bgr8", encoding)


def _color_labels(labels: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Give each label a colour: hues as far from each other as can be, each with a full channel."""
    # Steps of the golden ratio never come near a hue that they have left lately.
    hue = (labels.astype(np.float64) * 0.6180339887498949) % 1.0 * 6.0
    offsets = np.array([1.0, 5.0, 3.0])  # where blue, green and red begin to fall
    distance = np.abs((hue[..., None] + offsets) % 6.0 - 3.0)
    shares: npt.NDArray[np.float64] = np.clip(distance - 1.0, 0.0, 1.0)
    colors = (shares * 255.0).astype(np.uint8)
    colors[labels == _BACKGROUND] = 0
    return colors
