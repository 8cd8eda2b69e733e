"""Numbers and distributions: every kind, its impossible forms, its bounds, and its way through a file and back."""

from __future__ import annotations

import math

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from jointline.network.numbers import KINDS, MOST, MOST_GSD, Number, fixed, parse_number, plain, shown
from jointline.network.write import network_text


@pytest.mark.parametrize(("given_", "kind", "low", "middle", "high", "text"), [
    (833, "fixed", 833, 833, 833, "833"),
    (0.25, "fixed", 0.25, 0.25, 0.25, "0.25"),
    (-4, "fixed", -4, -4, -4, "-4"),
    ({"fixed": 1500}, "fixed", 1500, 1500, 1500, "1,500"),
    ({"fixed": [1500]}, "fixed", 1500, 1500, 1500, "1,500"),
    ({"uniform": [20, 35]}, "uniform", 20, 27.5, 35, "uniform 20 / 35"),
    ({"triangular": [30, 40, 45]}, "triangular", 30, 40, 45, "triangular 30 / 40 / 45"),
    ({"triangular": [30, 30, 45]}, "triangular", 30, 30, 45, "triangular 30 / 30 / 45"),
    ({"pert": [1000, 1166, 1300]}, "pert", 1000, 1166, 1300, "pert 1,000 / 1,166 / 1,300"),
    ({"lognormal": [24, 1.2]}, "lognormal", 0, 24, math.inf, "lognormal 24 / 1.2"),
    ({"empirical": [7, 3, 5]}, "empirical", 3, 5, 7, "empirical 3 / 5 / 7"),
    ({"empirical": 4}, "empirical", 4, 4, 4, "empirical 4"),
    ({"empirical": list(range(10))}, "empirical", 0, 4, 9, "empirical, 10 values 0 to 9"),
])  # fmt: skip
def test_every_kind_is_read_with_its_bounds(given_, kind, low, middle, high, text):
    number = parse_number(given_)
    assert (number.kind, number.low, number.middle, number.high, number.text()) == (kind, low, middle, high, text)
    assert number.is_fixed == (low == high)


def test_every_kind_is_tried_above():
    tried = {"fixed", "uniform", "triangular", "pert", "lognormal", "empirical"}
    assert set(KINDS) == tried


@pytest.mark.parametrize(
    "value", [{"uniform": [4, 4]}, {"triangular": [4, 4, 4]}, {"lognormal": [4, 1]}, {"empirical": [4, 4]}]
)
def test_a_distribution_without_spread_is_known(value):
    number = parse_number(value)
    assert number.is_fixed and number.low == number.middle == number.high == 4


@pytest.mark.parametrize(("value", "words"), [
    ("12", "a number or a distribution is needed, not '12'"),
    (True, "a number or a distribution is needed, not true"),
    (None, "a number or a distribution is needed"),
    ([1, 2], "a number or a distribution is needed, not [1, 2]"),
    ({}, "one kind with its numbers"),
    ({"uniform": [1, 2], "pert": [1, 2, 3]}, "one kind with its numbers"),
    ({"low": 1, "high": 2}, "one kind with its numbers"),
    ({"unifrom": [1, 2]}, "no distribution 'unifrom'. Did you mean: uniform?"),
    ({"normal": [1, 2]}, "Did you mean: lognormal, uniform?"),
    ({"gamma": [1, 2]}, "no distribution 'gamma'"),
    ({"fixed": [1, 2]}, "fixed takes one number (value), not 2"),
    ({"fixed": []}, "fixed takes one number (value), not 0"),
    ({"uniform": 3}, "uniform takes 2 numbers (low, high), not 1"),
    ({"uniform": [1, 2, 3]}, "uniform takes 2 numbers (low, high), not 3"),
    ({"uniform": [3, 1]}, "the numbers of uniform must rise (low, high), not 3, 1"),
    ({"uniform": ["1", 2]}, "uniform takes numbers, not ['1', 2]"),
    ({"uniform": [True, 2]}, "uniform takes numbers, not [true, 2]"),
    ({"uniform": {"low": 1, "high": 2}}, "uniform takes numbers"),
    ({"triangular": [1, 2]}, "triangular takes 3 numbers (low, mode, high), not 2"),
    ({"triangular": [3, 2, 4]}, "the numbers of triangular must rise (low, mode, high), not 3, 2, 4"),
    ({"triangular": [1, 5, 4]}, "the numbers of triangular must rise (low, mode, high), not 1, 5, 4"),
    ({"triangular": [4, 3, 2]}, "must rise"),
    ({"pert": [3, 2, 4]}, "the numbers of pert must rise (low, mode, high), not 3, 2, 4"),
    ({"pert": [4, 4, 4]}, "low and high of pert are both 4"),
    ({"lognormal": [0, 1.2]}, "the median of a lognormal is above 0, not 0"),
    ({"lognormal": [-3, 1.2]}, "the median of a lognormal is above 0, not -3"),
    ({"lognormal": [24, 0.8]}, "(gsd) of a lognormal is from 1 (no spread) to 10, not 0.8"),
    ({"lognormal": [24, 10.5]}, "(gsd) of a lognormal is from 1 (no spread) to 10, not 10.5"),
    ({"lognormal": [24]}, "lognormal takes 2 numbers (median, gsd), not 1"),
    ({"empirical": []}, "empirical needs at least one value"),
    (math.nan, "nan is no number"),
    (math.inf, "inf is no number"),
    ({"uniform": [1, math.inf]}, "inf is no number"),
    ({"pert": [math.nan, 2, 3]}, "nan is no number"),
    (1e16, "too large to be meant"),
    (-(10**400), "a number of 1329 bits is too large"),
    ({"empirical": [1, 10**16]}, "too large to be meant"),
])  # fmt: skip
def test_what_cannot_be_is_refused_with_the_reason(value, words):
    with pytest.raises(ValueError) as caught:
        parse_number(value)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


WHOLE = st.integers(-(10**12), 10**12)
ANY = st.one_of(WHOLE, st.floats(-1e12, 1e12, allow_nan=False))


@st.composite
def numbers(draw) -> Number:
    kind = draw(st.sampled_from(sorted(KINDS)))
    if kind == "lognormal":
        args = [draw(st.floats(1e-9, 1e12)), draw(st.floats(1, MOST_GSD))]
    elif kind == "empirical":
        args = sorted(draw(st.lists(ANY, min_size=1, max_size=9)))
    else:
        args = sorted(draw(st.lists(ANY, min_size=len(KINDS[kind]), max_size=len(KINDS[kind]))))
        if kind == "pert" and float(args[0]) == float(args[-1]):
            args = [-1.0, args[1] * 0, 1.0]
    return Number(kind, tuple(float(a) for a in args))


@given(numbers())
def test_a_number_written_to_a_file_is_read_as_the_same_number(number):
    text = network_text({"lines": {"x": {"rate_max": number.as_toml()}}})
    assert parse_number(tomli.loads(text)["lines"]["x"]["rate_max"]) == number


@given(numbers())
def test_the_bounds_hold_the_middle_and_what_is_read_once_is_read_again(number):
    again = parse_number({number.kind: list(number.args)})
    assert again == number
    assert number.low <= number.middle <= number.high
    assert number.text() and "\n" not in number.text()


@given(st.sampled_from(sorted(KINDS)), st.lists(st.floats(-100, 100) | st.integers(-100, 100), max_size=5))
def test_only_possible_distributions_are_read(kind, args):
    try:
        number = parse_number({kind: args})
    except ValueError:
        possible = {
            "fixed": len(args) == 1, "uniform": len(args) == 2 and args == sorted(args), "empirical": bool(args),
            "triangular": len(args) == 3 and args == sorted(args),
            "pert": len(args) == 3 and args == sorted(args) and args[0] < args[2],
            "lognormal": len(args) == 2 and args[0] > 0 and 1 <= args[1] <= MOST_GSD,
        }  # fmt: skip
        assert not possible[kind]
        return
    assert sorted(number.args) == sorted(float(a) for a in args)
    assert kind == "lognormal" or list(number.args) == sorted(number.args)


SCALARS = st.one_of(st.integers(), st.floats(), st.text())


@given(SCALARS | st.lists(SCALARS, max_size=50) | st.dictionaries(st.text(), SCALARS))
def test_a_message_shows_any_value_in_one_short_line(value):
    text = shown(value)
    assert len(text) <= 60 and "\n" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1500, "1,500"), (0.25, "0.25"), (97.16666666, "97.1667"), (0, "0"), (MOST, "1,000,000,000,000,000")],
)
def test_numbers_are_written_without_needless_digits(value, text):
    assert plain(value) == text and fixed(value).text() == text
