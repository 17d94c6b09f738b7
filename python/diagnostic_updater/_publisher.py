"""Watching a topic."""

from __future__ import annotations

from typing import Any

from rclpy.publisher import Publisher
from rclpy.time import Time

from ._diagnostic_updater import CompositeDiagnosticTask, DiagnosticTaskVector
from ._update_functions import (
    FrequencyStatus,
    FrequencyStatusParam,
    TimeStampStatus,
    TimeStampStatusParam,
)


class HeaderlessTopicDiagnostic(CompositeDiagnosticTask):
    """Watches how often there is a message; for messages that have no header."""

    def __init__(self, name: str, diag: DiagnosticTaskVector, freq: FrequencyStatusParam) -> None:
        """
        Add the task to an updater.

        :param name: the topic.
        :param diag: the updater.
        :param freq: how often there should be a message.
        """
        super().__init__(f"{name} topic status")
        self.diag = diag
        self.freq = FrequencyStatus(freq)
        self.addTask(self.freq)
        diag.add(self)

    def tick(self) -> None:
        """Count a message."""
        self.freq.tick()

    def clear_window(self) -> None:
        """Forget how often there was one."""
        self.freq.clear()


class TopicDiagnostic(HeaderlessTopicDiagnostic):
    """Watches how often there is a message, and how old it is."""

    def __init__(
        self,
        name: str,
        diag: DiagnosticTaskVector,
        freq: FrequencyStatusParam,
        stamp: TimeStampStatusParam,
    ) -> None:
        """
        Add the task to an updater.

        :param name: the topic.
        :param diag: the updater.
        :param freq: how often there should be a message.
        :param stamp: how old it may be.
        """
        super().__init__(name, diag, freq)
        self.stamp = TimeStampStatus(stamp)
        self.addTask(self.stamp)

    def tick(self, stamp: float | Time) -> None:  # type: ignore[override]
        """Count a message with its stamp, in seconds if that is a number."""
        self.stamp.tick(stamp)
        super().tick()


class DiagnosedPublisher(TopicDiagnostic):
    """A publisher of messages with headers that watches what it publishes."""

    def __init__(
        self,
        pub: Publisher[Any],
        diag: DiagnosticTaskVector,
        freq: FrequencyStatusParam,
        stamp: TimeStampStatusParam,
    ) -> None:
        """
        Add the task to an updater.

        :param pub: the publisher.
        :param diag: the updater.
        :param freq: how often it should publish.
        :param stamp: how old its messages may be.
        """
        super().__init__(pub.topic_name, diag, freq, stamp)
        self.publisher = pub

    def publish(self, message: Any) -> None:
        """Publish a message that has a header, and count it."""
        self.tick(Time.from_msg(message.header.stamp))
        self.publisher.publish(message)
