"""Whatever is given as a network, the check has an answer, and what it lets through can be simulated."""

from __future__ import annotations

import copy
import datetime as dt
import json
import math
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jointline as jl
from jointline.errors import JointlineError
from jointline.network.findings import rules
from jointline.network.read import SECTIONS, fields_of

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from production_pages import NETWORK

RECORDS = {**SECTIONS, "options": "option"}
NAMES = st.sampled_from([
    "a", "b", "radar", "chip", "TWN", "a.b", "", "baseline", "fifo", "stages", "x" * 200, "é", "中", "a+b", "\x00", " ", '"', "a/b",
])  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-5, 50), st.integers(), st.floats(),
    st.sampled_from([0, 1, 10**30, 10**400, -(10**400), 1e300, 5e-324, math.nan, math.inf, -math.inf]),
)  # fmt: skip
SCALARS = st.one_of(
    NUMBERS, NAMES, st.booleans(), st.text(max_size=5), st.just(dt.date(2026, 3, 1)), st.just(dt.time(3)),
    st.just(dt.datetime(2026, 3, 1, 4, tzinfo=dt.UTC)),
    st.sampled_from(["2026-10", "115-10", "2026", "late 2026", "2026-10-01", "9999-12-31", "2026-13"]),
)  # fmt: skip
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
TABLES = JUNK.filter(lambda x: isinstance(x, dict))
KINDS = st.sampled_from(["fixed", "uniform", "triangular", "pert", "lognormal", "empirical", "unifrom"])
SMALL = st.integers(0, 20) | st.floats(0, 20)
ARGS = st.one_of(SMALL, st.lists(SMALL, max_size=4), st.lists(SMALL, min_size=2, max_size=3).map(sorted))
AMOUNTS = SMALL | st.builds(lambda kind, args: {kind: args}, KINDS, ARGS)
PATHS = st.builds(
    lambda *parts: ".".join(p for p in parts if p),
    st.sampled_from([*SECTIONS, "policy", "options", "as_of", "", "x"]), st.sampled_from(["a", "b", "radar", "", "\x00", "a b"]),
    st.sampled_from(["", "rate_max", "start", "stages", "stages.a", "bill_of_materials.chip", "quantity", "product", "in_process",
                     "evidence", "assumptions", "assumptions.rate_max", "customers"]),
)  # fmt: skip
BASED = st.sampled_from(["rate_max", "quantity", "stages", "stages.a", "in_process", "bill_of_materials"])
SOURCE = st.fixed_dictionaries(
    {"source": NAMES}, optional={"stated_on": SCALARS, "standing": st.sampled_from(["official", "assumption"])}
)
CHANGES = st.deferred(lambda: st.one_of(
    st.builds(lambda path, to, more: {"set": path, "to": to} | more, PATHS, AMOUNTS | JUNK,
              st.dictionaries(st.sampled_from(["evidence", "assumption", "x"]), SOURCE | JUNK, max_size=1)),
    st.builds(lambda path, part: {"add": path} | part, PATHS, record("line")), st.builds(lambda path: {"remove": path}, PATHS),
    st.just({"set": "policy", "to": "priority"}), TABLES, JUNK,
))  # fmt: skip
GOOD = {
    "text": NAMES, "list of text": st.lists(NAMES, max_size=3), "policy": st.sampled_from(["fifo", "priority", "pro_rata"]),
    "mode": st.sampled_from("AB"), "route": st.sampled_from(["coproduction", "us-capacity"]), "whole": st.integers(1, 240), "month": st.sampled_from(["2026-10", "115-10"]),
    "moment": AMOUNTS | st.sampled_from(["2026-10", "2025-01"]), "product": NAMES, "component": NAMES,
    "in_process": st.lists(st.tuples(AMOUNTS, AMOUNTS).map(list), max_size=3),
    "amounts": st.dictionaries(NAMES, AMOUNTS, max_size=3), "stages": st.dictionaries(NAMES, AMOUNTS, max_size=3),
    "evidence": st.dictionaries(BASED, SOURCE | JUNK, max_size=2), "assumptions": st.dictionaries(BASED, NAMES, max_size=2),
    "changes": st.lists(CHANGES, max_size=3),
}  # fmt: skip


def value(kind: str) -> st.SearchStrategy:
    """Mostly what a field of this type wants."""
    good = GOOD.get(kind, AMOUNTS)
    return st.one_of(*[good] * 7, JUNK)


def record(name: str) -> st.SearchStrategy:
    """A part with the fields of its table, mostly well-formed."""
    mine = [f for f in fields_of(name) if f.field not in RECORDS]
    return st.fixed_dictionaries(
        {f.field: value(f.type) for f in mine if f.required},
        optional={f.field: value(f.type) for f in mine if not f.required},
    )


@st.composite
def networks(draw) -> dict:
    """Sections full of parts that are mostly well-formed, with names that mostly are not."""
    tables = draw(record("network"))
    for section, name in RECORDS.items():
        parts = st.dictionaries(NAMES, st.one_of(*[record(name)] * 4, JUNK), min_size=1, max_size=2)
        tables[section] = draw(st.one_of(*[parts] * 9, JUNK))
    return tables


@st.composite
def spoilt(draw) -> dict:
    """A well-formed network with up to three of its fields given anew."""
    tables = {
        "horizon": 60, "products": {"radar": {"bill_of_materials": {"chip": 2}}},
        "lines": {"a": {"product": "radar", "rate_max": 2, "stages": {"a": 1, "b": 2}}},
        "sources": {"b": {"component": "chip", "rate_max": 5}}, "cases": {"x": {"value_usd_m": 3}},
        "orders": {"a": {"product": "radar", "customer": "TWN", "quantity": 5, "case": "x"}},
        "options": {"o": {"changes": [{"set": "policy", "to": "priority"}]}},
    } | ({"as_of": "2026-10"} if draw(st.booleans()) else {})  # fmt: skip
    for _ in range(draw(st.integers(0, 3))):
        section = draw(st.sampled_from(sorted(RECORDS)))
        field = draw(st.sampled_from(fields_of(RECORDS[section])))
        for part in tables[section].values():
            part[field.field] = draw(value(field.type))
    return tables


@settings(max_examples=400)
@given(st.one_of(spoilt(), spoilt(), networks(), TABLES))
def test_the_check_answers_and_what_it_lets_through_can_be_simulated(tables):
    before = copy.deepcopy(tables)
    report = jl.check_network(tables)
    assert repr(tables) == repr(before)  # nan is not equal to itself
    assert all(f.rule in rules() and f.key and f.reason for f in report.findings)
    assert str(report)
    json.dumps(report.as_dict(), allow_nan=False)
    options = list(tables.get("options", {})) if report.ok else []
    try:
        result = jl.simulate(tables, options, draws=3, workers=1)
    except JointlineError as error:
        assert not report.ok
        assert any(error.message == f.reason for f in report.faults)
        return
    assert report.ok
    assert list(result.option.values) == ["baseline", *options]


def test_many_of_the_spoilt_networks_are_let_through_and_many_are_not():
    """Else the test above would show little."""
    seen: Counter[bool] = Counter()

    @settings(max_examples=200, database=None, derandomize=True)
    @given(spoilt())
    def look(tables):
        seen[jl.check_network(tables).ok] += 1

    look()
    assert min(seen[True], seen[False]) >= 30


PIECES = st.sampled_from([
    *"[]{}=\"'#,.\n\r\t-0", '"""', "'''", "[[", "]]", "nan", "1979-05-27", "\x00", "é", "rate_max", "[lines.rocket-usa]\n", "1e999",
    "0x", "true", "2026-10", "",
])  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(NETWORK)), st.integers(0, 6), PIECES), min_size=1, max_size=4))
def test_a_file_with_slips_of_the_pen_is_told_with_lines_that_it_has(tmp_path_factory, slips):
    text = NETWORK
    for at, gone, new in slips:
        text = text[:at] + new + text[at + gone :]
    path = tmp_path_factory.getbasetemp() / "slips.toml"
    path.write_text(text, encoding="utf-8", newline="")
    report = jl.check_network(path)
    for f in report.findings:
        assert 1 <= f.line <= text.count("\n") + 1 if f.line else f.rule in ("N101", "N103", "N107")
    if report.ok:
        assert jl.load_network(path).orders
        return
    with pytest.raises(JointlineError) as caught:
        jl.load_network(path)
    assert caught.value.message in [f.reason for f in report.faults]


@pytest.mark.parametrize("tables", [
    {3: {}}, {"products": {3: {}}}, {"products": {"radar": {None: 1}}}, {"orders": {"x": {"quantity": {1: 2}}}},
    {"a": {"b": {"c": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}},
])  # fmt: skip
def test_tables_that_no_toml_gives_are_refused(tables):
    (finding,) = jl.check_network(tables).faults
    assert finding.rule == "N101"


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "\ufeff[products.radar]\n"])
def test_an_empty_file_is_told_what_it_lacks(text, tmp_path):
    path = tmp_path / "network.toml"
    path.write_text(text, encoding="utf-8")
    assert {f.rule for f in jl.check_network(path).faults} == {"N107"}


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe[\x00", "not UTF-8"), (None, "no such file")])
def test_a_file_that_cannot_be_read_is_one_error(content, words, tmp_path):
    path = tmp_path / "network.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(JointlineError, match=words):
        jl.check_network(path)
    with pytest.raises(JointlineError):
        jl.check_network(tmp_path)  # a directory
    with pytest.raises(JointlineError, match="cannot be read"):
        jl.check_network("no\x00name.toml")
