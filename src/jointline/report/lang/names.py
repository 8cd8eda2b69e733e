"""The usual names of things in each language, from the tables ``names/*.csv``.

Columns: ``kind`` and ``key`` of the thing, ``en`` and ``zh_tw`` its names (empty: as the key, or as the caller has
it), ``source``: where the Chinese name comes from (docs/languages.md).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from importlib import resources

from jointline.errors import JointlineError

COLUMNS = ("kind", "key", "en", "zh_tw", "source")
SOURCES = ("official", "usual", "own", "kept", "attested")  # "attested" is followed by the address where it stands


@cache
def tables() -> dict[tuple[str, str], tuple[str, str, str]]:
    """Kind and key to English name, Chinese name and where that comes from. Raises ``JointlineError`` for a bad row."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    folder = resources.files("jointline.report.lang") / "names"
    for path in sorted((p for p in folder.iterdir() if p.name.endswith(".csv")), key=lambda p: p.name):
        for n, row in enumerate(csv.DictReader(path.read_text(encoding="utf-8").splitlines()), 2):
            where = f"{path.name}, line {n}"
            if tuple(row) != COLUMNS or None in row.values():
                raise JointlineError(f"a row has the columns {', '.join(COLUMNS)}", where=where)
            if row["source"].partition(" ")[0] not in SOURCES:
                raise JointlineError(f"there is no source {row['source']!r}", where=where)
            at = (row["kind"], row["key"])
            if at in found:
                raise JointlineError(f"{at[0]} {at[1]!r} has a name already", where=where)
            found[at] = (row["en"], row["zh_tw"], row["source"])
    return found


def find(kind: str, key: str, chinese: bool) -> str:
    """The name of a thing, empty where the tables have none in that language."""
    held = tables().get((kind, key))
    return held[1 if chinese else 0] if held else ""


@cache
def shared_by_cases() -> frozenset[str]:
    """The cases whose name another case has too: two of one weapon, sold in different years."""
    named = [(key, row[1]) for (kind, key), row in tables().items() if kind == "case"]
    often = Counter(name for _, name in named)
    return frozenset(key for key, name in named if often[name] > 1)


def measure_word(subject: str, item: str) -> str:
    """What Chinese counts a thing with: ``枚`` a missile, ``架`` an aircraft; ``件`` where the tables do not know."""
    return find("measure", item, True) or (not item and find("measure", subject, True)) or "件"


def number_name(path: str) -> str:
    """A number of a network in Chinese: ``line/stinger-tucson/rate_max`` is ``土桑刺針飛彈產線：全速產能``."""
    parts = re.split(r"[/.]", path)
    what = find("number", parts[-1], True)
    if len(parts) < 3 or not what:
        return path
    kind = parts[0].removesuffix("s")
    return f"{find(kind, parts[1], True) or parts[1]}：{what}"


def distribution(text: str) -> str:
    """A distribution with its kind in Chinese: ``triangular 25 / 45.8 / 66.7`` is ``三角分布 25 / 45.8 / 66.7``."""
    kind, space, rest = text.partition(" ")
    found = find("distribution", kind, True)
    return f"{found}{space}{rest}" if found else text
