"""Keeps the near points of a cloud, and turns them: numpy reads the message where it lies."""

import math

import numpy as np
import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import PointCloud2, PointField

FIELDS = [
    PointField(name=name, offset=4 * place, datatype=PointField.FLOAT32, count=1)
    for place, name in enumerate("xyz")
]


def cloud_of(points: np.ndarray, frame: str) -> PointCloud2:
    """Make a message of an array of as many rows as points, with x, y and z."""
    cloud = PointCloud2(height=1, width=len(points), fields=FIELDS, point_step=12, is_dense=True)
    cloud.header.frame_id = frame
    cloud.row_step = cloud.point_step * cloud.width
    cloud.data = points.astype(np.float32).tobytes()
    return cloud


class Scanner(Node):
    """Publishes points that lie evenly on a line."""

    def __init__(self) -> None:
        super().__init__("scanner")
        self.publisher = self.create_publisher(PointCloud2, "points", qos_profile_sensor_data)
        self.line = np.column_stack([np.arange(1000) / 100, np.zeros(1000), np.ones(1000)])
        self.timer = self.create_timer(0.1, self.scan)

    def scan(self) -> None:
        """Publish the cloud."""
        self.publisher.publish(cloud_of(self.line, "laser"))


class Filter(Node):
    """Publishes what is near, seen from the robot's base."""

    def __init__(self) -> None:
        super().__init__("filter")
        self.range = self.declare_parameter("range", 5.0).value
        angle = math.radians(self.declare_parameter("mounted_at_degrees", 90.0).value)
        sine, cosine = math.sin(angle), math.cos(angle)
        self.rotation = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
        self.publisher = self.create_publisher(PointCloud2, "near", qos_profile_sensor_data)
        self.subscription = self.create_subscription(
            PointCloud2, "points", self.filter, qos_profile_sensor_data
        )

    def filter(self, cloud: PointCloud2) -> None:
        """Publish what is near."""
        points = np.frombuffer(cloud.data, dtype=np.float32).reshape(-1, 3)
        near = points[np.linalg.norm(points, axis=1) < self.range] @ self.rotation.T
        self.publisher.publish(cloud_of(near, "base_link"))
        self.get_logger().info(f"{len(near)} of {len(points)} points are near")


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            executor = SingleThreadedExecutor()
            executor.add_node(Scanner())
            executor.add_node(Filter())
            executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
