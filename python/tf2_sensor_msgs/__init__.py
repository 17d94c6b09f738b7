"""
Transforms of point clouds.

Once this is imported, :meth:`tf2_ros.buffer_interface.BufferInterface.transform` takes them.
"""

from tf2_sensor_msgs.tf2_sensor_msgs import (
    do_transform_cloud,
    from_msg_msg,
    to_msg_msg,
    transform_points,
)

__all__ = ["do_transform_cloud", "from_msg_msg", "to_msg_msg", "transform_points"]
