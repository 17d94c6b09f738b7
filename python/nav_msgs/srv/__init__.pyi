# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import geometry_msgs.msg
import nav_msgs.msg
import service_msgs.msg

class GetMap:
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
            map: nav_msgs.msg.OccupancyGrid = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def map(self) -> nav_msgs.msg.OccupancyGrid: ...
        @map.setter
        def map(self, value: nav_msgs.msg.OccupancyGrid) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetMap.Request] = ...,
            response: Sequence[GetMap.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetMap.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetMap.Request]) -> None: ...
        @property
        def response(self) -> list[GetMap.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetMap.Response]) -> None: ...

class GetPlan:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            start: geometry_msgs.msg.PoseStamped = ...,
            goal: geometry_msgs.msg.PoseStamped = ...,
            tolerance: float = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def start(self) -> geometry_msgs.msg.PoseStamped: ...
        @start.setter
        def start(self, value: geometry_msgs.msg.PoseStamped) -> None: ...
        @property
        def goal(self) -> geometry_msgs.msg.PoseStamped: ...
        @goal.setter
        def goal(self, value: geometry_msgs.msg.PoseStamped) -> None: ...
        @property
        def tolerance(self) -> float: ...
        @tolerance.setter
        def tolerance(self, value: float) -> None: ...
    class Response:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            plan: nav_msgs.msg.Path = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def plan(self) -> nav_msgs.msg.Path: ...
        @plan.setter
        def plan(self, value: nav_msgs.msg.Path) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[GetPlan.Request] = ...,
            response: Sequence[GetPlan.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[GetPlan.Request]: ...
        @request.setter
        def request(self, value: Sequence[GetPlan.Request]) -> None: ...
        @property
        def response(self) -> list[GetPlan.Response]: ...
        @response.setter
        def response(self, value: Sequence[GetPlan.Response]) -> None: ...

class LoadMap:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            map_url: str = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def map_url(self) -> str: ...
        @map_url.setter
        def map_url(self, value: str) -> None: ...
    class Response:
        RESULT_SUCCESS: Final = 0
        RESULT_MAP_DOES_NOT_EXIST: Final = 1
        RESULT_INVALID_MAP_DATA: Final = 2
        RESULT_INVALID_MAP_METADATA: Final = 3
        RESULT_UNDEFINED_FAILURE: Final = 255
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            map: nav_msgs.msg.OccupancyGrid = ...,
            result: int = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def map(self) -> nav_msgs.msg.OccupancyGrid: ...
        @map.setter
        def map(self, value: nav_msgs.msg.OccupancyGrid) -> None: ...
        @property
        def result(self) -> int: ...
        @result.setter
        def result(self, value: int) -> None: ...
    class Event:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            info: service_msgs.msg.ServiceEventInfo = ...,
            request: Sequence[LoadMap.Request] = ...,
            response: Sequence[LoadMap.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[LoadMap.Request]: ...
        @request.setter
        def request(self, value: Sequence[LoadMap.Request]) -> None: ...
        @property
        def response(self) -> list[LoadMap.Response]: ...
        @response.setter
        def response(self, value: Sequence[LoadMap.Response]) -> None: ...

class SetMap:
    class Request:
        SLOT_TYPES: ClassVar[tuple[Any, ...]]
        _fields_and_field_types: ClassVar[dict[str, str]]
        @classmethod
        def get_fields_and_field_types(cls) -> dict[str, str]: ...
        def __init__(
            self,
            *,
            map: nav_msgs.msg.OccupancyGrid = ...,
            initial_pose: geometry_msgs.msg.PoseWithCovarianceStamped = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def map(self) -> nav_msgs.msg.OccupancyGrid: ...
        @map.setter
        def map(self, value: nav_msgs.msg.OccupancyGrid) -> None: ...
        @property
        def initial_pose(self) -> geometry_msgs.msg.PoseWithCovarianceStamped: ...
        @initial_pose.setter
        def initial_pose(self, value: geometry_msgs.msg.PoseWithCovarianceStamped) -> None: ...
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
            request: Sequence[SetMap.Request] = ...,
            response: Sequence[SetMap.Response] = ...,
            check_fields: bool | None = ...,
        ) -> None: ...
        @property
        def info(self) -> service_msgs.msg.ServiceEventInfo: ...
        @info.setter
        def info(self, value: service_msgs.msg.ServiceEventInfo) -> None: ...
        @property
        def request(self) -> list[SetMap.Request]: ...
        @request.setter
        def request(self, value: Sequence[SetMap.Request]) -> None: ...
        @property
        def response(self) -> list[SetMap.Response]: ...
        @response.setter
        def response(self, value: Sequence[SetMap.Response]) -> None: ...
