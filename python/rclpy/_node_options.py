"""What a native node is made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from rclpy._rclpy import rmw_qos_profile_t


class NodeOptions(TypedDict):
    """What a native node is made with."""

    namespace: str
    arguments: list[str] | None
    use_global_arguments: bool
    enable_rosout: bool
    rosout_qos: rmw_qos_profile_t
    enable_logger_service: bool
    start_parameter_services: bool
    parameter_overrides: list[tuple[str, int, Any]]
    allow_undeclared_parameters: bool
    automatically_declare_parameters_from_overrides: bool
