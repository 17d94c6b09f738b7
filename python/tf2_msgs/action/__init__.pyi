# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, TypeAlias

import action_msgs.msg
import action_msgs.srv
import builtin_interfaces.msg
import geometry_msgs.msg
import service_msgs.msg
import tf2_msgs.msg
import unique_identifier_msgs.msg

class LookupTransform:
    class Goal:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            target_frame: str = ...,
            source_frame: str = ...,
            source_time: builtin_interfaces.msg.Time = ...,
            timeout: builtin_interfaces.msg.Duration = ...,
            target_time: builtin_interfaces.msg.Time = ...,
            fixed_frame: str = ...,
            advanced: bool = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        target_frame: str
        source_frame: str
        source_time: builtin_interfaces.msg.Time
        timeout: builtin_interfaces.msg.Duration
        target_time: builtin_interfaces.msg.Time
        fixed_frame: str
        advanced: bool
    class Result:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            transform: geometry_msgs.msg.TransformStamped = ...,
            error: tf2_msgs.msg.TF2Error = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        transform: geometry_msgs.msg.TransformStamped
        error: tf2_msgs.msg.TF2Error
    class Feedback:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            check_fields: bool | None = ...,
        ) -> None: ...
    class Impl:
        class SendGoalService:
            class Request:
                SLOT_TYPES: ClassVar[tuple[Any, ...]]
                _fields_and_field_types: ClassVar[dict[str, str]]
                @classmethod
                def get_fields_and_field_types(cls) -> dict[str, str]: ...
                def __init__(
                    self,
                    *,
                    goal_id: unique_identifier_msgs.msg.UUID = ...,
                    goal: LookupTransform.Goal = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                goal_id: unique_identifier_msgs.msg.UUID
                goal: LookupTransform.Goal
            class Response:
                SLOT_TYPES: ClassVar[tuple[Any, ...]]
                _fields_and_field_types: ClassVar[dict[str, str]]
                @classmethod
                def get_fields_and_field_types(cls) -> dict[str, str]: ...
                def __init__(
                    self,
                    *,
                    accepted: bool = ...,
                    stamp: builtin_interfaces.msg.Time = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                accepted: bool
                stamp: builtin_interfaces.msg.Time
            class Event:
                SLOT_TYPES: ClassVar[tuple[Any, ...]]
                _fields_and_field_types: ClassVar[dict[str, str]]
                @classmethod
                def get_fields_and_field_types(cls) -> dict[str, str]: ...
                def __init__(
                    self,
                    *,
                    info: service_msgs.msg.ServiceEventInfo = ...,
                    request: Sequence[LookupTransform.Impl.SendGoalService.Request] = ...,
                    response: Sequence[LookupTransform.Impl.SendGoalService.Response] = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                info: service_msgs.msg.ServiceEventInfo
                @property
                def request(self) -> list[LookupTransform.Impl.SendGoalService.Request]: ...
                @request.setter
                def request(self, value: Sequence[LookupTransform.Impl.SendGoalService.Request]) -> None: ...
                @property
                def response(self) -> list[LookupTransform.Impl.SendGoalService.Response]: ...
                @response.setter
                def response(self, value: Sequence[LookupTransform.Impl.SendGoalService.Response]) -> None: ...
        class GetResultService:
            class Request:
                SLOT_TYPES: ClassVar[tuple[Any, ...]]
                _fields_and_field_types: ClassVar[dict[str, str]]
                @classmethod
                def get_fields_and_field_types(cls) -> dict[str, str]: ...
                def __init__(
                    self,
                    *,
                    goal_id: unique_identifier_msgs.msg.UUID = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                goal_id: unique_identifier_msgs.msg.UUID
            class Response:
                SLOT_TYPES: ClassVar[tuple[Any, ...]]
                _fields_and_field_types: ClassVar[dict[str, str]]
                @classmethod
                def get_fields_and_field_types(cls) -> dict[str, str]: ...
                def __init__(
                    self,
                    *,
                    status: int = ...,
                    result: LookupTransform.Result = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                status: int
                result: LookupTransform.Result
            class Event:
                SLOT_TYPES: ClassVar[tuple[Any, ...]]
                _fields_and_field_types: ClassVar[dict[str, str]]
                @classmethod
                def get_fields_and_field_types(cls) -> dict[str, str]: ...
                def __init__(
                    self,
                    *,
                    info: service_msgs.msg.ServiceEventInfo = ...,
                    request: Sequence[LookupTransform.Impl.GetResultService.Request] = ...,
                    response: Sequence[LookupTransform.Impl.GetResultService.Response] = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                info: service_msgs.msg.ServiceEventInfo
                @property
                def request(self) -> list[LookupTransform.Impl.GetResultService.Request]: ...
                @request.setter
                def request(self, value: Sequence[LookupTransform.Impl.GetResultService.Request]) -> None: ...
                @property
                def response(self) -> list[LookupTransform.Impl.GetResultService.Response]: ...
                @response.setter
                def response(self, value: Sequence[LookupTransform.Impl.GetResultService.Response]) -> None: ...
        class FeedbackMessage:
            SLOT_TYPES: ClassVar[tuple[Any, ...]]
            _fields_and_field_types: ClassVar[dict[str, str]]
            @classmethod
            def get_fields_and_field_types(cls) -> dict[str, str]: ...
            def __init__(
                self,
                *,
                goal_id: unique_identifier_msgs.msg.UUID = ...,
                feedback: LookupTransform.Feedback = ...,
                check_fields: bool | None = ...,
            ) -> None: ...
            goal_id: unique_identifier_msgs.msg.UUID
            feedback: LookupTransform.Feedback
        CancelGoalService: TypeAlias = action_msgs.srv.CancelGoal
        GoalStatusMessage: TypeAlias = action_msgs.msg.GoalStatusArray
