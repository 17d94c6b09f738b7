# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import builtin_interfaces.msg
import geometry_msgs.msg
import numpy.typing
import sensor_msgs.msg
import std_msgs.msg
from typing_extensions import Buffer

class ImageMarker:
    CIRCLE: Final = 0
    LINE_STRIP: Final = 1
    LINE_LIST: Final = 2
    POLYGON: Final = 3
    POINTS: Final = 4
    ADD: Final = 0
    REMOVE: Final = 1
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        ns: str = ...,
        id: int = ...,
        type: int = ...,
        action: int = ...,
        position: geometry_msgs.msg.Point = ...,
        scale: float = ...,
        outline_color: std_msgs.msg.ColorRGBA = ...,
        filled: int = ...,
        fill_color: std_msgs.msg.ColorRGBA = ...,
        lifetime: builtin_interfaces.msg.Duration = ...,
        points: Sequence[geometry_msgs.msg.Point] = ...,
        outline_colors: Sequence[std_msgs.msg.ColorRGBA] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    ns: str
    id: int
    type: int
    action: int
    position: geometry_msgs.msg.Point
    scale: float
    outline_color: std_msgs.msg.ColorRGBA
    filled: int
    fill_color: std_msgs.msg.ColorRGBA
    lifetime: builtin_interfaces.msg.Duration
    @property
    def points(self) -> list[geometry_msgs.msg.Point]: ...
    @points.setter
    def points(self, value: Sequence[geometry_msgs.msg.Point]) -> None: ...
    @property
    def outline_colors(self) -> list[std_msgs.msg.ColorRGBA]: ...
    @outline_colors.setter
    def outline_colors(self, value: Sequence[std_msgs.msg.ColorRGBA]) -> None: ...

class InteractiveMarker:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        pose: geometry_msgs.msg.Pose = ...,
        name: str = ...,
        description: str = ...,
        scale: float = ...,
        menu_entries: Sequence[MenuEntry] = ...,
        controls: Sequence[InteractiveMarkerControl] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    pose: geometry_msgs.msg.Pose
    name: str
    description: str
    scale: float
    @property
    def menu_entries(self) -> list[MenuEntry]: ...
    @menu_entries.setter
    def menu_entries(self, value: Sequence[MenuEntry]) -> None: ...
    @property
    def controls(self) -> list[InteractiveMarkerControl]: ...
    @controls.setter
    def controls(self, value: Sequence[InteractiveMarkerControl]) -> None: ...

class InteractiveMarkerControl:
    INHERIT: Final = 0
    FIXED: Final = 1
    VIEW_FACING: Final = 2
    NONE: Final = 0
    MENU: Final = 1
    BUTTON: Final = 2
    MOVE_AXIS: Final = 3
    MOVE_PLANE: Final = 4
    ROTATE_AXIS: Final = 5
    MOVE_ROTATE: Final = 6
    MOVE_3D: Final = 7
    ROTATE_3D: Final = 8
    MOVE_ROTATE_3D: Final = 9
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        name: str = ...,
        orientation: geometry_msgs.msg.Quaternion = ...,
        orientation_mode: int = ...,
        interaction_mode: int = ...,
        always_visible: bool = ...,
        markers: Sequence[Marker] = ...,
        independent_marker_orientation: bool = ...,
        description: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    name: str
    orientation: geometry_msgs.msg.Quaternion
    orientation_mode: int
    interaction_mode: int
    always_visible: bool
    @property
    def markers(self) -> list[Marker]: ...
    @markers.setter
    def markers(self, value: Sequence[Marker]) -> None: ...
    independent_marker_orientation: bool
    description: str

class InteractiveMarkerFeedback:
    KEEP_ALIVE: Final = 0
    POSE_UPDATE: Final = 1
    MENU_SELECT: Final = 2
    BUTTON_CLICK: Final = 3
    MOUSE_DOWN: Final = 4
    MOUSE_UP: Final = 5
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        client_id: str = ...,
        marker_name: str = ...,
        control_name: str = ...,
        event_type: int = ...,
        pose: geometry_msgs.msg.Pose = ...,
        menu_entry_id: int = ...,
        mouse_point: geometry_msgs.msg.Point = ...,
        mouse_point_valid: bool = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    client_id: str
    marker_name: str
    control_name: str
    event_type: int
    pose: geometry_msgs.msg.Pose
    menu_entry_id: int
    mouse_point: geometry_msgs.msg.Point
    mouse_point_valid: bool

class InteractiveMarkerInit:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        server_id: str = ...,
        seq_num: int = ...,
        markers: Sequence[InteractiveMarker] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    server_id: str
    seq_num: int
    @property
    def markers(self) -> list[InteractiveMarker]: ...
    @markers.setter
    def markers(self, value: Sequence[InteractiveMarker]) -> None: ...

class InteractiveMarkerPose:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        pose: geometry_msgs.msg.Pose = ...,
        name: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    pose: geometry_msgs.msg.Pose
    name: str

class InteractiveMarkerUpdate:
    KEEP_ALIVE: Final = 0
    UPDATE: Final = 1
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        server_id: str = ...,
        seq_num: int = ...,
        type: int = ...,
        markers: Sequence[InteractiveMarker] = ...,
        poses: Sequence[InteractiveMarkerPose] = ...,
        erases: Sequence[str] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    server_id: str
    seq_num: int
    type: int
    @property
    def markers(self) -> list[InteractiveMarker]: ...
    @markers.setter
    def markers(self, value: Sequence[InteractiveMarker]) -> None: ...
    @property
    def poses(self) -> list[InteractiveMarkerPose]: ...
    @poses.setter
    def poses(self, value: Sequence[InteractiveMarkerPose]) -> None: ...
    @property
    def erases(self) -> list[str]: ...
    @erases.setter
    def erases(self, value: Sequence[str]) -> None: ...

class Marker:
    ARROW: Final = 0
    CUBE: Final = 1
    SPHERE: Final = 2
    CYLINDER: Final = 3
    LINE_STRIP: Final = 4
    LINE_LIST: Final = 5
    CUBE_LIST: Final = 6
    SPHERE_LIST: Final = 7
    POINTS: Final = 8
    TEXT_VIEW_FACING: Final = 9
    MESH_RESOURCE: Final = 10
    TRIANGLE_LIST: Final = 11
    ARROW_STRIP: Final = 12
    ADD: Final = 0
    MODIFY: Final = 0
    DELETE: Final = 2
    DELETEALL: Final = 3
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        ns: str = ...,
        id: int = ...,
        type: int = ...,
        action: int = ...,
        pose: geometry_msgs.msg.Pose = ...,
        scale: geometry_msgs.msg.Vector3 = ...,
        color: std_msgs.msg.ColorRGBA = ...,
        lifetime: builtin_interfaces.msg.Duration = ...,
        frame_locked: bool = ...,
        points: Sequence[geometry_msgs.msg.Point] = ...,
        colors: Sequence[std_msgs.msg.ColorRGBA] = ...,
        texture_resource: str = ...,
        texture: sensor_msgs.msg.CompressedImage = ...,
        uv_coordinates: Sequence[UVCoordinate] = ...,
        text: str = ...,
        mesh_resource: str = ...,
        mesh_file: MeshFile = ...,
        mesh_use_embedded_materials: bool = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    ns: str
    id: int
    type: int
    action: int
    pose: geometry_msgs.msg.Pose
    scale: geometry_msgs.msg.Vector3
    color: std_msgs.msg.ColorRGBA
    lifetime: builtin_interfaces.msg.Duration
    frame_locked: bool
    @property
    def points(self) -> list[geometry_msgs.msg.Point]: ...
    @points.setter
    def points(self, value: Sequence[geometry_msgs.msg.Point]) -> None: ...
    @property
    def colors(self) -> list[std_msgs.msg.ColorRGBA]: ...
    @colors.setter
    def colors(self, value: Sequence[std_msgs.msg.ColorRGBA]) -> None: ...
    texture_resource: str
    texture: sensor_msgs.msg.CompressedImage
    @property
    def uv_coordinates(self) -> list[UVCoordinate]: ...
    @uv_coordinates.setter
    def uv_coordinates(self, value: Sequence[UVCoordinate]) -> None: ...
    text: str
    mesh_resource: str
    mesh_file: MeshFile
    mesh_use_embedded_materials: bool

class MarkerArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        markers: Sequence[Marker] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def markers(self) -> list[Marker]: ...
    @markers.setter
    def markers(self, value: Sequence[Marker]) -> None: ...

class MenuEntry:
    FEEDBACK: Final = 0
    ROSRUN: Final = 1
    ROSLAUNCH: Final = 2
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        id: int = ...,
        parent_id: int = ...,
        title: str = ...,
        command: str = ...,
        command_type: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    id: int
    parent_id: int
    title: str
    command: str
    command_type: int

class MeshFile:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        filename: str = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    filename: str
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class UVCoordinate:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        u: float = ...,
        v: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    u: float
    v: float
