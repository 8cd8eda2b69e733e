"""The options lab: its figures are the library's, its address says all of it, and a slider moves the bands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient

import jointline as jl
from jointline.network.shipped import shipped_network
from jointline.options.bench import DRAWS, Bench
from jointline.report.lang.language import ENGLISH
from jointline.web.app import create_app
from jointline.web.settings import Settings

DAY = "2026-11-30"
START = "set.lines.stinger-taiwan.start"
CHOSEN = f"/en/lab?option=stinger-taiwan&option=priority&{START}=5&as_of={DAY}"


@pytest.fixture(autouse=True)
def own_ledger(ledger_of_the_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One empty ledger for the whole file: what the page keeps in memory is kept from test to test."""
    monkeypatch.setenv("JOINTLINE_LEDGER", str(ledger_of_the_file))
    return ledger_of_the_file


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(shipped_network("taiwan", DAY))


def rows(text: str) -> dict[str, list[str]]:
    """The table of figures: the option's title and the cells of its row."""
    table = lxml.html.fromstring(text).xpath("//table[contains(@class, 'lab-table')]")[0]
    out = {}
    for row in table.xpath("./tbody/tr"):
        head, *cells = row.xpath("./th|./td")
        out[" ".join(head.text_content().split())] = [" ".join(" ".join(c.itertext()).split()) for c in cells]
    return out


def test_every_option_is_shown_with_the_figures_of_compare(client: TestClient) -> None:
    page = client.get(f"/en/lab?as_of={DAY}")
    assert page.status_code == 200
    found = rows(page.text)
    for o in jl.compare(shipped_network("taiwan", DAY), draws=DRAWS).options:
        mode = f"{o.mode} " if o.mode != "other" else ""
        avoided, first, final, often, clears = found[mode + o.title]
        assert avoided.split()[0] == f"{o.value_months_p50:,.0f}".replace("-", "−")
        assert avoided.split()[-1] == f"{o.value_months_p90:,.0f}".replace("-", "−")
        for shown, p50 in ((first, o.weighted_first_months_p50), (final, o.weighted_final_months_p50)):
            assert shown.split()[0] == (f"{p50:.1f}" if p50 else "0")
        assert often.endswith("%") and clears.startswith(ENGLISH.date(o.clears_p50))


def test_a_number_that_was_moved_is_in_the_figures_and_in_the_form(client: TestClient, bench: Bench) -> None:
    page = client.get(CHOSEN)
    moved = bench.compare(["stinger-taiwan", "priority"], {"lines.stinger-taiwan.start": 5.0}).options[0]
    assert moved.value_months_p50 > 0
    assert rows(page.text)["A Stinger assembled in Taiwan"][0].split()[0] == f"{moved.value_months_p50:,.0f}"
    field = lxml.html.fromstring(page.text).xpath(f"//input[@name='{START}']")[0]
    assert field.get("value") == "5" and field.get("form") == "lab"
    assert field.get("max") == "101" and field.get("min") == "0"


def test_the_address_of_a_page_gives_the_same_page(client: TestClient) -> None:
    first = client.get(CHOSEN)
    form = lxml.html.fromstring(first.text)
    pairs = [("option", x.get("value")) for x in form.xpath("//form[@id='lab']//input[@type='checkbox'][@checked]")]
    pairs += [
        (x.get("name"), x.get("value"))
        for x in form.xpath("//input[@form='lab']|//form[@id='lab']/input[@type='hidden']")
    ]
    again = client.get("/en/lab", params=[(k, v or "") for k, v in pairs])
    assert rows(again.text) == rows(first.text)
    other = form.xpath("//a[@id='language']")[0].get("href")
    assert "option=stinger-taiwan" in other and f"{START}=5" in other and other.startswith("/zh-TW/lab")
    chinese = client.get(other)
    assert [r[1:3] for r in rows(chinese.text).values()][:2] == [r[1:3] for r in rows(first.text).values()][:2]


def test_assumptions_and_evidence_are_told_apart(client: TestClient) -> None:
    tree = lxml.html.fromstring(client.get(CHOSEN).text)
    knob = tree.xpath("//input[@name='set.lines.stinger-taiwan.rate_max']/ancestor::div[@class='knob']")[0]
    assert knob.xpath(".//*[@class='assumed']") and "nobody published a rate" in knob.text_content()
    said = tree.xpath("//input[@name='set.lines.stinger-taiwan.stages.to-production']/ancestor::div[@class='knob']")[0]
    link = said.xpath(".//a[@data-drawer]")[0].get("href")
    assert client.get(link).status_code == 200


def test_what_does_nothing_is_said_to_do_nothing(client: TestClient) -> None:
    text = client.get(f"/en/lab?option=gmlrs-taiwan&as_of={DAY}").text
    assert "changes nothing" in text or "changes no final delivery" in text
    assert "Cost: not published." in text


def test_a_break_even_is_offered_where_it_can_be_had(client: TestClient, bench: Bench) -> None:
    text = client.get("/en/lab", params=[("as_of", DAY), *(("option", o) for o in bench.options)]).text
    offered = [a.get("href") for a in lxml.html.fromstring(text).xpath("//a[@class='knob__even']")]
    single = {k.key for k in bench.knobs(bench.options) if k.how == "value" and not k.shared and len(k.targets) == 1}
    assert {a.partition("even=")[2].partition("&")[0] for a in offered} == single


def test_a_script_gets_only_what_changes(client: TestClient) -> None:
    part = client.get(CHOSEN, headers={"x-part": "result"})
    assert "<html" not in part.text and 'id="part-more"' in part.text and "data-chart" in part.text
    assert part.headers["server-timing"].startswith("lab;dur=")
    assert "x-part" in part.headers["vary"]


def test_break_even_and_explanation_are_the_librarys(client: TestClient) -> None:
    even = client.get(
        f"/en/lab?option=stinger-taiwan&as_of={DAY}&even=lines.stinger-taiwan.start&of=stinger-taiwan"
    ).text
    net = shipped_network("taiwan", DAY)
    found = jl.breakeven("stinger-taiwan", "lines.stinger-taiwan.start", net, low=0, high=101)
    assert ENGLISH.say(found.verdict) in even
    why = client.get(f"/en/lab?option=stinger-taiwan&as_of={DAY}&why=stinger-taiwan").text
    reasons = jl.explain("stinger-taiwan", net, draws=DRAWS).reasons
    assert all(
        lxml.html.fromstring(f"<p>{ENGLISH.say(r.text)}</p>").text_content() in lxml.html.fromstring(why).text_content()
        for r in reasons
    )


@pytest.mark.parametrize(
    "query",
    [
        "option=nothing", f"option=stinger-taiwan&{START}=1e9", f"option=stinger-taiwan&{START}=-1", f"option=stinger-taiwan&{START}=nan",
        f"option=stinger-taiwan&{START}=many", "set.lines.no.start=1", "&".join(f"option=o{i}" for i in range(100)), "as_of=9999-12-31",
        "as_of=yesterday", "as_of=1000-01-01", "why=nothing", "even=lines.stinger-taiwan.start", "even=x&of=priority", "even=x&of=nothing",
        "option=%00", "option=priority&even=lines.gmlrs-camden.rate_max&of=priority",
    ],
)  # fmt: skip
def test_a_bad_address_is_answered_with_what_is_wrong(client: TestClient, query: str) -> None:
    answer = client.get(f"/en/lab?{query}")
    assert answer.status_code == 422
    assert lxml.html.fromstring(answer.text).xpath("//*[@role='alert']//p")


def test_the_frozen_page_has_every_option_and_nothing_to_move() -> None:
    with TestClient(create_app(Settings(frozen=True)), base_url="http://127.0.0.1") as client:
        text = client.get(f"/en/lab?as_of={DAY}").text
    tree = lxml.html.fromstring(text)
    assert len(rows(text)) == 14 and not tree.xpath("//form[@id='lab']|//input")
    assert "needs the program" in text


def test_a_slider_moves_the_bands_and_the_address(served: str, browser: Any) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(f"{served}/en/lab?as_of={DAY}", wait_until="networkidle")
    with page.expect_response(lambda r: "option=stinger-taiwan" in r.url):
        page.get_by_role("checkbox", name="Stinger assembled in Taiwan").check()
    slider = page.locator("[data-for='n-lines-stinger-taiwan-start']")
    slider.wait_for()
    figure = page.locator(".lab-table tbody tr").nth(1).locator("td").first
    assert figure.inner_text().split()[0] == "0"
    slider.focus()
    with page.expect_response(lambda r: f"{START}=0" in r.url):
        page.keyboard.press("Home")
    with page.expect_response(lambda r: f"{START}=3" in r.url):
        for _ in range(3):
            page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{START}=3**")
    moved = figure.inner_text()
    assert int(moved.split()[0].replace(",", "")) > 0
    assert "Stinger assembled in Taiwan" in page.locator("#spoken").inner_text()
    assert page.evaluate("document.activeElement.dataset.for") == "n-lines-stinger-taiwan-start"
    page.reload(wait_until="networkidle")
    assert figure.inner_text() == moved
    assert page.locator(f"[name='{START}']").input_value() == "3"
    page.locator("#language").click()
    page.wait_for_url("**/zh-TW/lab?**")
    assert f"{START}=3" in page.url
    hundreds = float(figure.inner_text().split()[0].replace(",", ""))  # a Chinese reader counts in 億
    assert round(hundreds * 100, -1) == pytest.approx(int(moved.split()[0].replace(",", "")), abs=10)
    assert said == []
    page.close()


def test_a_number_goes_back_to_what_the_network_has(served: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{served}/en/lab?option=stinger-taiwan&{START}=3&as_of={DAY}", wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_response(lambda r: "/en/lab?" in r.url and START not in r.url):
        page.locator("[data-reset='n-lines-stinger-taiwan-start']").click()
    page.wait_for_function(f"!location.search.includes('{START}')")
    assert page.locator(".lab-table tbody tr").nth(1).locator("td").first.inner_text().split()[0] == "0"
    page.close()


def test_without_a_script_the_form_does_it(served: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/en/lab?option=stinger-taiwan&as_of={DAY}")
    page.locator(f"[name='{START}']").fill("2")
    page.locator("button[form='lab']").click()
    assert f"{START}=2" in page.url
    assert (
        int(page.locator(".lab-table tbody tr").nth(1).locator("td").first.inner_text().split()[0].replace(",", "")) > 0
    )
    context.close()
