"""What a buffer offers, and how messages of any type are transformed."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, ClassVar, TypeVar

from builtin_interfaces.msg import Time as TimeMsg
from geometry_msgs.msg import TransformStamped
from rclpy.duration import Duration
from rclpy.time import Time
from std_msgs.msg import Header

_T = TypeVar("_T")


class BufferInterface:
    """
    Where transforms can be asked for.

    :class:`tf2_ros.buffer.Buffer` and :class:`tf2_ros.buffer_client.BufferClient` are; what they
    find is applied to messages here.
    """

    def __init__(self) -> None:
        self.registration = TransformRegistration()

    def transform(
        self,
        object_stamped: Any,
        target_frame: str,
        timeout: Duration = Duration(),  # noqa: B008
        new_type: type[Any] | None = None,
    ) -> Any:
        """
        Transform something with a header into another frame.

        :param object_stamped: what is transformed; its type has to be known, as it is after
            :mod:`tf2_geometry_msgs` or :mod:`tf2_sensor_msgs` was imported.
        :param target_frame: the frame to transform into.
        :param timeout: how long to wait for the transform.
        :param new_type: the type to convert the result to.
        :raises TypeException: if nobody has said how its type is transformed.
        :raises tf2_py.TransformException: if there is no transform.
        """
        do_transform = self.registration.get(type(object_stamped))
        header = object_stamped.header
        transform = self.lookup_transform(target_frame, header.frame_id, header.stamp, timeout)
        result = do_transform(object_stamped, transform)
        return result if new_type is None else convert(result, new_type)

    def transform_full(
        self,
        object_stamped: Any,
        target_frame: str,
        target_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = Duration(),  # noqa: B008
        new_type: type[Any] | None = None,
    ) -> Any:
        """
        Transform something with a header into another frame at another time.

        :param object_stamped: what is transformed, see :meth:`transform`.
        :param target_frame: the frame to transform into.
        :param target_time: the time to transform to.
        :param fixed_frame: the frame that has not moved meanwhile.
        :param timeout: how long to wait for the transform.
        :param new_type: the type to convert the result to.
        :raises TypeException: if nobody has said how its type is transformed.
        :raises tf2_py.TransformException: if there is no transform.
        """
        do_transform = self.registration.get(type(object_stamped))
        header = object_stamped.header
        transform = self.lookup_transform_full(
            target_frame, target_time, header.frame_id, header.stamp, fixed_frame, timeout
        )
        result = do_transform(object_stamped, transform)
        return result if new_type is None else convert(result, new_type)

    def lookup_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> TransformStamped:
        """
        Return the transform from one frame to another.

        :param target_frame: the frame to transform into.
        :param source_frame: the frame to transform from.
        :param time: when; 0 is the latest time at which it is known.
        :param timeout: how long to wait for it.
        :raises tf2_py.TransformException: if there is none.
        """
        raise NotImplementedException

    def lookup_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> TransformStamped:
        """
        Return the transform from one frame at one time to another at another.

        :param target_frame: the frame to transform into.
        :param target_time: when; 0 is the latest time at which it is known.
        :param source_frame: the frame to transform from.
        :param source_time: when; 0 is the latest time at which it is known.
        :param fixed_frame: the frame that has not moved meanwhile.
        :param timeout: how long to wait for it.
        :raises tf2_py.TransformException: if there is none.
        """
        raise NotImplementedException

    def can_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> Any:
        """Whether :meth:`lookup_transform` finds a transform."""
        raise NotImplementedException

    def can_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> Any:
        """Whether :meth:`lookup_transform_full` finds a transform."""
        raise NotImplementedException


def Stamped(obj: _T, stamp: Any, frame_id: str) -> _T:
    """Give an object a header, and return it."""
    obj.header = Header(frame_id=frame_id, stamp=stamp)  # type: ignore[attr-defined]
    return obj


class TypeException(Exception):
    """Nobody has said how a type is transformed or converted."""

    def __init__(self, errstr: str) -> None:
        super().__init__(errstr)
        self.errstr = errstr


class NotImplementedException(Exception):
    """A buffer offers less than :class:`BufferInterface` promises."""

    def __init__(self) -> None:
        self.errstr = "CanTransform or LookupTransform not implemented"
        super().__init__(self.errstr)


def _registered(registry: dict[Any, _T], key: Any) -> _T:
    if key not in registry:
        raise TypeException(f"Type {key} is not loaded or supported")
    return registry[key]


class TransformRegistration:
    """How objects are transformed, by their type; shared by all instances."""

    __transforms: ClassVar[dict[Any, Callable[[Any, TransformStamped], Any]]] = {}

    def print_me(self) -> None:
        """Print the types that are known."""
        print(self.__transforms)

    def add(self, key: Any, callback: Callable[[Any, TransformStamped], Any]) -> None:
        """Say how objects of a type are transformed."""
        self.__transforms[key] = callback

    def get(self, key: Any) -> Callable[[Any, TransformStamped], Any]:
        """
        Return how objects of a type are transformed.

        :raises TypeException: if nobody has said.
        """
        return _registered(self.__transforms, key)


class ConvertRegistration:
    """How objects become objects of another type; shared by all instances."""

    __to_msg: ClassVar[dict[Any, Callable[[Any], Any]]] = {}
    __from_msg: ClassVar[dict[Any, Callable[[Any], Any]]] = {}
    __convert: ClassVar[dict[Any, Callable[[Any], Any]]] = {}

    def add_from_msg(self, key: Any, callback: Callable[[Any], Any]) -> None:
        """Say how a message becomes an object of a type."""
        self.__from_msg[key] = callback

    def add_to_msg(self, key: Any, callback: Callable[[Any], Any]) -> None:
        """Say how an object of a type becomes a message."""
        self.__to_msg[key] = callback

    def add_convert(self, key: tuple[Any, Any], callback: Callable[[Any], Any]) -> None:
        """Say how an object of the first type becomes one of the second at once."""
        self.__convert[key] = callback

    def get_from_msg(self, key: Any) -> Callable[[Any], Any]:
        """Return what :meth:`add_from_msg` was given."""
        return _registered(self.__from_msg, key)

    def get_to_msg(self, key: Any) -> Callable[[Any], Any]:
        """Return what :meth:`add_to_msg` was given."""
        return _registered(self.__to_msg, key)

    def get_convert(self, key: tuple[Any, Any]) -> Callable[[Any], Any]:
        """Return what :meth:`add_convert` was given."""
        return _registered(self.__convert, key)


def convert(a: Any, b_type: Any) -> Any:
    """
    Convert an object to a type: at once where that is known, else by way of a message.

    :raises TypeException: if nobody has said how.
    """
    registration = ConvertRegistration()
    try:
        at_once = registration.get_convert((type(a), b_type))
    except TypeException:
        if type(a) is b_type:
            return deepcopy(a)
        return registration.get_from_msg(b_type)(registration.get_to_msg(type(a))(a))
    return at_once(a)
