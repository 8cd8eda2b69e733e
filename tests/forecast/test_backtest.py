"""The back-test: nothing said later leaks in; what it counts; how it is scored."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

import pytest
from samples import days_before

import jointline as jl
from jointline.errors import JointlineError, NothingFound
from jointline.forecast.backtest import DayWeights
from jointline.forecast.blend import held
from jointline.forecast.past import METHODS, asked, half_years, with_blend
from jointline.forecast.register import shipped_register
from jointline.forecast.table import by_year, quantiles
from jointline.ledger.dates import as_day
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.statement import make_statement

CUT = date(2023, 6, 30)


@pytest.fixture(scope="module")
def tested():
    return jl.backtest(ledger=open_ledger("none.sqlite"))


def everything(ledger: Ledger, day: date) -> str:
    """All that is forecast on a day and before, blend and simulated network included, to the last digit."""
    register = shipped_register()
    before = days_before(ledger, day)
    made, weights = with_blend(asked(ledger, day, register, simulated=True), before)
    said: dict[str, object] = {"weights": weights.weights, "from": [weights.cases, weights.forecasts]}
    for d in [*before, made]:
        for method, answers in d.answers.items():
            for key, a in answers.items():
                said[f"{d.view.as_of} {method} {key}"] = [
                    *map(float.hex, a.dated.delivered.tolist()), *map(float.hex, a.dated.cancelled.tolist()), a.dated.beyond.hex(),
                    by_year(a.dated), quantiles(a.dated), a.basis, a.by,
                ]  # fmt: skip
    return json.dumps(said, sort_keys=True)


def poison(ids: list[str]) -> list[dict[str, str]]:
    """Absurd statements, all said after the cut-off, on every case and on some that do not exist."""
    rows = []
    for case in ids:
        base = {
            "subject": case,
            "stated_on": "2023-07-01",
            "standing": "official",
            "said_by": "Ministry",
            "speaker_kind": "taiwan_government",
        }
        rows += [
            base | {"property": "final_delivery", "value": "2016-01-15"},
            base | {"property": "first_delivery", "value": "2016-01-10"},
            base | {"property": "final_delivery_promised", "value": "2099"},
            base | {"property": "first_delivery_promised", "value": "2098"},
            base | {"property": "cancelled", "value": "2015-12-31"},
            base | {"property": "units_ordered", "value": "999999"},
            base | {"property": "lead_item", "value": "1 x Oliver Hazard Perry-class frigate"},
            base | {"property": "notified_on", "value": "2009-01-01"},
            base | {"property": "title", "value": "torpedo"},
            base | {"property": "category", "value": "training"},
            base | {"property": "published_listing", "value": "delisted"},
        ]  # fmt: skip
    for i in range(20):
        new = {
            "subject": f"tw-2023-07-{i + 1:02d}-poison{i}",
            "stated_on": f"2023-07-{i + 1:02d}",
            "standing": "official",
            "said_by": "DSCA",
        }
        rows += [
            new | {"property": "notified_on", "value": f"2023-07-{i + 1:02d}"},
            new | {"property": "lead_item", "value": "500 x M1A2T Abrams"},
            new | {"property": "final_delivery", "value": f"2023-07-{i + 1:02d}"},
        ]
    return rows


def test_nothing_said_later_leaks_into_an_earlier_forecast(tmp_path):
    clean = open_ledger(tmp_path / "clean.sqlite")
    wanted = everything(clean, CUT)
    poisoned = open_ledger(tmp_path / "poisoned.sqlite")
    common = {"source": "https://example.org/poison", "recorded_on": "2026-11-24"}
    rows = poison(clean.case_ids())
    late = [make_statement(r | common) for r in rows]
    poisoned.add(late)
    for line in ("line/gmlrs-camden", "line/hcds"):
        poisoned.add([make_statement(common | {"subject": line, "property": "annual_rate_current", "value": "1", "standing": "official",
                                               "said_by": "maker", "stated_on": "2023-07-01"})])  # fmt: skip
    assert everything(poisoned, CUT) == wanted
    assert everything(poisoned, date(2023, 12, 31)) != everything(clean, date(2023, 12, 31))  # it is poison indeed


def test_a_forecast_forgets_what_was_superseded_only_later(tmp_path):
    """A correction made after the day does not reach back, though it names a statement of before."""
    clean = open_ledger(tmp_path / "clean.sqlite")
    held = clean.case("mq9b", CUT).held["final_delivery_promised"].winner
    poisoned = open_ledger(tmp_path / "poisoned.sqlite")
    poisoned.add([make_statement({
        "subject": held.subject, "property": held.property, "value": "2077", "stated_on": "2024-01-01", "standing": "official",
        "said_by": "Ministry", "source": "https://example.org/poison", "recorded_on": "2026-11-24", "supersedes": held.id,
    })])  # fmt: skip
    assert everything(poisoned, CUT) == everything(clean, CUT)


def test_the_register_of_a_day_had_been_published():
    shipped = shipped_register()
    for d in half_years(date(2018, 1, 1), date(2026, 12, 31)):
        assert shipped.known_on(d, "final").year < d.year


def test_weights_of_a_day_come_from_days_before_it(tested):
    first, *_, last = tested.weights
    assert first == DayWeights("2018-06-30", {m: pytest.approx(1 / 3, abs=1e-5) for m in last.weights}, 0, 0)
    assert last.cases > 15 and last.forecasts > 100
    assert all(sum(w.weights.values()) == pytest.approx(1, abs=1e-5) for w in tested.weights)
    counts = [w.forecasts for w in tested.weights]
    assert counts[0] == 0 and counts[-1] == max(counts)


def test_a_forecast_holds_the_weights_that_the_shipped_ledger_taught(tested):
    """Fitted by tools/fit_blend.py: to be run anew where the statements or the methods move them by more than a hundredth."""
    for w in tested.weights:
        kept = held(date.fromisoformat(w.as_of))
        assert kept.weights == pytest.approx(w.weights, abs=0.01)
        assert held(date.fromisoformat(w.as_of) + timedelta(days=90)) == kept
    assert held(date(2018, 6, 29)).weights == pytest.approx(tested.weights[0].weights, abs=1e-5)
    assert jl.forecast("hcds", "2024-03-31").weights == held(date(2023, 12, 31)).weights


def test_it_prints_its_own_sample_sizes_and_what_it_cannot_score(tested):
    text = str(tested)
    assert tested.targets == sum(tested.not_scored.values()) + len({s.key for s in tested.forecasts})
    assert f"{tested.targets} deliveries to forecast" in text
    for n in tested.not_scored.values():
        assert f"{n} not: " in text
    assert "only 18 deliveries had come" in text
    blend = next(m for m in tested.methods if m.method == "blend")
    assert (blend.forecasts, blend.cases) == (len({s.key for s in tested.forecasts}), 31)


def test_means_are_those_of_the_rows(tested):
    frame = tested.to_pandas()
    for m in tested.methods:
        mine = frame[frame.method == m.method]
        assert m.crps == pytest.approx(mine.crps.mean(), abs=0.001)
        assert m.covered_80 == pytest.approx(mine.covered_80.mean(), abs=0.001)
        assert (m.forecasts, m.deliveries) == (len(mine), int(mine.came.sum()))
    for c in tested.comparisons:
        keys = ["case", "event", "as_of"]
        both = frame[frame.method == c.method].merge(frame[frame.method == "official"], on=keys, suffixes=("", "_o"))
        part = {
            "promise ahead": both[both.promise_ahead.astype(bool)],
            "delivery came": both[both.came],
        }.get(c.on, both)
        assert (c.forecasts, c.cases) == (len(part), part.case.nunique())
        assert c.difference == pytest.approx((part.crps - part.crps_o).mean(), abs=0.002)
        assert c.difference_low <= c.difference <= c.difference_high


def test_verdicts_follow_from_the_range(tested):
    for c in tested.comparisons:
        wanted = "better" if c.difference_high < 0 else "worse" if c.difference_low > 0 else "no skill shown"
        assert c.verdict == wanted


def test_the_blend_beats_the_promise_at_its_word_and_the_output_says_where_it_does_not(tested):
    """What the shipped data support: if this changes, docs/forecasts.md has to say so."""
    found = {c.on: c for c in tested.comparisons if c.method == "blend"}
    assert found["all both made"].difference_high < 0
    assert found["promise ahead"].difference_high < 0
    assert found["delivery came"].verdict == "no skill shown"
    blend = next(m for m in tested.methods if m.method == "blend")
    assert 0.7 <= blend.covered_80 <= 0.9


def test_reliability_counts_every_decided_chance_once(tested):
    for m in {b.method for b in tested.reliability}:
        bins = [b for b in tested.reliability if b.method == m]
        assert all(b.low <= b.mean_share <= b.high and 0 <= b.came_share <= 1 for b in bins)


def test_knowledge_of_an_earlier_day_scores_less():
    early = jl.backtest("2018-01", "2021-12", "official", known_on="2022-12-31", ledger=open_ledger("none.sqlite"))
    late = jl.backtest("2018-01", "2021-12", "official", ledger=open_ledger("none.sqlite"))
    assert len(early.forecasts) < len(late.forecasts)
    assert not any(s.came for s in early.forecasts if s.event == "final" and s.case.endswith("javelin"))


def test_no_forecast_is_made_after_the_last_thing_said(monkeypatch):
    made = []
    monkeypatch.setattr(
        sys.modules["jointline.forecast.backtest"],
        "_made",
        lambda ledger, days, *_, **__: made.append(days) or ([], []),
    )
    ledger = open_ledger("none.sqlite")
    last = half_years(date(2018, 1, 1), as_day(max(ledger.knowledge_ends())))
    for late in (
        {"known_on": "2199-12-30"},
        {"last": "2199-12", "known_on": "2199-12-30"},
        {"last": date(2199, 1, 1)},
        {},
    ):
        with pytest.raises(NothingFound):
            jl.backtest(ledger=ledger, **late)
    assert made == [last] * 4
    with pytest.raises(JointlineError, match="no half-year"):
        jl.backtest("2190-01", known_on="2199-12-30", ledger=ledger)


def test_one_method_alone_is_still_compared(tested):
    alone = jl.backtest(method="promise_slip", ledger=open_ledger("none.sqlite"))
    assert [m.method for m in alone.methods] == ["promise_slip"] and alone.weights == ()
    assert alone.comparisons == tuple(c for c in tested.comparisons if c.method == "promise_slip")


def test_the_simulated_network_is_tested_only_where_named_and_labelled():
    made = jl.backtest("2023-06", "2023-12", "production", ledger=open_ledger("none.sqlite"))
    assert [m.method for m in made.methods] == ["production"]
    assert any("later knowledge" in w for w in made.warnings)


def test_half_years_are_ends_of_june_and_december():
    assert half_years(date(2018, 1, 1), date(2019, 6, 30)) == [date(2018, 6, 30), date(2018, 12, 31), date(2019, 6, 30)]
    assert half_years(date(2018, 7, 1), date(2018, 12, 30)) == []


@pytest.mark.parametrize(("first", "last"), [("2025-01", "2025-05"), ("2030-01", None), ("2025-12", "2025-01")])
def test_no_half_year_is_told(first, last):
    with pytest.raises(JointlineError, match="no half-year"):
        jl.backtest(first, last)


def test_nothing_to_score_is_told():
    with pytest.raises(NothingFound):
        jl.backtest("2018-01", "2018-07", known_on="2018-06-30")


def test_every_method_has_its_place():
    assert METHODS == ("blend", "reference_class", "promise_slip", "production", "official")
