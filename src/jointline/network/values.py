"""The values of a network file, one reader a type of the field tables."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import parse_date
from jointline.ledger.statement import STANDINGS
from jointline.network.findings import Finding, joined
from jointline.network.numbers import Number, fixed, parse_number, shown
from jointline.network.parts import MODES, POLICIES, Evidence

_NAME = re.compile(r"[^\s./\[\]\"'\x00-\x1f\x7f]{1,100}")
_WORD, _REASON = 100, 400  # signs of a word that is looked for, and of a reason
MOST_MONTHS, MOST = 12_000, 1_000_000_000  # a thousand years; units, rates and amounts
LONGEST = 1200  # months of a horizon
CHANGE = "a change is one of: add = PATH, set = PATH with to = VALUE, remove = PATH"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, for the finding; ``as_of`` (year x 12 + month) turns dates into months."""

    key: str
    found: list[Finding]
    as_of: int | None = None
    dated: bool = True  # False: the network gives an as_of that cannot be read

    def fault(self, rule: str, reason: str, remedy: str = "") -> None:
        """Note a finding at this place."""
        self.found.append(Finding(rule, self.key, cut(reason, _REASON), cut(remedy, _REASON)))

    def at(self, key: str | int) -> Place:
        """A place inside this one."""
        return replace(self, key=joined(self.key, key if isinstance(key, int) else cut(key, _WORD)))


def cut(text: str, most: int) -> str:
    """*text* where it is short, else its beginning."""
    return text if len(text) <= most else f"{text[: most - 4]} ..."


def nearest(word: Any, known: Iterable[str]) -> str:
    """The names nearest to *word*, or the valid ones, as a remedy."""
    return suggest(str(word)[:_WORD], known) if isinstance(word, str) else suggest("", known)


def month_index(text: str) -> int:
    """Year x 12 + month of a date that lies within one month (``2026-03``, ``2026-03-15``, ROC dates too).

    Raises ``ValueError`` with the reason.
    """
    if len(text) > _WORD:
        raise ValueError(f"{shown(text)} is not a date")
    try:
        span = parse_date(text)
    except JointlineError as error:
        raise ValueError(error.message) from None
    low, high = (d.year * 12 + d.month - 1 for d in (span.low, span.high))
    if low != high:
        raise ValueError(f"{text!r} is longer than a month: write a month, such as 2026-03")
    return low


def _number(value: Any, place: Place, most: float = MOST) -> Number | None:
    """A number or a distribution; a fault at *place* where it is none, or reaches beyond *most*."""
    try:
        number = parse_number(value)
    except ValueError as error:
        quoted = isinstance(value, str) and re.fullmatch(r"\s*-?\d[\d,]*(\.\d*)?\s*", value)
        place.fault("N201", str(error), "Write a number without quotes and commas." if quoted else "")
        return None
    low, high = (number.args[0],) * 2 if number.kind == "lognormal" else (number.low, number.high)
    if max(-low, high) > most:
        place.fault("N207", f"{number.text()} is too large to be meant: at most {most:,}", "Look at the unit.")
        return None
    return number


def _bounded(
    value: Any, place: Place, what: str, *, above: bool = False, rule: str = "N202", most: float = MOST
) -> Number | None:
    number = _number(value, place, most)
    if number is None:
        return None
    if number.low < 0 or (above and number.low == 0 and number.kind != "lognormal"):
        place.fault(rule, f"{what} is {'above' if above else 'at least'} 0, not {number.text()}")
        return None
    return number


def _text(value: Any, place: Place) -> str | None:
    if isinstance(value, str) and value.strip():
        return value
    place.fault("N104", f"a text is needed, not {shown(value)}", "" if isinstance(value, str) else "Put it in quotes.")
    return None


def _texts(value: Any, place: Place) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        place.fault("N104", f"a list of texts is needed, not {shown(value)}", 'Write ["..."], also for one.')
        return None
    texts = [_text(v, place.at(i)) for i, v in enumerate(value)]
    return tuple(t for t in texts if t is not None)


def _choice(among: tuple[str, ...]) -> Callable[[Any, Place], str | None]:
    def read(value: Any, place: Place) -> str | None:
        if isinstance(value, str) and value in among:
            return value
        place.fault("N105", f"{shown(value)} is none of {', '.join(among)}", nearest(value, among))
        return None

    return read


def _route(value: Any, place: Place) -> str | None:
    from jointline.network.approvals_path import routes

    return _choice(tuple(routes()))(value, place)


def _horizon(value: Any, place: Place) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST:
        return value
    place.fault("N206", f"a whole number of months from 1 to {LONGEST} is needed, not {shown(value)}")
    return None


def read_month(value: Any, place: Place) -> str | None:
    """A month as ``2026-10``, out of a text or a TOML date; a fault at *place* where it is none."""
    text = value.isoformat()[:7] if isinstance(value, date) else value
    try:
        if not isinstance(text, str):
            raise ValueError(f'a month such as "2026-10" is needed, not {shown(value)}')
        index = month_index(text)
    except ValueError as error:
        place.fault("N106", str(error), 'Write "2026-10", in quotes.')
        return None
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _moment(value: Any, place: Place) -> Number | None:
    if not isinstance(value, str | date):
        return _number(value, place, MOST_MONTHS)
    month = read_month(value, place)
    if month is None:
        return None
    if place.as_of is None:
        if place.dated:
            place.fault("N106", f"{month} is a date, but the network has no as_of that is month 0",
                        'Add as_of = "2026-10" at the top, or write the month as a number.')  # fmt: skip
        return fixed(0)
    return fixed(month_index(month) - place.as_of)


def _months(value: Any, place: Place) -> Number | None:
    return _bounded(value, place, "a number of months", most=MOST_MONTHS)


def _units(value: Any, place: Place) -> Number | None:
    number = _bounded(value, place, "a number of units")
    if number and number.kind == "fixed" and number.args[0] != int(number.args[0]):
        place.fault("N204", f"units are whole, not {number.text()}")
        return None
    return number


def _yield(value: Any, place: Place) -> Number | None:
    number = _bounded(value, place, "a yield", above=True, rule="N203")
    if number and number.high > 1:
        remedy = "A lognormal has no upper end: take another." if math.isinf(number.high) else "90 per cent is 0.9."
        place.fault("N203", f"a yield is at most 1, not {number.text()}", remedy)
        return None
    return number


def named(value: Any, place: Place, what: str) -> dict[str, Any] | None:
    """A table whose keys are names; a fault where it is no table or a name would break a path."""
    if not isinstance(value, dict):
        many = isinstance(value, list) and all(isinstance(v, dict) for v in value)
        remedy = f"Write [{place.key}.NAME], not [[{place.key}]]." if many and value else ""
        place.fault("N104", f"{what} are a table with a name for each, not {shown(value)}", remedy)
        return None
    for name in value:
        if not _NAME.fullmatch(name):
            reason = f"{shown(name)} is no name: 1 to 100 signs, no blank, dot, slash, bracket or quote"
            place.at(name).fault("N304", reason, "Use hyphens.")
    return {n: v for n, v in value.items() if _NAME.fullmatch(n)}


def _amounts(value: Any, place: Place) -> dict[str, Number] | None:
    table = named(value, place, "amounts")
    if table is None:
        return None
    read = {n: _bounded(v, place.at(n), "an amount", above=True) for n, v in table.items()}
    return {n: v for n, v in read.items() if v is not None}


def _stages(value: Any, place: Place) -> dict[str, Number] | None:
    table = named(value, place, "stages")
    if table is None:
        return None
    read = {n: _months(v, place.at(n)) for n, v in table.items()}
    return {n: v for n, v in read.items() if v is not None}


def _in_process(value: Any, place: Place) -> tuple[tuple[Number, Number], ...] | None:
    if not isinstance(value, list):
        place.fault("N104", f"a list of [month due, units] is needed, not {shown(value)}")
        return None
    if len(value) == 2 and not any(isinstance(v, list) for v in value):
        place.fault("N104", f"a list of [month due, units] is needed, not {shown(value)}", "Write [[month, units]].")
        return None
    batches = []
    for i, batch in enumerate(value):
        at = place.at(i)
        if not isinstance(batch, list) or len(batch) != 2:
            at.fault("N104", f"[month due, units] is needed, not {shown(batch)}")
            continue
        month, units = _moment(batch[0], at.at("month")), _units(batch[1], at.at("units"))
        if month and month.low < 0:
            at.at("month").fault("N202", "units that were due before month 0 are delivered or late",
                                 "Count them in delivered, or give the month they are now expected.")  # fmt: skip
        elif month and units:
            batches.append((month, units))
    return tuple(batches)


_EVIDENCE = tuple(f.name for f in fields(Evidence) if f.name != "assumption")


def read_evidence(value: Any, place: Place) -> Evidence | None:
    """Who said a number: a table with at least ``source``."""
    if not isinstance(value, dict):
        place.fault("N104", f"evidence is a table with a source, not {shown(value)}", 'Write { source = "..." }.')
        return None
    before = len(place.found)
    for key in value:
        if key not in _EVIDENCE:
            place.at(key).fault("N102", f"evidence has no field {shown(key)}", nearest(key, _EVIDENCE))
    if "source" not in value:
        place.at("source").fault("N103", "evidence needs a source: the address of the document")
    texts = {k: _said(k, v, place.at(k)) for k, v in value.items() if k in _EVIDENCE}
    return Evidence(**{k: v or "" for k, v in texts.items()}) if len(place.found) == before else None


def _said(key: str, value: Any, place: Place) -> str | None:
    """One field of evidence; an empty text is one that is not given, except for the source."""
    if value == "" and key != "source":
        return ""
    if key == "standing":
        return _choice(STANDINGS)(value, place)
    text = value.isoformat() if key == "stated_on" and isinstance(value, date) else _text(value, place)
    if key == "stated_on" and text:
        try:
            parse_date(text[:_WORD])
        except JointlineError as error:
            place.fault("N106", error.message, error.remedy)
    return text


def _table(value: Any, place: Place) -> dict[str, Any] | None:
    if isinstance(value, dict):
        return value
    place.fault("N104", f"a table is needed, not {shown(value)}")
    return None


def _changes(value: Any, place: Place) -> tuple[Mapping[str, Any], ...] | None:
    if not isinstance(value, list):
        place.fault("N104", f"changes are a list of tables, not {shown(value)}",
                    "Write [ { add = ... }, { set = ..., to = ... } ].")  # fmt: skip
        return None
    for i in (i for i, v in enumerate(value) if v == {}):
        place.at(i).fault("N405", f"{CHANGE}, not an empty table")
    return tuple(_table(v, place.at(i)) or {} for i, v in enumerate(value))  # each keeps its place


READERS: dict[str, Callable[[Any, Place], Any]] = {
    "text": _text, "list of text": _texts, "policy": _choice(POLICIES), "mode": _choice(MODES), "whole": _horizon,
    "month": read_month, "moment": _moment, "units": _units, "yield": _yield, "amounts": _amounts, "stages": _stages,
    "months": _months, "rate": lambda v, p: _bounded(v, p, "a rate"), "in_process": _in_process, "product": _text,
    "route": _route, "amount": lambda v, p: _bounded(v, p, "this number"), "component": _text, "evidence": _table,
    "assumptions": _table, "changes": _changes,
}  # fmt: skip


def whole_months(value: float) -> int:
    """Months as the model counts them: the nearest whole number, halves up."""
    return math.floor(value + 0.5)
