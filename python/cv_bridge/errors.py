"""What goes wrong with images."""


class CvBridgeError(TypeError):
    """An image cannot be converted, or is not what its message says."""
