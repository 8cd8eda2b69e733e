"""Heavy runs take turns, whoever asks for them; a question that was answered is not worked out again for another form."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import client

from jointline.web import results
from jointline.web.turns import TURNS, Busy, Turns

DAY = date(2026, 3, 31)


def until_waiting(turns: Turns, runs: int) -> None:
    """Wait until so many runs stand in the queue."""
    ends = time.monotonic() + 60
    while len(turns._queue) < runs:
        assert time.monotonic() < ends, "they never came"
        time.sleep(0.001)


def test_one_at_a_time_in_the_order_they_came() -> None:
    turns, inside, order = Turns(), [], []

    def run(n: int) -> None:
        with turns.turn():
            inside.append(n)
            order.append((n, len(inside)))
            time.sleep(0.02)
            inside.remove(n)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(5)]
    with turns.turn():  # until all of them wait
        for n, thread in enumerate(threads):
            thread.start()
            until_waiting(turns, n + 1)
    for thread in threads:
        thread.join()
    assert order == [(n, 1) for n in range(5)]


def test_a_run_within_a_run_does_not_wait_for_itself() -> None:
    turns = Turns(patience=0.05)
    with turns.turn(), turns.turn():
        pass
    with turns.turn():  # given back once
        pass


def test_who_waits_too_long_or_as_one_too_many_is_told() -> None:
    turns = Turns(waiting=1, patience=1.0)
    hold, held = threading.Event(), threading.Event()

    def keep() -> None:
        with turns.turn():
            held.set()
            hold.wait()

    def late() -> str:
        try:
            with turns.turn():
                return "came"
        except Busy as error:
            return error.message

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(keep)
        held.wait()
        second = pool.submit(late)
        until_waiting(turns, 1)
        assert late() == "too many runs are waiting"
        assert second.result() == "a run before this one takes too long"
        hold.set()
        first.result()
    with turns.turn():
        pass


def counted(monkeypatch: pytest.MonkeyPatch, path: str) -> list[int]:
    """How many runs of the library's function were under way as each began; it is slowed so that two would meet."""
    from importlib import import_module

    module, _, name = path.rpartition(".")
    real: Callable[..., Any] = getattr(import_module(module), name)

    def slow(*args: Any, **kwargs: Any) -> Any:
        _running.append(1)
        met.append(len(_running))
        time.sleep(0.1)
        try:
            return real(*args, **kwargs)
        finally:
            _running.pop()

    met: list[int] = []
    monkeypatch.setattr(import_module(module), name, slow)
    return met


_running: list[int] = []


def test_the_page_and_the_api_never_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    results.MEMORY.clear()
    results.RUNS.clear()
    forecast = counted(monkeypatch, "jointline.forecast.table.forecast")
    compare = counted(monkeypatch, "jointline.options.compare.compare")
    late = counted(monkeypatch, "jointline.simulate.why.why_late")
    page = client()
    asked = [
        "/api/compare?option=priority&draws=8", "/en/backlog/timeline?month=2025-10", "/api/why-late/himars-2025-launcher?draws=8",
        "/api/forecast?as_of=2025-09-30", "/api/compare?option=priority&draws=9",
    ]  # fmt: skip
    with page, ThreadPoolExecutor(5) as pool:  # one event loop, as of a server
        assert [a.status_code for a in pool.map(page.get, asked)] == [200] * 5
    assert [len(forecast), len(compare), len(late)] == [2, 2, 1]
    assert set(forecast + compare + late) == {1}


def test_what_was_worked_out_serves_every_form_of_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    results.MEMORY.clear()
    results.RUNS.clear()
    compare = counted(monkeypatch, "jointline.options.compare.compare")
    forecast = counted(monkeypatch, "jointline.forecast.table.forecast")
    late = counted(monkeypatch, "jointline.simulate.why.why_late")
    page = client()
    for ending in ("", ".csv", ".xlsx"):
        assert page.get(f"/api/compare{ending}?option=priority&draws=8").status_code == 200
        assert page.get(f"/api/forecast{ending}?as_of=2025-08-31").status_code == 200
    assert page.get("/en/backlog/timeline?month=2025-08").status_code == 200
    held = results.why_late("taiwan", date.today(), "tw-2025-12-17-himars")
    for order in [w.order for w in held]:
        assert page.get(f"/api/why-late/{order}").status_code == 200
    assert [len(compare), len(forecast), len(late)] == [1, 1, len(held)]


def test_a_chart_that_draws_what_is_being_worked_out_holds_no_turn_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that held the turn while it waited for a page's forecast would wait for ever."""
    results.MEMORY.clear()
    counted(monkeypatch, "jointline.forecast.table.forecast")
    page = client()
    asked = ["/en/backlog/timeline?month=2025-07", "/en/chart/timeline.svg?month=2025-07"] * 2
    with page, ThreadPoolExecutor(4) as pool:
        assert [a.status_code for a in pool.map(page.get, asked)] == [200] * 4
    with TURNS.turn():
        pass


def test_a_network_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    from jointline.network.shipped import shipped_network
    from jointline.network.write import network_text

    file = tmp_path / "own.toml"
    text = network_text(shipped_network("taiwan", "2026-03-31"))
    file.write_text(text, encoding="utf-8")
    first = results.network(str(file), DAY)
    assert results.network(str(file), date(2026, 4, 1)) is first
    file.write_text(text + "\n# changed\n", encoding="utf-8")
    assert results.network(str(file), DAY) is not first
