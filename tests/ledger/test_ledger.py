"""The ledger: what a database hands over is what resolving every statement in Python gives; names; adding."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import engine_of, statement
from jointline.errors import JointlineError
from jointline.ledger import shipped as shipped_data
from jointline.ledger import tables
from jointline.ledger.case import Case, short_names
from jointline.ledger.ledger import Ledger, ledger_place, open_ledger
from jointline.ledger.properties import names_read, properties
from jointline.ledger.resolve import known, resolve
from jointline.ledger.statement import SPEAKER_KINDS, Statement
from statement_strategies import DAYS, statement_sets

DAY = date(2026, 12, 31)
SHIPPED_CASES = ("tw-2019-08-20-f16-block70", "tw-2020-10-21-himars", "tw-2019-07-08-m1a2t")
days = st.sampled_from(DAYS).map(date.fromisoformat)
listened_to = st.just(()) | st.sets(st.sampled_from(SPEAKER_KINDS), min_size=1, max_size=4).map(
    lambda s: tuple(sorted(s))
)
hearable = {p.name for p in properties().values() if p.group in ("event", "promise", "term")}
telling = {
    p.name
    for p in properties().values()
    if p.group in ("case", "event", "promise", "foresight", "term") and p.name not in ("also_called", "category")
}
one_place = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def filled(place: str, found: list[Statement], *, shipped: bool = False) -> Ledger:
    """A ledger at *place* that holds just these statements."""
    ledger = open_ledger(place, shipped=shipped)
    ledger.add([])
    if ledger.store is not None:
        engine = engine_of(place)
        with engine.begin() as connection:
            connection.execute(sa.delete(tables.statement))
        engine.dispose()
    assert ledger.add(found) == (len(found), 0)
    return ledger


def in_python(found: list[Statement], day: date, recorded: date | None, heard: tuple[str, ...] = ()) -> list[Case]:
    """The cases by the plain definition: what is known, what is heard, resolved subject by subject."""
    live = known(found, day.isoformat(), recorded.isoformat() if recorded else "")
    if heard:
        live = [s for s in live if s.speaker_kind in heard or s.property not in hearable]
    cases = []
    for subject in sorted({s.subject for s in live}):
        said = [s for s in live if s.subject == subject]
        held = resolve(said)
        if "notified_on" in held:
            newest = max((s for s in said if s.property in telling), key=lambda s: (s.known_on, s.id))
            cases.append(Case(subject, held, newest))
    return cases


def read_of(cases: list[Case]) -> dict[str, dict[str, Any]]:
    """What a backlog reads of each case."""
    return {
        c.id: {name: c.held[name].winner.id for name in names_read("winner") if name in c.held}
        | {name: [s.id for s in c.every(name)] for name in names_read("all") if name in c.held}
        | {"last": c.last}
        for c in cases
    }


@one_place
@given(statement_sets(max_size=25), days, st.none() | days, listened_to)
def test_the_database_and_python_resolve_alike(
    place: str, found: list[Statement], day: date, recorded: date | None, heard: tuple[str, ...]
) -> None:
    ledger = filled(place, found)
    assert read_of(ledger.cases(day, recorded, heard=heard)) == read_of(in_python(found, day, recorded, heard))


@settings(one_place, max_examples=30)
@given(st.data(), days, st.none() | days, listened_to)
def test_own_and_shipped_statements_resolve_as_one(
    tmp_path: Path, data: st.DataObject, day: date, recorded: date | None, heard: tuple[str, ...]
) -> None:
    shipped = list(shipped_data.shipped(shipped_data.CASE_AREAS))
    ids = [
        s.id for s in shipped if s.subject in SHIPPED_CASES and s.property in ("notified_on", "final_delivery_promised")
    ]
    own = data.draw(statement_sets(cases=(*SHIPPED_CASES, "tw-2026-10-01-new"), earlier=tuple(ids)))
    ledger = filled(str(tmp_path / "ledger.sqlite"), own, shipped=True)
    assert read_of(ledger.cases(day, recorded, heard=heard)) == read_of(in_python(shipped + own, day, recorded, heard))


@settings(one_place, max_examples=50)
@given(statement_sets(max_size=20), days, st.none() | days)
def test_one_case_alone_is_the_same_as_among_all(
    tmp_path: Path, found: list[Statement], day: date, recorded: date | None
) -> None:
    ledger = filled(str(tmp_path / "ledger.sqlite"), found)
    wanted = {c.id: c for c in in_python(found, day, recorded)}
    for subject in {s.subject for s in found if s.property == "notified_on"}:
        if subject in wanted:
            assert ledger.case(subject, day, recorded) == wanted[subject]
        else:
            with pytest.raises(JointlineError, match="was not known on"):
                ledger.case(subject, day, recorded)


def test_a_case_with_all_rules_at_once_by_hand(place: str) -> None:
    """One winner of each property, every statement of those that are read whole, and the last word."""

    def said(**fields: Any) -> Statement:
        return statement(subject="tw-2020-06-02-alpha", recorded_on="2026-12-31", **fields)

    notified = said(property="notified_on", value="2020-06-02", stated_on="2020-06-02")
    weak = said(property="total_value", value="USD 90m", stated_on="2021", standing="unattributed")
    firm = said(property="total_value", value="USD 100m", stated_on="2020-06-02")
    partly = [said(property="partial_delivery", value=v, stated_on="2024") for v in ("2022", "2023")]
    denied = said(property="final_delivery", value="2024", stated_on="2025", standing="denied")
    wrong = said(value="2027", stated_on="2023")
    right = said(value="2028", stated_on="2022", supersedes=wrong.id)
    listed = said(property="published_listing", value="listed", stated_on="2026-10-01")
    ledger = filled(place, [notified, weak, firm, *partly, denied, wrong, right, listed])
    (case,) = ledger.cases(DAY)
    assert case.value("total_value") == "USD 100m" and case.winner("total_value") == firm
    assert case.winner("partial_delivery") in partly
    assert set(ledger.cases(DAY, whole=True)[0].every("partial_delivery")) == set(partly)
    assert case.winner("final_delivery") is None and case.value("final_delivery") == ""
    assert case.value("final_delivery_promised") == "2028"
    assert case.every("published_listing") == (listed,)
    assert case.last == denied  # not the superseded promise, nor the tracker's bookkeeping


def test_a_correction_on_another_subject_removes_the_statement_everywhere(place: str) -> None:
    notified = [
        statement(subject=f"tw-2020-06-02-{name}", property="notified_on", value="2020-06-02", stated_on="2020-06-02")
        for name in ("alpha", "bravo")
    ]
    wrong = statement(subject="tw-2020-06-02-alpha")
    moved = statement(
        subject="tw-2020-06-02-bravo", stated_on="2026-11-01", recorded_on="2026-11-02", supersedes=wrong.id
    )
    ledger = filled(place, [*notified, wrong, moved])
    for case in (ledger.case("alpha", DAY), ledger.cases(DAY)[0]):
        assert case.value("final_delivery_promised") == ""
        assert case.last == notified[0]
    assert wrong not in ledger.known_of("tw-2020-06-02-alpha", DAY)
    assert wrong in ledger.known_of("tw-2020-06-02-alpha", date(2026, 10, 31))
    assert wrong in ledger.known_of("tw-2020-06-02-alpha", DAY, date(2026, 11, 1))
    assert wrong in ledger.of_subject("tw-2020-06-02-alpha")


# names


def own_cases(place: str, *ids: str) -> Ledger:
    ledger = open_ledger(place, shipped=False)
    ledger.add([statement(subject=i, property="notified_on", value="2020", stated_on="2021") for i in ids])
    return ledger


def test_a_case_is_found_by_each_of_its_names(own_ledger: Path) -> None:
    ledger = own_cases(str(own_ledger), "tw-2020-10-21-himars", "tw-2025-12-17-himars", "tw-2020-11-03-mq9b")
    case = "tw-2020-11-03-mq9b"
    ledger.add([
        statement(subject=case, property="transmittal", value="20-74"),
        statement(subject=case, property="also_called", value="SkyGuardian 無人機"),
    ])  # fmt: skip
    for name in (case, "mq9b", "MQ9B", " mq9b ", "20-74", "skyguardian 無人機"):
        assert ledger.find_case(name) == case
    assert ledger.find_case("himars-2025") == "tw-2025-12-17-himars"


def test_a_name_of_two_cases_is_refused_with_both(own_ledger: Path) -> None:
    ledger = own_cases(str(own_ledger), "tw-2020-10-21-himars", "tw-2025-12-17-himars")
    with pytest.raises(JointlineError, match="'himars' means 2 cases") as raised:
        ledger.find_case("himars")
    assert "himars-2020, himars-2025" in raised.value.remedy


def test_an_unknown_name_is_refused_with_the_near_ones(own_ledger: Path) -> None:
    ledger = own_cases(str(own_ledger), "tw-2020-10-21-himars", "tw-2020-11-03-mq9b")
    with pytest.raises(JointlineError, match="there is no case 'himar'") as raised:
        ledger.find_case("himar")
    assert "himars" in raised.value.remedy


def test_a_case_before_its_notification_was_known(own_ledger: Path) -> None:
    ledger = own_cases(str(own_ledger), "tw-2020-10-21-himars")
    with pytest.raises(JointlineError, match="was not known on 2021-12-30") as raised:
        ledger.case("himars", date(2021, 12, 30))
    assert "2021-12-31" in raised.value.remedy
    assert ledger.case("himars", date(2021, 12, 31)).id == "tw-2020-10-21-himars"


@given(st.lists(st.from_regex(r"\Atw-20[12][0-9]-0[1-3]-01-(a|b|ab)\Z|\A(line/)?[a-c]\Z"), unique=True, max_size=8))
def test_short_names_tell_all_cases_apart(ids: list[str]) -> None:
    names = short_names(ids)
    assert list(names) == ids
    assert len({*names.values()}) == len(ids)
    assert all(name == i or name not in ids for i, name in names.items())  # no name means another case's id


# adding and the place


def test_nothing_is_made_where_nothing_can_be_added(place: str) -> None:
    ledger = open_ledger(place)
    shipped = next(iter(shipped_data.shipped()))
    with pytest.raises(JointlineError, match="which is not in the ledger"):
        ledger.add([statement(), statement(supersedes="0" * 20)])
    assert ledger.add([]) == (0, 0)
    assert ledger.add([shipped, shipped]) == (0, 2)
    assert open_ledger(place).store is None
    assert ledger.add([shipped, statement(supersedes=shipped.id)]) == (1, 1)
    assert open_ledger(place).store is not None


def test_what_was_added_counts_at_once_and_the_hash_of_the_data_tells(place: str) -> None:
    ledger = open_ledger(place)
    before, ends = ledger.data_hash(), ledger.knowledge_ends()
    assert ends[1] == ""
    ledger.add([statement(stated_on="2026-11", recorded_on="2026-11-02")])
    assert ledger.data_hash() == f"{before}+1"
    assert ledger.knowledge_ends() == (ends[0], "2026-11-30")
    assert sum(1 for _ in ledger.statements()) == len(shipped_data.shipped()) + 1
    assert open_ledger(place, shipped=False).knowledge_ends() == ("", "2026-11-30")


def test_the_place_is_that_of_the_environment_or_the_users_own(
    own_ledger: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert open_ledger().place == ledger_place() == str(own_ledger)
    monkeypatch.setenv("JOINTLINE_LEDGER", "  ")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert ledger_place().endswith("ledger.sqlite") and "jointline" in ledger_place()


@pytest.mark.parametrize(
    ("subject", "name", "value", "ends"),
    [
        ("dispatch/reuters-2026-10-02", "reported", "China opposed a visit", ""),
        ("line/gmlrs-camden", "reported", "a second shift", ""),
        ("tw-2019-08-20-f16-block70", "final_delivery_promised", "2027-Q1", "2026-10-02"),
    ],
)
def test_only_what_tells_of_a_case_moves_where_knowledge_ends(subject: str, name: str, value: str, ends: str) -> None:
    ledger = open_ledger()
    ledger.add(
        [statement(subject=subject, property=name, value=value, stated_on="2026-10-02", recorded_on="2026-10-03")]
    )
    shipped_ends, own_ends = ledger.knowledge_ends()
    assert own_ends == ends and shipped_ends < "2026-10-02"
