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
    center: Pose2D
    size_x: float
    size_y: float

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
    header: std_msgs.msg.Header
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
    center: geometry_msgs.msg.Pose
    size: geometry_msgs.msg.Vector3

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
    header: std_msgs.msg.Header
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
    header: std_msgs.msg.Header
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
    header: std_msgs.msg.Header
    @property
    def results(self) -> list[ObjectHypothesisWithPose]: ...
    @results.setter
    def results(self, value: Sequence[ObjectHypothesisWithPose]) -> None: ...
    bbox: BoundingBox2D
    id: str

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
    header: std_msgs.msg.Header
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
    header: std_msgs.msg.Header
    @property
    def results(self) -> list[ObjectHypothesisWithPose]: ...
    @results.setter
    def results(self, value: Sequence[ObjectHypothesisWithPose]) -> None: ...
    bbox: BoundingBox3D
    id: str

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
    header: std_msgs.msg.Header
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
    header: std_msgs.msg.Header
    @property
    def class_map(self) -> list[VisionClass]: ...
    @class_map.setter
    def class_map(self, value: Sequence[VisionClass]) -> None: ...
    threshold: float

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
    class_id: str
    score: float

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
    hypothesis: ObjectHypothesis
    pose: geometry_msgs.msg.PoseWithCovariance

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
    x: float
    y: float

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
    position: Point2D
    theta: float

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
    class_id: int
    class_name: str

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
    header: std_msgs.msg.Header
    method: str
    database_location: str
    database_version: int
