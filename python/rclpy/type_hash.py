"""The hash that identifies an interface's definition (REP 2016)."""

from __future__ import annotations

from typing import TypedDict


class TypeHashDictionary(TypedDict):
    """A :class:`TypeHash` as a dictionary."""

    version: int
    value: bytes


class TypeHash:
    """A version and 32 bytes, written ``RIHS01_`` and 64 hexadecimal digits."""

    _TYPE_HASH_SIZE = 32

    __slots__ = [  # noqa: RUF023 (upstream's order)
        "_version",
        "_value",
    ]

    def __init__(self, version: int = -1, value: bytes = bytes(_TYPE_HASH_SIZE)) -> None:
        self.version = version
        self.value = value

    @property
    def version(self) -> int:
        """The scheme that the hash was made by; -1 where it is not known."""
        return self._version

    @version.setter
    def version(self, value: int) -> None:
        assert isinstance(value, int)
        self._version = value

    @property
    def value(self) -> bytes:
        """The hash itself."""
        return self._value

    @value.setter
    def value(self, value: bytes) -> None:
        assert isinstance(value, bytes)
        self._value = value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TypeHash):
            return False
        return (self.version, self.value) == (other.version, other.value)

    def __str__(self) -> str:
        if self.version <= 0 or len(self.value) != self._TYPE_HASH_SIZE:
            return "INVALID"
        return f"RIHS{self.version:02}_{self.value.hex()}"
