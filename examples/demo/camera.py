"""A camera: publishes real photographs as sensor_msgs/Image, ten a second."""

from pathlib import Path

import numpy as np
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import Image
from sklearn.datasets import load_sample_images


class Camera(Node):
    """Shows one photograph for a second, then the next."""

    def __init__(self) -> None:
        super().__init__("camera")
        samples = load_sample_images()
        names = [Path(filename).name for filename in samples.filenames]
        self.photographs = list(zip(names, samples.images, strict=True))
        self.publisher = self.create_publisher(Image, "camera/image_raw", qos_profile_sensor_data)
        self.timer = self.create_timer(0.1, self.capture)
        self.frames = 0
        self.get_logger().info(f"{len(self.photographs)} photographs loaded")

    def capture(self) -> None:
        """Publish one frame, with the noise that a sensor has."""
        name, pixels = self.photographs[self.frames // 10 % len(self.photographs)]
        noise = np.random.default_rng(self.frames).integers(-6, 7, pixels.shape, dtype=np.int16)
        frame = np.clip(pixels + noise, 0, 255).astype(np.uint8)

        image = Image()
        image.header.stamp = self.get_clock().now().to_msg()
        image.header.frame_id = name
        image.height, image.width, channels = frame.shape
        image.encoding = "rgb8"
        image.step = image.width * channels
        image.data = frame.tobytes()
        self.publisher.publish(image)
        self.frames += 1


def main() -> None:
    rclpy.init()
    node = Camera()
    try:
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
