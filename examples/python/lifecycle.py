"""A managed node: it opens its camera when configured, and publishes only while it is active."""

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn
from std_msgs.msg import String


class Camera(LifecycleNode):
    """Goes through its states as a manager says, with the services of managed nodes."""

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Open the camera."""
        self.publisher = self.create_lifecycle_publisher(String, "images", 10)
        self.timer = self.create_timer(0.2, self.shoot)
        self.get_logger().info("Configured")
        return TransitionCallbackReturn.SUCCESS

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Close it."""
        self.destroy_timer(self.timer)
        self.destroy_lifecycle_publisher(self.publisher)
        self.get_logger().info("Cleaned up")
        return TransitionCallbackReturn.SUCCESS

    def shoot(self) -> None:
        """Publish an image, if that is wanted."""
        if self.publisher.is_activated:
            self.publisher.publish(String(data="an image"))
            self.get_logger().info("Click")


def main() -> None:
    """Configure and activate the camera, and run it until Ctrl-C."""
    try:
        with rclpy.init():
            camera = Camera("camera")
            camera.trigger_configure()
            camera.trigger_activate()
            rclpy.spin(camera)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
