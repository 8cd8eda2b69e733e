"""Values: each type has one canonical text; what does not fit its type is refused with a reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline.errors import JointlineError
from jointline.ledger.properties import get_property, names_heard, names_read, names_told, properties
from jointline.ledger.resolve import RULES
from jointline.ledger.values import (
    WORDS,
    Money,
    canonical,
    check_subject,
    money_text,
    number_text,
    parse_item,
    parse_money,
    plain,
)
from statement_strategies import TEXTS

MONEY = [
    ("USD 8000m", "USD 8000m"),
    ("US$8bn", "USD 8000m"),
    ("US$ 8 billion", "USD 8000m"),
    ("US$8.5B", "USD 8500m"),
    ("USD 500M", "USD 500m"),
    ("NT$9.47bn", "TWD 9470m"),
    ("€500m", "EUR 500m"),
    ("£1.5bn", "GBP 1500m"),
    ("A$7 million", "AUD 7m"),
    ("C$7mn", "CAD 7m"),
    ("JPY 12b", "JPY 12000m"),
    ("USD 1,234.50m", "USD 1234.5m"),
    ("USD 1234567", "USD 1.234567m"),
    ("USD 0m", "USD 0m"),
    ("USD 19165m..19175m", "USD 19165m..19175m"),
    ("USD 1.5bn..1.75bn", "USD 1500m..1750m"),
    ("USD 8..9bn", "USD 8000m..9000m"),
    ("USD 8bn..9", "USD 8000m..9000m"),
    ("USD 900m..1bn", "USD 900m..1000m"),
    ("USD 500m..500m", "USD 500m"),
    ("USD 8000m@2019", "USD 8000m@2019"),
    ("USD 1m..2m@2019", "USD 1m..2m@2019"),
]
NUMBERS = [
    ("108", "108"),
    (" 108 ", "108"),
    ("1,700", "1700"),
    ("007", "7"),
    ("2.50", "2.5"),
    ("-3", "-3"),
    ("-0.0", "0"),
    ("+4", "4"),
    ("300..800", "300..800"),
    ("300 .. 800", "300..800"),
    ("5..5.0", "5"),
    ("1000000", "1000000"),
]


@pytest.mark.parametrize(("written", "text"), MONEY)
def test_money_has_one_canonical_text(written: str, text: str) -> None:
    assert canonical("total_value", "money", written) == text
    assert canonical("total_value", "money", text) == text


@pytest.mark.parametrize(("written", "text"), NUMBERS)
def test_a_number_has_one_canonical_text(written: str, text: str) -> None:
    assert canonical("units_delivered", "number", written) == text
    assert canonical("units_delivered", "number", text) == text


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("8000", "with its currency"),
        ("8bn", "with its currency"),
        ("$8bn", "with its currency"),
        ("usd 8m", "with its currency"),
        ("USD", "with its currency"),
        ("USD 8 trillion", "with its currency"),
        ("USD about 8m", "with its currency"),
        ("USD 8m@19", "with its currency"),
        ("USD 500", "has no unit"),
        ("ABC 8m", "no currency"),
        ("USD -0.5m", "is negative"),
        ("USD 9m..8m", "the low end is above the high end"),
        ("USD 1bn..900m", "the low end is above the high end"),
        ("USD 12,34m", "commas may only group thousands"),
        ("USD 1,23,456m", "commas may only group thousands"),
        ("USD 12345678901234567890123456789m", "more than 28 digits"),
    ],
)
def test_money_that_could_be_misread_is_refused(written: str, reason: str) -> None:
    with pytest.raises(JointlineError) as raised:
        canonical("total_value", "money", written)
    assert reason in raised.value.message


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("many", "is not a number"),
        ("1e3", "is not a number"),
        ("1.", "is not a number"),
        ("3-5", "is not a number"),
        ("0x10", "is not a number"),
        ("nan", "is not a number"),
        ("800..300", "the low end is above the high end"),
        ("1,00", "commas may only group thousands"),
        ("0." + "1" * 28, "more than 28 digits"),
    ],
)
def test_a_number_that_could_be_misread_is_refused(written: str, reason: str) -> None:
    with pytest.raises(JointlineError) as raised:
        canonical("units_delivered", "number", written)
    assert reason in raised.value.message


amounts = st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False)


@given(amounts, amounts, st.sampled_from(["USD", "TWD", "JPY"]), st.sampled_from(["", "2019"]))
def test_money_survives_its_own_text(one: Decimal, other: Decimal, currency: str, year: str) -> None:
    money = Money(currency, min(one, other), max(one, other), year)
    assert parse_money(money_text(money)) == money
    assert money.low <= money.mid <= money.high


@given(st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False))
def test_a_decimal_is_written_without_exponent_and_without_loss(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "e" not in text.lower() and text != "-0"
    assert "." not in text or not text.endswith("0")


@given(
    st.from_regex(r"\A(USD|NT\$|US\$|EUR) ?[0-9]{1,6}(\.[0-9]{1,3})?(m|bn)?(\.\.[0-9]{1,6}(m|bn)?)?(@20[0-9]{2})?\Z")
)
def test_the_canonical_text_of_money_is_its_own(written: str) -> None:
    try:
        text = canonical("total_value", "money", written)
    except JointlineError as error:
        assert "low end is above" in error.message or "has no unit" in error.message
        return
    assert canonical("total_value", "money", text) == text


@given(st.from_regex(r"\A[0-9]{1,3}(,[0-9]{3})?(\.\.[0-9]{1,5})? ?[x×X] ?[^\W_].{0,8}\Z") | TEXTS)
def test_the_canonical_text_of_an_item_is_its_own(written: str) -> None:
    try:
        text = canonical("notified_item", "item", written)
    except JointlineError:
        return
    assert canonical("notified_item", "item", text) == text


@given(TEXTS)
def test_a_text_is_kept_as_it_is_but_for_its_margins(written: str) -> None:
    if not written.strip():
        with pytest.raises(JointlineError, match="is empty"):
            canonical("title", "text", written)
        return
    assert canonical("title", "text", written) == written.strip()


@pytest.mark.parametrize(
    ("written", "number", "name"),
    [
        ("108 x M1A2T Abrams", "108", "M1A2T Abrams"),
        ("1,700 × TOW 2B", "1700", "TOW 2B"),
        ("4..8 X HIMARS", "4..8", "HIMARS"),
        ("HIMARS launchers", None, "HIMARS launchers"),
        ("M109A6 x", None, "M109A6 x"),
        ("xenon lamps", None, "xenon lamps"),
    ],
)
def test_an_item_is_a_number_of_things_or_a_name(written: str, number: str | None, name: str) -> None:
    found, called = parse_item(written)
    assert (number_text(found) if found else None, called) == (number, name)


@pytest.mark.parametrize(
    "subject", ["tw-2019-08-20-f16-block70", "line/gmlrs-camden", "a", "backlog/cato-tsm", "x.y_z"]
)
def test_a_subject_id_is_taken_as_it_is(subject: str) -> None:
    assert check_subject(subject) == subject


@pytest.mark.parametrize("subject", ["TW-2019", "a b", "-a", "a/", "/a", "a//b", "戰車", "a" * 121, "a;b", "a\n"])
def test_what_is_no_subject_id_is_refused(subject: str) -> None:
    with pytest.raises(JointlineError, match="is not a subject id"):
        check_subject(subject)


@pytest.mark.parametrize("name", WORDS)
def test_a_word_property_takes_its_words_and_no_other(name: str) -> None:
    for word in WORDS[name]:
        assert canonical(name, get_property(name).type, word) == word
    with pytest.raises(JointlineError) as raised:
        canonical(name, get_property(name).type, "nonsense")
    assert all(word in raised.value.remedy for word in WORDS[name])


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x0b", "\r", "\x1b", "\x1f", "\x7f", "\x85", "\u202e", "\u2066", "\ud800", "\udfff"]
    + [chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)]
    + ["\ufdd0", "\ufdef"],
)
def test_a_control_character_is_refused_within_any_value(character: str) -> None:
    with pytest.raises(JointlineError, match=f"control character .U.{ord(character):04X}"):
        canonical("title", "text", f"a{character}b")


@pytest.mark.parametrize("text", ["臺灣", "\ufdcf\ufdf0\ufffd", "\U00010000\U0001fffd\U00020000\U0010fffd", "a\tb\nc"])
def test_every_other_character_is_taken(text: str) -> None:
    assert canonical("title", "text", text) == text


def test_the_property_table_uses_only_types_rules_and_reads_that_exist() -> None:
    table = properties()
    assert {p.type for p in table.values()} == {"text", "word", "date", "money", "number", "item", "subject"}
    assert {p.resolves_by for p in table.values()} <= set(RULES)
    assert {p.reads for p in table.values()} == {"", "winner", "all"}
    assert all(p.description for p in table.values())
    assert set(WORDS) <= {name for name, p in table.items() if p.type == "word"}


def test_the_groups_of_properties_agree_with_what_is_read() -> None:
    assert set(names_read("winner")) & set(names_read("all")) == set()
    assert "notified_on" in names_read("winner")
    assert {"first_delivery", "final_delivery_promised", "contract_ends_on"} <= names_heard()
    assert "notified_on" not in names_heard()
    assert "notified_on" in names_told() and "published_listing" not in names_told()


def test_a_property_of_the_users_own_is_text_and_needs_a_name() -> None:
    assert get_property("x-remark").type == "text"
    with pytest.raises(JointlineError, match="there is no property"):
        get_property("x-")


def test_an_unknown_property_is_refused_with_the_near_names() -> None:
    with pytest.raises(JointlineError) as raised:
        get_property("final_delivry")
    assert "final_delivery" in raised.value.remedy
    assert "x-final_delivry" in raised.value.remedy
