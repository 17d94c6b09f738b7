# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import lifecycle_msgs.msg
import service_msgs.msg

class ChangeState:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            transition: lifecycle_msgs.msg.Transition = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def transition(self) -> lifecycle_msgs.msg.Transition: ...
        @transition.setter
        def transition(self, value: lifecycle_msgs.msg.Transition) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            success: bool = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def success(self) -> bool: ...
        @success.setter
        def success(self, value: bool) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[ChangeState.Request] = ...,
            response: Sequence[ChangeState.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[ChangeState.Request]: ...
        @request.setter
        def request(self, value: Sequence[ChangeState.Request]) -> None: ...
        @property
        def response(self) -> list[ChangeState.Response]: ...
        @response.setter
        def response(self, value: Sequence[ChangeState.Response]) -> None: ...

class GetAvailableStates:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            check_fields: bool | None = ...,
        ) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            available_states: Sequence[lifecycle_msgs.msg.State] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def available_states(self) -> list[lifecycle_msgs.msg.State]: ...
        @available_states.setter
        def available_states(self, value: Sequence[lifecycle_msgs.msg.State]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetAvailableStates.Request] = ...,
            response: Sequence[GetAvailableStates.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetAvailableStates.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetAvailableStates.Request]) -> None: ...
        @property
        def response(self) -> list[GetAvailableStates.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetAvailableStates.Response]) -> None: ...

class GetAvailableTransitions:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            check_fields: bool | None = ...,
        ) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            available_transitions: Sequence[lifecycle_msgs.msg.TransitionDescription] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def available_transitions(self) -> list[lifecycle_msgs.msg.TransitionDescription]: ...
        @available_transitions.setter
        def available_transitions(self, value: Sequence[lifecycle_msgs.msg.TransitionDescription]) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetAvailableTransitions.Request] = ...,
            response: Sequence[GetAvailableTransitions.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetAvailableTransitions.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetAvailableTransitions.Request]) -> None: ...
        @property
        def response(self) -> list[GetAvailableTransitions.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetAvailableTransitions.Response]) -> None: ...

class GetState:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            check_fields: bool | None = ...,
        ) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            current_state: lifecycle_msgs.msg.State = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def current_state(self) -> lifecycle_msgs.msg.State: ...
        @current_state.setter
        def current_state(self, value: lifecycle_msgs.msg.State) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetState.Request] = ...,
            response: Sequence[GetState.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetState.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetState.Request]) -> None: ...
        @property
        def response(self) -> list[GetState.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetState.Response]) -> None: ...
