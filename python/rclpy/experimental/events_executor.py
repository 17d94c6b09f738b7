"""Callbacks in the order of the events that make them ready."""

from __future__ import annotations

from rclpy.executors import SingleThreadedExecutor


class EventsExecutor(SingleThreadedExecutor):
    """
    Calls the callbacks one after another, whichever became ready first.

    A :class:`rclpy.executors.SingleThreadedExecutor` has timers go before messages, and messages
    before requests, where several are ready.
    """

    _by_readiness = True
