"""Actions for launches that are tested."""

from launch_testing.actions import ReadyToTest

__all__ = ["ReadyToTest"]
