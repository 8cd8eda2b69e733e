"""What a check found: faults, and doubts that --strict makes faults."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from jointline.errors import JointlineError

_BARE = re.compile(r"[^\s.\[\]\"\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the check: format/rules.toml."""

    id: str
    name: str
    level: str  # fault or doubt
    why: str
    fix: str
    example: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: by which rule, at which key, why, and what to do.

    ``at`` is the key under which it is written, where that is another (a change of an option).
    """

    rule: str
    key: str
    reason: str
    remedy: str = ""
    line: int | None = None
    at: str = ""

    @property
    def level(self) -> str:
        return rules()[self.rule].level

    @property
    def same(self) -> tuple[str, str, str]:
        """What two findings of the same thing have in common."""
        return self.rule, self.key, self.reason

    def within(self, outer: str, at: str = "") -> Finding:
        """The same finding in a network that an option made; *at*: the change behind it."""
        return replace(self, key=f"{outer}: {self.key}" if self.key else outer, at=at)


@cache
def rules() -> dict[str, Rule]:
    """Every rule of the check by its id, in the order of the documentation."""
    text = (resources.files("jointline.network") / "format" / "rules.toml").read_text(encoding="utf-8")
    return {i: Rule(id=i, **r) for i, r in tomllib.loads(text).items()}


def joined(key: str, part: str | int) -> str:
    """The key of *part* inside *key*, as findings write it: ``lines.x.customers[0]``, ``lines."a b"``."""
    if isinstance(part, int):
        return f"{key}[{part}]"
    name = part if _BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False)
    return f"{key}.{name}" if key else name


def raise_on_faults(findings: Iterable[Finding], file: str, *, checkable: bool = True) -> None:
    """Raise ``JointlineError`` where *findings* hold a fault: the first in full, the number of the rest.

    checkable: *file* can be given to ``jointline network check``.
    """
    faults = [f for f in findings if f.level == "fault"]
    if not faults:
        return
    first, more = faults[0], len(faults) - 1
    how = f"jointline network check {file} shows all" if checkable else "jointline.check_network shows all"
    rest = f"And {more} more: {how}." if more else ""
    places = (file, f"line {first.line}" if first.line else "", first.key)
    remedy = " ".join(x for x in (first.remedy, rest) if x)
    raise JointlineError(first.reason, where=", ".join(p for p in places if p), remedy=remedy)
