"""The statement: its fields, its id, its texts, and what contradicts itself."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import DEFAULTS, statement
from jointline.errors import JointlineError
from jointline.ledger.fieldtable import field_table
from jointline.ledger.statement import (
    CONFIDENCES,
    FIELD_NAMES,
    SPEAKER_KINDS,
    STANDINGS,
    Statement,
    as_texts,
    content_id,
    from_texts,
    make_statement,
)
from statement_strategies import TEXTS, statements

TABLE = {f.field: f for f in field_table("jointline.ledger", "statement")}
NOT_CONTENT = ("id", "recorded_on", "recorded_by")
# a statement with something in every field, so that each can be changed alone
FULL: dict[str, Any] = DEFAULTS | {
    "item": "launchers", "units": "11", "n_sources": 2, "via": ["Focus Taiwan", "CNA"], "hedged": True,
    "start": 10, "end": 15, "quote": "by 28", "confidence": "primary", "supersedes": "a" * 20,
    "disputes": "b" * 20, "original": "117年12月", "note": "read on the page",
}  # fmt: skip
OTHER: dict[str, dict[str, Any]] = {
    "subject": {"subject": "tw-2026-10-01-other"},
    "property": {"property": "first_delivery_promised"},
    "value": {"value": "2029-01"},
    "item": {"item": "rockets"},
    "units": {"units": "11..12"},
    "said_by": {"said_by": "Boeing"},
    "speaker_kind": {"speaker_kind": "company"},
    "n_sources": {"n_sources": 3},
    "via": {"via": ["CNA", "Focus Taiwan"]},
    "standing": {"standing": "named"},
    "hedged": {"hedged": False},
    "stated_on": {"stated_on": "2026-10-01"},
    "event_on": {"value": "2029", "event_on": "2029"},  # a date property's event date is its value
    "recorded_on": {"recorded_on": "2026-12-24"},
    "recorded_by": {"recorded_by": "somebody else"},
    "source": {"source": "https://example.org/other"},
    "start": {"start": 11, "end": 16},
    "end": {"end": 16, "quote": "by 28."},
    "quote": {"quote": "by 29"},
    "confidence": {"confidence": "recalled"},
    "supersedes": {"supersedes": "c" * 20},
    "disputes": {"disputes": "c" * 20},
    "original": {"original": "117/12"},
    "note": {"note": ""},
}


def test_the_field_table_and_the_statement_have_the_same_fields_in_the_same_order() -> None:
    assert tuple(TABLE) == FIELD_NAMES == tuple(f.name for f in dataclasses.fields(Statement))


@pytest.mark.parametrize("name", [f.field for f in TABLE.values() if f.required])
def test_a_required_field_cannot_be_left_out_or_empty(name: str) -> None:
    for absent in (None, "", "  "):
        with pytest.raises(JointlineError) as raised:
            make_statement(DEFAULTS | {name: absent})
        assert (raised.value.message, raised.value.where) == ("is required and empty", f"field {name}")


def test_fields_that_are_not_required_take_the_defaults_of_the_table() -> None:
    required = {f.field for f in TABLE.values() if f.required}
    days = {date.today().isoformat()}
    said = {k: v for k, v in DEFAULTS.items() if k in required} | {"standing": "unattributed", "stated_on": "2024"}
    made = make_statement(said).as_row()
    days.add(date.today().isoformat())
    assert re.fullmatch(r"[0-9a-f]{20}", made["id"])
    assert made["event_on"] == made["value"] == "2028-12"
    assert TABLE["recorded_on"].default == "today" and made["recorded_on"] in days
    for f in TABLE.values():
        if f.field not in required | {"id", "event_on", "recorded_on"}:
            assert made[f.field] == f.default, f.field


@pytest.mark.parametrize(
    ("name", "words"), [("standing", STANDINGS), ("speaker_kind", SPEAKER_KINDS), ("confidence", CONFIDENCES)]
)
def test_a_choice_names_its_words_in_the_table_and_in_the_refusal(name: str, words: tuple[str, ...]) -> None:
    for word in words:
        assert word in TABLE[name].description
        assert getattr(statement(**{name: word}), name) == word
    with pytest.raises(JointlineError) as raised:
        statement(**{name: words[0] + "x"})
    assert raised.value.where == f"field {name}"
    assert all(word in raised.value.remedy for word in words)


def test_a_statement_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        statement().value = "2030"  # type: ignore[misc]


def test_a_statement_may_be_a_key_and_be_copied_and_pickled() -> None:
    made = statement()
    assert {made, from_texts(as_texts(made))} == {made}
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == dataclasses.replace(made) == made
    assert dataclasses.replace(made, note="other") != made
    assert type(made) is Statement and repr(made).startswith("Statement(id=")


def test_the_id_of_a_known_statement_stays_the_same_for_ever() -> None:
    """A change here would make every statement in every ledger a new one."""
    assert make_statement(FULL).id == "d443de8e0166daad3e6e"
    assert statement().id == "8db7206cf7fbec069341"


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_the_id_depends_on_every_field_but_who_recorded_it_and_when(name: str) -> None:
    texts = make_statement(FULL).as_row()
    same = content_id(texts | {name: texts[name] + "x"}) == content_id(texts)
    assert same is (name in NOT_CONTENT)


@pytest.mark.parametrize("name", OTHER)
def test_another_content_is_another_statement(name: str) -> None:
    one, other = make_statement(FULL), make_statement(FULL | OTHER[name])
    assert getattr(one, name) != getattr(other, name)
    assert (one.id == other.id) is (name in NOT_CONTENT)


def test_every_field_is_changed_above() -> None:
    assert set(OTHER) == set(FIELD_NAMES) - {"id"}


def test_words_moved_from_one_field_to_the_next_make_another_id() -> None:
    assert statement(original="ab", note="").id != statement(original="a", note="b").id
    assert statement(original="ab", note="").id != statement(original="", note="ab").id


@given(statements(), TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
def test_texts_make_the_same_statement_again(s: Statement, quote: str, note: str, via: list[str]) -> None:
    made = make_statement(s.as_dict() | {"id": None, "quote": quote, "note": note, "via": via})
    assert from_texts(as_texts(made)) == made
    assert make_statement(made.as_row()) == made
    assert make_statement(made.as_dict()) == made
    assert dict(zip(FIELD_NAMES, as_texts(made), strict=True)) == made.as_row()


@given(TEXTS)
def test_margins_and_composed_letters_make_no_difference(note: str) -> None:
    assume(note.strip())
    assert statement(note=f" {note}\u3000").id == statement(note=note).id
    assert statement(note="Café " + note).id == statement(note="Cafe\u0301 " + note).id


@pytest.mark.parametrize("name", ["item", "said_by", "source", "quote", "original", "note", "recorded_by", "via"])
@pytest.mark.parametrize("character", ["\x00", "\x1f", "\r", "\u202e", "\ud800", "\ufdd0", "\ufffe", "\uffff"])
def test_no_field_takes_a_control_character(name: str, character: str) -> None:
    with pytest.raises(JointlineError, match="control character") as raised:
        statement(**{name: f"a{character}b"})
    assert raised.value.where == f"field {name}"
    assert f"U+{ord(character):04X}" in raised.value.message


def test_the_recorder_given_beside_the_fields_is_checked_and_made_canonical_too() -> None:
    bare = {k: v for k, v in DEFAULTS.items() if not k.startswith("recorded")}
    made = make_statement(bare, recorded_on="115-10-03", recorded_by=" tester ")
    assert (made.recorded_on, made.recorded_by) == ("2026-10-03", "tester")
    assert make_statement(DEFAULTS, recorded_on="2027-01-01", recorded_by="x") == statement()
    with pytest.raises(JointlineError, match="control character") as raised:
        make_statement(bare, recorded_by="a\x00b")
    assert raised.value.where == "field recorded_by"


@pytest.mark.parametrize(
    ("changes", "name", "stored"),
    [
        ({"stated_on": "115年10月2日"}, "stated_on", "2026-10-02"),
        ({"recorded_on": "115-10-03"}, "recorded_on", "2026-10-03"),
        ({"value": "117年第4季"}, "value", "2028-Q4"),
        ({"value": "117年第4季"}, "event_on", "2028-Q4"),
        ({"value": "2028", "event_on": "117年"}, "event_on", "2028"),
        ({"property": "total_value", "value": "US$8bn"}, "value", "USD 8000m"),
        ({"units": "1,700"}, "units", "1700"),
        ({"units": 66}, "units", "66"),
        ({"units": 66.0}, "units", "66"),
        ({"n_sources": "03"}, "n_sources", 3),
        ({"n_sources": 2.0}, "n_sources", 2),
        ({"via": "Focus Taiwan;CNA ; "}, "via", ("Focus Taiwan", "CNA")),
        ({"via": ("Focus Taiwan", "", "CNA")}, "via", ("Focus Taiwan", "CNA")),
        ({"via": ["Reuters; Nikkei"]}, "via", ("Reuters", "Nikkei")),
        ({"via": []}, "via", ()),
        ({"hedged": "TRUE"}, "hedged", True),
        ({"hedged": "1"}, "hedged", True),
        ({"hedged": 0}, "hedged", False),
        ({"property": "amends", "value": "tw-2020-01-01-x"}, "value", "tw-2020-01-01-x"),
    ],
)
def test_each_field_has_one_stored_form(changes: dict[str, Any], name: str, stored: Any) -> None:
    assert getattr(statement(**changes), name) == stored


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"subject": "TW 2019"}, "subject", "is not a subject id"),
        ({"property": "final_delivry"}, "property", "there is no property"),
        ({"value": "soon"}, "value", "is not a date"),
        ({"property": "total_value", "value": "8000"}, "value", "with its currency"),
        ({"property": "units_ordered", "value": "many"}, "value", "is not a number"),
        ({"property": "published_listing", "value": "maybe"}, "value", "cannot be"),
        ({"stated_on": "2026-02-30"}, "stated_on", "has no day 30"),
        ({"stated_on": "2026-10/.."}, "stated_on", "has no end"),
        ({"recorded_on": "2026-10"}, "recorded_on", "is not one day"),
        ({"recorded_on": "2026-10-01"}, "recorded_on", "before it was said"),
        ({"event_on": "2029"}, "event_on", "differs from the value"),
        ({"units": "-1"}, "units", "is negative"),
        ({"units": "-5..3"}, "units", "is negative"),
        ({"units": "some"}, "units", "is not a number"),
        ({"units": True}, "units", "is not a number"),
        ({"n_sources": "several"}, "n_sources", "is not a whole number"),
        ({"n_sources": -1}, "n_sources", "is not a whole number"),
        ({"n_sources": 1.5}, "n_sources", "is not a whole number"),
        ({"n_sources": 0}, "n_sources", "0 sources"),
        ({"said_by": ""}, "said_by", "nobody is named"),
        ({"said_by": "", "standing": "denied"}, "said_by", "nobody is named"),
        ({"hedged": "perhaps"}, "hedged", "neither yes nor no"),
        ({"start": 0}, "start", "go together"),
        ({"end": 5, "quote": "hello"}, "start", "go together"),
        ({"start": 5, "end": 5, "quote": "hello"}, "end", "ends before it begins"),
        ({"start": 9, "end": 4, "quote": "hello"}, "end", "ends before it begins"),
        ({"start": 0, "end": 5}, "quote", "without its quoted words"),
        ({"start": 0, "end": 6, "quote": "hello"}, "quote", "is 6 characters long, the quote 5"),
        ({"start": -5, "end": 0, "quote": "hello"}, "start", "is not a whole number"),
        ({"note": ["a"]}, "note", "is a list"),
        ({"note": {"a": 1}}, "note", "is an object"),
        ({"via": {"a": 1}}, "via", "is an object"),
        ({"via": ["CNA", {"a": 1}]}, "via", "no text"),
        ({"via": ["CNA", None]}, "via", "no text"),
        ({"id": "0" * 20}, "id", "is not the hash of this content"),
    ],
)
def test_a_statement_that_does_not_hold_together_is_refused_by_field(
    changes: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(JointlineError) as raised:
        statement(**changes)
    assert reason in raised.value.message
    assert raised.value.where == f"field {field}"


def test_an_unknown_field_is_refused_with_the_near_name() -> None:
    with pytest.raises(JointlineError) as raised:
        statement(stated="2026")
    assert "'stated'" in raised.value.message
    assert "stated_on" in raised.value.remedy


EVENTS = (
    "loa_signed",
    "contract_awarded",
    "first_delivery",
    "final_delivery",
    "cancelled",
    "delay_announced",
    "notified_on",
)
PROMISES = ("first_delivery_promised", "final_delivery_promised")


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_cannot_be_stated_before_it_happened(name: str) -> None:
    assert statement(property=name, value="2026-10-02").value == "2026-10-02"
    assert statement(property=name, value="2026-10").value == "2026-10"  # the month may have begun with it
    with pytest.raises(JointlineError, match="before it happened") as raised:
        statement(property=name, value="2026-10-03")
    assert raised.value.where == "field value"
    assert "promise" in raised.value.remedy


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_cannot_have_been_past_when_it_was_given(name: str) -> None:
    assert statement(property=name, value="2026-10-02").value == "2026-10-02"
    assert statement(property=name, value="2026").value == "2026"
    assert (
        statement(property=name, value="2026-10-02", stated_on="2026-10").value == "2026-10-02"
    )  # or later that month
    with pytest.raises(JointlineError, match="already past") as raised:
        statement(property=name, value="2026-10-01")
    assert raised.value.where == "field value"
    assert "event" in raised.value.remedy


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(-800, 800))
def test_a_day_is_an_event_or_a_promise_and_only_today_is_both(stated: date, days: int) -> None:
    value = (stated + timedelta(days=days)).isoformat()
    common = {"stated_on": stated.isoformat(), "recorded_on": stated.isoformat(), "value": value}

    def holds(name: str) -> bool:
        try:
            statement(property=name, **common)
        except JointlineError:
            return False
        return True

    assert holds("final_delivery") is (days <= 0)
    assert holds("final_delivery_promised") is (days >= 0)
    assert holds("contract_ends_on")  # an outer bound may be named before or after


def test_a_statement_counts_as_known_from_the_last_day_it_can_have_been_made() -> None:
    assert statement(stated_on="2026-09").known_on == "2026-09-30"
    assert statement(stated_on="../2026-09").known_on == "2026-09-30"
    assert statement(stated_on="2026-H1").stated.low == date(2026, 1, 1)
    assert statement(property="title", value="Tanks").event is None


@pytest.mark.parametrize("standing", STANDINGS)
def test_what_is_evidence_and_what_is_firm(standing: str) -> None:
    plain, hedged = statement(standing=standing), statement(standing=standing, hedged=True)
    assert plain.is_evidence is hedged.is_evidence is (standing not in ("declined_to_confirm", "denied"))
    assert plain.is_firm is (standing not in ("declined_to_confirm", "denied", "assumption"))
    assert not hedged.is_firm


@pytest.mark.parametrize(
    ("changes", "speaker"),
    [
        ({}, "Ministry of National Defense"),
        ({"via": ["Focus Taiwan", "CNA"]}, "Ministry of National Defense via Focus Taiwan, CNA"),
        ({"said_by": "CNA", "via": ["CNA"]}, "CNA"),
        ({"said_by": None, "standing": "unattributed", "via": ["CNA"]}, "CNA"),
        ({"said_by": None, "standing": "unattributed"}, "taiwan government"),
    ],
)
def test_the_speaker_in_a_few_words(changes: dict[str, Any], speaker: str) -> None:
    assert statement(**changes).speaker == speaker


def test_what_was_not_said_is_none_in_a_dictionary_and_empty_in_a_row() -> None:
    made = statement()
    assert made.as_dict()["quote"] is None and made.as_dict()["n_sources"] is None
    assert made.as_dict()["via"] == [] and made.as_dict()["hedged"] is False
    assert made.as_row()["quote"] == "" and made.as_row()["hedged"] == "no"
