"""Numbers, money and dates of both languages: the value comes back, and no precision is invented."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.report.lang.language import ENGLISH, Language, language
from jointline.sentences import date_part, list_part, name_part, on_date_part, says, says_n, usd_part
from jointline.web.view_state import place

ZH = language("zh-TW")
ROC = language("zh-TW", roc=True, myriads=False)
UNITS = {"億美元": 100.0, "萬美元": 0.01, "百萬美元": 1.0, "million": 1.0, "billion": 1000.0, "美元": 1e-6}
_AMOUNT = re.compile(r"(?:US\$ )?(-?[\d,.]+) (.*)")
amounts = st.decimals(-99999, 99999, places=2).map(float)

days = st.dates().filter(lambda d: 1912 < d.year < 2199).map(lambda d: d.isoformat())
years = st.integers(1912, 2198).map(str)
months = st.builds(lambda y, m: f"{y}-{m:02d}", years, st.integers(1, 12))
quarters = st.builds(lambda y, q: f"{y}-Q{q}", years, st.integers(1, 4))
halves = st.builds(lambda y, h: f"{y}-H{h}", years, st.integers(1, 2))
readable = st.one_of(days, years, months, quarters, halves)


def value(text: str) -> float:
    """Millions of dollars that a text means."""
    found = _AMOUNT.fullmatch(text)
    assert found, text
    return float(found[1].replace(",", "")) * UNITS[found[2]]


@pytest.mark.parametrize(
    ("usd_m", "english", "chinese", "millions"),
    [
        (18276.5, "US$ 18,276.5 million", "182.77 億美元", "18,276.5 百萬美元"),
        (8000.0, "US$ 8,000.0 million", "80 億美元", "8,000.0 百萬美元"),
        (330.0, "US$ 330.0 million", "3.3 億美元", "330.0 百萬美元"),
        (99.9, "US$ 99.9 million", "9,990 萬美元", "99.9 百萬美元"),
        (0.0, "US$ 0.0 million", "0 美元", "0.0 百萬美元"),
    ],
)
def test_money_is_written_as_readers_expect(usd_m: float, english: str, chinese: str, millions: str) -> None:
    assert (ENGLISH.usd(usd_m), ZH.usd(usd_m), ROC.usd(usd_m)) == (english, chinese, millions)


@pytest.mark.parametrize(
    ("usd_m", "english", "chinese"),
    [
        (18276.5, "US$ 18.3 billion", "183 億美元"),
        (330, "US$ 330 million", "3.3 億美元"),
        (999.6, "US$ 1.00 billion", "10 億美元"),
        (21950.3, "US$ 22.0 billion", "220 億美元"),
        (19000, "US$ 19.0 billion", "190 億美元"),
        (9996, "US$ 10.0 billion", "100 億美元"),
        (66, "US$ 66 million", "6,600 萬美元"),
    ],
)
def test_headlines_have_three_digits(usd_m: float, english: str, chinese: str) -> None:
    assert (ENGLISH.usd_short(usd_m), ZH.usd_short(usd_m)) == (english, chinese)


@pytest.mark.parametrize(
    ("usd_m", "english", "chinese", "millions"),
    [
        (32159.1, "US$ 32.16 billion", "321.6 億美元", "32,159.1 百萬美元"),
        (14903.8, "US$ 14.90 billion", "149 億美元", "14,903.8 百萬美元"),
        (996.0, "US$ 1.00 billion", "10 億美元", "996.0 百萬美元"),
        (300.0, "US$ 300 million", "3 億美元", "300.0 百萬美元"),
        (75.4, "US$ 75 million", "7,500 萬美元", "75.4 百萬美元"),
        (0.0, "US$ 0 million", "0 美元", "0.0 百萬美元"),
    ],
)
def test_figures_beside_their_sum_are_as_fine_as_it(usd_m: float, english: str, chinese: str, millions: str) -> None:
    assert (ENGLISH.usd_rounded(usd_m), ZH.usd_rounded(usd_m), ROC.usd_rounded(usd_m)) == (english, chinese, millions)


@given(amounts)
def test_a_sum_in_millions_has_one_value_wherever_it_stands(usd_m: float) -> None:
    one = f"{ROC.usd_amount(usd_m)} 百萬美元"
    assert ROC.usd(usd_m) == ROC.usd_short(usd_m) == ROC.usd_rounded(usd_m) == one


@given(amounts)
def test_money_means_what_it_was(usd_m: float) -> None:
    for lang in (ENGLISH, ROC):
        assert value(lang.usd(usd_m, 2)) == pytest.approx(usd_m, abs=0.0051)
    assert value(ZH.usd(usd_m, 2)) == pytest.approx(usd_m, abs=0.51 if abs(usd_m) >= 100 else 0.0051)
    for lang in (ENGLISH, ROC, ZH):
        assert value(lang.usd_short(usd_m)) == pytest.approx(usd_m, rel=0.00501, abs=0.051)
        assert value(lang.usd_rounded(usd_m)) == pytest.approx(usd_m, abs=5.001)


@given(amounts)
def test_a_column_of_money_has_one_unit_and_as_many_decimals(usd_m: float) -> None:
    for lang in (ENGLISH, ROC, ZH):
        text = lang.usd_amount(usd_m)
        assert float(text.replace(",", "")) * lang.usd_scale == pytest.approx(usd_m, abs=0.51 * lang.usd_scale / 1)
        assert len(text.partition(".")[2]) == (2 if lang is ZH else 1)
    assert (ENGLISH.usd_unit, ROC.usd_unit, ZH.usd_unit) == ("US$ million", "百萬美元", "億美元")


@given(st.decimals(-(10**9), 10**9, places=3).map(float), st.integers(0, 3))
def test_a_number_is_rounded_half_up_and_never_minus_zero(number: float, digits: int) -> None:
    text = ENGLISH.number(number, digits)
    assert abs(Decimal(text.replace(",", "")) - Decimal(str(number))) <= Decimal(1).scaleb(-digits) / 2
    assert not re.fullmatch(r"-[0.]+", text)


@pytest.mark.parametrize(
    ("text", "english", "chinese", "roc"),
    [
        ("2026", "2026", "2026年", "民國115年"),
        ("2024-10", "Oct 2024", "2024年10月", "民國113年10月"),
        ("2026-10-02", "2 Oct 2026", "2026年10月2日", "民國115年10月2日"),
        ("2026-Q3", "Q3 2026", "2026年第3季", "民國115年第3季"),
        ("2026-H1", "first half of 2026", "2026年上半年", "民國115年上半年"),
        ("late 2026", "late 2026", "2026年後期", "民國115年後期"),
        ("2020s", "2020s", "2020年代", "2020年代"),
        ("late 2020s", "late 2020s", "2020年代後期", "2020年代後期"),
        ("2025-12/2026-01", "Dec 2025 to Jan 2026", "2025年12月至2026年1月", "民國114年12月至民國115年1月"),
        ("../2026-03", "by Mar 2026", "2026年3月底前", "民國115年3月底前"),
        ("../2026", "by 2026", "2026年底前", "民國115年底前"),
        ("2026-10/..", "from Oct 2026", "2026年10月起", "民國115年10月起"),
        ("not a date", "not a date", "not a date", "not a date"),
    ],
)
def test_dates_are_written_in_words(text: str, english: str, chinese: str, roc: str) -> None:
    assert (ENGLISH.date(text), ZH.date(text), ROC.date(text)) == (english, chinese, roc)


@given(readable)
def test_a_chinese_date_is_read_back_as_the_same_interval(text: str) -> None:
    span = parse_date(text)
    for lang in (ZH, ROC):
        again = parse_date(lang.date(text))
        assert (again.low, again.high) == (span.low, span.high)


@given(readable)
def test_an_english_date_names_no_day_or_month_that_the_source_did_not(text: str) -> None:
    said = ENGLISH.date(text)
    assert (re.match(r"\d{1,2} [A-Z][a-z]{2} \d{4}$", said) is not None) == parse_date(text).is_day
    assert (re.search(r"[A-Z][a-z]{2} ", said) is not None) == (re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text) is not None)


@given(st.sampled_from(("early", "mid", "late")), st.integers(192, 219), st.booleans())
def test_a_part_of_a_year_or_decade_stays_one(part: str, tens: int, decade: bool) -> None:
    text = f"{part} {tens}0{'s' if decade else ''}"
    for lang in (ENGLISH, ZH, ROC):
        assert not re.search(r"月|Q|季|半", lang.date(text))
    assert ENGLISH.date(text) == text


def test_dates_take_their_preposition_in_english_alone() -> None:
    assert ENGLISH.on_date("2026-10-02") == "on 2 Oct 2026"
    assert ENGLISH.on_date("2026-Q3") == "in Q3 2026"
    assert ENGLISH.on_date("../2026-03") == "by Mar 2026"
    assert ZH.on_date("2026-10-02") == "2026年10月2日"


def test_shares_months_and_ranges() -> None:
    assert (ENGLISH.share(0.456), ZH.share(0.456)) == ("46 %", "46%")
    assert (ENGLISH.months(1, 0), ENGLISH.months(12.5), ZH.months(12.5)) == ("1 month", "12.5 months", "12.5 個月")
    assert (ENGLISH.range("1", "2"), ZH.range("1", "2"), ZH.range("2", "2")) == ("1 to 2", "1 至 2", "2")
    assert ENGLISH.usd_range(510, 630) == "US$ 510.0 to 630.0 million"
    assert ZH.usd_range(510, 630) == "5.1 億美元至 6.3 億美元"


def test_a_chinese_reader_counts_in_myriads_unless_asked_not_to() -> None:
    assert language("zh-TW") == Language("zh-TW", False, True)
    assert language("en", roc=True, myriads=True) == ENGLISH
    with pytest.raises(JointlineError, match="no language 'fr'"):
        language("fr")


def test_a_sentence_is_said_with_its_parts() -> None:
    cases = list_part(
        [name_part("case", "tw-2020-11-03-mq9b", "mq9b"), name_part("case", "tw-2019-07-08-m1a2t", "m1a2t")]
    )
    sentence = says("No value is known for {cases}: listed, adds nothing to the sum.", cases=cases)
    assert sentence == "No value is known for mq9b, m1a2t: listed, adds nothing to the sum."
    assert ZH.say(sentence) == "MQ-9B 無人機、M1A2T 艾布蘭戰車的金額不明：列入清單，但不計入總額。"
    entered = says(
        "entered the backlog, notified to Congress {on_date}", on_date=on_date_part("2026-03-10", "on 2026-03-10")
    )
    about = says(
        "{title} ({year}, {value}): {what}.", title="X", year=date_part("2026"), value=usd_part(8000), what=entered
    )
    assert about == "X (2026, US$ 8,000.0 million): entered the backlog, notified to Congress on 2026-03-10."
    assert (
        ENGLISH.say(about) == "X (2026, US$ 8,000.0 million): entered the backlog, notified to Congress on 10 Mar 2026."
    )
    assert ROC.say(about) == "X（民國115年，8,000.0 百萬美元）：民國115年3月10日知會國會，列入積壓。"


def test_singular_and_plural_and_plain_text() -> None:
    later = [says_n(" but for {n} second-hand statement", " but for {n} second-hand statements", n) for n in (1, 2)]
    assert later == [" but for 1 second-hand statement", " but for 2 second-hand statements"]
    assert [ZH.say(s) for s in later] == ["（僅 1 筆轉述除外）", "（僅 2 筆轉述除外）"]
    assert ZH.say("a quote stays as it is") == "a quote stays as it is"


def test_a_latin_name_takes_a_space_beside_chinese() -> None:
    denied = says("the delay was denied by {who}", who="Eric Gomez")
    assert ZH.say(denied) == "Eric Gomez 否認延宕"


def test_the_address_keeps_how_numbers_and_years_are_written() -> None:
    as_usual = place("zh-TW", "backlog", {"month": "2026-09"})
    assert (as_usual.lang, as_usual.url) == (ZH, "/zh-TW/backlog?month=2026-09")
    other = as_usual.in_language(roc=True, myriads=False)
    assert (other.lang, other.url) == (ROC, "/zh-TW/backlog?month=2026-09&years=roc&units=millions")
    again = place("zh-TW", "backlog", {"month": "2026-09", "years": "roc", "units": "millions"})
    assert again == other
    assert other.in_language("en").url == "/en/backlog?month=2026-09"
    assert place("en", "backlog", {}).in_language("zh-TW").lang == ZH


def test_a_year_that_stands_in_a_message_is_counted_as_the_reader_counts() -> None:
    said = "It is no blind test: the methods were written in 2026, by people who knew the outcomes."
    assert "民國115年" in language("zh-TW", roc=True).text(said)
    assert "2026年" in language("zh-TW").text(said)
