"""Dates: every form that is read, what it means, and what the refusal of the others says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jointline.ledger.dates import (
    DateError,
    day_before,
    month_ends,
    month_span,
    months_between,
    parse_date,
    parse_day,
)

# canonical text, first day, last day
CANONICAL = [
    ("2026", "2026-01-01", "2026-12-31"),
    ("2026-10", "2026-10-01", "2026-10-31"),
    ("2026-02", "2026-02-01", "2026-02-28"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2026-10-02", "2026-10-02", "2026-10-02"),
    ("2026-Q1", "2026-01-01", "2026-03-31"),
    ("2026-Q2", "2026-04-01", "2026-06-30"),
    ("2026-Q3", "2026-07-01", "2026-09-30"),
    ("2026-Q4", "2026-10-01", "2026-12-31"),
    ("2026-H1", "2026-01-01", "2026-06-30"),
    ("2026-H2", "2026-07-01", "2026-12-31"),
    ("early 2026", "2026-01-01", "2026-04-30"),
    ("mid 2026", "2026-05-01", "2026-08-31"),
    ("late 2026", "2026-09-01", "2026-12-31"),
    ("2020s", "2020-01-01", "2029-12-31"),
    ("early 2020s", "2020-01-01", "2023-12-31"),
    ("mid 2020s", "2024-01-01", "2026-12-31"),
    ("late 2020s", "2027-01-01", "2029-12-31"),
    ("2026-03/2026-09", "2026-03-01", "2026-09-30"),
    ("2026/2027", "2026-01-01", "2027-12-31"),
    ("2026-03-05/2027-Q1", "2026-03-05", "2027-03-31"),
    ("late 2026/early 2027", "2026-09-01", "2027-04-30"),
    ("2026-Q1/2026", "2026-01-01", "2026-12-31"),
    ("2026/2026-03", "2026-01-01", "2026-03-31"),
    ("2026-10/..", "2026-10-01", "9999-12-31"),
    ("../2026-10", "0001-01-01", "2026-10-31"),
    ("1900", "1900-01-01", "1900-12-31"),
    ("2199", "2199-01-01", "2199-12-31"),
]

# what a source writes, canonical text
FORMS = [
    # Common Era
    ("  2026-10-02 ", "2026-10-02"),
    ("20261002", "2026-10-02"),
    ("2026/10/02", "2026-10-02"),
    ("2026/1/2", "2026-01-02"),
    ("2026.1.2", "2026-01-02"),
    ("2026/10", "2026-10"),
    ("2026.1", "2026-01"),
    ("2026Q3", "2026-Q3"),
    ("2026 Q3", "2026-Q3"),
    ("2026-q3", "2026-Q3"),
    ("Q3 2026", "2026-Q3"),
    ("Q3-2026", "2026-Q3"),
    ("Q3/2026", "2026-Q3"),
    ("Q32026", "2026-Q3"),
    ("2026H1", "2026-H1"),
    ("H2 2026", "2026-H2"),
    ("H1/2026", "2026-H1"),
    ("Late 2026", "late 2026"),
    ("mid-2026", "mid 2026"),
    ("EARLY  2026", "early 2026"),
    ("Late 2020s", "late 2020s"),
    ("mid-2030s", "mid 2030s"),
    ("2026年", "2026"),
    ("2026年9月", "2026-09"),
    ("2026年9月30日", "2026-09-30"),
    ("2026年第2季", "2026-Q2"),
    ("2026年下半年", "2026-H2"),
    # the Republic of China: year + 1911
    ("115-09-30", "2026-09-30"),
    ("115/9/30", "2026-09-30"),
    ("115.09.30", "2026-09-30"),
    ("115-09", "2026-09"),
    ("115/9", "2026-09"),
    ("115.9", "2026-09"),
    ("1111020", "2022-10-20"),
    ("0991001", "2010-10-01"),
    ("115年", "2026"),
    ("115年9月", "2026-09"),
    ("115年9月30日", "2026-09-30"),
    ("115 年 9 月 30 日", "2026-09-30"),
    ("１１５年９月３０日", "2026-09-30"),
    ("115年第3季", "2026-Q3"),
    ("115年3季", "2026-Q3"),
    ("115年第三季", "2026-Q3"),
    ("115年上半年", "2026-H1"),
    ("115年下半年", "2026-H2"),
    ("民國115年9月30日", "2026-09-30"),
    ("中華民國115年9月30日", "2026-09-30"),
    ("中華民國 115 年 9 月 30 日", "2026-09-30"),
    ("民國115年09月", "2026-09"),
    ("民國115年第一季", "2026-Q1"),
    ("民國115年上半年", "2026-H1"),
    ("民國115", "2026"),
    ("民國115-09-30", "2026-09-30"),
    ("民國115/09/30", "2026-09-30"),
    ("民國115.9.30", "2026-09-30"),
    ("民國115-09", "2026-09"),
    ("民國115/9", "2026-09"),
    # before ROC year 100 only behind the name of the era
    ("民國99年", "2010"),
    ("民國99", "2010"),
    ("民國99年9月", "2010-09"),
    ("民國99年9月30日", "2010-09-30"),
    ("民國99-09-30", "2010-09-30"),
    ("民國99年第3季", "2010-Q3"),
    ("民國99年下半年", "2010-H2"),
    ("民國1年", "1912"),
    ("民國1年1月1日", "1912-01-01"),
    # intervals of any of these
    ("2026-03 / 2026-09", "2026-03/2026-09"),
    ("115-03/115-09", "2026-03/2026-09"),
    ("民國115年3月/民國115年9月", "2026-03/2026-09"),
    ("Q1 2026/Q3 2026", "2026-Q1/2026-Q3"),
    ("115年/..", "2026/.."),
    (".. / 115-09-30", "../2026-09-30"),
]

# text, what the refusal says of it
REFUSED = [
    ("", "empty"),
    ("   ", "empty"),
    ("soon", "is not a date"),
    ("2026-13", "there is no month 13"),
    ("2026-00", "there is no month 0"),
    ("115-13-01", "there is no month 13"),
    ("115年13月", "there is no month 13"),
    ("2026-04-31", "2026-04 has no day 31"),
    ("115-04-31", "2026-04 has no day 31"),
    ("2026-01-00", "has no day 0"),
    ("20261301", "there is no month 13"),
    ("1111320", "there is no month 13"),
    ("2026-Q5", "is not a date"),
    ("2026-H3", "is not a date"),
    ("115年第五季", "is not a date"),
    ("2025s", "is not a date"),
    ("1899", "outside 1900-2199"),
    ("2200", "outside 1900-2199"),
    ("0000-01-01", "outside 1900-2199"),
    ("1026-01-01", "outside 1900-2199"),
    ("2570-10-02", "outside 1900-2199"),
    ("289-01-01", "outside 1900-2199"),
    ("000-01-01", "the ROC calendar has no year 0"),
    ("民國0年", "the ROC calendar has no year 0"),
    ("990930", "is not a date"),
    ("2026-9-30", "is not a date"),
    ("2026-09-30T08:00", "is not a date"),
    ("September 2026", "is not a date"),
    ("../..", "open at both ends"),
    ("2027/2026", "ends before it begins"),
    ("2026-10-03/2026-10-02", "ends before it begins"),
    ("2026/", "lacks an end"),
    ("/2026", "lacks an end"),
    ("2026/2027/2028", "is not a date"),
    ("2026-02-30/2026-03", "2026-02 has no day 30"),
]


@pytest.mark.parametrize(("text", "low", "high"), CANONICAL)
def test_a_canonical_text_means_these_days_and_stays_as_it_is(text: str, low: str, high: str) -> None:
    span = parse_date(text)
    assert (span.text, str(span)) == (text, text)
    assert (span.low.isoformat(), span.high.isoformat()) == (low, high)
    assert span.is_day is (low == high)


@pytest.mark.parametrize(("written", "text"), FORMS)
def test_what_a_source_writes_becomes_one_canonical_text(written: str, text: str) -> None:
    assert parse_date(written) == parse_date(text)
    assert parse_date(written).text == text


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_date_is_refused_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(DateError) as raised:
        parse_date(text)
    assert message in raised.value.message
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("令和8年9月30日", "Japanese and Buddhist era years are not read"),
        ("平成30年", "Japanese and Buddhist era years are not read"),
        ("Reiwa 8", "Japanese and Buddhist era years are not read"),
        ("2569 BE", "Japanese and Buddhist era years are not read"),
        ("佛曆2569年", "Japanese and Buddhist era years are not read"),
        ("03/04/2026", "Day and month cannot be told apart"),
        ("3.4.2026", "Day and month cannot be told apart"),
        ("03-04-26", "Day and month cannot be told apart"),
        ("99-09-30", "put 民國 before it"),
        ("99/9/30", "put 民國 before it"),
        ("99-09", "put 民國 before it"),
        ("2026-02-29", "It has 28 days"),
        ("115-02-29", "It has 28 days"),
        ("next year", "Write 2026"),
    ],
)
def test_the_refusal_says_what_to_write_instead(text: str, remedy: str) -> None:
    with pytest.raises(DateError) as raised:
        parse_date(text)
    assert remedy in raised.value.remedy


@pytest.mark.parametrize(
    ("iso", "roc"),
    [
        ("2024-02-29", "113-02-29"),
        ("2000-02-29", "民國89年2月29日"),
        ("2028-02-29", "1170229"),
        ("1912-02-29", "民國1年2月29日"),
    ],
)
def test_leap_days_are_those_of_the_common_era_in_both_calendars(iso: str, roc: str) -> None:
    assert parse_date(iso) == parse_date(roc)
    assert parse_date(roc).low == date.fromisoformat(iso)


@pytest.mark.parametrize(
    "text", ["2023-02-29", "112-02-29", "民國112年2月29日", "1120229", "2100-02-29", "189-02-29", "116-02-29"]
)
def test_a_leap_day_in_a_common_year_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="has no day 29"):
        parse_date(text)


days = st.dates(date(1912, 1, 1), date(2199, 12, 31))


@given(days)
@example(date(1912, 1, 1))
@example(date(2011, 1, 1))
@example(date(2010, 12, 31))
@example(date(2199, 12, 31))
@example(date(2024, 2, 29))
def test_every_day_round_trips_through_both_calendars(day: date) -> None:
    year = day.year - 1911
    month, last = day.month, day.day
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{month}/{last}",
        f"{year:03d}-{month:02d}-{last:02d}",
        f"{year:03d}{month:02d}{last:02d}",
        f"{year:03d}/{month}/{last}",
        f"民國{year}年{month}月{last}日",
        f"民國{year}/{month}/{last}",
        f"中華民國 {year} 年 {month} 月 {last} 日",
    ):
        span = parse_date(text)
        assert (span.text, span.low, span.high) == (day.isoformat(), day, day), text


def test_the_days_of_a_century_are_all_read_and_no_others() -> None:
    day, seen = date(1912, 1, 1), 0
    for year in range(1912, 2012):
        for month in range(1, 13):
            for number in range(1, 32):
                try:
                    read = parse_date(f"民國{year - 1911}年{month}月{number}日").low
                except DateError:
                    continue
                assert read == day
                day, seen = day + timedelta(days=1), seen + 1
    assert seen == 36525


years = st.integers(1912, 2199)
single_texts = st.one_of(
    days.map(date.isoformat),
    st.builds(lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日", days),
    st.builds("{}".format, years),
    st.builds("{}-{:02d}".format, years, st.integers(1, 12)),
    st.builds(lambda y, m: f"民國{y - 1911}年{m}月", years, st.integers(1, 12)),
    st.builds("Q{} {}".format, st.integers(1, 4), years),
    st.builds(lambda y, q: f"民國{y - 1911}年第{q}季", years, st.sampled_from("一二三四1234")),
    st.builds("{}H{}".format, years, st.integers(1, 2)),
    st.builds("{} {}".format, st.sampled_from(["early", "Mid", "LATE"]), years),
    st.builds("{}{}0s".format, st.sampled_from(["", "early ", "mid-", "late "]), st.integers(190, 219)),
)
texts = st.one_of(
    single_texts,
    st.builds("{}/{}".format, single_texts, single_texts),
    st.builds("../{}".format, single_texts),
    st.builds("{}/..".format, single_texts),
)


@given(texts)
def test_reading_the_canonical_text_gives_the_same_interval(text: str) -> None:
    try:
        span = parse_date(text)
    except DateError as error:
        assert "ends before it begins" in error.message
        return
    assert parse_date(span.text) == span
    assert span.low <= span.high


@given(st.text(max_size=16) | st.from_regex(r"\A(民國)?[0-9]{1,4}[-/.年][0-9]{1,2}([-/.月][0-9]{1,2}日?)?\Z"))
def test_any_text_is_a_date_within_the_calendar_or_is_refused(text: str) -> None:
    try:
        span = parse_date(text)
    except DateError as error:
        assert error.message and error.remedy
        return
    assert span.low <= span.high
    assert parse_date(span.text) == span


@given(texts, texts)
def test_overlap_is_symmetric_and_means_a_day_in_common(one: str, other: str) -> None:
    try:
        a, b = parse_date(one), parse_date(other)
    except DateError:
        return
    assert a.overlaps(b) is b.overlaps(a)
    assert a.overlaps(b) is (max(a.low, b.low) <= min(a.high, b.high))
    assert a.overlaps(a)


@given(days, days)
def test_months_between_is_antisymmetric_and_follows_the_order(one: date, other: date) -> None:
    assert months_between(one, other) == -months_between(other, one)
    assert (months_between(one, other) > 0) is (other > one)


def test_a_year_is_twelve_months_on_average() -> None:
    assert months_between(date(2000, 1, 1), date(2004, 1, 1)) == 48
    assert months_between(date(2026, 5, 1), date(2026, 5, 1)) == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [("2023-11", "2023-11-30"), ("112-11-30", "2023-11-30"), ("2024-Q1", "2024-03-31"), ("2023", "2023-12-31"),
     ("late 2023", "2023-12-31"), ("../2023-11", "2023-11-30"), ("2023-02/2024-02", "2024-02-29")],
)  # fmt: skip
def test_an_as_of_date_is_the_last_day_the_text_can_mean(text: str, day: str) -> None:
    assert parse_day(text).isoformat() == day


def test_an_as_of_date_without_a_last_day_is_refused() -> None:
    with pytest.raises(DateError, match="has no end"):
        parse_day("2023-11/..")


@pytest.mark.parametrize("text", ["2026-09", "115-09", "民國115年9月", "2026/9"])
def test_a_month_is_read_in_every_form_of_a_month(text: str) -> None:
    assert month_span(text).text == "2026-09"


@pytest.mark.parametrize("text", ["2026", "2026-Q3", "2026-09-30", "2026-09/2026-09", "late 2026"])
def test_what_is_longer_or_shorter_is_no_month(text: str) -> None:
    with pytest.raises(DateError, match="is not a month"):
        month_span(text)


def test_month_ends_run_over_the_turn_of_the_year_with_both_ends() -> None:
    found = month_ends(date(2023, 11, 15), date(2024, 2, 1))
    assert [d.isoformat() for d in found] == ["2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29"]
    assert month_ends(date(2024, 2, 1), date(2023, 11, 15)) == []


def test_the_day_before_new_year_is_in_the_old_year() -> None:
    assert day_before(date(2024, 1, 1)) == date(2023, 12, 31)
    assert day_before(date(2024, 3, 1)) == date(2024, 2, 29)
