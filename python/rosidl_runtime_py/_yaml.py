"""YAML that keeps the order of fields."""

from __future__ import annotations

import sys
from collections import OrderedDict
from typing import Any

import yaml


class _Dumper(yaml.Dumper):
    """Writes ordered dictionaries as plain mappings."""


_Dumper.add_representer(
    OrderedDict, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data)
)


def dump(values: OrderedDict[str, Any], flow_style: bool) -> str:
    """Write the fields of a message, on lines of any length."""
    text: str = yaml.dump(
        values,
        Dumper=_Dumper,
        allow_unicode=True,
        width=sys.maxsize,
        default_flow_style=flow_style,
        sort_keys=False,
    )
    return text
