"""億/萬 and ROC years as a reader switches them: kept in the address, in charts, tables and the pages that follow; exports stay plain."""

from __future__ import annotations

import csv
import io
import itertools
import re
from typing import Any

import asking
import pytest

from drawn_fonts import fonts_of_each


def test_the_switches_reach_tables_charts_and_the_next_page(served: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page.goto(f"{served}/zh-TW/backlog?month=2024-10&find=NASAMS")
    assert "223.9 億美元" in page.inner_text("main")
    page.click("text=民國紀年")
    page.wait_for_url("**years=roc*")
    assert re.search(r"[?&]month=2024-10", page.url) and "find=NASAMS" in page.url
    page.click(".settings >> text=百萬美元")
    page.wait_for_url("**units=millions*")
    text = page.inner_text("main")
    assert "22,390 百萬美元" in text and "民國113年10月" in text and "2024年10月" not in text and "億美元" not in text
    assert re.search(r"國家先進地對空防空飛彈系統.*\n?.*1,160\.0", text)

    page.evaluate("document.querySelector('#chart-history').scrollIntoView()")
    page.wait_for_selector("#chart-history .chart__drawn svg")
    axis = page.eval_on_selector_all("#chart-history svg text", "all => all.map(t => t.textContent)")
    assert "百萬美元" in axis and "114年" in axis and not any("2025" in a for a in axis)
    spec = page.inner_text("#chart-history script") or page.text_content("#chart-history script")
    assert "民國113年10月" in spec and "百萬美元" in spec  # what a mark says when it is pointed at

    page.click("main a.cases__title")
    page.wait_for_url("**/case/nasams**")
    assert "years=roc" in page.url and "units=millions" in page.url
    assert "1,160.0 百萬美元" in page.inner_text("main") and "民國113年10月25日" in page.inner_text("main")
    here = page.url
    page.goto("about:blank")
    page.goto(here)  # the copied link
    assert "民國113年10月25日" in page.inner_text("main")
    page.click("text=西元紀年")
    page.wait_for_url(lambda url: "years=roc" not in url)
    assert "2024年10月25日" in page.inner_text("main") and "百萬美元" in page.inner_text("main")
    page.click(".settings >> text=以億、萬計")
    page.wait_for_url(lambda url: "units" not in url)
    assert "11.6 億美元" in page.inner_text("main")
    page.close()


_HAN = "[\\u3400-\\u9fff]"
_MARK = f"""() => {{ for (const e of document.querySelectorAll("main *"))
  if (!e.childElementCount && /{_HAN}/.test(e.textContent) && e.checkVisibility()) e.dataset.han = ""; }}"""


@pytest.mark.parametrize(
    "view", ["method", "backlog?month=2024-10&rule=mnd", "lab", "evidence", "api", "why/hcds/status"]
)
def test_no_chinese_character_is_left_to_the_fonts_of_the_machine(served: str, browser: Any, view: str) -> None:
    """Type of one width too, which has none: beside a Latin font of its own it takes the page's."""
    page = browser.new_page()
    page.goto(f"{served}/zh-TW/{view}")
    page.wait_for_load_state("networkidle")  # what comes later takes the place of what was there
    page.evaluate(_MARK)
    said = page.eval_on_selector_all("[data-han]", "all => all.map((e) => e.textContent)")
    drawn = fonts_of_each(page, "[data-han]")
    assert len(said) == len(drawn) > 3
    for text, fonts in zip(said, drawn, strict=True):
        own = sum(n for (_, is_own), n in fonts.items() if is_own)
        assert own >= len(re.findall(_HAN, text)), (text, fonts)
    page.close()


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_the_years_below_the_months_do_not_run_together_on_a_phone(served: str, browser: Any, lang: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    for month in ("2015-12", "2019-06", "2024-10"):
        page.goto(f"{served}/{lang}/backlog?month={month}&rule=all")
        boxes = page.eval_on_selector_all(
            ".scrub__years text",
            "all => all.map((e) => e.getBoundingClientRect()).filter((r) => r.width).map((r) => [r.left, r.right])",
        )
        assert len(boxes) > 2
        assert all(after[0] >= before[1] + 2 for before, after in itertools.pairwise(boxes)), boxes
    page.close()


def test_a_download_is_for_programs_whatever_the_page_shows() -> None:
    with asking.client() as client:
        raw = client.get("/api/backlog.csv?as_of=2024-10-31").text
        rows = list(csv.reader(io.StringIO(raw.removeprefix("\ufeff"))))
    head = next(r for r in rows if "notified_on" in r)
    first = rows[rows.index(head) + 1]
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", first[head.index("notified_on")])
    assert float(first[head.index("value_usd_m")]) > 0
