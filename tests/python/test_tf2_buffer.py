"""Buffers without a node: questions, answers and waits."""

from __future__ import annotations

import asyncio
import threading

import pytest
import tf2_py
import tf2_ros
from builtin_interfaces.msg import Time as TimeMsg
from geometry_msgs.msg import TransformStamped
from rclpy.duration import Duration
from rclpy.time import Time

LATEST = Time()


def transform(parent: str, child: str, seconds: float, x: float = 0.0) -> TransformStamped:
    """A translation at a time."""
    message = TransformStamped(child_frame_id=child)
    message.header.frame_id = parent
    message.header.stamp = Time(seconds=seconds).to_msg()
    message.transform.translation.x = x
    return message


@pytest.fixture
def buffer() -> tf2_ros.Buffer:
    """A buffer where ``base`` moves along ``map`` with 1 m/s, with a camera that is fixed to it."""
    buffer = tf2_ros.Buffer()
    for second in (1, 2, 3):
        buffer.set_transform(transform("map", "base", second, float(second)), "test")
    buffer.set_transform_static(transform("base", "camera", 0, 0.5), "test")
    return buffer


@pytest.mark.parametrize("time", [Time(seconds=1.5), Time(seconds=1.5).to_msg()])
def test_it_interpolates(buffer: tf2_ros.Buffer, time: Time | TimeMsg) -> None:
    found = buffer.lookup_transform("map", "camera", time)
    assert found.transform.translation.x == pytest.approx(2.0)
    assert (found.header.frame_id, found.child_frame_id) == ("map", "camera")
    assert found.header.stamp == Time(seconds=1.5).to_msg()


def test_a_transform_that_was_found_can_be_changed(buffer: tf2_ros.Buffer) -> None:
    found = buffer.lookup_transform("map", "base", LATEST)
    found.transform.translation.x += 1.0
    assert found.transform.translation.x == 4.0
    assert buffer.lookup_transform("map", "base", LATEST).transform.translation.x == 3.0


def test_a_fixed_frame_joins_two_times(buffer: tf2_ros.Buffer) -> None:
    found = buffer.lookup_transform_full("base", Time(seconds=3), "base", Time(seconds=1), "map")
    assert found.transform.translation.x == pytest.approx(-2.0)


@pytest.mark.parametrize(
    ("target", "time", "exception", "message"),
    [
        ("moon", 0, tf2_py.LookupException, '"moon" passed to lookupTransform'),
        ("", 0, tf2_py.InvalidArgumentException, "cannot be empty"),
        ("/map", 0, tf2_py.InvalidArgumentException, "cannot start with a '/'"),
        ("map", 9, tf2_py.ExtrapolationException, "extrapolation into the future"),
        ("island", 0, tf2_py.ConnectivityException, "not part of the same tree"),
    ],
)
def test_what_cannot_be_found_says_why(
    buffer: tf2_ros.Buffer, target: str, time: float, exception: type[Exception], message: str
) -> None:
    buffer.set_transform(transform("island", "tree", 1), "test")
    when = Time(seconds=time)
    with pytest.raises(exception, match=message) as raised:
        buffer.lookup_transform(target, "base", when)
    assert isinstance(raised.value, tf2_ros.TransformException)
    can, why = buffer.can_transform(target, "base", when, return_debug_tuple=True)
    assert not can
    assert why


def test_a_time_has_to_be_one(buffer: tf2_ros.Buffer) -> None:
    with pytest.raises(TypeError, match="time must have sec and nanosec, or nanoseconds"):
        buffer.lookup_transform("map", "base", 1.5)  # type: ignore[arg-type]


def test_what_makes_no_sense_is_logged(
    buffer: tf2_ros.Buffer, capfd: pytest.CaptureFixture[str]
) -> None:
    buffer.set_transform(transform("map", "map", 1), "me")
    assert 'TF_SELF_TRANSFORM: Ignoring transform from authority "me"' in capfd.readouterr().err


def test_waiting_ends_when_the_transform_comes(buffer: tf2_ros.Buffer) -> None:
    teller = threading.Thread(
        target=lambda: buffer.set_transform(transform("map", "base", 5), "test")
    )
    teller.start()
    assert buffer.can_transform("map", "base", Time(seconds=4), Duration(seconds=20))
    teller.join()
    assert not buffer.can_transform("map", "base", Time(seconds=8), Duration(nanoseconds=1))


def test_futures_are_done_when_the_transform_comes(buffer: tf2_ros.Buffer) -> None:
    known = buffer.wait_for_transform_async("map", "base", Time(seconds=2))
    assert known.result().transform.translation.x == pytest.approx(2.0)
    coming = buffer.wait_for_transform_async("map", "base", Time(seconds=4))
    given_up = buffer.wait_for_transform_full_async(
        "base", Time(seconds=4), "base", Time(seconds=1), "map"
    )
    given_up.cancel()
    assert not coming.done()
    buffer.set_transform(transform("map", "base", 5, 5.0), "test")
    assert coming.result().transform.translation.x == pytest.approx(4.0)


def test_coroutines_go_on_when_the_transform_comes(buffer: tf2_ros.Buffer) -> None:
    found = buffer.lookup_transform_async("map", "base", Time(seconds=2))
    assert asyncio.run(found).transform.translation.x == pytest.approx(2.0)


def test_subclasses_have_arguments_of_their_own() -> None:
    class Named(tf2_ros.Buffer):
        def __init__(self, name: str, *, cache_time: Duration) -> None:
            super().__init__(cache_time=cache_time)
            self.name = name

    buffer = Named("mine", cache_time=Duration(seconds=1))
    for second in (1, 2, 9, 10):
        buffer.set_transform(transform("map", "base", second), "test")
    assert buffer.name == "mine"
    assert not buffer.can_transform("map", "base", Time(seconds=1))


def test_it_describes_itself(buffer: tf2_ros.Buffer) -> None:
    assert "parent: 'map'" in buffer.all_frames_as_yaml()
    assert "Frame camera exists with parent base." in buffer.all_frames_as_string()
    assert '"base" -> "camera"' in buffer._allFramesAsDot()
    assert buffer._frameExists("camera")
    assert set(buffer._getFrameStrings()) == {"map", "base", "camera"}
    assert buffer._chain("map", LATEST, "camera", LATEST, "map") == ["camera", "base", "map"]
    assert buffer.get_latest_common_time("map", "camera") == Time(seconds=3)
    linear, angular = buffer.lookupVelocityCore("base", "map", Time(seconds=2), Duration(seconds=1))
    assert linear == pytest.approx((1.0, 0.0, 0.0))
    assert angular == (0.0, 0.0, 0.0)
