"""What a day's knowledge says of a delivery: from the shipped ledger, and from ledgers made up."""

from __future__ import annotations

from datetime import date

import pytest
from samples import notice, own

import jointline as jl
from jointline.forecast.classes import class_title, kind_of, register_class, weapon_classes
from jointline.forecast.events import fate
from jointline.ledger.ledger import open_ledger

CASE = "tw-2021-08-04-howitzers"


def told(day: str, kind: str, name: str):
    ledger = open_ledger()
    return fate(ledger.case(name, date.fromisoformat(day)), kind)


def test_tanks_first_came_in_december_2024_and_the_rest_was_still_to_come():
    first, final = (told("2025-12-31", k, "m1a2t") for k in ("first", "final"))
    assert (first.end, first.low, first.high) == ("delivered", date(2024, 12, 15), date(2024, 12, 15))
    assert final.is_open and final.open_on == date(2025, 11, 16)


def test_the_day_before_it_was_said_the_tanks_had_not_come():
    first = told("2024-12-15", "first", "m1a2t")
    assert first.is_open and first.open_on == date(2023, 8, 21)


def test_an_event_of_a_year_ends_when_it_was_said_and_begins_after_it_was_last_ahead():
    final = told("2026-03-01", "final", "tow2b-2015")  # 2025, said 2 November; 1,080 of 1,700 in May
    assert (final.low, final.high) == (date(2025, 5, 8), date(2025, 11, 2))


def test_howitzers_were_converted():
    final = told("2023-01-01", "final", "m109a6")
    assert (final.end, final.high) == ("converted", date(2022, 8, 31))


def test_a_hedged_event_is_none():
    assert told("2026-03-31", "final", "m1a2t").is_open  # the Monitor's "may have" of March 2026


def test_silence_is_no_evidence_of_being_open(tmp_path):
    ledger = own(tmp_path / "own.sqlite", *notice(CASE, "2021-08-04"))
    found = fate(ledger.case(CASE, date(2026, 1, 1)), "final")
    assert found.is_open and not found.followed and found.open_on == date(2021, 8, 4)


def test_promises_and_signatures_show_a_case_open(tmp_path):
    more = [
        {"subject": CASE, "property": "loa_signed", "value": "2022-06", "stated_on": "2024-01-05"},
        {"subject": CASE, "property": "final_delivery_promised", "value": "2027", "stated_on": "2023-05-01"},
        {
            "subject": CASE,
            "property": "final_delivery_promised",
            "value": "2028",
            "stated_on": "2025-05-01",
            "hedged": "yes",
        },
    ]
    ledger = own(tmp_path / "own.sqlite", *notice(CASE, "2021-08-04"), *more)
    found = fate(ledger.case(CASE, date(2026, 1, 1)), "final")
    assert found.followed and found.open_on == date(2023, 5, 1)


def test_a_first_delivery_promised_after_one_came_is_of_a_later_batch(tmp_path):
    more = [
        {"subject": CASE, "property": "partial_delivery", "value": "2024-02", "stated_on": "2024-03-01"},
        {"subject": CASE, "property": "first_delivery_promised", "value": "2026", "stated_on": "2025-01-01"},
    ]
    ledger = own(tmp_path / "own.sqlite", *notice(CASE, "2021-08-04"), *more)
    case = ledger.case(CASE, date(2026, 1, 1))
    assert fate(case, "first").high == date(2024, 2, 29)
    assert fate(case, "final").open_on == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("name", "weapon", "stock"),
    [("f16-block70", "combat_aircraft", False), ("hcds", "anti_ship", False), ("frigates", "ship", True), ("javelin-2015", "anti_tank", False),
     ("mk48-2017", "naval_weapon", False), ("stinger-2019", "portable_sam", False), ("pac3-mse-mod", "air_defence", False),
     ("himars-2025", "artillery", False), ("m1a2t", "armour", False), ("mq9b", "drone", False), ("fics", "unknown", False),
     ("volcano", "unknown", False), ("altius", "drone", False), ("slam-er", "air_to_surface", False)],
)  # fmt: skip
def test_class_of_a_case(name, weapon, stock):
    ledger = open_ledger()
    kind = kind_of(ledger.case(name, date(2026, 3, 31)))
    assert (kind.weapon, kind.from_stock) == (weapon, stock)


def test_units_are_those_of_the_lead_item():
    assert kind_of(open_ledger().case("m1a2t", date(2026, 3, 31))).units == 108
    assert kind_of(open_ledger().case("volcano", date(2026, 3, 31))).units is None


def test_register_descriptions_of_either_wording_have_their_class():
    assert register_class("Surface-to-air missile") == register_class("SAM") == "air_defence"
    assert register_class("turbofan") == "unknown"
    assert class_title("unknown") == "no class of its own"
    every = [d for c in weapon_classes() for d in c.register]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("day", "name", "heard"), [("2025-12-31", "volcano", "2025-11-08"), ("2026-03-31", "slam-er", "2025-12-10")]
)
def test_a_word_on_the_whole_or_on_the_end_of_a_budget_says_that_it_is_still_to_come(day, name, heard):
    rows = jl.forecast(name, day, "reference_class").rows
    assert {r.event for r in rows} == {"first", "final"}
    assert {r.last_open_on for r in rows} == {heard} and not any(r.may_have_come for r in rows)
    assert told(day, "first", name).open_on < date.fromisoformat(heard), "forecasts learn from firm words on it alone"


def test_what_nobody_speaks_of_may_have_come_unsaid():
    assert all(r.may_have_come for r in jl.forecast("agm84l", "2026-03-31", "reference_class").rows)
