"""The user's own statements in a database: SQLite by default, any SQLAlchemy URL on request.

Statements are only ever added. One ``add`` is one transaction: a process killed in the middle leaves all or
nothing, and two processes adding at once wait for each other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from jointline.errors import JointlineError, LedgerUnusable
from jointline.ledger.properties import names_heard, names_of, names_told
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import FIELD_NAMES, Statement, as_texts, from_texts
from jointline.ledger.tables import CORRECTS, FIELDS, statement
from jointline.sentences import says

HEAD = "0001"  # newest revision under migrations/versions; a test holds the two together
_BATCH = 5000
_LOCK_SECONDS = 60
# SQLite's own pages of 4 kB and cache of 2 MB make a large ledger one long reading and writing of pages
_PAGE_BYTES, _READ_CACHE_KIB, _WRITE_CACHE_KIB = 1 << 14, 1 << 14, 1 << 16
_ADVISORY_LOCK = 7230815  # any constant: it only has to be the same in every process of this program
_COLUMNS = (*FIELD_NAMES, "known_on", "precedence")
_SQLITE_INSERT = "INSERT OR IGNORE INTO statement ({}) VALUES ({})".format(
    ", ".join(f'"{name}"' for name in _COLUMNS), ", ".join("?" * len(_COLUMNS))
)


class Store:
    """A database of statements. Open it with ``open_store``."""

    def __init__(self, engine: sa.Engine, place: str) -> None:
        self._engine = engine
        self.place = place
        self._ended = 0, ""

    def add(self, statements: Iterable[Statement], elsewhere: frozenset[str] = frozenset()) -> tuple[int, int]:
        """Add *statements* in one transaction; returns (new, already there).

        Raises whatever *statements* raises, having added nothing; and ``JointlineError`` where one supersedes
        or disputes a statement that is neither here nor among the ids *elsewhere*.
        """
        given = 0
        links: dict[str, str] = {}
        with self._transaction(write=True) as connection:
            before = connection.scalar(sa.select(sa.func.count()).select_from(statement))
            rows = iter(statements)
            while batch := list(islice(rows, _BATCH)):
                given += len(batch)
                links |= _links(batch, elsewhere)
                _insert_new(connection, [(*as_texts(s), s.known_on, precedence(s)) for s in batch])
            _check_links(connection, links)
            after = connection.scalar(sa.select(sa.func.count()).select_from(statement))
        added = (after or 0) - (before or 0)
        return added, given - added

    def select(
        self, *where: sa.ColumnElement[bool], order_by: Sequence[sa.ColumnElement[Any]] = ()
    ) -> Iterator[Statement]:
        """Statements that meet every condition, in subject, property, date order unless told otherwise."""
        c = statement.c
        order = order_by or (c.subject, c.property, c.known_on, c.id)
        with self._transaction() as connection:
            yield from _read(connection, sa.select(*FIELDS).where(*where).order_by(*order))

    def of_subject(self, subject: str) -> list[Statement]:
        """Every statement about one subject."""
        return list(self.select(statement.c.subject == subject))

    def of_source(self, source: str, property_: str) -> list[Statement]:
        """Every statement of one property that cites *source*, whatever it is about."""
        return list(self.select(statement.c.source == source, statement.c.property == property_))

    def held(
        self, as_of: str, as_recorded: str, winner: Sequence[str], every: Sequence[str], heard: Sequence[str] = ()
    ) -> dict[str, list[Statement]]:
        """By subject, what a view as of a day needs: of the properties *winner* the strongest statement, of
        *every* each one; of events and promises, with *heard*, only those by these kinds of speakers. The same
        statements win here as in ``resolve``: both go by the precedence."""
        c = statement.c
        live, newer = _known(as_of, as_recorded, heard)

        def strongest(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
            highest = sa.select(c.subject, c.property, sa.func.max(c.precedence).label("precedence"))
            best = highest.where(c.property.in_(winner), *live, *where).group_by(c.subject, c.property).subquery()
            same = (c[name] == best.c[name] for name in ("subject", "property", "precedence"))
            return sa.select(*FIELDS).join(best, sa.and_(*same))

        found: dict[str, list[Statement]] = {}
        with self._transaction() as connection:
            gone = set(connection.scalars(newer).all())
            key = (c.subject, c.property)
            won = _best(connection, strongest, key, gone, c.id.not_in(newer)) if winner else iter(())
            each = _read(connection, sa.select(*FIELDS).where(c.property.in_(every), *live))
            for s in chain(won, (s for s in each if s.id not in gone)):
                found.setdefault(s.subject, []).append(s)
        return found

    def last(self, as_of: str, as_recorded: str, heard: Sequence[str] = ()) -> dict[str, Statement]:
        """By subject its latest known statement that tells of the case itself."""
        c = statement.c
        live, newer = _known(as_of, as_recorded, heard)

        def latest(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
            day_and_id = sa.select(c.subject, sa.func.max(c.known_on + c.id).label("day_and_id"))
            best = day_and_id.where(c.property.in_(names_told()), *live, *where).group_by(c.subject).subquery()
            return sa.select(*FIELDS).join(best, c.id == sa.func.substr(best.c.day_and_id, len("2026-10-02") + 1))

        with self._transaction() as connection:
            gone = set(connection.scalars(newer).all())
            return {s.subject: s for s in _best(connection, latest, (c.subject,), gone, c.id.not_in(newer))}

    def superseded(self, as_of: str, as_recorded: str) -> set[str]:
        """Ids that a statement known by then supersedes."""
        with self._transaction() as connection:
            return set(connection.scalars(_known(as_of, as_recorded)[1]).all())

    def subjects(self, property_: str) -> list[str]:
        """Every subject with a statement on *property_*."""
        c = statement.c
        with self._transaction() as connection:
            return list(connection.scalars(sa.select(c.subject).where(c.property == property_).distinct()))

    def size_and_end(self) -> tuple[int, str]:
        """How many statements, and the last day one about a case was stated on, forecasts left out (empty where there is none).

        What is filed under a document, a line or a register's deal (``dispatch/…``) is about no case.
        """
        with self._transaction() as connection:
            size = connection.scalar(sa.select(sa.func.count()).select_from(statement)) or 0
            if size != self._ended[0]:  # statements are only added: as long as there are as many, the end holds
                c = statement.c
                told = sa.select(sa.func.max(c.known_on)).where(
                    c.property.not_in(names_of("forecast")),
                    c.subject.not_like("%/%"),  # a forecast brings no knowledge
                )
                self._ended = size, connection.scalar(told) or ""
        return self._ended

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[sa.Connection]:
        with (
            _clear_errors(self.place),
            self._engine.connect() as connection,
            connection.execution_options(jointline_write=write).begin(),
        ):
            if write:
                _one_writer(connection)
            yield connection


def open_store(place: str, *, create: bool) -> Store | None:
    """The store at *place* (a file or an SQLAlchemy URL), brought to the newest schema.

    Where there is none yet: a new one with *create*, else ``None``. Raises ``JointlineError`` where it cannot
    be opened, is no ledger, or was written by a newer version.
    """
    url, path = _locate(place)
    if path and not path.exists():
        if not create:
            return None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise JointlineError(
                f"the ledger's directory cannot be made: {error.strerror}", where=str(path.parent),
                remedy="Set JOINTLINE_LEDGER to a file you can write.",
            ) from None  # fmt: skip
    shown = str(path) if path else url.render_as_string(hide_password=True)
    with _clear_errors(shown):
        engine = _engine(url)
        with engine.connect() as connection:
            revision = _revision(connection)
        if revision is None and not create and not path:
            return None
        if revision != HEAD:
            _migrate(engine, revision, shown, create)
    return Store(engine, shown)


def hide_password(place: str) -> str:
    """*place* fit to be shown: a password in a URL is replaced by asterisks."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", place)


def _locate(place: str) -> tuple[sa.URL, Path | None]:
    if "://" not in place:
        path = Path(place).expanduser().resolve()
        return sa.URL.create("sqlite", database=str(path)), path
    try:
        url = sa.make_url(place)
    except (SQLAlchemyError, ValueError):  # ValueError: a port that is no number
        raise JointlineError(
            f"{hide_password(place)!r} is not a database URL", where="JOINTLINE_LEDGER",
            remedy="Give a file, or for instance postgresql+psycopg://user@host/name.",
        ) from None  # fmt: skip
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise JointlineError(
            f"a {url.get_backend_name()} database is not supported", where=url.render_as_string(hide_password=True),
            remedy="Use a file (SQLite), or PostgreSQL: postgresql+psycopg://user@host/name.",
        )  # fmt: skip
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        path = Path(url.database).expanduser().resolve()
        return url.set(database=str(path)), path
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url, None


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"timeout": _LOCK_SECONDS})

    # SQLAlchemy's recipe for SQLite: the driver must not begin transactions by itself, so that a writer can
    # take the lock at once (BEGIN IMMEDIATE) and schema changes roll back with the rest
    @sa.event.listens_for(engine, "connect")
    def _no_implicit_begin(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None
        dbapi_connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # heeded where the file is new

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("jointline_write", False)
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_WRITE_CACHE_KIB if write else _READ_CACHE_KIB}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _revision(connection: sa.Connection) -> str | None:
    with connection.begin():
        names = sa.inspect(connection).get_table_names()
        if "alembic_version" in names:
            revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return revision
        if names and connection.dialect.name == "sqlite":
            raise LedgerUnusable(
                says("holds other tables ({name}) and is no ledger of this program", name=names[0]),
                remedy=says("Set JOINTLINE_LEDGER to another file."),
            )
    return None


def _migrate(engine: sa.Engine, revision: str | None, shown: str, create: bool) -> None:
    """Bring the schema to HEAD; revisions this version does not know are left alone."""
    known = [HEAD]  # every revision up to HEAD, oldest first
    if revision is not None and revision not in known:
        raise LedgerUnusable(
            says("was written by a newer jointline (schema {revision}; this one knows up to {head})", revision=revision, head=HEAD),
            where=shown, remedy=says("Upgrade jointline, or set JOINTLINE_LEDGER to another ledger."),
        )  # fmt: skip
    import logging

    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", "jointline.ledger:migrations")
    with engine.connect() as connection, connection.execution_options(jointline_write=True).begin():
        _one_writer(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _one_writer(connection: sa.Connection) -> None:
    """Wait until no other process writes: SQLite does by itself (BEGIN IMMEDIATE), PostgreSQL has to be told.

    Else two imports of the same statements in another order would deadlock, and each would count the other's.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def _known(
    as_of: str, as_recorded: str, heard: Sequence[str] = ()
) -> tuple[list[sa.ColumnElement[bool]], sa.Select[Any]]:
    """What a statement known by then fulfils, and the query for the ids that another one known by then supersedes."""
    c = statement.c
    live: list[sa.ColumnElement[bool]] = [c.known_on <= as_of]
    if as_recorded:
        live.append(c.recorded_on <= as_recorded)
    newer = sa.select(c.supersedes).where(CORRECTS, *live).correlate(None)
    if heard:
        live.append(sa.or_(c.speaker_kind.in_(heard), c.property.not_in(names_heard())))
    return live, newer


def _best(
    connection: sa.Connection, query: Callable[..., sa.Select[Any]], key: Sequence[sa.ColumnElement[Any]],
    gone: set[str], not_gone: sa.ColumnElement[bool],
) -> Iterator[Statement]:  # fmt: skip
    """What *query* finds best for each *key* among all that is not *gone*.

    Superseded statements are few, and telling them apart takes the database longer than all the rest: they
    are let in at first, and only where one comes out best the query is asked again without them.
    """
    again = []
    for s in _read(connection, query()):
        if s.id in gone:
            again.append(tuple(getattr(s, column.name) for column in key))
        else:
            yield s
    for i in range(0, len(again), 500):
        part = again[i : i + 500]
        first = key[0].in_([values[0] for values in part])  # by this one the index is searched and not read through
        yield from _read(connection, query(first, sa.tuple_(*key).in_(part), not_gone))


def _read(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Statement]:
    for part in connection.execution_options(yield_per=1000).execute(query).partitions():
        yield from map(from_texts, part)


def _check_links(connection: sa.Connection, links: dict[str, str]) -> None:
    targets = sorted(links)
    for i in range(0, len(targets), 500):
        part = targets[i : i + 500]
        there = set(connection.scalars(sa.select(statement.c.id).where(statement.c.id.in_(part))))
        for target in part:
            if target not in there:
                raise _no_target(target, links[target])


def _no_target(target: str, named_by: str) -> JointlineError:
    return JointlineError(
        f"statement {named_by} names {target}, which is not in the ledger",
        where="field supersedes or disputes", remedy="jointline statements --json shows the ids.",
    )  # fmt: skip


def check_links_among(statements: Sequence[Statement], elsewhere: frozenset[str]) -> None:
    """Raise ``JointlineError`` where one supersedes or disputes a statement neither here nor *elsewhere*."""
    here = elsewhere.union(s.id for s in statements)
    for target, named_by in _links(statements, here).items():
        raise _no_target(target, named_by)


def _links(statements: Iterable[Statement], elsewhere: frozenset[str]) -> dict[str, str]:
    return {t: s.id for s in statements for t in (s.supersedes, s.disputes) if t and t not in elsewhere}


def _insert_new(connection: sa.Connection, rows: list[tuple[str, ...]]) -> None:
    """Insert *rows* (texts in the order of ``_COLUMNS``); what is there already is passed over."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as pg_insert

        insert = pg_insert(statement).on_conflict_do_nothing()
        connection.execute(insert, [dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    else:
        # straight to the driver: compiling parameters row by row costs more than the insert itself
        connection.exec_driver_sql(_SQLITE_INSERT, rows)


@contextmanager
def _clear_errors(place: str) -> Iterator[None]:
    try:
        yield
    except JointlineError as error:
        raise (error if error.where else error.at(place)) from None
    except NoSuchModuleError as error:
        raise JointlineError(f"there is no such kind of database: {error}", where=place) from None
    except ModuleNotFoundError as error:
        raise JointlineError(
            f"its driver is not installed ({error.name})", where=place,
            remedy="Write the URL as postgresql+psycopg://user@host/name and install the driver: pip install '.[postgres]' in the checkout",
        ) from None  # fmt: skip
    except DBAPIError as error:
        raise LedgerUnusable(_plain(error.orig), where=place, remedy=_remedy(str(error.orig), place)) from None
    except SQLAlchemyError as error:
        raise LedgerUnusable(says("the database failed: {error}", error=str(error)), where=place) from None


def _plain(error: BaseException | None) -> str:
    text = str(error).strip().splitlines()
    return says("the ledger cannot be used: {why}", why=text[0] if text else type(error).__name__)


def _remedy(text: str, place: str) -> str:
    remedies: tuple[tuple[str, Callable[[], str]], ...] = (
        ("locked", lambda: says("Another process is writing: try again when it has finished.")),
        ("not a database", lambda: says("Move {place} away, or set JOINTLINE_LEDGER to another file.", place=place)),
        ("malformed", lambda: says("The file is damaged: restore a copy, or save what is left with: sqlite3 {place} .recover", place=place)),
        ("readonly", lambda: says("Make the file and its directory writable, or set JOINTLINE_LEDGER to another file.")),
        ("unable to open", lambda: says("Make its directory readable and writable, or set JOINTLINE_LEDGER to another file.")),
        ("disk is full", lambda: says("Make room; nothing was written.")),
        ("no such table", lambda: says("The ledger lost its table: restore a copy.")),
    )  # fmt: skip
    for sign, remedy in remedies:
        if sign in text:
            return remedy()
    return says("Nothing was written. Check JOINTLINE_LEDGER.") if os.environ.get("JOINTLINE_LEDGER") else ""
