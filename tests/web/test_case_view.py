"""The case view and what stands behind a number: facts, promises, forecast, rivals, the trail."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient

import jointline as jl
from jointline.report.charts.why_late import cause_words
from jointline.report.lang.language import ENGLISH, language
from jointline.simulate.why import Cause
from jointline.web import results
from jointline.web.app import create_app
from jointline.web.settings import Settings
from jointline.web.site_links import Page as SitePage

PART = {"x-part": "drawer"}


def text(client: TestClient, address: str, status: int = 200, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, answer.text[-500:]
    return " ".join(unescape(answer.text).split())


@pytest.mark.parametrize("name", ["hcds", "f16-block70", "mq9b", "m1a2t", "nasams"])
def test_the_trail_holds_every_statement_known_by_the_day(client: TestClient, name: str) -> None:
    try:
        report = jl.case(name, "2025-12-31")
    except jl.JointlineError:
        pytest.skip("no such case is shipped")
    shown = text(client, f"/en/case/{name}?as_of=2025-12-31")
    assert re.findall(r'id="s-([0-9a-f]{20})"', shown) != []
    assert set(re.findall(r'id="s-([0-9a-f]{20})"', shown)) == {s.id for s in report.trail}
    for s in report.trail:
        if s.quote:
            assert " ".join(s.quote.split()) in shown
    assert len(re.findall(r'class="rival__value"', shown)) == sum(len(r.statements) for r in report.rivals)


def test_the_trail_is_filtered_by_property_and_standing(client: TestClient) -> None:
    trail = jl.case("mq9b", "2026-03-31").trail
    shown = text(client, "/en/case/mq9b?property=delay_announced")
    assert set(re.findall(r'id="s-([0-9a-f]{20})"', shown)) == {s.id for s in trail if s.property == "delay_announced"}
    shown = text(client, "/en/case/mq9b?standing=denied")
    assert set(re.findall(r'id="s-([0-9a-f]{20})"', shown)) == {s.id for s in trail if s.standing == "denied"}
    assert "No statement fits" in text(client, "/en/case/mq9b?standing=denied&property=total_value")
    assert "Nothing was said about" in text(client, "/en/case/mq9b?property=x-nothing", 422)


def test_head_facts_say_who_said_them_and_open_why(client: TestClient) -> None:
    report = jl.case("f16-block70", "2026-03")
    shown = text(client, "/en/case/f16-block70")
    for fact in report.facts:
        assert f"/en/why/f16-block70/{fact.property}" in shown
        drawer = text(client, f"/en/why/f16-block70/{fact.property}", **PART)
        assert fact.statement in drawer and "<html" not in drawer
    assert "moved" in shown


@pytest.mark.parametrize("name", ["value", "status", "counted", "promise", "notified", "units", "delay_announced"])
def test_why_shows_winners_those_set_aside_and_the_rule(client: TestClient, name: str) -> None:
    case = "mq9b" if name != "units" else "m1a2t"
    found = jl.why(case, name, "2026-03")
    shown = text(client, f"/en/why/{case}/{name}?as_of=2026-03", **PART)
    for group in (found.winners, found.set_aside, found.not_evidence, found.superseded):
        assert all(s.id in shown for s in group)
    assert ENGLISH.say(found.rule_text) in shown


def test_a_case_has_one_address_and_an_unknown_one_says_what_is_near(client: TestClient) -> None:
    report = jl.case("hcds", "2026-03")
    answer = client.get(f"/en/case/{report.case}?as_of=2025-06-30", follow_redirects=False)
    assert answer.status_code == 307 and answer.headers["location"] == "/en/case/hcds?as_of=2025-06-30"
    assert "Perhaps you mean:" in text(client, "/en/case/hcd", 404)
    assert "was not known on" in text(client, "/en/case/hcds?as_of=2019-01-01", 404)
    assert "is still to come" in text(client, "/en/case/hcds?as_of=2099-01-01", 422)
    assert "is not a date" in text(client, "/en/case/hcds?as_of=soon", 422)
    assert client.get("/zh-TW/case", follow_redirects=False).headers["location"] == "/zh-TW/backlog?rule=all#cases"


def test_statements_are_shown_in_full_and_missing_ones_named(client: TestClient) -> None:
    some = [s for s in jl.statements("mq9b") if s.note][:3]
    shown = text(client, f"/en/statements?ids={','.join(s.id for s in some)},{'0' * 20}", **PART)
    for s in some:
        assert s.id in shown and " ".join(s.note.split()) in shown
    assert f"Not in this ledger: {'0' * 20}" in shown
    assert "No such statement" in text(client, f"/en/statements?ids={'0' * 20}", 404)
    assert "Ask for 400 at most" in text(client, "/en/statements?ids=" + ",".join(f"{i:020x}" for i in range(401)), 422)
    assert "<html" in text(client, f"/en/statements?ids={some[0].id}")


def test_the_forecast_of_a_case_is_the_blends_row(client: TestClient) -> None:
    rows = results.forecast(date(2026, 3, 31)).rows  # the library's own, worked out once
    made = next(r for r in rows if (r.name, r.event) == ("mq9b", "final"))
    shown = text(client, "/en/case/mq9b/forecast?as_of=2026-03-31", **PART)
    assert made.p10 and made.p50 and made.p90
    assert all(ENGLISH.date(p) in shown for p in (made.p10, made.p50, made.p90))
    open_ended = next(r for r in rows if (r.name, r.event) == ("hcds", "final"))
    assert open_ended.p10 and open_ended.p50 and open_ended.p90 is None
    shown = text(client, "/en/case/hcds/forecast?as_of=2026-03-31", **PART)
    shown = re.sub(r"<[^>]+>", "", shown)  # a figure is a link of its own
    assert f"not before {ENGLISH.date(open_ended.p10)}" in shown and ENGLISH.date(open_ended.p50) in shown
    assert "There is no forecast" in text(client, "/en/case/javelin-2015/forecast", **PART)


@pytest.mark.parametrize(
    ("lang", "middle", "median", "chance"),
    [
        ("en", "Jul 2028 to Jul 2030", "median between Jul 2028 and Jul 2030", "38 to 71 %"),
        ("zh-TW", "2028年7月至2030年7月", "中位數介於2028年7月與2030年7月之間", "38% 至 71%"),
    ],
)
def test_a_chance_that_dates_leave_open_is_shown_from_end_to_end(
    client: TestClient, lang: str, middle: str, median: str, chance: str
) -> None:
    """And the median is called one: as a span it would be taken for the forecast's own."""
    for address in (f"/{lang}/case/hcds/forecast?as_of=2026-03-31", f"/{lang}/rests/forecast/hcds?event=final&as_of=2026-03-31",
                    f"/{lang}/backlog/timeline?month=2026-03"):  # fmt: skip
        shown = " ".join(lxml.html.fromstring(client.get(address).text).text_content().split())
        assert (middle if "/timeline" in address else median) in shown and chance in shown, address
        assert "Nobody said this month" not in shown and "這個月份並非" not in shown


def test_an_added_statement_shows_at_once(client: TestClient) -> None:
    assert "Nobody in particular" not in text(client, "/en/case/mq9b")
    s = jl.add(
        subject="mq9b", property="final_delivery_promised", value="2031-05", said_by="Nobody in particular", standing="named",
        speaker_kind="other", stated_on="2026-03-20", source="javascript:alert(1)", note="<b>bold</b>", recorded_on="2026-03-21",
    )  # fmt: skip
    shown = text(client, "/en/case/mq9b")
    assert s.id in shown and "Nobody in particular" in shown
    raw = client.get("/en/case/mq9b").text
    assert 'href="javascript:' not in raw and "&lt;b&gt;bold&lt;/b&gt;" in raw


def test_a_frozen_case_holds_everything_on_one_page() -> None:
    with TestClient(create_app(Settings(frozen=True)), base_url="http://127.0.0.1") as client:
        shown = client.get("/en/case/f16-block70").text
    main = shown.partition("<dialog")[0]
    assert "<form" not in main and "hx-get" not in main
    assert 'class="forecast__when"' in main and 'class="causes"' in main
    page = SitePage("en/case-f16-block70.html", shown)
    page.freeze()
    assert any("/why/f16-block70/" in address for address in page.opened)
    assert "data-drawer" not in page.bytes().decode()


def test_the_case_page_works_in_a_browser(served: str, browser: Any) -> None:
    tab = browser.new_page(viewport={"width": 390, "height": 900})
    errors: list[str] = []
    tab.on("pageerror", lambda e: errors.append(str(e)))
    tab.goto(f"{served}/en/case/hcds")
    tab.wait_for_selector("#forecast .forecast__when")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.locator(".headfacts a.number").first.click()
    tab.wait_for_selector("#drawer[open] .statement")
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#drawer", state="hidden")
    tab.select_option("#trail-property", "final_delivery_promised")
    tab.click("#trail-filters button")
    tab.wait_for_url("**property=final_delivery_promised**")
    tab.wait_for_function("() => document.querySelectorAll('#trail .statement').length === 5")
    assert errors == []
    tab.close()


def test_a_case_says_what_each_of_its_dates_is_and_what_is_no_move(client: TestClient) -> None:
    shown = " ".join(lxml.html.fromstring(client.get("/en/case/m1a2t").text).text_content().split())
    assert "a promise is somebody's word; the forecast is" in shown
    assert "earlier by 21 months in all. The moves make −12 months; the rest lies between dates that overlap" in shown
    shown = client.get("/en/case/hcds").text
    assert "The moves make" not in shown and 'id="which-date"' in shown
    assert 'id="which-date"' not in client.get("/en/case/mk75").text  # nobody promised a date


def head(client: TestClient, address: str) -> dict[str, str]:
    """The head facts of a case: what a card is called, and its words."""
    page = lxml.html.fromstring(client.get(address).text)
    cards = page.xpath("//dl[@class='headfacts']/div")
    return {c.xpath("dt")[0].text_content(): " ".join(c.xpath("dd")[0].text_content().split()) for c in cards}


def test_an_event_that_does_not_count_leaves_the_promise_its_card(client: TestClient) -> None:
    cards = head(client, "/en/case/m1a2t?as_of=2026-03-31")
    assert "last delivery" not in cards and cards["last delivery promised"].startswith("Q1 2026")
    assert "last delivery: by Mar 2026; said, not counted: hedged" in cards["last delivery promised"]
    page = lxml.html.fromstring(client.get("/en/case/m1a2t?as_of=2026-03-31").text)
    held = {
        r.xpath("th")[0].text_content(): r.xpath("td")[0].text_content()
        for r in page.xpath("//table[@class='facts']/tbody/tr")
    }
    assert [name for name, told in held.items() if "said, not counted" in told] == ["last delivery"]
    assert head(client, "/en/case/himars-2020")["last delivery"].startswith("2025")
    assert "passed, no delivery known" in head(client, "/en/case/stinger-2015")["last delivery promised"]


def test_a_contested_event_is_no_headline(client: TestClient) -> None:
    shown = client.get("/en/case/hcds").text
    page = lxml.html.fromstring(shown)
    said = " ".join(page.text_content().split())
    assert "earlier than first promised" not in said and "Whether the first delivery has come is in dispute" in said
    assert "5 promises; the date moved once" in said and "still promised later" in said
    assert "Not among the steps, as they moved nothing: 3 less firm than the one held" in said
    assert "in dispute" in head(client, "/en/case/hcds")["first delivery"]


def test_a_promise_of_a_cancelled_sale_says_so(client: TestClient) -> None:
    card = head(client, "/en/case/m109a6")["first delivery promised"]
    assert card.startswith("2023") and "before the sale was cancelled (31 Aug 2022)" in card
    assert "is promised as at first" not in client.get("/en/case/m109a6").text


def test_what_became_of_promises_is_said_in_whole_words(client: TestClient) -> None:
    def told(name: str) -> str:
        page = lxml.html.fromstring(client.get(f"/en/case/{name}").text)
        return " ".join(page.xpath("//section[@aria-labelledby='promises-title']")[0].text_content().split())

    assert "0 months" not in told("himars-2020") and "The final delivery came as first promised." in told("himars-2020")
    stinger = told("stinger-2015")
    assert (
        "sooner than at first" not in stinger
        and "The date promised for the final delivery, 2024, passed with no delivery known" in stinger
    )
    assert "250 units for Dec 2025 → 2,621 units for 2032: not the same quantity" in told("stinger-2019")
    assert "has not moved." in told("m1a2t")
    assert "108 units for Dec 2027 → 28 units for Q1 2026: not the same quantity" in told("m1a2t")


def test_a_case_shows_both_categories_where_they_differ(client: TestClient) -> None:
    def lede(name: str) -> str:
        page = lxml.html.fromstring(client.get(f"/en/case/{name}").text)
        return " ".join(page.xpath("//p[@class='lede']")[0].text_content().split())

    assert lede("agm84l").startswith(
        "asymmetric (category of the published list) · munitions (category of this ledger) ·"
    )
    assert lede("tmn").startswith("asymmetric (category of the published list) · C4ISR (category of this ledger) ·")
    assert lede("m1a2t").startswith("traditional · ")


def test_a_note_stands_with_the_statement_it_is_about(client: TestClient) -> None:
    def said(case: str, name: str) -> list[str]:
        page = lxml.html.fromstring(client.get(f"/en/why/{case}/{name}").text)
        return [" ".join(a.text_content().split()) for a in page.xpath("//article[@class='statement']")]

    assert not any("Contract completion date" in s for s in said("hcds", "units_ordered"))
    assert any("Contract completion date" in s for s in said("hcds", "contract_ends_on"))
    assert any(
        "Note of the whole entry: Each set of 75 counts nine spares." in s for s in said("f16-block70", "total_value")
    )
    from_memory = [s for s in said("f16-block70", "contract_ends_on") if "from memory;" in s]
    assert from_memory and all("official" in s and "quoted from memory: unverified" in s for s in from_memory)


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("component", "solid-rocket-motor", "short of solid rocket motors for tactical missiles"),
        ("line_rate", "harpoon-st-charles", "the rate of the line Harpoon at St. Charles"),
        ("queue", "agm84l", "behind AGM-84L-1 Harpoon Block II air-launched missiles"),
    ],
)
def test_what_holds_a_case_up_is_said_in_names(kind: str, name: str, said: str) -> None:
    assert cause_words(Cause(kind, name, None, 0.5, 1.0, 0.0, 1.0, 2.0, 1.0, "2026-03", "2026-04"), ENGLISH) == said


def test_a_due_date_says_whether_any_word_came(client: TestClient) -> None:
    """Of the tanks somebody said by an unread page that all came: silence it is not."""
    shown = text(client, "/en/case/m1a2t?as_of=2026-03-31")
    assert "nothing says it came" not in shown
    row = next(r for r in jl.backlog("2026-03-31", "owed").rows if r.name == "m1a2t")
    assert "no firm word says it came" in row.value_basis
    assert "last delivery, due; whether it came is unknown" in text(client, "/en/backlog?month=2026-03")
    assert "已到期，是否交付不明" in text(client, "/zh-TW/backlog?month=2026-03")


def test_printed_addresses_can_be_read(client: TestClient) -> None:
    page = lxml.html.fromstring(client.get("/zh-TW/case/hcds").text)
    links = page.xpath("//*[contains(@class, 'source')]//a[@data-address]")
    assert links and not [a for a in links if re.search(r"%E\d|https?://", a.get("data-address"))]


def test_statements_are_asked_for_by_their_ids(client: TestClient) -> None:
    assert "no statement is named" in text(client, "/en/statements", 404).lower()
    assert "no such statement" in text(client, "/en/statements?ids=00000000000000000000", 404).lower()


def test_the_keyboard_goes_on_where_a_part_came_in_place_of_its_button(served: str, browser: Any) -> None:
    tab = browser.new_page()
    made = '<div id="forecast"><p>compared</p><a href="#x" id="next">next</a></div>'
    tab.route("**/forecast?*methods=all*", lambda route: route.fulfill(content_type="text/html", body=made))
    tab.goto(f"{served}/en/case/f16-block70")
    tab.locator("#forecast a.button").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#next")
    tab.wait_for_function("() => document.activeElement !== document.body")
    assert tab.evaluate("document.getElementById('forecast').contains(document.activeElement)")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "next"
    tab.close()


def test_a_buyer_is_named_once() -> None:
    cause = Cause("queue", "harpoon-saudi-arabia", "SAU", 0.5, 1.0, 0.0, 1.0, 2.0, 1.0, "2026-03", "2026-04")
    for lang in (ENGLISH, language("zh-TW")):
        words = cause_words(cause, lang)
        assert words.count(lang.name("country", "SAU")) == 1, words
