"""What upstream may still change."""

from rclpy.experimental.async_action_client import AsyncActionClient as AsyncActionClient
from rclpy.experimental.async_action_client import AsyncGoal as AsyncGoal
from rclpy.experimental.async_client import AsyncClient as AsyncClient
from rclpy.experimental.async_clock import AsyncClock as AsyncClock
from rclpy.experimental.async_node import AsyncNode as AsyncNode
from rclpy.experimental.async_publisher import AsyncPublisher as AsyncPublisher
from rclpy.experimental.async_service import AsyncService as AsyncService
from rclpy.experimental.async_subscription import AsyncSubscription as AsyncSubscription
from rclpy.experimental.async_timer import AsyncTimer as AsyncTimer
from rclpy.experimental.events_executor import EventsExecutor as EventsExecutor
