# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import action_msgs.msg
import service_msgs.msg

class CancelGoal:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            goal_info: action_msgs.msg.GoalInfo = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def goal_info(self) -> action_msgs.msg.GoalInfo: ...
        @goal_info.setter
        def goal_info(self, value: action_msgs.msg.GoalInfo) -> None: ...
    class Response:
        ERROR_NONE: Final = 0
        ERROR_REJECTED: Final = 1
        ERROR_UNKNOWN_GOAL_ID: Final = 2
        ERROR_GOAL_TERMINATED: Final = 3
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            return_code: int = ...,
            goals_canceling: Sequence[action_msgs.msg.GoalInfo] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def return_code(self) -> int: ...
        @return_code.setter
        def return_code(self, value: int) -> None: ...
        @property
        def goals_canceling(self) -> list[action_msgs.msg.GoalInfo]: ...
        @goals_canceling.setter
        def goals_canceling(self, value: Sequence[action_msgs.msg.GoalInfo]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[CancelGoal.Request] = ...,
            response: Sequence[CancelGoal.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[CancelGoal.Request]: ...
        @request.setter
        def request(self, value: Sequence[CancelGoal.Request]) -> None: ...
        @property
        def response(self) -> list[CancelGoal.Response]: ...
        @response.setter
        def response(self, value: Sequence[CancelGoal.Response]) -> None: ...
