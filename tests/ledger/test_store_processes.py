"""The store under several processes: nothing is lost, nothing is half there, whoever is killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from store_worker import numbered

from conftest import engine_of, statement
from jointline.ledger.exchange import import_statements
from jointline.ledger.ledger import open_ledger
from jointline.ledger.store import open_store
from jointline.ledger.transfer import write_csv

WORKER = Path(__file__).with_name("store_worker.py")


@contextmanager
def worker(*args: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, str(WORKER), *args],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str]) -> str:
    """The next line of a worker; its complaints where it died instead."""
    assert process.stdout is not None and process.stderr is not None
    line = process.stdout.readline().strip()
    return line or process.stderr.read()


def values(place: str) -> list[str]:
    store = open_store(place, create=False)
    assert store is not None
    found = [s.value for s in store.select()]
    store.close()
    return found


def table_exists(place: str) -> bool:
    engine = engine_of(place)
    with engine.connect() as connection:
        found = sa.inspect(connection).has_table("statement")
    engine.dispose()
    return found


def together(*processes: subprocess.Popen[str]) -> list[tuple[int, int]]:
    """Let all workers begin at once; what each says it added and found there."""
    assert [told(p) for p in processes] == ["ready"] * len(processes)
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = []
    for process in processes:
        output, complaints = process.communicate(timeout=100)
        assert (process.returncode, complaints) == (0, "")
        new, there = map(int, output.split())
        said.append((new, there))
    return said


@pytest.mark.parametrize("there", [False, True], ids=["no ledger yet", "a ledger"])
def test_two_processes_adding_at_the_same_time_lose_nothing(place: str, there: bool) -> None:
    if there:
        open_ledger(place, shipped=False).add([statement(property="title", value="first")])
    with worker("add", place, "one", "500", "25") as one, worker("add", place, "other", "500", "25") as other:
        assert together(one, other) == [(500, 0), (500, 0)]
    wanted = {f"{name} {i}" for name in ("one", "other") for i in range(500)} | ({"first"} if there else set())
    found = values(place)
    assert len(found) == len(wanted)
    assert set(found) == wanted


def test_two_processes_adding_the_same_statements_in_opposite_order_add_each_once(place: str) -> None:
    args = (place, "same", "3000", "1000")
    with worker("add", *args) as one, worker("add-backwards", *args) as other:
        said = together(one, other)
    assert [new + already for new, already in said] == [3000, 3000]
    assert sum(new for new, _ in said) == 3000
    assert sorted(values(place)) == sorted(f"same {i}" for i in range(3000))


@pytest.mark.parametrize("there", [False, True], ids=["no ledger yet", "a ledger"])
def test_a_process_killed_in_the_middle_of_an_import_leaves_nothing(place: str, there: bool, tmp_path: Path) -> None:
    before = ["first"] if there else []
    if there:
        open_ledger(place, shipped=False).add([statement(property="title", value="first")])
    with worker("hang", place, "11000") as process:
        assert told(process) == "inside"
        process.kill()
        process.wait()
    assert table_exists(place)
    assert values(place) == before
    path = tmp_path / "next.csv"
    write_csv(numbered("hanging", 0, 3), path)
    done = import_statements(path, ledger=open_ledger(place, shipped=False))
    assert (done.added, done.already_there) == (3, 0)
    assert sorted(values(place)) == sorted([*before, "hanging 0", "hanging 1", "hanging 2"])


def test_a_killed_import_that_had_made_no_ledger_yet_leaves_no_file(tmp_path: Path) -> None:
    place = tmp_path / "ledger.sqlite"

    def dying() -> Iterator[object]:
        yield from numbered("dying", 0, 100)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_ledger(str(place), shipped=False).add(dying())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
