"""Structured arrays as plain ones and back, under the names that old programs import from here."""

from numpy.lib.recfunctions import structured_to_unstructured, unstructured_to_structured

__all__ = ["structured_to_unstructured", "unstructured_to_structured"]
