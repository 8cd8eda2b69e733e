"""The statements that ship with the package, read from its sorted CSV files."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jointline.ledger.statement import FIELD_NAMES, Statement, from_texts
from jointline.ledger.transfer import unguard

AREAS = ("cases", "published", "production", "precedents")
CASE_AREAS = ("cases", "published")
_DIRECTORY = Path(__file__).resolve().parent.parent / "data" / "statements"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the shipped statements say of themselves."""

    knowledge_ends_on: str
    recorded_on: str
    statements: int
    data_hash: str


@cache
def manifest() -> Manifest:
    """The last day the gathered case news was stated on, the day it was taken over, how many statements."""
    raw = json.loads((_DIRECTORY / "manifest.json").read_text(encoding="utf-8"))
    return Manifest(raw["knowledge_ends_on"], raw["recorded_on"], sum(raw["statements"].values()), raw["data_hash"])


@cache
def area(name: str) -> tuple[Statement, ...]:
    """The shipped statements of one area in file order (subject, property, date)."""
    with (_DIRECTORY / f"{name}.csv").open(encoding="utf-8") as handle:
        rows = csv.reader(handle)
        if tuple(next(rows)) != FIELD_NAMES:
            raise RuntimeError(f"{name}.csv does not fit this version: run tools/build_shipped.py")
        return tuple(from_texts([unguard(c) if c[:1] == "'" else c for c in row]) for row in rows)


@cache
def shipped(areas: tuple[str, ...] = AREAS) -> tuple[Statement, ...]:
    """The shipped statements of the named areas."""
    return tuple(s for name in areas for s in area(name))


def data_hash() -> str:
    """SHA-256 over the shipped files (its first 16 digits), as it was when they were built: what a run card names."""
    return manifest().data_hash
