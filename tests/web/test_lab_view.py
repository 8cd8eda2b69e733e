"""The options lab: its figures are the library's, its address says all of it, and a slider moves the bands."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient
from shown import go, whole

import jointline as jl
from jointline.network.shipped import shipped_network
from jointline.options.bench import DRAWS, Bench
from jointline.report.lang.language import ENGLISH
from jointline.web import lab, lab_words
from jointline.web.app import create_app
from jointline.web.settings import Settings
from jointline.web.view_state import place

DAY = "2026-11-30"
START = "set.lines.stinger-taiwan.start"
UNSEEN = ("2025-04-30", "2025-05-31", "2025-07-31")  # days on which no other test looks
CHOSEN = f"/en/lab?option=stinger-taiwan&option=priority&{START}=5&as_of={DAY}"


@pytest.fixture(autouse=True)
def own_ledger(ledger_of_the_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One empty ledger for the whole file: what the page keeps in memory is kept from test to test."""
    monkeypatch.setenv("JOINTLINE_LEDGER", str(ledger_of_the_file))
    return ledger_of_the_file


@pytest.fixture
def client(client: TestClient) -> TestClient:
    """A page whose lab has simulated once: what comes before is ``test_the_page_stands_before_its_first_simulation``'s."""
    lab.compared(lab.asked(place("en", "lab", [("as_of", DAY)]), Settings()))
    return client


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
            assert shown.split()[0] == (f"{p50:.1f}" if p50 >= 0.05 else "<0.1" if p50 else "0")
        assert often.endswith("%") and clears.startswith(ENGLISH.date(o.clears_p50))


def test_a_range_whose_ends_are_its_figure_is_not_shown(client: TestClient) -> None:
    table = lxml.html.fromstring(client.get(f"/en/lab?as_of={DAY}").text).xpath(
        "//table[contains(@class, 'lab-table')]"
    )[0]
    spread = {}
    for row in table.xpath("./tbody/tr"):
        head, *cells = row.xpath("./th|./td")
        spread[head.text_content().split("\n")[0].strip()] = [
            [r.text for r in c.xpath(".//span[@class='range']")] for c in cells
        ]
    for ranges in spread.values():
        ends = [r.split(" – ") for cell in ranges for r in cell]
        assert all(len(e) == 2 and e != ["0", "0"] for e in ends)
    assert [len(c) for c in spread["The world as it is"]] == [0, 0, 0, 0, 1]
    assert any([len(c) for c in r] == [1, 1, 1, 0, 1] for r in spread.values())


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
    in_english = [[cell.replace(" 至 ", " – ") for cell in r[1:3]] for r in rows(chinese.text).values()]
    assert in_english[:2] == [r[1:3] for r in rows(first.text).values()][:2]


def test_assumptions_and_evidence_are_told_apart(client: TestClient) -> None:
    tree = lxml.html.fromstring(client.get(CHOSEN).text)
    knob = tree.xpath("//input[@name='set.lines.stinger-taiwan.rate_max']/ancestor::div[@class='knob']")[0]
    assert knob.xpath(".//*[@class='assumed']") and "nobody published a rate" in knob.text_content()
    said = tree.xpath("//input[@name='set.lines.stinger-taiwan.stages.to-production']/ancestor::div[@class='knob']")[0]
    link = said.xpath(".//a[@data-drawer]")[0].get("href")
    assert client.get(link).status_code == 200


def test_what_the_reader_set_is_tagged_as_set_by_him(client: TestClient) -> None:
    tree = lxml.html.fromstring(client.get(CHOSEN).text)
    moved = tree.xpath(f"//input[@name='{START}']/ancestor::div[contains(@class, 'knob--moved')]")[0]
    assert moved.xpath("string(.//*[@class='knob__set'])") == "set by you in the network:"
    row = next(x for x in tree.xpath("//ul[@class='takes']/li") if x.text_content().startswith("First month"))
    assert row.xpath("string(.//*[@class='assumed'])") == "set by you"
    drawn = lxml.html.fromstring(client.get(f"/en/lab?option=stinger-taiwan&as_of={DAY}").text)
    takes = " ".join(drawn.xpath("string(//ul[@class='takes'])").split())
    assert "set by you" not in takes and "assumption" in takes
    rests = client.get(f"/en/rests/option/stinger-taiwan?option=stinger-taiwan&{START}=5&as_of={DAY}").text
    assert "First month of production, from today · Stinger assembly in Taiwan: 5" in rests
    assert "<code>lines." not in rests


@pytest.mark.parametrize(("lang", "word"), [("en", "assumption"), ("zh-TW", "假設")])
def test_a_reason_names_no_file_and_no_id(client: TestClient, bench: Bench, lang: str, word: str) -> None:
    chosen = "&".join(f"option={o}" for o in bench.options)
    tree = lxml.html.fromstring(client.get(f"/{lang}/lab?{chosen}&as_of={DAY}").text)
    reasons = [x.text_content() for x in tree.xpath("//details[@class='knob__basis']")]
    assert len(reasons) > 20
    assert not [r for r in reasons if re.search(r"assumption/|NOTES\.md|\.csv|docs/|(guess|推測) [a-z]+/", r)]
    links = tree.xpath(f"//details[@class='knob__basis']//a[text()='{word}']/@href")
    assert links and all(client.get(h).status_code == 200 for h in sorted(set(links))[:3])
    rests = client.get(f"/{lang}/rests/network?part=lines.stinger-tucson&as_of={DAY}").text
    assert "assumption/" not in lxml.html.fromstring(rests).text_content()


def test_the_titles_of_numbers_begin_alike(client: TestClient, bench: Bench) -> None:
    for knob in bench.knobs(bench.options):
        title = lab_words.knob_title(knob, ENGLISH)
        assert title[:1].isupper(), title


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
    said = ENGLISH.say(found.verdict).replace(found.vary[0], "“First month of production, from today”")
    assert said in lxml.html.fromstring(even).text_content()
    why = client.get(f"/en/lab?option=stinger-taiwan&as_of={DAY}&why=stinger-taiwan").text
    reasons = [ENGLISH.say(r.text) for r in jl.explain("stinger-taiwan", net, draws=DRAWS).reasons]
    assert len(reasons) > 2
    assert [_plain(r) for r in reasons if _plain(r) not in _plain(why)] == []


def _plain(text: str) -> str:
    return " ".join(lxml.html.fromstring(f"<p>{text}</p>").text_content().split())


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
    go(page, f"{served}/en/lab?as_of={DAY}")
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
    page.reload()
    whole(page)
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
    go(page, f"{served}/en/lab?option=stinger-taiwan&{START}=3&as_of={DAY}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_response(lambda r: "/en/lab?" in r.url and START not in r.url):
        page.locator("[data-reset='n-lines-stinger-taiwan-start']").click()
    page.wait_for_function(f"() => !location.search.includes('{START}')")
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


def test_the_page_stands_before_its_first_simulation(client: TestClient) -> None:
    address = f"/en/lab?option=priority&as_of={UNSEEN[0]}"
    page = client.get(address)
    assert "data-first" in page.text and "lab-table" not in page.text
    assert page.headers["cache-control"] == "no-store"
    link = lxml.html.fromstring(page.text).xpath("//p[@class='waiting']/a")[0].get("href")
    assert "lab-table" in client.get(link).text  # without script
    whole = client.get(address).text
    assert "data-first" not in whole and 'class="run"' in whole
    part = client.get(address, headers={"x-part": "first"}).text
    assert "<html" not in part and 'id="part-body"' in part and 'class="run"' in part


def test_the_figures_follow_the_page(served: str, browser: Any) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    first = page.goto(f"{served}/zh-TW/lab?option=stinger-taiwan&as_of={UNSEEN[1]}")
    assert "data-first" in first.text()
    page.wait_for_selector(".lab-table", timeout=120_000)
    assert page.locator("#lab-run .run").count() == 1 and page.locator("#lab-result[aria-busy]").count() == 0
    assert page.locator("#spoken").text_content().strip()
    page.wait_for_selector("[data-chart] svg", timeout=30_000)  # drawn after its figures: a script that is fetched
    assert page.locator(".knob__slide").first.is_visible()
    assert said == []
    page.close()


def test_a_first_simulation_that_fails_says_so_in_its_place(served: str, browser: Any) -> None:
    page = browser.new_page()
    page.route("**/lab?*", lambda r: r.abort() if r.request.headers.get("x-part") else r.continue_())
    page.goto(f"{served}/en/lab?as_of={UNSEEN[2]}")
    page.wait_for_selector(".lab__failed[role=alert]", timeout=30_000)
    assert page.locator(".waiting").count() == 0
    page.close()


def test_a_warning_names_numbers_as_the_page_does(client: TestClient) -> None:
    for lang in ("en", "zh-TW"):
        text = client.get(f"/{lang}/lab?option=all-together&as_of={DAY}").text
        notes = lxml.html.fromstring(text).xpath("//div[@id='lab-result']//div[@role='note']")
        said = " ".join(" ".join(n.text_content().split()) for n in notes)
        assert said and "ramp_months" not in said and "lines." not in said
        assert ("Months to the full rate" if lang == "en" else "達全速產能所需月數") in said


def test_links_of_the_lab_keep_its_day(client: TestClient) -> None:
    day = "2025-11-30"
    for address in (f"/en/lab?as_of={day}&show=result", f"/en/lab?option=priority&as_of={day}&show=result"):
        tree = lxml.html.fromstring(client.get(address).text)
        inside = "//div[@id='lab-result' or @id='lab-more']//a[contains(@href, '/case/') or contains(@href, '/chart/') or contains(@href, '/rests/')]"
        found = [*tree.xpath(inside), *tree.xpath("//a[@data-tables]")]
        assert len(found) > 10
        assert [a.get("href") for a in found if f"as_of={day}" not in a.get("href")] == []


SEEN = """() => {
  const main = document.getElementById("main").cloneNode(true);
  for (const at of main.querySelectorAll("[data-chart]")) at.replaceChildren();
  for (const at of main.querySelectorAll("details")) at.removeAttribute("open");
  for (const at of main.querySelectorAll("[style], [aria-busy], [aria-valuetext]")) for (const k of ["style", "aria-busy"]) at.removeAttribute(k);
  const fields = [...document.querySelectorAll(".knob input")].map((x) => x.value);
  for (const at of main.querySelectorAll(".knob input")) at.removeAttribute("value");
  const shown = [...document.querySelectorAll(".knobs__all")].map((x) => x.checkVisibility({ visibilityProperty: true }));
  const spec = document.querySelector("[data-chart] script")?.textContent;
  const foot = [...document.querySelectorAll(".settings a, #lab-run")].map((x) => x.href ?? x.textContent);
  return JSON.stringify([main.innerHTML.replace(/\\s+/g, " ").replace(/ class="([^"]*?) ?"/g, ' class="$1"').split("<").map((x) => x.trim()), fields, shown, spec, foot]);
}"""


def test_what_moved_is_what_a_reload_shows(served: str, browser: Any) -> None:
    """Live and afresh: a number moved, then back at the network's own; figures, links, the way back."""
    page = browser.new_page()
    page.goto(f"{served}/en/lab?option=stinger-taiwan&as_of={DAY}&show=result", wait_until="networkidle")
    page.goto(f"{served}/en/lab?option=stinger-taiwan&as_of={DAY}", wait_until="networkidle")
    slider = page.locator("[data-for='n-lines-stinger-taiwan-start']")
    place = slider.bounding_box()
    assert page.locator(".knobs__all a").is_hidden()
    slider.focus()
    with page.expect_response(lambda r: f"{START}=0" in r.url):
        page.keyboard.press("Home")
    page.wait_for_url(f"**{START}=0**")
    assert page.locator(".knobs__all a").is_visible()
    assert slider.bounding_box()["x"] == place["x"]
    for _ in ("moved", "back"):
        page.wait_for_selector("#lab-result:not([aria-busy])")
        live = page.evaluate(SEEN)
        page.reload(wait_until="networkidle")
        assert page.evaluate(SEEN) == live
        if START in page.url:
            page.locator("[data-reset='n-lines-stinger-taiwan-start']").click()
            page.wait_for_url(lambda url: START not in url)
            assert page.locator(".knobs__all a").is_hidden()
    page.close()


def test_the_networks_own_value_is_a_stop_of_its_slider(served: str, browser: Any, bench: Bench) -> None:
    key = "lines.stinger-tucson.rate_max"
    knob = next(k for k in bench.knobs(["stinger-taiwan"]) if k.key == key)
    assert knob.between_steps
    own, least, most = knob.middle, knob.least, knob.most
    page = browser.new_page()
    page.goto(f"{served}/en/lab?option=stinger-taiwan&as_of={DAY}", wait_until="networkidle")
    slider = page.locator(f"[data-for='n-{key.replace('.', '-')}']")
    number = page.locator(f"[name='set.{key}']")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()

    def press(value: float) -> None:
        thumb = 16  # its middle runs from half of it to half of it
        page.mouse.click(
            box["x"] + thumb / 2 + (box["width"] - thumb) * (value - least) / (most - least),
            box["y"] + box["height"] / 2,
        )

    press((least + own) / 2)
    assert float(number.input_value()) == round(float(number.input_value()))
    press(own)
    assert float(number.input_value()) == own
    with page.expect_response(lambda r: f"set.{key}={own}" in r.url) as answer:
        pass
    assert answer.value.ok
    walked = []
    for pressed in (
        "ArrowRight",
        "ArrowLeft",
        "ArrowLeft",
        "ArrowLeft",
        "ArrowRight",
        "ArrowRight",
        "End",
        "ArrowRight",
    ):
        slider.press(pressed)
        walked.append(float(number.input_value()))
    below, above = math.floor(own), math.ceil(own)
    assert walked == [above, own, below, below - 1, below, own, most, most]
    page.close()


@pytest.mark.parametrize("options", ["stinger-taiwan", "stinger-taiwan&option=priority&option=gmlrs-taiwan"])
def test_numbers_longer_than_the_figures_leave_no_hole_between_these(served: str, browser: Any, options: str) -> None:
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    go(tab, f"{served}/en/lab?option={options}&as_of={DAY}")
    boxes = [tab.locator(f"#lab-{part}").bounding_box() for part in ("result", "asked", "more")]
    ends = boxes[0]["y"] + boxes[0]["height"] + boxes[1]["height"]
    assert tab.locator(".lab__knobs").bounding_box()["height"] > boxes[0]["height"]
    assert boxes[2]["y"] - ends < 4
