"""Months counted from a network's as_of, as people write them, and quantiles as the tables have them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def month_name(as_of: str, month: float) -> str:
    """Month *month* after *as_of* (``2026-10``): ``2029-03``; ``month 29`` without an as_of, ``beyond`` for NaN.

    >>> month_name("2026-10", 29)
    '2029-03'
    """
    if math.isnan(month):
        return "beyond"
    if not as_of:
        return f"month {int(month)}"
    index = int(as_of[:4]) * 12 + int(as_of[5:7]) - 1 + int(month)
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def quantiles(values: NDArray[Any]) -> tuple[float, float, float]:
    """P10, P50 and P90 of *values* (any shape) by nearest rank: each is a value that was drawn.

    >>> quantiles(np.arange(1, 11))
    (1.0, 5.0, 9.0)
    """
    p10, p50, p90 = (float(q) for q in np.quantile(values, (0.1, 0.5, 0.9), method="inverted_cdf"))
    return p10, p50, p90
