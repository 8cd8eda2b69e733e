"""Ranges of a mean score when cases, not forecasts, are what was drawn.

Forecasts of one case at many dates share its outcome, so whole cases are drawn with replacement (block bootstrap,
2,000 times, one fixed stream) and the statistic is made anew; the range holds the middle 90 %. With few cases it
understates what is not known. Source: Davison and Hinkley, Bootstrap Methods and their Application (1997), section 3.8.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ROUNDS = 2000
LEVEL = 0.9


def mean_range(cases: Sequence[str], values: Sequence[float], seed: int = 0) -> tuple[float, float] | None:
    """The middle 90 % of the mean of *values* over draws of whole cases; ``None`` with fewer than three cases."""
    names = sorted(set(cases))
    if len(names) < 3:
        return None
    at = {c: i for i, c in enumerate(names)}
    sums, counts = np.zeros(len(names)), np.zeros(len(names))
    np.add.at(sums, [at[c] for c in cases], np.asarray(values, float))
    np.add.at(counts, [at[c] for c in cases], 1.0)
    drawn = np.random.default_rng(seed).integers(0, len(names), (ROUNDS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return round(float(low), 3), round(float(high), 3)
