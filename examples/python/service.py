"""Adds two integers for whoever calls the service ``add_two_ints``."""

import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node


class Adder(Node):
    """Answers each call at once."""

    def __init__(self) -> None:
        super().__init__("adder")
        self.service = self.create_service(AddTwoInts, "add_two_ints", self.add)

    def add(
        self, request: AddTwoInts.Request, response: AddTwoInts.Response
    ) -> AddTwoInts.Response:
        """Fill in the response, and return it."""
        response.sum = request.a + request.b
        self.get_logger().info(f"{request.a} + {request.b} = {response.sum}")
        return response


def main() -> None:
    """Answer until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Adder())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
