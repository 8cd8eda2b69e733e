"""What a briefing says: the same as the commands say, every figure with a note, every note with its statements."""

from __future__ import annotations

import pytest

import jointline as jl
from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import make_statement
from jointline.report.brief.blocks import Listing, Paragraph, Table
from jointline.report.brief.layout import blocks
from jointline.report.lang.language import ENGLISH, language

MONTHS = ("2022-10", "2023-11", "2024-10", "2025-11", "2025-12", "2026-03", "2026-09")


@pytest.fixture(scope="module", params=MONTHS)
def made(request):
    return jl.brief(request.param)


def marks(b):
    """The numbers of the notes in the order in which the document first uses them."""
    found: dict[int, None] = {}
    for block in blocks(b, b.lang):
        paragraphs = block.points if isinstance(block, Listing) else [block] if isinstance(block, Paragraph) else []
        for p in paragraphs:
            found.update(dict.fromkeys(n for piece in p.pieces for n in piece.notes))
        if isinstance(block, Table):
            cells = (c for g in block.groups for row in g.rows for c in row)
            found.update(dict.fromkeys(n for c in cells for n in c.notes))
    return list(found)


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


def test_notes_are_numbered_in_the_order_of_first_use_and_each_is_used(made):
    assert marks(made) == [n.number for n in made.notes] == list(range(1, len(made.notes) + 1))


def test_every_figure_has_a_note_and_every_note_its_statements(made):
    known = {s.id for s in open_ledger().statements()}
    for line in (*made.changes, *made.slips, *made.passed, *made.largest_slips, *made.forecasts, *made.cases):
        assert line.notes, line
    assert all(c.notes or not c.cases for c in made.categories)
    assert all(n.notes for n in made.lead if any(c.isdigit() for c in n.text))
    for note in made.notes:
        assert set(note.statements) <= known
        assert note.text or note.cited
        assert all(c.statements and c.source for c in note.cited)
        if note.cited:
            assert sorted(i for c in note.cited for i in c.statements) == sorted(note.statements)


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
        "Backlog up US$ 1.86 billion to US$ 22.4 billion in Oct 2024: NASAMS medium-range air-defence systems; "
        "AN/TPS-77 and AN/TPS-78 radar turnkey systems added; Javelin anti-tank missiles removed"
    )
    assert (b.entered_usd_m, b.left_usd_m, b.cases_after, b.covered) == (1988.0, -128.0, 28, "whole")
    assert any("Cato Institute published" in n.text and "within its rounding" in n.text for n in b.lead)
    assert {n.stated_on[:7] for n in b.joint_production if n.in_month} == {"2024-10"}


def test_the_default_month_is_where_knowledge_ends():
    b = jl.brief()
    assert (b.month, b.covered) == ("2026-03", "part")
    assert any("21 Mar 2026" in w for w in b.warnings)


def test_a_month_after_the_knowledge_says_that_nothing_is_known_and_forecasts_nothing():
    b = jl.brief("2026-09")
    assert b.headline == "Nothing is known of Sep 2026: the ledger's knowledge ends on 21 Mar 2026"
    assert (b.covered, b.forecasts) == ("none", ())
    assert "carried forward" in b.warnings[0]


def test_a_month_before_the_first_list_says_whose_count_it_is():
    b = jl.brief("2022-10")
    assert any("No published list is known" in w for w in b.warnings)
    assert (
        sum(n.in_month for n in b.joint_production) == 10
    )  # the month of the report that joint production was weighed


def test_the_first_list_is_no_news():
    b = jl.brief("2023-11")
    assert b.headline.startswith("The first published list counts")
    assert any("change of method" in w for w in b.warnings)


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
    assert any("your own statements reach" in w for w in b.warnings)


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
