"""Waiting times as boxes: where log T can lie, and between which locations the fit then moves.

    Y_i = log T_i = o_i + x_i' beta + sd * Z,   beta ~ N(mean, diag(prior sd^2)),   sd held.

Nothing is supposed of where in its interval a date lies. Of an ended wait Y_i is any number of [low, high]; of one that has
not ended it is more than c, c any number of [low, high]; o_i and the entry lie in intervals too. With dates that are points
the location is the mode of the posterior, found by the EM steps for censored normal data

    d_i  <-  Y_i - o_i - x_i' mean                          where the wait ended,
             eta_i + sd * r((c_i - eta_i) / sd) - ...       where it did not,    r(z) = phi(z) / Phi(-z),
             less sd * r((entry_i - eta_i) / sd)            where it was seen from ``entry`` on,
    x' beta  =  x' mean + sum_i g_i(x) d_i,                 g(x) = x' (P + X'WX / sd^2)^-1 X'W / sd^2.

With intervals every step is done in interval arithmetic. That is inclusion isotonic: a box within another gives locations
within the other's, after any number of steps and whatever the signs of g. The variance of x' beta,

    x' (P + sum over ended waits of w_i x_i x_i' / sd^2)^-1 x,

knows how many waits ended, not how well their ends are known: an open wait moves the location and makes it no surer. So
neither the locations nor the variance can grow narrower when an interval grows wider.
Sources: Moore, Interval Analysis (1966), section 3 (inclusion); Aitkin, Technometrics 23 (1981) (EM for censored normal
data); Manski, Partial Identification of Probability Distributions (2003) (dates known as sets).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from jointline.forecast.survival.spells import Vector

Matrix = NDArray[np.float64]
SHORTEST = 0.5  # months: a wait that can be shorter counts as this long
_STEPS = 60
_LOG_ROOT = 0.5 * float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True)
class Box:
    """One wait, in months: it ended between ``low`` and ``high``, or (``is_open``) had not ended at some time between them.

    ``entry``: it was seen from some time between these on; ``about``: the length it is held against lies between these.
    """

    low: float
    high: float
    is_open: bool
    entry: tuple[float, float] = (0.0, 0.0)
    about: tuple[float, float] = (1.0, 1.0)
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Law:
    """log T of one more wait: normal, its mean anywhere between ``early`` and ``late``."""

    early: float
    late: float
    sd: float


@dataclass(frozen=True, slots=True)
class BoxFit:
    """What boxes say of beta: ``mean`` (k,) before them; ``gain`` (k, n) of what each wait is off by, between ``low`` and ``high`` (n,)."""

    mean: Vector
    gain: Matrix
    low: Vector
    high: Vector
    covariance: Matrix
    sd: float

    def law(self, row: Vector, about: tuple[float, float] = (1.0, 1.0), more_variance: float = 0.0) -> Law:
        """The law of a wait with that design row; ``more_variance``: of its mean, from elsewhere."""
        low, high = _between(row @ self.gain, self.low, self.high)
        middle = float(row @ self.mean)
        sd = float(np.sqrt(self.sd**2 + row @ self.covariance @ row + more_variance))
        return Law(middle + float(low) + float(np.log(about[0])), middle + float(high) + float(np.log(about[1])), sd)


def fit_boxes(boxes: Sequence[Box], design: Matrix, mean: Vector, prior_sd: Vector, sd: float) -> BoxFit:
    """The fit of boxes, design (n, k), under a normal prior (k,), the sd of log T held. No box gives the prior back."""
    low, high = (np.log([max(x, SHORTEST) for x in xs]) for xs in ([b.low for b in boxes], [b.high for b in boxes]))
    about_low, about_high = (np.log([b.about[i] for b in boxes]) for i in (0, 1))
    entry_low, entry_high = (_log([b.entry[i] for b in boxes]) for i in (0, 1))
    is_open = np.array([b.is_open for b in boxes], bool)
    weighed = design * (np.array([b.weight for b in boxes], float) / sd**2)[:, None]
    precision = np.diag(prior_sd**-2.0)
    gain = np.asarray(np.linalg.solve(precision + design.T @ weighed, weighed.T), float)
    covariance = np.asarray(np.linalg.inv(precision + design[~is_open].T @ weighed[~is_open]), float)
    each, before = design @ gain, design @ mean
    off_low, off_high = low - about_high - before, high - about_low - before
    d_low, d_high = np.zeros(len(boxes)), np.zeros(len(boxes))
    for _ in range(_STEPS if len(boxes) else 0):
        eta_low, eta_high = _between(each, d_low, d_high)
        # what is left after the location, each with the end of its interval that makes it least and most
        least, most = off_low - eta_low, off_high - eta_high
        more_low, more_high = eta_low + sd * _beyond(least / sd), eta_high + sd * _beyond(most / sd)
        # a longer length to hold it against lowers both terms together, so it is the same in both
        seen_low = sd * _beyond((entry_high - about_high - before - eta_low) / sd)
        seen_high = sd * _beyond((entry_low - about_low - before - eta_high) / sd)
        d_low = np.where(is_open, more_low, off_low) - seen_low
        d_high = np.where(is_open, more_high, off_high) - seen_high
    return BoxFit(mean, gain, d_low, d_high, covariance, sd)


def _between(by: Matrix | Vector, low: Vector, high: Vector) -> tuple[Vector, Vector]:
    """Least and most of ``by @ d`` for d between low and high."""
    plus, minus = np.maximum(by, 0.0), np.minimum(by, 0.0)
    return plus @ low + minus @ high, plus @ high + minus @ low


def _beyond(z: Vector) -> Vector:
    """E[Z | Z > z] of a standard normal: 0 at minus infinity."""
    inside = np.isfinite(z)
    at = np.where(inside, z, 0.0)
    return np.where(inside, np.exp(-0.5 * at**2 - _LOG_ROOT - log_ndtr(-at)), 0.0)


def _log(months: Sequence[float]) -> Vector:
    """Logarithms; minus infinity of what is not above 0."""
    x = np.asarray(months, float)
    return np.where(x > 0, np.log(np.maximum(x, 1e-12)), -np.inf)
