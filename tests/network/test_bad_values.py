"""Every kind of value that a field cannot take, by the type of the field: rule, key, reason, remedy."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

import jointline as jl
from jointline.network.read import fields_of
from jointline.network.values import READERS


def tables(path: str, value: Any, as_of: str | None = "2026-10") -> dict[str, Any]:
    """A sound network with *value* at *path*."""
    whole: dict[str, Any] = {
        "products": {"radar": {"bill_of_materials": {"chip": 2}}}, "lines": {"works": {"product": "radar", "rate_max": 2}},
        "sources": {"fab": {"component": "chip", "rate_max": 20}},
        "orders": {"tw": {"product": "radar", "customer": "TWN", "quantity": 10}},
        "cases": {"c": {"value_usd_m": 10}}, "options": {"o": {"changes": [{"set": "policy", "to": "priority"}]}},
    } | ({"as_of": as_of} if as_of else {})  # fmt: skip
    *outer, last = path.split("/")
    place = whole
    for name in outer:
        place = place.setdefault(name, {})
    place[last] = value
    return whole


def faults(path: str, value: Any, as_of: str | None = "2026-10") -> list[tuple[str, str, str, str]]:
    return [(f.rule, f.key, f.reason, f.remedy) for f in jl.check_network(tables(path, value, as_of)).faults]


SAID = "lines/works/evidence/rate_max"
BAD = [
    # path, value, rule, words of the reason, words of the remedy
    ("title", 3, "N104", "a text is needed, not 3", "quotes"),
    ("title", " ", "N104", "a text is needed, not ' '", ""),
    ("customer", ["TWN"], "N104", "a text is needed, not ['TWN']", "quotes"),
    ("notes", "One", "N104", "a list of texts is needed", "also for one"),
    ("policy", "FIFO", "N105", "'FIFO' is none of fifo, priority, pro_rata", "Valid: fifo, priority, pro_rata."),
    ("policy", ["fifo"], "N105", "['fifo'] is none of", ""),
    ("options/o/mode", "a", "N105", "'a' is none of A, B, other", ""),
    ("options/o/route", "licenced-production", "N105", "is none of licensed-production", "Did you mean: licensed-production"),
    ("horizon", 12.0, "N206", "a whole number of months from 1 to 1200 is needed, not 12.0", ""),
    ("horizon", True, "N206", "not true", ""),
    ("horizon", 1201, "N206", "not 1201", ""),
    ("horizon", "240", "N206", "not '240'", ""),
    ("as_of", 2026, "N106", 'a month such as "2026-10" is needed, not 2026', "in quotes"),
    ("as_of", "2026", "N106", "longer than a month", ""),
    ("as_of", "2026-13", "N106", "there is no month 13", ""),
    ("as_of", "soon", "N106", "'soon'", ""),
    ("as_of", "", "N106", "", ""),
    ("as_of", "x" * 500, "N106", "is not a date", ""),
    ("orders/tw/placed", "2026", "N106", "longer than a month", ""),
    ("orders/tw/placed", "../2026-03", "N106", "longer than a month", ""),
    ("orders/tw/placed", dt.time(3), "N201", "a number or a distribution is needed, not 03:00:00", ""),
    ("orders/tw/placed", {"uniform": ["2026-03", "2026-05"]}, "N201", "uniform takes numbers", ""),
    ("orders/tw/placed", -12_001, "N207", "too large to be meant: at most 12,000", "unit"),
    ("lines/works/start", "2026-Q3", "N106", "longer than a month", ""),
    ("lines/works/rate_max", "2", "N201", "a number or a distribution is needed, not '2'", "without quotes"),
    ("lines/works/rate_max", "1,200", "N201", "not '1,200'", "without quotes and commas"),
    ("lines/works/rate_max", "two a month", "N201", "not 'two a month'", ""),
    ("lines/works/rate_max", [1, 2], "N201", "not [1, 2]", ""),
    ("lines/works/rate_max", math.nan, "N201", "nan is no number", ""),
    ("lines/works/rate_max", {"uniform": [-1, 2]}, "N202", "a rate is at least 0, not uniform -1 / 2", ""),
    ("lines/works/rate_max", 2e9, "N207", "2,000,000,000 is too large to be meant: at most 1,000,000,000", "unit"),
    ("lines/works/rate_initial", -1, "N202", "a rate is at least 0, not -1", ""),
    ("lines/works/ramp_months", -1, "N202", "a number of months is at least 0", ""),
    ("lines/works/yield", 0, "N203", "a yield is above 0, not 0", ""),
    ("lines/works/yield", {"lognormal": [0.9, 1.1]}, "N203", "at most 1", "A lognormal has no upper end"),
    ("lines/works/yield", {"uniform": [0, 1]}, "N203", "a yield is above 0, not uniform 0 / 1", ""),
    ("lines/works/customers", ["TWN", 3], "N104", "a text is needed, not 3", "quotes"),
    ("lines/works/stages", [6, 12], "N104", "stages are a table with a name for each, not [6, 12]", ""),
    ("lines/works/stages", {"a b": 6}, "N304", "'a b' is no name", "hyphens"),
    ("lines/works/stages", {"a": -6}, "N202", "a number of months is at least 0, not -6", ""),
    ("sources/fab/component", ["chip"], "N104", "a text is needed, not ['chip']", "quotes"),
    ("sources/fab/buffer_months", -1, "N202", "this number is at least 0, not -1", ""),
    ("lines/works/product", 3, "N104", "a text is needed, not 3", "quotes"),
    ("lines/works/evidence", "a book", "N104", "a table is needed, not 'a book'", ""),
    (SAID, "a book", "N104", "evidence is a table with a source, not 'a book'", 'Write { source = "..." }.'),
    (SAID, {"said_by": "Somebody"}, "N103", "evidence needs a source", ""),
    (SAID, {"source": ""}, "N104", "a text is needed, not ''", ""),
    (SAID, {"source": "x", "saidby": "y"}, "N102", "evidence has no field 'saidby'", "Did you mean: said_by?"),
    (SAID, {"source": "x", "standing": "offical"}, "N105", "'offical' is none of", "official"),
    (SAID, {"source": "x", "stated_on": "soon"}, "N106", "soon", ""),
    (SAID, {"source": "x", "stated_on": 2026}, "N104", "a text is needed, not 2026", "quotes"),
    ("lines/works/evidence/rate_mx", {"source": "x"}, "N303", "this line gives no number 'rate_mx'", "Did you mean: rate_max?"),
    ("lines/works/assumptions", "a guess", "N104", "a table is needed, not 'a guess'", ""),
    ("lines/works/assumptions/rate_max", 3, "N104", "a sentence is needed, not 3", ""),
    ("lines/works/assumptions/rate_max", "", "N104", "a sentence is needed, not ''", ""),
    ("lines/works/assumptions/stages.approvals", "x", "N303", "no number 'stages.approvals'", ""),
    ("products/radar/bill_of_materials", ["chip"], "N104", "amounts are a table with a name for each", ""),
    ("products/radar/bill_of_materials/chip", 0, "N202", "an amount is above 0, not 0", ""),
    ("orders/tw/quantity", 1.5, "N204", "units are whole, not 1.5", ""),
    ("orders/tw/quantity", -1, "N202", "a number of units is at least 0, not -1", ""),
    ("orders/tw/delivered", 11, "N205", "11 units are delivered or in process, but 10 ordered", "another order"),
    ("orders/tw/in_process", 3, "N104", "a list of [month due, units] is needed, not 3", ""),
    ("orders/tw/in_process", [4, 3], "N104", "not [4, 3]", "Write [[month, units]]."),
    ("orders/tw/in_process", [[4]], "N104", "[month due, units] is needed, not [4]", ""),
    ("orders/tw/in_process", [[-1, 3]], "N202", "due before month 0", "Count them in delivered"),
    ("orders/tw/in_process", [["2026-09", 3]], "N202", "due before month 0", ""),
    ("orders/tw/in_process", [[4, 3.5]], "N204", "units are whole, not 3.5", ""),
    ("orders/tw/in_process", [[4, 6], [5, 5]], "N205", "11 units", ""),
    ("cases/c/value_usd_m", {"uniform": [1, 2]}, "N201", "the value of a case is one number, not uniform 1 / 2", ""),
    ("cases/c/value_usd_m", -5, "N202", "this number is at least 0", ""),
    ("options/o/changes", {"set": "policy"}, "N104", "changes are a list of tables", "Write ["),
    ("lines", [{"product": "radar"}], "N104", "lines are a table with a name for each", "Write [lines.NAME], not [[lines]]."),
    ("lines", 3, "N104", "lines are a table with a name for each, not 3", ""),
    ("lines/works", 3, "N104", "a line is a table, not 3", ""),
    ("lines/a/b", 3, "N102", "a line has no field 'b'", ""),
    ("lines/" + "x" * 101, {"product": "radar", "rate_max": 2}, "N304", "is no name: 1 to 100 signs", ""),
    ("linse", {}, "N102", "a network has no field 'linse'", "Did you mean: lines"),
    ("line", {}, "N102", "a network has no field 'line'", "lines"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "rule", "reason", "remedy"), BAD, ids=[f"{b[0][:40]}={b[1]!s:.30}" for b in BAD]
)
def test_a_value_that_a_field_cannot_take_is_told_at_its_key(path, value, rule, reason, remedy):
    told = faults(path, value)
    assert rule in [r for r, *_ in told]
    got = next(t for t in told if t[0] == rule)
    assert reason in got[2] and remedy in got[3]
    assert got[1].replace('"', "").startswith(".".join(p[:80] for p in path.split("/")[:2]))
    # no other fault follows from it, save that a part that is no part lacks fields
    assert {r for r, *_ in told} <= {rule, "N103"}


def test_every_type_of_field_has_been_given_what_it_cannot_take():
    tried = {path.split("/")[-1] for path, *_ in BAD}
    records = ("network", "product", "line", "source", "order", "case", "option")
    untried = {f.type for r in records for f in fields_of(r)} - {
        f.type for r in records for f in fields_of(r) if f.field in tried
    }
    assert untried.isdisjoint(READERS)


@pytest.mark.parametrize(("path", "value"), [
    ("as_of", dt.date(2026, 10, 5)), ("as_of", "115-10"), ("as_of", "2026-10-05"), ("orders/tw/placed", dt.date(2026, 1, 31)),
    ("orders/tw/placed", "114-12"), ("orders/tw/placed", -60), ("orders/tw/quantity", 0), ("lines/works/rate_max", 0),
    ("lines/works/customers", []), ("lines/works/stages", {}), ("lines/works/yield", 1), ("orders/tw/in_process", []),
    ("orders/tw/in_process", [["2026-10", 1]]), ("orders/tw/in_process", [[0, 10]]), ("cases/c/value_usd_m", 0),
    ("lines/works/rate_max", {"lognormal": [2, 1.5]}), (SAID, {"source": "x", "said_by": "", "stated_on": dt.date(2025, 1, 1)}),
    ("lines/中山科學院", {"product": "radar", "rate_max": 1}), ("horizon", 1), ("horizon", 1200), ("orders/tw/administrative_lead_time", 12_000), ("lines", {}), ("sources", {}),
])  # fmt: skip
def test_what_is_at_the_edge_of_the_allowed_passes(path, value):
    assert faults(path, value) == []


def test_a_date_needs_an_as_of_and_is_told_once_where_that_cannot_be_read():
    told = faults("orders/tw/placed", "2026-03", as_of=None)
    assert [(r, k) for r, k, *_ in told] == [("N106", "orders.tw.placed")]
    assert 'Add as_of = "2026-10" at the top' in told[0][3]
    told = faults("orders/tw/placed", "2026-03", as_of="2026-14")
    assert [(r, k) for r, k, *_ in told] == [("N106", "as_of")]
