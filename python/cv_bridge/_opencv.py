"""OpenCV, where it is installed. It takes its time to load, so that waits until it is needed."""

from __future__ import annotations

from typing import Any

from .errors import CvBridgeError


def opencv() -> Any:
    """Return OpenCV's module, None if it is not installed."""
    try:
        import cv2  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    return cv2


def require_opencv(purpose: str) -> Any:
    """
    Return OpenCV's module.

    :raises CvBridgeError: if it is not installed.
    """
    cv2 = opencv()
    if cv2 is None:
        raise CvBridgeError(
            f"{purpose} needs OpenCV, which is not installed; "
            "`pip install opencv-python-headless` brings it"
        )
    return cv2
