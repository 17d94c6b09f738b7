"""Whether a class is a message or a service that can go over the wire."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Protocol, TypeVar, _ProtocolMeta

from rclpy.exceptions import NoTypeSupportImportedException


class PyCapsule(Protocol):
    """A native object that Python only hands on."""


class CommonMsgSrvMetaClass(_ProtocolMeta):
    """What the metaclasses of messages and services have in common."""

    _TYPE_SUPPORT: ClassVar[PyCapsule | None] = None

    @classmethod
    def __import_type_support__(cls) -> None:
        """Find the native half of the class."""


class MsgMetaClass(CommonMsgSrvMetaClass):
    """What the metaclasses of messages have."""

    _CREATE_ROS_MESSAGE: ClassVar[PyCapsule | None] = None
    _CONVERT_FROM_PY: ClassVar[PyCapsule | None] = None
    _CONVERT_TO_PY: ClassVar[PyCapsule | None] = None
    _DESTROY_ROS_MESSAGE: ClassVar[PyCapsule | None] = None


class Msg(Protocol, metaclass=MsgMetaClass):
    """Any message, for annotations."""


MsgT = TypeVar("MsgT", bound=Msg)
"""A message class."""

SrvRequestT = TypeVar("SrvRequestT", bound=Msg)
SrvResponseT = TypeVar("SrvResponseT", bound=Msg)
SrvEventT = TypeVar("SrvEventT", bound=Msg)


class Srv(Protocol[SrvRequestT, SrvResponseT, SrvEventT], metaclass=CommonMsgSrvMetaClass):
    """Any service, for annotations. None is ever made."""

    Request: type[SrvRequestT]
    Response: type[SrvResponseT]
    Event: type[SrvEventT]

    def __init__(self) -> NoReturn: ...


SrvT = TypeVar("SrvT", bound=type[Srv[Any, Any, Any]])
"""A service class."""


def check_for_type_support(msg_or_srv_type: type[Any]) -> None:
    """
    Make sure that a message, service or action class has its native half.

    :raises AttributeError: if it is no interface's class at all.
    :raises NoTypeSupportImportedException: if the native half is missing.
    """
    metaclass: Any = type(msg_or_srv_type)
    try:
        type_support = metaclass._TYPE_SUPPORT
    except AttributeError as error:
        error.args = (
            f"{error.args[0]} This might be a ROS 1 message type but it should be a ROS 2 "
            "message type. Make sure to source your ROS 2 workspace after your ROS 1 workspace.",
            *error.args[1:],
        )
        raise
    if type_support is None:
        metaclass.__import_type_support__()
    if metaclass._TYPE_SUPPORT is None:
        raise NoTypeSupportImportedException()


def check_is_valid_msg_type(msg_type: type[Any]) -> None:
    """
    Make sure that a class is a message's.

    :raises RuntimeError: if it is a service's or an action's.
    """
    check_for_type_support(msg_type)
    if getattr(type(msg_type), "_CREATE_ROS_MESSAGE", None) is None:
        raise RuntimeError(
            f"The message type provided is not valid ({msg_type}),"
            " this might be a service or action"
        )


def check_is_valid_srv_type(srv_type: type[Any]) -> None:
    """
    Make sure that a class is a service's.

    :raises RuntimeError: if it is a message's or an action's.
    """
    check_for_type_support(srv_type)
    if None in (getattr(srv_type, "Request", None), getattr(srv_type, "Response", None)):
        raise RuntimeError(
            f"The service type provided is not valid ({srv_type}),"
            " this might be a message or action"
        )
