"""A server that starts anew gives each view within a second out of what an earlier one kept, and bears many readers."""

from __future__ import annotations

import asyncio
import sys
import time
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
VIEWS = ("backlog", "case/f16-block70", "lab", "evidence", "scores", "method", "brief")
TRIES = 3
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
        while b"data-first" in urllib.request.urlopen(f"{address}/en/lab", timeout=300).read():
            time.sleep(0.3)  # the first simulation is still being made: that page is not kept
        for view in VIEWS:
            for lang in ("en", "zh-TW"):
                server_time(f"{address}/{lang}/{view}")
    return folder


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_the_lab_stands_before_its_first_simulation(tmp_path: Path, lang: str) -> None:
    """With nothing kept the page does not wait for its simulation; what it fetches then is the figures."""
    with server(tmp_path) as address:
        page = f"{address}/{lang}/lab?as_of=2025-06-30"  # a day that no server prepares
        assert server_time(page)[1] == "none"  # made, and not kept
        request = urllib.request.Request(page, headers={"x-part": "first"})
        assert b"lab-table" in urllib.request.urlopen(request, timeout=300).read()
        assert b"data-first" not in urllib.request.urlopen(page, timeout=300).read()


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_each_view_takes_less_than_a_second_in_a_new_process(kept: Path, lang: str) -> None:
    best = dict.fromkeys(VIEWS, float("inf"))
    for _ in range(TRIES):  # what else the machine does only adds to a time
        with server(kept) as address:
            found = {view: server_time(f"{address}/{lang}/{view}") for view in VIEWS}
        assert {v: how for v, (_, how) in found.items()} == {v: "none" if v == STATEFUL else "disk" for v in VIEWS}
        best = {v: min(best[v], found[v][0]) for v in VIEWS}
        if max(best.values()) < 1000:
            break
    assert {v: ms for v, ms in best.items() if ms >= 1000} == {}


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
