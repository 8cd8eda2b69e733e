"""The page as files: every month, every case, both languages, for any web server or a stick; no server answers it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from jointline._version import __version__
from jointline.backlog.history import FIRST_PUBLISHED
from jointline.backlog.plain import plain_data
from jointline.errors import JointlineError, suggest
from jointline.ledger.case import short_names
from jointline.ledger.dates import as_day, month_ends
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.report.brief.content import brief
from jointline.report.brief.page import page as page_bytes
from jointline.report.lang.language import CODES, language
from jointline.web.settings import Settings
from jointline.web.site_behind import Behind
from jointline.web.site_links import BRIEF, Page, Plan, anchor, brief_file, month_file

MARK = "jointline-site.json"  # what shows that a folder is a site of ours, which may be replaced
_HOST = "http://127.0.0.1"
_LEFT_OUT = ("htmx.min.js",)  # only a server answers it
_AT_ONCE = 200  # statements on one page of statements
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Site:
    """What was written."""

    folder: str
    pages: int
    files: int
    languages: tuple[str, ...]
    months: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return plain_data(self)  # type: ignore[no-any-return]


def write_site(
    folder: str | os.PathLike[str],
    *,
    network: str = "taiwan",
    months: Sequence[str] | None = None,
    cases: Sequence[str] | None = None,
    told: Told | None = None,
) -> Site:
    """Write the page as a static site into *folder*, whole or not at all.

    months, cases: only these (``2026-02``; short names), else every month since the first published list and every case.
    told: hears pages done, pages in all, and the one that was made. A folder that holds anything but an earlier site
    is refused; an earlier site is replaced whole. The same ledger gives the same bytes: the options lab begins where
    knowledge ends, as all else. Raises ``JointlineError``.
    """
    target = _free(Path(folder))
    ledger = open_ledger()
    plan = _plan(ledger, months, cases)
    hear = _Told(told or (lambda *_: None), plan)
    part = target.parent / f".{target.name}.{os.getpid()}.part"
    try:
        part.mkdir()
        pages = _run(_rendered(plan, Settings(frozen=True, network=network, day=as_day(plan.day)), hear))
        run = {"version": __version__, "data": ledger.data_hash(), "network": network,
               "languages": ", ".join(plan.languages), "months": f"{plan.months[0]} to {plan.months[-1]}"}  # fmt: skip
        briefs = dict(_briefs(plan, ledger, hear))
        files = _write(part, pages, briefs, run)
        _put_in_place(part, target)
    except OSError as error:
        raise JointlineError(f"cannot be written: {error.strerror or error}", where=str(target)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Site(str(folder), len(pages) + len(briefs), files, plan.languages, plan.months, run)


def _run(work: Coroutine[Any, Any, list[Page]]) -> list[Page]:
    """Run *work* to its end, from a notebook too, where a loop of events is running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()


def _free(target: Path) -> Path:
    """*target* where a site may be written: a new or empty folder, or an earlier site of ours."""
    target = target.absolute()
    if not target.parent.is_dir():
        raise JointlineError("there is no such folder", where=str(target.parent), remedy="Make it first.")
    if target.exists() and not target.is_dir():
        raise JointlineError("is a file; a site takes a folder", where=str(target))
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise JointlineError(
            "the folder holds something that is no site of jointline's", where=str(target),
            remedy="Name a new or empty folder; nothing was changed.",
        )  # fmt: skip
    return target


def _plan(ledger: Ledger, months: Sequence[str] | None, cases: Sequence[str] | None) -> Plan:
    newest = max(ledger.knowledge_ends())[:7]
    every = tuple(d.isoformat()[:7] for d in month_ends(FIRST_PUBLISHED, as_day(newest)))
    names = short_names(ledger.case_ids())
    chosen = every if months is None else tuple(m for m in every if m in {*months, newest})
    for name in cases or ():
        if name not in names.values():
            raise JointlineError(f"there is no case {name!r}", remedy=suggest(name, names.values()))
    kept = {i: n for i, n in names.items() if cases is None or n in cases}
    shown = {s.id: f"case-{n}.html#{anchor(s.id)}" for i, n in kept.items() for s in ledger.of_subject(i)}
    return Plan(CODES, chosen, newest, tuple(kept.values()), shown, max(ledger.knowledge_ends()), short=kept)


class _Told:
    """Counts what was made and says so."""

    def __init__(self, told: Told, plan: Plan) -> None:
        self._told, self._done = told, 0
        # the pages, one of what each opens, and the monthly updates
        self._whole = 2 * len(list(plan.addresses())) + len(list(plan.briefings()))

    def __call__(self, file: str, *, more: int = 0) -> None:
        self._done, self._whole = self._done + 1, self._whole + more
        self._told(self._done, self._whole, file)

    def nothing(self) -> None:
        """A page opens nothing: it has no other beside it."""
        self._whole -= 1


async def _rendered(plan: Plan, settings: Settings, hear: _Told) -> list[Page]:
    """Every page, its links turned into files."""
    pages: list[Page] = []
    async with _client(settings) as client:

        async def ask(address: str, file: str) -> Page:
            page = Page(file, await _text(client, address))
            page.freeze()
            return page

        for address, file in plan.addresses():
            page = Page(file, await _text(client, address))
            if "/case/" in address:  # the comparison of methods, which a reader of the server asks for
                page.put("forecast", await _text(client, f"{address}/forecast?methods=all", part=True))
            page.freeze()
            pages.append(page)
            hear(file)
        # statements that are no case's are shown on pages of their own, made of those that something leads to
        shown = dict(plan.statements)
        behind = Behind(plan)
        # cases first: what their numbers open is looked for beside them
        for page in sorted(pages, key=lambda p: "/case-" not in p.file):
            beside = await behind.beside(page, ask)
            if not beside:
                hear.nothing()
            for nth, part in enumerate(beside):
                pages.append(part)
                hear(part.file, more=min(nth, 1))
        for i, ids in enumerate(_groups(pages, shown), start=1):
            file = f"statements-{i}.html"
            shown.update({s: f"{file}#{anchor(s)}" for s in ids})
            for lang in plan.languages:
                page = await ask(f"/{lang}/statements?ids={','.join(ids)}", f"{lang}/{file}")
                _name_statements(page)
                pages.append(page)
                hear(page.file, more=1)
    plan = replace(behind.plan(), statements=shown)
    anchors = {p.file: p.anchors for p in pages}
    for page in pages:
        page.turn(_file_of(plan, page), anchors)
    return pages


def _file_of(plan: Plan, page: Page) -> Callable[[str], str]:
    """What turns an address on *page* into a file; the update that an earlier month leads to is its own."""
    month = page.month
    return lambda address: plan.file(f"{address}?month={month}" if month and address.endswith(f"/{BRIEF}") else address)


async def _text(client: Any, address: str, *, part: bool = False) -> str:
    answer = await client.get(address, headers={"x-part": "drawer"} if part else {})
    if answer.status_code != 200:
        raise JointlineError(
            f"the page answered {answer.status_code}", where=address, remedy="This is a fault of the program."
        )
    return str(answer.text)


def _client(settings: Settings) -> Any:
    import httpx

    from jointline.web.app import create_app

    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(settings)), base_url=_HOST, timeout=None)


def _briefs(plan: Plan, ledger: Ledger, hear: _Told) -> Iterator[tuple[str, bytes]]:
    """Every monthly update, with links to its neighbours and to the page of its month."""
    for code, month, file in plan.briefings():
        made = brief(month, code, ledger=ledger)
        yield file, page_bytes(made, _neighbours(plan, code, month), "../static/css/fonts.css")
        hear(file)


def _neighbours(plan: Plan, code: str, month: str) -> list[tuple[str, str]]:
    lang = language(code)
    _, at = lang.text, plan.months.index(month)
    other = next(c for c in plan.languages if c != code)
    found = [(_("The page of this month"), month_file(month, plan.newest))]
    found += [(_("The month before"), brief_file(m, plan.newest)) for m in plan.months[max(at - 1, 0) : at]]
    found += [(_("The month after"), brief_file(m, plan.newest)) for m in plan.months[at + 1 : at + 2]]
    name = {"en": "English", "zh-TW": "正體中文"}[other]
    return [*found, (name, f"../{other}/{brief_file(month, plan.newest)}")]


def _groups(pages: Iterable[Page], shown: dict[str, str]) -> list[list[str]]:
    """The statements that pages lead to and no page shows, in order, as many as one page takes."""
    wanted: dict[str, None] = {}
    for page in pages:
        for address in page.addresses():
            _, found, ids = address.partition("/statements?ids=")
            if found:
                wanted.update(dict.fromkeys(i for i in _plain(ids) if i not in shown))
    left = sorted(wanted)
    return [left[i : i + _AT_ONCE] for i in range(0, len(left), _AT_ONCE)]


def _plain(ids: str) -> list[str]:
    from urllib.parse import unquote

    return [i for i in unquote(ids.partition("&")[0].partition("#")[0]).split(",") if i]


def _name_statements(page: Page) -> None:
    """Give each statement of a page of statements its anchor."""
    for article in page.root.xpath("//article[contains(concat(' ', @class, ' '), ' statement ')][not(@id)]"):
        code = article.xpath(".//*[contains(@class, 'statement__id')]//code")
        if code:
            article.set("id", anchor(code[0].text_content().strip()))


def _write(part: Path, pages: Iterable[Page], briefs: dict[str, bytes], run: dict[str, str]) -> int:
    """Write pages, briefings, the static files, the first page and the mark; returns how many files."""
    for file, made in [*((p.file, p.bytes()) for p in pages), *briefs.items()]:
        path = part / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    static = Path(str(resources.files("jointline.web") / "static"))
    shutil.copytree(static, part / "static", ignore=shutil.ignore_patterns(*_LEFT_OUT), copy_function=shutil.copyfile)
    site = resources.files("jointline.web") / "static_site"
    for name, place in (
        ("index.html", "index.html"),
        ("choose.js", "static/js/choose.js"),
        ("behind.css", "static/css/behind.css"),
    ):
        (part / place).write_bytes((site / name).read_bytes())
    (part / MARK).write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return sum(p.is_file() for p in part.rglob("*"))


def _put_in_place(part: Path, target: Path) -> None:
    """Let *part* take the place of *target*; where that fails what was there stays."""
    old = target.parent / f".{target.name}.{os.getpid()}.old"
    there = target.is_dir()
    if there:
        target.rename(old)
    try:
        part.rename(target)
    except OSError:
        if there:
            with suppress(OSError):
                old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
