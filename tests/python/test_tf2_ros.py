"""Telling of transforms and hearing of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import rclpy
import tf2_ros
from geometry_msgs.msg import TransformStamped
from rclpy.context import Context
from rclpy.duration import Duration
from rclpy.executors import Executor, MultiThreadedExecutor
from rclpy.node import Node
from rclpy.time import Time
from tf2_msgs.msg import TFMessage
from tf2_msgs.srv import FrameGraph

SpinUntil = Callable[[Callable[[], Any]], None]


def transform(child: str, seconds: float = 1.0, x: float = 0.0) -> TransformStamped:
    """A translation from ``map``."""
    message = TransformStamped(child_frame_id=child)
    message.header.frame_id = "map"
    message.header.stamp = Time(seconds=seconds).to_msg()
    message.transform.translation.x = x
    return message


def knows(buffer: tf2_ros.Buffer, frame: str, seconds: float = 0.0) -> Callable[[], int]:
    """Whether a buffer has heard of a frame."""
    return lambda: buffer.can_transform("map", frame, Time(seconds=seconds))


def test_what_is_told_is_heard(node: Node, spin_until: SpinUntil) -> None:
    buffer = tf2_ros.Buffer()
    listener = tf2_ros.TransformListener(buffer, node)
    tf2_ros.TransformBroadcaster(node).sendTransform([transform("a"), transform("b")])
    # Who comes late hears of what is static, too.
    fixed = tf2_ros.StaticTransformBroadcaster(node)
    fixed.sendTransform(transform("c"))
    fixed.sendTransform((transform("d"), transform("c", x=9.0)))
    for frame in "abcd":
        spin_until(knows(buffer, frame))
    late = tf2_ros.Buffer()
    static_only = tf2_ros.StaticTransformListener(late, node)
    spin_until(knows(late, "d"))
    assert late.lookup_transform("map", "c", Time(seconds=7)).transform.translation.x == 0.0
    assert not late.can_transform("map", "a", Time())
    listener.unregister()
    static_only.unregister()


def test_a_turn_that_fills_a_buffer_is_one(node: Node, executor: Executor) -> None:
    buffer = tf2_ros.Buffer()
    listener = tf2_ros.TransformListener(buffer, node)
    tf2_ros.TransformBroadcaster(node).sendTransform(transform("a"))
    executor.spin_once()
    assert buffer.can_transform("map", "a", Time())
    # Another buffer takes its place.
    listener.buffer = tf2_ros.Buffer()
    tf2_ros.TransformBroadcaster(node).sendTransform(transform("b"))
    executor.spin_once()
    assert listener.buffer.can_transform("map", "b", Time())
    assert not buffer.can_transform("map", "b", Time())


def test_whoever_waits_is_told(node: Node, executor: Executor) -> None:
    buffer = tf2_ros.Buffer(node=node)
    listener = tf2_ros.TransformListener(buffer, node)
    found = buffer.wait_for_transform_async("map", "a", Time(seconds=1.5))
    broadcaster = tf2_ros.TransformBroadcaster(node)
    for second in (1, 2, 3):
        broadcaster.sendTransform(transform("a", second))
    executor.spin_until_future_complete(found, timeout_sec=20)
    assert found.result().child_frame_id == "a"
    assert listener.buffer is buffer


def test_overridden_callbacks_are_called(node: Node, spin_until: SpinUntil) -> None:
    heard: list[str] = []

    class Listener(tf2_ros.TransformListener):
        def callback(self, data: TFMessage) -> None:
            heard.extend(told.child_frame_id for told in data.transforms)
            super().callback(data)

    class Picky(tf2_ros.Buffer):
        def set_transform(self, transform: TransformStamped, authority: str) -> None:
            if transform.child_frame_id != "a":
                super().set_transform(transform, authority)

    buffer, picky = tf2_ros.Buffer(), Picky()
    listeners = [Listener(buffer, node), tf2_ros.TransformListener(picky, node)]
    tf2_ros.TransformBroadcaster(node).sendTransform([transform("a"), transform("b")])
    spin_until(knows(buffer, "b"))
    spin_until(knows(picky, "b"))
    assert heard == ["a", "b"]
    assert not picky.can_transform("map", "a", Time())
    # A callback that is set later counts, too.
    plain = tf2_ros.TransformListener(tf2_ros.Buffer(), node)
    assert plain.tf_sub is not None
    plain.tf_sub.callback = lambda message: heard.append("mine")
    tf2_ros.TransformBroadcaster(node).sendTransform(transform("c"))
    spin_until(lambda: "mine" in heard)
    assert len(listeners) == 2


def test_what_a_waiting_callback_raises_leaves_the_executor(node: Node, executor: Executor) -> None:
    buffer = tf2_ros.Buffer()
    listener = tf2_ros.TransformListener(buffer, node)
    buffer.wait_for_transform_async("map", "never", Time())

    def fail() -> None:
        raise ValueError("as it should")

    buffer._new_data_callbacks.append(fail)
    tf2_ros.TransformBroadcaster(node).sendTransform(transform("a"))
    with pytest.raises(ValueError, match="as it should"):
        for _ in range(100):
            executor.spin_once(timeout_sec=0.2)
    assert listener.buffer is buffer


def test_a_thread_of_its_own_spins(context: Context) -> None:
    with Node("listening", context=context) as node, Node("telling", context=context) as telling:
        buffer = tf2_ros.Buffer(node=node)
        listener = tf2_ros.TransformListener(buffer, node, spin_thread=True)
        tf2_ros.StaticTransformBroadcaster(telling).sendTransform(transform("a"))
        assert buffer.can_transform("map", "a", Time(), Duration(seconds=20))
        listener.executor.shutdown()
        listener.dedicated_listener_thread.join()


def test_a_buffer_offers_its_frames(node: Node, executor: Executor) -> None:
    buffer = tf2_ros.Buffer(node=node)
    buffer.set_transform(transform("a"), "test")
    client = node.create_client(FrameGraph, "tf2_frames")
    answer = client.call_async(FrameGraph.Request())
    executor.spin_until_future_complete(answer, timeout_sec=20)
    assert "parent: 'map'" in answer.result().frame_yaml


def test_a_jump_back_in_time_clears_it(node: Node, capfd: pytest.CaptureFixture[str]) -> None:
    buffer = tf2_ros.Buffer(node=node)
    buffer.set_transform(transform("a"), "test")
    node.get_clock()._set_ros_time_is_active(True)
    assert not buffer.can_transform("map", "a", Time())
    assert "Detected jump back in time" in capfd.readouterr().err


def test_questions_from_elsewhere_are_answered(context: Context) -> None:
    with Node("asking", context=context) as asking, Node("answering", context=context) as node:
        buffer = tf2_ros.Buffer()
        server = tf2_ros.BufferServer(buffer, node, "lookup")
        client = tf2_ros.BufferClient(asking, "lookup", timeout_padding=Duration(seconds=20))
        with MultiThreadedExecutor(3, context=context) as executor:
            executor.add_node(asking)
            executor.add_node(node)
            spinning = threading.Thread(target=executor.spin)
            spinning.start()
            try:
                client.action_client.wait_for_server()
                with pytest.raises(tf2_ros.LookupException, match="passed to lookupTransform"):
                    client.lookup_transform("map", "a", Time())
                for second in (1, 3):
                    buffer.set_transform(transform("a", second, float(second)), "test")
                found = client.lookup_transform("map", "a", Time(seconds=2))
                assert found.transform.translation.x == pytest.approx(2.0)
                coming = Time(seconds=4)
                assert not client.can_transform("map", "a", coming, Duration(seconds=0.05))
                telling = threading.Timer(
                    0.1, lambda: buffer.set_transform(transform("a", 5), "test")
                )
                telling.start()
                assert client.can_transform("map", "a", coming, Duration(seconds=20))
                full = client.lookup_transform_full(
                    "a", Time(seconds=3), "a", Time(seconds=1), "map", Duration(seconds=1)
                )
                assert full.transform.translation.x == pytest.approx(-2.0)
            finally:
                executor.shutdown()
                spinning.join()
                client.destroy()
                server.destroy()


def test_without_a_server_nothing_is_waited_for(node: Node) -> None:
    client = tf2_ros.BufferClient(node, "nobody")
    with pytest.raises(tf2_ros.TimeoutException, match="not ready"):
        client.lookup_transform("map", "a", Time())
    with pytest.raises(TypeError, match=r"rclpy\.time\.Time"):
        client.lookup_transform("map", "a", 1.0)  # type: ignore[arg-type]
    assert rclpy.time.Time is Time
