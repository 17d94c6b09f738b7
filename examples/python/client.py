"""Calls the service ``add_two_ints`` once."""

import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.executors import ExternalShutdownException


def main() -> None:
    """Wait for the service, call it, and spin until it has answered."""
    try:
        with rclpy.init():
            node = rclpy.create_node("add_client")
            client = node.create_client(AddTwoInts, "add_two_ints")
            while not client.wait_for_service(timeout_sec=1.0):
                node.get_logger().info("Waiting for the service…")
            future = client.call_async(AddTwoInts.Request(a=41, b=1))
            rclpy.spin_until_future_complete(node, future)
            response = future.result()
            if response is not None:
                node.get_logger().info(f"41 + 1 = {response.sum}")
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
