"""
What a type checker says about messages: `make check` reads this, nothing runs it.

A comment `type: ignore` that hides no error is one itself, so the wrong lines are checked too.
"""

from array import array

import nav_msgs.msg
import numpy as np
from builtin_interfaces.msg import Time
from diagnostic_msgs.msg import DiagnosticStatus
from example_interfaces.srv import AddTwoInts
from geometry_msgs.msg import PoseStamped, Quaternion
from sensor_msgs.msg import CameraInfo, Image, LaserScan, NavSatStatus
from std_msgs.msg import Header, String
from tf2_msgs.action import LookupTransform


def right() -> None:
    """Everything here is as rclpy's own messages take it."""
    text = String(data="hi")
    text.data = "hello"
    header = Header(stamp=Time(sec=1, nanosec=2), frame_id="map")
    scan = LaserScan(header=header, ranges=[1.0, 2.0])
    scan.ranges = np.zeros(3, dtype=np.float32)
    scan.ranges = array("f", [1.0])
    scan.ranges = [1, 2.5]
    nearest: float = min(scan.ranges)
    image = Image(data=b"123", height=1)
    image.data = bytearray(3)
    image.data = memoryview(b"1")
    image.data.append(3)
    camera = CameraInfo(k=[0.0] * 9)
    print(camera.k.reshape(3, 3), nearest, NavSatStatus.STATUS_FIX, Quaternion.W__DEFAULT)
    status = DiagnosticStatus(level=DiagnosticStatus.ERROR)
    request = AddTwoInts.Request(a=1, b=2)
    response = AddTwoInts.Response(sum=request.a + request.b)
    goal = LookupTransform.Goal(target_frame="map")
    print(LookupTransform.Impl.SendGoalService.Request(goal=goal), status, response)
    odometry = nav_msgs.msg.Odometry()
    odometry.pose.covariance[0] = 1.0
    odometry.pose.pose.position.x = 1
    path = nav_msgs.msg.Path(poses=[PoseStamped(header=header)])
    path.poses.append(PoseStamped())
    print(Header.get_fields_and_field_types(), path)


def wrong() -> None:
    """Every line here is an error."""
    String(data=1)  # type: ignore[arg-type]
    String("positional")  # type: ignore[call-arg]
    String(dta="misspelt")  # type: ignore[call-arg]
    String().missing  # type: ignore[attr-defined]  # noqa: B018
    Image().data = "text"  # type: ignore[assignment]
    Header().stamp = "now"  # type: ignore[assignment]
    NavSatStatus.STATUS_FIX = 3  # type: ignore[misc]
    AddTwoInts.Request().a = 1.5  # type: ignore[assignment]
