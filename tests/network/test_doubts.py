"""Doubts: what brings each about, what does not, and which are left out where a part could not be read."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import jointline as jl

SAID = {"rate_max": {"source": "https://example.org/rates", "said_by": "The maker", "standing": "named"}}
SOUND: dict[str, Any] = {
    "as_of": "2026-10", "horizon": 120, "customer": "TWN", "products": {"radar": {"bill_of_materials": {"chip": 2}}},
    "lines": {"works": {"product": "radar", "rate_max": 2, "customers": ["TWN", "JPN"], "evidence": copy.deepcopy(SAID)}},
    "sources": {"fab": {"component": "chip", "rate_max": 20, "evidence": SAID}},
    "orders": {"tw": {"product": "radar", "customer": "TWN", "quantity": 10, "case": "c"}, "jp": {"product": "radar", "customer": "JPN", "quantity": 5}},
    "cases": {"c": {"value_usd_m": 300}},
}  # fmt: skip


def with_(changes: dict[str, Any]) -> dict[str, Any]:
    """The sound network with values at paths (``lines/works/rate_max``)."""
    tables = copy.deepcopy(SOUND)
    for path, value in changes.items():
        *outer, last = path.split("/")
        place = tables
        for name in outer:
            place = place.setdefault(name, {})
        place[last] = value
    return tables


def found(changes: dict[str, Any]) -> list[tuple[str, str]]:
    report = jl.check_network(with_(changes))
    assert report.ok, report.faults
    return [(f.rule, f.key) for f in report.doubts]


def test_a_sound_network_with_evidence_has_no_doubt():
    assert jl.check_network(SOUND, strict=True).ok and found({}) == []


OTHER = {"product": "radar", "rate_max": 1, "evidence": SAID}
RAISED = [
    # what is changed, the doubts that come of it
    ({"lines/works/evidence": {}}, [("N501", "lines.works.rate_max")]),
    ({"lines/works/evidence": {}, "lines/works/assumptions": {"rate_max": "A guess."}}, [("N501", "lines.works.rate_max")]),
    ({"lines/works/evidence/rate_max/standing": "assumption"}, [("N501", "lines.works.rate_max")]),
    ({"lines/works/evidence/rate_max/standing": "denied"}, [("N501", "lines.works.rate_max")]),
    ({"lines/works/rate_initial": 2, "lines/works/ramp_months": 6}, [("N501", "lines.works.rate_initial")]),
    ({"lines/other": OTHER | {"customers": ["KOR"]}}, [("N502", "lines.other"), ("N512", "lines.other.customers[0]")]),
    ({"products/launcher": {}, "lines/other": OTHER | {"product": "launcher"}}, [("N502", "lines.other")]),
    ({"lines/works/customers": ["TWN"]}, [("N503", "orders.jp")]),
    ({"products/launcher": {}, "orders/x": {"product": "launcher", "customer": "TWN", "quantity": 1}}, [("N503", "orders.x")]),
    ({"sources/fab/component": "chips"}, [("N504", "sources.fab.component"), ("N505", "products.radar.bill_of_materials.chip")]),
    ({"products/radar/bill_of_materials": {"chip": 2, "case": 1}}, [("N505", "products.radar.bill_of_materials.case")]),
    ({"orders/tw/administrative_lead_time": 1.5}, [("N506", "orders.tw.administrative_lead_time")]),
    ({"orders/tw/placed": -0.5}, [("N506", "orders.tw.placed")]),
    ({"orders/tw/in_process": [[2.5, 3]]}, [("N506", "orders.tw.in_process[0].month")]),
    ({"lines/works/stages": {"approvals": 2.5}}, [("N506", "lines.works.stages.approvals")]),
    ({"orders/tw/quantity": 0}, [("N507", "orders.tw")]),
    ({"orders/tw/delivered": 10}, [("N507", "orders.tw")]),
    ({"orders/tw/delivered": {"uniform": [5, 12]}}, [("N508", "orders.tw.quantity")]),
    ({"orders/tw/in_process": [[4, {"uniform": [5, 12]}]]}, [("N508", "orders.tw.quantity")]),
    ({"orders/tw/quantity": {"lognormal": [10, 1.2]}, "orders/tw/delivered": 1}, [("N508", "orders.tw.quantity")]),
    ({"sources/fab/buffer_months": 0, "products/radar/bill_of_materials/chip": 2}, [("N510", "products.radar.bill_of_materials.chip")]),
    ({"sources/fab/rate_max": 0}, [("N511", "sources.fab.rate_max"), ("N510", "products.radar.bill_of_materials.chip")]),
    ({"sources/fab/rate_max": 0, "sources/fab/buffer_months": {"lognormal": [3, 2]}},
     [("N511", "sources.fab.rate_max"), ("N510", "products.radar.bill_of_materials.chip")]),
    ({"customer": "Taiwan"}, [("N512", "customer")]),
    ({"lines/works/customers": ["TWN", "JPN", "KOR"]}, [("N512", "lines.works.customers[2]")]),
    ({"orders/tw/placed": "2036-10"}, [("N513", "orders.tw")]),
    ({"orders/tw/placed": 60, "orders/tw/administrative_lead_time": 60}, [("N513", "orders.tw")]),
    ({"orders/tw/in_process": [[120, 3]]}, [("N513", "orders.tw.in_process[0]")]),
    ({"lines/works/start": 120}, [("N513", "lines.works")]),
    ({"sources/fab/stages": {"a": 60, "b": 60}}, [("N513", "sources.fab")]),
    ({"cases/c": {"title": "Radars"}}, [("N514", "cases.c")]),
    ({"cases/d": {"value_usd_m": 1}}, [("N514", "cases.d")]),
    ({"orders/jp/case": "d"}, [("N514", "orders.jp.case")]),
    ({"sources/fab/ramp_months": 6}, [("N515", "sources.fab.ramp_months")]),
    ({"options/o": {"title": "Later"}}, [("N516", "options.o")]),
    ({"options/o": {"changes": []}}, [("N516", "options.o")]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "doubts"), RAISED, ids=[str(c)[:60] for c, _ in RAISED])
def test_what_brings_a_doubt_about(changes, doubts):
    assert sorted(found(changes)) == sorted(doubts)


@pytest.mark.parametrize("changes", [
    {"lines/works/customers": []},
    {"orders/tw/in_process": [[119, 3]]},
    {"lines/works/start": 119},
    {"lines/works/start": {"uniform": [60, 180]}},  # in some draws within the horizon
    {"orders/tw/delivered": 4, "orders/tw/in_process": [[3, 6]], "orders/tw/quantity": 10},
    {"orders/tw/placed": "2020-01"},
    {"lines/works/production_lead_time": {"triangular": [1.5, 2, 3]}},  # only a fixed number is looked at
    {"sources/fab/buffer_months": 0.1},  # two units: enough for one
    {"lines/works/customers": ["JPN"], "orders/tw/in_process": [[3, 10]]},  # nothing is left to start
    {"options/o": {"changes": [{"set": "policy", "to": "priority"}]}},
])  # fmt: skip
def test_what_brings_none_about(changes):
    assert found(changes) == []


@pytest.mark.parametrize(("fault", "doubtful", "rule"), [
    # what could not be read may be what the doubt misses
    ({"orders/x": {"product": "radar", "customer": "KOR"}}, {"lines/works/customers": ["TWN", "JPN", "KOR"]}, "N512"),
    ({"lines/bad": {"product": "radar"}}, {"lines/works/customers": ["TWN"]}, "N503"),
    ({"orders/x": {"product": "launcher", "customer": "KOR", "quantity": -1}},
     {"products/launcher": {}, "lines/other": OTHER | {"product": "launcher"}}, "N502"),
    ({"sources/bad": {"component": "case"}}, {"products/radar/bill_of_materials/case": 1}, "N505"),
    ({"products/bad": {"bill_of_materials": 3}}, {"sources/other": {"component": "case", "rate_max": 1, "evidence": SAID}}, "N504"),
    ({"horizon": "long"}, {"orders/tw/placed": 400}, "N513"),
    ({"cases/d": 3}, {"orders/jp/case": "d"}, "N514"),
    ({"options/p": {"titel": "x"}}, {"options/o": {"title": "x"}}, "N516"),
])  # fmt: skip
def test_a_doubt_waits_for_the_parts_it_needs(fault, doubtful, rule):
    assert rule in {r for r, _ in found(doubtful)}
    report = jl.check_network(with_(doubtful | fault))
    assert not report.ok and rule not in {f.rule for f in report.findings}


def test_a_doubt_that_only_an_option_brings_about_is_told_of_the_option_and_once():
    tables = with_({
        "options/a": {"changes": [{"set": "lines.works.rate_max", "to": 4}]},
        "options/b": {"combine": ["a"], "changes": [{"set": "policy", "to": "priority"}]},
    })  # fmt: skip
    assert [(f.rule, f.key) for f in jl.check_network(tables).doubts] == [("N501", "options.a: lines.works.rate_max")]
