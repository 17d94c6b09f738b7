# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import geometry_msgs.msg
import std_msgs.msg

class BoundingBox2D:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        center: Pose2D = ...,
        size_x: float = ...,
        size_y: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def center(self) -> Pose2D: ...
    @center.setter
    def center(self, value: Pose2D) -> None: ...
    @property
    def size_x(self) -> float: ...
    @size_x.setter
    def size_x(self, value: float) -> None: ...
    @property
    def size_y(self) -> float: ...
    @size_y.setter
    def size_y(self, value: float) -> None: ...

class BoundingBox2DArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        boxes: Sequence[BoundingBox2D] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def boxes(self) -> list[BoundingBox2D]: ...
    @boxes.setter
    def boxes(self, value: Sequence[BoundingBox2D]) -> None: ...

class BoundingBox3D:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        center: geometry_msgs.msg.Pose = ...,
        size: geometry_msgs.msg.Vector3 = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def center(self) -> geometry_msgs.msg.Pose: ...
    @center.setter
    def center(self, value: geometry_msgs.msg.Pose) -> None: ...
    @property
    def size(self) -> geometry_msgs.msg.Vector3: ...
    @size.setter
    def size(self, value: geometry_msgs.msg.Vector3) -> None: ...

class BoundingBox3DArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        boxes: Sequence[BoundingBox3D] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def boxes(self) -> list[BoundingBox3D]: ...
    @boxes.setter
    def boxes(self, value: Sequence[BoundingBox3D]) -> None: ...

class Classification:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        results: Sequence[ObjectHypothesis] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def results(self) -> list[ObjectHypothesis]: ...
    @results.setter
    def results(self, value: Sequence[ObjectHypothesis]) -> None: ...

class Detection2D:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        results: Sequence[ObjectHypothesisWithPose] = ...,
        bbox: BoundingBox2D = ...,
        id: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def results(self) -> list[ObjectHypothesisWithPose]: ...
    @results.setter
    def results(self, value: Sequence[ObjectHypothesisWithPose]) -> None: ...
    @property
    def bbox(self) -> BoundingBox2D: ...
    @bbox.setter
    def bbox(self, value: BoundingBox2D) -> None: ...
    @property
    def id(self) -> str: ...
    @id.setter
    def id(self, value: str) -> None: ...

class Detection2DArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        detections: Sequence[Detection2D] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def detections(self) -> list[Detection2D]: ...
    @detections.setter
    def detections(self, value: Sequence[Detection2D]) -> None: ...

class Detection3D:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        results: Sequence[ObjectHypothesisWithPose] = ...,
        bbox: BoundingBox3D = ...,
        id: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def results(self) -> list[ObjectHypothesisWithPose]: ...
    @results.setter
    def results(self, value: Sequence[ObjectHypothesisWithPose]) -> None: ...
    @property
    def bbox(self) -> BoundingBox3D: ...
    @bbox.setter
    def bbox(self, value: BoundingBox3D) -> None: ...
    @property
    def id(self) -> str: ...
    @id.setter
    def id(self, value: str) -> None: ...

class Detection3DArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        detections: Sequence[Detection3D] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def detections(self) -> list[Detection3D]: ...
    @detections.setter
    def detections(self, value: Sequence[Detection3D]) -> None: ...

class LabelInfo:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        class_map: Sequence[VisionClass] = ...,
        threshold: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def class_map(self) -> list[VisionClass]: ...
    @class_map.setter
    def class_map(self, value: Sequence[VisionClass]) -> None: ...
    @property
    def threshold(self) -> float: ...
    @threshold.setter
    def threshold(self, value: float) -> None: ...

class ObjectHypothesis:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        class_id: str = ...,
        score: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def class_id(self) -> str: ...
    @class_id.setter
    def class_id(self, value: str) -> None: ...
    @property
    def score(self) -> float: ...
    @score.setter
    def score(self, value: float) -> None: ...

class ObjectHypothesisWithPose:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        hypothesis: ObjectHypothesis = ...,
        pose: geometry_msgs.msg.PoseWithCovariance = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def hypothesis(self) -> ObjectHypothesis: ...
    @hypothesis.setter
    def hypothesis(self, value: ObjectHypothesis) -> None: ...
    @property
    def pose(self) -> geometry_msgs.msg.PoseWithCovariance: ...
    @pose.setter
    def pose(self, value: geometry_msgs.msg.PoseWithCovariance) -> None: ...

class Point2D:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        x: float = ...,
        y: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def x(self) -> float: ...
    @x.setter
    def x(self, value: float) -> None: ...
    @property
    def y(self) -> float: ...
    @y.setter
    def y(self, value: float) -> None: ...

class Pose2D:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        position: Point2D = ...,
        theta: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def position(self) -> Point2D: ...
    @position.setter
    def position(self, value: Point2D) -> None: ...
    @property
    def theta(self) -> float: ...
    @theta.setter
    def theta(self, value: float) -> None: ...

class VisionClass:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        class_id: int = ...,
        class_name: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def class_id(self) -> int: ...
    @class_id.setter
    def class_id(self, value: int) -> None: ...
    @property
    def class_name(self) -> str: ...
    @class_name.setter
    def class_name(self, value: str) -> None: ...

class VisionInfo:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        method: str = ...,
        database_location: str = ...,
        database_version: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def header(self) -> std_msgs.msg.Header: ...
    @header.setter
    def header(self, value: std_msgs.msg.Header) -> None: ...
    @property
    def method(self) -> str: ...
    @method.setter
    def method(self, value: str) -> None: ...
    @property
    def database_location(self) -> str: ...
    @database_location.setter
    def database_location(self, value: str) -> None: ...
    @property
    def database_version(self) -> int: ...
    @database_version.setter
    def database_version(self, value: int) -> None: ...
