"""億/萬 and ROC years as a reader switches them: kept in the address, in charts, tables and the pages that follow; exports stay plain."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import asking


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


def test_a_download_is_for_programs_whatever_the_page_shows() -> None:
    with asking.client() as client:
        raw = client.get("/api/backlog.csv?as_of=2024-10-31").text
        rows = list(csv.reader(io.StringIO(raw.removeprefix("\ufeff"))))
    head = next(r for r in rows if "notified_on" in r)
    first = rows[rows.index(head) + 1]
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", first[head.index("notified_on")])
    assert float(first[head.index("value_usd_m")]) > 0
