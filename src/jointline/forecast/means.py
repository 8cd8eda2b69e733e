"""Scored forecasts, and each method's means over them, beside the promise taken at its word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from jointline.forecast import official
from jointline.forecast.bootstrap import mean_range
from jointline.forecast.distribution import Dated
from jointline.forecast.events import Fate
from jointline.forecast.scores import Outcome, bias, certainly_late, covered, crps, pinball
from jointline.sentences import date_part, name_part, says

ALL, AHEAD, CAME = "all both made", "promise ahead", "delivery came"


@dataclass(frozen=True, slots=True)
class Scored:
    """One past forecast by one method, with its scores; months."""

    case: str
    name: str
    event: str
    as_of: str
    method: str
    p10: str | None
    p50: str | None
    p90: str | None
    promise_ahead: bool | None
    outcome: str
    came: bool
    crps: float
    pinball: float | None
    covered_50: float | None
    covered_80: float | None
    bias_months: float | None
    late_for_sure: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return self.case, self.event, self.as_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """A method beside ``official`` on forecasts that both made: mean CRPS, and the 90 % bootstrap range of the difference."""

    method: str
    on: str
    forecasts: int
    cases: int
    crps: float
    official_crps: float
    difference: float
    difference_low: float | None
    difference_high: float | None
    skill: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class MethodScore:
    """A method's scores over all its forecasts. The range of the coverage is a 90 % bootstrap over cases."""

    method: str
    forecasts: int
    cases: int
    deliveries: int
    cases_delivered: int
    crps: float
    pinball: float | None
    covered_50: float | None
    covered_80: float | None
    covered_80_low: float | None
    covered_80_high: float | None
    still_open_past_p90: int
    bias_months: float | None


def scored(
    of: tuple[str, str, str], method: str, d: Dated, o: Outcome, words: str, promise_ahead: bool | None = None
) -> Scored:
    """One forecast of (case, name, event) with every score."""
    return Scored(
        *of, d.as_of.isoformat(), method, d.month(0.1), d.month(0.5), d.month(0.9), promise_ahead, words, o.came,
        round(crps(d, o), 4), _short(pinball(d, o)), _short(covered(d, o, 0.5)), _short(covered(d, o, 0.8)), _short(bias(d, o)),
        certainly_late(d, o),
    )  # fmt: skip


def outcome_words(f: Fate) -> str:
    """What became of a delivery in a few words; an open one with the last day it was said to be."""
    if f.is_open:
        return says("open on {date}", date=date_part(f.open_on.isoformat()))
    end = name_part("outcome", f.end)
    if f.low is None or f.high is None:
        return end
    low, high = f.low.isoformat(), f.high.isoformat()
    if low == high:
        return says("{end} {date}", end=end, date=date_part(low))
    return says("{end} {low} to {high}", end=end, low=date_part(low), high=date_part(high))


def _short(x: float | None) -> float | None:
    return None if x is None else round(x, 4)


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is known, with three decimals; ``None`` where nothing is."""
    kept = [v for v in values if v is not None]
    return round(float(np.mean(kept)), 3) if kept else None


def method_score(method: str, rows: Sequence[Scored]) -> MethodScore:
    """A method's means over its forecasts among *rows*."""
    mine = [s for s in rows if s.method == method]
    came = [s for s in mine if s.came]
    cover = mean_range([s.case for s in came], [s.covered_80 or 0.0 for s in came])
    biases = [s.bias_months for s in came if s.bias_months is not None]
    return MethodScore(
        method, len(mine), len({s.case for s in mine}), len(came), len({s.case for s in came}), mean(s.crps for s in mine) or 0.0,
        mean(s.pinball for s in came), mean(s.covered_50 for s in came), mean(s.covered_80 for s in came),
        cover[0] if cover else None, cover[1] if cover else None, sum(s.late_for_sure for s in mine),
        round(median(biases), 2) if biases else None,
    )  # fmt: skip


def comparisons(rows: Sequence[Scored], methods: Iterable[str]) -> Iterable[Comparison]:
    """Each method beside ``official``: on all that both forecast, on promises still ahead, on deliveries that came."""
    word = {s.key: s.crps for s in rows if s.method == official.NAME}
    for method in methods:
        if method == official.NAME:
            continue
        both = [s for s in rows if s.method == method and s.key in word]
        for on, part in (
            (ALL, both),
            (AHEAD, [s for s in both if s.promise_ahead]),
            (CAME, [s for s in both if s.came]),
        ):
            if part:
                yield _compared(method, on, part, word)


def _compared(method: str, on: str, rows: Sequence[Scored], word: dict[tuple[str, str, str], float]) -> Comparison:
    own, base = float(np.mean([s.crps for s in rows])), float(np.mean([word[s.key] for s in rows]))
    gain = mean_range([s.case for s in rows], [s.crps - word[s.key] for s in rows])
    return Comparison(
        method, on, len(rows), len({s.case for s in rows}), round(own, 3), round(base, 3), round(own - base, 3),
        gain[0] if gain else None, gain[1] if gain else None, round(1 - own / base, 3) if base else None, verdict(gain),
    )  # fmt: skip


def verdict(gain: tuple[float, float] | None) -> str:
    """What the range of a difference to the promise at its word says."""
    if gain is None:
        return "too few cases"
    if gain[1] < 0:
        return "better"
    return "worse" if gain[0] > 0 else "no skill shown"
