"""Publishers of managed nodes."""

from __future__ import annotations

from typing import Any

from rclpy.lifecycle.managed_entity import SimpleManagedEntity
from rclpy.publisher import MsgType, Publisher


class LifecyclePublisher(SimpleManagedEntity, Publisher[MsgType]):
    """A publisher that publishes only while its node is active."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        SimpleManagedEntity.__init__(self)
        Publisher.__init__(self, *args, **kwargs)

    def publish(self, msg: MsgType | bytes) -> None:
        """Send a message if the node is active; otherwise as :class:`rclpy.publisher.Publisher`."""
        if self.is_activated:
            Publisher.publish(self, msg)
