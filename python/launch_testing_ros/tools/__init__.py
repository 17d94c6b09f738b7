"""Tools for tests of nodes and of what they write."""

from .output import basic_output_filter

__all__ = ["basic_output_filter"]
