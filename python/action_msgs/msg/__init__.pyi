# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import builtin_interfaces.msg
import unique_identifier_msgs.msg

class GoalInfo:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        goal_id: unique_identifier_msgs.msg.UUID = ...,
        stamp: builtin_interfaces.msg.Time = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def goal_id(self) -> unique_identifier_msgs.msg.UUID: ...
    @goal_id.setter
    def goal_id(self, value: unique_identifier_msgs.msg.UUID) -> None: ...
    @property
    def stamp(self) -> builtin_interfaces.msg.Time: ...
    @stamp.setter
    def stamp(self, value: builtin_interfaces.msg.Time) -> None: ...

class GoalStatus:
    STATUS_UNKNOWN: Final = 0
    STATUS_ACCEPTED: Final = 1
    STATUS_EXECUTING: Final = 2
    STATUS_CANCELING: Final = 3
    STATUS_SUCCEEDED: Final = 4
    STATUS_CANCELED: Final = 5
    STATUS_ABORTED: Final = 6
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        goal_info: GoalInfo = ...,
        status: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def goal_info(self) -> GoalInfo: ...
    @goal_info.setter
    def goal_info(self, value: GoalInfo) -> None: ...
    @property
    def status(self) -> int: ...
    @status.setter
    def status(self, value: int) -> None: ...

class GoalStatusArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        status_list: Sequence[GoalStatus] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def status_list(self) -> list[GoalStatus]: ...
    @status_list.setter
    def status_list(self, value: Sequence[GoalStatus]) -> None: ...
