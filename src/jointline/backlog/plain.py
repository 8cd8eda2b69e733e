"""Frozen results as plain lists and dictionaries: the one shape of ``--json``."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any


def plain_data(value: Any) -> Any:
    """*value* with dataclasses turned into dictionaries and tuples into lists, all the way down."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain_data(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, list | tuple):
        return [plain_data(v) for v in value]
    if isinstance(value, dict):
        return {k: plain_data(v) for k, v in value.items()}
    return value
