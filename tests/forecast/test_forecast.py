"""Forecasts of the shipped ledger and of made-up ones: conditional, wide where little is known, never a crash."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import notice, own

import jointline as jl
from jointline.errors import JointlineError, NothingFound
from jointline.forecast import official, promise_slip, reference_class
from jointline.forecast.blend import Weights
from jointline.forecast.method import View
from jointline.forecast.others import other_ends
from jointline.forecast.past import METHODS, asked, blended
from jointline.forecast.reference_class import bound
from jointline.forecast.register import Register, shipped_register
from jointline.ledger.ledger import open_ledger

CASE, DAY = "tw-2021-08-04-howitzers", "2026-03-31"
NO_REGISTER = Register("none", ())


@pytest.fixture(scope="module")
def day():
    return asked(open_ledger("none.sqlite"), date(2026, 3, 31), shipped_register(), simulated=True)


def test_every_method_puts_nothing_before_the_day_and_shares_add_up(day):
    for method, answers in day.answers.items():
        assert answers, method
        for a in answers.values():
            assert a.dated.by(day.view.as_of) == 0
            assert sum(a.dated.shares().values()) == pytest.approx(1)
            assert a.basis and a.by


def test_the_reference_class_answers_for_every_target_and_promises_for_those_made(day):
    keys = {t.key for t in day.view.targets}
    assert set(day.answers["reference_class"]) == keys
    promised = {t.key for t in day.view.targets if official.promise_of(t)}
    assert set(day.answers["official"]) == set(day.answers["promise_slip"]) == promised
    assert 20 < len(promised) < len(keys)


def test_no_first_delivery_is_after_its_final_one(day):
    for answers in day.answers.values():
        for (case, event), a in answers.items():
            if event == "first" and (case, "final") in answers:
                assert (a.dated.cumulative() >= answers[case, "final"].dated.cumulative() - 1e-9).all()


def test_targets_are_the_open_cases_of_the_backlog(day):
    rows = {r.case for r in jl.backlog(DAY).rows}
    assert {t.told.case.id for t in day.view.targets} == rows
    begun = {t.case.id for t in day.view.told if t.fates["first"].end == "delivered"}
    assert not {c for c, event in day.answers["reference_class"] if event == "first"} & begun


def test_classes_differ_as_the_register_says(day):
    """Of cases notified together the anti-tank missiles come before the howitzers' launchers."""
    p50 = {k: a.dated.position(0.5) for k, a in day.answers["reference_class"].items()}
    assert p50["tw-2025-12-17-javelin", "first"] < p50["tw-2025-12-17-himars", "first"]
    assert p50["tw-2024-12-20-mk75", "first"] > p50["tw-2025-12-17-javelin", "first"]


def test_a_case_that_is_being_delivered_waits_for_the_rest(day):
    """From its first delivery on, not from its notice: the tanks, begun in 2024, before the missiles of 2024's notice."""
    p50 = day.answers["reference_class"]
    tanks, missiles = p50["tw-2019-07-08-m1a2t", "final"], p50["tw-2024-10-25-nasams", "final"]
    assert "from the first delivery on" in tanks.basis and "from the first" not in missiles.basis
    assert tanks.dated.position(0.5) < missiles.dated.position(0.5)


def test_what_promises_did_moves_the_promise():
    """Promises slipped on average: whatever their dates mean, at most half of such deliveries come by the promised day."""
    view = View(open_ledger("none.sqlite"), date(2026, 3, 31))
    model = promise_slip.fit(view)
    assert model.met > 20 and model.cases > 15
    ahead = [a for k, a in promise_slip.forecasts(view).items() if k == ("tw-2020-10-26-hcds", "final")]
    assert ahead[0].sides.late.by(date(2028, 12, 31)) < 0.3 < ahead[0].dated.by(date(2028, 12, 31)) <= 0.5


def test_the_pool_is_what_its_weights_say(day):
    """At either bound of what the evidence allows; the chance given is the one nearest to one half between the two."""
    weights = {"reference_class": 0.5, "promise_slip": 0.3, "official": 0.2}
    made = blended(day, Weights(weights, 1, 1)).answers["blend"]
    key = ("tw-2019-08-20-f16-block70", "final")
    for side in ("early", "late"):
        mixed = sum(w * getattr(day.answers[m][key].sides, side).cumulative() for m, w in weights.items())
        assert getattr(made[key].sides, side).cumulative() == pytest.approx(mixed)
    low, high = (getattr(made[key].sides, side).cumulative() for side in ("late", "early"))
    assert made[key].dated.cumulative() == pytest.approx(np.clip(0.5, low, high))
    assert sum(jl.forecast("f16-block70", DAY).weights.values()) == pytest.approx(1, abs=1e-5)


def test_middle_and_chances_are_as_wide_as_the_evidence_leaves_them():
    made = jl.forecast(as_of=DAY, method=["blend", "reference_class", "promise_slip", "official"])
    rows = {(r.case, r.event, r.method): r for r in made.rows}
    told = [r for r in made.rows if r.by_promise_share is not None]
    assert len(told) > 20
    for r in told:
        assert r.by_promise_low_share <= r.by_promise_share <= r.by_promise_high_share
    for r in made.rows:
        assert r.p50_latest is None or r.p10 <= r.p50 <= r.p50_latest <= (r.p90 or "9999")
        assert all(r.by_year_low[y] <= p <= r.by_year_high[y] for y, p in r.by_year.items())
        if r.by_promise_share == 0.5:  # never an answer of its own: the dates leave it open
            assert r.by_promise_low_share < 0.5 < r.by_promise_high_share
    harpoon = next(r for r in told if r.name == "hcds" and r.method == "blend")
    assert (harpoon.p50, harpoon.p50_latest, harpoon.by_promise_share) == ("2028-07", "2030-07", 0.5)
    for r in told:  # a reader can add the ends up
        if r.method == "blend":
            parts = [(w, rows[r.case, r.event, m]) for m, w in made.weights.items() if (r.case, r.event, m) in rows]
            whole = sum(w for w, _ in parts)
            for end in ("by_promise_low_share", "by_promise_high_share"):
                assert getattr(r, end) == pytest.approx(sum(w * getattr(x, end) for w, x in parts) / whole, abs=2e-3)


def test_own_history_is_told_without_a_shape():
    made = jl.forecast(as_of=DAY, method="reference_class")
    first, final = made.own_history
    assert (first.delivered, final.delivered) == (made.delivered_first, made.delivered_final) == (12, 9)
    assert first.cases > 30 and 12 < first.median_low_months < first.median_high_months < 120
    assert final.median_low_months > first.median_low_months
    assert "no shape assumed" in " ".join(str(made).split())


def test_the_same_question_has_the_same_answer():
    assert jl.forecast(as_of=DAY).as_dict() == jl.forecast(as_of=DAY).as_dict()


def test_frames_and_text():
    made = jl.forecast("hcds", DAY)
    frame = made.to_pandas()
    assert list(frame.method) == list(METHODS)
    assert frame.attrs["as_of"] == DAY
    assert "reference_class" in str(made)
    assert [r.event for r in made.rows] == ["final"] * 5 and made.rows[0].first_came_on == "2024-09-27"


@pytest.mark.parametrize(
    ("case", "as_of", "says"),
    [("javelin-2015", DAY, "delivered"), ("m109a6", DAY, "converted"), ("patriot-iesp", DAY, "sustainment"),
     ("himars-2025", "2024-01-01", "not known"), ("apache", DAY, "not in the backlog"), (None, "2014-01-01", "no case of the backlog")],
)  # fmt: skip
def test_what_is_not_open_is_said_so(case, as_of, says):
    with pytest.raises(NothingFound, match=says):
        jl.forecast(case, as_of)


def test_a_method_that_is_none_is_told_with_the_nearest():
    with pytest.raises(JointlineError) as caught:
        jl.forecast(as_of=DAY, method="refrence_class")
    assert "reference_class" in caught.value.remedy


# little or nothing to go by


def alone(tmp_path, *more: dict[str, object], **facts: str):
    """A ledger of one case."""
    return own(tmp_path / "own.sqlite", *notice(CASE, "2021-08-04", **facts), *more)


def wide(row: jl.forecast.__class__) -> bool:
    return row.p10 is not None and (row.p90 is None or int(row.p90[:4]) - int(row.p10[:4]) >= 3)


@pytest.mark.parametrize("as_of", ["2021-08-04", "2021-08-31", "2024-02-29", "2039-06-30"])
@pytest.mark.parametrize(
    "facts", [{}, {"lead_item": "", "title": "A thing nobody knows"}, {"total_value": "", "category": ""}]
)
def test_one_case_of_which_nothing_is_known_has_a_wide_labelled_answer(tmp_path, as_of, facts):
    ledger = alone(tmp_path, **facts)
    made = jl.forecast(as_of=as_of, method=["blend", "reference_class"], ledger=ledger)
    assert {(r.event, r.method) for r in made.rows} == {
        (e, m) for e in ("first", "final") for m in ("blend", "reference_class")
    }
    assert all(wide(r) for r in made.rows)
    assert "no case" in made.rows[1].basis or "no class fits" in made.rows[1].basis
    assert "few events" in " ".join(made.warnings)


def test_without_a_register_the_answer_is_a_wide_guess_that_says_so(tmp_path):
    ledger = alone(tmp_path)
    rows = jl.forecast(as_of="2024-06-30", method="reference_class", ledger=ledger, register=NO_REGISTER).rows
    assert "a guess of the compilers" in rows[0].basis
    assert wide(rows[0]) and wide(rows[1])


def test_no_class_is_wider_than_a_class(tmp_path):
    known = jl.forecast(as_of="2022-06-30", method="reference_class", ledger=alone(tmp_path)).rows[1]
    (tmp_path / "b").mkdir()
    unknown = jl.forecast(as_of="2022-06-30", method="reference_class",
                          ledger=alone(tmp_path / "b", lead_item="", title="A thing")).rows[1]  # fmt: skip
    assert "no class fits" in unknown.basis
    assert unknown.beyond_share > known.beyond_share


def promised(value: str, stated: str, name: str = "final_delivery_promised") -> dict[str, object]:
    return {"subject": CASE, "property": name, "value": value, "stated_on": stated}


def test_a_promise_in_the_past_widens_and_never_crashes(tmp_path):
    ledger = alone(tmp_path, promised("2023", "2022-01-05"))
    rows = {
        r.method: r
        for r in jl.forecast("howitzers", "2026-03-31", ["official", "promise_slip", "blend"], ledger=ledger).rows
        if r.event == "final"
    }
    assert rows["official"].p90 == "2026-04" and "has passed" in rows["official"].basis
    assert wide(rows["promise_slip"]) and wide(rows["blend"])
    assert rows["blend"].by_promise_share is None


def test_a_promise_open_at_its_end_is_none(tmp_path):
    ledger = alone(tmp_path, promised("2025/..", "2022-01-05"))
    with pytest.raises(NothingFound, match="nobody promised it"):
        jl.forecast("howitzers", "2024-03-31", "official", ledger=ledger)
    made = jl.forecast("howitzers", "2024-03-31", ["official", "blend"], ledger=ledger)
    assert {n.why for n in made.no_answer} == {"nobody promised it"}
    assert {r.method for r in made.rows} == {"blend"}


def test_a_year_and_a_month_of_notification_are_no_day(tmp_path):
    """A notification known by its year alone never makes the forecast sharper than one known by the day."""
    spread = {}
    for when, folder in (("2021-07-02", "a"), ("2021", "b")):
        (tmp_path / folder).mkdir()
        case = f"tw-{when}-howitzers"
        ledger = own(tmp_path / folder / "own.sqlite", *notice(case, when))
        r = reference_class.forecasts(View(ledger, date(2022, 6, 30)), shipped_register())[case, "first"].dated
        spread[when] = r.position(0.9) / r.position(0.1)
    assert spread["2021"] >= spread["2021-07-02"] * 0.999


@settings(max_examples=25)
@given(st.integers(2023, 2025), st.integers(1, 12), st.integers(0, 2))
def test_a_wider_event_never_makes_the_reference_class_surer(tmp_path_factory, year, month, precision):
    """What a delivery told by month, year or span of years teaches about the next case."""
    texts = [f"{year}-{month:02d}", f"{year}", f"{year - 1}/{year + 1}"]
    laws = []
    for text in texts[precision : precision + 2]:
        folder = tmp_path_factory.mktemp("own")
        done = {
            "subject": CASE,
            "property": "final_delivery",
            "value": text,
            "stated_on": "2027-01-01",
            "recorded_on": "2027-01-02",
        }
        ledger = own(folder / "own.sqlite", *notice(CASE, "2021-08-04"), done)
        model = reference_class.fit(View(ledger, date(2027, 6, 30)), "final", shipped_register())
        laws.append(model.model.law(np.eye(len(model.model.mean))[0]))
    narrow, wide = laws[0], laws[-1]
    assert wide.early <= narrow.early and narrow.late <= wide.late and wide.sd == narrow.sd


def test_a_case_first_heard_of_late_is_seen_from_then_on():
    """The notice of the 18 launchers was known by its year only until that year had ended."""
    view = View(open_ledger("none.sqlite"), date(2026, 3, 31))
    heard = {t.case.id: bound(t, "final") for t in view.told}
    assert heard["tw-2022-himars-mod"][2] == pytest.approx(26 / 30.4375, abs=0.05)  # 5 to 31 December 2022
    assert heard["tw-2019-07-08-m1a2t"][2] == 0


def test_other_ends_are_counted_over_months_at_risk(tmp_path):
    one = {"subject": CASE, "property": "cancelled", "value": "2023-08-04", "stated_on": "2023-08-04"}
    other = "tw-2013-08-04-tanks"
    kept = {"subject": other, "property": "final_delivery", "value": "2023-08-04", "stated_on": "2023-08-04"}
    ledger = own(tmp_path / "own.sqlite", *notice(CASE, "2021-08-04"), one, *notice(other, "2013-08-04"), kept)
    found = other_ends(View(ledger, date(2024, 1, 1)))
    assert found["cancelled"] == pytest.approx(1.25 / 144, rel=0.01)
    assert found["converted"] == pytest.approx(0.25 / 144, rel=0.01)


def test_a_simulated_case_is_its_first_and_last_order(day):
    hcds = day.answers["production"]["tw-2020-10-26-hcds", "final"]
    assert "2 orders" in hcds.basis
    assert hcds.dated.position(0.5) > 12
    assert np.isfinite(hcds.dated.position(0.9))
