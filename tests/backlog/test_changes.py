"""What changed in a month: the sums meet, the kinds are found, every sentence has its source."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jointline.backlog.changes import KINDS, changes
from jointline.backlog.rules import rule_names
from jointline.backlog.table import backlog
from jointline.errors import JointlineError
from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import make_statement

MONTHS = ["2023-11", "2024-01", "2024-03", "2024-04", "2024-06", "2024-10", "2024-11", "2024-12", "2025-01", "2025-03",
          "2025-08", "2025-11", "2025-12", "2026-03"]  # fmt: skip


def kinds(month: str, rule: str = "published") -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for c in changes(month, rule).changes:
        found.setdefault(c.kind, set()).add(c.name)
    return found


@pytest.mark.parametrize("rule", ["published", "owed", "all"])
@pytest.mark.parametrize("month", MONTHS)
def test_before_plus_changes_is_after(month, rule):
    c = changes(month, rule)
    parts = [c.before_usd_m, c.entered_usd_m, c.left_usd_m, c.revalued_usd_m]
    assert sum(Decimal(str(p)) for p in parts) == Decimal(str(c.after_usd_m)).quantize(Decimal("0.01"))
    entered = sum(x.kind == "entered" for x in c.changes)
    left = sum(x.kind == "left" for x in c.changes)
    assert c.cases_before + entered - left == c.cases_after


def test_the_totals_are_the_backlog_of_the_two_days():
    c = changes("2024-10")
    assert (c.before_on, c.after_on) == ("2024-09-30", "2024-10-31")
    assert c.before_usd_m == backlog("2024-09-30").total_usd_m
    assert c.after_usd_m == backlog("2024-10-31").total_usd_m


def test_october_2024():
    found = kinds("2024-10")
    assert found["entered"] == {"nasams", "radars"}
    assert found["left"] == {"javelin-2015"}


def test_a_late_find_is_told_from_a_new_notification():
    sentences = {c.name: c.sentence for c in changes("2024-01").changes if c.kind == "entered"}
    assert "found and listed by Cato Institute though notified in 2022" in sentences["himars-mod"]
    sentences = {c.name: c.sentence for c in changes("2024-10").changes if c.kind == "entered"}
    assert "notified to Congress on 2024-10-25" in sentences["nasams"]


def test_a_found_value():
    c = next(x for x in changes("2024-04").changes if x.kind == "revalued")
    assert (c.name, c.effect_usd_m) == ("himars-mod", 520.0)


def test_removal_on_research_gives_the_publishers_reason():
    c = next(x for x in changes("2025-01").changes if x.kind == "left")
    assert c.name == "30mm" and "removed after new research" in c.sentence


def test_slips_and_what_was_brought_forward():
    found = kinds("2025-11")
    assert {"jsow", "volcano"} <= found["slipped"]
    assert "himars-mod" in kinds("2025-08")["brought forward"]
    jsow = next(
        c for c in changes("2025-11").changes if c.kind == "slipped" and "final" in c.sentence and c.name == "jsow"
    )
    assert "promised for 2028 and no longer for 2026, a slip of 24 months" in jsow.sentence


def test_a_denial_is_told_and_is_no_delay():
    found = [c for c in changes("2026-03").changes if c.name == "mq9b"]
    assert {"delay announced", "denied"} == {c.kind for c in found}
    assert "(hedged)" in next(c for c in found if c.kind == "delay announced").sentence


def test_a_denial_stands_by_itself_where_the_report_it_denies_is_not_listened_to():
    (told,) = (c for c in changes("2026-03", "mnd").changes if c.kind == "denied")
    assert told.name == "mq9b" and told.standing == "denied"


def test_what_is_said_of_a_delivery_and_not_counted_is_told_and_moves_nothing():
    c = changes("2026-03")
    (told,) = (x for x in c.changes if x.kind == "not counted")
    assert (told.name, told.effect_usd_m, told.standing) == ("m1a2t", 0, "second_hand")
    assert (
        "says that all have been delivered, by 2026-03 (second hand, hedged; not counted): Known only from the address"
        in told.sentence
    )
    assert c.changes[-1] == told, "last, after what did change"
    assert "not counted" not in kinds("2026-03", "mnd"), "said by somebody whom the rule does not listen to"


@pytest.mark.parametrize("rule", rule_names())
def test_what_was_said_in_a_month_is_a_change_or_among_what_moved_nothing(rule):
    c, ledger = changes("2026-03", rule), open_ledger()
    told = {i for x in c.changes for i in x.statements}
    assert not told & set(c.moved_nothing) and len(set(c.moved_nothing)) == len(c.moved_nothing)
    for i in c.moved_nothing:
        s = next(s for case in ledger.case_ids() for s in ledger.of_subject(case) if s.id == i)
        assert s.known_on[:7] == "2026-03" and not s.property.startswith("published_")
    if rule == "mnd":
        assert {"97f3f5b0e944a1ddff74", "eb4d006d68c1bf34f9f7"} <= set(c.moved_nothing)


def test_first_deliveries_and_what_was_found_late():
    assert "m1a2t" in kinds("2024-12")["began delivery"]
    assert "altius600" in kinds("2025-08")["began delivery"]
    assert "tow2b-2015" in kinds("2025-05", "all")["found late"]


@pytest.mark.parametrize("rule", rule_names())
def test_every_sentence_has_its_source_and_statements(rule):
    known = {s.id for s in open_ledger().statements()}
    for month in ("2024-10", "2025-11"):
        for c in changes(month, rule).changes:
            assert c.kind in KINDS
            assert c.source and c.said_by and c.stated_on
            assert c.statements and set(c.statements) <= known
            assert c.sentence.endswith(".") and "[" not in c.sentence.split(":")[0]


def test_a_correction_is_reported_in_its_month():
    ledger = open_ledger()
    old = next(s for s in ledger.of_subject("tw-2020-11-03-mq9b") if s.property == "contract_ends_on")
    new = make_statement({
        "subject": old.subject, "property": old.property, "value": "2028", "said_by": "DoD", "standing": "official",
        "stated_on": "2026-05-04", "source": "x", "supersedes": old.id})  # fmt: skip
    ledger.add([new])
    found = [c for c in changes("2026-05").changes if c.kind == "corrected"]
    assert [c.name for c in found] == ["mq9b"] and old.id in found[0].statements
    assert not [c for c in changes("2026-04").changes if c.kind == "corrected"]


def test_a_month_beyond_knowledge_warns():
    assert any("2026-03-21" in w for w in changes("2026-09").warnings)
    assert not any("2026-03-21" in w for w in changes("2026-02").warnings)


def test_the_first_published_list_is_a_change_of_method_and_said_to_be():
    assert any("change of method" in w for w in changes("2023-11").warnings)
    assert not any("change of method" in w for w in changes("2024-01").warnings)
    left = [c for c in changes("2023-11").changes if c.kind == "left"]
    assert all("not on the first list of Cato Institute" in c.sentence for c in left)


def test_a_figure_nobody_published_is_said_to_be_ours():
    assert any("last published list that was read is of 2025-11" in w for w in changes("2026-02").warnings)
    assert not changes("2025-11").warnings


def test_a_contract_is_news_though_the_status_stays():
    assert "hcds" in kinds("2023-04")["contract"], "400 missiles, a year after the launchers"
    assert "f16-block70" in kinds("2020-08")["contract"]


def test_a_repeat_of_what_is_known_is_no_news():
    for month in MONTHS:
        told = [(c.kind, c.name, c.sentence) for c in changes(month).changes]
        assert len(told) == len(set(told)), month


def test_how_firm_a_sentence_is_goes_with_it():
    found = {c.name: c for c in changes("2024-01").changes if c.kind == "entered"}
    assert found["stinger-2019"].standing == "derived" and "as follows from the sums" in found["stinger-2019"].sentence
    assert found["himars-mod"].standing == "named" and "found and listed by" in found["himars-mod"].sentence


def test_notes_on_how_a_page_was_read_are_not_pasted():
    for month in ("2023-03", "2023-05", "2024-11", "2025-01", "2025-10", "2026-01"):
        for c in changes(month).changes:
            for word in ("undated", "not in the part read", "inferred", "counted from the beginning", "Other press"):
                assert word not in c.sentence, c.sentence


def test_what_a_row_is_revalued_by_is_the_new_word():
    c = next(c for c in changes("2025-10", "owed").changes if c.kind == "revalued" and c.name == "m1a2t")
    assert c.stated_on == "2025-10-31" and "80 of 108 delivered" in c.sentence


@pytest.mark.parametrize("text", ["2024", "2024-13", "2024-Q1", "2024-10-05", "October", ""])
def test_only_a_month_is_a_month(text):
    with pytest.raises(JointlineError):
        changes(text)


def test_a_roc_month():
    assert changes("113-10").month == "2024-10"
