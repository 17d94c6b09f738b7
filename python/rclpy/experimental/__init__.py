"""What upstream may still change."""

from rclpy.experimental.events_executor import EventsExecutor as EventsExecutor
