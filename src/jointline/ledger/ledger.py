"""The ledger: the shipped statements and the user's own, seen as known on a date."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from jointline.errors import JointlineError, NothingFound, suggest
from jointline.ledger import shipped as shipped_data
from jointline.ledger.case import Case, short_names
from jointline.ledger.properties import names_heard, names_read, names_told, properties
from jointline.ledger.resolve import known, resolve
from jointline.ledger.statement import Statement
from jointline.sentences import date_part, name_part, says

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    # the database layer is heavy: it is imported only where there is a database
    from jointline.ledger.store import Store

ENVIRONMENT = "JOINTLINE_LEDGER"
_LOOK_AHEAD = 20_000


class NoSuchCase(JointlineError):
    """A name that no case has, or more than one."""


def ledger_place() -> str:
    """Where the user's own statements live: ``JOINTLINE_LEDGER``, else a file in the user's data directory."""
    chosen = os.environ.get(ENVIRONMENT, "").strip()
    if chosen:
        return chosen
    from platformdirs import user_data_path

    return str(user_data_path("jointline", appauthor=False) / "ledger.sqlite")


class Ledger:
    """Shipped statements and a store of the user's own; read-only apart from ``add``."""

    def __init__(self, place: str, with_shipped: bool = True) -> None:
        self.place = place
        self.with_shipped = with_shipped
        self._store: Store | None = None

    @property
    def store(self) -> Store | None:
        """The user's store, or ``None`` where nothing was added yet."""
        if self._store is None:
            self._store = self._open(create=False)
        return self._store

    @property
    def shown(self) -> str:
        """The place as it may be printed: without a password."""
        if "://" not in self.place:
            return self.place
        from jointline.ledger.store import hide_password

        return hide_password(self.place)

    def _open(self, *, create: bool) -> Store | None:
        if not create and "://" not in self.place and not Path(self.place).expanduser().exists():
            return None  # no database: the database layer need not be loaded
        from jointline.ledger.store import open_store

        return open_store(self.place, create=create)

    @cached_property
    def _case_statements(self) -> dict[str, list[Statement]]:
        by_subject: dict[str, list[Statement]] = {}
        if self.with_shipped:
            for s in shipped_data.shipped(shipped_data.CASE_AREAS):
                by_subject.setdefault(s.subject, []).append(s)
        return by_subject

    @cached_property
    def _shipped_cases(self) -> frozenset[str]:
        """Subjects that a shipped statement notifies as a case."""
        groups = self._case_statements.items()
        return frozenset(s for s, group in groups if any(x.property == "notified_on" for x in group))

    def cases(
        self, as_of: date, as_recorded: date | None = None, *, heard: tuple[str, ...] = (), whole: bool = False
    ) -> list[Case]:
        """Every case whose notification was known by *as_of*, resolved, in id order.

        With *heard* only these kinds of speakers are listened to on what happened and what was promised. A
        large store is not read whole: it hands over, by precedence, just the statements that can win, unless
        *whole* asks for every statement on the cases (what changed needs them).
        """
        day, recorded = as_of.isoformat(), as_recorded.isoformat() if as_recorded else ""
        store = self.store
        own: dict[str, list[Statement]] = {}
        last: dict[str, Statement] = {}
        gone: set[str] = set()
        found = []
        with _nothing_collected():
            if store:
                winner, every = ((), tuple(properties())) if whole else (names_read("winner"), names_read("all"))
                own = store.held(day, recorded, winner, every, heard)
                last, gone = store.last(day, recorded, heard), store.superseded(day, recorded)
            for subject in sorted(own.keys() | self._case_statements.keys()):
                shipped = known(self._case_statements.get(subject, ()), day, recorded)
                if gone:
                    shipped = [s for s in shipped if s.id not in gone]
                if heard:
                    shipped = [s for s in shipped if s.speaker_kind in heard or s.property not in names_heard()]
                held = resolve(own.get(subject, []) + shipped)
                if "notified_on" in held:
                    stored = last.get(subject)
                    found.append(Case(subject, held, _newest([*shipped, stored] if stored else shipped)))
        return found

    def case(self, name: str, as_of: date, as_recorded: date | None = None) -> Case:
        """One case with every statement known by *as_of*. Raises ``JointlineError`` for an unknown name."""
        subject = self.find_case(name)
        statements = self.known_of(subject, as_of, as_recorded)
        held = resolve(statements)
        if "notified_on" not in held:
            first = min(s.known_on for s in self.of_subject(subject) if s.property == "notified_on")
            raise NothingFound(
                says(
                    "{case} was not known on {date}", case=name_part("case", subject), date=date_part(as_of.isoformat())
                ),
                remedy=says("Its notification was known from {date}.", date=date_part(first)),
            )
        return Case(subject, held, _newest(statements))

    def of_subject(self, subject: str) -> list[Statement]:
        """Every statement about a subject, known or not yet on any date, superseded ones too."""
        own = self.store.of_subject(subject) if self.store else []
        # no subject stands both among the cases and elsewhere: the build of the shipped data sees to it
        shipped = self._case_statements.get(subject) or [s for s in self._shipped_all if s.subject == subject]
        return shipped + own

    def known_of(self, subject: str, as_of: date, as_recorded: date | None = None) -> list[Statement]:
        """The statements about a subject as known on a date, superseded ones left out."""
        day, recorded = as_of.isoformat(), as_recorded.isoformat() if as_recorded else ""
        kept = known(self.of_subject(subject), day, recorded)
        # a correction may also stand on another subject: the statement was tied to the wrong one
        gone = self.store.superseded(day, recorded) if self.store else ()
        return [s for s in kept if s.id not in gone] if gone else kept

    @property
    def _shipped_all(self) -> tuple[Statement, ...]:
        return shipped_data.shipped() if self.with_shipped else ()

    def statements(self) -> Iterator[Statement]:
        """Every statement there is: the shipped ones, then the user's own."""
        yield from self._shipped_all
        if self.store:
            yield from self.store.select()

    def case_ids(self) -> list[str]:
        """Every subject that was ever notified as a case."""
        ids = set(self._shipped_cases)
        if self.store:
            ids.update(self.store.subjects("notified_on"))
        return sorted(ids)

    def find_case(self, name: str) -> str:
        """The case id that *name* means: an id, a short name, a transmittal number or a name in use elsewhere.

        Raises ``NoSuchCase`` with the nearest names, or with all it could mean.
        """
        ids = self.case_ids()
        if name in ids:
            return name
        wanted = name.strip().casefold()
        if not wanted:
            raise NoSuchCase(says("there is no case ''"), remedy=says("jointline backlog --rule all lists every case."))
        short = short_names(ids)
        meant = {i for i in ids if short[i] == wanted}
        meant = meant or {i for i in ids if i.partition("-")[2].endswith(f"-{wanted}")}
        meant = meant or self._called(wanted) or self._titled(wanted)
        if len(meant) == 1:
            return meant.pop()
        if meant:
            options = ", ".join(sorted(short[i] for i in meant))
            raise NoSuchCase(
                says("{name!r} means {n} cases", name=name, n=len(meant)),
                remedy=says("Name one: {options}.", options=options),
            )
        remedy = suggest(wanted, [*short.values(), *ids]) or says("jointline backlog --rule all lists every case.")
        raise NoSuchCase(says("there is no case {name!r}", name=name), remedy=remedy)

    def _called(self, wanted: str) -> set[str]:
        names = ("transmittal", "also_called", "title", "case_designator")
        own = self.store.select(_property_in(names)) if self.store else ()
        shipped = (s for group in self._case_statements.values() for s in group if s.property in names)
        return {s.subject for s in (*shipped, *own) if s.value.casefold() == wanted}

    def _titled(self, wanted: str) -> set[str]:
        """Cases in whose title or name elsewhere a word begins with *wanted* (Abrams, F-16)."""
        names = ("title", "also_called")
        own = self.store.select(_property_in(names)) if self.store else ()
        shipped = (s for group in self._case_statements.values() for s in group if s.property in names)
        word = re.compile(rf"(?<!\w){re.escape(wanted)}")
        return {s.subject for s in (*shipped, *own) if word.search(s.value.casefold())}

    def add(self, statements: Iterable[Statement]) -> tuple[int, int]:
        """Add *statements* to the user's store, all or nothing; returns (new, already there).

        Raises ``JointlineError`` where one supersedes or disputes a statement that is not in the ledger.
        """
        shipped = frozenset(s.id for s in self._shipped_all)
        there = 0

        def new() -> Iterator[Statement]:
            nonlocal there
            for s in statements:
                if s.id in shipped:
                    there += 1
                else:
                    yield s

        rows = new()
        store = self.store
        if store is None:
            # faults among the first rows show before a new ledger is made, so that none is left behind empty
            ahead = list(islice(rows, _LOOK_AHEAD))
            if not ahead:
                return 0, there
            if len(ahead) < _LOOK_AHEAD:
                from jointline.ledger.store import check_links_among

                check_links_among(ahead, shipped)
            rows = chain(ahead, rows)
            store = self._store = self._open(create=True)
            assert store is not None
        added, already = store.add(rows, shipped)
        return added, already + there

    def knowledge_ends(self) -> tuple[str, str]:
        """Last days of the shipped knowledge and of the user's own statements (empty where there are none)."""
        own = self.store.size_and_end()[1] if self.store else ""
        return (shipped_data.manifest().knowledge_ends_on if self.with_shipped else ""), own

    def shipped_after(self, first: str, last: str) -> list[Statement]:
        """Shipped statements on cases that became known after *first*, up to *last* (ISO days)."""
        told = names_told()
        return [
            s for group in self._case_statements.values() for s in group
            if first < s.known_on <= last and s.property in told
        ]  # fmt: skip

    def data_hash(self) -> str:
        """What a run card calls this ledger: the shipped files' hash, and how much was added to them."""
        own = self.store.size_and_end()[0] if self.store else 0
        base = shipped_data.data_hash() if self.with_shipped else "none"
        return f"{base}+{own}" if own else base


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Garbage collection put off: it would walk a large ledger's statements again and again and find nothing."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _newest(statements: Iterable[Statement]) -> Statement:
    """The last word on the case itself."""
    return max((s for s in statements if s.property in names_told()), key=lambda s: (s.known_on, s.id))


def _property_in(names: tuple[str, ...]) -> ColumnElement[bool]:
    from jointline.ledger.tables import statement

    return statement.c.property.in_(names)


def open_ledger(place: str | os.PathLike[str] | None = None, *, shipped: bool = True) -> Ledger:
    """The ledger at *place* (a file or SQLAlchemy URL; default ``JOINTLINE_LEDGER`` or the user's own file).

    With ``shipped=False`` only the user's own statements are seen.
    """
    return Ledger(os.fspath(place) if place else ledger_place(), shipped)
