"""Managed nodes, which other nodes configure, activate, deactivate, clean up and shut down."""

from rclpy.lifecycle.managed_entity import LifecycleState, ManagedEntity, SimpleManagedEntity
from rclpy.lifecycle.managed_entity import TransitionCallbackReturn as TransitionCallbackReturn
from rclpy.lifecycle.node import LifecycleNode, LifecycleNodeMixin
from rclpy.lifecycle.publisher import LifecyclePublisher

Node = LifecycleNode
NodeMixin = LifecycleNodeMixin
State = LifecycleState
Publisher = LifecyclePublisher

__all__ = [
    "LifecycleNode",
    "LifecycleNodeMixin",
    "LifecyclePublisher",
    "LifecycleState",
    "ManagedEntity",
    "SimpleManagedEntity",
]
