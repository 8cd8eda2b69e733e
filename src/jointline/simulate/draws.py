"""Uncertain numbers drawn: quantile functions of the distributions a network may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from jointline.network.numbers import Number
from jointline.simulate.compiled import compiled
from jointline.simulate.streams import uniforms

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """One named number in a column: ``whole`` rounds it to the nearest whole month or unit, halves up."""

    name: str
    number: Number
    whole: bool


def quantile(number: Number, u: Floats) -> Floats:
    """The value of *number* below which a share *u* (0 to 1, any shape) of its draws lies."""
    a = number.args
    if number.is_fixed:
        return np.full_like(u, number.low)
    if number.kind == "uniform":
        return a[0] + u * (a[1] - a[0])
    if number.kind == "triangular":
        low, mode, high = a
        rising = low + np.sqrt(u * ((high - low) * (mode - low)))
        falling = high - np.sqrt((1 - u) * ((high - low) * (high - mode)))
        return np.asarray(np.where(u * (high - low) < mode - low, rising, falling))
    if number.kind == "pert":
        low, mode, high = a
        out = np.empty(np.shape(u))
        _pert(u.ravel(), low, high, *_pert_series((mode - low) / (high - low)), out.reshape(-1))
        return out
    if number.kind == "lognormal":
        from scipy.special import ndtri

        return np.asarray(a[0] * a[1] ** ndtri(u))
    values = np.asarray(a)  # empirical: each value as likely as the next
    return np.asarray(values[np.minimum((u * len(a)).astype(np.int64), len(a) - 1)])


_TERMS = 32  # of each series: the quantiles are exact to some 1e-15 of the range


@lru_cache(maxsize=4096)
def _pert_series(share: float) -> tuple[float, float, float, float, Floats, Floats]:
    """What ``_pert`` takes: the beta quantile as a Chebyshev series, for a mode at *share* of the range.

    With z = u ** (1 / rise), the quantile divided by z is smooth in z up to where the two tails meet; the upper
    tail is the lower one of the mirrored distribution. An incomplete beta function is then inverted 64 times a
    number, and not once a draw.
    """
    from scipy.special import betaincinv

    rise, fall = 1 + 4 * share, 5 - 4 * share
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if middle ** (1 / rise) < (1 - middle) ** (1 / fall) else (low, middle)
    most = float(low ** (1 / rise))
    k = np.arange(_TERMS)
    z = (np.cos(np.pi * (k + 0.5) / _TERMS) + 1) / 2 * most
    waves = np.cos(np.outer(k, np.pi * (k + 0.5) / _TERMS)) * 2 / _TERMS
    waves[0] /= 2
    lower, upper = waves @ (betaincinv(rise, fall, z**rise) / z), waves @ (betaincinv(fall, rise, z**fall) / z)
    return low, most, 1 / rise, 1 / fall, lower, upper


_BLOCK = 64  # numbers that go through a series together, in vector instructions


@compiled(error_model="numpy")
def _pert(u, low, high, split, most, rising, falling, lower, upper, out):  # type: ignore[no-untyped-def]
    """The quantiles at *u* into *out*, by Clenshaw's sum; each depends on its own u alone."""
    z, x, below = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK, np.bool_)
    one, two = np.empty(_BLOCK), np.empty(_BLOCK)
    for begin in range(0, u.size, _BLOCK):
        for i in range(_BLOCK):  # always a whole block, so that no draw is worked out apart from the others
            level = u[min(begin + i, u.size - 1)]
            below[i] = level < split
            z[i] = level**rising if below[i] else (1.0 - level) ** falling
        for i in range(_BLOCK):
            x[i], one[i], two[i] = 4.0 * z[i] / most - 2.0, 0.0, 0.0  # twice the argument of the series
        for k in range(lower.size - 1, 0, -1):
            a, b = lower[k], upper[k]
            for i in range(_BLOCK):
                before = one[i]
                one[i] = x[i] * before - two[i] + (a if below[i] else b)
                two[i] = before
        for i in range(min(_BLOCK, u.size - begin)):
            share = z[i] * (0.5 * x[i] * one[i] - two[i] + (lower[0] if below[i] else upper[0]))
            out[begin + i] = low + (high - low) * share if below[i] else high - (high - low) * share


@lru_cache(maxsize=1 << 14)
def median(number: Number) -> float:
    """The median of *number*."""
    return float(quantile(number, np.array([0.5]))[0])


def whole(values: Floats) -> Floats:
    """Whole months or units: nearest, halves up."""
    return np.floor(values + 0.5)


def sample(
    columns: Sequence[Sequence[Term]], seed: int, first: int, n: int, sampling: str = "sobol",
    held: frozenset[str] = frozenset(), drawn: dict[Term, Floats] | None = None,
) -> Floats:  # fmt: skip
    """Draws *first* to *first* + *n* - 1 of every column, (n, columns), a column in one piece: each the sum of its terms.

    held: names that stand still at their medians (to see what the others spread). drawn: what was drawn for the
    same draws before, in another option: used again, and added to.
    """
    drawn = {} if drawn is None else drawn
    new = dict.fromkeys(t for terms in columns for t in terms if t not in drawn)
    loose = [t for t in new if not t.number.is_fixed and t.name not in held]
    for t, u in zip(loose, uniforms(seed, [t.name for t in loose], first, n, sampling), strict=True):
        drawn[t] = quantile(t.number, u)
    for t in new:
        values = drawn[t] if t in drawn else np.full(n, median(t.number))
        drawn[t] = whole(values) if t.whole else values
    out = np.zeros((len(columns), n))
    for k, terms in enumerate(columns):
        for t in terms:
            out[k] += drawn[t]
    return out.T
