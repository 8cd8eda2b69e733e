"""Options beside the baseline: right to the month where the answer can be worked out, exactly nothing where nothing changes."""

from __future__ import annotations

import json

import bound
import pytest

import jointline as jl
from jointline.options.overlaps import overlaps
from jointline.options.runs import run_options


def compared(raw, option, **how):
    found = jl.compare(raw, [option], **{"draws": 4} | how)
    (one,) = found.options
    return found, one


def case_of(one, name="tw-case"):
    return next(c for c in one.cases if c.case == name)


def test_assembly_bound_a_line_more_saves_what_it_makes():
    found, line = compared(bound.assembly_bound(), "line")
    case = case_of(line)
    assert (case.baseline_final_p50, case.option_final_p50) == ("2027-08", "2027-03")  # months 19 and 14
    assert (case.final_saved_months_p10, case.final_saved_months_p50, case.final_saved_months_p90) == (5, 5, 5)
    assert case.first_saved_months_p50 == 0  # the US line's first unit is the first all the same
    assert (case.earlier_share, case.later_share) == (1, 0)
    assert (line.value_months_p10, line.value_months_p50, line.value_months_p90) == (500, 500, 500)  # US$ 100 m x 5
    assert (line.weighted_final_months_p50, line.earlier_share, line.later_share) == (5, 1, 0)
    assert (found.baseline_clears_p50, line.clears_p50, line.clears_beyond_share) == ("2027-08", "2027-03", 0)
    assert compared(bound.assembly_bound(), "late")[1].value_months_p90 == 0
    assert case_of(compared(bound.assembly_bound(), "twice")[1]).final_saved_months_p50 == 10


def test_component_bound_only_the_component_helps():
    raw = bound.component_bound()
    assert case_of(compared(raw, "line")[1]).final_saved_months_p50 == 0
    assert case_of(compared(raw, "motors")[1]).final_saved_months_p50 == 5
    assert case_of(compared(raw, "both")[1]).final_saved_months_p50 == 5


def test_queue_bound_priority_saves_and_the_others_pay():
    _, one = compared(bound.queue_bound(), "priority")
    assert case_of(one).final_saved_months_p50 == 10
    assert [(d.order, d.customer, d.later_months_p50, d.later_share) for d in one.others] == [("army", "USA", 20, 1)]


def test_a_line_that_takes_scarce_parts_delays_others():
    # without it: 2 a month for Taiwan (final 49), 8 motors a month for the army's 80 (final 9)
    # with it: Taiwan takes all 10 motors until month 9, the army's 80 take months 10 to 17
    _, one = compared(bound.diverting(), "line")
    assert case_of(one).final_saved_months_p50 == 49 - 9
    assert [(d.order, d.later_months_p50) for d in one.others] == [("army", 17 - 9)]


@pytest.mark.parametrize("option", ["nothing", "same"])
def test_an_option_that_changes_nothing_shows_exactly_nothing(option):
    _, one = compared(bound.assembly_bound(), option, draws=64)
    assert one.changes_nothing
    assert {v for k, v in vars_of(one).items() if "months" in k or k.endswith("_share")} == {0}
    for case in one.cases:
        assert {v for k, v in vars_of(case).items() if "saved" in k or k.endswith("_share")} == {0}
    assert one.others == ()


def vars_of(record):
    return {
        f: getattr(record, f)
        for f in record.__slots__
        if isinstance(getattr(record, f), int | float) and f != "changes_nothing"
    }


def test_beyond_the_horizon_counts_as_at_the_horizon():
    raw = bound.assembly_bound() | {"horizon": 16}
    found, one = compared(raw, "line")
    assert found.baseline_clears_p50 is None
    assert found.baseline_clears_beyond_share == 1
    assert case_of(one).baseline_final_p50 is None
    assert case_of(one).final_saved_months_p50 == 16 - 14
    assert "! In up to 100 % of the draws the last case is not complete within 16 months" in " ".join(
        str(found).split()
    )
    assert "not complete within" not in str(compared(bound.assembly_bound(), "line")[0])


def test_a_case_without_value_adds_nothing_and_is_named():
    raw = bound.assembly_bound()
    del raw["cases"]["tw-case"]["value_usd_m"]
    found, one = compared(raw, "line")
    assert found.cases_without_value == ("tw-case",)
    assert one.value_months_p50 == 0
    assert one.weighted_final_months_p50 == 5  # cases weigh alike where no value is known
    assert one.earlier_share == 1


def test_order_of_combining_does_not_matter_where_keys_differ_and_is_told_where_they_meet():
    raw = bound.component_bound()
    raw["options"]["slow"] = {"changes": [{"set": "lines.usa.rate_max", "to": 5}]}
    raw["options"]["fast"] = {"changes": [{"set": "lines.usa.rate_max", "to": 50}]}
    raw["options"]["named"] = {"changes": [{"set": "lines.twn.rate_max", "to": 3}]}
    net = jl.load_network(
        {k: v for k, v in raw.items() if k != "options"}
        | {"options": {k: v for k, v in raw["options"].items() if k != "named"}}
    )
    runs = run_options(net, ["line+motors", "motors+line"], 16)
    assert (runs.runs[1].final == runs.runs[2].final).all()
    assert overlaps(net, ["line", "motors"]) == []
    (text,) = overlaps(net, ["slow", "fast"])
    assert "slow and fast both change lines.usa.rate_max" in text
    (both,) = jl.compare(net, ["slow+fast"], draws=2).options
    assert both.warnings == (text,)
    with pytest.raises(jl.JointlineError):  # it names a line that only another option adds
        jl.compare(raw, ["named"], draws=2)


def test_two_lines_of_one_product_are_asked_in_the_order_in_which_they_are_added():
    raw = bound.assembly_bound()
    raw["options"]["other"] = {"changes": [bound.TAIWAN_LINE | {"add": "lines.other", "production_lead_time": 9}]}
    (text,) = overlaps(jl.load_network(raw), ["line", "other"])
    assert "add lines of rocket" in text
    first, last = jl.compare(raw, ["line+other", "other+line"], draws=2).options
    assert first.warnings == (text,)
    assert last.warnings


def test_what_it_takes():
    raw = bound.assembly_bound()
    raw["options"]["line"] |= {"route": "licensed-production", "cost_usd_m": {"triangular": [50, 80, 200]},
                               "assumptions": {"cost_usd_m": "a guess"}}  # fmt: skip
    change = {k: v for k, v in bound.TAIWAN_LINE.items() if k != "start"}
    raw["options"]["line"]["changes"] = [change | {"stages": {"approvals": {"pert": [6, 12, 24]}, "first_article": 6}}]
    needs = compared(raw, "line")[1].needs
    assert (needs.route, needs.cost_usd_m, needs.cost_basis) == (
        "licensed-production",
        "triangular 50 / 80 / 200",
        "assumption",
    )
    assert [(s.part, s.stage, s.months_mode) for s in needs.stages] == [
        ("line/twn", "approvals", 12),
        ("line/twn", "first_article", 6),
    ]
    assert needs.qualified == ("line/twn: first_article",)
    assert compared(raw, "late")[1].needs.cost_usd_m is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"add": "lines.x", "product": "rokket", "country": "TWN", "rate_max": 1}, "rocket"),
        ({"add": "lines.x", "country": "TWN", "rate_max": 1}, "needs product"),
        ({"add": "lines.x", "product": "rocket", "country": "TWN", "rate_max": 1, "stages": {"a": -2}}, "at least 0"),
        ({"set": "lines.usa.ratemax", "to": 3}, "rate_max"),
        ({"set": "lines.gone.rate_max", "to": 3}, "no line"),
    ],
)
def test_bad_options_get_one_clear_error(change, words):
    raw = bound.network(options={"bad": {"changes": [change]}})
    with pytest.raises(jl.JointlineError) as caught:
        jl.compare(raw, draws=2)
    assert words in str(caught.value)
    assert "options.bad" in caught.value.where


def test_a_change_to_what_another_option_removed_is_told():
    raw = bound.network(options={
        "gone": {"changes": [{"remove": "lines.usa"}]},
        "fast": {"changes": [{"set": "lines.usa.rate_max", "to": 20}]},
    })  # fmt: skip
    with pytest.raises(jl.JointlineError, match="no line 'usa'"):
        jl.compare(raw, ["gone+fast"], draws=2)


def test_what_is_refused():
    with pytest.raises(jl.JointlineError, match="no option to compare"):
        jl.compare(bound.network(), draws=2)
    with pytest.raises(jl.JointlineError, match="Did you mean: line"):
        jl.compare(bound.assembly_bound(), ["lin"], draws=2)
    with pytest.raises(jl.JointlineError, match="horizon"):
        jl.compare(bound.network(options={"long": {"changes": [{"set": "horizon", "to": 60}]}}), draws=2)


def test_json_is_plain():
    found = jl.compare(bound.component_bound(), draws=4)
    assert json.loads(json.dumps(found.as_dict(), allow_nan=False))["options"][0]["option"] == "line"
