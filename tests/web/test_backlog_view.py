"""The backlog view: its numbers are the library's, its address is what it shows, and it is used by keyboard and mouse."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from fastapi.testclient import TestClient

import jointline as jl
from jointline.report.lang.language import ENGLISH
from jointline.web.app import create_app
from jointline.web.settings import Settings
from jointline.web.site_links import Page as SitePage


@pytest.fixture(autouse=True)
def own_ledger(ledger_of_the_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One empty ledger for the whole file: what the page keeps in memory is kept from test to test."""
    monkeypatch.setenv("JOINTLINE_LEDGER", str(ledger_of_the_file))
    return ledger_of_the_file


class Page(HTMLParser):
    """The links, the ids and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        if tag == "a":
            self.links.append(given)
        else:  # a link stands within a sentence, all else apart from what is before it
            self.words.append(" ")
        if "id" in given:
            self.ids.append(given["id"])

    def handle_endtag(self, tag: str) -> None:
        if tag != "a":
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def page(client: TestClient, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[-500:]
    return Page(answer.text)


@pytest.mark.parametrize("month", ["2023-11", "2024-10", "2026-03"])
@pytest.mark.parametrize("rule", ["published", "owed", "all"])
def test_the_totals_are_the_librarys(client: TestClient, month: str, rule: str) -> None:
    b = jl.backlog(month, rule)
    shown = page(client, f"/en/backlog?month={month}&rule={rule}")
    sums = [b, *b.categories]
    for total in sums:
        if total.total_usd_m is not None and total.cases:
            assert ENGLISH.usd_rounded(total.total_usd_m) in shown.text
        elif total.total_high_usd_m and total.cases:
            assert f"{total.total_low_usd_m:,.1f}" in shown.text and f"{total.total_high_usd_m:,.1f}" in shown.text
    for row in b.rows:
        assert ENGLISH.name("case", row.case, row.title) in shown.text
    for warning in b.warnings:
        assert ENGLISH.say(warning) in shown.text


def test_the_months_changes_add_up_to_the_total_after(client: TestClient) -> None:
    c = jl.changes("2024-10")
    shown = page(client, "/en/backlog?month=2024-10")
    for change in c.changes:
        assert ENGLISH.say(change.sentence) in shown.text
    for number in (c.before_usd_m, c.entered_usd_m, -c.left_usd_m, c.after_usd_m):
        assert number is not None and f"{number:,.1f}" in shown.text
    opened = [parse_qs(urlsplit(a["href"]).query) for a in shown.links if "data-drawer" in a]
    assert {"month": ["2024-09"]} in opened and {"month": ["2024-10"]} in opened  # the sums before and after
    for kind in ("entered", "left"):
        ids = {i for change in c.changes if change.kind == kind for i in change.statements}
        assert any(set(asked.get("ids", [""])[0].split(",")) == ids for asked in opened), kind


def test_what_has_begun_by_evidence_opens_its_cases(client: TestClient) -> None:
    b = jl.backlog("2026-03")
    assert b.delivering_by_evidence_usd_m != b.delivering_usd_m
    shown = page(client, "/en/backlog?month=2026-03")
    link = next(a["href"] for a in shown.links if a.get("id") == "evident")
    assert f"US$ {b.delivering_by_evidence_usd_m:,.1f} million" in page(client, link).text


def test_every_number_opens_statements_that_exist(client: TestClient) -> None:
    known = {s.id for s in jl.statements()}
    links = page(client, "/en/backlog?month=2024-10").links
    opened = sorted({a["href"] for a in links if "data-drawer" in a})
    ids = [i for href in opened for i in parse_qs(urlsplit(href).query).get("ids", [""])[0].split(",") if i]
    assert ids and set(ids) <= known
    kinds = {re.sub(r"^/en/(why/[^/]+/)?", "", urlsplit(href).path) for href in opened}
    assert {"backlog/sum", "statements", "value", "notified", "status", "promise"} <= kinds
    whys = [href for href in opened if "/why/" in href]
    for href in whys[:: max(1, len(whys) // 25)]:
        answer = client.get(href, headers={"x-part": "drawer"})
        assert answer.status_code == 200, href
        assert "<html" not in answer.text, href
        told = (
            "nothing was said that would" in answer.text
        )  # no contract reported: that nobody reported one is all it rests on
        assert told or re.search(r"<code>[0-9a-f]{20}</code>", answer.text), href


@pytest.mark.parametrize(
    ("category", "figure"), [("", "total"), ("munitions", "total"), ("", "delivering"), ("", "evident")]
)
def test_a_sum_is_taken_apart_into_its_cases(client: TestClient, category: str, figure: str) -> None:
    b = jl.backlog("2025-12")
    kept = {"delivering": lambda r: r.delivering, "evident": lambda r: r.status == "delivering"}.get(figure, bool)
    rows = [r for r in b.rows if category in ("", r.category) and kept(r)]
    answer = client.get(
        f"/en/backlog/sum?month=2025-12&category={category}&figure={figure}", headers={"x-part": "drawer"}
    )
    shown = Page(answer.text)
    assert all(ENGLISH.name("case", r.case, r.title) in shown.text for r in rows)
    assert len([a for a in shown.links if "/why/" in a["href"]]) == len(rows)
    assert f"{sum(r.value_usd_m or 0 for r in rows):,.1f}" in shown.text


def test_the_title_of_the_chart_opens_both_sums_that_it_compares(client: TestClient) -> None:
    shown = client.get("/en/backlog?month=2025-06").text
    title = shown[shown.index('id="chart-history"') :].partition("</figcaption>")[0]
    share = re.search(r">(\d+)\s%<", title)
    opened = set(re.findall(r'href="([^"]+)"', title))
    assert share and opened == {"/en/backlog/sum?month=2025-06&amp;beside=2024-06"}
    drawer = Page(client.get("/en/backlog/sum?month=2025-06&beside=2024-06", headers={"x-part": "drawer"}).text)
    last, before = jl.backlog("2025-06"), jl.backlog("2024-06")
    assert last.total_usd_m and before.total_usd_m
    assert f"{last.total_usd_m:,.1f}" in drawer.text and f"{before.total_usd_m:,.1f}" in drawer.text
    assert f"+{share[1]} %" in drawer.text and share[1] == f"{100 * (last.total_usd_m / before.total_usd_m - 1):.0f}"
    assert len([a for a in drawer.links if "/why/" in a["href"]]) == last.cases + before.cases


def test_a_rule_that_gives_counts_is_labelled_as_counts_and_tells_what_was_said(client: TestClient) -> None:
    shown = page(client, "/en/backlog?month=2026-03&rule=mnd").text
    assert "Cases on which deliveries have begun 2 cases" in shown
    assert "Nothing changed" not in shown and "3 other statements of the month on these cases moved nothing." in shown
    (moved,) = re.findall(
        r'href="(/en/statements\?ids=[^"]+)">3 other', client.get("/en/backlog?month=2026-03&rule=mnd").text
    )
    assert "Wellington Koo" in page(client, moved).text
    listed = client.get("/api/changes/2026-03.csv?rule=mnd").text
    assert "MQ-9B" in listed and "denied" in listed
    assert "not counted" in client.get("/api/changes/2026-03.csv").text


def test_overdue_is_told_of_each_delivery_and_opens_its_promise(client: TestClient) -> None:
    shown = client.get("/en/backlog?month=2025-12").text
    table = shown[shown.index('<table class="cases"') :]
    assert "first delivery, overdue" in _cells(table, "stinger-2019") and "last delivery, overdue" in _cells(
        table, "altius600"
    )
    assert "/en/why/stinger-2019/first_delivery_promised?as_of=2025-12-31" in table


def test_a_sum_in_millions_is_one_value_on_the_whole_page(client: TestClient) -> None:
    shown = page(client, "/zh-TW/backlog?month=2026-03&units=millions").text
    told = set(re.findall(r"32,1\d\d(?:\.\d)?(?= 百萬美元)", shown))
    assert told == {"32,159.1"}


def test_without_a_month_it_is_the_one_in_which_knowledge_ends_and_says_so(client: TestClient) -> None:
    ends = jl.backlog("2026-03").knowledge_ends_on
    shown = page(client, "/en/backlog")
    assert ends is not None and f"its shipped news ends on {ENGLISH.date(ends)}" in shown.text
    assert ENGLISH.say(jl.backlog("2026-03").warnings[0]) in shown.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("month=2024-13", "there is no month 13"), ("month=soon", "is not a date"), ("month=2014-01", "Choose a month from Dec 2015"),
        ("month=2099-01", "Choose a month from"), ("rule=publishd", "Did you mean: published"), ("rule=/etc/passwd.toml", "no counting rule"),
        ("category=tanks", "There is no category"), ("sort=name", "Cannot sort by"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_says_what_to_do(client: TestClient, query: str, words: str) -> None:
    assert words in page(client, f"/en/backlog?{query}", 422).text


@pytest.mark.parametrize(
    "query", ["month=2015-12", "month=2022-10", "rule=mnd", "rule=mnd&month=2023-11", "rule=owed&category=munitions"]
)
def test_every_month_and_rule_can_be_shown(client: TestClient, query: str) -> None:
    shown = page(client, f"/zh-TW/backlog?{query}")
    assert "cases-title" in shown.ids
    assert client.get(f"/zh-TW/backlog/timeline?{query}").status_code == 200


def test_the_table_is_filtered_searched_and_sorted(client: TestClient) -> None:
    def names(query: str) -> list[str]:
        text = client.get(f"/en/backlog?month=2025-12&{query}").text
        return re.findall(r'class="cases__title" href="/en/case/([^"?]+)', text)

    b = jl.backlog("2025-12")
    assert names("category=munitions") == [r.name for r in b.rows if r.category == "munitions"]
    assert names("sort=age") == [r.name for r in jl.backlog("2025-12", sort="age").rows]
    assert names("sort=new") == [r.name for r in jl.backlog("2025-12", sort="new").rows]
    assert names("find=harpoon") == [r.name for r in b.rows if "harpoon" in r.title.lower()]
    promised = names("sort=promised")
    without = [r.name for r in b.rows if not r.promised_on]
    assert sorted(promised) == sorted(r.name for r in b.rows) and sorted(promised[-len(without) :]) == sorted(without)
    assert "No case of Dec 2025 fits" in page(client, "/en/backlog?month=2025-12&find=zeppelin").text


def _cells(shown: str, case: str) -> str:
    """The text of a case's row."""
    rows = [Page(r).text for r in shown.split('<tr role="row">')]
    return next(r for r in rows if f" · {case} " in r)


def test_a_last_word_is_news_or_says_that_there_is_none(client: TestClient) -> None:
    shown = client.get("/en/backlog?month=2026-03").text
    table = shown[shown.index('<table class="cases"') :]
    assert "nothing since the notice Defense Security Cooperation Agency, 20 Dec 2024" in _cells(table, "mk75")
    assert "nothing since the notice" in _cells(table, "altius")
    assert "nothing since the notice" not in _cells(table, "irst")  # a contract was reported
    named = {lw for lw in ("title", "transmittal", "item of the notice", "lead item") if f">{lw}</a>" in table}
    assert named == set()


def test_a_hedged_last_word_carries_its_hedge(client: TestClient) -> None:
    shown = client.get("/en/backlog?month=2026-03").text
    table = shown[shown.index('<table class="cases"') :]
    assert "last delivery: by Mar 2026 Taiwan Security Monitor, Mar 2026 second hand, hedged" in _cells(table, "m1a2t")
    assert "hedged" not in _cells(table, "mq9b")


@pytest.mark.parametrize(("lang", "one", "other"), [("en", "missiles (2015)", "missiles (2019)"), ("zh-TW", "飛彈（民國104年）", "飛彈（民國108年）")])  # fmt: skip
def test_two_cases_of_one_name_are_told_apart_by_year(client: TestClient, lang: str, one: str, other: str) -> None:
    roc = "&years=roc" if lang == "zh-TW" else ""
    for address in ("backlog?month=2026-03", "backlog/sum?month=2026-03", "backlog/timeline?month=2026-03"):
        shown = lxml.html.fromstring(client.get(f"/{lang}/{address}{roc}").content).text_content()
        assert one in shown and other in shown, address


def test_nothing_is_said_once(client: TestClient) -> None:
    first = page(client, "/en/backlog?month=2015-12").text
    assert "US$ 0 million" not in first and "left 0 revalued 0" in first and "deliveries have begun 0 cases" in first
    assert "In this month unchanged" in page(client, "/en/backlog?month=2026-02").text
    assert [ENGLISH.saved(x) for x in (0.0, 0.03, -0.03, 0.05)] == ["0", "<0.1", ">−0.1", "0.1"]


def test_what_is_searched_for_is_shown_as_text(client: TestClient) -> None:
    answer = client.get(
        "/en/backlog", params={"find": '"><script>alert(1)</script>', "x": "'><img src=x onerror=alert(1)>"}
    )
    assert "<script>alert" not in answer.text and "<img src=x" not in answer.text


def test_the_frozen_page_asks_nothing_of_a_server() -> None:
    """What the site writes of it: the numbers open as on the server until the site takes the marks away."""
    with TestClient(create_app(Settings(frozen=True)), base_url="http://127.0.0.1") as client:
        text = client.get("/en/backlog?month=2024-10").text
    assert "<form" not in text.partition("<dialog")[0] and "hx-get" not in text and "/api/" not in text
    assert "The forecasts as a table" in text
    page = SitePage("en/backlog-2024-10.html", text)
    page.freeze()
    assert {"/en/backlog/sum?month=2024-10", "/en/backlog/sum?month=2024-10&figure=delivering"} <= set(page.opened)
    written = page.bytes().decode()
    assert "data-drawer" not in written and "hx-" not in written and "/api/" not in written
    assert not page.root.xpath("//form[not(@method='dialog')]")


def figure(tab: Any) -> str:
    return str(tab.inner_text("#headline .figure-total"))


def open_page(browser: Any, served: str, address: str, width: int = 1280) -> Any:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.errors = []
    tab.on("pageerror", lambda e: tab.errors.append(str(e)))
    tab.goto(served + address)
    return tab


def test_the_slider_changes_total_and_address_by_keyboard_and_back_returns(served: str, browser: Any) -> None:
    tab = open_page(browser, served, "/en/backlog?month=2024-10&sort=age")
    before = figure(tab)
    assert before == ENGLISH.usd_rounded(jl.backlog("2024-10").total_usd_m)
    tab.focus("#slider")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_url("**/backlog?month=2024-11&sort=age")
    after = ENGLISH.usd_rounded(jl.backlog("2024-11").total_usd_m)
    tab.wait_for_function("t => document.querySelector('#headline .figure-total').innerText === t", arg=after)
    assert tab.evaluate("document.activeElement.id") == "slider"
    assert after in tab.inner_text("#spoken")
    assert tab.get_attribute("#slider", "aria-valuetext") == tab.inner_text("#month option:checked")
    tab.reload()
    assert figure(tab) == after and tab.input_value("#month") == "2024-11" and tab.input_value("#sort") == "age"
    tab.go_back()
    tab.wait_for_function("t => document.querySelector('#headline .figure-total').innerText === t", arg=before)
    assert tab.errors == []
    tab.close()


def test_the_slider_is_moved_by_mouse_and_a_bar_is_clicked(served: str, browser: Any) -> None:
    tab = open_page(browser, served, "/en/backlog")
    box = tab.locator("#slider").bounding_box()
    tab.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2)
    tab.wait_for_url("**/backlog?month=2023-11")
    first = ENGLISH.usd_rounded(jl.backlog("2023-11").total_usd_m)
    tab.wait_for_function("t => document.querySelector('#headline .figure-total').innerText === t", arg=first)
    tab.locator("#skyline a.sky").nth(11).click()
    tab.wait_for_url("**/backlog?month=2024-10")
    tab.wait_for_function("() => document.querySelector('#slider').value === '11'")
    assert tab.errors == []
    tab.close()


def test_a_month_of_the_chart_leads_to_it_and_keeps_the_order(served: str, browser: Any) -> None:
    tab = open_page(browser, served, "/en/backlog?sort=age")
    plot = tab.locator("#chart-history [data-drawn]")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7)
    tab.wait_for_url("**/backlog?month=*&sort=age")
    month = parse_qs(urlsplit(tab.url).query)["month"][0]
    total = jl.backlog(month).total_usd_m
    tab.wait_for_function(
        "t => document.querySelector('#headline .figure-total').innerText === t", arg=ENGLISH.usd_rounded(total)
    )
    assert tab.errors == []
    tab.close()


def test_filter_sort_and_language_keep_the_view(served: str, browser: Any) -> None:
    tab = open_page(browser, served, "/en/backlog?month=2025-12")
    tab.select_option("#category", "munitions")
    tab.wait_for_url("**category=munitions**")
    tab.fill("#find", "mk 48")
    tab.wait_for_url("**find=mk+48**")
    tab.wait_for_function("() => document.querySelectorAll('#cases tbody tr').length === 2")
    assert tab.evaluate("document.activeElement.id") == "find"
    tab.click("#language")
    tab.wait_for_url("**/zh-TW/backlog?**")
    assert "category=munitions" in tab.url and "month=2025-12" in tab.url
    assert tab.locator("#cases tbody tr").count() == 2
    tab.fill("#find", "zeppelin")
    tab.wait_for_selector("#cases .empty")
    tab.click("#no-filter")
    tab.wait_for_function("() => document.querySelectorAll('#cases tbody tr').length > 20")
    assert tab.errors == []
    tab.close()


def test_a_number_opens_its_statements_and_escape_closes_them(served: str, browser: Any) -> None:
    tab = open_page(browser, served, "/en/backlog?month=2024-10")
    tab.focus("#total")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#drawer[open] tfoot")
    value = tab.locator("#drawer tbody a.number").first
    assert value.inner_text() == "8,000.0"
    value.click()
    tab.wait_for_selector("#drawer[open] .statement")
    assert "The rule" in tab.inner_text("#drawer")
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#drawer", state="hidden")
    assert tab.evaluate("document.activeElement.id") == "total"
    assert tab.errors == []
    tab.close()


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_on_a_phone_nothing_is_cut_off(served: str, browser: Any, lang: str) -> None:
    tab = open_page(browser, served, f"/{lang}/backlog?month=2025-12", 390)
    tab.wait_for_selector("#timeline details")  # the forecasts have come
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.locator("#cases tbody tr").first.bounding_box()["width"] <= 390
    tab.close()


def test_without_script_a_month_is_shown_by_the_form(served: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{served}/en/backlog?sort=age")
    tab.select_option("#month", "2024-10")
    tab.click("#show")
    assert "month=2024-10" in tab.url and "sort=age" in tab.url
    assert figure(tab) == ENGLISH.usd_rounded(jl.backlog("2024-10").total_usd_m)
    context.close()
