"""Forecasts kept as statements, and what became of them.

``forecast --record`` keeps each row as a statement on the subject ``forecast/CASE``: said by this program, standing
derived, stated on the as-of day, recorded today. ``score`` reads them back, and holds the ledger's knowledge against
them with the scores of the back-test. A forecast recorded more than a month after its as-of day is scored apart:
what was known in between may have shaped it.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from jointline._version import __version__
from jointline.backlog.plain import plain_data
from jointline.errors import JointlineError, NothingFound
from jointline.forecast import official
from jointline.forecast.distribution import CELLS, Dated, cell_ends
from jointline.forecast.events import KINDS
from jointline.forecast.means import Comparison, MethodScore, Scored, comparisons, method_score, outcome_words, scored
from jointline.forecast.method import View
from jointline.forecast.past import METHODS
from jointline.forecast.scores import outcome
from jointline.forecast.survival.spells import months
from jointline.forecast.table import Forecast, ForecastRow, quantile_text
from jointline.ledger.case import short_names
from jointline.ledger.dates import as_day, parse_day
from jointline.ledger.exchange import user_name
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.statement import Statement, make_statement
from jointline.sentences import date_part, says
from jointline.shown import Shown

SUBJECT = "forecast/"
PROPERTIES = {"first": "first_delivery_forecast", "final": "final_delivery_forecast"}
_JUST = 1e-6
IN_TIME = 31  # days after the as-of day within which a forecast is recorded in time


@dataclass(frozen=True, slots=True)
class Recorded:
    """One forecast as it was kept."""

    case: str
    event: str
    method: str
    as_of: date
    recorded_on: date | None
    dated: Dated

    @property
    def in_time(self) -> bool:
        return self.recorded_on is None or (self.recorded_on - self.as_of).days <= IN_TIME


@dataclass(frozen=True, slots=True)
class RecordedScore:
    """One recorded forecast: its scores where the outcome is known, else why there are none."""

    case: str
    name: str
    event: str
    method: str
    as_of: str
    recorded_on: str | None
    in_time: bool
    p10: str | None
    p50: str | None
    p90: str | None
    outcome: str
    crps: float | None
    covered_80: float | None
    bias_months: float | None


@dataclass(frozen=True, slots=True)
class Score(Shown):
    """Recorded forecasts held against what is known. ``methods`` counts those recorded in time, which are ``told``:
    ``--json`` leaves them out."""

    known_on: str
    recorded: int
    scored: int
    not_scored: dict[str, int]
    methods: tuple[MethodScore, ...]
    comparisons: tuple[Comparison, ...]
    rows: tuple[RecordedScore, ...]
    warnings: tuple[str, ...]
    run: dict[str, str]
    told: tuple[Scored, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return {f.name: plain_data(getattr(self, f.name)) for f in fields(self) if f.name != "told"}


def statements_of(made: Forecast, recorded_on: str | date | None = None) -> list[Statement]:
    """The rows of a forecast as statements, recorded today where no day is given."""
    day = date.today() if recorded_on is None else as_day(recorded_on)
    if day.isoformat() < made.as_of:
        raise JointlineError(
            f"a forecast as of {made.as_of} cannot be recorded on {day}", remedy="Use an as-of day that has come."
        )
    return [_statement(made, r, day) for r in made.rows]


def record(made: Forecast, *, ledger: Ledger | None = None, recorded_on: str | date | None = None) -> tuple[int, int]:
    """Keep a forecast in the ledger as statements; returns (new, already there)."""
    return (ledger or open_ledger()).add(statements_of(made, recorded_on))


def _statement(made: Forecast, r: ForecastRow, day: date) -> Statement:
    ends = "; ".join(f"{k} {getattr(r, f'{k}_share'):.4f}" for k in ("delivered", "cancelled", "converted"))
    return make_statement(
        {
            "subject": f"{SUBJECT}{r.case}", "property": PROPERTIES[r.event], "value": f"{r.method}; {ends}; {quantile_text(r.quantiles)}",
            "said_by": f"jointline {made.run['version']}", "speaker_kind": "compilers", "standing": "derived",
            "stated_on": made.as_of, "recorded_on": day.isoformat(), "recorded_by": user_name(),
            "source": "jointline forecast --record", "note": f"data {made.run['data']}, methods {made.run['methods_revision']}. {r.basis}",
        }
    )  # fmt: skip


def read_value(text: str, as_of: date, where: str) -> tuple[str, Dated]:
    """Method and distribution out of a recorded value. Raises ``JointlineError``."""
    method, *parts = [p.strip() for p in text.split(";")]
    shares: dict[str, float] = {}
    points: list[tuple[float, str]] = []
    try:
        for part in filter(None, parts):
            name, _, value = part.partition(" ")
            if name in ("delivered", "cancelled", "converted"):
                shares[name] = float(value)
            else:
                points.append((float(name) / 100, value))
        return method, rebuilt(
            as_of, points, shares.get("delivered", 1.0), shares.get("cancelled", 0.0), shares.get("converted", 0.0)
        )
    except ValueError as error:
        raise JointlineError(
            f"is no recorded forecast: {error}",
            where=where,
            remedy="It reads: METHOD; delivered 0.9; 10 2026-07; 50 2027-01; ...",
        ) from None


def rebuilt(
    as_of: date, points: Sequence[tuple[float, str]], delivered: float, cancelled: float, converted: float
) -> Dated:
    """A distribution out of its quantiles (share, month): straight between them, the rest spread up to the horizon."""
    ends = cell_ends(as_of)
    at = {d.isoformat()[:7]: i for i, d in enumerate(ends)}
    months_with: dict[int, list[float]] = {}
    for share, month in points:
        if month not in at:
            raise ValueError(f"{month} is not a month after {as_of}")
        months_with.setdefault(at[month], []).append(share)
    cells, shares = [-1], [0.0]
    for cell, reached in sorted(months_with.items()):
        most = max(*reached, shares[-1])
        if cell - 1 > cells[-1]:  # the least of these shares was not reached in the month before
            before = float(np.interp(cell - 1, [cells[-1], cell], [shares[-1], most]))
            cells.append(cell - 1)
            shares.append(max(shares[-1], min(before, min(reached) - _JUST)))
        cells.append(cell)
        shares.append(most)
    total = max(min(delivered, 1.0), shares[-1])
    if cells[-1] < CELLS - 1:
        cells.append(CELLS - 1)
        shares.append(total)
    mass = np.diff(np.interp(np.arange(-1, CELLS), cells, shares))
    rest = max(0.0, 1.0 - float(mass.sum()))
    others = np.full(CELLS, 1.0 / CELLS)
    dropped, changed = min(cancelled, rest), min(converted, max(0.0, rest - cancelled))
    return Dated(as_of, mass, dropped * others, changed * others, max(0.0, rest - dropped - changed))


def recorded_in(ledger: Ledger) -> list[Recorded]:
    """Every forecast a ledger keeps, oldest first; one that another supersedes is left out."""
    found = [s for s in ledger.statements() if s.property in PROPERTIES.values()]
    gone = {s.supersedes for s in found if s.supersedes}
    events = {p: e for e, p in PROPERTIES.items()}
    kept = []
    for s in sorted((s for s in found if s.id not in gone), key=lambda s: (s.known_on, s.subject, s.property, s.value)):
        as_of = parse_day(s.stated_on)
        method, dated = read_value(s.value, as_of, f"statement {s.id}")
        kept.append(
            Recorded(
                s.subject.removeprefix(SUBJECT), events[s.property], method, as_of, parse_day(s.recorded_on), dated
            )
        )
    return kept


def recorded_file(path: str | os.PathLike[str]) -> list[Recorded]:
    """The forecasts of a CSV file that ``forecast --csv`` wrote. Raises ``JointlineError`` naming file and line."""
    file = Path(path)
    try:
        with file.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            missing = [
                c for c in ("as_of", "case", "event", "method", "quantiles") if c not in (reader.fieldnames or ())
            ]
            if missing:
                raise JointlineError(
                    f"lacks the column {missing[0]}", where=str(file), remedy="Write one with jointline forecast --csv."
                )
            return [_from_row(r, f"{file}, line {n}") for n, r in enumerate(reader, 2)]
    except OSError as error:
        raise JointlineError(f"cannot be read: {error.strerror or error}", where=str(file)) from None
    except UnicodeDecodeError:
        raise JointlineError("is not UTF-8 text", where=str(file)) from None


def _from_row(r: Mapping[str, str], where: str) -> Recorded:
    if r["event"] not in KINDS:
        raise JointlineError(f"{r['event']!r} is neither first nor final", where=where)
    as_of = parse_day(r["as_of"])
    shares = "; ".join(f"{k} {r[f'{k}_share']}" for k in ("delivered", "cancelled", "converted") if r.get(f"{k}_share"))
    method, dated = read_value(f"{r['method']}; {shares}; {r['quantiles']}", as_of, where)
    return Recorded(r["case"], r["event"], method, as_of, None, dated)


def score(
    known_on: str | date | None = None,
    *,
    file: str | os.PathLike[str] | None = None,
    ledger: Ledger | None = None,
) -> Score:
    """What became of recorded forecasts: each held against what is known, with the scores of the back-test.

    known_on: the day whose knowledge counts; default where the ledger's knowledge ends. file: a CSV file of forecasts
    in place of those the ledger keeps. Raises ``NothingFound`` where no forecast was recorded.
    """
    ledger = ledger or open_ledger()
    kept = recorded_file(file) if file is not None else recorded_in(ledger)
    if not kept:
        raise NothingFound(says("no forecast was recorded"), remedy=says("jointline forecast --record keeps one."))
    ends = max(ledger.knowledge_ends())
    known = as_day(known_on) if known_on is not None else as_day(ends) if ends else date.today()
    fates = {(t.case.id, e): f for t in View(ledger, known).told for e, f in t.fates.items()}
    names = short_names(ledger.case_ids())
    rows, why = [], Counter[str]()
    told: list[Scored] = []
    for r in kept:
        fate = fates.get((r.case, r.event))
        o = says("the ledger does not know the case") if fate is None else outcome(fate, r.as_of, known)
        name, words = names.get(r.case, r.case), outcome_words(fate) if fate else says("unknown")
        one: Scored | None = None
        if isinstance(o, str):
            why[o] += 1
        else:
            one = scored((r.case, name, r.event), r.method, r.dated, o, words)
            if r.in_time:
                told.append(one)
        rows.append(_row(r, name, words if one else says("{what}: {why}", what=words, why=o), one))
    ordered = [m for m in METHODS if any(s.method == m for s in told)]
    ordered += sorted({s.method for s in told} - set(METHODS))
    return Score(
        known_on=known.isoformat(), recorded=len(kept), scored=len(kept) - sum(why.values()), not_scored=dict(sorted(why.items())),
        methods=tuple(method_score(m, told) for m in ordered), comparisons=tuple(comparisons(told, ordered)), rows=tuple(rows), warnings=tuple(_warnings(kept, told, known)),
        run={"version": __version__, "data": ledger.data_hash(), "known_on": known.isoformat(),
             "forecasts": str(file) if file is not None else "the ledger"},
        told=tuple(told),
    )  # fmt: skip


def _row(r: Recorded, name: str, words: str, s: Scored | None) -> RecordedScore:
    d = r.dated
    return RecordedScore(
        r.case, name, r.event, r.method, r.as_of.isoformat(), r.recorded_on.isoformat() if r.recorded_on else None, r.in_time,
        d.month(0.1), d.month(0.5), d.month(0.9), words, s.crps if s else None, s.covered_80 if s else None, s.bias_months if s else None,
    )  # fmt: skip


def _warnings(kept: Sequence[Recorded], told: Sequence[Scored], known: date) -> Iterable[str]:
    late = sum(not r.in_time for r in kept)
    if late:
        yield says(
            "{n} forecasts were recorded more than {days} days after their as-of day: listed, and in no mean.",
            n=late, days=IN_TIME,
        )  # fmt: skip
    if told and not any(s.came for s in told):
        yield says(
            "None of these deliveries had come by {date}: the scores so far only count months in which nothing came.",
            date=date_part(known.isoformat()),
        )
    if not any(s.method == official.NAME for s in told):
        yield says("No promise taken at its word was recorded beside them (method official): no skill can be told.")
    ahead = [r for r in kept if months((known - r.as_of).days) <= 0]
    if ahead:
        yield says(
            "{n} forecasts are of a day on or after {date}, where knowledge ends: there is nothing to hold against them yet.",
            n=len(ahead), date=date_part(known.isoformat()),
        )  # fmt: skip
