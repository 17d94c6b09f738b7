# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar, TypeAlias

import action_msgs.msg
import action_msgs.srv
import builtin_interfaces.msg
import numpy.typing
import service_msgs.msg
import unique_identifier_msgs.msg
from typing_extensions import Buffer

class Fibonacci:
    class Goal:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            order: int = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def order(self) -> int: ...
        @order.setter
        def order(self, value: int) -> None: ...
    class Result:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            sequence: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def sequence(self) -> array[int]: ...
        @sequence.setter
        def sequence(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    class Feedback:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            partial_sequence: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def partial_sequence(self) -> array[int]: ...
        @partial_sequence.setter
        def partial_sequence(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
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
                    goal: Fibonacci.Goal = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                @property
                def goal_id(self) -> unique_identifier_msgs.msg.UUID: ...
                @goal_id.setter
                def goal_id(self, value: unique_identifier_msgs.msg.UUID) -> None: ...
                @property
                def goal(self) -> Fibonacci.Goal: ...
                @goal.setter
                def goal(self, value: Fibonacci.Goal) -> None: ...
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
                    request: Sequence[Fibonacci.Impl.SendGoalService.Request] = ...,
                    response: Sequence[Fibonacci.Impl.SendGoalService.Response] = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                @property
                def info(self) -> service_msgs.msg.ServiceEventInfo: ...
                @info.setter
                def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
                @property
                def request(self) -> list[Fibonacci.Impl.SendGoalService.Request]: ...
                @request.setter
                def request(self, value: Sequence[Fibonacci.Impl.SendGoalService.Request]) -> None: ...
                @property
                def response(self) -> list[Fibonacci.Impl.SendGoalService.Response]: ...
                @response.setter
                def response(self, value: Sequence[Fibonacci.Impl.SendGoalService.Response]) -> None: ...
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
                    result: Fibonacci.Result = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                @property
                def status(self) -> int: ...
                @status.setter
                def status(self, value: int) -> None: ...
                @property
                def result(self) -> Fibonacci.Result: ...
                @result.setter
                def result(self, value: Fibonacci.Result) -> None: ...
            class Event:
                SLOT_TYPES: ClassVar[tuple[Any, ...]]
                _fields_and_field_types: ClassVar[dict[str, str]]
                @classmethod
                def get_fields_and_field_types(cls) -> dict[str, str]: ...
                def __init__(
                    self,
                    *,
                    info: service_msgs.msg.ServiceEventInfo = ...,
                    request: Sequence[Fibonacci.Impl.GetResultService.Request] = ...,
                    response: Sequence[Fibonacci.Impl.GetResultService.Response] = ...,
                    check_fields: bool | None = ...,
                ) -> None: ...
                @property
                def info(self) -> service_msgs.msg.ServiceEventInfo: ...
                @info.setter
                def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
                @property
                def request(self) -> list[Fibonacci.Impl.GetResultService.Request]: ...
                @request.setter
                def request(self, value: Sequence[Fibonacci.Impl.GetResultService.Request]) -> None: ...
                @property
                def response(self) -> list[Fibonacci.Impl.GetResultService.Response]: ...
                @response.setter
                def response(self, value: Sequence[Fibonacci.Impl.GetResultService.Response]) -> None: ...
        class FeedbackMessage:
            SLOT_TYPES: ClassVar[tuple[Any, ...]]
            _fields_and_field_types: ClassVar[dict[str, str]]
            @classmethod
            def get_fields_and_field_types(cls) -> dict[str, str]: ...
            def __init__(
                self,
                *,
                goal_id: unique_identifier_msgs.msg.UUID = ...,
                feedback: Fibonacci.Feedback = ...,
                check_fields: bool | None = ...,
            ) -> None: ...
            @property
            def goal_id(self) -> unique_identifier_msgs.msg.UUID: ...
            @goal_id.setter
            def goal_id(self, value: unique_identifier_msgs.msg.UUID) -> None: ...
            @property
            def feedback(self) -> Fibonacci.Feedback: ...
            @feedback.setter
            def feedback(self, value: Fibonacci.Feedback) -> None: ...
        CancelGoalService: TypeAlias = action_msgs.srv.CancelGoal
        GoalStatusMessage: TypeAlias = action_msgs.msg.GoalStatusArray
