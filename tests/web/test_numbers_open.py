"""Every number opens its statements: each figure of each view leads to what it rests on, or is marked as an assumption."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import client
from figures import closed, content, openers

import jointline as jl
from jointline.forecast.ground import Grounds
from jointline.ledger.dates import as_day
from jointline.ledger.ledger import open_ledger
from jointline.network.shipped import shipped_network
from jointline.web.figures import pieces
from jointline.web.openers import KINDS

DAY = as_day("2026-03-31")
LAB = "option=stinger-taiwan&option=priority&as_of=2026-03-31"
LAB_EVEN = f"lab?{LAB}&even=lines.stinger-taiwan.start&of=stinger-taiwan"
VIEWS = (
    "backlog", "backlog?month=2024-10", "backlog?rule=owed", "backlog?rule=mnd", "backlog/timeline", "case/hcds", "case/f16-block70?as_of=2025-06-30",
    "case/hcds/forecast", "case/hcds/forecast?methods=all", "case/hcds/why-late", "lab?as_of=2026-03-31",
    f"lab?{LAB}&set.lines.stinger-taiwan.start=12", f"lab?{LAB}&why=stinger-taiwan", LAB_EVEN,
    "scores?show=backtest", "method",
)  # fmt: skip
OPENED = (
    "backlog/sum", "backlog/sum?category=munitions", "why/hcds/value", "why/hcds/promise", "statements?ids=da7102d2482b7fe205fa", "rests/forecast/hcds?event=final",
    "rests/forecast/stinger-2015?event=first&method=promise_slip", "rests/forecast/hcds?method=production", "rests/late/hcds-missile",
    "rests/late/hcds-missile?cause=queue:agm84l", f"rests/option/stinger-taiwan?{LAB}", f"rests/option/baseline?{LAB}",
    f"rests/option/priority?{LAB}&case=tw-2020-10-26-hcds", "rests/network?part=lines", "rests/past", "scores/behind?on=all", "scores/behind?figure=bias",
    "scores/chances?low=0.1", "scores/kept?of=2026-03-31.csv&case=hcds&event=final&method=blend", "scores/unscored?why=1", "method/counted/recalled",
    "method/counted/published", "method/counted/ends", "method/counted/rule-latest",
)  # fmt: skip
# days that the addresses above ask for; words by which the compilers speak of their own work
ASKED = ("31 Mar 2026", "31 Oct 2024", "30 Jun 2025", "2026年3月31日", "2024年10月31日", "2025年6月30日")
OWN = ("were written in 2026 by people", "於2026年撰寫")


@pytest.fixture(scope="module", autouse=True)
def own_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One empty ledger for the file: what the page keeps in memory is kept from test to test."""
    path = tmp_path_factory.mktemp("own") / "ledger.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOINTLINE_LEDGER", str(path))
        yield path


@pytest.fixture(scope="module")
def page() -> Any:
    """The page at an address, which has to be there."""
    asked = client()
    held: dict[str, str] = {}

    def get(address: str) -> str:
        if address not in held:
            figures = "/lab?" in address  # its figures come after it: here as for a reader without script
            answer = asked.get(f"{address}&show=result" if figures else address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            held[address] = answer.text
        return held[address]

    return get


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("path", VIEWS + OPENED)
def test_every_figure_opens_what_it_rests_on(page: Any, lang: str, path: str) -> None:
    found = list(closed(page(f"/{lang}/{path}"), ASKED, OWN))
    assert not found, "\n".join(f"{c.at}: {c.words}" for c in found)


@pytest.mark.parametrize("path", VIEWS)
def test_what_a_figure_opens_is_there(page: Any, path: str) -> None:
    """The first and the last address of each kind: a page that holds statements, leads to them, or says what is assumed."""
    kinds: dict[str, list[str]] = {}
    for address in openers(page(f"/en/{path}")):
        kinds.setdefault("/".join(re.split(r"[/?]", address)[2:4]), []).append(address)
    assert kinds
    for address in dict.fromkeys(a for of in kinds.values() for a in (of[0], of[-1])):
        main = content(page(address))
        held = main.xpath(".//article[contains(@class, 'statement')]") or main.xpath(
            ".//*[contains(@class, 'assumed')]"
        )
        held = held or [a for a in openers(page(address)) if "statements?" in a or "/why/" in a]
        held = held or main.xpath(".//*[contains(@class, 'empty')]")  # says that nothing was said
        assert held, address


DRAWN = (
    "backlog", "backlog?rule=mnd", "backlog/timeline", "case/hcds", "case/hcds/forecast?methods=all", "case/hcds/why-late",
    "case/f16-block70/why-late", f"lab?{LAB}", LAB_EVEN, "scores?show=backtest",
)  # fmt: skip


@pytest.mark.parametrize("path", DRAWN)
def test_every_mark_that_says_something_opens_what_the_page_opens_beside_it(page: Any, path: str) -> None:
    html = page(f"/en/{path}")
    rows = list(marked_rows(html))
    assert rows
    beside = {a.partition("#")[0] for a in openers(html)} | {a.get("href") for a in content(html).xpath(".//a")}
    for row in rows:
        assert row.get("open"), row
        elsewhere = ("/en/case/", "/en/backlog?month=", "/en/statements?ids=")  # pages, and single statements
        assert row["open"] in beside or row["open"].startswith(elsewhere) or "/first_delivery?" in row["open"], row


def marked_rows(html: str) -> Iterator[dict[str, Any]]:
    """The data of every mark with words of its own, in all charts of a page."""
    for script in content(html).xpath(".//script[@type='application/json']"):
        spec = json.loads(script.text)
        for layer in spec.get("layer", [spec]):
            if "tooltip" in layer.get("encoding", {}):
                yield from layer.get("data", spec.get("data"))["values"]


@pytest.mark.parametrize("path", VIEWS + OPENED)
def test_what_opens_in_the_drawer_can_be_asked_for_by_an_address(page: Any, path: str) -> None:
    for link in content(page(f"/en/{path}")).xpath(".//a[@data-drawer]"):
        assert re.match(f"/en/({'|'.join(KINDS)})", link.get("href")), link.get("href")


def test_a_figure_that_opens_nothing_is_found() -> None:
    def told(inner: str) -> list[str]:
        return [c.words for c in closed(f"<main>{inner}</main>", ("31 Mar 2026",))]

    assert told("<p>It takes 12 months.</p>") == ["It takes 12 months."]
    assert told("<table><tr><td>12</td><td><a href='/en/why/hcds/value'>13</a></td></tr></table>") == ["12"]
    assert told("<p>It takes <a href='/en/scores'>12</a> months.</p>") == ["12"]
    assert told("<p>It takes <a href='/en/rests/past'>12</a> months.</p>") == []
    assert told("<p><span class='assumed'>assumption</span> 12 months</p>") == []
    assert told("<p>F-16C Block 70, PAC-3, 36(d), P50, as known on 31 Mar 2026</p>") == []
    assert told("<details><summary>12 more</summary><p>no source</p></details>") == ["12 more"]


def test_figures_are_told_from_the_numbers_of_names() -> None:
    def figures(text: str) -> list[str]:
        return [words for words, is_figure in pieces(text) if is_figure]

    assert "".join(w for w, _ in pieces("3 of 4 by 21 Mar 2026.")) == "3 of 4 by 21 Mar 2026."
    assert figures("6.0 months (−1.0 to 13.0); 92 % of M109A7, PAC-3, 36(d) by 21 Mar 2026") == [
        "6.0",
        "−1.0",
        "13.0",
        "92 %",
        "21 Mar 2026",
    ]
    assert figures("在92%的抽樣中，2026年3月21日前，182.77 億美元") == ["92%", "2026年3月21日", "182.77 億美元"]


def cells(html: str, table: int = 0) -> list[list[str]]:
    rows = content(html).xpath(".//table")[table].xpath(".//tr")
    return [[" ".join(c.text_content().split()) for c in r.xpath("./td|./th")] for r in rows]


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def test_a_score_can_be_worked_out_by_hand(page: Any) -> None:
    """The mean CRPS of the blend and its difference to the promise, out of what the drawer lists."""
    test = jl.backtest()
    one = next(c for c in test.comparisons if c.method == "blend" and c.on == "all both made")
    rows = [r for r in cells(page("/en/scores/behind?method=blend&on=all")) if len(r) == 6 and r[0] != "As of"]
    assert len(rows) == one.forecasts
    own, word = (sum(number(r[i]) for r in rows) / len(rows) for i in (4, 5))
    assert (own, word) == (pytest.approx(one.crps, abs=0.006), pytest.approx(one.official_crps, abs=0.006))
    covered = next(m for m in test.methods if m.method == "promise_slip")
    rows = [
        r
        for r in cells(page("/en/scores/behind?method=promise_slip&figure=covered_80"))
        if len(r) == 5 and r[0] != "As of"
    ]
    assert len(rows) == covered.deliveries and sum(number(r[4]) for r in rows) / len(rows) == pytest.approx(
        covered.covered_80, abs=0.006
    )


def test_the_counts_of_the_back_test_are_what_is_listed(page: Any) -> None:
    test = jl.backtest()
    for b in test.reliability:
        listed = test.chances_of(b.method, b.low, b.high)
        assert (len(listed), sum(c.came for c in listed) / len(listed)) == (
            b.forecasts,
            pytest.approx(b.came_share, abs=0.001),
        )
    assert {w: sum(u.why == w for u in test.unscored) for w in test.not_scored} == test.not_scored
    assert not {"chances", "unscored"} & set(test.as_dict())
    bias = next(m for m in test.methods if m.method == "blend").bias_months
    assert f"{bias:.1f}" in title(page("/en/scores/behind?method=blend&figure=bias"))


def title(html: str) -> str:
    return str(content(html).xpath("string(.//*[@id='drawer-title'])"))


def test_an_option_s_figures_can_be_worked_out_by_hand(page: Any) -> None:
    """Value times months saved, case by case, is the waiting avoided."""
    found = jl.compare(shipped_network("taiwan", DAY, open_ledger()), ["priority"], draws=1024).options[0]
    address = f"/en/rests/option/priority?{LAB}"
    rows = cells(page(address), 1)[1:]
    body, together = rows[:-1], rows[-1]
    assert sum(number(r[1]) * number(r[2]) for r in body if r[1] != "–") == pytest.approx(
        found.value_months_mean, rel=0.002
    )
    assert number(together[3]) == round(found.value_months_mean)
    shown = cells(page(address))
    assert shown[3][1:] == [
        f"{x:.1f}"
        for x in (found.weighted_final_months_p10, found.weighted_final_months_p50, found.weighted_final_months_p90)
    ]


def test_a_forecast_rests_on_what_its_drawer_lists(page: Any) -> None:
    """The members of the blend are those of the forecast; the cases of the class are those it counts."""
    made = {
        r.method: r
        for r in jl.forecast("hcds", "2026-03-31", ("blend", "reference_class", "promise_slip", "official")).rows
    }
    ground = Grounds(open_ledger(), DAY).of("tw-2020-10-26-hcds", "final")
    assert {r.method: r for r in ground.rows} == made
    assert f"{len(ground.promises)} promises" in made["promise_slip"].basis
    assert f"{sum(p.met for p in ground.promises)} met" in made["promise_slip"].basis
    assert f": {len(ground.of_class)} case" in made["reference_class"].basis
    assert f"orders of {len(ground.precedents)} (" in made["reference_class"].basis
    text = " ".join(content(page("/en/rests/forecast/hcds?event=final")).text_content().split())
    assert "last delivery: median between Jul 2028" in text and f"{len(ground.assumed)} numbers are assumed" in text
    assert [r[1] for r in cells(page("/en/rests/forecast/hcds?event=final"))[2:]] == [
        f"{w:.0%}".replace("%", " %") for w in ground.weights.values()
    ]


def test_months_of_a_cause_are_the_library_s(page: Any) -> None:
    late = jl.why_late("hcds-missile", shipped_network("taiwan", DAY, open_ledger()))
    cause = next(c for c in late.causes if c.kind == "lead_time")
    text = " ".join(content(page("/en/rests/late/hcds-missile?cause=lead_time")).text_content().split())
    assert f"Of {late.months_mean:.2f} months" in text and f", {cause.months_mean:.2f} are counted to this" in text
    shown = number(re.search(r"counted to this: ([\d.]+) %", text)[1])  # type: ignore[index]
    assert shown == pytest.approx(100 * cause.months_mean / late.months_mean, abs=0.1)


def test_a_break_even_s_mean_can_be_worked_out_by_hand(page: Any) -> None:
    """The months of a row are those of the option with the number set so, on the cases that it is judged by."""
    html = page(f"/en/{LAB_EVEN}")
    rows = list(content(html).xpath(".//section[contains(@class, 'asked')]//tbody/tr"))
    for row in (rows[0], rows[1]):
        link = row.xpath("./td[1]/a")[0]
        told = re.search(r"by value: ([−\d.]+) months saved", content(page(link.get("href"))).text_content())
        assert told and number(told[1]) == pytest.approx(number(link.text_content()), abs=0.06)


def test_the_drawer_goes_on_and_back(served: str, browser: Any) -> None:
    """By keyboard: a figure opens its ground, a figure of that opens further, and back is where one was."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    shown = context.new_page()
    faults: list[str] = []
    shown.on("pageerror", lambda e: faults.append(str(e)))
    shown.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    shown.goto(f"{served}/en/case/hcds")
    figure = shown.locator(".forecast__when a.number").first
    figure.wait_for(timeout=60_000)
    figure.focus()
    shown.keyboard.press("Enter")
    title, back = shown.locator("#drawer-title"), shown.locator("#drawer-back")
    title.wait_for(timeout=60_000)
    first = title.inner_text()
    assert first.startswith("Last delivery") and not back.is_visible()
    assert shown.evaluate(
        "document.getElementById('drawer').scrollWidth <= document.getElementById('drawer').clientWidth"
    )
    further = shown.locator("#drawer-body a[data-drawer]:not([tabindex])").first
    further.focus()
    shown.keyboard.press("Enter")
    back.wait_for(state="visible")
    assert title.inner_text() != first
    assert shown.evaluate("document.activeElement.id") == "drawer-title"
    assert "#open=/en/" in shown.url
    back.click()
    back.wait_for(state="hidden")
    assert title.inner_text() == first
    shown.keyboard.press("Escape")
    shown.wait_for_url(f"{served}/en/case/hcds")
    shown.wait_for_selector("#drawer", state="hidden")
    assert shown.evaluate("document.activeElement.className") == "number"
    assert not faults
    context.close()


def test_a_mark_opens_by_keyboard_and_its_address_is_the_exact_view(served: str, browser: Any) -> None:
    """The address that Enter leads to shows the same drawer again; going back closes it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    shown = context.new_page()
    shown.goto(f"{served}/en/backlog/timeline")
    stop, title = shown.locator("#chart-timeline .chart__mark"), shown.locator("#drawer-title")
    stop.wait_for(timeout=60_000)
    stop.focus()
    for _ in range(9):
        if "forecast; date" in str(stop.get_attribute("aria-label")):
            break
        shown.keyboard.press("ArrowRight")
    shown.keyboard.press("Enter")
    title.wait_for()
    first, address = title.inner_text(), shown.url
    assert re.match(r"(First|Last) delivery: ", first) and "#open=/en/rests/forecast/" in address
    shown.go_back()
    shown.wait_for_selector("#drawer:not([open])", state="attached")
    assert shown.url == f"{served}/en/backlog/timeline"
    again = context.new_page()
    again.goto(address)
    again.wait_for_selector("#drawer[open]")
    assert again.inner_text("#drawer-title") == first
    again.keyboard.press("Escape")
    again.wait_for_url(f"{served}/en/backlog/timeline")
    context.close()


def test_an_address_opens_only_what_a_number_of_the_page_may_open(served: str, browser: Any) -> None:
    shown = browser.new_page()
    asked: list[str] = []
    shown.on("request", lambda r: asked.append(r.url))
    elsewhere = f"https://example.org/en/why/hcds/value {served}@example.org/en/why/x //example.org/en/statements?ids=a"
    here = "javascript:alert(1) data:text/html,x /en/evidence /en/rests/../evidence /en/rests/%2e%2e/evidence /api/cases /zh-TW/rests/past"
    for address in (*elsewhere.split(), *here.split()):  # of a permalink, and put in by hand
        if not asked:
            shown.goto(f"{served}/en/method#open={address}", wait_until="networkidle")
        shown.evaluate("(to) => { location.hash = `#open=${to}`; }", address)
        shown.wait_for_timeout(20)
        assert shown.locator("#drawer[open]").count() == 0, address
        assert not [a for a in asked if "/static/" not in a and a.partition("#")[0] != f"{served}/en/method"], address
    shown.evaluate("location.hash = '#open=/en/rests/past'")
    shown.wait_for_selector("#drawer[open]")
    shown.close()


def test_a_number_that_was_moved_is_moved_in_what_opens_too(page: Any) -> None:
    """One that the baseline shares moves it for every option, in the lab and in what a figure of it opens."""
    html = page(f"/en/lab?{LAB}&set.lines.stinger-tucson.rate_max=30")
    rows = content(html).xpath(".//table[contains(@class, 'lab-table')]/tbody/tr")
    for row in rows[1:]:
        link = row.xpath("./td[3]//a")[0]
        p50, p10_p90 = link.text, link.xpath("string(./span)")
        shown = next(r for r in cells(page(link.get("href"))) if r[0] == "Months saved, final delivery")
        assert (shown[2], f"{shown[1]} – {shown[3]}") == (p50, p10_p90)
    ends = rows[0].xpath("./td[5]//a")[0]
    assert ends.text in content(page(ends.get("href"))).text_content()
