"""One document with everything an enemy would write, added through the page, followed to every place where its words can come out."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from shown import go
from test_exports import FIRST, is_number

from conftest import serving

DAY = "2026-10-02"
# who says it, through whom, what is said: each field that a document fills
SPEAKER = "<b onclick=alert(5)>Ministry</b> of =National Defense"
HOSTILE = (
    "<script>alert(1)</script>", "<img src=//evil.example/x onerror=alert(2)>", "<svg/onload=alert(3)>", "<a href=javascript:alert(4)>M1A2T</a>",
    '"><style>*{background:url(//evil.example/c)}</style>', "&lt;script&gt;&#x3c;b&#x3e;", "\u202eelif.exe\u202c\u200b", "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "{{ 7*7 }}{% raw %}{0.__class__}%(x)s%n%s${7*7}#{7*7}", "datum.x+event.vega.view()", "W" * 3000, "a\x00b\x07\x1b[31mred",
    "]]></script><script>alert(6)</script>", "--><script>alert(7)</script><!--",
)  # fmt: skip
RELEASE = """Transmittal No. 26-99
WASHINGTON, October 1, 2026 - The State Department has made a determination approving a possible Foreign Military Sale to the Taipei Economic and Cultural Representative Office in the United States (TECRO) of =1+1 <img src=x onerror=alert(9)> {{7*7}} Radars and related equipment for an estimated cost of $1.01 billion. The Defense Security Cooperation Agency delivered the required certification notifying Congress of this possible sale today.
TECRO has requested to buy five (5) <script>alert(10)</script> radars. The estimated total cost is $1.01 billion.
"""  # begins a case with a title of its own
CASE = "tw-2026-10-01-1-1-img-src"
NAME = '=cmd|x"><img src=x onerror=alert(8)>;.txt'


def text() -> str:
    body = " ".join(
        f"The Ministry of National Defense said on Friday that the M1A2T Abrams tanks {words} will be delivered in 2028."
        for words in HOSTILE
    )
    return (
        f"Harbor Wire, Oct. 2, 2026\n\n{body}\n\n{HOSTILE[7]}, the ministry said on Friday, {HOSTILE[0]} is not true.\n"
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server of its own: what is added here is in no other test's totals."""
    with serving(tmp_path_factory.mktemp("hostile")) as address:
        yield address


@pytest.fixture(scope="module")
def followed(served: str, browser: Any) -> Any:
    """The page of a person who added all of it, and what the browser had to complain of; nothing may have run."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.complaints.append(str(e)))

    def dialog(box: Any) -> None:
        page.complaints.append(f"dialog {box.message}")
        box.dismiss()

    page.on("dialog", dialog)
    page.on(
        "request", lambda r: None if r.url.startswith((served, "data:", "blob:")) else page.complaints.append(r.url)
    )
    page.goto(f"{served}/en/evidence")
    page.evaluate("document.querySelector('details.given__more').open = true")
    page.select_option("select[name=kind]", "dispatch")
    page.fill("input[name=source]", f"https://example.org/?{HOSTILE[0]}{HOSTILE[7]}")
    page.fill("input[name=publisher]", SPEAKER)
    page.fill("input[name=by]", HOSTILE[9])
    page.set_input_files("#document", {"name": NAME, "mimeType": "text/plain", "buffer": text().encode()})
    page.wait_for_selector(".claim")
    page.click("#all")
    page.click("#add")
    page.wait_for_selector("#added [role=status]")
    page.goto(f"{served}/en/evidence")
    page.set_input_files("#document", {"name": "release.txt", "mimeType": "text/plain", "buffer": RELEASE.encode()})
    page.wait_for_selector(".claim")
    page.click("#all")
    page.click("#add")
    page.wait_for_selector("#added [role=status]")
    token = {
        "x-jointline-token": next(c["value"] for c in context.cookies() if c["name"].startswith("jointline_token_"))
    }
    for i, words in enumerate(w for w in HOSTILE if not re.search("[\x00-\x1f\u2000-\u202e]", w)):
        promise = {
            "subject": CASE,
            "property": "final_delivery_promised",
            "value": f"{2028 + i}-06",
            "said_by": words[:200],
            "speaker_kind": "other",
            "standing": "named",
            "via": [words[:200]],
            "stated_on": f"2026-10-{2 + i:02d}",
            "source": f"https://example.org/?{words[:200]}",
            "note": words,
            "quote": words,
        }
        assert page.request.post(f"{served}/api/add", data=promise, headers=token).ok, words
    page.goto(f"{served}/en/evidence")
    page.set_input_files("#document", {"name": NAME, "mimeType": "text/plain", "buffer": text().encode()})
    page.wait_for_selector(".claim")
    yield page
    context.close()


def harmless(page: Any) -> None:
    """Nothing of the document is an element, a handler, a link or a style of the page."""
    assert page.complaints == []
    assert page.evaluate("""() => [...document.querySelectorAll('*')].filter((e) =>
        [...e.attributes].some((a) => a.name.startsWith('on') || (['href', 'src'].includes(a.name) && /^\\s*javascript:|evil/i.test(a.value) && !a.value.includes('example.org')))
        || (e.localName === 'script' && !e.src && e.type !== 'application/json') || (e.localName === 'style' && e.textContent.includes('evil'))
    ).map((e) => e.outerHTML.slice(0, 200))""") == []  # fmt: skip
    assert page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML.slice(0, 120)).slice(-6)""") == []  # fmt: skip


def ids(page: Any, served: str) -> list[str]:
    found = page.request.get(f"{served}/api/statements?own=true&limit=1000").json()["statements"]
    return [s["id"] for s in found if "example.org/?" in s["source"]]


def test_it_is_text_on_every_page(followed: Any, served: str) -> None:
    shown = followed.inner_text(".reading__text")
    for words in HOSTILE[:6]:
        assert words in shown
    assert "\u202e" not in shown and "49" not in shown
    harmless(followed)
    mine = ids(followed, served)
    assert len(mine) >= len(HOSTILE) - 2
    own = ",".join(mine)
    views = [
        f"statements?ids={own}", "case/m1a2t", "case/m1a2t?property=reported", "why/m1a2t/value", f"case/{CASE}", f"why/{CASE}/promise", f"why/{CASE}/title", "backlog?month=2026-10&sort=new", "backlog/sum?month=2026-10", "backlog?month=2026-10&find=%3Cscript%3Ealert(1)%3C/script%3E",
        "backlog/timeline?month=2026-10", "scores", "method", "lab", "case/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "statements?ids=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "lab?option=%3Csvg%20onload=alert(1)%3E", "backlog?rule={{7*7}}", "api",
    ]  # fmt: skip
    for view in views:
        for code in ("en", "zh-TW"):
            go(followed, f"{served}/{code}/{view}")
            followed.complaints[:] = [
                c for c in followed.complaints if "status of 4" not in c
            ]  # the browser's remark on our own 404 and 422
            harmless(followed)
            assert "49" not in followed.inner_text(".notice") if "7*7" in view else True
    go(followed, f"{served}/en/case/m1a2t")
    assert "<script>alert(1)</script>" in followed.inner_text("main")
    go(followed, f"{served}/en/case/{CASE}")
    followed.wait_for_selector(".chart svg")
    assert "=1+1 <img src=x onerror=alert(9)> {{7*7}} Radars" in followed.inner_text("h1")
    # every tooltip of the page's charts, by moving over what they draw
    followed.evaluate(
        "for (const m of document.querySelectorAll('.chart svg path, .chart svg [aria-roledescription]')) m.dispatchEvent(new MouseEvent('mousemove', { bubbles: true }))"
    )
    for mark in followed.locator(".chart svg .mark-symbol path").all()[:4]:
        mark.hover(force=True)
        followed.wait_for_timeout(60)
    harmless(followed)


def test_it_is_text_in_every_file(followed: Any, served: str) -> None:
    ask = followed.request
    for address in (
        "statements.csv?own=true",
        "case/m1a2t.csv",
        f"case/{CASE}.csv",
        "history.csv?from=2026-09&to=2026-10",
        "sources.csv",
        "changes/2026-10.csv",
        "backlog.csv?as_of=2026-10-31",
    ):
        answer = ask.get(f"{served}/api/{address}")
        assert answer.ok, address
        assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', answer.headers["content-disposition"])
        for row in csv.reader(io.StringIO(answer.body().decode().removeprefix("\ufeff"))):
            for cell in row:
                assert not cell.startswith(FIRST) or is_number(cell), cell
                assert "\x00" not in cell and "\x1b" not in cell
    for address in ("statements.xlsx?own=true", "case/m1a2t.xlsx", "sources.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(ask.get(f"{served}/api/{address}").body()))
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type in ("s", "n", "b") and not cell.hyperlink
                    if isinstance(cell.value, str) and cell.value.startswith(FIRST):
                        assert cell.quotePrefix, cell.value
    said = ask.get(f"{served}/api/statements?own=true&limit=1000")
    assert (
        said.headers["content-type"].startswith("application/json")
        and "<script>alert(1)" in said.json()["statements"][0]["quote"] + said.text()
    )
    drawn = [
        f"promises.svg?case={CASE}",
        f"promises.png?case={CASE}",
        "timeline.svg?month=2026-10",
        "history.svg",
        "forecast.svg?case=m1a2t",
    ]
    for address in drawn:
        answer = ask.get(f"{served}/en/chart/{address}")
        assert answer.ok, address
        assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', answer.headers["content-disposition"])
        body = answer.body().decode("utf-8", "replace")
        assert "<script" not in body and "onload=" not in body and "<foreignObject" not in body
    for address in ("statements?standing=%3Cscript%3E", "case/%3Cscript%3Ealert(1)", "changes/%0d%0aset-cookie:x=1"):
        answer = ask.get(f"{served}/api/{address}")
        assert answer.status in (404, 422) and answer.headers["content-type"].startswith("application/json")
        assert "x=1" not in answer.headers.get("set-cookie", "")


def test_it_is_text_in_the_briefing_and_on_the_terminal(
    followed: Any, served: str, tmp_path: Path, capsys: Any
) -> None:
    from jointline.cli.main import run
    from jointline.ledger.ledger import open_ledger

    path = tmp_path / "hostile.txt"
    path.write_text(text(), encoding="utf-8")

    def said(*arguments: str) -> str:
        code = run(list(arguments))
        shown = capsys.readouterr()
        assert code == 0, shown.err
        return shown.out + shown.err

    read = said("read", str(path), "--kind", "dispatch", "--published", DAY)
    marked = tmp_path / "marked.html"
    said("read", str(path), "--kind", "dispatch", "--published", DAY, "--html", str(marked))
    said("read", str(path), "--kind", "dispatch", "--published", DAY, "--accept", "--all")
    release = tmp_path / "release.txt"
    release.write_text(RELEASE, encoding="utf-8")
    said("read", str(release), "--accept", "--all")
    assert sum(1 for _ in open_ledger(shipped=False).statements()) >= len(HOSTILE) - 2
    for output in (
        read,
        said("case", "m1a2t"),
        said("case", CASE),
        said("backlog", "--as-of", "2026-10-31", "--rule", "all"),
        said("statements", "--own"),
        said("why", "m1a2t", "value"),
    ):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", output)
    for name in ("brief.html", "brief.docx"):
        said("brief", "--month", "2026-10", "-o", str(tmp_path / name))
    pages = [marked, tmp_path / "brief.html"]
    inside = zipfile.ZipFile(tmp_path / "brief.docx")
    assert all(
        "javascript:" not in inside.read(n).decode("utf-8", "replace")
        for n in inside.namelist()
        if n.endswith((".xml", ".rels"))
    )
    for page in pages:
        followed.goto(page.as_uri())
        followed.complaints[:] = [c for c in followed.complaints if not c.startswith("file:")]
        harmless(followed)
