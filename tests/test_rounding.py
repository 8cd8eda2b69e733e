"""Every figure rounds half up on its decimal digits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline.report.lang.language import ENGLISH, language
from jointline.report.text import draws_share
from jointline.rounding import half_up
from jointline.sentences import says, usd_part


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.25, 1, "0.3"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (-0.04, 1, "0.0"),
        (1e300, 1, f"{10**300}.0"),
        (1234567, -3, "1.235E+6"),
    ],
)
def test_a_tie_goes_up(value: float, digits: int, text: str) -> None:
    assert str(half_up(value, digits)) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 3))
def test_no_number_is_moved_by_more_than_half_a_digit(value: float, digits: int) -> None:
    assert abs(half_up(value, digits) - Decimal(str(value))) <= Decimal(5).scaleb(-digits - 1)


@pytest.mark.parametrize("code", ["en", "zh-TW"])
def test_a_sentence_rounds_as_a_table_does(code: str) -> None:
    told = says("Of {months:.1f} months", months=2.25)
    assert str(told) == "Of 2.3 months"
    assert ENGLISH.number(2.25, 1) == "2.3" and "2.3" in language(code).say(told)
    assert str(usd_part(Decimal("0.25"))) == f"US$ {ENGLISH.number(0.25, 1)} million"
    assert str(says("{n:.1f}", n=float("inf"))) == "inf"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1e-9, "<0.1 %"), (0.001, "0.1 %"), (0.9995, ">99.9 %"), (0.25, "25.0 %"), (1, "100 %")],
)
def test_a_share_of_draws_is_none_or_all_only_where_it_is(share: float, text: str) -> None:
    assert draws_share(share) == text
