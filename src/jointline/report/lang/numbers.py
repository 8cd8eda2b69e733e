"""Numbers and money as readers of English and of Traditional Chinese write them.

English counts in thousands and millions, Chinese in 萬 (ten thousand) and 億 (a hundred million). Rounding is half
up on the decimal digits, and no digit is shown that the number does not have.
"""

from __future__ import annotations

from decimal import Decimal

from jointline.rounding import half_up

_YI, _WAN = Decimal(100), Decimal("0.01")  # in millions of US dollars
_YI_DIGITS = 2  # of 億: a million of dollars, as the press of Taiwan gives it


def grouped(value: float | Decimal, digits: int = 0, *, trim: bool = False) -> str:
    """A number with thousands separated; *trim*: without zeros at the end of its decimals.

    >>> grouped(18276.55, 1), grouped(80, 2, trim=True)
    ('18,276.6', '80')
    """
    text = f"{half_up(value, digits):,f}"
    return text.rstrip("0").rstrip(".") if trim and "." in text else text


def significant(value: float | Decimal, digits: int = 3, *, trim: bool = False) -> str:
    """A number to so many significant digits: ``18.3``, ``22.0``, ``18,300``; *trim*: without zeros behind the point."""
    number = _decimal(value)
    if not number:
        return "0"
    rounded = half_up(number, digits - 1 - number.adjusted())  # 9.996 has one digit more before the point
    return grouped(rounded, max(0, digits - 1 - rounded.adjusted()), trim=trim)


def english_usd(usd_m: float, digits: int) -> str:
    """``US$ 18,276.5 million``."""
    return f"US$ {grouped(usd_m, digits)} million"


def english_usd_short(usd_m: float) -> str:
    """Three significant digits in the unit that fits: ``US$ 18.3 billion``, ``US$ 330 million``."""
    billion = abs(_decimal(usd_m)) >= Decimal("999.5")
    number = significant(_decimal(usd_m) / 1000) if billion else significant(usd_m, trim=True)
    return f"US$ {number} {'billion' if billion else 'million'}"


def english_usd_rounded(usd_m: float) -> str:
    """To ten million from a billion on, as lists of sales are published: ``US$ 21.50 billion``; below it to a million."""
    number = ten_million(usd_m)
    return f"US$ {grouped(number / 1000, 2)} billion" if abs(number) >= 1000 else f"US$ {grouped(number)} million"


def chinese_usd_m(usd_m: float, digits: int) -> str:
    """In millions: ``18,276.5 百萬美元``."""
    return f"{grouped(usd_m, digits)} 百萬美元"


def chinese_usd(usd_m: float, digits: int) -> str:
    """In 億, else in 萬: ``182.77 億美元``, ``5,000 萬美元``; no finer than *digits* of a million."""
    number = half_up(usd_m, digits)
    if abs(number) >= _YI:
        return f"{grouped(number / _YI, min(digits + 2, _YI_DIGITS), trim=True)} 億美元"
    return f"{grouped(number / _WAN, max(0, digits - 2), trim=True)} 萬美元" if number else "0 美元"


def chinese_usd_short(usd_m: float) -> str:
    """Three significant digits in 億, else in 萬: ``183 億美元``, ``3 億美元``: as ``chinese_usd``, no zeros behind the point."""
    number = _decimal(usd_m)
    if not number:
        return "0 美元"
    yi = abs(number) >= Decimal("99.95")
    return f"{significant(number / _YI, trim=True)} 億美元" if yi else f"{significant(number / _WAN, trim=True)} 萬美元"


def chinese_usd_rounded(usd_m: float) -> str:
    """To ten million from ten 億 on, as in English: ``215.4 億美元``; below it to a million: ``8.36 億美元``."""
    return chinese_usd(float(ten_million(usd_m)), 0)


def ten_million(usd_m: float) -> Decimal:
    """Millions of dollars to ten of them, half up; what is less than a billion to one."""
    number = half_up(usd_m, -1)
    return number if abs(number) >= 1000 else half_up(usd_m, 0)


def yi(usd_m: float) -> str:
    """The number of 億 with two decimals, for a column of a table that names the unit once."""
    return grouped(_decimal(usd_m) / _YI, _YI_DIGITS)


def _decimal(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
