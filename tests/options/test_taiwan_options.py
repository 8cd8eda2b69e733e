"""The options that ship with the Taiwan network, on its real data."""

from __future__ import annotations

from datetime import date

import pytest

import jointline as jl
from jointline.ledger.ledger import open_ledger
from jointline.network.approvals_path import routes
from jointline.network.changes import with_options
from jointline.network.precedents import FIRST_UNIT, STARTED, durations
from jointline.network.taiwan_options import option_recipes


@pytest.fixture(scope="module")
def raw():
    return jl.shipped_network("taiwan", "2026-11-25", open_ledger("none.sqlite"))


@pytest.fixture(scope="module")
def found(raw):
    return jl.compare(raw, draws=256)


def test_every_kind_of_option_that_was_asked_for_is_there(raw):
    options = raw["options"]
    assert {o["mode"] for o in options.values()} == {"A", "B", "other"}
    assert set(option_recipes()) <= set(options)
    assert {"announced-on-time", "priority", "multi-year", "from-stock", "joint-production", "all-together"} <= set(
        options
    )
    assert jl.check_network(raw).ok


def test_every_number_of_an_option_says_what_it_rests_on(raw):
    net = jl.load_network(raw)
    for name, option in net.options.items():
        added = [n for n in with_options(net, [name]).numbers.values() if n.name not in net.numbers and n.given]
        for number in added:
            assert number.basis, f"{name}: {number.name}"
            assert number.basis.assumption or number.basis.is_evidence
        for change in option.changes:
            if "set" in change and change["set"] != "policy" and not change["set"].endswith(".priority"):
                assert "assumption" in change or "evidence" in change, (name, change["set"])


def test_each_has_a_route_that_exists_unless_it_only_combines(raw):
    for name, option in raw["options"].items():
        assert option["route"] in routes() if "changes" in option else "combine" in option, name


def test_joint_production_alone_hardly_moves_the_backlog_and_priority_does(found):
    by = {o.option: o for o in found.options}
    assert by["joint-production"].value_months_p50 < 1_000 < by["priority"].value_months_p10
    assert any(d.later_months_mean > 5 for d in by["priority"].others)  # somebody else waits for it
    assert by["f16-parts-taiwan"].value_months_p90 == 0  # all of Taiwan's F-16 are being made already
    assert by["all-together"].warnings  # f16-parts-taiwan and announced-on-time set the same ramp


def test_explain_says_why_parts_for_the_f16_line_change_nothing(raw):
    told = jl.explain("f16-parts-taiwan", raw, draws=64)
    assert (told.verdict, told.binds) == ("does not help", "in_process")


def test_on_the_day_of_the_founding_report():
    then = jl.shipped_network("taiwan", "2022-10-20", open_ledger("none.sqlite"))
    assert jl.check_network(then).ok
    assert "stinger-taiwan" in then["options"]
    assert then["options"]["stinger-taiwan"]["note"].startswith("Hindsight")
    said = [
        e
        for o in then["options"].values()
        for c in o.get("changes", ())
        if "add" in c
        for e in c.get("evidence", {}).values()
    ]
    assert said
    assert all("precedents" in e["note"] for e in said)  # events of before the day, whenever they were written down


def test_observed_durations_are_those_of_the_precedents_and_never_planned_ones():
    ledger = open_ledger("none.sqlite")
    seen = durations(ledger, date(2026, 11, 25), ["licensed_production"], FIRST_UNIT)
    months = [d.months for d in seen.observed]
    assert (len(months), months[0], sum(months[3:5]) / 2, months[-1]) == (8, 16, 42.5, 48)
    assert not {d.precedent for d in seen.observed} & {d.precedent for d in seen.planned}
    assert [d.months for d in durations(ledger, date(2026, 11, 25), ["final_assembly"], STARTED).observed] == [
        21,
        25,
        48,
    ]
    # what had not happened by the day is not observed on it
    assert [d.months for d in durations(ledger, date(2022, 10, 20), ["final_assembly"], STARTED).observed] == [48]
    assert "flatter" in seen.sentence()


def test_a_what_if_on_the_shipped_network_answers_with_common_draws(raw):
    prepared = jl.prepare(raw, "stinger-taiwan", draws=200)
    sooner = jl.what_if(prepared, {"lines.stinger-taiwan.start": 6})
    later = jl.what_if(prepared, {"lines.stinger-taiwan.start": 100})
    assert sooner.value_months_mean > later.value_months_mean
    assert later.value_months_p90 == 0
