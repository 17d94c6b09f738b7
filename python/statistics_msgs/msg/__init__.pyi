# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import builtin_interfaces.msg

class MetricsMessage:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        measurement_source_name: str = ...,
        metrics_source: str = ...,
        unit: str = ...,
        window_start: builtin_interfaces.msg.Time = ...,
        window_stop: builtin_interfaces.msg.Time = ...,
        statistics: Sequence[StatisticDataPoint] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def measurement_source_name(self) -> str: ...
    @measurement_source_name.setter
    def measurement_source_name(self, value: str) -> None: ...
    @property
    def metrics_source(self) -> str: ...
    @metrics_source.setter
    def metrics_source(self, value: str) -> None: ...
    @property
    def unit(self) -> str: ...
    @unit.setter
    def unit(self, value: str) -> None: ...
    @property
    def window_start(self) -> builtin_interfaces.msg.Time: ...
    @window_start.setter
    def window_start(self, value: builtin_interfaces.msg.Time) -> None: ...
    @property
    def window_stop(self) -> builtin_interfaces.msg.Time: ...
    @window_stop.setter
    def window_stop(self, value: builtin_interfaces.msg.Time) -> None: ...
    @property
    def statistics(self) -> list[StatisticDataPoint]: ...
    @statistics.setter
    def statistics(self, value: Sequence[StatisticDataPoint]) -> None: ...

class StatisticDataPoint:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data_type: int = ...,
        data: float = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data_type(self) -> int: ...
    @data_type.setter
    def data_type(self, value: int) -> None: ...
    @property
    def data(self) -> float: ...
    @data.setter
    def data(self, value: float) -> None: ...

class StatisticDataType:
    STATISTICS_DATA_TYPE_UNINITIALIZED: Final = 0
    STATISTICS_DATA_TYPE_AVERAGE: Final = 1
    STATISTICS_DATA_TYPE_MINIMUM: Final = 2
    STATISTICS_DATA_TYPE_MAXIMUM: Final = 3
    STATISTICS_DATA_TYPE_STDDEV: Final = 4
    STATISTICS_DATA_TYPE_SAMPLE_COUNT: Final = 5
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        check_fields: bool | None = ...,
    ) -> None: ...
