"""``Time`` and ``Duration``."""

import datetime
import math

import builtin_interfaces.msg
import pytest
from rclpy.clock_type import ClockType
from rclpy.duration import Duration, Infinite
from rclpy.time import Time

SECOND = 10**9


@pytest.mark.parametrize(
    ("parts", "nanoseconds"),
    [
        ({}, 0),
        ({"seconds": 1}, SECOND),
        ({"seconds": 1.5, "nanoseconds": 3}, 1_500_000_003),
        ({"nanoseconds": 5e8}, 500_000_000),
        ({"seconds": 9223372036, "nanoseconds": 854775807}, 2**63 - 1),
    ],
)
def test_sums(parts, nanoseconds):
    assert Time(**parts).nanoseconds == nanoseconds
    assert Duration(**parts).nanoseconds == nanoseconds


def test_durations_may_be_negative():
    assert Duration(seconds=-1).nanoseconds == -SECOND


@pytest.mark.parametrize("kind", [Time, Duration])
def test_overflow(kind):
    with pytest.raises(OverflowError):
        kind(nanoseconds=2**63)
    with pytest.raises(OverflowError):
        kind(seconds=1e10)


@pytest.mark.parametrize("parts", [{"seconds": -1}, {"nanoseconds": -1}])
def test_times_are_never_negative(parts):
    with pytest.raises(ValueError, match="negative"):
        Time(**parts)


def test_clock_type_is_checked():
    with pytest.raises(TypeError, match="ClockType"):
        Time(clock_type="SYSTEM_TIME")


def test_split():
    assert Time(nanoseconds=3 * SECOND + 7).seconds_nanoseconds() == (3, 7)


def test_text():
    assert repr(Time(nanoseconds=5)) == "Time(nanoseconds=5, clock_type=SYSTEM_TIME)"
    assert repr(Duration(nanoseconds=5)) == "Duration(nanoseconds=5)"
    assert str(Duration(nanoseconds=5)) == "5 nanoseconds"
    assert str(Infinite) == "Infinite"


def test_arithmetic():
    time, span = Time(nanoseconds=100), Duration(nanoseconds=30)
    assert (time + span).nanoseconds == 130
    assert (span + time).nanoseconds == 130
    assert (time - span).nanoseconds == 70
    assert time - Time(nanoseconds=160) == Duration(nanoseconds=-60)
    assert span + span == Duration(nanoseconds=60)
    assert span - Duration(nanoseconds=50) == Duration(nanoseconds=-20)
    assert span * 2 == Duration(nanoseconds=60)
    assert span * 0.5 == Duration(nanoseconds=15)
    assert span * math.inf == Infinite


@pytest.mark.parametrize("other", [1, 1.0, "1", None])
def test_arithmetic_with_something_else(other):
    for operation in (lambda: Time() + other, lambda: Time() - other, lambda: Duration() + other):
        with pytest.raises(TypeError):
            operation()


def test_arithmetic_beyond_the_range():
    with pytest.raises(OverflowError, match="Addition"):
        Time(nanoseconds=2**63 - 1) + Duration(nanoseconds=1)
    with pytest.raises(ValueError, match="negative time"):
        Time() - Duration(nanoseconds=1)


def test_order():
    for kind in (Time, Duration):
        small, large = kind(nanoseconds=1), kind(nanoseconds=2)
        assert small < large and small <= large and large > small and large >= small
        assert small == kind(nanoseconds=1) and small != large
        assert hash(small) == hash(kind(nanoseconds=1))
        assert small != 1
        with pytest.raises(TypeError):
            assert small < 1


def test_times_of_different_clocks_have_no_order():
    system, steady = Time(), Time(clock_type=ClockType.STEADY_TIME)
    for compare in (
        lambda: system == steady,
        lambda: system < steady,
        lambda: system >= steady,
        lambda: system - steady,
    ):
        with pytest.raises(TypeError, match="different clock types"):
            compare()


def test_messages():
    time = Time(nanoseconds=3 * SECOND + 7, clock_type=ClockType.ROS_TIME)
    assert time.to_msg() == builtin_interfaces.msg.Time(sec=3, nanosec=7)
    assert Time.from_msg(time.to_msg()) == time
    assert Time.from_msg(time.to_msg(), ClockType.SYSTEM_TIME).clock_type == ClockType.SYSTEM_TIME
    span = Duration(nanoseconds=-1)
    assert span.to_msg() == builtin_interfaces.msg.Duration(sec=-1, nanosec=999_999_999)
    assert Duration.from_msg(span.to_msg()) == span


def test_other_messages_are_refused():
    with pytest.raises(TypeError, match="Time object"):
        Time.from_msg(builtin_interfaces.msg.Duration())
    with pytest.raises(TypeError, match="Duration object"):
        Duration.from_msg(builtin_interfaces.msg.Time())


def test_date():
    date = Time(seconds=1, nanoseconds=5000).to_datetime()
    assert date == datetime.datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=datetime.timezone.utc)
    with pytest.raises(TypeError, match="steady"):
        Time(clock_type=ClockType.STEADY_TIME).to_datetime()
