"""A buffer of transforms in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Literal, overload

import tf2_py
from builtin_interfaces.msg import Time as TimeMsg
from geometry_msgs.msg import TransformStamped
from rclpy.clock import Clock, JumpThreshold, TimeJump
from rclpy.duration import Duration
from rclpy.logging import get_logger
from rclpy.node import Node
from rclpy.task import Future
from rclpy.time import Time
from tf2_msgs.srv import FrameGraph

from tf2_ros.buffer_interface import BufferInterface


class Buffer(tf2_py.BufferCore, BufferInterface):
    """
    Keeps what was told of frames and answers where they are.

    A :class:`tf2_ros.transform_listener.TransformListener` fills it.
    """

    def __init__(self, cache_time: Duration | None = None, node: Node | None = None) -> None:
        """
        Make an empty buffer.

        :param cache_time: how long a transform is kept after newer ones have come; 10 s where it
            is ``None``.
        :param node: the node that offers the service ``tf2_frames``, which returns all frames as
            YAML, and whose clock tells of jumps back in time.
        """
        tf2_py.BufferCore.__init__(self, cache_time)
        BufferInterface.__init__(self)
        self._new_data_callbacks: list[Callable[[], None]] = []
        self._callbacks_to_remove: list[Callable[[], None]] = []
        self._callbacks_lock = threading.RLock()
        if node is not None:
            self.srv = node.create_service(FrameGraph, "tf2_frames", self.__get_frames)
            self.clock: Clock = node.get_clock()
        else:
            self.clock = Clock()
        threshold = JumpThreshold(
            min_forward=None, min_backward=Duration(seconds=-1), on_clock_change=True
        )
        self.jump_handle = self.clock.create_jump_callback(
            threshold, post_callback=self.time_jump_callback
        )

    def __get_frames(self, req: Any, res: Any) -> Any:
        res.frame_yaml = self.all_frames_as_yaml()
        return res

    def time_jump_callback(self, time_jump: TimeJump) -> None:
        """Forget what was told before time jumped back."""
        get_logger("tf2_buffer").warning("Detected jump back in time. Clearing tf buffer.")
        self.clear()

    def set_transform(self, transform: TransformStamped, authority: str) -> None:
        """Take a transform in that ``authority`` has told of."""
        super().set_transform(transform, authority)
        self._call_new_data_callbacks()

    def set_transform_static(self, transform: TransformStamped, authority: str) -> None:
        """Take a transform in that holds at all times."""
        super().set_transform_static(transform, authority)
        self._call_new_data_callbacks()

    def _call_new_data_callbacks(self) -> None:
        with self._callbacks_lock:
            for callback in self._new_data_callbacks:
                callback()
            # The list does not change while it is gone through.
            for callback in self._callbacks_to_remove:
                self._new_data_callbacks.remove(callback)
            self._callbacks_to_remove.clear()
            self._watched = bool(self._new_data_callbacks)

    def _remove_callback(self, callback: Callable[[], None]) -> None:
        with self._callbacks_lock:
            self._callbacks_to_remove.append(callback)

    def lookup_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> TransformStamped:
        """See :meth:`tf2_ros.buffer_interface.BufferInterface.lookup_transform`."""
        if timeout.nanoseconds > 0:
            self.can_transform(target_frame, source_frame, time, timeout)
        return self.lookup_transform_core(target_frame, source_frame, time)

    async def lookup_transform_async(
        self, target_frame: str, source_frame: str, time: Time | TimeMsg
    ) -> TransformStamped:
        """Return the transform from one frame to another as soon as there is one."""
        await self.wait_for_transform_async(target_frame, source_frame, time)
        return self.lookup_transform_core(target_frame, source_frame, time)

    def lookup_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> TransformStamped:
        """See :meth:`tf2_ros.buffer_interface.BufferInterface.lookup_transform_full`."""
        if timeout.nanoseconds > 0:
            self.can_transform_full(
                target_frame, target_time, source_frame, source_time, fixed_frame, timeout
            )
        return self.lookup_transform_full_core(
            target_frame, target_time, source_frame, source_time, fixed_frame
        )

    async def lookup_transform_full_async(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
    ) -> TransformStamped:
        """Return the transform between frames at two times as soon as there is one."""
        await self.wait_for_transform_full_async(
            target_frame, target_time, source_frame, source_time, fixed_frame
        )
        return self.lookup_transform_full_core(
            target_frame, target_time, source_frame, source_time, fixed_frame
        )

    @overload
    def can_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration = ...,
        return_debug_tuple: Literal[False] = ...,
    ) -> int: ...
    @overload
    def can_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration = ...,
        *,
        return_debug_tuple: Literal[True],
    ) -> tuple[int, str]: ...
    @overload
    def can_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration,
        return_debug_tuple: Literal[True],
    ) -> tuple[int, str]: ...
    def can_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration = Duration(),  # noqa: B008
        return_debug_tuple: bool = False,
    ) -> int | tuple[int, str]:
        """
        Whether :meth:`lookup_transform` finds a transform.

        :param target_frame: the frame to transform into.
        :param source_frame: the frame to transform from.
        :param time: when; 0 is the latest time at which it is known.
        :param timeout: how long to wait for it.
        :param return_debug_tuple: whether to return why not, too.
        """
        if timeout.nanoseconds > 0:
            self._wait_for_transform(target_frame, source_frame, time, timeout)
        found = self.can_transform_core(target_frame, source_frame, time)
        return found if return_debug_tuple else found[0]

    @overload
    def can_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = ...,
        return_debug_tuple: Literal[False] = ...,
    ) -> int: ...
    @overload
    def can_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = ...,
        *,
        return_debug_tuple: Literal[True],
    ) -> tuple[int, str]: ...
    @overload
    def can_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration,
        return_debug_tuple: Literal[True],
    ) -> tuple[int, str]: ...
    def can_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = Duration(),  # noqa: B008
        return_debug_tuple: bool = False,
    ) -> int | tuple[int, str]:
        """
        Whether :meth:`lookup_transform_full` finds a transform.

        :param target_frame: the frame to transform into.
        :param target_time: when; 0 is the latest time at which it is known.
        :param source_frame: the frame to transform from.
        :param source_time: when; 0 is the latest time at which it is known.
        :param fixed_frame: the frame that has not moved meanwhile.
        :param timeout: how long to wait for it.
        :param return_debug_tuple: whether to return why not, too.
        """
        if timeout.nanoseconds > 0:
            self._wait_for_transform_full(
                target_frame, target_time, source_frame, source_time, fixed_frame, timeout
            )
        found = self.can_transform_full_core(
            target_frame, target_time, source_frame, source_time, fixed_frame
        )
        return found if return_debug_tuple else found[0]

    def wait_for_transform_async(
        self, target_frame: str, source_frame: str, time: Time | TimeMsg
    ) -> Future[Any]:
        """
        Return a future that has the transform as its result as soon as there is one.

        :param target_frame: the frame to transform into.
        :param source_frame: the frame to transform from.
        :param time: when; 0 is the latest time at which it is known.
        """
        return self._future(
            lambda: self.can_transform_core(target_frame, source_frame, time)[0],
            lambda: self.lookup_transform(target_frame, source_frame, time),
        )

    def wait_for_transform_full_async(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
    ) -> Future[Any]:
        """
        Return a future that has the transform between two times as its result.

        :param target_frame: the frame to transform into.
        :param target_time: when; 0 is the latest time at which it is known.
        :param source_frame: the frame to transform from.
        :param source_time: when; 0 is the latest time at which it is known.
        :param fixed_frame: the frame that has not moved meanwhile.
        """
        question = (target_frame, target_time, source_frame, source_time, fixed_frame)
        return self._future(
            lambda: self.can_transform_full_core(*question)[0],
            lambda: self.lookup_transform_full_core(*question),
        )

    def _future(
        self, can_transform: Callable[[], int], lookup: Callable[[], TransformStamped]
    ) -> Future[Any]:
        future: Future[Any] = Future()

        def on_new_data() -> None:
            # Done or cancelled, it is removed only after all others were called.
            if future.done():
                return
            try:
                if can_transform():
                    future.set_result(lookup())
            except Exception as error:
                future.set_exception(error)

        with self._callbacks_lock:
            # What comes from here on is told of; what came before is found.
            self._watched = True
            on_new_data()
            if not future.done():
                self._new_data_callbacks.append(on_new_data)
                future.add_done_callback(lambda _: self._remove_callback(on_new_data))
        return future
