"""Every view loads with requests only to the page itself and without a word in the console."""

from __future__ import annotations

from typing import Any

import pytest

VIEWS = ("backlog", "lab", "evidence", "scores", "method")


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_loads_from_this_machine_alone(served: str, browser: Any, lang: str, view: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    answer = page.goto(f"{served}/{lang}/{view}", wait_until="networkidle")
    assert answer.status == 200
    assert all(url.startswith((served, "data:", "blob:")) for url in asked)
    assert said == []
    page.close()
