# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import builtin_interfaces.msg
import std_msgs.msg

class GoalID:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        stamp: builtin_interfaces.msg.Time = ...,
        id: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def stamp(self) -> builtin_interfaces.msg.Time: ...
    @stamp.setter
    def stamp(self, value: builtin_interfaces.msg.Time) -> None: ...
    @property
    def id(self) -> str: ...
    @id.setter
    def id(self, value: str) -> None: ...

class GoalStatus:
    PENDING: Final = 0
    ACTIVE: Final = 1
    PREEMPTED: Final = 2
    SUCCEEDED: Final = 3
    ABORTED: Final = 4
    REJECTED: Final = 5
    PREEMPTING: Final = 6
    RECALLING: Final = 7
    RECALLED: Final = 8
    LOST: Final = 9
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        goal_id: GoalID = ...,
        status: int = ...,
        text: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def goal_id(self) -> GoalID: ...
    @goal_id.setter
    def goal_id(self, value: GoalID) -> None: ...
    @property
    def status(self) -> int: ...
    @status.setter
    def status(self, value: int) -> None: ...
    @property
    def text(self) -> str: ...
    @text.setter
    def text(self, value: str) -> None: ...

class GoalStatusArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        status_list: Sequence[GoalStatus] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def status_list(self) -> list[GoalStatus]: ...
    @status_list.setter
    def status_list(self, value: Sequence[GoalStatus]) -> None: ...
