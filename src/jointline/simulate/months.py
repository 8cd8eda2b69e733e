"""Months counted from a network's as_of, as people write them."""

from __future__ import annotations

import math


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
