"""Quality of service: how much an endpoint keeps, repeats and promises."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from enum import Enum, EnumMeta, IntEnum
from typing import Any, Generic, TypeVar, overload

from rclpy import _rclpy
from rclpy.duration import Duration

T = TypeVar("T")


class QoSPolicyKind(IntEnum):
    """The policies of a profile, by the numbers that incompatibility events name them with."""

    INVALID = 1 << 0
    DURABILITY = 1 << 1
    DEADLINE = 1 << 2
    LIVELINESS = 1 << 3
    RELIABILITY = 1 << 4
    HISTORY = 1 << 5
    LIFESPAN = 1 << 6
    DEPTH = 1 << 7
    LIVELINESS_LEASE_DURATION = 1 << 8
    AVOID_ROS_NAMESPACE_CONVENTIONS = 1 << 9


def qos_policy_name_from_kind(policy_kind: QoSPolicyKind | int) -> str:
    """Return the name of a policy."""
    return QoSPolicyKind(policy_kind).name


class InvalidQoSProfileException(Exception):
    """A :class:`QoSProfile` that says too little."""

    def __init__(self, message: str, *args: object) -> None:
        super().__init__("Invalid QoSProfile", message, *args)


class _LongNames(EnumMeta):
    """Gives the policies' values their long names too, with a warning."""

    def __getattr__(cls, name: str) -> Any:
        policy = cls.__name__.removesuffix("Policy").upper()
        short_name = name.removeprefix(f"RMW_QOS_POLICY_{policy}_")
        if name == short_name or short_name not in cls.__members__:
            raise AttributeError(name)
        replacement = f"{cls.__name__}.{short_name}"
        warnings.warn(
            f"{cls.__name__}.{name} is deprecated. Use {replacement} instead.", stacklevel=2
        )
        return cls.__members__[short_name]


class QoSPolicyEnum(IntEnum, metaclass=_LongNames):
    """What the policies' values have in common: short names to type."""

    @classmethod
    def short_keys(cls) -> list[str]:
        """List the values' names in lower case."""
        return [name.lower() for name in cls.__members__]

    @classmethod
    def get_from_short_key(cls, name: str) -> int:
        """
        Find a value by its name in whatever case.

        :raises KeyError: if there is none.
        """
        return cls[name.upper()].value

    @property
    def short_key(self) -> str:
        """The value's name in lower case."""
        return self.name.lower()


class HistoryPolicy(QoSPolicyEnum):
    """How many messages an endpoint keeps."""

    SYSTEM_DEFAULT = 0
    KEEP_LAST = 1
    """The last :attr:`QoSProfile.depth` messages."""
    KEEP_ALL = 2
    """All until they are delivered."""
    UNKNOWN = 3


class ReliabilityPolicy(QoSPolicyEnum):
    """Whether messages may get lost on the way."""

    SYSTEM_DEFAULT = 0
    RELIABLE = 1
    """What was lost is sent again."""
    BEST_EFFORT = 2
    """Each message is sent once."""
    UNKNOWN = 3
    BEST_AVAILABLE = 4
    """Reliable unless somebody there cannot match that."""


class DurabilityPolicy(QoSPolicyEnum):
    """Whether a late subscription receives what was published before."""

    SYSTEM_DEFAULT = 0
    TRANSIENT_LOCAL = 1
    """What the publisher still keeps is delivered."""
    VOLATILE = 2
    """Only what comes after the match is delivered."""
    UNKNOWN = 3
    BEST_AVAILABLE = 4
    """Transient local unless somebody there cannot match that."""


class LivelinessPolicy(QoSPolicyEnum):
    """How a publisher shows that it is alive."""

    SYSTEM_DEFAULT = 0
    AUTOMATIC = 1
    """The middleware shows it."""
    MANUAL_BY_TOPIC = 3
    """The publisher shows it by publishing or by ``assert_liveliness()``."""
    UNKNOWN = 4
    BEST_AVAILABLE = 5
    """Whatever matches those who are there."""


QoSHistoryPolicy = HistoryPolicy
QoSReliabilityPolicy = ReliabilityPolicy
QoSDurabilityPolicy = DurabilityPolicy
QoSLivelinessPolicy = LivelinessPolicy

DeadlineBestAvailable = Duration(nanoseconds=_rclpy.RMW_QOS_DEADLINE_BEST_AVAILABLE)
"""A deadline that matches those who are there and is as strict as they allow."""

LivelinessLeaseDurationeBestAvailable = Duration(
    nanoseconds=_rclpy.RMW_QOS_LIVELINESS_LEASE_DURATION_BEST_AVAILABLE
)
"""A lease that matches those who are there and is as strict as they allow."""


def _unchanged(value: T) -> T:
    return value


class _Policy(Generic[T]):
    """One policy of a profile: checks the type of what is assigned, converts numbers to enums."""

    def __init__(self, kind: type[T], *also: type) -> None:
        self._kind = kind
        self._accepted = (kind, *also)
        self._convert: Callable[[Any], Any] = kind if issubclass(kind, IntEnum) else _unchanged

    def __set_name__(self, owner: type, name: str) -> None:
        self.__doc__ = f"The profile's {name.replace('_', ' ')}."
        self._slot = f"_{name}"

    @overload
    def __get__(self, profile: None, owner: type) -> _Policy[T]: ...

    @overload
    def __get__(self, profile: QoSProfile, owner: type) -> T: ...

    def __get__(self, profile: QoSProfile | None, owner: type) -> _Policy[T] | T:
        if profile is None:
            return self
        value: T = getattr(profile, self._slot)
        return value

    def __set__(self, profile: QoSProfile, value: T | int) -> None:
        assert isinstance(value, self._accepted), (
            f"{self._slot[1:]} must be of type {self._kind.__name__}, not {type(value).__name__}"
        )
        setattr(profile, self._slot, self._convert(value))


class _Depth(_Policy[int]):
    """The depth, which warns where it makes no sense."""

    def __set__(self, profile: QoSProfile, value: int) -> None:
        super().__set__(profile, value)
        if value == 0 and profile.history == HistoryPolicy.KEEP_LAST:
            warnings.warn(
                "A zero depth with KEEP_LAST doesn't make sense; no data could be stored. "
                "This will be interpreted as SYSTEM_DEFAULT",
                stacklevel=3,
            )


class QoSProfile:
    """
    The quality of service that an endpoint offers or asks for.

    Give at least a depth, or a history that needs none; the rest has ROS's defaults:
    reliable, volatile, no deadline, no lifespan.
    """

    __slots__ = [  # noqa: RUF023 (upstream's order)
        "_history",
        "_depth",
        "_reliability",
        "_durability",
        "_lifespan",
        "_deadline",
        "_liveliness",
        "_liveliness_lease_duration",
        "_avoid_ros_namespace_conventions",
    ]

    history = _Policy(HistoryPolicy, int)
    depth = _Depth(int)
    reliability = _Policy(ReliabilityPolicy, int)
    durability = _Policy(DurabilityPolicy, int)
    lifespan = _Policy(Duration)
    deadline = _Policy(Duration)
    liveliness = _Policy(LivelinessPolicy, int)
    liveliness_lease_duration = _Policy(Duration)
    avoid_ros_namespace_conventions = _Policy(bool)

    def __init__(self, **kwargs: Any) -> None:
        unknown = [key for key in kwargs if f"_{key}" not in self.__slots__]
        assert not unknown, f"Invalid arguments passed to constructor: {unknown}"
        if "history" not in kwargs:
            if "depth" not in kwargs:
                raise InvalidQoSProfileException("History and/or depth settings are required.")
            kwargs["history"] = HistoryPolicy.KEEP_LAST
        if kwargs["history"] == HistoryPolicy.KEEP_LAST and "depth" not in kwargs:
            raise InvalidQoSProfileException("History set to KEEP_LAST without a depth setting.")
        policies = _DEFAULT_POLICIES | kwargs
        for slot in self.__slots__:
            setattr(self, slot[1:], policies[slot[1:]])

    def get_c_qos_profile(self) -> _rclpy.rmw_qos_profile_t:
        """Return the profile as the native half takes it."""
        return _rclpy.rmw_qos_profile_t(*(getattr(self, slot) for slot in self.__slots__))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, QoSProfile):
            return False
        return all(getattr(self, slot) == getattr(other, slot) for slot in self.__slots__)

    def __str__(self) -> str:
        policies = ", ".join(f"{slot[1:]}={getattr(self, slot)}" for slot in self.__slots__)
        return f"{type(self).__name__}({policies})"


_DEFAULT_POLICIES = _rclpy.rmw_qos_profile_t.predefined("qos_profile_default").to_dict()


def _predefined(name: str) -> QoSProfile:
    return QoSProfile(**_rclpy.rmw_qos_profile_t.predefined(name).to_dict())


with warnings.catch_warnings():
    # Profiles that leave the depth to the middleware have a depth of zero.
    warnings.simplefilter("ignore")

    #: Nothing is known. Not for use on an endpoint.
    qos_profile_unknown = _predefined("qos_profile_unknown")
    #: Keep the last 10, reliably.
    qos_profile_default = _predefined("qos_profile_default")
    #: All is left to the middleware.
    qos_profile_system_default = _predefined("qos_profile_system_default")
    #: For sensors: keep the last 5, best effort.
    qos_profile_sensor_data = _predefined("qos_profile_sensor_data")
    #: For services: reliable, volatile.
    qos_profile_services_default = _predefined("qos_profile_services_default")
    #: For the parameter services, whose requests must not get lost.
    qos_profile_parameters = _predefined("qos_profile_parameters")
    #: For events of parameters.
    qos_profile_parameter_events = _predefined("qos_profile_parameter_events")
    #: For the log: keep the last 1000, reliably, for those who come within 10 seconds.
    qos_profile_rosout_default = _predefined("qos_profile_rosout_default")
    #: Matches those who are there and is as strict as they allow; chosen once, at creation.
    qos_profile_best_available = _predefined("qos_profile_best_available")
    #: For the status of actions: reliable, transient local.
    qos_profile_action_status_default = _predefined("qos_profile_action_status_default")


class QoSPresetProfiles(Enum):
    """The profiles that ROS has names for."""

    UNKNOWN = qos_profile_unknown
    DEFAULT = qos_profile_default
    SYSTEM_DEFAULT = qos_profile_system_default
    SENSOR_DATA = qos_profile_sensor_data
    SERVICES_DEFAULT = qos_profile_services_default
    PARAMETERS = qos_profile_parameters
    PARAMETER_EVENTS = qos_profile_parameter_events
    ACTION_STATUS_DEFAULT = qos_profile_action_status_default
    BEST_AVAILABLE = qos_profile_best_available

    @classmethod
    def short_keys(cls) -> list[str]:
        """List the profiles' names in lower case."""
        return [name.lower() for name in cls.__members__]

    @classmethod
    def get_from_short_key(cls, name: str) -> QoSProfile:
        """
        Find a profile by its name in whatever case.

        :raises KeyError: if there is none.
        """
        profile: QoSProfile = cls[name.upper()].value
        return profile


class QoSCompatibility(IntEnum):
    """What :func:`qos_check_compatible` can say."""

    OK = 0
    WARNING = 1
    """It cannot be told for certain."""
    ERROR = 2


def qos_check_compatible(
    publisher_qos: QoSProfile, subscription_qos: QoSProfile
) -> tuple[QoSCompatibility, str]:
    """
    Tell whether a publisher and a subscription with these profiles would match.

    :return: the verdict, and the policies that speak against a match, empty where none does.
    """
    compatibility, reason = _rclpy.rclpy_qos_check_compatible(
        publisher_qos.get_c_qos_profile(), subscription_qos.get_c_qos_profile()
    )
    return QoSCompatibility(compatibility), reason
