"""A page read as tables: all of it, also what comes later; words as they stand there, numbers as numbers, the run card whole."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from asking import client
from lxml import html

from jointline.web.page_tables import shown
from jointline.web.results import ledger

LOOSE = re.compile(r"[：，。；、（「《] | [：，。；、）」》]|\s[:;,]|\s\)|\(\s")


@pytest.fixture(scope="module")
def asked() -> Any:
    return client()


def book(answer: Any) -> Any:
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def card(made: Any) -> dict[str, str]:
    return {r[0].value: r[1].value for r in made["run card"].iter_rows()}


def test_the_backlog_brings_its_forecasts(asked: Any) -> None:
    made = book(asked.get("/en/tables/backlog.xlsx?month=2024-10"))
    assert made.sheetnames == ["1 Every case", "2 Forecasts", "columns", "run card"]
    rows = asked.get("/api/forecast?as_of=2024-10-31").json()["rows"]
    assert made["2 Forecasts"].max_row - 1 == len(rows) > 40


def test_a_case_brings_its_forecasts_by_method_and_what_holds_it_up(asked: Any) -> None:
    answer = asked.get("/en/tables/case/hcds.xlsx?as_of=2024-10-31")
    made = book(answer)
    names = [n.partition(" ")[2] for n in made.sheetnames]
    assert any("Forecasts by method" in n for n in names) and sum(n.startswith("Causes") for n in names) == 2
    told = card(made)
    assert told["data"] == ledger().data_hash() and told["network_data"] != told["data"]
    assert told["draws"] == "2000" and told["seed"] == "0" and told["as_of"] == "2024-10-31"


@pytest.mark.parametrize(
    "query", ["as_of=2022-12-31", "as_of=2022-12-31&property=total_value", "standing=official", ""]
)
def test_the_file_beside_a_trail_holds_the_trail(asked: Any, query: str) -> None:
    page = html.document_fromstring(asked.get(f"/en/case/hcds?{query}").text)
    here = [
        c.text_content().strip() for c in page.xpath("//section[@id='trail']//*[contains(@class, 'statement__id')]")
    ]
    link = page.xpath("//section[@id='trail']//ul[@class='exports']//a[contains(@href, '.csv')]/@href")[0]
    lines = asked.get(link).content.decode().splitlines()
    assert here and sorted(here) == sorted(line.split(",")[0] for line in lines[2:] if re.match(r"[0-9a-f]{20},", line))
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        assert f"{'until' if name == 'as_of' else name} {value}" in lines[0]


@pytest.mark.parametrize("part", ["forecast", "forecast?methods=all", "why-late"])
def test_what_comes_later_on_a_case_has_its_files(asked: Any, part: str) -> None:
    path, _, query = part.partition("?")
    page = html.fragment_fromstring(
        asked.get(f"/en/case/hcds/{path}?as_of=2024-10-31&{query}", headers={"x-part": "1"}).text
    )
    links = page.xpath(".//ul[@class='exports']//a/@href")
    assert {x.partition("?")[0].rpartition(".")[2] for x in links} >= {"csv", "xlsx"}
    for link in links:
        answer = asked.get(link)
        assert answer.status_code == 200, link
        if ".csv" in link:
            assert "as_of 2024-10" in answer.text.splitlines()[0]


@pytest.mark.parametrize("view", ["backlog", "case/hcds?as_of=2024-10-31", "lab?option=priority&as_of=2026-03-31", "scores", "method", "statements?ids=da7102d2482b7fe205fa"])  # fmt: skip
def test_chinese_tables_are_in_chinese_and_set_as_chinese(asked: Any, view: str) -> None:
    path, _, query = view.partition("?")
    made = book(asked.get(f"/zh-TW/tables/{path}.xlsx?{query}"))
    for sheet in made.worksheets[:-2]:
        assert re.fullmatch(r"\d+ .*[\u4e00-\u9fff].*", sheet.title), sheet.title
        head, *rows = sheet.iter_rows(values_only=True)
        assert all(re.search(r"[\u4e00-\u9fff–]|^P\d\d|CRPS", str(h)) for h in head), head
        words = [c for r in rows for c in r if isinstance(c, str) and not c.startswith("http")]
        assert not [w for w in words if LOOSE.search(w) and re.search(r"[\u4e00-\u9fff]", w)]


def test_a_column_says_what_it_is(asked: Any) -> None:
    made = book(asked.get("/en/tables/backlog.xlsx?month=2024-10"))
    about = {(r[0], r[1]): r[2:] for r in made["columns"].iter_rows(min_row=2, values_only=True)}
    assert about["1 Every case", "US$ million"][0] == "number" and about["1 Every case", "Status"][0] == "text"
    assert "10, 50 and 90 per cent" in about["2 Forecasts", "P50"][2]


def test_a_file_of_the_newest_view_says_its_day(asked: Any) -> None:
    named = asked.get("/en/tables/backlog.csv").headers["content-disposition"]
    assert re.search(r"jointline-backlog-\d{4}-\d\d-\d\d-en\.csv", named)
    assert (
        "jointline-backlog-2024-10-en.csv"
        in asked.get("/en/tables/backlog.csv?month=2024-10").headers["content-disposition"]
    )


def test_words_are_read_as_they_stand() -> None:
    page = html.document_fromstring(
        '<html lang="zh-Hant-TW"><main><h2>標題</h2><table><thead><tr><th>甲</th><th>乙</th><th>年</th></tr></thead><tbody>'
        '<tr><th>案（<span class="unbroken">2019年</span>）<span class="cases__under">類別</span></th><td>−1,234.5</td><td>2024</td></tr>'
        '<tr><th colspan="3">全列<sup>1</sup></th></tr><tr><td>開<script>x</script></td><td></td><td>不明</td></tr></tbody></table></main></html>'
    )
    (sheet,) = shown([page])
    assert sheet.name == "1 標題"
    assert [list(r.values()) for r in sheet.rows] == [
        ["案（2019年）；類別", -1234.5, "2024"],
        ["全列", "", ""],
        ["開", "", "不明"],
    ]
    assert [c.type for c in sheet.columns] == ["text", "number", "text"]


DISPATCH = (
    "Harbor Wire, Oct. 2, 2026\n\n=HYPERLINK(1) The Ministry of National Defense said on Friday that the last of the 108 M1A2T Abrams "
    "tanks will be delivered in 2027. @SUM(A1) <script>alert(1)</script> The ministry denied that money is short.\n"
)


@pytest.mark.parametrize("address", ["/zh-TW/evidence/read", "/api/read"])
def test_what_was_found_in_a_document_is_a_table_without_formulas(asked: Any, address: str) -> None:
    api = address.startswith("/api")
    sent = {
        "data": {"source": "=1+1", "publisher": "@evil"},
        "files": {"file" if api else "document": ("=cmd.txt", DISPATCH.encode(), "text/plain")},
    }
    answer = asked.post(f"{address}.csv", **sent)
    assert answer.status_code == 200, answer.text
    rows = list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    found = asked.post(
        "/api/read", data=sent["data"], files={"file": ("=cmd.txt", DISPATCH.encode(), "text/plain")}
    ).json()["statements"]
    assert [r[0] for r in rows[2:]] == [s["id"] for s in found] != []
    assert not [c for r in rows for c in r if c.startswith(("=", "+", "@", "-"))]
    assert "; publisher @evil" in rows[0][0] and "document =cmd.txt" in rows[0][0]
    made = openpyxl.load_workbook(io.BytesIO(asked.post(f"{address}.xlsx", **sent).content))
    assert made.sheetnames == ["statements", "claims", "columns", "run card"]
    assert all(c.data_type in ("s", "n", "b") for sheet in made for row in sheet.iter_rows() for c in row)
    assert asked.post(f"{address}.csv", data={"text": ""}).status_code == 422


QUESTIONS = {
    "/api/statements.csv?case=hcds&standing=official": {"case": "hcds", "standing": "official"},
    "/api/case/hcds/why/value.csv?rule=owed": {"name": "hcds", "property": "value", "rule": "owed"},
    "/api/backlog.csv?category=munitions&as_of=2025-11": {"category": "munitions", "as_of": "2025-11-30"},
    "/api/network.csv?part=lines&option=priority": {"part": "lines", "option": "priority"},
    "/api/why-late/himars-2025-launcher.csv?draws=64&as_of=2026-03-31": {"order": "himars-2025-launcher", "draws": "64", "as_of": "2026-03"},
}  # fmt: skip


@pytest.mark.parametrize("address", QUESTIONS)
def test_a_card_says_what_was_asked(asked: Any, address: str) -> None:
    answer = asked.get(address)
    assert answer.status_code == 200, answer.text
    for name, value in QUESTIONS[address].items():
        assert f"; {name} {value}" in answer.text.splitlines()[0]
    assert "card" not in asked.get(f"{address}&card=true").text.splitlines()[0].removeprefix("\ufeff# run card")


def test_a_picture_of_a_run_says_the_run(asked: Any) -> None:
    found = asked.get("/zh-TW/chart/why-late.svg?case=hcds&as_of=2026-03-31&years=roc&units=millions")
    told = json.loads(re.search("<metadata>(.*?)</metadata>", found.text)[1])  # type: ignore[index]
    assert told["years"] == "roc" and told["units"] == "millions"
    assert told["network"] == "taiwan" and told["network_data"] and told["draws"] == "2000" and told["seed"] == "0"


@pytest.mark.parametrize(("lang", "month"), [("en", "Oct 2024"), ("zh-TW", "2024年10月")])
def test_the_picture_of_the_series_speaks_of_the_month_asked_for(asked: Any, lang: str, month: str) -> None:
    drawn = re.sub(r"<[^>]*>", "", asked.get(f"/{lang}/chart/history.svg?month=2024-10").text)
    assert f"{month}" in drawn.split("自零起" if lang == "zh-TW" else "Stacked")[0] and "Mar 2026" not in drawn
    page = html.document_fromstring(asked.get(f"/{lang}/backlog?month=2024-10").text)
    assert month in page.xpath("string(//*[@id='chart-history']//figcaption/strong)")
    assert (
        asked.get(f"/{lang}/chart/history.png?month=2024-10").content != asked.get(f"/{lang}/chart/history.png").content
    )
    opened = asked.get(page.xpath("//*[@id='chart-history']//figcaption//a/@href")[0])
    assert month in opened.text
