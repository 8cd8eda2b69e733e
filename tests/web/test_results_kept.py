"""Results are kept once made, made once however many ask, and made anew when the ledger changes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

import jointline as jl
from jointline.errors import JointlineError
from jointline.web import charts, results
from jointline.web.results import Memory
from jointline.web.settings import Settings
from jointline.web.view_state import place


def test_many_who_ask_at_once_have_it_made_once() -> None:
    memory, made = Memory(4), []
    begun = threading.Barrier(8)

    def make() -> object:
        made.append(1)
        time.sleep(0.05)
        return object()

    def ask(_: int) -> object:
        begun.wait()
        return memory.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert made == [1] and len(set(map(id, found))) == 1


def test_an_error_reaches_who_asked_and_is_not_kept() -> None:
    memory = Memory(4)

    def fail() -> int:
        raise JointlineError("no")

    with pytest.raises(JointlineError):
        memory.get("key", fail)
    assert memory.get("key", lambda: 5) == 5


def test_what_was_not_asked_for_longest_is_forgotten_first() -> None:
    memory, made = Memory(2), []

    def ask(key: str) -> None:
        memory.get(key, lambda: made.append(key))

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert made == ["a", "b", "c", "b"]


def test_an_added_statement_makes_results_anew() -> None:
    day = date(2026, 3, 31)
    before = results.backlog(day, "published")
    assert results.backlog(day, "published") is before
    jl.add(
        subject="mq9b", property="total_value", value="USD 601m", said_by="Somebody", standing="official", speaker_kind="other",
        stated_on="2026-03-20", source="https://example.org", recorded_on="2026-03-21",
    )  # fmt: skip
    after = results.backlog(day, "published")
    assert after.run["data"] != before.run["data"]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("history", {"month": "2024-10"}), ("timeline", {"month": "2024-10"}), ("promises", {"case": "hcds"}), ("why-late", {"case": "hcds"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_each_chart_is_drawn_from_its_address(lang: str, name: str, query: dict[str, str]) -> None:
    drawn = charts.chart(name)(place(lang, f"chart/{name}.svg", query), Settings())
    assert drawn.to_dict()["usermeta"]["title"]


def test_an_unknown_chart_says_what_is_near() -> None:
    with pytest.raises(jl.NothingFound) as found:
        charts.chart("histroy")
    assert "history" in found.value.remedy
