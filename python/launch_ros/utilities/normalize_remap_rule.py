"""Remapping rules in their normal form."""

from __future__ import annotations

from collections.abc import Iterator

from launch.utilities import ensure_argument_type, normalize_to_list_of_substitutions

from ..remap_rule_type import RemapRule, SomeRemapRule, SomeRemapRules


def normalize_remap_rule(remap_rule: SomeRemapRule) -> RemapRule:
    """
    Normalize a remapping rule.

    :raises TypeError: if it is no pair.
    """
    ensure_argument_type(remap_rule, tuple, "remap_rule")
    if len(remap_rule) != 2:
        raise TypeError(f"remap_rule must be a tuple of length 2, got length {len(remap_rule)}")
    source, target = map(normalize_to_list_of_substitutions, remap_rule)
    return tuple(source), tuple(target)


def normalize_remap_rules(remap_rules: SomeRemapRules) -> Iterator[RemapRule]:
    """Normalize remapping rules, each when it is asked for."""
    yield from map(normalize_remap_rule, remap_rules)
