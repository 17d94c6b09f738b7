"""The bridge between image messages and arrays."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header

from ._opencv import require_opencv
from .color import convert
from .encodings import DEPTHS, channel_step, getCvType, parse
from .errors import CvBridgeError

__all__ = ["CvBridge", "CvBridgeError"]


class CvBridge:
    """
    Converts between messages and the arrays that OpenCV works on.

    OpenCV need not be installed: only compressed images and Bayer patterns need it.
    """

    def __init__(self) -> None:
        self.cvdepth_to_numpy_depth = dict(enumerate(DEPTHS.values()))
        self.numpy_type_to_cvtype = {numpy: name for name, numpy in DEPTHS.items()} | DEPTHS

    @property
    def cvtype_to_name(self) -> dict[int, str]:
        """OpenCV's numbers for types of images of up to four channels, and their names."""
        return {
            getCvType(name): name
            for name in (f"{depth}C{channels}" for depth in DEPTHS for channels in range(1, 5))
        }

    def dtype_with_channels_to_cvtype2(self, dtype: np.dtype[Any], n_channels: int) -> str:
        """
        Return the name of the type of arrays of this type with so many channels: ``8UC3``.

        :raises CvBridgeError: if images have no such numbers.
        """
        if dtype.name not in self.numpy_type_to_cvtype:
            raise CvBridgeError(
                f"an image has numbers of {', '.join(DEPTHS.values())}, but these are {dtype.name}"
            )
        return f"{self.numpy_type_to_cvtype[dtype.name]}C{n_channels}"

    def cvtype2_to_dtype_with_channels(self, cvtype: int) -> tuple[str, int]:
        """Return NumPy's type, and how many channels there are, for OpenCV's number."""
        channels, depth = divmod(cvtype, channel_step())
        return self.cvdepth_to_numpy_depth[depth], channels + 1

    def encoding_to_cvtype2(self, encoding: str) -> int:
        """
        Return OpenCV's number for the type of images of an encoding.

        :raises CvBridgeError: if there is no such encoding.
        """
        return getCvType(encoding)

    def encoding_to_dtype_with_channels(self, encoding: str) -> tuple[str, int]:
        """
        Return NumPy's type, and how many channels there are, for an encoding.

        :raises CvBridgeError: if there is no such encoding.
        """
        parsed = parse(encoding)
        return DEPTHS[parsed.depth], parsed.channels

    def imgmsg_to_cv2(
        self, img_msg: Image, desired_encoding: str = "passthrough"
    ) -> npt.NDArray[Any]:
        """
        Return the image of a message.

        It is a view of the message's data where nothing must be converted and no row is padded:
        what is written to it is written to the message. An image of one channel has two dimensions.

        :param desired_encoding: that of the array; ``passthrough`` is that of the message.
        :raises CvBridgeError: if the message says what cannot be, or there is no way to convert it.
        """
        encoding = parse(img_msg.encoding)
        height, width, step = img_msg.height, img_msg.width, img_msg.step
        dtype = np.dtype(DEPTHS[encoding.depth]).newbyteorder(">" if img_msg.is_bigendian else "<")
        pixel = dtype.itemsize * encoding.channels
        data = img_msg.data
        if step < width * pixel or len(data) < height * step:
            raise CvBridgeError(
                f"Image is wrongly formed: {height} rows of {width} pixels of {pixel} bytes, with "
                f"a step of {step}, cannot be {len(data)} bytes"
            )
        many = encoding.channels > 1
        image: npt.NDArray[Any] = np.ndarray(
            shape=(height, width, encoding.channels) if many else (height, width),
            dtype=dtype,
            buffer=data,
            strides=(step, pixel, dtype.itemsize) if many else (step, pixel),
        )
        # Copies only where rows are padded or the numbers are of another byte order.
        image = np.ascontiguousarray(image, dtype=dtype.newbyteorder("="))
        if desired_encoding == "passthrough":
            return image
        return convert(image, img_msg.encoding, desired_encoding)

    def cv2_to_imgmsg(
        self,
        cvim: npt.NDArray[Any],
        encoding: str = "passthrough",
        header: Header | None = None,
    ) -> Image:
        """
        Make a message of an image.

        :param encoding: what the numbers of the array stand for; ``passthrough`` leaves it open.
        :param header: the header of the message.
        :raises TypeError: if this is no array.
        :raises CvBridgeError: if the array cannot be of this encoding.
        """
        if not isinstance(cvim, (np.ndarray, np.generic)):
            raise TypeError("Your input type is not a numpy array")
        channels = 1 if cvim.ndim < 3 else cvim.shape[2]
        cv_type = self.dtype_with_channels_to_cvtype2(cvim.dtype, channels)
        if encoding != "passthrough":
            parsed = parse(encoding)
            if f"{parsed.depth}C{parsed.channels}" != cv_type:
                raise CvBridgeError(
                    f"encoding specified as {encoding}, but image has incompatible type {cv_type}"
                )
        message = Image(
            height=cvim.shape[0],
            width=cvim.shape[1],
            encoding=cv_type if encoding == "passthrough" else encoding,
            is_bigendian=_is_bigendian(cvim.dtype),
            step=cvim.shape[1] * channels * cvim.dtype.itemsize,
        )
        message.data = np.ascontiguousarray(cvim).reshape(-1).view(np.uint8)
        if header is not None:
            message.header = header
        return message

    def compressed_imgmsg_to_cv2(
        self, cmprs_img_msg: CompressedImage, desired_encoding: str = "passthrough"
    ) -> npt.NDArray[Any]:
        """
        Return the image of a message with a compressed one.

        :param desired_encoding: that of the array; ``passthrough`` is what OpenCV makes of it:
            blue, green and red, or grey.
        :raises CvBridgeError: if it cannot be decoded or converted, or OpenCV is not installed.
        """
        cv2 = require_opencv("to decode a compressed image")
        data = np.frombuffer(cmprs_img_msg.data, np.uint8)
        image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if len(data) else None
        if image is None:
            raise CvBridgeError(
                f"{len(data)} bytes of format '{cmprs_img_msg.format}' are no image that OpenCV "
                "can decode"
            )
        decoded: npt.NDArray[Any] = image
        if desired_encoding == "passthrough":
            return decoded
        color = {3: "bgr", 4: "bgra"}.get(decoded.shape[-1] if decoded.ndim == 3 else 1, "mono")
        return convert(decoded, f"{color}{8 * decoded.dtype.itemsize}", desired_encoding)

    def cv2_to_compressed_imgmsg(
        self, cvim: npt.NDArray[Any], dst_format: str = "jpg"
    ) -> CompressedImage:
        """
        Compress an image and make a message of it.

        :param dst_format: one of OpenCV's: ``jpg``, ``png``, ``tiff`` …
        :raises TypeError: if this is no array.
        :raises CvBridgeError: if OpenCV cannot write it so, or is not installed.
        """
        if not isinstance(cvim, (np.ndarray, np.generic)):
            raise TypeError("Your input type is not a numpy array")
        cv2 = require_opencv("to compress an image")
        try:
            done, data = cv2.imencode(f".{dst_format}", cvim)
        except cv2.error as error:
            raise CvBridgeError(f"OpenCV cannot write '{dst_format}': {error}") from error
        if not done:
            raise CvBridgeError(f"OpenCV cannot write this image as '{dst_format}'")
        message = CompressedImage(format=dst_format)
        message.data = data.reshape(-1)
        return message


def _is_bigendian(dtype: np.dtype[Any]) -> bool:
    return dtype.byteorder == ">" or (dtype.byteorder == "=" and sys.byteorder == "big")
