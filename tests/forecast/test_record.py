"""Forecasts kept as statements or in a file, and held to their word later."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import jointline as jl
from jointline._version import __version__
from jointline.errors import JointlineError, NothingFound
from jointline.forecast.distribution import CELLS, edges, from_survival
from jointline.forecast.method import REVISION
from jointline.forecast.record import IN_TIME, read_value, rebuilt, recorded_file, recorded_in, statements_of
from jointline.forecast.table import SHARES, quantiles
from jointline.forecast.write import FIELDS, write_forecast
from jointline.ledger.ledger import open_ledger

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs" / "forecasts" / "2026-03-31.csv"
FIRST_MADE = (
    "25fcc6e6c55d319c7fc34925a471b20fd17cb29eedea63d2a6dd43f25d9baee4"  # a forecast made beforehand is never made anew
)
OLD = "2023-06-30"


def test_what_is_recorded_is_what_is_read_back():
    made = jl.forecast("hcds", OLD)
    assert jl.record(made, recorded_on="2023-07-02") == (len(made.rows), 0)
    kept = {(r.event, r.method): r for r in recorded_in(open_ledger())}
    assert len(kept) == len(made.rows)
    for r in made.rows:
        d = kept[r.event, r.method].dated
        assert [d.month(q) for q in (0.1, 0.5, 0.9)] == [r.p10, r.p50, r.p90]
        assert sum(d.shares().values()) == pytest.approx(1)
        assert d.by(date(2023, 6, 30)) == 0
        assert kept[r.event, r.method].recorded_on == date(2023, 7, 2)


def test_recording_twice_adds_nothing_and_leaves_the_case_as_it_was():
    before = (
        jl.case("hcds", OLD).as_dict(),
        jl.backlog(OLD).as_dict()["rows"],
        jl.changes("2023-06").as_dict()["changes"],
    )
    made = jl.forecast("hcds", OLD, "official")
    new = jl.record(made)
    assert jl.record(made) == (0, new[0])
    after = (
        jl.case("hcds", OLD).as_dict(),
        jl.backlog(OLD).as_dict()["rows"],
        jl.changes("2023-06").as_dict()["changes"],
    )
    assert {k: v for k, v in before[0].items() if k != "run"} == {k: v for k, v in after[0].items() if k != "run"}
    assert before[1:] == after[1:]


def test_a_recorded_forecast_is_no_knowledge():
    """It moves neither the end of knowledge nor a later forecast."""
    before = jl.forecast("hcds", "2024-06-30", ["blend", "official"]).as_dict()
    jl.record(jl.forecast("hcds", "2026-06-30", "official"))
    after = jl.forecast("hcds", "2024-06-30", ["blend", "official"]).as_dict()
    assert open_ledger().knowledge_ends()[1] == ""
    assert {k: v for k, v in before.items() if k != "run"} == {k: v for k, v in after.items() if k != "run"}


def test_recorded_forecasts_are_scored_as_the_backtest_scores_them():
    made = jl.forecast(as_of=OLD, method=["blend", "promise_slip", "official"])
    jl.record(made, recorded_on=OLD)
    found = jl.score()
    assert found.recorded == len(made.rows)
    assert found.scored + sum(found.not_scored.values()) == found.recorded
    tested = {(s.case, s.event, s.method): s for s in jl.backtest("2023-06", "2023-06-30").forecasts}
    scored = [r for r in found.rows if r.crps is not None]
    assert len(scored) == found.scored > 40
    for r in scored:  # what lies between the kept quantiles is not kept
        assert r.crps == pytest.approx(tested[r.case, r.event, r.method].crps, abs=1.0)
        assert r.outcome == tested[r.case, r.event, r.method].outcome
    assert {m.method for m in found.methods} == {"blend", "promise_slip", "official"}
    assert {c.method for c in found.comparisons} == {"blend", "promise_slip"}


def test_a_forecast_recorded_late_is_listed_and_counts_in_no_mean():
    jl.record(jl.forecast(as_of=OLD, method="official"))  # today, years after
    found = jl.score()
    assert found.methods == () and all(not r.in_time for r in found.rows)
    assert f"more than {IN_TIME} days" in found.warnings[0]
    assert " late " in str(found)


def test_before_anything_came_there_is_nothing_to_hold_against_it():
    jl.record(jl.forecast("mq9b", "2026-03-31", "official"), recorded_on="2026-03-31")
    found = jl.score()
    assert found.scored == 0 and any("nothing to hold against them yet" in w for w in found.warnings)


def test_no_record_is_said_so():
    with pytest.raises(NothingFound, match="no forecast was recorded"):
        jl.score()


def test_a_day_to_come_is_not_recorded():
    with pytest.raises(JointlineError, match="cannot be recorded"):
        statements_of(jl.forecast("hcds", "2026-03-31", "official"), "2026-03-30")


@pytest.mark.parametrize("median", [3, 30, 150, 600])
def test_quantiles_keep_the_distribution(median):
    as_of = date(2024, 2, 15)
    d = from_survival(as_of, 1 / (1 + (edges(as_of) / median) ** 3), 1.0, {"cancelled": 0.002})
    points = [(int(k) / 100, v) for k, v in quantiles(d).items() if v]
    again = rebuilt(as_of, points, *(d.shares()[k] for k in ("delivered", "cancelled", "converted")))
    assert quantiles(again) == quantiles(d)
    assert np.abs(again.cumulative() - d.cumulative()).max() < 0.11
    assert again.shares() == pytest.approx(d.shares(), abs=0.06)
    assert len(SHARES) == 13 and len(again.delivered) == CELLS


@pytest.mark.parametrize("text", ["blend; 50 someday", "blend; fifty 2027-01", "blend; 50 2020-01"])
def test_a_spoilt_record_is_told(text):
    with pytest.raises(JointlineError, match="no recorded forecast"):
        read_value(text, date(2024, 1, 31), "statement abc")


def test_a_file_is_scored_like_the_ledger(tmp_path):
    made = jl.forecast(as_of=OLD, method=["promise_slip", "official"])
    write_forecast(made, tmp_path / "f.csv")
    jl.record(made, recorded_on=OLD)
    one, two = jl.score(file=tmp_path / "f.csv"), jl.score()
    assert one.methods == two.methods and one.scored == two.scored
    card = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert card["as_of"] == OLD and card["run"]["version"] == __version__ and "rows" not in card


@pytest.mark.parametrize(
    ("text", "says"),
    [("a,b\n1,2\n", "lacks the column as_of"), ("as_of,case,event,method,quantiles\n2024-01-31,x,third,blend,\n", "line 2"),
     ("as_of,case,event,method,quantiles\nnever,x,first,blend,\n", "not a date")],
)  # fmt: skip
def test_a_faulty_file_is_told_by_line(tmp_path, text, says):
    path = tmp_path / "f.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(JointlineError, match=says):
        jl.score(file=path)
    with pytest.raises(JointlineError, match="cannot be read"):
        jl.score(file=tmp_path / "none.csv")


# the forecast that is committed before its outcome is known


def test_the_committed_forecast_covers_every_open_delivery_by_every_method():
    rows = recorded_file(COMMITTED)
    made = jl.forecast(as_of="2026-03-31", method="reference_class")
    keys = {(r.case, r.event) for r in made.rows}
    for method in ("blend", "reference_class"):
        assert {(r.case, r.event) for r in rows if r.method == method} == keys
    assert {r.method for r in rows} == {"blend", "reference_class", "promise_slip", "production", "official"}
    assert all(r.as_of == date(2026, 3, 31) and r.dated.by(date(2026, 3, 31)) == 0 for r in rows)
    head = COMMITTED.read_text(encoding="utf-8").splitlines()[0]
    assert tuple(head.split(",")) == FIELDS[: head.count(",") + 1]  # fields that came later stand behind


def test_the_committed_forecast_is_of_the_first_methods_and_stays():
    """It was made before the methods' second revision: it is scored as it stands and is not what they would say today."""
    card = json.loads(COMMITTED.with_suffix(".json").read_text(encoding="utf-8"))
    assert "methods_revision" not in card["run"] and REVISION != "1"
    made = jl.forecast(as_of="2026-03-31", method=["blend", "reference_class", "promise_slip", "official"])
    assert made.run["methods_revision"] == REVISION
    kept = {(r.case, r.event, r.method): r.dated for r in recorded_file(COMMITTED)}
    same = {m: [r.p50 == kept[r.case, r.event, m].month(0.5) for r in made.rows if r.method == m] for m in made.methods}
    assert all(same["official"])
    assert not any(all(same[m]) for m in ("blend", "reference_class", "promise_slip"))
    assert hashlib.sha256(COMMITTED.read_bytes()).hexdigest() == FIRST_MADE


def test_the_committed_forecast_can_be_scored():
    found = jl.score(file=COMMITTED)
    assert found.recorded > 150
    assert found.scored + sum(found.not_scored.values()) == found.recorded
