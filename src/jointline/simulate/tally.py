"""Results counted as chunks come: exact for months, by fine classes for sums, the same size for any number of draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.simulate.chunks import Outcome
from jointline.simulate.compiled import compiled
from jointline.simulate.kernel import NOTHING

QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
CLASSES = 2048  # of a sum between 0 and its most
HEAD = 1024  # draws that tell how much of the spread is assumed
_MONTHS = 16  # sorted at a time
Floats = NDArray[np.float64]


@compiled()
def cleared(final, case_of, cases, horizon):  # type: ignore[no-untyped-def]
    """Months (n, cases) in each of which a case is no longer owed at the end: its last order's final delivery.

    final (n, orders); case_of (orders,): its case or -1. The horizon where that lies beyond, 0 where nothing is owed.
    """
    out = np.zeros((final.shape[0], cases), np.int32)
    for d in range(final.shape[0]):
        for o in range(final.shape[1]):
            c = case_of[o]
            if c >= 0 and final[d, o] != NOTHING:
                out[d, c] = max(out[d, c], final[d, o] if final[d, o] >= 0 else horizon)
    return out


@compiled()
def owed_by_month(months, values, out):  # type: ignore[no-untyped-def]
    """Value (n, months) still owed at the end of each month into *out*: a case in full before its month of *months*.

    months (n, cases), as ``cleared`` gives them; values (cases,) US$ million.
    """
    for d in range(months.shape[0]):
        out[d, :] = 0.0
        for c in range(values.size):
            for t in range(months[d, c]):
                out[d, t] += values[c]


@compiled()
def _count_months(months, counts):  # type: ignore[no-untyped-def]
    horizon = counts.shape[1] - 1
    for d in range(months.shape[0]):
        for o in range(months.shape[1]):
            m = months[d, o]
            if m >= 0:
                counts[o, m] += 1
            elif m != NOTHING:
                counts[o, horizon] += 1


@compiled()
def _count_classes(sums, most, counts):  # type: ignore[no-untyped-def]
    top = counts.shape[1] - 1
    for d in range(sums.shape[0]):
        for t in range(sums.shape[1]):
            counts[t, min(top, int(np.rint(sums[d, t] / most * top))) if most > 0 else 0] += 1


@compiled()
def _keep_months(months, columns, out):  # type: ignore[no-untyped-def]
    for d in range(months.shape[0]):
        for o in range(months.shape[1]):
            m = months[d, o]
            out[d, columns[o]] = np.float32(m) if m >= 0 else np.float32(np.nan)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where every draw of an option goes: first, final (draws, orders of all options), units, owed (draws, months).

    columns (orders of the option,): the place of each among those of all options. For all options together the
    arrays have one dimension more, in front.
    """

    columns: NDArray[np.int64]
    first: NDArray[np.float32]
    final: NDArray[np.float32]
    units: NDArray[np.int32]
    owed: Floats


@dataclass(slots=True)
class Tally:
    """What is known of one option so far; ``kept``: every draw too."""

    orders: int
    horizon: int
    case_of: NDArray[np.int64]
    values: Floats
    most_units: float
    kept: Kept | None = None
    first_counts: NDArray[np.int64] = field(init=False)
    final_counts: NDArray[np.int64] = field(init=False)
    case_counts: NDArray[np.int64] = field(init=False)
    unit_counts: NDArray[np.int64] = field(init=False)
    owed_counts: NDArray[np.int64] = field(init=False)
    unit_sum: NDArray[np.int64] = field(init=False)
    head: list[NDArray[np.int16]] = field(init=False)
    draws: int = 0

    def __post_init__(self) -> None:
        self.first_counts = np.zeros((self.orders, self.horizon + 1), np.int64)
        self.final_counts = np.zeros((self.orders, self.horizon + 1), np.int64)
        self.case_counts = np.zeros((self.values.size, self.horizon + 1), np.int64)
        self.unit_counts = np.zeros((self.horizon, int(min(CLASSES, self.most_units)) + 1), np.int64)
        self.owed_counts = np.zeros((self.horizon, CLASSES + 1), np.int64)
        self.unit_sum = np.zeros(self.horizon, np.int64)
        self.head = []

    def add(self, outcome: Outcome) -> None:
        """Count a chunk; chunks come in the order of their draws."""
        n = outcome.first.shape[0]
        at = slice(self.draws, self.draws + n)
        months = cleared(outcome.final, self.case_of, self.values.size, self.horizon)
        owed = self.kept.owed[at] if self.kept else np.empty((n, self.horizon))
        owed_by_month(months, self.values, owed)
        _count_months(outcome.first, self.first_counts)
        _count_months(outcome.final, self.final_counts)
        _count_months(months, self.case_counts)
        self.unit_sum += outcome.units.sum(axis=0, dtype=np.int64)
        if self.draws < HEAD:
            self.head.append(outcome.final[: HEAD - self.draws])
        if self.kept:
            _keep_months(outcome.first, self.kept.columns, self.kept.first[at])
            _keep_months(outcome.final, self.kept.columns, self.kept.final[at])
            self.kept.units[at] = outcome.units
        else:
            sums = np.cumsum(outcome.units, axis=1, dtype=np.int64).astype(np.float64)
            _count_classes(sums, self.most_units, self.unit_counts)
            _count_classes(owed, float(self.values.sum()), self.owed_counts)
        self.draws += n

    def unit_quantiles(self) -> Floats:
        """Quantiles (quantile, month) of the units handed over since month 0."""
        if self.kept:
            return _sorted_quantiles(self.kept.units, running=True)
        return _class_quantiles(self.unit_counts, self.most_units)

    def owed_quantiles(self) -> Floats:
        """Quantiles (quantile, month) of the value owed."""
        if self.kept:
            return _sorted_quantiles(self.kept.owed)
        return _class_quantiles(self.owed_counts, float(self.values.sum()))

    def unit_mean(self) -> Floats:
        """Mean (month) of the units handed over since month 0."""
        return np.asarray(np.cumsum(self.unit_sum) / self.draws)

    def owed_mean(self) -> Floats:
        """Mean (month) of the value owed, out of whole counts: no order of adding draws can change it."""
        still = self.draws - np.cumsum(self.case_counts, axis=1)[:, :-1]  # draws that owe the case after the month
        total = np.zeros(self.horizon)
        for value, count in zip(self.values, still, strict=True):
            total += value * count
        return np.asarray(total / self.draws)


def _sorted_quantiles(values: NDArray[Any], running: bool = False) -> Floats:
    """Quantiles (quantile, month) of *values* (draw, month) by nearest rank; *running*: of their running sum."""
    draws, horizon = values.shape
    ranks = [int(np.ceil(q * draws)) - 1 for q in QUANTILES.values()]
    out = np.empty((len(ranks), horizon))
    before = np.zeros(draws, np.int64)
    for begin in range(0, horizon, _MONTHS):
        part = np.array(values[:, begin : begin + _MONTHS].T, order="C")
        if running:
            part = np.cumsum(part, axis=0, dtype=np.int64)
            part += before
            before = part[-1].copy()
        part.sort(axis=1)
        out[:, begin : begin + _MONTHS] = part[:, ranks].T
    return out


def _class_quantiles(counts: NDArray[np.int64], most: float) -> Floats:
    found = np.stack([_at(counts, q) for q in QUANTILES.values()])
    return np.asarray(found / max(1, counts.shape[1] - 1) * most)


def _at(counts: NDArray[np.int64], q: float) -> Floats:
    """The class in which the share *q* of each row's draws is reached."""
    reached = np.cumsum(counts, axis=1) >= np.ceil(q * counts.sum(axis=1, keepdims=True))
    return np.asarray(reached.argmax(axis=1).astype(np.float64))


def month_quantiles(counts: NDArray[np.int64]) -> Floats:
    """Quantiles (quantile, order) of months counted (order, month; the last one: beyond the horizon).

    The least month by which the share has come (nearest rank); NaN where that is beyond the horizon, or nothing
    was owed.
    """
    horizon = counts.shape[1] - 1
    found = np.stack([_at(counts, q) for q in QUANTILES.values()])
    found[:, counts.sum(axis=1) == 0] = horizon
    return np.where(found >= horizon, np.nan, found)


def beyond(counts: NDArray[np.int64]) -> Floats:
    """Share of the draws (order) that lie beyond the horizon; 0 where nothing was owed."""
    return np.asarray(counts[:, -1] / np.maximum(1, counts.sum(axis=1)))
