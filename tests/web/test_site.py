"""The static site: every link leads to a file and anchor, a browser on file:// asks for nothing outside, all or nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from shown import go, whole

from drawn_fonts import drawn_fonts
from jointline.cli.main import run
from jointline.errors import JointlineError
from jointline.ledger.fieldtable import field_table
from jointline.web import site as site_module
from jointline.web.site import MARK, write_site
from jointline.web.site_links import Page, Plan

MONTHS, CASES = ("2024-10", "2026-02"), ("m1a2t", "f16-block70", "nasams", "himars-2020")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOINTLINE_LEDGER", str(folder.parent / "ledger.sqlite"))
        told: list[tuple[int, int, str]] = []
        made = write_site(folder, months=MONTHS, cases=CASES, told=lambda *x: told.append(x))
    return folder, made, told


def pages(folder: Path):
    return {p: html.parse(str(p)).getroot() for p in sorted(folder.rglob("*.html"))}


def test_every_link_leads_to_a_file_and_an_anchor(site):
    folder, made, _ = site
    found = pages(folder)
    assert len(found) == made.pages + 1  # and index.html
    ids = {p: set(root.xpath("//@id")) for p, root in found.items()}
    inner = 0
    for page, root in found.items():
        for element in (e for e in root.iter() if isinstance(e.tag, str)):
            for address in filter(None, (element.get(a) for a in ("href", "src", "action"))):
                parts = urlsplit(address)
                if parts.scheme:
                    assert (element.tag == "a" and parts.scheme in ("http", "https")) or address == "data:,", (
                        page,
                        address,
                    )
                    continue
                assert not parts.query and not parts.path.startswith("/"), (page, address)
                target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
                assert target.is_file() and folder in target.parents, (page, address)
                assert not parts.fragment or parts.fragment in ids[target], (page, address)
                inner += 1
    assert inner > 500


def test_the_links_in_the_data_of_charts_lead_to_files(site):
    folder, _, _ = site
    seen = 0
    for page, root in pages(folder).items():
        for text in root.xpath("//script[@type='application/json']/text()"):
            assert '"/en/' not in text and '"/zh-TW/' not in text
            for value in _strings(json.loads(text)):
                if ".html" in value and " " not in value:
                    assert (page.parent / value.partition("#")[0]).is_file(), value
                    seen += 1
    assert seen


def _strings(value):
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)


def test_both_languages_every_month_and_every_case_are_there(site):
    folder, made, told = site
    assert made.languages == ("en", "zh-TW") and made.months == (*MONTHS, "2026-03")
    for lang in made.languages:
        names = {p.name for p in (folder / lang).glob("*.html")}
        assert {
            "backlog.html",
            "backlog-2024-10.html",
            "backlog-2026-02.html",
            "lab.html",
            "scores.html",
            "method.html",
        } <= names
        assert {f"case-{c}.html" for c in CASES} <= names
        assert {"brief.html", "brief-2024-10.html", "brief-2026-02.html", "behind-backlog.html"} <= names
    assert told[-1][0] == told[-1][1] == made.pages
    assert [done for done, _, _ in told] == list(range(1, made.pages + 1))
    assert set(made.as_dict()) == {f.field for f in field_table("jointline.web", "site")}
    run_card = json.loads((folder / MARK).read_text())
    assert {"version", "data"} <= set(run_card)


def test_nothing_in_it_needs_a_server(site):
    folder, _, _ = site
    for page, root in pages(folder).items():
        assert not root.xpath("//form[not(@method='dialog')]"), page
        assert not root.xpath("//*[@data-drawer or @data-swap or @download]"), page
        assert not [a for e in root.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("hx-")], page
        assert not root.xpath("//script[not(@src) and not(@type='application/json')]"), page
    assert not list(folder.rglob("htmx*"))


@pytest.mark.parametrize("lang", ["en-GB", "zh-TW"])
def test_a_reader_goes_through_it_from_a_folder(site, browser, lang):
    folder, _, _ = site
    context = browser.new_context(locale=lang)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    here = "zh-TW" if lang == "zh-TW" else "en"
    page.goto((folder / "index.html").as_uri(), wait_until="commit")  # leads on to a page by itself
    page.wait_for_url(f"**/{here}/backlog.html")
    page.locator("[data-chart] svg").first.wait_for()
    page.locator("a[href='case-m1a2t.html']:visible").first.click()
    page.wait_for_url(f"**/{here}/case-m1a2t.html")
    whole(page)
    page.click("#language")
    page.wait_for_url(f"**/{'en' if here == 'zh-TW' else 'zh-TW'}/case-m1a2t.html")
    whole(page)
    go(page, (folder / here / "backlog-2024-10.html").as_uri())
    page.go_back()
    page.goto((folder / here / "brief-2024-10.html").as_uri())  # its font is the site's
    assert set(drawn_fonts(page)) == {("Noto Sans TC", True)}
    for view in ("lab", "scores", "method"):
        go(page, (folder / here / f"{view}.html").as_uri())
    root = folder.as_uri()
    assert all(u.startswith((root, "data:", "blob:")) for u in asked)
    assert said == []
    context.close()


def test_every_number_leads_to_what_it_rests_on(site):
    """Each number that a page of the server opens is a link here too, and what it leads to names a speaker and an address."""
    folder, _, _ = site
    seen = 0
    for page, root in pages(folder).items():
        for a in root.xpath("//main//a[contains(concat(' ', @class, ' '), ' number ')]"):
            file, _, name = (a.get("href") or "").partition("#")
            if not file and not name:  # of a case that this small site leaves out
                continue
            target = html.parse(str(page.parent / file)).getroot() if file else root
            if not file.startswith("behind-"):
                continue
            part = target.xpath("//*[@id=$id]", id=name)[0]
            # a statement, rows, or the words that nothing was said
            assert part.xpath(".//*[contains(@class, 'statement')] | .//table | .//*[@class='empty']"), (
                page,
                a.get("href"),
            )
            seen += 1
            if seen > 60:
                return
    assert seen


def test_what_stands_behind_has_one_title_and_ids_of_its_own(site):
    folder, _, _ = site
    found = list(folder.rglob("behind-*.html"))
    assert found
    for page in found:
        root = html.parse(str(page)).getroot()
        ids = root.xpath("//@id")
        held = set(ids)
        assert len(ids) == len(held), page
        assert len(root.xpath("//h1")) == 1
        for name in root.xpath("//main//@aria-labelledby"):
            assert set(name.split()) <= held, page
        source = re.sub(r"\.\d+\.html$", ".html", page.name.removeprefix("behind-"))
        assert root.xpath("//main/p/a/@href")[0] == source


def test_a_case_compares_the_methods(site):
    folder, _, _ = site
    for lang in ("en", "zh-TW"):
        root = html.parse(str(folder / lang / "case-f16-block70.html")).getroot()
        rows = root.xpath("//*[@id='forecast']//table[contains(@class, 'methods')]/tbody/tr")
        assert len(rows) >= 5


def test_the_monthly_updates_lead_to_one_another(site):
    folder, _, _ = site
    for lang, other in (("en", "zh-TW"), ("zh-TW", "en")):
        root = html.parse(str(folder / lang / "brief-2026-02.html")).getroot()
        links = root.xpath("//nav//a/@href")
        assert links == ["backlog-2026-02.html", "brief-2024-10.html", "brief.html", f"../{other}/brief-2026-02.html"]
        page = html.parse(str(folder / lang / "backlog-2026-02.html")).getroot()
        assert "brief-2026-02.html" in page.xpath("//header//a/@href")


def test_the_same_ledger_gives_the_same_bytes_on_another_day(site, tmp_path):
    """A process of its own, years later: the clock is nowhere in the site."""
    folder, _, _ = site
    again = tmp_path / "again"
    code = (
        "import datetime, time\n"
        "from jointline.web.site import write_site\n"
        "class Later(datetime.date):\n"
        "    @classmethod\n"
        "    def today(cls): return cls(2031, 7, 9)\n"
        "datetime.date = Later\n"
        f"write_site({str(again)!r}, months={MONTHS!r}, cases={CASES!r})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"JOINTLINE_LEDGER": str(tmp_path / "l.sqlite")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    one, two = ({p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in (folder, again))
    assert one.keys() == two.keys()
    assert [p for p in one if one[p] != two[p]] == []


def test_a_folder_of_somebody_else_is_refused_and_kept(tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    assert run(["brief", "-o", str(tmp_path / "mine")]) == 2
    assert "holds something that is no site" in capsys.readouterr().err
    assert [p.name for p in tmp_path.rglob("*")] == ["mine", "thesis.txt"]


def _quick(monkeypatch, pages):
    monkeypatch.setattr(site_module, "_briefs", lambda *_: [("en/brief.html", b"<p>brief</p>")])

    async def rendered(plan, settings, hear):
        if isinstance(pages, BaseException):
            raise pages
        return pages

    monkeypatch.setattr(site_module, "_rendered", rendered)


def test_an_earlier_site_is_replaced_whole(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    _quick(monkeypatch, [Page("en/old.html", "<p>old</p>")])
    write_site(folder)
    _quick(monkeypatch, [Page("en/new.html", "<p>new</p>")])
    write_site(folder)
    assert sorted(p.name for p in (folder / "en").iterdir()) == ["brief.html", "new.html"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), JointlineError("no"), OSError(28, "No space left on device")])
def test_an_interrupted_site_leaves_nothing_and_what_was_there_stays(tmp_path, monkeypatch, fault):
    folder = tmp_path / "out"
    _quick(monkeypatch, [Page("en/old.html", "<p>old</p>")])
    write_site(folder)
    _quick(monkeypatch, fault)
    with pytest.raises((KeyboardInterrupt, JointlineError)):
        write_site(folder)
    assert (folder / "en" / "old.html").is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_site_takes_no_month_and_no_language(tmp_path, capsys):
    assert run(["brief", "--month", "2024-10", "-o", str(tmp_path / "out")]) == 2
    assert "leave --month, --lang and --rule out" in capsys.readouterr().err


PLAN = Plan(
    ("en", "zh-TW"), ("2024-10", "2026-03"), "2026-03", ("m1a2t",), {"abc": "case-m1a2t.html#s-abc"},
    short={"tw-2019-07-08-m1a2t": "m1a2t"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/en/backlog", "en/backlog.html"),
        ("/en/backlog?month=2026-03", "en/backlog.html"),
        ("/en/backlog?month=2024-10&sort=age#cases", "en/backlog-2024-10.html#cases"),
        ("/en/backlog?month=2019-01", ""),
        ("/zh-TW/case/m1a2t?as_of=2024-10-31#s-abc", "zh-TW/case-m1a2t.html#s-abc"),
        ("/en/case/unknown", ""),
        ("/en/case/tw-2019-07-08-m1a2t", "en/case-m1a2t.html"),
        ("/en/case", "en/backlog.html#cases"),
        ("/en/statements?ids=zzz%2Cabc", "en/case-m1a2t.html#s-abc"),
        ("/en/statements?ids=zzz", ""),
        ("/en/lab?option=a", "en/lab.html"),
        ("/en/brief", "en/brief.html"),
        ("/en/brief?month=2024-10", "en/brief-2024-10.html"),
        ("/en/lab?as_of=2026-03-21", "en/lab.html"),
        ("/en/rests/forecast/m1a2t?as_of=2024-10-31", "en/method.html#forecasts"),
        ("/en/rests/option/priority?case=m1a2t", "en/lab.html"),
        ("/en/why/m1a2t/status?as_of=2024-10-31", "en/case-m1a2t.html"),
        ("/en/why/unknown/status", ""),
        ("/en/backlog/sum?month=2024-10&category=asymmetric", "en/backlog-2024-10.html#cases"),
        ("/en/backlog/sum?month=2019-01", ""),
        ("/en/scores/behind?method=blend", "en/scores.html"),
        ("/en/method/counted/cases", "en/method.html"),
        ("/en/evidence", ""),
        ("/api/backlog.csv", ""),
        ("/static/css/base.css", "static/css/base.css"),
        ("https://example.org/en/backlog", ""),
        ("/fr/backlog", ""),
    ],
)
def test_an_address_becomes_its_file(address, file):
    assert PLAN.file(address) == file


def test_a_link_that_leads_nowhere_becomes_words():
    page = Page(
        "en/a.html",
        '<p><a href="/api/x.csv">x</a> <a href="/en/backlog#gone">b</a> <a href="#no">c</a> <a href="https://e.org">d</a></p>',
    )
    page.turn(PLAN.file, {"en/backlog.html": {"cases"}})
    assert [a.get("href") for a in page.root.iter("a")] == [None, "backlog.html", None, "https://e.org"]


def test_data_cannot_end_its_script():
    page = Page(
        "en/a.html",
        '<script type="application/json">{"x": "\\u003c/script>\\u003cb>", "to": "/en/case/m1a2t"}</script>',
    )
    page.turn(PLAN.file, {})
    assert b"</script><b" not in page.bytes()
    assert json.loads(page.root.xpath("//script")[0].text) == {"x": "</script><b>", "to": "case-m1a2t.html"}


def test_a_process_that_is_told_to_end_leaves_nothing(tmp_path):
    begun = subprocess.Popen([sys.executable, "-m", "jointline", "brief", "-o", str(tmp_path / "out")],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # fmt: skip
    try:
        for _ in range(600):
            if any(tmp_path.iterdir()) or begun.poll() is not None:
                break
            time.sleep(0.1)
        assert [p.name for p in tmp_path.iterdir()] == [f".out.{begun.pid}.part"]
        begun.terminate()
        assert begun.wait(timeout=60) == 143
    finally:
        begun.kill()
    assert not any(tmp_path.iterdir())
    assert begun.stderr and "Traceback" not in begun.stderr.read()
