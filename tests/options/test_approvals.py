"""Rules by the day, the critical path by hand, and what an option is told it needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline import JointlineError, approval_routes, approvals
from jointline.ledger.dates import parse_date
from jointline.ledger.ledger import open_ledger
from jointline.network.approvals_path import (
    CONFIDENCES,
    DAYS_A_MONTH,
    approval_steps,
    approvals_stage,
    cases_of,
    critical_path,
    notes,
    route_months,
    route_paths,
    routes,
    rule_in_force,
    rules,
    step_months,
    took,
)
from jointline.network.numbers import parse_number

DAY = "2026-11-25"
BASE: dict[str, Any] = {
    "title": "t", "as_of": "2026-10", "products": {"rocket": {}},
    "lines": {"usa": {"product": "rocket", "country": "USA", "rate_max": 3}},
    "orders": {"twn": {"product": "rocket", "customer": "TWN", "quantity": 9, "administrative_lead_time": 12}},
}  # fmt: skip


def network(**options: Mapping[str, Any]) -> dict[str, Any]:
    return BASE | {"options": {name.replace("_", "-"): dict(o) for name, o in options.items()}}


def added(section: str, country: str) -> dict[str, Any]:
    what = {"product": "rocket"} if section == "lines" else {"component": "motor"}
    return {"add": f"{section}.new", "country": country, "rate_max": 1, **what}


# the data


def test_every_rule_has_its_law_its_source_and_how_it_was_read():
    for r in rules():
        assert r.law and r.what and r.source, r.id
        assert r.confidence in ("primary", "secondary", "recalled"), r.id
        assert (r.from_confidence in CONFIDENCES) == bool(r.from_on), r.id
        assert r.kind in ("threshold", "construction", "wait", "duty", "policy") and r.status in (
            "in_force",
            "proposed",
            "claimed",
        ), r.id
        assert r.applies_to in ("taiwan", "favoured", "all") and r.step in approval_steps(), r.id
        assert (r.days is not None) == bool(r.day_kind), r.id
        amounts = [v for v in (r.mde_usd_m, r.other_usd_m, r.construction_usd_m) if v is not None]
        assert bool(amounts) == (r.kind in ("threshold", "construction")) and amounts == sorted(amounts), r.id
        for day in (r.from_on, r.until_on, r.last_read_on):
            assert not day or parse_date(day), r.id


def test_what_was_not_read_says_so_in_its_source():
    for r in rules():
        assert ("not read" in r.source) == (r.confidence == "recalled"), r.id


def test_every_duration_and_note_has_its_source():
    for t in took():
        assert t.what and t.source and t.confidence in CONFIDENCES and t.step in approval_steps(), t.id
        known = [m for m in (t.low_months, t.mode_months, t.high_months) if m is not None]
        assert known and known == sorted(known) and known[0] >= 0, t.id
        assert t.use == "case" or len(known) == 3, t.id
        assert (t.confidence == "guess") <= (t.basis == "assumption"), t.id
    for n in notes():
        assert n.text and n.law and (n.source or n.kind == "not known"), n.id
        assert set(n.steps) <= set(approval_steps()), n.id


def test_statements_named_in_the_data_are_in_the_ledger(tmp_path):
    ids = {s.id for s in open_ledger(tmp_path / "empty.sqlite").statements()}
    named = {r.statement for r in (*rules(), *took()) if r.statement}
    assert len(named) > 10 and named <= ids


def test_ids_are_not_given_twice():
    for ids in ([r.id for r in rules()], [t.id for t in took()], [n.id for n in notes()]):
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", routes())
def test_every_route_has_steps_that_exist_and_no_circle(name):
    way = routes()[name]
    assert way.steps and len({s.step for s in way.steps}) == len(way.steps)
    for s in way.steps:
        assert s.step in approval_steps() and s.why, s
        assert set(s.after) <= {x.step for x in way.steps}, s
        assert s.counts in ("yes", "high", "no") and s.condition in ("always", "value", "significant", "export", "may")
        if s.counts != "no":
            assert step_months(s.step, "1990-01-01")[0] is not None, s  # known or guessed on any day
    route_paths(way, route_months(way, DAY))


def test_periods_of_one_rule_do_not_overlap():
    in_force = [r for r in rules() if r.status == "in_force" and r.kind in ("threshold", "construction", "wait")]
    days = {parse_date(d).low for r in in_force for d in (r.from_on, r.until_on) if d} | {date(2026, 11, 25)}
    for day in days:
        held = [(r.step, r.kind, r.applies_to) for r in in_force if r.holds(day)]
        assert len(held) == len(set(held)), day


# rules on a day


@pytest.mark.parametrize(
    ("day", "buyer", "expected"),
    [
        ("1981-12-28", "taiwan", (7, 25)),
        ("1981-12-29", "taiwan", (14, 50)),
        ("2002-09-29", "favoured", (14, 50)),
        ("2002-09-30", "favoured", (25, 100)),
        ("2002-09-30", "taiwan", (14, 50)),
        ("2025-12-31", "taiwan", (14, 50)),  # neither the bills nor the ministry's word changed it
        ("2026-11-25", "favoured", (25, 100)),
    ],
)
def test_thresholds_of_government_sales_to_the_day(day, buyer, expected):
    rule = rule_in_force("aeca-36b", "threshold", day, buyer)
    assert (rule.mde_usd_m, rule.other_usd_m) == expected


def test_construction_has_a_threshold_of_its_own():
    amounts = [rule_in_force("aeca-36b", "construction", DAY, b).construction_usd_m for b in ("taiwan", "favoured")]
    assert amounts == [200, 300]


@pytest.mark.parametrize(
    ("step", "buyer", "days"),
    [("aeca-36b", "taiwan", 30), ("aeca-36b", "favoured", 15), ("aeca-36c", "taiwan", 30), ("aeca-36c", "favoured", 15),
     ("aeca-3d", "taiwan", 30), ("aeca-36d", "taiwan", 30)],
)  # fmt: skip
def test_days_that_a_law_sets(step, buyer, days):
    assert rule_in_force(step, "wait", DAY, buyer).days == days


def test_before_anything_is_known_there_is_no_rule():
    assert rule_in_force("aeca-36b", "threshold", "1976-06-29") is None
    assert rule_in_force("aeca-36b", "threshold", "1976-06-30").mde_usd_m == 7


def test_every_change_of_a_rule_is_seen_on_its_day_and_not_before():
    for r in rules():
        if r.from_on:
            first = parse_date(r.from_on).low
            assert r.holds(first) and not r.holds(first - timedelta(days=1)), r.id
        if r.until_on:
            end = parse_date(r.until_on).low
            assert r.holds(end - timedelta(days=1)) and not r.holds(end), r.id


def test_bills_and_claims_are_shown_once_known_and_never_used():
    before, after = (approvals("coproduction", as_of=day) for day in ("2025-11-30", "2025-12-31"))
    assert "36b-claimed" not in {r.id for r in before.not_in_force}
    assert {"36b-claimed", "bill-1744", "bill-3138"} <= {r.id for r in after.not_in_force}
    assert {s.statutory_days for s in after.steps if s.step == "aeca-36b"} == {30}
    assert not any(r.status != "in_force" for s in after.steps for r in s.rules)


def test_what_was_learnt_later_is_not_used_before():
    early = {s.step: s for s in approvals("licensed-production", as_of="2022-10-19").steps}
    late = {s.step: s for s in approvals("licensed-production", as_of="2023-01-23").steps}
    assert early["itar-preparation"].basis == "assumption"
    assert late["itar-preparation"].basis == "view, ends assumed"
    assert not cases_of("letter-of-request", "2001-02-14") and cases_of("letter-of-request", "2001-02-15")


# the path


def test_critical_path_worked_out_by_hand():
    after = {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"], "e": []}
    path = critical_path(after, {"a": 2, "b": 3, "c": 5, "d": 1, "e": 4})
    assert dict(path.start) == {"a": 0, "e": 0, "b": 2, "c": 2, "d": 7}
    assert dict(path.finish) == {"a": 2, "e": 4, "b": 5, "c": 7, "d": 8}
    assert path.total == 8 and path.critical == ("a", "c", "d")


def test_licensed_production_worked_out_by_hand():
    # preparation 12, approval 3.1, review 2, notice 30 days, signature 1; the security review of 3 runs beside
    month = 30 / DAYS_A_MONTH
    found = approvals("licensed-production", as_of=DAY)
    assert found.shortest_months == round(6 + 1 + 0.7 + month, 1) == 8.7
    assert found.usual_months == round(12 + 3.1 + 2 + month + 1, 1) == 19.1
    assert found.longest_months == round(15 + 6 + 4 + month + 3, 1) == 29.0
    assert found.statutory_days == 30  # 36(c) and 36(d) side by side
    assert approvals("component-supply", as_of=DAY).statutory_days == 0  # the notice is in the longest case only
    assert found.stage == {"pert": [8.7, 19.1, 29.0]}
    assert [s.step for s in found.steps if s.sets_the_total] == [
        "itar-preparation", "itar-agreement", "congress-review", "aeca-36d", "agreement-signed",
    ]  # fmt: skip
    assert "Technology security review: beside Agreement terms and papers" in found.parallel


def test_the_stage_of_a_network_is_what_approvals_says():
    for name in routes():
        for day in ("2022-10-19", DAY):
            stage, sentence = approvals_stage(name, day)
            found = approvals(name, as_of=day)
            assert stage == found.stage and sentence == found.stage_assumption
            assert parse_number(stage).low == found.shortest_months
            assert f"approvals.md#{name}" in sentence


def test_steps_after_the_agreement_are_in_no_total():
    found = approvals("licensed-production", as_of=DAY)
    left = [s for s in found.steps if not s.counts]
    assert [s.step for s in left] == ["site-certification", "third-party-transfer"]
    assert all(s.starts_months is None and not s.sets_the_total for s in left)


def test_steps_that_wait_for_one_another_are_refused():
    with pytest.raises(JointlineError, match="wait for one another: a, b"):
        critical_path({"a": ["b"], "b": ["a"], "c": []}, {"a": 1, "b": 1, "c": 1})


NAMES = "abcdefgh"
MONTHS = st.floats(0, 100, allow_nan=False)


@st.composite
def webs(draw):
    """Steps that wait only for earlier ones, with low <= mode <= high months."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    after = {n: draw(st.lists(st.sampled_from(names[:i]), unique=True)) if i else [] for i, n in enumerate(names)}
    months = {n: sorted(draw(st.tuples(MONTHS, MONTHS, MONTHS))) for n in names}
    return after, months


@given(webs(), st.data())
def test_properties_of_the_path(web, data):
    after, months = web
    low, mode, high = (critical_path(after, {n: m[i] for n, m in months.items()}) for i in range(3))
    assert low.total <= mode.total <= high.total
    assert mode.total == max(mode.finish.values())
    assert sum(months[n][1] for n in mode.critical) == pytest.approx(mode.total)
    for step, before in after.items():
        assert all(mode.start[step] >= mode.finish[p] for p in before)
    names = list(after)
    later = data.draw(st.integers(0, len(names) - 1))
    if later:
        more = dict(after) | {names[later]: [*after[names[later]], data.draw(st.sampled_from(names[:later]))]}
        assert critical_path(more, {n: m[1] for n, m in months.items()}).total >= mode.total


# an option's way


@pytest.mark.parametrize(
    ("option", "route"),
    [
        ({"mode": "A", "changes": [added("lines", "TWN")]}, "licensed-production"),
        ({"mode": "A", "route": "coproduction", "changes": [added("lines", "TWN")]}, "coproduction"),
        ({"changes": [added("lines", "TWN")]}, "licensed-production"),
        ({"changes": [added("lines", "DEU")]}, "third-country-line"),
        ({"changes": [added("lines", "USA")]}, "us-capacity"),
        ({"changes": [{"set": "lines.usa.rate_max", "to": 5}]}, "us-capacity"),
        ({"changes": [{"set": "policy", "to": "priority"}]}, "queue-priority"),
        ({"changes": [{"set": "orders.twn.priority", "to": 1}]}, "queue-priority"),
        ({"changes": [{"set": "orders.twn.administrative_lead_time", "to": 3}]}, "multi-year"),
        ({"changes": [{"set": "orders.twn.in_process", "to": [[2, 3]]}]}, "from-stock"),
    ],
)
def test_the_route_of_an_option(option, route):
    assert approvals("it", network(it=option), DAY).routes == (route,)


def test_options_together_take_as_long_as_the_slower_way():
    two = network(line={"mode": "A", "changes": [added("lines", "TWN")]},
                  first={"changes": [{"set": "policy", "to": "priority"}]},
                  both={"combine": ["line", "first"]})  # fmt: skip
    one = approvals("line", two, DAY)
    for name in ("both", "line+first"):
        found = approvals(name, two, DAY)
        assert found.routes == ("licensed-production", "queue-priority")
        assert (found.shortest_months, found.usual_months) == (one.shortest_months, one.usual_months)


def test_what_a_change_does_not_tell_is_said():
    odd = {"changes": [{"set": "policy", "to": "priority"}, {"set": "orders.twn.quantity", "to": 4}]}
    assert any("orders.twn.quantity" in w for w in approvals("odd", network(odd=odd), DAY).warnings)


@pytest.mark.parametrize(
    ("value", "needed"),
    [(13.9, "no (below 14 m)"), (14, "if major defense equipment"), (50, "yes"), (None, "from 14 m (MDE), 50 m")],
)
def test_a_value_is_held_against_the_threshold(value, needed):
    found = approvals("stock-sale", as_of=DAY, value_usd_m=value)
    notice = next(s for s in found.steps if s.step == "aeca-36b")
    assert notice.needed == needed
    assert found.usual_months == pytest.approx(14.0 if value == 13.9 else 17.0, abs=0.05)
    assert found.statutory_days == (0 if value == 13.9 else 30)


def test_a_favoured_buyer_has_other_amounts_and_days():
    mine, theirs = (approvals("coproduction", as_of=DAY, buyer=b, value_usd_m=20) for b in ("taiwan", "favoured"))
    assert mine.statutory_days == 30 and theirs.statutory_days == 0
    assert approvals("coproduction", as_of=DAY, buyer="favoured", value_usd_m=100).statutory_days == 15


def test_the_cost_of_an_option_is_its_value():
    option = {
        "route": "stock-sale",
        "cost_usd_m": {"uniform": [10, 60]},
        "changes": [{"set": "orders.twn.in_process", "to": [[2, 3]]}],
    }
    found = approvals("it", network(it=option), DAY)
    assert found.value_usd_m == "10 to 60"
    assert next(s.needed for s in found.steps if s.step == "aeca-36b") == "from 14 m (MDE), 50 m"


def test_unread_rules_are_flagged():
    found = approvals("licensed-production", as_of=DAY)
    assert {s.step for s in found.steps if s.unverified} == {"aeca-36d"}
    assert any("recalled, not read" in w and "36(d)" in w for w in found.warnings)
    assert any("each last read as in force between 1997-04-01 and 2025-12-19" in w for w in found.warnings)
    (one,) = (w for w in approvals("multi-year", as_of=DAY).warnings if "in force" in w)
    assert one.startswith("the rules were last read as in force on 2009-12-19")
    (two,) = (w for w in approvals("from-stock", as_of=DAY).warnings if "in force" in w)
    assert "between 2023-07-28 and 2024-12-05" in two
    assert all(
        s.basis in ("law", "observed, ends assumed", "view, ends assumed", "assumption", "not known")
        for s in found.steps
    )


def test_the_taiwan_relations_act_is_said_both_ways():
    found = approvals("from-stock", as_of=DAY)
    assert {n.kind for n in found.taiwan_relations_act} == {"says", "does not say"}
    assert any("joint production" in n.text for n in found.taiwan_relations_act if n.kind == "does not say")


def test_routes_are_listed_with_the_same_totals():
    for row in approval_routes(DAY).routes:
        found = approvals(row.route, as_of=DAY)
        assert (row.shortest_months, row.usual_months, row.longest_months) == found.stage_months


# bad input and output


@pytest.mark.parametrize(
    ("call", "message", "remedy"),
    [
        (lambda: approvals("licenced-production", BASE, DAY), "neither an option", "licensed-production"),
        (lambda: approvals("line", network(lime={"changes": [added("lines", "TWN")]}), DAY), "neither an option", "lime"),
        (lambda: approvals("it", network(it={"route": "coproducton", "changes": [added("lines", "TWN")]}), DAY), "is none of", "coproduction"),
        (lambda: approvals("it", network(it={"changes": [{"set": "orders.twn.quantity", "to": 4}]}), DAY), "does not tell", "route ="),
        (lambda: approvals("from-stock", as_of=DAY, buyer="taiwn"), "no rules for", "taiwan"),
        (lambda: approvals("from-stock", as_of=DAY, value_usd_m=-1), "above 0", ""),
        (lambda: approvals("from-stock", as_of="soon"), "soon", ""),
        (lambda: approvals_stage("stock", DAY), "no route 'stock'", "stock-sale"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_error(call, message, remedy):
    with pytest.raises(JointlineError) as error:
        call()
    assert message in error.value.message and remedy in error.value.remedy


def test_the_view_has_a_bar_a_step_and_a_footnote_a_source():
    text = str(approvals("licensed-production", as_of=DAY))
    assert "shortest 8.7 months, usual 19.1, longest 29" in text
    assert "####" in text and "unverified" in text
    assert (
        "https://checkoutapi.com/regulations/title22_chapterI_part123_section123.15  statement dc33437ba1ec7a510b16"
        in text
    )
    assert max(len(line) for line in text.splitlines() if not line.startswith("    ")) <= 100
    assert "licensed-production  A" in str(approval_routes(DAY))
