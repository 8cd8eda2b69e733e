"""Resolving: which statement wins by which rule, and that what is said later never changes what was known."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import statement
from jointline.ledger.dates import parse_date
from jointline.ledger.properties import get_property, properties
from jointline.ledger.resolve import RULES, Resolved, known, precedence, resolve
from jointline.ledger.statement import CONFIDENCES, STANDINGS, Statement
from statement_strategies import DAYS, VALUES, statement_sets, statements

days = st.sampled_from(DAYS)


def answers(found: list[Statement]) -> dict[tuple[str, str], tuple[str, ...]]:
    """What is held, by subject and property: the ids of the winner and of those set aside."""
    by_subject: dict[str, list[Statement]] = {}
    for s in found:
        by_subject.setdefault(s.subject, []).append(s)
    return {
        (subject, name): (held.winner.id, *(s.id for s in held.set_aside))
        for subject, group in by_subject.items()
        for name, held in resolve(group).items()
    }


# what is known on a day


@st.composite
def sets_and_one_more(draw: st.DrawFn) -> tuple[list[Statement], Statement]:
    """A ledger and a statement that is not in it, which may supersede one that is."""
    before = draw(statement_sets())
    more = draw(statements(earlier=[s.id for s in before]))
    assume(more not in before)
    return before, more


@given(sets_and_one_more(), days)
def test_what_is_said_later_never_changes_what_was_known(case: tuple[list[Statement], Statement], day: str) -> None:
    before, late = case
    assume(late.known_on > day)
    assert known([*before, late], day) == known([late, *before], day) == known(before, day)
    assert answers(known([*before, late], day)) == answers(known(before, day))


@given(sets_and_one_more(), days, days)
def test_what_is_recorded_later_never_changes_what_the_ledger_held(
    case: tuple[list[Statement], Statement], day: str, recorded: str
) -> None:
    before, late = case
    assume(late.recorded_on > recorded)
    assert known([*before, late], day, recorded) == known(before, day, recorded)


@given(statement_sets(), days, days)
def test_only_what_was_surely_said_and_recorded_by_then_is_known(
    found: list[Statement], day: str, recorded: str
) -> None:
    for s in known(found, day, recorded):
        assert s.stated.high.isoformat() <= day
        assert s.recorded_on <= recorded


@given(statement_sets(), days)
def test_superseded_statements_are_exactly_those_that_a_known_one_names(found: list[Statement], day: str) -> None:
    said = [s for s in found if s.known_on <= day]
    named = {s.supersedes for s in said}
    assert known(found, day) == [s for s in said if s.id not in named]


def test_a_month_is_known_from_its_last_day() -> None:
    said = statement(stated_on="2026-09", recorded_on="2026-10-01")
    assert known([said], "2026-09-29") == []
    assert known([said], "2026-09-30") == [said]


def test_a_correction_counts_from_the_day_it_was_known() -> None:
    wrong = statement(value="2027")
    right = statement(value="2028", stated_on="2026-11-05", recorded_on="2026-11-06", supersedes=wrong.id)
    assert known([wrong, right], "2026-11-04") == [wrong]
    assert known([wrong, right], "2026-11-05") == [right]
    assert known([wrong, right], "2026-11-30", "2026-11-05") == [wrong]
    assert known([wrong, right], "2026-11-30", "2026-11-06") == [right]


def test_a_correction_of_a_correction_leaves_only_the_last_one() -> None:
    first = statement(value="2027")
    second = statement(value="2028", stated_on="2026-10-03", supersedes=first.id)
    third = statement(value="2029", stated_on="2026-10-04", recorded_on="2026-10-04", supersedes=second.id)
    assert known([third, first, second], "2026-12-31") == [third]
    assert known([third, first, second], "2026-10-03") == [second]


def test_a_denied_correction_still_sets_its_target_aside() -> None:
    wrong = statement(value="2027")
    withdrawn = statement(value="2027", standing="denied", stated_on="2026-10-03", supersedes=wrong.id)
    assert resolve(known([wrong, withdrawn], "2026-12-31")) == {}


# who wins


@given(statement_sets(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_changes_the_winner(found: list[Statement], shuffle: random.Random) -> None:
    mixed = list(found)
    shuffle.shuffle(mixed)
    assert answers(mixed) == answers(found)
    assert answers(found[::-1]) == answers(found)


@given(statement_sets())
def test_no_two_statements_have_the_same_precedence(found: list[Statement]) -> None:
    assert len({precedence(s) for s in found}) == len(found)


@given(statement_sets(max_size=20))
def test_what_is_no_evidence_never_wins_and_never_rivals(found: list[Statement]) -> None:
    for subject in {s.subject for s in found}:
        group = [s for s in found if s.subject == subject]
        held = resolve(group)
        for name in {s.property for s in group}:
            evidence = [s for s in group if s.property == name and s.is_evidence]
            assert (name in held) is bool(evidence)
            if name in held:
                assert held[name].winner in evidence
                assert set(held[name].rivals) <= set(evidence)


@given(statement_sets(max_size=20))
def test_a_hedged_statement_wins_only_where_all_evidence_is_hedged(found: list[Statement]) -> None:
    for (subject, name), (winner, *_) in answers(found).items():
        evidence = [s for s in found if (s.subject, s.property) == (subject, name) and s.is_evidence]
        if next(s for s in evidence if s.id == winner).hedged:
            assert all(s.hedged for s in evidence)


@given(statement_sets(max_size=20))
def test_nothing_is_lost_between_winner_and_set_aside(found: list[Statement]) -> None:
    for (subject, name), ids in answers(found).items():
        assert sorted(ids) == sorted(s.id for s in found if (s.subject, s.property) == (subject, name))


def _written_rule(s: Statement) -> tuple[Any, ...]:
    """The rules of the module's docstring again, as plain tuples."""
    gate = (s.is_evidence, not s.hedged, s.confidence != "recalled")
    firmness, read = -STANDINGS.index(s.standing), -CONFIDENCES.index(s.confidence)
    said = (s.stated.high, s.stated.low)
    event = parse_date(s.event_on or s.stated_on).high
    order: dict[str, tuple[Any, ...]] = {
        "standing": (firmness, said),
        "all": (firmness, said),
        "latest": (said, firmness),
        "promise": (s.standing in ("official", "named"), said, firmness),
        "latest_event": (event, firmness, said),
    }
    return (gate, order[get_property(s.property).resolves_by], read, s.id)


@given(statement_sets(max_size=20))
def test_the_winner_is_the_one_of_the_written_rule(found: list[Statement]) -> None:
    for (subject, name), ids in answers(found).items():
        group = [s for s in found if (s.subject, s.property) == (subject, name)]
        assert list(ids) == [s.id for s in sorted(group, key=_written_rule, reverse=True)]


def test_the_statements_of_these_tests_come_under_every_rule() -> None:
    assert {get_property(name).resolves_by for name in VALUES} == set(RULES)
    assert {p.resolves_by for p in properties().values()} == set(RULES)


def test_only_one_statement_on_a_property_wins_even_if_weak() -> None:
    alone = statement(standing="assumption", hedged=True, confidence="recalled")
    held = resolve([alone])["final_delivery_promised"]
    assert held == Resolved("final_delivery_promised", alone, (), "promise")
    assert (held.value, held.rivals) == ("2028-12", ())


# each rule by hand: of two statements the first one wins


def _said(day: str, **changes: Any) -> dict[str, Any]:
    return {"stated_on": day, "recorded_on": "2026-12-31"} | changes


GATES = [
    ("evidence over a denial", _said("2024", standing="unattributed"), _said("2025", standing="denied")),
    ("evidence over a refusal to confirm", _said("2024", standing="assumption"),
     _said("2025", standing="declined_to_confirm")),
    ("plain over hedged", _said("2024", standing="unattributed"), _said("2025", hedged=True)),
    ("read over recalled", _said("2024", standing="unattributed"), _said("2025", confidence="recalled")),
    ("plain and recalled over hedged and read", _said("2024", confidence="recalled"),
     _said("2025", hedged=True, confidence="primary")),
]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["title", "published_value", "final_delivery_promised", "units_delivered", "contractor"]
)
@pytest.mark.parametrize(("winner", "loser"), [pytest.param(w, x, id=text) for text, w, x in GATES])
def test_before_any_rule_weak_evidence_is_set_aside(name: str, winner: dict[str, Any], loser: dict[str, Any]) -> None:
    values = {"title": ("A", "B"), "published_value": ("USD 1m", "USD 2m"), "units_delivered": ("1", "2"),
              "final_delivery_promised": ("2027", "2028"), "contractor": ("A", "B")}[name]  # fmt: skip
    _wins(name, winner | {"value": values[0]}, loser | {"value": values[1]})


BY_HAND: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    # standing: the firmer, then the later, then the better read
    ("title", "firmer though earlier", _said("2020", value="A", standing="official"), _said("2025", value="B", standing="named")),
    ("title", "later of equals", _said("2025-03", value="A"), _said("2025-02", value="B")),
    ("title", "later within the same month", _said("2025-03-31", value="A"), _said("2025-03", value="B")),
    ("title", "better read of equals", _said("2025", value="A", confidence="primary"), _said("2025", value="B")),
    # latest: the later, then the firmer, then the better read
    ("published_value", "later though weaker", _said("2025", value="USD 1m", standing="unattributed"), _said("2024", value="USD 2m")),
    ("published_value", "firmer of one day", _said("2025", value="USD 1m"), _said("2025", value="USD 2m", standing="named")),
    ("published_value", "better read of equals", _said("2025", value="USD 1m", confidence="primary"), _said("2025", value="USD 2m")),
    # promise: one who can answer for it, then as latest
    ("final_delivery_promised", "answerable though earlier", _said("2020", value="2027", standing="named"),
     _said("2025", value="2028", standing="second_hand")),
    ("final_delivery_promised", "later of two who can answer", _said("2025", value="2027", standing="named"),
     _said("2024", value="2028", standing="official")),
    ("final_delivery_promised", "later of two reports", _said("2025", value="2027", standing="unattributed"),
     _said("2024", value="2028", standing="second_hand")),
    ("final_delivery_promised", "firmer of one day", _said("2025", value="2027", standing="official"),
     _said("2025", value="2028", standing="named")),
    # latest_event: the later event, then as standing; without a date of its own it had happened when stated
    ("units_delivered", "later event though weaker", _said("2024", value="5", event_on="2023-12", standing="unattributed"),
     _said("2025", value="3", event_on="2023-06")),
    ("units_delivered", "firmer on one event", _said("2024", value="5", event_on="2023"),
     _said("2025", value="3", event_on="2023", standing="named")),
    ("units_delivered", "dated event after an undated count", _said("2026", value="50", event_on="2026-03", standing="named"),
     _said("2024", value="10")),
    ("units_delivered", "undated count after a dated event", _said("2024", value="10", standing="unattributed"),
     _said("2025", value="5", event_on="2023")),
    # all: the order of standing, though each stands for itself
    ("contractor", "firmer first", _said("2020", value="A", standing="official"), _said("2025", value="B", standing="named")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "winner", "loser"), [pytest.param(n, w, x, id=f"{n}: {text}") for n, text, w, x in BY_HAND]
)
def test_the_rule_decides(name: str, winner: dict[str, Any], loser: dict[str, Any]) -> None:
    assert get_property(name).resolves_by in RULES
    _wins(name, winner, loser)


def _wins(name: str, winner: dict[str, Any], loser: dict[str, Any]) -> None:
    first, second = statement(property=name, **winner), statement(property=name, **loser)
    for group in ([first, second], [second, first]):
        held = resolve(group)[name]
        assert held.winner == first
        assert held.set_aside == (second,)
        assert held.rivals == ((second,) if second.is_evidence else ())
        assert held.rule == get_property(name).resolves_by


def test_a_statement_that_agrees_is_set_aside_but_is_no_rival() -> None:
    first, second = statement(stated_on="2026-10-02"), statement(stated_on="2026-10-01")
    held = resolve([first, second])["final_delivery_promised"]
    assert (held.winner, held.set_aside, held.rivals) == (first, (second,), ())


@pytest.mark.parametrize("pick", [min, max])
def test_complete_equals_are_told_apart_by_their_ids(pick: Callable[..., Statement]) -> None:
    one, other = statement(value="2027", note="a"), statement(value="2027", note="b")
    firm = max(one, other, key=lambda s: s.id)
    given_first = pick(one, other, key=lambda s: s.note)
    rest = other if given_first is one else one
    assert resolve([given_first, rest])["final_delivery_promised"].winner == firm
