"""A camera, a model that finds balls in its pictures, and what it found as detections.

The model is a convolution that answers to round bright spots of one size. It runs in PyTorch where
that is installed, else in NumPy.
"""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy, qos_profile_sensor_data
from rosebay.numpy import from_numpy, to_numpy
from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2D, Detection2DArray, ObjectHypothesisWithPose

Picture = npt.NDArray[np.float32]

RADIUS = 6


def weights() -> Picture:
    """Make the model: bright within the radius, dark around it, and blind to even surfaces."""
    y, x = np.mgrid[-2 * RADIUS : 2 * RADIUS + 1, -2 * RADIUS : 2 * RADIUS + 1]
    distance = np.hypot(x, y)
    inside, around = distance <= RADIUS, (distance > RADIUS) & (distance <= 2 * RADIUS)
    kernel: Picture = (inside / inside.sum() - around / around.sum()).astype(np.float32)
    return kernel


class Model(Protocol):
    """Says of every pixel how much it looks like the middle of a ball, from 0 to 1."""

    def __call__(self, picture: Picture) -> Picture:
        """Look at a picture of numbers from 0 to 1."""


class TorchModel:
    """The model in PyTorch, on a GPU if there is one."""

    def __init__(self, kernel: Picture) -> None:
        import torch  # type: ignore[import-not-found, unused-ignore]

        self.torch = torch
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        layer = torch.nn.Conv2d(1, 1, kernel.shape, padding="same", bias=False)
        layer.weight.data[0, 0] = torch.from_numpy(kernel)
        self.layers = torch.nn.Sequential(layer, torch.nn.ReLU()).to(self.device).eval()

    def __call__(self, picture: Picture) -> Picture:
        """Look at a picture."""
        with self.torch.inference_mode():
            batch = self.torch.from_numpy(picture)[None, None].to(self.device)
            answer: Picture = self.layers(batch)[0, 0].cpu().numpy()
            return answer


class NumpyModel:
    """The model in NumPy: a convolution is a product of Fourier transforms."""

    def __init__(self, kernel: Picture) -> None:
        self.kernel = kernel

    def __call__(self, picture: Picture) -> Picture:
        """Look at a picture."""
        height, width = picture.shape
        margin = self.kernel.shape[0] // 2
        shape = (height + 2 * margin, width + 2 * margin)
        product = np.fft.rfft2(picture, shape) * np.fft.rfft2(self.kernel, shape)
        answer = np.fft.irfft2(product, shape)[margin:-margin, margin:-margin]
        return np.maximum(answer, 0).astype(np.float32)


def load_model() -> Model:
    """Return the best model that can run here."""
    try:
        return TorchModel(weights())
    except ImportError:
        return NumpyModel(weights())


def peaks(heat: Picture, threshold: float) -> list[tuple[int, int, float]]:
    """Return the x, y and heat of what is hottest, each far from the others."""
    found = []
    heat = heat.copy()
    while (hottest := float(heat.max())) > threshold:
        y, x = np.unravel_index(int(heat.argmax()), heat.shape)
        found.append((int(x), int(y), hottest))
        heat[max(0, y - 2 * RADIUS) : y + 2 * RADIUS, max(0, x - 2 * RADIUS) : x + 2 * RADIUS] = 0
    return found


class Camera(Node):
    """Films two balls on a dim, noisy ground."""

    def __init__(self) -> None:
        super().__init__("camera")
        self.random = np.random.default_rng(1)
        self.frame = 0
        self.publisher = self.create_publisher(Image, "image_raw", qos_profile_sensor_data)
        self.timer = self.create_timer(0.1, self.film)

    def film(self) -> None:
        """Publish the next picture."""
        picture = self.random.integers(0, 60, (120, 160, 3), dtype=np.uint8)
        y, x = np.mgrid[:120, :160]
        for middle in ((30 + self.frame % 100, 40), (80, 85)):
            picture[np.hypot(x - middle[0], y - middle[1]) <= RADIUS] = (250, 250, 240)
        image = from_numpy(Image, picture)
        image.header.stamp = self.get_clock().now().to_msg()
        image.header.frame_id = "camera"
        self.publisher.publish(image)
        self.frame += 1


class Detector(Node):
    """Looks at pictures and publishes where balls are."""

    def __init__(self) -> None:
        super().__init__("detector")
        self.threshold = self.declare_parameter("threshold", 0.5).value
        self.model = load_model()
        self.model(np.zeros((120, 160), np.float32))  # the first time is slow
        self.get_logger().info(f"The model is a {type(self.model).__name__}")
        self.publisher = self.create_publisher(Detection2DArray, "detections", 10)
        # Of what came while the model was busy, only the newest is looked at.
        newest = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
        self.subscription = self.create_subscription(Image, "image_raw", self.look, newest)

    def look(self, image: Image) -> None:
        """Look at a picture. It is a view of the message: nothing is copied up to the model."""
        picture = to_numpy(image).mean(axis=2, dtype=np.float32) / 255
        found = peaks(self.model(picture), self.threshold)
        detections = [self.detection(image, *peak) for peak in found]
        self.publisher.publish(Detection2DArray(header=image.header, detections=detections))
        places = ", ".join(f"({x}, {y})" for x, y, _ in sorted(found))
        self.get_logger().info(f"{len(found)} balls at {places}")

    def detection(self, image: Image, x: int, y: int, score: float) -> Detection2D:
        """Make a detection of a ball."""
        detection: Any = Detection2D(header=image.header)
        detection.bbox.center.position.x = float(x)
        detection.bbox.center.position.y = float(y)
        detection.bbox.size_x = detection.bbox.size_y = 2.0 * RADIUS
        ball = ObjectHypothesisWithPose()
        ball.hypothesis.class_id, ball.hypothesis.score = "ball", score
        detection.results.append(ball)
        return detection  # type: ignore[no-any-return]


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            executor = SingleThreadedExecutor()
            executor.add_node(Detector())
            executor.add_node(Camera())
            executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
