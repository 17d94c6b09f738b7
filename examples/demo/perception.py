"""Perception: finds the dominant colours of what the camera sees with KMeans and publishes them."""

import numpy as np
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import Image
from sklearn.cluster import KMeans
from std_msgs.msg import ColorRGBA

COLOURS = 4


def swatch(rgb: np.ndarray) -> str:
    """A block of the colour, for a terminal."""
    red, green, blue = (round(channel) for channel in rgb)
    return f"\x1b[48;2;{red};{green};{blue}m    \x1b[0m #{red:02x}{green:02x}{blue:02x}"


class Perception(Node):
    """Looks at every fifth frame; alpha is the colour's share of the picture."""

    def __init__(self) -> None:
        super().__init__("perception")
        self.publisher = self.create_publisher(ColorRGBA, "perception/dominant_colour", 10)
        self.subscription = self.create_subscription(
            Image, "camera/image_raw", self.look, qos_profile_sensor_data
        )
        self.frames = 0

    def look(self, image: Image) -> None:
        """Cluster the frame's colours and publish them, the most common first."""
        self.frames += 1
        if self.frames % 5 != 1:
            return
        pixels = np.frombuffer(image.data, dtype=np.uint8).reshape(-1, 3)[::97].astype(np.float32)
        clusters = KMeans(n_clusters=COLOURS, n_init=1, random_state=0).fit(pixels)
        shares = np.bincount(clusters.labels_, minlength=COLOURS) / len(pixels)
        order = np.argsort(-shares)
        for index in order:
            red, green, blue = (
                float(channel) / 255 for channel in clusters.cluster_centers_[index]
            )
            self.publisher.publish(ColorRGBA(r=red, g=green, b=blue, a=float(shares[index])))

        sent = rclpy.time.Time.from_msg(image.header.stamp)
        age = (self.get_clock().now() - sent).nanoseconds / 1e6
        seen = "  ".join(f"{swatch(clusters.cluster_centers_[i])} {shares[i]:3.0%}" for i in order)
        self.get_logger().info(f"{image.header.frame_id:<11} {seen}  ({age:.0f} ms old)")


def main() -> None:
    rclpy.init()
    node = Perception()
    try:
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
