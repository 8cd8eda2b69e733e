"""A server that starts anew gives each view within a second out of what an earlier one kept, and bears many readers."""

from __future__ import annotations

import asyncio
import sys
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from load import crowd, serve

T = TypeVar("T")
VIEWS = ("backlog", "case/f16-block70", "lab", "evidence", "scores", "method")
STATEFUL = "evidence"  # its page depends on more than its address


@contextmanager
def server(folder: Path) -> Iterator[str]:
    process, address = serve(folder)
    try:
        yield address
    finally:
        process.terminate()
        process.wait()


def server_time(address: str) -> tuple[float, str]:
    """Milliseconds that the server says it took, and where the answer came from."""
    with urllib.request.urlopen(address, timeout=300) as answer:
        answer.read()
        total, _, how = answer.headers["server-timing"].partition("total;dur=")[2].partition(", ")
    return float(total), how.partition("desc=")[2].strip('"')


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which an earlier server left every view in both languages."""
    folder = tmp_path_factory.mktemp("kept")
    with server(folder) as address:
        for view in VIEWS:
            for lang in ("en", "zh-TW"):
                server_time(f"{address}/{lang}/{view}")
    return folder


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_each_view_takes_less_than_a_second_in_a_new_process(kept: Path, lang: str) -> None:
    with server(kept) as address:
        found = {view: server_time(f"{address}/{lang}/{view}") for view in VIEWS}
    assert {v: how for v, (_, how) in found.items()} == {v: "none" if v == STATEFUL else "disk" for v in VIEWS}
    assert {v: ms for v, (ms, _) in found.items() if ms >= 1000} == {}


def apart(work: Coroutine[Any, Any, T]) -> T:
    """What *work* gives, run in a thread of its own: Playwright keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def test_two_hundred_readers_all_get_the_page(kept: Path) -> None:
    with server(kept) as address:
        run = apart(crowd(address, "/en/backlog", readers=200, pages=3, think=0.5, within=0.5))
        worst = apart(crowd(address, "/en/backlog", readers=200, pages=3, think=0.0))
    assert (run.errors, len(run.seconds)) == (0, 600)
    assert (worst.errors, len(worst.seconds)) == (0, 600)
