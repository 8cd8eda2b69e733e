"""Every view loads with requests only to the page itself and without a word in the console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from shown import go

VIEWS = ("backlog", "lab", "evidence", "scores", "method")


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """One page for all views: a new one takes longer than most views."""
    made = browser.new_page()
    made.asked, made.said = [], []
    made.on("request", lambda r: made.asked.append(r.url))
    made.on("console", lambda m: made.said.append(m.text))
    made.on("pageerror", lambda e: made.said.append(str(e)))
    yield made
    made.close()


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_loads_from_this_machine_alone(served: str, page: Any, lang: str, view: str) -> None:
    page.asked.clear()
    answer = go(page, f"{served}/{lang}/{view}")
    assert answer.status == 200
    assert page.asked and all(url.startswith((served, "data:", "blob:")) for url in page.asked)
    assert page.said == []
