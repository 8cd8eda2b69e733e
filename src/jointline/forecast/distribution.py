"""A dated distribution: the share of each month's end by which a delivery has come, and of every other end.

Cells are calendar months after the day of asking: the first is what is left of the running month. Nothing lies on or
before that day. ``delivered``, ``cancelled`` and ``converted`` hold the mass of each cell, ``beyond`` what has not
ended by the horizon; together they are 1.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from jointline.forecast.survival.box import Law
from jointline.forecast.survival.incidence import hazards_of, incidence
from jointline.forecast.survival.spells import Vector, months

CELLS = 240  # months that a forecast looks ahead
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Dated:
    """One forecast of one delivery; arrays are (CELLS,). ``interval`` bounds are shares of all cases, not of the delivered."""

    as_of: date
    delivered: Vector
    cancelled: Vector
    converted: Vector
    beyond: float

    def shares(self) -> dict[str, float]:
        """How likely each end is within the horizon, and none: they add up to 1."""
        return {
            "delivered": float(self.delivered.sum()), "cancelled": float(self.cancelled.sum()),
            "converted": float(self.converted.sum()), "beyond": float(self.beyond),
        }  # fmt: skip

    def cumulative(self) -> Vector:
        """P(delivered by the end of each cell), (CELLS,)."""
        return np.cumsum(self.delivered)

    def by(self, day: date) -> float:
        """P(delivered by the end of *day*): 0 up to the day of asking; within a month in proportion to its days."""
        return self.within(months((day - self.as_of).days))

    def within(self, ahead: float) -> float:
        """P(delivered within *ahead* months of the day of asking)."""
        if ahead <= 0:
            return 0.0
        at, total = (np.concatenate([[0.0], x]) for x in (edges(self.as_of), self.cumulative()))
        return float(np.interp(ahead, at, total))

    def month(self, share: float) -> str | None:
        """The first month by whose end at least that share of the cases is delivered; ``None`` beyond the horizon."""
        reached = np.flatnonzero(self.cumulative() >= share - 1e-9)
        return month_of(self.as_of, int(reached[0])) if len(reached) else None

    def position(self, share: float) -> float:
        """Months from the day of asking to that share, within a cell in proportion; infinite beyond the horizon."""
        total, ends = self.cumulative(), edges(self.as_of)
        if not len(total) or total[-1] < share:
            return float("inf")
        i = int(np.searchsorted(total, share))
        before, begin = (total[i - 1], ends[i - 1]) if i else (0.0, 0.0)
        return float(begin + (ends[i] - begin) * (share - before) / max(total[i] - before, _LEAST))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and the latest forecast that evidence known as intervals allows: at every date the most and the least."""

    early: Dated
    late: Dated

    def middle(self) -> Dated:
        """At every date the chance nearest to one half that lies between the two.

        Wider bounds hold narrower ones, so a date known less well moves no chance away from one half and no central
        range (P10 to P90) inwards.
        """
        low, high = self.late.cumulative(), self.early.cumulative()
        total = np.clip(0.5, np.minimum(low, high), high)
        delivered = np.diff(np.concatenate([[0.0], total]))
        rest, sides = float(1.0 - total[-1]), (self.early, self.late)
        others = [sum(getattr(d, k) for d in sides) / 2 for k in ("cancelled", "converted", "beyond")]
        whole = float(sum(np.sum(x) for x in others))
        scale = rest / whole if whole > 0 else 0.0
        return Dated(self.early.as_of, delivered, others[0] * scale, others[1] * scale, float(others[2]) * scale)


@lru_cache(maxsize=256)
def cell_ends(as_of: date) -> tuple[date, ...]:
    """The last day of each cell: month ends after *as_of*."""
    year, month = as_of.year, as_of.month
    if as_of.day == calendar.monthrange(year, month)[1]:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    ends = []
    for _ in range(CELLS):
        ends.append(date(year, month, calendar.monthrange(year, month)[1]))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(ends)


@lru_cache(maxsize=256)
def _edges(as_of: date) -> tuple[float, ...]:
    return tuple(months((d - as_of).days) for d in cell_ends(as_of))


def edges(as_of: date) -> Vector:
    """Months from *as_of* to the end of each cell, (CELLS,)."""
    return np.array(_edges(as_of))


def month_of(as_of: date, cell: int) -> str:
    """The month of a cell as ``2026-04``."""
    return cell_ends(as_of)[cell].isoformat()[:7]


def from_survival(as_of: date, survival: Vector, at_start: float, ends: Mapping[str, float]) -> Dated:
    """A distribution out of P(T > end of each cell), (CELLS,), given T > the day of asking (P of that: *at_start*).

    ends: hazard a month of each other end (``cancelled``, ``converted``), the same in every month.
    """
    if at_start <= _LEAST:  # so late that the model has nothing left to say: any month alike
        share = np.linspace(1.0, 0.0, CELLS + 1)[1:]
    else:
        share = np.minimum.accumulate(np.clip(survival / at_start, 0.0, 1.0))
    mass = -np.diff(np.concatenate([[1.0], share]))
    return competing(as_of, mass, float(share[-1]), ends)


def competing(as_of: date, mass: Vector, beyond: float, ends: Mapping[str, float]) -> Dated:
    """The delivery's own distribution among other ends with constant hazards a month."""
    lengths = np.diff(np.concatenate([[0.0], edges(as_of)]))
    other = np.stack([1.0 - np.exp(-ends.get(k, 0.0) * lengths) for k in ("cancelled", "converted")], axis=1)
    hazards = np.column_stack([hazards_of(mass, beyond)[:, None], other])
    # ends within one month: delivery is told first, the others take their part of what is left
    hazards[:, 1:] *= 1.0 - hazards[:, :1]
    made, left = incidence(hazards)
    return Dated(as_of, made[:, 0], made[:, 1], made[:, 2], left)


def from_law(
    as_of: date, law: Law, waited: Vector, ends: tuple[Mapping[str, float], Mapping[str, float]], shift: float = 0.0
) -> Bounds:
    """The earliest and latest that the evidence allows, given the wait so far: any of *waited* months, (m,), alike.

    ends: least and most hazards of the other ends. shift: months that the law counts more than the wait.
    """

    def share(location: float) -> NDArray[np.float64]:
        since = np.maximum(waited, 0.0) + shift
        start, later = np.log(np.maximum(since, 1e-9)), np.log(since[:, None] + edges(as_of))
        left = log_ndtr((location - later) / law.sd) - log_ndtr((location - start) / law.sd)[:, None]
        come: NDArray[np.float64] = -np.expm1(np.minimum(left, 0.0))
        return come

    made = []
    for total, hazards in ((share(law.early).max(axis=0), ends[0]), (share(law.late).min(axis=0), ends[1])):
        made.append(competing(as_of, np.diff(np.concatenate([[0.0], total])), float(1.0 - total[-1]), hazards))
    return Bounds(made[0], made[1])


def waited(as_of: date, low: date, high: date) -> Vector:
    """Months that a wait can have lasted, one for every day from *low* to *high* that it can have begun on, (m,)."""
    days = np.arange(low.toordinal(), high.toordinal() + 1)
    lasted: Vector = np.maximum(months(1) * (as_of.toordinal() - days), 0.0)
    return lasted


def pooled(parts: Sequence[tuple[float, Dated]]) -> Dated:
    """The linear pool of forecasts of one day with weights that add up to 1."""
    as_of = parts[0][1].as_of
    total = sum(w for w, _ in parts)
    return Dated(
        as_of,
        sum((w / total * d.delivered for w, d in parts), np.zeros(CELLS)),
        sum((w / total * d.cancelled for w, d in parts), np.zeros(CELLS)),
        sum((w / total * d.converted for w, d in parts), np.zeros(CELLS)),
        float(sum(w / total * d.beyond for w, d in parts)),
    )


def not_before(first: Dated, final: Dated) -> Dated:
    """*first* made no later than *final*: what has fully come has begun to come."""
    total = np.maximum(first.cumulative(), final.cumulative())
    delivered = np.diff(np.concatenate([[0.0], total]))
    rest = 1.0 - float(delivered.sum())
    others = float(first.cancelled.sum() + first.converted.sum()) + first.beyond
    scale = rest / others if others > 0 else 0.0
    return Dated(first.as_of, delivered, first.cancelled * scale, first.converted * scale, first.beyond * scale)


def even(as_of: date, low: date, high: date) -> Dated:
    """Every day from the later of *low* and the day after *as_of* to *high* alike; the day after where all is past."""
    begin = max(months((low - as_of).days) - months(1), 0.0)
    end = max(months((high - as_of).days), begin + months(1))
    at = np.concatenate([[0.0], edges(as_of)])
    total = np.clip((at - begin) / (end - begin), 0.0, 1.0)
    mass = np.diff(total)
    return Dated(as_of, mass, np.zeros(CELLS), np.zeros(CELLS), float(1.0 - mass.sum()))
