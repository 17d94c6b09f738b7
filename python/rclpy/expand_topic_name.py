"""From a relative or private name to a full one."""

from rclpy._rclpy import rclpy_expand_topic_name


def expand_topic_name(topic_name: str, node_name: str, node_namespace: str) -> str:
    """
    Expand a topic or service name with its node's name and namespace.

    What comes out may still be an invalid name;
    :func:`rclpy.validate_full_topic_name.validate_full_topic_name` tells.

    :raises ValueError: if the topic's name, the node's name or the namespace is invalid.
    """
    return rclpy_expand_topic_name(topic_name, node_name, node_namespace)
