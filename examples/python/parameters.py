"""A node with parameters. Try ``--ros-args -p speed:=2.5``, and set it from another node."""

import rclpy
from rcl_interfaces.msg import FloatingPointRange, ParameterDescriptor
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.parameter import Parameter


class Rover(Node):
    """Drives as fast as its parameter says."""

    def __init__(self) -> None:
        super().__init__("rover")
        limits = FloatingPointRange(from_value=0.0, to_value=3.0)
        descriptor = ParameterDescriptor(
            description="metres per second", floating_point_range=[limits]
        )
        self.speed = self.declare_parameter("speed", 1.0, descriptor).value
        self.add_post_set_parameters_callback(self.follow)
        self.timer = self.create_timer(1.0, self.drive)

    def follow(self, parameters: list[Parameter]) -> None:
        """Take a new speed."""
        for parameter in parameters:
            if parameter.name == "speed":
                self.speed = parameter.value

    def drive(self) -> None:
        """Say how fast."""
        self.get_logger().info(f"Driving at {self.speed} m/s")


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Rover())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
