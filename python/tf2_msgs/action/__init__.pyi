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
        @property
        def target_frame(self) -> str: ...
        @target_frame.setter
        def target_frame(self, value: str) -> None: ...
        @property
        def source_frame(self) -> str: ...
        @source_frame.setter
        def source_frame(self, value: str) -> None: ...
        @property
        def source_time(self) -> builtin_interfaces.msg.Time: ...
        @source_time.setter
        def source_time(self, value: builtin_interfaces.msg.Time) -> None: ...
        @property
        def timeout(self) -> builtin_interfaces.msg.Duration: ...
        @timeout.setter
        def timeout(self, value: builtin_interfaces.msg.Duration) -> None: ...
        @property
        def target_time(self) -> builtin_interfaces.msg.Time: ...
        @target_time.setter
        def target_time(self, value: builtin_interfaces.msg.Time) -> None: ...
        @property
        def fixed_frame(self) -> str: ...
        @fixed_frame.setter
        def fixed_frame(self, value: str) -> None: ...
        @property
        def advanced(self) -> bool: ...
        @advanced.setter
        def advanced(self, value: bool) -> None: ...
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
        @property
        def transform(self) -> geometry_msgs.msg.TransformStamped: ...
        @transform.setter
        def transform(self, value: geometry_msgs.msg.TransformStamped) -> None: ...
        @property
        def error(self) -> tf2_msgs.msg.TF2Error: ...
        @error.setter
        def error(self, value: tf2_msgs.msg.TF2Error) -> None: ...
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
                @property
                def goal_id(self) -> unique_identifier_msgs.msg.UUID: ...
                @goal_id.setter
                def goal_id(self, value: unique_identifier_msgs.msg.UUID) -> None: ...
                @property
                def goal(self) -> LookupTransform.Goal: ...
                @goal.setter
                def goal(self, value: LookupTransform.Goal) -> None: ...
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
                @property
                def accepted(self) -> bool: ...
                @accepted.setter
                def accepted(self, value: bool) -> None: ...
                @property
                def stamp(self) -> builtin_interfaces.msg.Time: ...
                @stamp.setter
                def stamp(self, value: builtin_interfaces.msg.Time) -> None: ...
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
                @property
                def info(self) -> service_msgs.msg.ServiceEventInfo: ...
                @info.setter
                def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
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
                @property
                def goal_id(self) -> unique_identifier_msgs.msg.UUID: ...
                @goal_id.setter
                def goal_id(self, value: unique_identifier_msgs.msg.UUID) -> None: ...
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
                @property
                def status(self) -> int: ...
                @status.setter
                def status(self, value: int) -> None: ...
                @property
                def result(self) -> LookupTransform.Result: ...
                @result.setter
                def result(self, value: LookupTransform.Result) -> None: ...
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
                @property
                def info(self) -> service_msgs.msg.ServiceEventInfo: ...
                @info.setter
                def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
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
            @property
            def goal_id(self) -> unique_identifier_msgs.msg.UUID: ...
            @goal_id.setter
            def goal_id(self, value: unique_identifier_msgs.msg.UUID) -> None: ...
            @property
            def feedback(self) -> LookupTransform.Feedback: ...
            @feedback.setter
            def feedback(self, value: LookupTransform.Feedback) -> None: ...
        CancelGoalService: TypeAlias = action_msgs.srv.CancelGoal
        GoalStatusMessage: TypeAlias = action_msgs.msg.GoalStatusArray
