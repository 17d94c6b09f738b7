# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy
import numpy.typing
from typing_extensions import Buffer

class Gid:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        data: Sequence[int] | Buffer | numpy.typing.NDArray[Any] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def data(self) -> numpy.typing.NDArray[numpy.uint8]: ...
    @data.setter
    def data(self, value: Sequence[int] | Buffer | numpy.typing.NDArray[Any]) -> None: ...

class NodeEntitiesInfo:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        node_namespace: str = ...,
        node_name: str = ...,
        reader_gid_seq: Sequence[Gid] = ...,
        writer_gid_seq: Sequence[Gid] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def node_namespace(self) -> str: ...
    @node_namespace.setter
    def node_namespace(self, value: str) -> None: ...
    @property
    def node_name(self) -> str: ...
    @node_name.setter
    def node_name(self, value: str) -> None: ...
    @property
    def reader_gid_seq(self) -> list[Gid]: ...
    @reader_gid_seq.setter
    def reader_gid_seq(self, value: Sequence[Gid]) -> None: ...
    @property
    def writer_gid_seq(self) -> list[Gid]: ...
    @writer_gid_seq.setter
    def writer_gid_seq(self, value: Sequence[Gid]) -> None: ...

class ParticipantEntitiesInfo:
    SLOT_TYPES: ClassVar[tuple[Any, ...]]
    _fields_and_field_types: ClassVar[dict[str, str]]
    @classmethod
    def get_fields_and_field_types(cls) -> dict[str, str]: ...
    def __init__(
        self,
        *,
        gid: Gid = ...,
        node_entities_info_seq: Sequence[NodeEntitiesInfo] = ...,
        check_fields: bool | None = ...,
    ) -> None: ...
    @property
    def gid(self) -> Gid: ...
    @gid.setter
    def gid(self, value: Gid) -> None: ...
    @property
    def node_entities_info_seq(self) -> list[NodeEntitiesInfo]: ...
    @node_entities_info_seq.setter
    def node_entities_info_seq(self, value: Sequence[NodeEntitiesInfo]) -> None: ...
