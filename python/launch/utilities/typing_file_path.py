"""What is accepted where the path of a file is wanted."""

from __future__ import annotations

import os
from typing import Any, TypeVar

FilePath = TypeVar("FilePath", str, bytes, "os.PathLike[Any]")
