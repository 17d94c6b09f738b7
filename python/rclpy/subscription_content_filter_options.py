"""Which of a topic's messages a subscription wants."""

from __future__ import annotations

from typing import NamedTuple


class ContentFilterOptions(NamedTuple):
    """
    A condition on messages, in the SQL of DDS (DDS 1.4, Annex B).

    :param filter_expression: the condition, such as ``temperature > %0 AND present = TRUE``:
        fields (``header.stamp.sec``, ``ranges[0]``), ``= <> < <= > >=``, ``BETWEEN``, ``LIKE``,
        ``AND``, ``OR``, ``NOT``, parentheses. An empty one wants every message.
    :param expression_parameters: the values of ``%0``, ``%1`` and so on, written as in an
        expression: ``"10"``, ``"'text'"``, ``"TRUE"``.
    """

    filter_expression: str
    expression_parameters: list[str]
