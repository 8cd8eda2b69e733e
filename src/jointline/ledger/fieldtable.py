"""Field tables: one CSV a record kind, read by the checks, the docs and the exports alike."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a field table."""

    field: str
    type: str
    unit: str
    required: bool
    default: str
    description: str


@cache
def field_table(package: str, name: str, folder: str = "fields") -> tuple[Field, ...]:
    """The rows of ``<package>/<folder>/<name>.csv`` in file order.

    >>> [f.field for f in field_table("jointline.ledger", "statement")][:3]
    ['id', 'subject', 'property']
    """
    return tuple(
        Field(r["field"], r["type"], r["unit"], r["required"] == "yes", r["default"], r["description"])
        for r in read_table(package, name, folder)
    )


def read_table(package: str, name: str, folder: str = "fields") -> list[dict[str, str]]:
    """The rows of ``<package>/<folder>/<name>.csv`` as dictionaries of strings."""
    path = resources.files(package) / folder / f"{name}.csv"
    with path.open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))
