"""Counting rules are data: one small TOML file each, named, documented, checked when loaded."""

from __future__ import annotations

import os
import tomllib
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import parse_date
from jointline.ledger.statement import SPEAKER_KINDS
from jointline.ledger.values import WORDS
from jointline.sentences import Sentence, says

DEFAULT_RULE = "published"
_WORDS = {
    "membership": ("publisher", "evidence", "heard"),
    "value": ("publisher", "notified", "undelivered", "none"),
    "amendments": ("separate", "within"),
    "category": ("publisher", "ledger"),
    "delivering": ("publisher", "evidence"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of counting the backlog; the keys are explained in docs/counting-rules.md."""

    name: str
    title: str
    counts: str
    source: str
    membership: str
    value: str
    amendments: str
    category: str
    delivering: str
    leaves_out: tuple[str, ...]
    series: str = ""
    notified_from: str = ""
    silence_months: int = 0
    heard: tuple[str, ...] = ()
    category_map: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def first_day(self) -> date:
        """First day of notification that counts."""
        return parse_date(self.notified_from).low if self.notified_from else date.min


@cache
def rule_names() -> tuple[str, ...]:
    """The shipped rules, the default one first."""
    folder = resources.files("jointline.backlog") / "rules"
    names = sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml"))
    return (DEFAULT_RULE, *(n for n in names if n != DEFAULT_RULE))


def get_rule(name: str | os.PathLike[str]) -> Rule:
    """The shipped rule called *name*, or one of the user's own where *name* is a path to a .toml file.

    Raises ``JointlineError`` naming file and key.
    """
    name = os.fspath(name)
    if name.endswith(".toml"):
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise JointlineError(
                says("the rule cannot be read: {error}", error=why), where=name,
                remedy=says("Name a .toml file that is there, or one of the rules that ship: {names}.", names=", ".join(rule_names())),
            ) from None  # fmt: skip
        return _load(text, name)
    if name not in rule_names():
        raise JointlineError(
            says("there is no counting rule {name!r}", name=name),
            remedy=says(
                "{suggest} Or give the path of a rule file of your own (.toml).", suggest=suggest(name, rule_names())
            ),
        )
    return _shipped(name)


@cache
def _shipped(name: str) -> Rule:
    path = resources.files("jointline.backlog") / "rules" / f"{name}.toml"
    rule = _load(path.read_text(encoding="utf-8"), f"{name}.toml")
    title, counts, *remarks = (Sentence(text, {}) for text in (rule.title, rule.counts, *rule.remarks))
    return replace(rule, title=title, counts=counts, remarks=tuple(remarks))


def _load(text: str, where: str) -> Rule:
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise JointlineError(says("is not TOML: {error}", error=error), where=where) from None
    known = {f.name: f for f in fields(Rule)}
    for key in raw:
        if key not in known:
            raise JointlineError(
                says("there is no key {key!r} in a rule", key=key), where=where, remedy=suggest(key, known)
            )
    for key, value in raw.items():
        _check(key, value, f"{where}, key {key}")
    for name, f in known.items():
        required = f.default is MISSING and f.default_factory is MISSING
        if required and name not in raw:
            raise JointlineError(says("the key {name!r} is missing", name=name), where=where)
    lists = {k: tuple(v) for k, v in raw.items() if isinstance(v, list)}
    return Rule(**(raw | lists))


def _check(key: str, value: Any, where: str) -> None:
    if key in _WORDS and value not in _WORDS[key]:
        raise JointlineError(
            says("{value!r} is not one of its values", value=value),
            where=where,
            remedy=says("Valid: {names}.", names=", ".join(_WORDS[key])),
        )
    kinds: dict[str, type] = {"silence_months": int, "category_map": dict, "leaves_out": list, "heard": list,
                              "remarks": list}  # fmt: skip
    wanted = kinds.get(key, str)
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise JointlineError(says("{value!r} is not a {name}", value=value, name=wanted.__name__), where=where)
    if isinstance(value, list) and not all(isinstance(v, str) for v in value):
        raise JointlineError(says("holds something that is not a text"), where=where)
    if isinstance(value, dict):
        for a, b in value.items():
            if a not in WORDS["category"] or not isinstance(b, str):
                raise JointlineError(
                    says("{a} = {b!r} maps no category to a name", a=a, b=b),
                    where=where,
                    remedy=says("Categories: {names}.", names=", ".join(WORDS["category"])),
                )
    if isinstance(value, int) and value < 0:
        raise JointlineError(says("{value} is negative", value=value), where=where)
    if key == "notified_from":
        try:
            parse_date(value)
        except JointlineError as error:
            raise error.at(where) from None
    lists: dict[str, tuple[str, ...]] = {"leaves_out": WORDS["category"], "heard": SPEAKER_KINDS}
    parts = cast("list[Any]", value) if key in lists else []
    for part in parts:
        if part not in lists[key]:
            raise JointlineError(
                says("{part!r} is not known", part=part), where=where, remedy=suggest(str(part), lists[key])
            )
