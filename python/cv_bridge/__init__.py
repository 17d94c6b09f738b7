"""Images as messages and as the arrays that OpenCV works on."""

from .core import CvBridge, CvBridgeError
from .display import cvtColorForDisplay
from .encodings import getCvType

__all__ = ["CvBridge", "CvBridgeError", "cvtColorForDisplay", "getCvType"]
