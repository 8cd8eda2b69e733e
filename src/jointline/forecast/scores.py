"""How good one forecast was, with what is known of the outcome: an interval, or only that it had not come yet.

With F the forecast's P(delivered by t), and O what is known of the outcome (0 before the interval it fell in, 1 after
it, rising evenly within; 0 throughout where the case was still open or was cancelled), in months from the day of asking
to the day c up to which the outcome is known:

    CRPS    = integral of (F(t) - O(t))^2 from 0 to c
    pinball = mean over the interval of 2 * (1[y < q] - share) * (q - y), q the forecast's quantile of that share
    covered = part of the interval that lies within the quantiles
    bias    = months from the forecast's P50 to the middle of the interval (later than forecast is positive)

The CRPS stops at c (a threshold-weighted CRPS, proper where c does not depend on what comes). Of a delivery that came c is
the day of knowledge, of an open case the last day somebody spoke of it as open: late months are known more often of what
came, which favours early forecasts, the promise at its word first of all. Sources: Gneiting and Raftery, J. Amer. Stat. Assoc. 102 (2007); Gneiting and Ranjan, J. Business Econ. Stat. 29
(2011) (weighted); Thorarinsdottir, Gneiting and Gissibl, SIAM/ASA J. Uncertainty Quantification 1 (2013) (an observed
distribution in place of a point); Rindt et al., AISTATS 2022 (why the survival-CRPS of others is not proper).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from jointline.forecast.distribution import CELLS, Dated, edges
from jointline.forecast.events import DELIVERED, OPEN, Fate
from jointline.forecast.survival.spells import Vector, months
from jointline.sentences import says

PINBALL = (0.1, 0.5, 0.9)
WIDEST = 18.0  # months: an outcome known less well than that is not scored
_DAY = 1 / 30.4375
_POINTS = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a target after the day of asking, in months from it. ``low`` is infinite where it had not come."""

    low: float
    high: float
    until: float

    @property
    def came(self) -> bool:
        return bool(np.isfinite(self.high))


def outcome(fate: Fate, as_of: date, known_on: date) -> Outcome | str:
    """The outcome of a forecast made on *as_of*, as known on a later day; or why it cannot be scored."""
    if fate.end == DELIVERED and fate.low and fate.high:
        high = months((fate.high - as_of).days)
        if high <= 0:
            return says("had come already, told only later")
        low = max(0.0, months((fate.low - as_of).days) - _DAY)
        if high - low > WIDEST:
            return says("known too coarsely")
        return Outcome(low, high, max(high, months((known_on - as_of).days)))
    if fate.end == OPEN:
        until = months((min(fate.open_on, known_on) - as_of).days)
        return Outcome(np.inf, np.inf, until) if until > 0 else says("nothing said of it since")
    dropped = fate.high or fate.low
    if dropped and dropped <= as_of:
        return says("had ended already, told only later")
    return Outcome(np.inf, np.inf, months((known_on - as_of).days))


def grid(o: Outcome, as_of: date) -> Vector:
    """Points between which forecast and outcome are straight lines, up to where the outcome is known."""
    points = np.concatenate([[0.0, o.until], edges(as_of), [x for x in (o.low, o.high) if np.isfinite(x)]])
    kept: Vector = np.unique(points[points <= o.until])
    return kept


def gap(d: Dated, o: Outcome, points: Vector) -> Vector:
    """F - O at the points."""
    f = np.interp(points, np.concatenate([[0.0], edges(d.as_of)]), np.concatenate([[0.0], d.cumulative()]))
    known = np.clip((points - o.low) / (o.high - o.low), 0.0, 1.0) if o.came else 0.0
    gaps: Vector = f - known
    return gaps


def product(a: Vector, b: Vector, points: Vector) -> float:
    """Integral of the product of two gaps, straight between the points."""
    left, right = slice(None, -1), slice(1, None)
    mean = (2 * a[left] * b[left] + a[left] * b[right] + a[right] * b[left] + 2 * a[right] * b[right]) / 6
    return float(mean @ np.diff(points))


def crps(d: Dated, o: Outcome) -> float:
    """Months; 0 is best."""
    points = grid(o, d.as_of)
    gaps = gap(d, o, points)
    return product(gaps, gaps, points)


def _inside(o: Outcome) -> Vector:
    """Evenly spaced points of the interval an outcome fell in."""
    return o.low + (o.high - o.low) * (np.arange(_POINTS) + 0.5) / _POINTS


def pinball(d: Dated, o: Outcome) -> float | None:
    """Mean quantile loss at 10, 50 and 90 %, in months; ``None`` where nothing came. A quantile beyond the horizon counts as it."""
    if not o.came:
        return None
    y, last = _inside(o), float(edges(d.as_of)[CELLS - 1])
    losses = [2 * ((y < q) - share) * (q - y) for share in PINBALL for q in [min(d.position(share), last)]]
    return float(np.mean(losses))


def covered(d: Dated, o: Outcome, share: float) -> float | None:
    """Part of the outcome's interval within the middle *share* of the forecast; ``None`` where nothing came."""
    if not o.came:
        return None
    y = _inside(o)
    low, high = d.position((1 - share) / 2), d.position((1 + share) / 2)
    return float(np.mean((y >= low - _DAY) & (y <= high + _DAY)))


def bias(d: Dated, o: Outcome) -> float | None:
    """Months by which it came later than the P50 (earlier is negative); ``None`` where nothing came."""
    if not o.came:
        return None
    last = float(edges(d.as_of)[CELLS - 1])
    return float((o.low + o.high) / 2 - min(d.position(0.5), last))


def certainly_late(d: Dated, o: Outcome, share: float = 0.8) -> bool:
    """Still open when the forecast's range had passed: a miss that is sure before the delivery comes."""
    return not o.came and o.until > d.position((1 + share) / 2)


def decided(o: Outcome, after: float) -> bool | None:
    """Had it come *after* months? ``None`` where that is not known."""
    if o.came and o.high <= after:
        return True
    return False if min(o.low, o.until) >= after else None
