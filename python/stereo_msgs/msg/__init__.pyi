# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from typing import Any, ClassVar

import sensor_msgs.msg
import std_msgs.msg

class DisparityImage:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        image: sensor_msgs.msg.Image = ...,
        f: float = ...,
        t: float = ...,
        valid_window: sensor_msgs.msg.RegionOfInterest = ...,
        min_disparity: float = ...,
        max_disparity: float = ...,
        delta_d: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    image: sensor_msgs.msg.Image
    f: float
    t: float
    valid_window: sensor_msgs.msg.RegionOfInterest
    min_disparity: float
    max_disparity: float
    delta_d: float
