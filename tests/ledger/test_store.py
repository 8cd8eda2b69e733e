"""The store: adding is all or nothing and never twice, the schema is the written one, errors say what to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from conftest import engine_of, statement
from jointline.errors import JointlineError
from jointline.ledger import store as store_module
from jointline.ledger import tables
from jointline.ledger.ledger import open_ledger
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement, as_texts
from jointline.ledger.store import HEAD, Store, hide_password, open_store


def opened(place: str) -> Store:
    store = open_store(place, create=True)
    assert store is not None
    return store


def titles(*values: str) -> list[Statement]:
    return [statement(property="title", value=value) for value in values]


# adding


def test_adding_again_adds_nothing(place: str) -> None:
    store = opened(place)
    some = titles("a", "b", "c")
    assert store.add(some) == (3, 0)
    assert store.add(some) == (0, 3)
    assert store.add([*some, *titles("d")]) == (1, 3)
    assert store.add(titles("e", "e")) == (1, 1)
    assert store.add([]) == (0, 0)
    assert opened(place).add(some) == (0, 3)
    assert {s.value for s in store.select()} == set("abcde")
    store.close()


def test_the_first_record_of_a_statement_stays(place: str) -> None:
    store = opened(place)
    first = statement(recorded_on="2026-10-03", recorded_by="her")
    store.add([first])
    store.add([statement(recorded_on="2026-10-04", recorded_by="him")])
    assert list(store.select()) == [first]


def test_what_is_stored_comes_back_letter_by_letter(place: str) -> None:
    texts = ["=1+1", "'", '"', "a\nb\tc", "臺灣：「交付」", "\u2028x", "\ufeff", "%s :x ?", "\\", "😀", "NULL", "İı"]
    some = [statement(property="title", value=t + ".", quote=t, note=t, via=[t + "."]) for t in texts]
    some.append(statement(units="11..66", n_sources=0o3, start=0, end=5, quote="hello", hedged=True))
    store = opened(place)
    store.add(some)
    assert sorted(store.select(), key=as_texts) == sorted(some, key=as_texts)
    store.close()
    engine = engine_of(place)
    with engine.connect() as connection:
        c = tables.statement.c
        kept = {row[0]: tuple(row[1:]) for row in connection.execute(sa.select(c.id, c.known_on, c.precedence))}
    engine.dispose()
    assert kept == {s.id: (s.known_on, precedence(s)) for s in some}


@pytest.mark.parametrize("count", [3, 5001])
def test_a_fault_in_the_middle_takes_everything_back(place: str, count: int) -> None:
    def faulty() -> Iterator[Statement]:
        yield from (statement(note=str(i)) for i in range(count))
        raise JointlineError("broken", where="line 7")

    store = opened(place)
    store.add(titles("before"))
    with pytest.raises(JointlineError) as raised:
        store.add(faulty())
    assert (raised.value.message, raised.value.where) == ("broken", "line 7")
    assert [s.value for s in store.select()] == ["before"]
    assert store.add(titles("after")) == (1, 0)


def test_a_link_must_lead_to_a_statement_here_or_among_those_named(place: str) -> None:
    store = opened(place)
    old = statement(note="old")
    wrong = statement(note="wrong", supersedes="0" * 20)
    for kept in ([], [old], [statement(note=str(i)) for i in range(5001)]):
        with pytest.raises(JointlineError, match=f"statement {wrong.id} names {'0' * 20}, which is not in the ledger"):
            store.add([*kept, wrong])
        with pytest.raises(JointlineError, match="which is not in the ledger"):
            store.add([wrong, *kept])
        assert list(store.select()) == []
    assert store.add([statement(note="disputes", disputes=old.id), old]) == (2, 0)
    assert store.add([statement(note="later", supersedes=old.id)]) == (1, 0)
    assert store.add([wrong], frozenset(["0" * 20])) == (1, 0)


# asking


def test_statements_come_by_subject_property_and_day_in_the_same_order_everywhere(place: str) -> None:
    some = [
        statement(subject=subject, property=name, value="2028", stated_on=day)
        for subject in ("a-b", "ab", "a_b", "a/b", "a.b", "b")
        for name in ("final_delivery_promised", "first_delivery_promised")
        for day in ("2026-10-02", "2025", "2026-09")
    ]
    store = opened(place)
    store.add(reversed(some))
    wanted = sorted(some, key=lambda s: (s.subject, s.property, s.known_on, s.id))
    assert list(store.select()) == wanted
    assert store.of_subject("a-b") == [s for s in wanted if s.subject == "a-b"]
    assert store.of_subject("nothing") == []
    assert sorted(store.subjects("final_delivery_promised")) == sorted({s.subject for s in some})
    assert store.size_and_end() == (36, "2026-10-02")


def test_an_empty_store_answers_with_nothing(place: str) -> None:
    store = opened(place)
    assert store.size_and_end() == (0, "")
    assert list(store.select()) == store.subjects("title") == list(store.held("2026-01-01", "", ["title"], [])) == []
    assert store.last("2026-01-01", "") == {} and store.superseded("2026-01-01", "") == set()


def test_asking_makes_no_ledger(place: str) -> None:
    assert open_store(place, create=False) is None
    assert open_ledger(place).store is None
    if "://" not in place:
        assert not Path(place).exists()
    else:
        assert "statement" not in _tables(place)


# the schema


def _tables(place: str) -> list[str]:
    engine = engine_of(place)
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
    engine.dispose()
    return names


def test_head_is_the_newest_revision_and_all_revisions_are_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", "jointline.ledger:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [HEAD]
    files = {p.stem for p in Path(scripts.versions).glob("v*.py")}
    assert {Path(r.path).stem for r in scripts.walk_revisions()} == files
    assert max(files).startswith(f"v{HEAD}_")


def test_the_migrations_make_exactly_the_tables_of_the_code(place: str) -> None:
    opened(place).close()
    engine = engine_of(place)

    def described(connection: sa.Connection) -> object:
        look = sa.inspect(connection)
        columns = [
            (c["name"], str(c["type"]), getattr(c["type"], "collation", None), c["nullable"], c["default"])
            for c in look.get_columns("statement")
        ]
        indexes = sorted(
            (i["name"], tuple(i["column_names"]), bool(i["unique"]), [str(v) for v in i["dialect_options"].values()])
            for i in look.get_indexes("statement")
        )
        return columns, indexes, look.get_pk_constraint("statement")["constrained_columns"]

    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        assert sorted(sa.inspect(connection).get_table_names()) == ["alembic_version", "statement"]
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD
        migrated = described(connection)
        connection.execute(sa.text("DROP TABLE statement"))
        tables.metadata.create_all(connection)
        assert described(connection) == migrated
    engine.dispose()


def test_opening_again_changes_nothing(place: str) -> None:
    store = opened(place)
    store.add(titles("a"))
    store.close()
    for create in (True, False):
        again = open_store(place, create=create)
        assert again is not None and [s.value for s in again.select()] == ["a"]
        again.close()


def test_a_ledger_of_a_newer_version_is_left_alone(place: str) -> None:
    store = opened(place)
    store.add(titles("a"))
    store.close()
    engine = engine_of(place)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for create in (True, False):
        with pytest.raises(JointlineError, match="newer jointline") as raised:
            open_store(place, create=create)
        assert "9999" in raised.value.message and HEAD in raised.value.message
        assert "Upgrade" in raised.value.remedy
        assert raised.value.where
    with engine.begin() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == "9999"
        assert connection.scalar(sa.text("SELECT count(*) FROM statement")) == 1
    engine.dispose()


# what can be wrong with a file


def refused(place: str | Path, message: str, remedy: str = "") -> None:
    """Reading and writing both fail with *message*, and the file is as it was."""
    path = Path(place)
    before = path.read_bytes() if path.is_file() else None
    for create in (False, True):
        with pytest.raises(JointlineError) as raised:
            store = open_store(str(place), create=create)
            assert store is not None
            list(store.select())
        assert message in raised.value.message
        assert remedy in raised.value.remedy
        assert raised.value.where
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"subject,property\n" * 500)
    refused(path, "not a database", f"Move {path} away")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()
    refused(path, "holds other tables (bookmarks)", "Set JOINTLINE_LEDGER to another file")


def test_a_damaged_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    store = opened(str(path))
    store.add(statement(note=f"{i} " * 50) for i in range(300))
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 12288) + whole[-4096:])
    refused(path, "malformed", "restore a copy")


def test_a_ledger_without_its_table(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    opened(str(path)).close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE statement")
    connection.commit()
    connection.close()
    refused(path, "no such table", "restore a copy")


def test_a_directory(tmp_path: Path) -> None:
    refused(tmp_path, "unable to open", "JOINTLINE_LEDGER")


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    place = tmp_path / "file" / "sub" / "ledger.sqlite"
    assert open_store(str(place), create=False) is None
    with pytest.raises(JointlineError, match="directory cannot be made") as raised:
        open_store(str(place), create=True)
    assert raised.value.where == str(place.parent)
    assert "JOINTLINE_LEDGER" in raised.value.remedy


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a file system nobody can write to, as /proc is")
def test_a_directory_nobody_can_write_to() -> None:
    with pytest.raises(JointlineError, match="unable to open") as raised:
        open_store("/proc/ledger.sqlite", create=True)
    assert raised.value.where == "/proc/ledger.sqlite"
    assert "writable" in raised.value.remedy


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write to a read-only file")
def test_a_read_only_file_is_read_but_not_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    store = opened(str(path))
    store.add(titles("a"))
    store.close()
    path.chmod(0o400)
    store = opened(str(path))
    assert [s.value for s in store.select()] == ["a"]
    with pytest.raises(JointlineError, match="readonly") as raised:
        store.add(titles("b"))
    assert "writable" in raised.value.remedy


def test_an_empty_file_is_a_ledger_that_is_still_empty(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.touch()
    assert opened(str(path)).add(titles("a")) == (1, 0)


def test_a_ledger_that_another_process_keeps_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_LOCK_SECONDS", 0.05)
    path = tmp_path / "ledger.sqlite"
    store = opened(str(path))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(JointlineError, match="locked") as raised:
        store.add(titles("a"))
    assert "try again" in raised.value.remedy
    assert list(store.select()) == []  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    assert store.add(titles("a")) == (1, 0)


def test_a_file_may_be_given_as_a_url_or_from_the_home_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    opened("~/sub/ledger.sqlite").add(titles("a"))
    store = open_store(f"sqlite:///{tmp_path}/sub/ledger.sqlite", create=False)
    assert store is not None and [s.value for s in store.select()] == ["a"]
    assert open_ledger("~/sub/ledger.sqlite").store is not None


# what can be wrong with a URL


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("://", "is not a database URL"),
        ("postgresql://user:secret@host:port/name", "is not a database URL"),
        ("nothing://host/name", "a nothing database is not supported"),
        ("postgresql+nothing://user:secret@host/name", "no such kind of database"),
        ("mysql://user:secret@host/name", "a mysql database is not supported"),
        ("oracle://user:secret@host/name", "a oracle database is not supported"),
        ("postgresql+pg8000://user:secret@host/name", "its driver is not installed (pg8000)"),
        ("sqlite://name", "Invalid SQLite URL"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused_without_its_password(url: str, message: str) -> None:
    for create in (True, False):
        with pytest.raises(JointlineError) as raised:
            open_store(url, create=create)
        assert message in raised.value.message
        assert raised.value.where
        assert "secret" not in str(raised.value)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(JointlineError, match="cannot be used") as raised:
        open_store("postgresql://user:secret@127.0.0.1:1/name", create=False)
    assert "127.0.0.1:1/name" in raised.value.where
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("postgresql://user:secret@host/name", "postgresql://user:***@host/name"),
        ("postgresql://user@host/name", "postgresql://user@host/name"),
        ("postgresql://host:5432/name", "postgresql://host:5432/name"),
        ("ledger.sqlite", "ledger.sqlite"),
    ],
)
def test_only_the_password_of_a_place_is_hidden(place: str, shown: str) -> None:
    assert hide_password(place) == shown
    assert open_ledger(place).shown == shown
