"""What callbacks can be called with, told without calling them."""

from __future__ import annotations

import functools
import inspect
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from rclpy._signatures import accepts


class Owner:
    def method(self, a: int) -> None: ...

    @classmethod
    def of_class(cls, a: int) -> None: ...

    @staticmethod
    def static(a: int, b: int = 0) -> None: ...

    def __call__(self, a: int, b: int) -> None: ...


def none() -> None: ...
def two(a: int, b: int) -> None: ...
def positional(a: int, /, b: int = 1) -> None: ...
def any_number(*a: int, **b: int) -> None: ...
def keyword(a: int, *, b: int) -> None: ...
def keyword_with_default(a: int, *, b: int = 1) -> None: ...


@functools.wraps(none)
def wrapped(*a: int) -> None: ...


@pytest.mark.parametrize(
    "callback",
    [
        none,
        two,
        positional,
        any_number,
        keyword,
        keyword_with_default,
        wrapped,
        functools.partial(two, 1),
        Owner,
        Owner(),
        Owner().method,
        Owner.method,
        Owner.of_class,
        Owner.static,
        lambda a, b=1: None,
        [].append,
    ],
)
def test_agrees_with_inspect(callback: Callable[..., Any]) -> None:
    for count in range(4):
        try:
            inspect.signature(callback).bind(*(None,) * count)
        except TypeError:
            assert not accepts(callback, count)
        else:
            assert accepts(callback, count)


def test_says_where_nobody_knows() -> None:
    with pytest.raises(ValueError, match="signature"):
        accepts(dict.fromkeys if sys.version_info < (3, 11) else type, 1)


def test_a_node_imports_little() -> None:
    program = (
        "import sys, rclpy.node\n"
        "print(*{'asyncio', 'inspect', 'numpy', 'pathlib', 'traceback'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    # Python itself brings some of them where it starts in a virtual environment, or is newer.
    plain = subprocess.run(
        [sys.executable, "-c", program.replace(", rclpy.node", "")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert said.stdout == plain.stdout
