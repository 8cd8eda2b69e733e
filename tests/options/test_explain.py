"""What explain names as the cause, on networks whose cause is known."""

from __future__ import annotations

import bound
import pytest

import jointline as jl
from jointline.network.shipped import shipped_network
from jointline.report.lang.language import ENGLISH


def kinds(found):
    return [r.kind for r in found.reasons]


def reason(found, subject):
    return next(r for r in found.reasons if r.subject == subject and r.kind != "start")


def test_assembly_binds_and_a_line_helps():
    found = jl.explain("line", bound.assembly_bound(), draws=8)
    assert (found.verdict, found.binds) == ("helps", "assembly")
    told = reason(found, "tw-case")
    assert told.kind == "assembly"
    assert told.numbers["saved_months_mean"] == 5
    assert (told.numbers["assembly_months_before"], told.numbers["assembly_months_after"]) == (19, 14)
    assert "5.0 months earlier" in told.text
    assert "from 19.0 to 14.0 months" in told.text
    start = next(r for r in found.reasons if r.kind == "start")
    assert start.numbers == {"start_month_p50": 10, "over_before_first_unit_share": 0}
    assert "2026-11" in start.text


def test_an_explanation_names_cases_and_products_in_words():
    found = jl.explain("stinger-taiwan", shipped_network("taiwan", "2026-11-30"), draws=64)
    told = ENGLISH.say(reason(found, "tw-2019-07-08-stinger").text)
    assert told.startswith("Stinger man-portable air-defence missiles (2019): ")
    text = " ".join(r.text for r in found.reasons)
    assert "every order of the customer (Stinger missile)" in text and "tw-20" not in text
    assert "US$ 0 million × months of backlog (P50; P10 to P90: US$ 0 million)" in text
    assert "(United States)" not in ENGLISH.say(text)


def test_a_line_that_comes_too_late():
    found = jl.explain("late", bound.assembly_bound(), draws=8)
    assert (found.verdict, found.binds) == ("does not help", "assembly")
    assert reason(found, "tw-case").kind == "too_late"
    assert next(r for r in found.reasons if r.kind == "start").numbers["over_before_first_unit_share"] == 1


def test_a_component_binds_and_a_line_more_makes_none():
    found = jl.explain("line", bound.component_bound(), draws=8)
    assert (found.verdict, found.binds) == ("does not help", "component")
    told = reason(found, "tw-case")
    assert told.kind == "component"
    assert "motor still binds" in told.text
    found = jl.explain("motors", bound.component_bound(), draws=8)
    assert (found.verdict, reason(found, "tw-case").kind) == ("helps", "component")


def test_the_queue_binds_and_the_others_are_named():
    found = jl.explain("priority", bound.queue_bound(), draws=8)
    assert found.verdict == "helps"
    assert reason(found, "tw-case").kind == "queue"
    paid = reason(found, "army")
    assert paid.kind == "overtaken"
    assert paid.numbers["later_months_mean"] == 20
    assert "the queue ahead, tw (TWN) most" in paid.text


def test_a_component_that_nothing_waits_for():
    raw = bound.queue_bound()
    raw["products"]["rocket"]["bill_of_materials"] = {"motor": 1}
    raw["sources"] = {"motor-usa": {"component": "motor", "country": "USA", "rate_max": 100}}
    found = jl.explain("motors", raw, draws=8)
    assert found.verdict == "does not help"
    assert kinds(found)[0] == "nothing"
    assert "No component holds it up" in reason(found, "tw-case").text


def test_scarce_parts_are_diverted():
    found = jl.explain("line", bound.diverting(), draws=8)
    told = reason(found, "army")
    assert told.kind == "diversion"
    assert told.numbers["later_months_mean"] == 8
    assert "takes motor" in told.text


def test_units_that_are_being_made_cannot_be_helped():
    raw = bound.assembly_bound()
    raw["orders"]["tw"]["in_process"] = [[25, 200]]
    found = jl.explain("line", raw, draws=8)
    assert (found.verdict, found.binds, reason(found, "tw-case").kind) == ("does not help", "in_process", "in_process")


def test_only_release_holds_it():
    raw = bound.assembly_bound()
    raw["orders"]["tw"] |= {"administrative_lead_time": 40, "quantity": 5}
    raw["options"]["contract"] = {"changes": [{"set": "orders.tw.administrative_lead_time", "to": 10}]}
    found = jl.explain("contract", raw, draws=8)
    assert (found.verdict, found.binds, reason(found, "tw-case").kind) == ("helps", "release", "release")
    found = jl.explain("line", raw, draws=8)
    assert "Neither the rate of its lines nor the queue" in reason(found, "tw-case").text


def test_one_case_and_bad_names():
    found = jl.explain("line", bound.assembly_bound(), case="tw", draws=8)
    assert reason(found, "tw-case").kind == "assembly"
    with pytest.raises(jl.JointlineError, match="no case 'tx'"):
        jl.explain("line", bound.assembly_bound(), case="tx", draws=8)
    with pytest.raises(jl.JointlineError, match="baseline is no option"):
        jl.explain("baseline", bound.assembly_bound(), draws=8)
    with pytest.raises(jl.JointlineError, match="Did you mean: line"):
        jl.explain("lines", bound.assembly_bound(), draws=8)
