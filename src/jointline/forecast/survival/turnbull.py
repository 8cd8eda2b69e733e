"""Turnbull's estimate: the distribution of waits that fits intervals best, with no shape assumed.

It can move only within the innermost intervals (a ``low`` followed by a ``high`` with no other end between); the
mass p_j of each is found by self-consistency: every spell hands its weight to the innermost intervals it covers in
proportion to their mass, a truncated one also what must have been missed,

    p_j  <-  [sum_i a_ij p_j / sum_k a_ik p_k  +  (1 - b_ij) p_j / sum_k b_ik p_k] / total

with a_ij = 1 where spell i covers j, b_ij = 1 where j lies after its entry.
Source: Turnbull, J. Royal Stat. Soc. B 38 (1976) 290-295.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jointline.forecast.survival.spells import Spells, Vector


@dataclass(frozen=True, slots=True)
class Turnbull:
    """Innermost intervals (``low``, ``high``] and their mass, each (m,); within one nothing is known of the shape."""

    low: Vector
    high: Vector
    mass: Vector

    def survival_bounds(self, t: float) -> tuple[float, float]:
        """Least and most that P(T > t) can be."""
        least = float(self.mass[(self.low >= t) & (self.high > t)].sum())
        most = float(self.mass[self.high > t].sum())
        return least, most

    def quantile(self, share: float) -> tuple[float, float]:
        """The interval in which the given share is reached; (nan, nan) where there is nothing."""
        if not len(self.mass):
            return float("nan"), float("nan")
        at = min(int(np.searchsorted(np.cumsum(self.mass), share - 1e-9)), len(self.mass) - 1)
        return float(self.low[at]), float(self.high[at])


def turnbull(s: Spells, rounds: int = 20_000, tolerance: float = 1e-10) -> Turnbull:
    """The estimate from spells; without any it is empty."""
    low, high = _innermost(s)
    m = len(low)
    if not m:
        return Turnbull(low, high, np.zeros(0))
    point = low == high  # an interval is open on the left: a wait of exactly its beginning lies before it
    exact = (s.low == s.high)[:, None]
    after = np.where(point, low > s.low[:, None], low >= s.low[:, None])
    covers = np.where(exact, point & (low == s.low[:, None]), after & (high <= s.high[:, None])).astype(float)
    seen = np.where(point, low > s.entry[:, None], low >= s.entry[:, None]).astype(float)
    mass = np.full(m, 1.0 / m)
    for _ in range(rounds):
        inside = s.weight / (covers @ mass)
        missed = s.weight / np.maximum(seen @ mass, 1e-300)
        new = mass * (covers.T @ inside + (1.0 - seen).T @ missed)
        new /= new.sum()
        change = float(np.abs(new - mass).max())
        mass = new
        if change < tolerance:
            break
    return Turnbull(low, high, mass)


def _innermost(s: Spells) -> tuple[Vector, Vector]:
    """Each ``low`` that is followed by a ``high`` before any other ``low`` (an exact time is both)."""
    marks = sorted(
        {(float(t), 2) for t in s.low[s.low != s.high]} | {(float(t), 2) for t in s.entry if t > 0}
        | {(float(t), 1) for t in s.high[s.low != s.high]} | {(float(t), 0) for t in s.low[s.low == s.high]}
    )  # fmt: skip
    # at one time: an exact wait first, then ends, then begins, for intervals are open on the left
    found: list[tuple[float, float]] = []
    begun: float | None = None
    for t, kind in marks:
        if kind == 0:
            found.append((t, t))
            begun = None
        elif kind == 2:
            begun = t
        elif begun is not None:
            found.append((begun, t))
            begun = None
    ends = sorted(set(found))
    return np.array([a for a, _ in ends]), np.array([b for _, b in ends])
