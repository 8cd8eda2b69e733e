"""Half up on the decimal digits, as readers round by hand: one way for every figure, in sentences, tables and pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

_DIGITS = 640  # of every float, whole; Decimal's own 28 refuse a larger one


def half_up(value: float | Decimal, digits: int = 0) -> Decimal:
    """*value* with so many decimals (below 0: to tens, hundreds ...); nothing is 0, never -0.

    >>> str(half_up(0.25, 1)), str(half_up(-0.04, 1))
    ('0.3', '0.0')
    """
    from decimal import ROUND_HALF_UP, Context, Decimal  # here: the command line starts without it

    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    made = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, Context(prec=_DIGITS))
    return made if made else abs(made)


class Rounded(float):
    """A number of a sentence: its template's ``{months:.1f}`` rounds half up.

    >>> f"{Rounded(2.25):.1f}"
    '2.3'
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        before, point, digits = spec.removesuffix("f").partition(".")
        if not (spec.endswith("f") and point and digits.isdigit() and math.isfinite(self)):
            return super().__format__(spec)
        return format(half_up(float(self), int(digits)), f"{before}f")
