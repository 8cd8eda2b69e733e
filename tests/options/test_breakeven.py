"""Break-even and what-if: right to the month where the answer can be worked out."""

from __future__ import annotations

import bound
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import jointline as jl
from jointline.options.vary import path_of


def saved(start):
    """Months saved by the Taiwan line of ``assembly_bound`` that starts in month *start*, counted unit by unit."""
    left, month = 200, -1
    while left > 0:
        month += 1
        left -= 10 + (10 if month >= start else 0)
    return 19 - month


@pytest.mark.parametrize("at", [0.5, 1, 3, 5, 9])
def test_the_last_start_that_is_worth_it(at):
    found = jl.breakeven("line", "lines.twn.start", bound.assembly_bound(), at=at, draws=2)
    (crossing,) = found.crossings
    assert crossing.falls
    assert crossing.value == max(s for s in range(40) if saved(s) >= at)
    assert [p.months_mean for p in found.points] == [saved(p.value) for p in found.points]
    assert found.cases == ("tw-case",)
    assert found.units == ("months",)


def test_the_least_rate_that_is_worth_it():
    found = jl.breakeven("line", "line/twn/rate_max", bound.assembly_bound(), at=3, low=0.5, high=20, draws=2)
    (crossing,) = found.crossings
    assert not crossing.falls
    # 160 by month 16 without it: months 10 to 16 of a line at r and the US line's 10 must make 200 in all: r = 30 / 7
    assert crossing.value == pytest.approx(30 / 7, abs=0.01)
    assert found.vary == ("lines.twn.rate_max",)
    assert "begins to be worth it" in found.verdict


def test_probability_as_the_target():
    raw = bound.assembly_bound()
    raw["lines"]["usa"]["rate_max"] = {"uniform": [8, 12]}
    found = jl.breakeven("line", "lines.twn.start", raw, target="probability", at=0.5, draws=256)
    (crossing,) = found.crossings
    # half the draws end before month 19; a line saves something if its first month of making comes before the end
    assert 17 <= crossing.value <= 19
    assert found.at == 0.5


def test_two_numbers_make_a_map():
    found = jl.breakeven(
        "line",
        ["lines.twn.start", "lines.twn.rate_max"],
        bound.assembly_bound(),
        at=3,
        low=[0, 1],
        high=[20, 20],
        draws=2,
    )
    assert len(found.points) == 81
    assert {p.other for p in found.points} == set(np.linspace(1, 20, 9).round(4))
    by_rate = {c.other: c.value for c in found.crossings}
    assert list(by_rate.values()) == sorted(by_rate.values())  # a faster line may start later
    assert "map" not in found.verdict


def test_never_or_always_worth_it():
    assert (
        "worth it at no value of"
        in jl.breakeven("line", "lines.twn.start", bound.assembly_bound(), at=50, draws=2).verdict
    )
    assert (
        "is worth it at every value"
        in jl.breakeven("line", "lines.twn.start", bound.assembly_bound(), at=1, high=5, draws=2).verdict
    )


def test_a_start_that_was_given_as_stages():
    raw = bound.assembly_bound()
    change = {k: v for k, v in bound.TAIWAN_LINE.items() if k != "start"} | {"stages": {"approvals": 4, "transfer": 6}}
    raw["options"]["line"]["changes"] = [change]
    found = jl.breakeven("line", "lines.twn.start", raw, at=5, draws=2)
    assert found.as_given == ("10",)
    assert [c.value for c in found.crossings] == [max(s for s in range(40) if saved(s) >= 5)]
    assert jl.breakeven("line", "lines.twn.stages.approvals", raw, at=5, draws=2).crossings[0].value == max(
        s for s in range(40) if saved(s + 6) >= 5
    )


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"vary": "lines.twn.rate"}, "rate_max"), ({"vary": []}, "one number or two"),
        ({"vary": ["lines.twn.start", "line/twn/start"]}, "two different"), ({"target": "money"}, "no target"),
        ({"low": 5, "high": 2}, "below high"), ({"option": "baseline"}, "no option"), ({"option": "x"}, "no option 'x'"),
        ({"low": [1, 2]}, "one a number"), ({"draws": 0}, "draws"), ({"case": "nil"}, "no case"),
        ({"target": "probability", "at": 3}, "from 0 to 1"), ({"at": -1}, "at least 0"),
    ],
)  # fmt: skip
def test_what_is_refused(how, words):
    asked = {"option": "line", "vary": "lines.twn.start", "network": bound.assembly_bound(), "draws": 2} | how
    with pytest.raises(jl.JointlineError, match=words):
        jl.breakeven(**asked)


@given(
    st.sampled_from(["line", "source", "order", "product"]),
    st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), min_size=2, max_size=4),
)
def test_names_of_numbers_become_paths(kind, parts):
    assert path_of(f"{kind}/{'/'.join(parts)}") == f"{kind}s.{'.'.join(parts)}"
    assert path_of(f"{kind}s.{'.'.join(parts)}") == f"{kind}s.{'.'.join(parts)}"


def test_what_if_is_what_a_changed_network_gives():
    raw = bound.assembly_bound()
    raw["lines"]["usa"]["rate_max"] = {"uniform": [8, 12]}
    prepared = jl.prepare(raw, "line", draws=200)
    found = jl.what_if(prepared, {"lines.twn.rate_max": 4, "lines.twn.start": 3})
    raw["options"]["line"]["changes"] = [bound.TAIWAN_LINE | {"rate_max": 4, "start": 3}]
    (whole,) = jl.compare(raw, ["line"], draws=200).options
    assert found.cases == whole.cases
    assert found.value_months_mean == whole.value_months_mean
    same = jl.what_if(jl.prepare(raw, draws=50), {})
    assert same.changes_nothing
    with pytest.raises(jl.JointlineError, match=r"lines\.twn\.rate.*rate_max"):
        try:
            jl.what_if(prepared, {"lines.twn.rate": 4})
        except jl.JointlineError as error:
            raise jl.JointlineError(str(error).replace("\n", " ")) from None
    with pytest.raises(jl.JointlineError, match="at least 0"):
        jl.what_if(prepared, {"lines.twn.rate_max": -4})
    with pytest.raises(jl.JointlineError, match="no option"):
        jl.prepare(raw, "nil")
