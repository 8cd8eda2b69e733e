"""What a briefing says: the same as the commands say, every figure with a note, every note with its statements."""

from __future__ import annotations

import re

import pytest

import jointline as jl
from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import make_statement
from jointline.report.brief.layout import blocks
from jointline.report.brief.lead import plain_title
from jointline.report.lang.language import ENGLISH, language

MONTHS = ("2022-10", "2023-11", "2024-10", "2025-11", "2025-12", "2026-03", "2026-09")


@pytest.fixture(scope="module", params=MONTHS)
def made(request):
    return jl.brief(request.param)


def test_the_figures_are_those_of_the_commands(made):
    changed, after = jl.changes(made.month), jl.backlog(made.as_of)
    assert (made.before_usd_m, made.after_usd_m) == (changed.before_usd_m, changed.after_usd_m)
    assert [(c.kind, c.case, c.sentence) for c in made.changes] == [
        (c.kind, c.case, ENGLISH.say(c.sentence)) for c in changed.changes
    ]
    assert made.entered_usd_m + made.left_usd_m + made.revalued_usd_m == pytest.approx(
        made.after_usd_m - made.before_usd_m
    )
    assert {c.case: c.value_usd_m for c in made.cases} == {r.case: r.value_usd_m for r in after.rows}
    assert sum(c.after_usd_m for c in made.categories) == pytest.approx(made.after_usd_m)


def test_a_delivery_in_dispute_is_never_told_as_a_fact():
    made = jl.brief("2026-03")
    begun = next(n for n in made.lead if n.text.startswith("Deliveries have begun"))
    assert "Harpoon Coastal Defense Systems (in dispute)" in begun.text
    cited = {i for f in made.notes if f.number in begun.notes for i in f.statements}
    record = next(r for r in jl.case("hcds", "2026-03-31").promises if r.property == "first_delivery_promised")
    assert {record.event.id, record.contested_by.id} <= cited
    line = next(c for c in made.cases if c.name == "hcds")
    assert (line.first_in_dispute, line.first_promised_on) == (True, "2025-12/2026-01")
    assert "(in dispute)" not in str(jl.brief("2025-09"))  # nobody had put it in the future yet
    assert [(p.name, p.event) for p in jl.brief("2026-01").passed] == [("hcds", "first")]
    assert ("hcds", "2025-Q3", "2025-12/2026-01") in [(s.name, s.before, s.after) for s in jl.brief("2025-10").slips]


def test_slips_are_the_months_slips(made):
    slipped = [c for c in jl.changes(made.month).changes if c.kind == "slipped"]
    assert sorted((s.case, s.months) for s in made.slips) == sorted(
        (c.case, s.months) for c, s in _paired(slipped, made)
    )
    assert all(s.months > 0 for s in (*made.slips, *made.largest_slips))


def _paired(slipped, made):
    by = {made.notes[s.notes[0] - 1].statements: s for s in made.slips}
    return [(c, by[c.statements]) for c in slipped]


def test_october_2024_as_a_publisher_told_it():
    b = jl.brief("2024-10")
    assert b.headline == (
        "Backlog up US$ 1.86 billion to US$ 22.4 billion in October 2024: NASAMS medium-range air-defence systems; "
        "AN/TPS-77 and AN/TPS-78 radar turnkey systems added; Javelin anti-tank missiles (2015) removed"
    )
    assert (b.entered_usd_m, b.left_usd_m, b.cases_after, b.covered) == (1988.0, -128.0, 28, "whole")
    # the amount that a change names is cited with it, and so is the notice
    cited = {c.case: {w for n in c.notes for x in b.notes[n - 1].cited for w in x.says.split("; ")} for c in b.changes}
    assert {"notified to Congress 25 Oct 2024", "total notified value US$ 1,160.0 million"} <= cited[
        "tw-2024-10-25-nasams"
    ]
    assert any("Cato Institute published" in n.text and "within its rounding" in n.text for n in b.lead)
    assert {n.stated_on[:7] for n in b.joint_production if n.in_month} == {"2024-10"}


def test_an_even_chance_is_no_better_than_even():
    b = jl.brief("2026-03")
    lead, words = " ".join(n.text for n in b.lead), " ".join(n.text for n in b.forecast_words)
    assert (
        "14 have a promised date that is still ahead; the forecast gives 9 of them no better than an even chance"
        in lead
    )
    assert "For 5 of them dates known only as months or years leave open whether" in lead
    assert "Harpoon Coastal Defense Systems (38 to 71 %)" in lead and "gives none" not in lead
    assert "on the deliveries that came alone that is not shown" in words
    assert "Where they gave an even chance or better, 61 % on average, 33 % came." in words
    for f in b.forecasts:
        assert f.by_promise_share is None or f.by_promise_low_share <= f.by_promise_share <= f.by_promise_high_share


@pytest.mark.parametrize("month", ["2024-05", "2024-06", "2025-11", "2025-12", "2026-03"])
def test_the_counts_of_promises_ahead_add_up_and_their_record_stands_beside_them(month):
    b = jl.brief(month)
    lead = " ".join(n.text for n in b.lead)
    ahead = [f for f in b.forecasts if f.event == "final" and f.by_promise_share is not None]
    parts = re.findall(r"(one|\d+) of them (?:a better|no better|dates known)", lead)
    assert sum(1 if n == "one" else int(n) for n in parts) == len(ahead) > 0
    assert f"Of the final deliveries {len(ahead)} have a promised date" in lead
    assert "Where past forecasts made in the same way gave an even chance or better" in lead
    assert " to 50 %)" not in lead  # what reads as even is not left open


def test_new_weights_that_moved_the_counts_are_said():
    b = jl.brief("2024-06")
    told = next(n for n in b.lead if "learned anew at the half-year" in n.text)
    assert "official date 25 %, before 48 %" in told.text
    assert "with those of a month before, 14 would have a better than even chance and for 1 it would" in told.text
    assert any("Forecast method blend on 31 May 2024: the weights" in b.notes[n - 1].text for n in told.notes)
    for month in ("2024-05", "2024-07"):
        other = jl.brief(month)
        assert not any("learned anew" in n.text for n in (*other.lead, *other.forecast_words))


def test_the_default_month_is_where_knowledge_ends():
    b = jl.brief()
    assert (b.month, b.covered) == ("2026-03", "part")
    assert any("21 Mar 2026" in w.text for w in b.warnings)


def test_a_month_after_the_knowledge_says_that_nothing_is_known_and_forecasts_nothing():
    b = jl.brief("2026-09")
    assert b.headline == "Nothing is known of September 2026: the ledger's knowledge ends on 21 Mar 2026"
    assert (b.covered, b.forecasts) == ("none", ())
    assert "carried forward" in b.warnings[0].text


def test_a_month_before_the_first_list_says_whose_count_it_is():
    b = jl.brief("2022-10")
    assert any("No published list is known" in w.text for w in b.warnings)
    assert (
        sum(n.in_month for n in b.joint_production) == 10
    )  # the month of the report that joint production was weighed


def test_the_first_list_is_no_news():
    b = jl.brief("2023-11")
    assert b.headline.startswith("The first published list counts")
    assert any("change of method" in w.text for w in b.warnings)


def test_a_rule_of_ranges_and_one_without_a_total():
    owed = jl.brief("2025-11", rule="owed")
    assert owed.after_low_usd_m < owed.after_high_usd_m and "to" in owed.headline
    mnd = jl.brief("2025-11", rule="mnd")
    assert mnd.after_usd_m is None and "25 cases" in mnd.headline


def test_two_cases_of_one_title_are_told_apart():
    titles = [c.title for c in jl.brief("2025-11").cases]
    assert len(set(titles)) == len(titles)


def test_own_statements_change_the_briefing(own_ledger):
    said = make_statement({
        "subject": "tw-2019-07-08-m1a2t", "property": "final_delivery", "value": "2026-10-05", "said_by": "Army Command",
        "standing": "official", "stated_on": "2026-10-06", "source": "https://example.org/tanks", "recorded_on": "2026-10-07",
    })  # fmt: skip
    open_ledger(own_ledger).add([said])
    b = jl.brief()
    assert (b.month, b.left_usd_m) == ("2026-10", -2000.0)
    assert "M1A2T Abrams tanks removed" in b.headline
    assert any(said.id in n.statements for n in b.notes)
    assert any("your own statements reach" in w.text for w in b.warnings)


def test_what_is_no_month_and_what_nobody_counted():
    with pytest.raises(jl.JointlineError, match="no month 13"):
        jl.brief("2024-13")
    with pytest.raises(jl.NothingFound, match="no case was counted"):
        jl.brief("2005-10")
    with pytest.raises(jl.JointlineError, match="no language"):
        jl.brief("2024-10", "fr")


def test_chinese_has_its_names_numbers_and_dates():
    b = jl.brief("2025-11", language("zh-TW", roc=True))
    assert "民國" in b.headline or "114年" in b.headline
    assert any("艾布蘭" in c.title for c in b.cases)
    assert b.as_dict()["language"] == "zh-TW"


def test_the_same_month_gives_the_same_value():
    assert jl.brief("2025-12") == jl.brief("2025-12")


def test_what_was_said_of_a_delivery_and_does_not_count_is_told():
    told = [c for c in jl.brief("2026-03").changes if c.kind == "not counted"]
    assert [c.case for c in told] == ["tw-2019-07-08-m1a2t"]
    assert "Taiwan Security Monitor" in told[0].sentence and "hedged; not counted" in told[0].sentence
    assert told[0].effect_usd_m == 0 and told[0].notes


def test_a_note_on_several_cases_names_each_and_a_register_has_no_time_of_day():
    notes = jl.brief("2026-03").notes
    newest = next(n for n in notes if n.text.startswith("The newest statements"))
    told = [c for c in newest.cited if "abrams-and-altius" in c.source]
    assert told and all(c.says.startswith("M1A2T Abrams tanks: ") for c in told)
    assert all(c.says.count(": ") for c in newest.cited if c.says)
    method = next(n.text for n in notes if "Reference class" in n.text)
    assert "18 May 2026;" in method


def test_a_month_is_in_full_in_the_headline_and_nothing_is_said_of_a_difference_that_is_none():
    b = jl.brief("2025-06")
    assert b.headline == (
        "Backlog unchanged at US$ 21.5 billion in June 2025: promised first delivery of AGM-154C Joint Standoff Weapon slips by 24 months"
    )
    assert not any("Of the difference" in _under(m) for m in ("2025-06", "2026-03")) and "Of the difference" in _under(
        "2024-10"
    )


def _under(month):
    b = jl.brief(month)
    return " ".join(getattr(x, "under", "") for x in blocks(b, b.lang))


def test_a_whole_delivery_that_is_not_counted_is_news_where_it_would_move_more_than_what_moved():
    b = jl.brief("2026-03")
    assert b.headline.endswith(
        "(second hand) removed; M1A2T Abrams tanks said to be delivered in full (second hand, hedged; not counted)"
    )
    told = next(n for n in b.lead if "is not counted" in n.text)
    assert told.text.endswith("it would take US$ 2.00 billion off the total.") and set(told.notes) & set(
        b.headline_notes
    )


def test_a_whole_delivery_that_is_not_counted_is_the_news_of_a_month_in_which_nothing_moved(own_ledger):
    said = make_statement({
        "subject": "tw-2020-10-26-hcds", "property": "final_delivery", "value": "2025-06", "said_by": "Somebody", "hedged": True,
        "standing": "anonymous", "stated_on": "2025-06-20", "source": "https://example.org/all", "recorded_on": "2025-06-21",
    })  # fmt: skip
    open_ledger(own_ledger).add([said])
    b = jl.brief("2025-06")
    assert b.headline == (
        "Backlog unchanged at US$ 21.5 billion in June 2025: Harpoon Coastal Defense Systems said to be delivered in full (anonymous, hedged; not counted)"
    )


def test_a_promise_given_in_the_month_stands_beside_the_one_it_does_not_move():
    given = {(p.case, p.event): p for p in jl.brief("2026-03").promises}
    tank = given["tw-2019-07-08-m1a2t", "final"]
    assert (tank.promised_on, tank.said_on, tank.stands, tank.stands_on) == (
        "2026-03",
        "2026-03-10",
        "2026-Q1",
        "2025-11-06",
    )
    assert "MND official" in tank.promised_by and tank.standing == "anonymous"
    drone = given["tw-2020-11-03-mq9b", "first"]
    assert (drone.promised_on, drone.stands, drone.stands_by) == ("2026-Q3", "2026-Q3", None)


def test_a_promise_for_the_end_of_a_year_has_passed_in_its_last_month():
    b = jl.brief("2025-12")
    ends = {(p.name, p.event): p.promised_on for p in b.passed}
    assert ends["nasams", "first"] == "2025-12" and ends["mk48-2020", "final"] == "2025"
    assert len(ends) == 9 and ends["stinger-2019", "first"] == "2025-Q4"
    said = next(n.text for n in b.lead if "promised dates passed" in n.text)
    assert "9 promised dates" in said and "7 first deliveries (" in said and "2 final deliveries (" in said
    assert not jl.brief(
        "2026-03"
    ).passed  # of M1A2T somebody says that it was kept, and knowledge ends before the month does


def test_of_many_slips_the_headline_names_the_furthest():
    b = jl.brief("2025-11")
    assert b.headline.endswith(
        "5 promised dates slip, the furthest by 84 months: Stinger man-portable air-defence missiles (2015)"
    )
    assert b.slips[0].months == 84 and {n for s in b.slips for n in s.notes} <= set(b.headline_notes)


def test_slips_between_different_quantities_say_so_and_are_not_the_furthest():
    b = jl.brief("2025-11")
    told = {(s.name, s.event): s for s in (*b.slips, *b.largest_slips)}
    unlike = told["stinger-2019", "final"]
    assert not unlike.same_quantity and (unlike.before_units, unlike.after_units) == ("250 units", "2,621 units")
    assert told["stinger-2015", "first"].same_quantity
    assert b.slips[0].same_quantity and [s.same_quantity for s in b.slips] == sorted(
        (s.same_quantity for s in b.slips), reverse=True
    )
    text = " ".join(str(b).split())
    assert "2032 (2,621 units)" in text and "84 months, not the same quantity" in text


def test_the_opening_names_both_quantities_of_the_only_slip():
    b = jl.brief("2025-08")
    worst = b.slips[0]
    assert (worst.name, worst.same_quantity) == ("mk48-2017", False)
    assert any("by 36 months (28 units, then 24 units: not the same quantity)" in n.text for n in b.lead)


def test_a_promise_that_slipped_and_passed_says_so():
    b = jl.brief("2026-03")
    stinger = next(s for s in b.largest_slips if (s.name, s.event) == ("stinger-2015", "first"))
    assert stinger.state == "overdue" and "passed, no delivery known" in str(b)


@pytest.mark.parametrize(("title", "plain"), [
    ("Stinger missiles (2015)", "Stinger missiles (2015)"), ("人攜式刺針防空飛彈（2015年）", "人攜式刺針防空飛彈（2015年）"),
    ("人攜式刺針防空飛彈（民國104年）", "人攜式刺針防空飛彈（民國104年）"), ("ALTIUS 600M-V 攻擊型無人機（反裝甲型）", "ALTIUS 600M-V 攻擊型無人機"),
    ("F-16 munitions (HARM and AMRAAM)", "F-16 munitions"),
])  # fmt: skip
def test_a_title_in_a_sentence_keeps_the_year_that_tells_it_apart(title, plain):
    assert plain_title(title) == plain


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_a_change_of_a_case_says_its_year_once(lang):
    said = [language(lang).say(c.sentence) for c in jl.changes("2024-06").changes]
    assert any("2015" in x for x in said)
    assert [x for x in said if re.search(r"[（(](\d{4})年?[）)] ?[（(]\1", x)] == []


def test_a_word_that_is_not_firm_says_so_wherever_a_figure_rests_on_it():
    """March 2026: one removal by a second-hand quotation, one whole delivery known by the address of an unread update."""
    made = jl.brief("2026-03")
    assert "ALTIUS 600M-V loitering munitions (second hand) removed" in made.headline
    assert "M1A2T Abrams tanks said to be delivered in full (second hand, hedged; not counted)" in made.headline
    said = next(n for n in made.lead if n.text.startswith("Full delivery of M1A2T"))
    assert "is reported (Taiwan Security Monitor via pla-tracker; second hand, hedged) but is not counted" in said.text
    noted = [f.text for f in made.notes if f.number in (*said.notes, *made.headline_notes)]
    assert any("Known only from the address of an update that was not read" in t for t in noted)
    line = next(c for c in made.changes if c.kind == "not counted")
    assert "address of an update that was not read" in line.sentence
    chinese = jl.brief("2026-03", "zh-TW")
    assert "（轉述）" in chinese.headline and "（轉述，語帶保留；未予計入）" in chinese.headline
    assert any("網址" in f.text for f in chinese.notes)


def test_only_those_who_know_announce_a_delay():
    """UDN infers a delay from a list in February 2026, the ministry reports delays in November 2025."""
    hedged = next(n.text for n in jl.brief("2026-02").lead if "elay" in n.text)
    assert hedged == "Delays were reported: F-16C/D Block 70 fighters (unattributed, hedged)."
    announced = next(n.text for n in jl.brief("2025-11").lead if "Delays were" in n.text)
    assert announced.startswith("Delays were announced: ") and "hedged" not in announced
    told = {
        c.name: str(c.sentence)
        for m in ("2023-10", "2024-09")
        for c in jl.changes(m).changes
        if c.kind == "delay announced"
    }
    assert "a delay was reported" in told["slam-er"]  # representatives ask in a letter
    assert "a delay was reported" in told["volcano"] and "a delay was announced" in told["f16-block70"]


@pytest.mark.parametrize("month", ["2024-10", "2025-12", "2026-03"])
def test_the_deliveries_that_were_known_are_named(month):
    made = jl.brief(month)
    note = next(n for n in made.notes if n.text == "The deliveries that were known:")
    held = {s.id: s for s in open_ledger().statements()}
    for cited in note.cited:
        assert {held[i].property for i in cited.statements} and ": " in cited.says, cited.says
    counted = re.search(r"By then (\d+) first and (\d+) final", " ".join(n.text for n in made.forecast_words))
    assert counted and sum(map(int, counted.groups())) >= len(note.cited)


@pytest.mark.parametrize("month", ["2025-11", "2025-12", "2026-03"])
def test_the_sum_of_the_month_before_rests_on_no_date_ahead(month):
    made = jl.brief(month)
    held = {s.id: s for s in open_ledger().statements()}
    (number,) = made.before_notes
    rests = {held[i].property for i in made.notes[number - 1].statements}
    assert rests and not [p for p in rests if "promised" in p or p in ("contract_ends", "budget_ends")]


def test_the_record_of_the_briefing_is_that_of_the_scores():
    record = next(n.text for n in jl.brief("2026-03").notes if n.text.startswith("Back-test"))
    test = jl.backtest(method="blend")
    blend = next(m for m in test.methods if m.method == "blend")
    assert f"on {blend.forecasts} forecasts" in record and f"; {blend.deliveries} of them" in record
