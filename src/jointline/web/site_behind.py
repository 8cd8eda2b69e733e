"""What the numbers of a static site open: a page beside each page, with a part for each number that has one to open."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement, builder

from jointline.report.lang.language import language
from jointline.web.site_links import Page, Plan

Ask = Callable[[str, str], Awaitable[Page]]
_POINT = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


_DEEPEST = 2  # parts that a page's numbers open, and those that these open in turn
_HEAVY = 1_500_000  # characters of the parts on one page
# of these addresses each is a part; what else a number opens may be a page of the site
_PARTS = ("why/", "rests/", "scores/", "backlog/sum", "method/counted")


class Behind:
    """The parts that were asked for, by their address on the server; each stands once, beside the page that first led to it.

    What would have no end is cut: of forecasts those of the newest month by the blend and by simulation are kept, which
    show what the other methods rest on too; of an option its whole, not case by case, nor the whole network with it; statements that a part names are
    looked for where they stand, at the first of them. A number that led to what is cut leads to what is nearest.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.found: dict[str, str] = {}  # address: file and anchor
        self._cut: set[str] = set()

    async def beside(self, page: Page, ask: Ask) -> list[Page]:
        """The pages of what *page*'s numbers open, and of what those parts open in turn; none where nothing is to open."""
        made: list[Page] = []
        weight = 0
        left = [(a, 1) for a in self._wanted(page)]
        at = 0
        while at < len(left):
            (address, depth), at = left[at], at + 1
            if address in self.found:
                continue
            if depth > _DEEPEST or (page.month and is_model(address)) or self._is_cut(address, depth):
                self._cut.add(address)
                continue
            if weight > _HEAVY:
                weight = 0
            file = file_of(page.file, len(made) + (not weight))
            part, name = await ask(address, file), anchor_of(address)
            self.found[address] = f"{file}#{name}"
            left += [(a, depth + 1) for a in self._wanted(part)]
            if not weight:
                made.append(part)
                _begin(part, page, name, len(made))
            else:
                _put(made[-1], list(part.main), name)
            weight += part.weight
        return made

    def plan(self) -> Plan:
        """The plan with these parts in it, and what is cut at what is nearest to it."""
        near = {a: self.found[n] for a in sorted(self._cut) if (n := _nearest(a)) in self.found}
        return replace(self._plan, opened={**near, **self.found})

    def _wanted(self, page: Page) -> list[str]:
        """The addresses that the page's numbers open and that no page of the site shows."""
        new = (a for a in dict.fromkeys(page.opened) if a not in self.found)
        return [a for a in new if is_several(a) or _path(a).startswith(_PARTS) or not self._plan.file(a)]

    def _is_cut(self, address: str, depth: int) -> bool:
        parts = urlsplit(address)
        path, asked = _path(address), dict(parse_qsl(parts.query))
        if path.startswith("rests/forecast/"):
            kept = asked.get("method", "blend") in ("blend", "production")
            return not kept or asked.get("as_of", self._plan.newest)[:7] != self._plan.newest
        if depth == 1:
            return False
        whole_of_option = path == "rests/network" and "option" in asked and "part" not in asked
        return path == "statements" or whole_of_option or (path.startswith("rests/option/") and "case" in asked)


def _path(address: str) -> str:
    """An address without its language and what is asked."""
    return urlsplit(address).path[1:].partition("/")[2]


def _nearest(address: str) -> str:
    """The address of the whole of which *address* shows one method or one case, or of the network without options."""
    parts = urlsplit(address)
    dropped = {"method", "case", *(("option",) if _path(address) == "rests/network" else ())}
    left = [x for x in parts.query.split("&") if x.partition("=")[0] not in dropped]
    return parts._replace(query="&".join(left)).geturl()


def is_several(address: str) -> bool:
    """Whether an address shows several statements together, each of which has a place of its own."""
    return "/statements?ids=" in address and "%2C" in address


def is_model(address: str) -> bool:
    """Whether an address shows what a forecast or a simulated order rests on."""
    return address.split("/")[2:3] == ["rests"]


def file_of(file: str, nth: int = 1) -> str:
    """``en/behind-case-hcds.html``: what the numbers of ``en/case-hcds.html`` open; the next page of it ends in ``.2.html``."""
    folder, _, name = file.rpartition("/")
    stem = name.removesuffix(".html")
    return f"{folder}/behind-{stem}.html" if nth == 1 else f"{folder}/behind-{stem}.{nth}.html"


def anchor_of(address: str) -> str:
    """The anchor of a part, the same in every language."""
    path = address.split("/", 2)[2]
    return f"b-{hashlib.sha256(path.encode()).hexdigest()[:12]}"


def _begin(whole: Page, source: Page, name: str, nth: int) -> None:
    """Make the page of the first part the page of all: its main element becomes the first part, below a title of its own."""
    _ = language(source.file.partition("/")[0]).text
    words = _("What stands behind the numbers") + (f" ({nth})" if nth > 1 else "")
    note = builder.P(
        _("Where a figure here leads to a whole page, what it rests on in itself is shown by jointline serve.")
    )
    note.set("class", "small")
    subject = (source.root.findtext(".//title") or "").strip()
    parts = list(whole.main)
    title, way = builder.H1(words), builder.P(builder.A(subject, href=posixpath.basename(source.file)))
    whole.main.extend([title, way, note])
    _put(whole, parts, name)
    for old in whole.root.findall(".//title"):
        old.text = f"{words}{_(': ')}{subject}"
    style = builder.LINK(rel="stylesheet", href="/static/css/behind.css")
    whole.root.find("head").append(style)


def _put(whole: Page, parts: Sequence[HtmlElement], name: str) -> None:
    part = builder.DIV(*parts, id=name, tabindex="-1")
    part.set("class", "behind")
    _own(part, name)
    for level in (5, 4, 3, 2, 1):  # below the title of the page
        for heading in part.iter(f"h{level}"):
            heading.tag = f"h{level + 1}"
    whole.main.append(part)


def _own(part: HtmlElement, name: str) -> None:
    """Give the ids within a part its own beginning, as the same ones may stand in the next."""
    renamed = {e.get("id"): f"{name}-{e.get('id')}" for e in part.iterdescendants() if e.get("id")}
    for e in part.iterdescendants():
        if not isinstance(e.tag, str):
            continue
        if e.get("id"):
            e.set("id", renamed[e.get("id")])
        for attribute in _POINT:
            if e.get(attribute):
                e.set(attribute, " ".join(renamed.get(i, i) for i in e.get(attribute).split()))
        href = e.get("href") or ""
        if href.startswith("#") and href[1:] in renamed:
            e.set("href", f"#{renamed[href[1:]]}")
