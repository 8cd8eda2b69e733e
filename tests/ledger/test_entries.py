"""The note of an entry that gave several statements: shown with the one it is about, else as that of the whole entry."""

from __future__ import annotations

import pytest

from jointline.ledger.entries import note_of
from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import Statement, make_statement


def shown(case: str, name: str, words: str) -> tuple[str, bool]:
    said = open_ledger().of_subject(case)
    return note_of(next(s for s in said if s.property == name and words in s.note), said)


@pytest.mark.parametrize(
    ("case", "words", "dated"),
    [
        ("tw-2019-07-08-stinger", "Contract end date.", "contract_ends_on"),
        ("tw-2020-10-26-hcds", "Contract completion date.", "contract_ends_on"),
        ("tw-2019-08-20-f16-block70", "from memory", "contract_ends_on"),
        ("tw-2019-08-20-f16-block70", "LOA signed with AIT 13 Dec", "loa_signed"),
        ("tw-2015-12-16-aav", "BAE USD 83.6m", "contract_awarded"),
    ],
)
def test_a_note_on_a_date_is_not_shown_with_the_quantity(case, words, dated):
    assert shown(case, "units_ordered", words) == ("", False)
    note, whole = shown(case, dated, words)
    assert words in note and not whole


@pytest.mark.parametrize(
    ("case", "names", "words"),
    [
        ("tw-2019-08-20-f16-block70", ("notified_on", "total_value"), "Each set of 75 counts nine spares."),
        ("tw-2020-10-26-hcds", ("contract_awarded", "units_ordered"), "100 launchers"),
        ("tw-2015-12-16-tow2b", ("contract_ends_on", "units_ordered"), "quantity from later reports"),
        ("tw-2020-10-21-himars", ("first_delivery_promised", "final_delivery_promised"), "First 11 in 2024 and 2025."),
    ],
)
def test_a_note_that_may_be_about_each_is_one_of_the_whole_entry(case, names, words):
    for name in names:
        note, whole = shown(case, name, words)
        assert words in note and whole


def made(**more: str) -> Statement:
    base = {"subject": "tw-x", "property": "units_ordered", "value": "4", "said_by": "MND", "standing": "official",
            "stated_on": "2024-01-01", "source": "x", "note": "Contract completion."}  # fmt: skip
    return make_statement(base | more)


def test_a_note_of_its_own_stays_with_its_statement():
    own = made()
    assert note_of(own, [own, made(property="contract_ends_on", value="2030", source="y")]) == (own.note, False)
    assert note_of(own, [own, made(property="contract_ends_on", value="2030")]) == ("", False)
    assert note_of(own, [own, made(value="5")]) == (own.note, False)  # the same property: no entry of two kinds
    bare = made(note="Also: https://example.org")
    assert note_of(bare, [bare, made(property="title", value="t", note="")]) == (bare.note, False)
