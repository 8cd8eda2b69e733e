"""The monthly update on the page and in the API: the same as the command writes, with a policy of its own and its files beside it."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pypdf
import pytest
from asking import client
from lxml import html

import jointline as jl
from drawn_fonts import drawn_fonts
from jointline.cli.main import run
from jointline.report.brief.write import brief_bytes
from jointline.web.api.schemas import document


@pytest.fixture(scope="module")
def asked() -> Any:
    return client()


@pytest.mark.parametrize("more", ["", "&lang=zh-TW&roc=true&millions=true"])
def test_the_document_is_that_of_the_command(asked: Any, more: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked.get(f"/api/brief?month=2024-10{more}")
    assert answer.status_code == 200, answer.text
    options = ["--lang", "zh-TW", "--roc", "--millions"] if more else []
    assert run(["brief", "--month", "2024-10", *options, "--json"]) == 0
    assert answer.json() == json.loads(capsys.readouterr().out)
    document("brief").model_validate(answer.json())


def test_the_tables_of_the_update_are_a_workbook(asked: Any) -> None:
    answer = asked.get("/api/brief.xlsx?month=2024-10&lang=zh-TW")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert {"cases", "forecasts", "changes", "slips", "joint_production"} <= set(book.sheetnames)
    card = {r[0].value: r[1].value for r in book["run card"].iter_rows()}
    assert card["month"] == "2024-10" and card["lang"] == "zh-TW" and card["data"]
    assert answer.headers["content-disposition"] == 'attachment; filename="jointline-brief-2024-10-31.xlsx"'


@pytest.mark.parametrize(("address", "status", "said"), [
    ("/api/brief?roc=true", 422, "Add lang=zh-TW"), ("/api/brief?month=1999-01", 422, "1999-01"), ("/api/brief?rule=../x", 422, "published"),
    ("/en/brief?month=soon", 422, "soon"), ("/en/brief?rule=/etc/passwd", 422, "counting rule"), ("/en/brief.exe", 404, "nothing"),
    ("/en/brief.pdf?month=1999-01", 422, "1999"),
])  # fmt: skip
def test_what_cannot_be_told_of_is_one_error(asked: Any, address: str, status: int, said: str) -> None:
    answer = asked.get(address)
    assert answer.status_code in (status, 422) and said in answer.text


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_the_files_are_those_that_the_command_writes(asked: Any, lang: str) -> None:
    made = jl.brief("2024-10", lang)
    for ending in ("html", "docx"):
        answer = asked.get(f"/{lang}/brief.{ending}?month=2024-10")
        assert answer.content == brief_bytes(made, ending)
        assert (
            answer.headers["content-disposition"]
            == f'attachment; filename="jointline-brief-2024-10-{lang.lower()}.{ending}"'
        )
    paper = pypdf.PdfReader(io.BytesIO(asked.get(f"/{lang}/brief.pdf?month=2024-10").content))
    assert paper.metadata and str(paper.metadata.title).replace("\u00a0", " ") == made.headline


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_every_link_beside_the_update_is_answered(asked: Any, lang: str) -> None:
    writing = "&years=roc&units=millions" if lang == "zh-TW" else ""
    root = html.document_fromstring(asked.get(f"/{lang}/brief?month=2024-10{writing}").text)
    links = root.xpath("//nav//a/@href")
    assert [urlsplit(x).path for x in links] == [
        f"/{lang}/backlog", f"/{lang}/brief", f"/{lang}/brief", f"/{lang}/brief.html", f"/{lang}/brief.docx", f"/{lang}/brief.pdf",
        "/api/brief.csv", "/api/brief.xlsx", f"/{'en' if lang == 'zh-TW' else 'zh-TW'}/brief",
    ]  # fmt: skip
    for link in links:
        assert asked.get(link).status_code == 200, link
    page = html.document_fromstring(asked.get(f"/{lang}/backlog?month=2024-10").text)
    assert f"/{lang}/brief?month=2024-10" in page.xpath("//*[@id='update']//a/@href")
    assert page.xpath("//nav[@class='nav']//a[starts-with(@href, $to)]", to=f"/{lang}/brief")


@pytest.mark.parametrize(("lang", "kind"), [("en", "light"), ("zh-TW", "dark")])
def test_a_reader_comes_to_it_from_the_month(served: str, browser: Any, lang: str, kind: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=kind)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.goto(f"{served}/{lang}/backlog?month=2024-10")
    page.click("#update a >> nth=0")
    page.wait_for_url(f"**/{lang}/brief?month=2024-10")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert set(drawn_fonts(page)) == {("Noto Sans TC", True)}
    with page.expect_download() as saved:
        page.click("nav a >> text=DOCX")
    assert saved.value.suggested_filename == f"jointline-brief-2024-10-{lang.lower()}.docx"
    assert all(u.startswith((served, "data:")) for u in asked) and said == []
    page.close()


def test_its_policy_is_its_own_and_lets_nothing_inline_through(asked: Any) -> None:
    for _again in (1, 2):  # made, then from memory
        answer = asked.get("/en/brief?month=2024-10")
        (policy,) = answer.headers.get_list("content-security-policy")
        assert "unsafe" not in policy and re.search(r"style-src 'self' 'sha256-", policy)
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "script-src" not in policy
        assert answer.headers["x-frame-options"] == "DENY"


def test_the_description_tells_of_the_password_and_of_the_token(asked: Any) -> None:
    schema = asked.get("/api/openapi.json").json()
    assert schema["components"]["securitySchemes"]["password"]["scheme"] == "basic"
    assert schema["security"] == [{}, {"password": []}]
    for path, methods in schema["paths"].items():
        for method, about in methods.items():
            headers = [p["name"] for p in about.get("parameters", ()) if p["in"] == "header" and p["required"]]
            assert headers == (["x-jointline-token"] if method == "post" else []), path


def test_the_api_speaks_of_its_parameters_and_not_of_flags(asked: Any) -> None:
    answer = asked.post("/api/read", data={"text": "Nothing that is known."})
    told = json.dumps(answer.json())
    assert "kind forces one of" in told and "--" not in told
    assert "--" not in asked.get("/api/forecast?case=mq9b&as_of=2001-01-01").text
