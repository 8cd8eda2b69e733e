"""Statements asked for, taken in and handed out: what the commands of those names do, for Python too."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import as_day, parse_date
from jointline.ledger.ledger import Ledger, NoSuchCase, open_ledger
from jointline.ledger.properties import get_property
from jointline.ledger.shipped import shipped
from jointline.ledger.statement import STANDINGS, Statement, make_statement
from jointline.ledger.transfer import (
    FORMATS,
    atomic,
    dump_csv,
    dump_jsonl,
    read_statements,
    write_xlsx,
)
from jointline.ledger.values import check_subject


@dataclass(frozen=True, slots=True)
class Added:
    """What an ``add`` or ``import`` did."""

    added: int
    already_there: int
    ledger: str


def user_name() -> str:
    """Whose name a new statement is recorded under: ``JOINTLINE_USER``, else the account's name."""
    chosen = os.environ.get("JOINTLINE_USER", "").strip()
    if chosen:
        return chosen
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return ""


def corrections(ledger: Ledger | None = None) -> dict[str, str]:
    """The id of each superseded statement, and of the statement that supersedes it (of several, the last recorded)."""
    ledger = ledger or open_ledger()
    found = sorted((s.recorded_on, s.id, s.supersedes) for s in ledger.statements() if s.supersedes)
    return {old: new for _, new, old in found}


def statements(
    case: str | None = None,
    *,
    subject: str | None = None,
    property: str | None = None,
    said_by: str | None = None,
    standing: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    own: bool = False,
    id: str | None = None,
    ledger: Ledger | None = None,
) -> list[Statement]:
    """Statements that meet every condition, in subject, property, date order.

    case: a case by any of its names. subject: a subject or its beginning (``line/``). property: its name.
    said_by: part of the speaker's or a carrier's name. since, until: by ``stated_on`` (its last possible day).
    own: only the user's own statements. id: a statement's id or its beginning. Raises ``JointlineError`` for an unknown case, property or standing.
    """
    ledger = ledger or open_ledger()
    if property:
        get_property(property)
    if standing and standing not in STANDINGS:
        raise JointlineError(f"there is no standing {standing!r}", remedy=suggest(standing, STANDINGS))
    low, high = _first_day(since), _last_day(until)
    speaker = said_by.casefold() if said_by else ""
    if case:
        found: Iterable[Statement] = ledger.of_subject(ledger.find_case(case))
    else:
        found = ledger.statements()
    mine = {s.id for s in ledger.store.select()} if own and ledger.store else set()

    def fits(s: Statement) -> bool:
        return (
            (not subject or s.subject.startswith(subject))
            and (not property or s.property == property)
            and (not standing or s.standing == standing)
            and (not speaker or speaker in s.said_by.casefold() or any(speaker in v.casefold() for v in s.via))
            and (not low or s.known_on >= low) and (not high or s.known_on <= high)
            and (not own or s.id in mine) and (not id or s.id.startswith(id))
        )  # fmt: skip

    return sorted(filter(fits, found), key=lambda s: (s.subject, s.property, s.known_on, s.id))


def sources(*, case: str | None = None, ledger: Ledger | None = None) -> list[dict[str, Any]]:
    """Each source address with the number of statements resting on it, how it was read, and its dates."""
    by_source: dict[str, list[Statement]] = {}
    for s in statements(case, ledger=ledger):
        by_source.setdefault(s.source, []).append(s)
    rows = [
        {
            "source": source,
            "statements": len(group),
            "confidence": min((s.confidence for s in group), key=("primary", "secondary", "recalled").index),
            "carriers": sorted({s.via[0] for s in group if s.via}),
            "subjects": sorted({s.subject for s in group}),
            "first_stated_on": min(group, key=lambda s: s.known_on).stated_on,
            "last_stated_on": max(group, key=lambda s: s.known_on).stated_on,
        }
        for source, group in by_source.items()
    ]
    return sorted(rows, key=lambda r: (-int(str(r["statements"])), str(r["source"])))


def export_statements(
    path: str | Path, chosen: Iterable[Statement] | None = None, *, ledger: Ledger | None = None
) -> int:
    """Write statements (default: all) to a .csv, .jsonl or .xlsx file, whole or not at all; returns how many."""
    path = Path(path)
    kind = path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise JointlineError(
            f"{path.suffix or 'no ending'} is no format to export to", where=str(path),
            remedy=f"End the name in {', '.join('.' + f for f in FORMATS)}.",
        )  # fmt: skip
    try:
        if not path.parent.is_dir():
            raise JointlineError("its directory does not exist", where=str(path))
        if path.is_dir():
            raise JointlineError("is a directory", where=str(path))
    except OSError as error:  # a name longer than the file system takes
        raise JointlineError(f"cannot be written: {error.strerror or error}", where=str(path)) from None
    rows = chosen if chosen is not None else (ledger or open_ledger()).statements()
    if kind == "xlsx":
        return write_xlsx(rows, path)
    with atomic(path) as handle:
        return dump_csv(rows, handle) if kind == "csv" else dump_jsonl(rows, handle)


def import_statements(
    path: str | Path, *, by: str | None = None, progress: Callable[[int], None] | None = None,
    ledger: Ledger | None = None,
) -> Added:  # fmt: skip
    """Take in the statements of a CSV or JSON Lines file, all or nothing; what is there already is passed over.

    ``by`` is recorded where a row has no ``recorded_by`` (default: ``user_name()``). Raises ``JointlineError``
    naming file, line and field of every faulty row.
    """
    ledger = ledger or open_ledger()
    rows: Iterator[Statement] = read_statements(
        Path(path), recorded_by=user_name() if by is None else by, progress=progress, kinds=known_kinds()
    )
    try:
        return Added(*ledger.add(known_subjects(ledger, rows)), ledger.shown)
    except JointlineError as error:  # a link that leads nowhere is found only when all rows are read
        raise (error.at(str(path)) if error.where.startswith("field ") else error) from None


def known_subjects(ledger: Ledger, rows: Iterable[Statement]) -> Iterator[Statement]:
    """*rows* as they come; at their end raises ``JointlineError`` where one is about a case that nobody notified.

    A subject without a slash is a case: it must be in the ledger, or its notification among the rows.
    """
    cases, unknown = set(ledger.case_ids()), dict[str, None]()
    for s in rows:
        if s.property == "notified_on":
            cases.add(s.subject)
        elif "/" not in s.subject and s.subject not in cases:
            unknown[s.subject] = None
        yield s
    for subject in unknown:
        if subject not in cases:
            try:
                remedy = f"Its id is {ledger.find_case(subject)}."
            except NoSuchCase as error:
                remedy = f"{error.remedy} A new case begins with its notified_on; any other subject has a slash."
            raise JointlineError(f"there is no case {subject!r}", where="field subject", remedy=remedy)


def subject_of(ledger: Ledger, text: str, property_: str = "") -> str:
    """The subject that a user's *text* means: a case by any of its names, a subject with a slash, or (for its
    ``notified_on``) the id of a new case. Raises ``JointlineError`` with the nearest names.
    """
    if "/" in text:
        return check_subject(text)
    try:
        return ledger.find_case(text)
    except NoSuchCase as error:
        if property_ == "notified_on" and "means" not in error.message:
            return check_subject(text)
        remedy = f"{error.remedy} A new case begins with its notified_on (tw-2026-10-01-name)."
        raise JointlineError(error.message, where="field subject", remedy=remedy.strip()) from None


@cache
def known_kinds() -> dict[str, str]:
    """The kind of each speaker that the shipped statements name, the most frequent where they differ."""
    by_name: dict[str, Counter[str]] = {}
    for s in shipped():
        if s.said_by:
            by_name.setdefault(s.said_by, Counter())[s.speaker_kind] += 1
    return {name: kinds.most_common(1)[0][0] for name, kinds in by_name.items()}


def prepare(ledger: Ledger, fields: Mapping[str, Any], *, by: str | None = None) -> Statement:
    """A checked statement out of what a user gave: short names resolved, the kind of a known speaker filled in."""
    given = dict(fields)
    if given.get("subject"):
        given["subject"] = subject_of(ledger, str(given["subject"]), str(given.get("property") or ""))
    if given.get("said_by") and not given.get("speaker_kind"):
        given["speaker_kind"] = known_kinds().get(str(given["said_by"]).strip(), "unknown")
    return make_statement(given, recorded_by=user_name() if by is None else by)


def add(*, ledger: Ledger | None = None, by: str | None = None, **fields: Any) -> Statement:
    """Add one statement; the keywords are field names (see docs/fields.md). Returns it with its id.

    ``subject`` may be a case's short name; ``speaker_kind`` is filled in where the shipped statements name the speaker.
    Raises ``JointlineError`` naming the field that is wrong.
    """
    ledger = ledger or open_ledger()
    statement = prepare(ledger, fields, by=by)
    ledger.add([statement])
    return statement


def would_add(ledger: Ledger, statement: Statement) -> bool:
    """Would adding *statement* add anything? Raises ``JointlineError`` as adding it would; writes nothing."""
    targets = [t for t in (statement.supersedes, statement.disputes) if t]
    wanted = [statement.id, *targets]
    there = {s.id for s in ledger.statements() if s.id in wanted}
    for target in targets:
        if target not in there:
            raise JointlineError(
                f"statement {statement.id} names {target}, which is not in the ledger",
                where="field supersedes or disputes", remedy="jointline statements --json shows the ids.",
            )  # fmt: skip
    return statement.id not in there


def _first_day(value: str | date | None) -> str:
    if value is None:
        return ""
    return (parse_date(value).low if isinstance(value, str) else as_day(value)).isoformat()


def _last_day(value: str | date | None) -> str:
    return "" if value is None else as_day(value).isoformat()
