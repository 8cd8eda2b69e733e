"""The monthly series, one case taken apart, and why a figure is what it is."""

from __future__ import annotations

import pytest

from jointline.backlog.changes import changes
from jointline.backlog.history import history
from jointline.backlog.inspect import ALIASES, COMPUTED, case, why
from jointline.backlog.promises import promise_record
from jointline.backlog.table import backlog
from jointline.cli.main import run
from jointline.errors import JointlineError, NothingFound
from jointline.ledger.ledger import open_ledger
from jointline.ledger.properties import properties
from jointline.ledger.statement import make_statement
from jointline.report.promise_words import details, finding, told


def test_history_is_the_backlog_of_each_months_end():
    for m in history("published", "2024-09", "2024-12").months:
        table = backlog(m.month)
        assert m.total_usd_m == table.total_usd_m and m.cases == table.cases
        assert m.categories == {c.name: c.total_usd_m for c in table.categories if c.cases}


def test_history_runs_to_where_knowledge_ends():
    months = [m.month for m in history().months]
    assert months[0] == "2023-11" and months[-1] == "2026-03" and len(months) == 29


def test_another_rules_difference_is_explained_case_by_case():
    month = history("owed", "2025-10", "2025-10").months[0]
    total = next(f for f in month.published if f.figure == "total")
    assert not total.within_rounding
    assert "m1a2t -1,481.5 (80 of 108 delivered)" in total.explanation


def test_the_explanation_accounts_for_the_whole_difference():
    """Ours less theirs, case by case, is the difference between the two sums."""
    ours, theirs = backlog("2024-11-30", "all"), backlog("2024-11-30")
    figure = next(f for f in history("all", "2024-11", "2024-11").months[0].published if f.figure == "total")
    rows = {r.case: (r.value_usd_m or 0) for r in ours.rows}
    listed = {r.case: (r.value_usd_m or 0) for r in theirs.rows}
    gap = sum(rows.values()) - sum(listed.values())
    assert figure.counted_usd_m - figure.published_usd_m == pytest.approx(gap, abs=5.0)
    assert figure.explanation.count("(") >= 6


def test_history_frame():
    frame = history("published", "2024-10", "2024-11").to_pandas()
    assert list(frame["month"]) == ["2024-10", "2024-11"]
    assert list(frame["published_usd_m"]) == [22390.0, 21950.0]


def test_history_backwards_is_an_error():
    with pytest.raises(JointlineError):
        history("published", "2024-10", "2024-01")


def test_case_tells_everything_known_by_then_in_time_order():
    full, early = case("f16-block70", "2026-03-21"), case("f16-block70", "2022-12-31")
    assert [s.known_on for s in full.trail] == sorted(s.known_on for s in full.trail)
    assert len(early.trail) < len(full.trail)
    assert len(early.trail) + early.not_yet_stated == len(full.trail) + full.not_yet_stated
    assert all(s.known_on <= "2022-12-31" for s in early.trail)


@pytest.mark.parametrize(
    "name", ["f16-block70", "tw-2019-08-20-f16-block70", "19-50", "F-16C/D Block 70", "F16-BLOCK70"]
)
def test_a_case_by_any_of_its_names(name):
    assert case(name).case == "tw-2019-08-20-f16-block70"


def test_what_a_case_is_called_elsewhere():
    assert "MK 15 Phalanx CIWS" in case("phalanx").called


def test_promises_against_events():
    record = next(r for r in case("m1a2t", "2026-03-21").promises if r.property == "first_delivery_promised")
    assert record.event and record.event.value == "2024-12-15"
    assert record.event_months_after_first is not None and record.event_months_after_first > 0


def test_jsow_slipped_twice():
    record = next(r for r in case("jsow", "2026-03-21").promises if r.property == "final_delivery_promised")
    assert [(m.before.value, m.after.value, m.months) for m in record.moves] == [("2026", "2028", 24.0)]


def test_rivals_stand_side_by_side():
    rivals = {r.property: [s.value for s in r.statements] for r in case("himars-2020", "2026-03-21").rivals}
    assert rivals["first_delivery"] == ["2024-09-26", "2024-10", "2024-10"]


def test_what_the_moves_leave_of_the_whole_is_explained(capsys):
    assert run(["case", "m1a2t", "--as-of", "2026-03-21"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert (
        "In all -21 months from the first promise to the latest (2026-Q1). The moves make -12; the rest lies between"
        in text
    )
    assert "In all +12 months from the first promise to the latest (2024). It happened" in text


def promise(value: str, stated: str, **more: str):
    base = {
        "subject": "tw-x",
        "property": "final_delivery_promised",
        "said_by": "MND",
        "standing": "official",
        "source": "x",
    }
    return make_statement(base | {"value": value, "stated_on": stated} | more)


def test_a_finer_date_inside_the_old_one_is_no_move():
    record = promise_record("p", [promise("2026", "2024-01-01"), promise("2026-12", "2024-02-01")], None)
    assert record and record.moves == () and record.moved_months == 0


def test_moves_are_measured_between_last_possible_days():
    said = [promise("2026", "2024-01-01"), promise("2027-06", "2025-01-01"), promise("2027-03", "2025-02-01")]
    record = promise_record("p", said, None)
    assert record and [m.months for m in record.moves] == [6.0, -3.0]


def test_batches_named_in_one_breath_are_no_move():
    record = next(r for r in case("m1a2t", "2026-03-21").promises if r.property == "first_delivery_promised")
    assert [(m.before.value, m.after.value) for m in record.moves] == [("2023", "2024")]


def test_a_reported_word_does_not_move_an_official_promise():
    press = promise("2030", "2025-01-01", standing="unattributed", said_by="")
    record = promise_record("p", [promise("2026", "2024-01-01"), press], None)
    assert record and record.moves == () and record.promises == 2


def test_a_record_begins_with_who_can_answer_for_the_date_where_they_spoke_in_the_same_month():
    record = next(r for r in case("f16-block70", "2026-03-21").promises if r.property == "final_delivery_promised")
    assert (record.first.said_by, record.first.value, record.moved_months) == ("Air Force", "2026", 0.0)
    press = promise("2027", "2024-01-05", standing="unattributed", said_by="")
    record = promise_record("p", [press, promise("2026", "2024-01-20"), promise("2025", "2024-02-01")], None)
    assert record and record.first.value == "2026" and [m.months for m in record.moves] == [-12.0]
    record = promise_record("p", [press, promise("2026", "2024-02-01")], None)  # a month later it is a move
    assert record and record.first.value == "2027" and [m.months for m in record.moves] == [-12.0]


def came(value: str, stated: str, **more: str):
    return promise(value, stated, property="final_delivery", **more)


def test_a_weakly_reported_event_is_contested_by_a_later_firmer_promise():
    report = case("hcds", "2026-03-31")
    record = next(r for r in report.promises if r.property == "first_delivery_promised")
    assert (record.promises, record.after_event) == (5, ())  # none is known to be of a later batch
    assert [(m.before.value, m.after.value, m.months) for m in record.moves] == [("2025-Q3", "2025-12/2026-01", 4.0)]
    assert record.latest.value == "2025-12/2026-01" and record.event_months_after_first is None
    assert record.contested_by and record.contested_by.said_by == "Chiu Chun-jung, Navy chief of staff"
    rival = next(r for r in report.rivals if r.property == "first_delivery")
    assert [s.id for s in rival.statements] == [record.event.id, record.contested_by.id]
    first = promise("2025", "2024-01-01")
    weak = came("2024-06-01", "2024-06-02", standing="unattributed", said_by="")
    later, past = promise("2026", "2025-01-01"), promise("2024", "2024-07-01")
    for event, after, contested in (
        (weak, later, True),
        (weak, past, False),  # it can mean the day of the event
        (weak, promise("2026", "2025-01-01", standing="anonymous"), False),
        (came("2024-06-01", "2024-06-02"), later, False),
    ):
        record = promise_record("p", [first, after], event)
        assert (
            record and bool(record.contested_by) is contested and record.after_event == (() if contested else (after,))
        )


def test_a_promise_against_a_contested_delivery_passes_and_slips_like_any_other(capsys):
    def first(day: str):
        return next(r for r in case("hcds", day).promises if r.property == "first_delivery_promised")

    assert [first(day).state for day in ("2026-01-30", "2026-01-31", "2026-03-31")] == ["ahead", "overdue", "not known"]
    row = {day: next(r for r in backlog(day).rows if r.name == "hcds") for day in ("2025-09-30", "2026-01-31")}
    assert row["2025-09-30"].first_promised_on is None  # nobody had contested it yet
    assert (row["2026-01-31"].first_promised_on, row["2026-01-31"].first_state) == ("2025-12/2026-01", "overdue")
    told = next(
        p for p in case("hcds", "2026-03-31").as_dict()["promises"] if p["property"] == "first_delivery_promised"
    )
    assert told["event_months_after_first_promise"] is None and told["event_contested_by"]
    assert run(["case", "hcds", "--as-of", "2026-03-31"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "First delivery: 5 promises; the date moved 1 time" in text
    assert "to the latest (2025-12/2026-01)" in text and "3 less firm than the one held" in text
    assert "The date promised last, Dec 2025 to Jan 2026, has passed too" in text
    slips = [c for c in changes("2025-10").changes if c.case.endswith("hcds") and c.kind == "slipped"]
    assert len(slips) == 1 and "promised for 2025-12/2026-01 and no longer for 2025-Q3" in slips[0].sentence


def test_every_promise_is_a_step_or_told_apart():
    for name in ("hcds", "m1a2t", "f16-block70", "mq9b", "himars-mod"):
        for r in (report := case(name, "2026-03-31")).promises:
            given = {s.id for s in report.trail if s.property == r.property and s.is_evidence}
            steps = {r.first.id, r.latest.id, *(m.after.id for m in r.moves), *(s.id for s in r.after_event)}
            aside = [a.promise.id for a in r.aside]
            assert len(set(aside)) == len(aside) and not steps & set(aside) and steps | set(aside) == given
    first = case("m1a2t", "2026-03-31").promises[0]
    assert [(a.promise.value, a.why) for a in first.aside] == [("2022", "same day")]


def test_the_record_of_a_cancelled_sale_ends_with_it():
    record = case("m109a6", "2026-03-31").promises[0]
    assert record.ended_by and record.ended_by.property == "cancelled"
    assert finding(record) == "The first delivery was promised for 2023 before the sale was cancelled (31 Aug 2022)."
    assert finding(case("m109a6", "2022-06-30").promises[0]) == "The first delivery is promised as at first."


def test_dates_that_overlap_have_not_moved(capsys):
    record = case("mq9b", "2026-03-31").promises[0]
    assert record.steady
    assert finding(record) == "The date promised for the first delivery has not moved: 2026, now said as Q3 2026."
    assert "a promise said more exactly has not moved" in told(record)
    assert run(["case", "mq9b", "--as-of", "2026-03-31"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "In all -3 months" not in text and "The latest promise (2026-Q3) overlaps the first (2026)" in text


def test_what_came_is_told_with_its_quantity_and_how_firm_the_word_is(capsys):
    tanks = case("m1a2t", "2026-03-31").promises[0]
    assert not tanks.like_event and "not the same quantity" in finding(tanks)
    assert any("10 units for 2023 → 38 units for 15 Dec 2024" in d for d in details(tanks))
    missiles = case("pac3-mse-mod", "2026-03-31").promises[0]
    assert finding(missiles) == "The first delivery came within a month after the date first promised (unattributed)."
    drones = case("altius600", "2026-03-31").promises[0]
    assert finding(drones) == "The final delivery came as first promised (second hand)."
    assert any(
        "the date promised last, 2025 (2026 defence budget book, official), had passed" in d for d in details(drones)
    )
    for name in ("pac3-mse-mod", "altius600"):
        assert run(["case", name, "--as-of", "2026-03-31"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "+1 months" not in text and "within a month after the first promise (unattributed)" in text


def test_a_promise_that_is_past_says_so():
    states = {r.property: r.state for r in case("stinger-2015", "2026-03-31").promises}
    assert states == {"first_delivery_promised": "overdue", "final_delivery_promised": "overdue"}
    final = {day: case("m1a2t", day).promises[1].state for day in ("2026-03-21", "2026-11-26")}
    assert final == {"2026-03-21": "ahead", "2026-11-26": "not known"}
    assert case("himars-2020", "2026-03-31").promises[1].state is None  # it came


def test_promises_of_different_quantities_are_told_apart(capsys):
    record = next(r for r in case("stinger-2019", "2026-03-31").promises if r.property == "final_delivery_promised")
    assert not record.like and [m.like for m in record.moves] == [False]
    assert run(["case", "stinger-2019", "--as-of", "2026-03-31"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "250 units for Dec 2025 → 2,621 units for 2032: not the same quantity" in text
    assert promise_record("p", [promise("2026", "2024-01-01"), promise("2027", "2024-02-01", units="5")], None).like


def test_an_event_that_is_only_said_does_not_count(capsys):
    facts = {f.property: f.counts for f in case("m1a2t", "2026-03-31").facts}
    assert [name for name, counts in facts.items() if not counts] == ["final_delivery"]
    assert run(["case", "m1a2t", "--as-of", "2026-03-31"]) == 0
    assert "by 2026-03 (said, not counted;" in capsys.readouterr().out


def test_the_category_of_the_count_stands_beside_the_ledgers_own():
    found = {name: case(name, "2026-03-31") for name in ("pac3-mse-mod", "tmn", "m1a2t", "apache")}
    coded = {name: (r.published_category, r.category) for name, r in found.items()}
    assert coded["pac3-mse-mod"] == ("asymmetric", "munitions")
    assert coded["tmn"] == ("asymmetric", "c4isr")
    assert coded["m1a2t"] == ("traditional", "traditional")
    assert coded["apache"][0] is None  # never in the published count
    rows = {r.name: r.category for r in backlog("2026-03-31").rows}
    assert all(rows[name] == coded[name][0] for name in coded if name in rows)


def test_a_denied_promise_is_none():
    assert promise_record("p", [promise("2026", "2024-01-01", standing="denied")], None) is None


def test_why_names_winner_rule_and_those_set_aside():
    found = why("himars-2020", "first_delivery", "2026-03-21")
    assert found.value == "2024-09-26" and found.rule == "standing"
    assert found.winners[0].standing == "official" and len(found.set_aside) == 2
    assert all(s.source and s.stated_on for s in (*found.winners, *found.set_aside))


def test_why_as_of_an_earlier_day_does_not_know_the_later_word():
    assert why("himars-2020", "first_delivery", "2024-11-05").value == "2024-10"


def test_why_falls_back_from_the_event_to_the_promise_and_says_so():
    found = why("f16-block70", "final_delivery", "2024-12-31")
    assert found.property == "final_delivery_promised" and "Nobody has stated final_delivery" in found.also


def test_why_shows_what_was_declined_or_denied_as_no_evidence():
    found = why("mq9b", "delay_announced", "2026-03-21")
    assert [s.standing for s in found.not_evidence] == ["denied"]
    assert all(s.is_evidence for s in found.winners)


def test_why_shows_what_was_superseded():
    ledger = open_ledger()
    old = next(s for s in ledger.of_subject("tw-2020-11-03-mq9b") if s.property == "loa_signed")
    ledger.add([make_statement({
        "subject": old.subject, "property": "loa_signed", "value": "2022-09-01", "said_by": "MND", "standing": "official",
        "stated_on": "2026-05-01", "source": "x", "supersedes": old.id})])  # fmt: skip
    found = why("mq9b", "loa_signed", "2026-05-01")
    assert found.value == "2022-09-01" and [s.id for s in found.superseded] == [old.id]
    assert why("mq9b", "loa_signed", "2026-04-30").value == old.value


@pytest.mark.parametrize("asked", [*ALIASES, *COMPUTED])
def test_every_alias_answers_for_some_case(asked):
    for name in ("m1a2t", "f16-block70", "javelin-2015", "himars-2020"):
        try:
            assert why(name, asked, "2026-03-21").value
        except NothingFound:
            continue
        return
    raise AssertionError(asked)


def test_status_and_membership_are_explained_by_statements():
    assert why("m1a2t", "status", "2026-03-21").value == "delivering"
    counted = why("30mm", "counted", "2025-06-30")
    assert counted.value == "no, delisted" and counted.winners[0].said_by


def test_nothing_said_is_its_own_answer():
    with pytest.raises(NothingFound) as caught:
        why("slam-er", "loa_signed", "2026-03-21")
    assert caught.value.exit_code == 1 and "nothing was said" in str(caught.value)


def test_a_case_before_its_notification():
    with pytest.raises(JointlineError) as caught:
        case("nasams", "2024-01-01")
    assert "2024-10-25" in str(caught.value)


def test_every_winner_of_every_case_can_be_asked_why():
    for row in backlog("2026-03-21", "all").rows:
        for fact in case(row.case, "2026-03-21").facts:
            found = why(row.case, fact.property, "2026-03-21")
            assert found.winners[0].id == fact.statement
            assert found.property in properties()
