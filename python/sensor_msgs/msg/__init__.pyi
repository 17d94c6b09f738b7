# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from array import array
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import builtin_interfaces.msg
import geometry_msgs.msg
import numpy
import numpy.typing
import std_msgs.msg
from typing_extensions import Buffer

class BatteryState:
    POWER_SUPPLY_STATUS_UNKNOWN: Final = 0
    POWER_SUPPLY_STATUS_CHARGING: Final = 1
    POWER_SUPPLY_STATUS_DISCHARGING: Final = 2
    POWER_SUPPLY_STATUS_NOT_CHARGING: Final = 3
    POWER_SUPPLY_STATUS_FULL: Final = 4
    POWER_SUPPLY_HEALTH_UNKNOWN: Final = 0
    POWER_SUPPLY_HEALTH_GOOD: Final = 1
    POWER_SUPPLY_HEALTH_OVERHEAT: Final = 2
    POWER_SUPPLY_HEALTH_DEAD: Final = 3
    POWER_SUPPLY_HEALTH_OVERVOLTAGE: Final = 4
    POWER_SUPPLY_HEALTH_UNSPEC_FAILURE: Final = 5
    POWER_SUPPLY_HEALTH_COLD: Final = 6
    POWER_SUPPLY_HEALTH_WATCHDOG_TIMER_EXPIRE: Final = 7
    POWER_SUPPLY_HEALTH_SAFETY_TIMER_EXPIRE: Final = 8
    POWER_SUPPLY_TECHNOLOGY_UNKNOWN: Final = 0
    POWER_SUPPLY_TECHNOLOGY_NIMH: Final = 1
    POWER_SUPPLY_TECHNOLOGY_LION: Final = 2
    POWER_SUPPLY_TECHNOLOGY_LIPO: Final = 3
    POWER_SUPPLY_TECHNOLOGY_LIFE: Final = 4
    POWER_SUPPLY_TECHNOLOGY_NICD: Final = 5
    POWER_SUPPLY_TECHNOLOGY_LIMN: Final = 6
    POWER_SUPPLY_TECHNOLOGY_TERNARY: Final = 7
    POWER_SUPPLY_TECHNOLOGY_VRLA: Final = 8
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        voltage: float = ...,
        temperature: float = ...,
        current: float = ...,
        charge: float = ...,
        capacity: float = ...,
        design_capacity: float = ...,
        percentage: float = ...,
        power_supply_status: int = ...,
        power_supply_health: int = ...,
        power_supply_technology: int = ...,
        present: bool = ...,
        cell_voltage: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        cell_temperature: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        location: str = ...,
        serial_number: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    voltage: float
    temperature: float
    current: float
    charge: float
    capacity: float
    design_capacity: float
    percentage: float
    power_supply_status: int
    power_supply_health: int
    power_supply_technology: int
    present: bool
    @property
    def cell_voltage(self) -> array[float]: ...
    @cell_voltage.setter
    def cell_voltage(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def cell_temperature(self) -> array[float]: ...
    @cell_temperature.setter
    def cell_temperature(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    location: str
    serial_number: str

class CameraInfo:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        height: int = ...,
        width: int = ...,
        distortion_model: str = ...,
        d: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        k: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        r: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        p: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        binning_x: int = ...,
        binning_y: int = ...,
        roi: RegionOfInterest = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    height: int
    width: int
    distortion_model: str
    @property
    def d(self) -> array[float]: ...
    @d.setter
    def d(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def k(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @k.setter
    def k(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def r(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @r.setter
    def r(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def p(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @p.setter
    def p(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    binning_x: int
    binning_y: int
    roi: RegionOfInterest

class ChannelFloat32:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        name: str = ...,
        values: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    name: str
    @property
    def values(self) -> array[float]: ...
    @values.setter
    def values(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class CompressedImage:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        format: str = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    format: str
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class FluidPressure:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        fluid_pressure: float = ...,
        variance: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    fluid_pressure: float
    variance: float

class Illuminance:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        illuminance: float = ...,
        variance: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    illuminance: float
    variance: float

class Image:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        height: int = ...,
        width: int = ...,
        encoding: str = ...,
        is_bigendian: int = ...,
        step: int = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    height: int
    width: int
    encoding: str
    is_bigendian: int
    step: int
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Imu:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        orientation: geometry_msgs.msg.Quaternion = ...,
        orientation_covariance: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        angular_velocity: geometry_msgs.msg.Vector3 = ...,
        angular_velocity_covariance: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        linear_acceleration: geometry_msgs.msg.Vector3 = ...,
        linear_acceleration_covariance: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    orientation: geometry_msgs.msg.Quaternion
    @property
    def orientation_covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @orientation_covariance.setter
    def orientation_covariance(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    angular_velocity: geometry_msgs.msg.Vector3
    @property
    def angular_velocity_covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @angular_velocity_covariance.setter
    def angular_velocity_covariance(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    linear_acceleration: geometry_msgs.msg.Vector3
    @property
    def linear_acceleration_covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @linear_acceleration_covariance.setter
    def linear_acceleration_covariance(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class JointState:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        name: Sequence[str] = ...,
        position: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        velocity: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        effort: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    @property
    def name(self) -> list[str]: ...
    @name.setter
    def name(self, value: Sequence[str]) -> None: ...
    @property
    def position(self) -> array[float]: ...
    @position.setter
    def position(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def velocity(self) -> array[float]: ...
    @velocity.setter
    def velocity(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def effort(self) -> array[float]: ...
    @effort.setter
    def effort(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class Joy:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        axes: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        buttons: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    @property
    def axes(self) -> array[float]: ...
    @axes.setter
    def axes(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def buttons(self) -> array[int]: ...
    @buttons.setter
    def buttons(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class JoyFeedback:
    TYPE_LED: Final = 0
    TYPE_RUMBLE: Final = 1
    TYPE_BUZZER: Final = 2
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        type: int = ...,
        id: int = ...,
        intensity: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    type: int
    id: int
    intensity: float

class JoyFeedbackArray:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        array: Sequence[JoyFeedback] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def array(self) -> list[JoyFeedback]: ...
    @array.setter
    def array(self, value: Sequence[JoyFeedback]) -> None: ...

class LaserEcho:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        echoes: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def echoes(self) -> array[float]: ...
    @echoes.setter
    def echoes(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class LaserScan:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        angle_min: float = ...,
        angle_max: float = ...,
        angle_increment: float = ...,
        time_increment: float = ...,
        scan_time: float = ...,
        range_min: float = ...,
        range_max: float = ...,
        ranges: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        intensities: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    angle_min: float
    angle_max: float
    angle_increment: float
    time_increment: float
    scan_time: float
    range_min: float
    range_max: float
    @property
    def ranges(self) -> array[float]: ...
    @ranges.setter
    def ranges(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    @property
    def intensities(self) -> array[float]: ...
    @intensities.setter
    def intensities(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class MagneticField:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        magnetic_field: geometry_msgs.msg.Vector3 = ...,
        magnetic_field_covariance: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    magnetic_field: geometry_msgs.msg.Vector3
    @property
    def magnetic_field_covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @magnetic_field_covariance.setter
    def magnetic_field_covariance(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class MultiDOFJointState:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        joint_names: Sequence[str] = ...,
        transforms: Sequence[geometry_msgs.msg.Transform] = ...,
        twist: Sequence[geometry_msgs.msg.Twist] = ...,
        wrench: Sequence[geometry_msgs.msg.Wrench] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    @property
    def joint_names(self) -> list[str]: ...
    @joint_names.setter
    def joint_names(self, value: Sequence[str]) -> None: ...
    @property
    def transforms(self) -> list[geometry_msgs.msg.Transform]: ...
    @transforms.setter
    def transforms(self, value: Sequence[geometry_msgs.msg.Transform]) -> None: ...
    @property
    def twist(self) -> list[geometry_msgs.msg.Twist]: ...
    @twist.setter
    def twist(self, value: Sequence[geometry_msgs.msg.Twist]) -> None: ...
    @property
    def wrench(self) -> list[geometry_msgs.msg.Wrench]: ...
    @wrench.setter
    def wrench(self, value: Sequence[geometry_msgs.msg.Wrench]) -> None: ...

class MultiEchoLaserScan:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        angle_min: float = ...,
        angle_max: float = ...,
        angle_increment: float = ...,
        time_increment: float = ...,
        scan_time: float = ...,
        range_min: float = ...,
        range_max: float = ...,
        ranges: Sequence[LaserEcho] = ...,
        intensities: Sequence[LaserEcho] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    angle_min: float
    angle_max: float
    angle_increment: float
    time_increment: float
    scan_time: float
    range_min: float
    range_max: float
    @property
    def ranges(self) -> list[LaserEcho]: ...
    @ranges.setter
    def ranges(self, value: Sequence[LaserEcho]) -> None: ...
    @property
    def intensities(self) -> list[LaserEcho]: ...
    @intensities.setter
    def intensities(self, value: Sequence[LaserEcho]) -> None: ...

class NavSatFix:
    COVARIANCE_TYPE_UNKNOWN: Final = 0
    COVARIANCE_TYPE_APPROXIMATED: Final = 1
    COVARIANCE_TYPE_DIAGONAL_KNOWN: Final = 2
    COVARIANCE_TYPE_KNOWN: Final = 3
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        status: NavSatStatus = ...,
        latitude: float = ...,
        longitude: float = ...,
        altitude: float = ...,
        position_covariance: Sequence[float] | Buffer | numpy.typing.NDArray[Any] = ...,
        position_covariance_type: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    status: NavSatStatus
    latitude: float
    longitude: float
    altitude: float
    @property
    def position_covariance(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @position_covariance.setter
    def position_covariance(self, value: Sequence[float] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    position_covariance_type: int

class NavSatStatus:
    STATUS_UNKNOWN: Final = -2
    STATUS_NO_FIX: Final = -1
    STATUS_FIX: Final = 0
    STATUS_SBAS_FIX: Final = 1
    STATUS_GBAS_FIX: Final = 2
    SERVICE_UNKNOWN: Final = 0
    SERVICE_GPS: Final = 1
    SERVICE_GLONASS: Final = 2
    SERVICE_COMPASS: Final = 4
    SERVICE_GALILEO: Final = 8
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        status: int = ...,
        service: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    STATUS__DEFAULT: ClassVar[int]
    status: int
    service: int

class PointCloud:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        points: Sequence[geometry_msgs.msg.Point32] = ...,
        channels: Sequence[ChannelFloat32] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    @property
    def points(self) -> list[geometry_msgs.msg.Point32]: ...
    @points.setter
    def points(self, value: Sequence[geometry_msgs.msg.Point32]) -> None: ...
    @property
    def channels(self) -> list[ChannelFloat32]: ...
    @channels.setter
    def channels(self, value: Sequence[ChannelFloat32]) -> None: ...

class PointCloud2:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        height: int = ...,
        width: int = ...,
        fields: Sequence[PointField] = ...,
        is_bigendian: bool = ...,
        point_step: int = ...,
        row_step: int = ...,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        is_dense: bool = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    height: int
    width: int
    @property
    def fields(self) -> list[PointField]: ...
    @fields.setter
    def fields(self, value: Sequence[PointField]) -> None: ...
    is_bigendian: bool
    point_step: int
    row_step: int
    @property
    def data(self) -> array[int]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...
    is_dense: bool

class PointField:
    INT8: Final = 1
    UINT8: Final = 2
    INT16: Final = 3
    UINT16: Final = 4
    INT32: Final = 5
    UINT32: Final = 6
    FLOAT32: Final = 7
    FLOAT64: Final = 8
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        name: str = ...,
        offset: int = ...,
        datatype: int = ...,
        count: int = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    name: str
    offset: int
    datatype: int
    count: int

class Range:
    ULTRASOUND: Final = 0
    INFRARED: Final = 1
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        radiation_type: int = ...,
        field_of_view: float = ...,
        min_range: float = ...,
        max_range: float = ...,
        range: float = ...,
        variance: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    radiation_type: int
    field_of_view: float
    min_range: float
    max_range: float
    range: float
    variance: float

class RegionOfInterest:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        x_offset: int = ...,
        y_offset: int = ...,
        height: int = ...,
        width: int = ...,
        do_rectify: bool = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    x_offset: int
    y_offset: int
    height: int
    width: int
    do_rectify: bool

class RelativeHumidity:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        relative_humidity: float = ...,
        variance: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    relative_humidity: float
    variance: float

class Temperature:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        temperature: float = ...,
        variance: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    temperature: float
    variance: float

class TimeReference:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        header: std_msgs.msg.Header = ...,
        time_ref: builtin_interfaces.msg.Time = ...,
        source: str = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    header: std_msgs.msg.Header
    time_ref: builtin_interfaces.msg.Time
    source: str
