"""The method page: every figure is worked out, and opens what it rests on; both languages have the same places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient
from shown import go

import jointline as jl
from jointline.ledger.ledger import open_ledger
from jointline.ledger.resolve import RULES
from jointline.ledger.statement import STANDINGS


@pytest.fixture(autouse=True)
def own_ledger(ledger_of_the_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One empty ledger for the whole file: what the page keeps in memory is kept from test to test."""
    monkeypatch.setenv("JOINTLINE_LEDGER", str(ledger_of_the_file))
    return ledger_of_the_file


def test_the_figures_are_the_ledgers(client: TestClient) -> None:
    tree = lxml.html.fromstring(client.get("/en/method").text)
    said = " ".join(tree.text_content().split())
    held = list(open_ledger().statements())
    assert f"{len(held):,}" in said
    shown = {
        r.xpath("string(./th)").strip(): r.xpath("string(./td[2])").strip()
        for r in tree.xpath("//*[@id='standing']//tbody/tr")
    }
    assert len(shown) == len(STANDINGS)
    assert {int(n.replace(",", "")) for n in shown.values()} == {sum(s.standing == w for s in held) for w in STANDINGS}
    for rule in RULES:
        assert tree.xpath(f"//*[@id='rules']//h3//code[.='{rule}']")
    heads = [" ".join(h.text_content().split()) for h in tree.xpath("//*[@id='rules']//h3")]
    assert [h.partition("wins")[0] for h in heads][:2] == ["The firmer standing ", "The later statement "]
    ends = open_ledger().knowledge_ends()[0]
    opened = lxml.html.fromstring(client.get("/en/backlog").text)
    total = jl.backlog(ends[:7]).total_usd_m
    assert f"US$ {total / 1000:,.2f} billion" in opened.xpath("string(//*[@id='total'])")
    counted = {
        r.xpath("string(./th/code)"): " ".join(r.text_content().split())
        for r in tree.xpath("//*[@id='counting']//tbody/tr")
    }
    assert str(jl.backlog(ends[:7], "mnd").cases) in counted["mnd"] and "18 or 25" in counted["mnd"]
    assert f"US$ {total:,.1f} million" in said and ends in said
    series = jl.history(last=ends)
    assert f"{series.within_rounding} of {series.compared} published figures" in said
    net = jl.show_network("taiwan")
    assert f"{net.numbers:,} / {net.numbers_with_evidence:,}" in said


def test_the_examples_open_what_decided_them(client: TestClient) -> None:
    tree = lxml.html.fromstring(client.get("/en/method").text)
    links = [a.get("href") for a in tree.xpath("//a[@data-drawer]")]
    assert len(links) >= 4 + sum(1 for w in STANDINGS if any(s.standing == w for s in open_ledger().statements()))
    for link in links:
        opened = client.get(link, headers={"x-part": "drawer"})
        assert opened.status_code == 200 and "<html" not in opened.text, link
    why = jl.why("javelin-2015", "final_delivery", as_of="2025-12-31")
    assert f"{len(why.set_aside)} statement" in " ".join(tree.text_content().split())


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_every_place_in_the_contents_is_there(client: TestClient, lang: str) -> None:
    tree = lxml.html.fromstring(client.get(f"/{lang}/method").text)
    for link in tree.xpath("//*[contains(@class, 'method__toc')]//a"):
        assert tree.xpath(f"//*[@id='{link.get('href').removeprefix('#')}']")


def test_it_reads_on_a_phone_and_opens_a_statement(served: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    go(page, f"{served}/zh-TW/method?years=roc")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.locator(".told td:nth-child(2)").first.bounding_box()["width"] > 200
    )  # words, not a column of characters
    page.locator("#standing a[data-drawer]").first.click()
    page.locator("#drawer[open]").wait_for()
    page.keyboard.press("Escape")
    assert said == []
    page.close()
