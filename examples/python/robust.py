"""Counts the words of what is said on ``chatter``, and is not stopped by what it cannot count."""

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_msgs.msg import Int32, String


class WordCounter(Node):
    """Publishes a number for each message that is sound, and keeps count of the others."""

    def __init__(self) -> None:
        super().__init__("word_counter")
        self.most = self.declare_parameter("most_words", 100).value
        self.refused = 0
        self.publisher = self.create_publisher(Int32, "words", 10)
        self.subscription = self.create_subscription(String, "chatter", self.hear, 10)

    def hear(self, message: String) -> None:
        """Count, and say why where that fails. Whatever else goes wrong ends the program."""
        try:
            words = self.count(message.data)
        except ValueError as error:
            self.refused += 1
            self.get_logger().warning(f"Refused: {error} ({self.refused} so far)")
        else:
            self.publisher.publish(Int32(data=words))
            self.get_logger().info(f"{words} words")

    def count(self, text: str) -> int:
        """
        Count the words of a text.

        :raises ValueError: if there are none, or too many.
        """
        words = len(text.split())
        if not 0 < words <= self.most:
            raise ValueError(f"expected 1 to {self.most} words, got {words}")
        return words


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(WordCounter())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
