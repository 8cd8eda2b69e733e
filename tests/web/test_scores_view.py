"""The scores: the page does not wait for the back-test, and shows the library's figures with what they do not show."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient

import jointline as jl
from jointline.forecast.backtest import BackTest
from jointline.forecast.committed import committed
from jointline.report.lang.language import ENGLISH

DOCS = Path(__file__).resolve().parents[2] / "docs" / "forecasts"


@pytest.fixture(autouse=True)
def own_ledger(ledger_of_the_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One empty ledger for the whole file: what the page keeps in memory is kept from test to test."""
    monkeypatch.setenv("JOINTLINE_LEDGER", str(ledger_of_the_file))
    return ledger_of_the_file


@pytest.fixture(scope="module")
def test() -> BackTest:
    return jl.backtest()


def words(text: str) -> str:
    return " ".join(lxml.html.fromstring(text).text_content().split())


def table(text: str, head: str) -> dict[str, list[str]]:
    """The rows of the table whose first heading is *head*, by the words of their first cell."""
    for found in lxml.html.fromstring(text).xpath("//table"):
        if found.xpath("string(.//thead//th[1])").strip() == head:
            rows = [
                [" ".join(c.text_content().split()) for c in r.xpath("./th|./td")] for r in found.xpath("./tbody/tr")
            ]
            return {f"{r[0]}|{r[1]}" if head == "Method" and len(r) == 9 else r[0]: r[1:] for r in rows}
    raise AssertionError(head)


def test_the_page_does_not_wait_for_the_back_test(client: TestClient) -> None:
    """Where it is not at hand, a part that the script asks for, or a link without one, brings it."""
    first = client.get("/en/scores")
    assert first.status_code == 200
    place = lxml.html.fromstring(first.text).xpath("//*[@hx-get]")
    if place:  # another test may have had it made already
        link = place[0].xpath(".//a")[0].get("href")
        assert "CRPS is the integral" in words(client.get(link).text)
    part = client.get("/en/scores", headers={"hx-request": "true"})
    assert "<html" not in part.text and "CRPS is the integral" in words(part.text)


def test_the_figures_are_the_back_tests(client: TestClient, test: BackTest) -> None:
    text = client.get("/en/scores?show=backtest").text
    shown = table(text, "Method")
    for m in test.methods:
        row = shown[ENGLISH.name("method", m.method)]
        assert row[:4] == [f"{m.forecasts:,}", f"{m.cases}", f"{m.deliveries}", f"{m.crps:.1f}"]
        assert row[5] == f"{100 * (m.covered_50 or 0):.0f} %" and row[6].startswith(
            f"{100 * (m.covered_80 or 0):.0f} %"
        )
    said = words(text)
    for c in test.comparisons:
        assert f"{c.difference:.1f}".replace("-", "−") in said
    for case in test.cases:
        assert f"{case.crps:.1f}" in said
    assert all(w in said for w in test.warnings)


def test_no_skill_is_said_where_none_is_shown(client: TestClient, test: BackTest) -> None:
    came = next(c for c in test.comparisons if c.method == "blend" and c.on == "delivery came")
    assert came.verdict == "no skill shown"  # else the page and docs/forecasts.md have to say so
    assert "no skill is shown there" in words(client.get("/en/scores?show=backtest").text)


def test_the_forecasts_made_beforehand_ship_as_they_were() -> None:
    assert [f.name for f in committed()] == sorted(p.name for p in DOCS.glob("*.csv"))
    for file in committed():
        for name in (file.name, file.name.replace(".csv", ".json")):
            shipped = (resources.files("jointline.data") / "forecast" / "recorded" / name).read_bytes()
            assert shipped == (DOCS / name).read_bytes(), name


def test_what_was_made_beforehand_is_held_against_what_is_known(client: TestClient) -> None:
    text = client.get("/en/scores").text
    for file in committed():
        with resources.as_file(file) as path:
            s = jl.score(file=path)
        said = words(text)
        assert f"{s.recorded:,}" in said and f"{s.recorded} forecasts, one by one" in said
        if not s.scored:
            assert "There is nothing to hold against them yet" in said


def test_what_the_ledger_keeps_is_shown(
    client: TestClient, ledger_of_the_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No forecast was recorded here yet" in words(client.get("/en/scores").text)
    monkeypatch.setenv("JOINTLINE_LEDGER", str(ledger_of_the_file.with_name("kept.sqlite")))
    monkeypatch.setenv("JOINTLINE_USER", "tester")
    made = jl.forecast("f16-block70", as_of="2025-12-31", method="blend")
    jl.record(made, recorded_on="2026-01-05")
    said = words(client.get("/en/scores").text)
    assert "Kept by jointline forecast --record" in said and f"{len(made.rows)} forecast" in said


def test_the_back_test_comes_by_itself_in_a_browser(served: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(f"{served}/en/scores")
    page.locator(".finding__figure").first.wait_for(timeout=60_000)
    chart = page.locator("#chart-reliability")
    chart.scroll_into_view_if_needed()
    chart.locator("svg").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert said == []
    page.close()


def test_no_line_ends_between_a_number_and_its_per_cent(client: TestClient) -> None:
    text = re.sub(r"(?s)<script.*?</script>", "", client.get("/en/scores?show=backtest").text)
    assert "90\u00a0% bootstrap range" in text and not re.search(r"\d %", text)
