"""Links of a static site: which file a page's address becomes, and pages whose links lead to files."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from jointline.report.lang.language import CODES

VIEWS = ("lab", "scores", "method")  # one page a language; the others have one a month or a case
BRIEF = "brief"  # the monthly update: it is made without the server
_LINKS = ("href", "src", "action")
# what only a server can answer
_SCRIPTED = ("data-drawer", "data-swap", "download")


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages of a site.

    day: as of which the options lab begins · statements: the page that shows each statement, by its id; a case's page
    shows its own · opened: the part of a page that shows what a number opens, by its address
    """

    languages: tuple[str, ...]
    months: tuple[str, ...]
    newest: str
    cases: tuple[str, ...]
    statements: Mapping[str, str]
    day: str = ""
    opened: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)  # the name of a case by its id

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every page: its address on the server and its file in the site."""
        for lang in self.languages:
            for month in reversed(self.months):
                asked = "" if month == self.newest else f"?month={month}"
                yield f"/{lang}/backlog{asked}", f"{lang}/{month_file(month, self.newest)}"
            for name in self.cases:
                yield f"/{lang}/case/{quote(name)}", f"{lang}/{_case_file(name)}"
            for view in VIEWS:
                asked = f"?as_of={self.day}" if view == "lab" and self.day else ""
                yield f"/{lang}/{view}{asked}", f"{lang}/{view}.html"

    def briefings(self) -> Iterator[tuple[str, str, str]]:
        """Every monthly update: its language, its month, its file."""
        for month in reversed(self.months):
            for lang in self.languages:
                yield lang, month, f"{lang}/{brief_file(month, self.newest)}"

    def file(self, address: str) -> str:
        """The file, with its anchor, that an address of the server becomes; empty where the site has none."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return ""
        if parts.path.startswith("/static/"):
            return parts.path[1:]
        if address.partition("#")[0] in self.opened:
            return self.opened[address.partition("#")[0]]
        lang, _, path = parts.path[1:].partition("/")
        asked = dict(parse_qsl(parts.query))
        file = self._page(lang, path, asked) if lang in self.languages else ""
        return f"{file}#{parts.fragment}" if file and parts.fragment and "#" not in file else file

    def _page(self, lang: str, path: str, asked: dict[str, str]) -> str:
        if path == "backlog":
            month = asked.get("month", self.newest)
            return f"{lang}/{month_file(month, self.newest)}" if month in self.months else ""
        if path == "case":
            return f"{lang}/backlog.html#cases"
        if path.startswith("case/") and path.count("/") == 1:
            name = self.short.get(path.removeprefix("case/"), path.removeprefix("case/"))
            return f"{lang}/{_case_file(name)}" if name in self.cases else ""
        if path == "statements":
            shown = [self.statements[i] for i in asked.get("ids", "").split(",") if i in self.statements]
            return f"{lang}/{shown[0]}" if shown else ""
        if path == BRIEF:
            month = asked.get("month", self.newest)
            return f"{lang}/{brief_file(month, self.newest)}" if month in self.months else ""
        return f"{lang}/{path}.html" if path in VIEWS else self._near(lang, path, asked)

    def _near(self, lang: str, path: str, asked: dict[str, str]) -> str:
        """The page that is nearest to what only a server shows."""
        kind, _, rest = path.partition("/")
        if kind == "why":
            name = rest.partition("/")[0]
            return f"{lang}/{_case_file(name)}" if name in self.cases else ""
        if path == "backlog/sum":
            return f"{self._page(lang, 'backlog', asked)}#cases".removeprefix("#cases")
        if kind == "rests" and rest.startswith(("option/", "network")):
            return f"{lang}/lab.html"
        if kind == "rests":  # how such figures are made
            return f"{lang}/method.html#forecasts"
        return f"{lang}/{kind}.html" if kind in ("scores", "method") else ""


def month_file(month: str, newest: str) -> str:
    """The file of a month's backlog."""
    return "backlog.html" if month == newest else f"backlog-{month}.html"


def brief_file(month: str, newest: str) -> str:
    """The file of a month's update."""
    return f"{BRIEF}.html" if month == newest else f"{BRIEF}-{month}.html"


def _case_file(name: str) -> str:
    return f"case-{name}.html"


def anchor(statement: str) -> str:
    """The anchor of a statement on the page that shows it."""
    return f"s-{statement}"


class Page:
    """One page of the site while its links are being turned."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.weight = file, len(text)
        self.root: HtmlElement = html.document_fromstring(text)
        self.opened: list[str] = []  # the addresses that its numbers open

    @property
    def month(self) -> str:
        """The month before the newest that it shows; empty of any other page."""
        name = posixpath.basename(self.file)
        return name.removeprefix("backlog-").removesuffix(".html") if name.startswith("backlog-") else ""

    @property
    def main(self) -> HtmlElement:
        """Its main element."""
        body: HtmlElement = self.root.find("body")
        found: HtmlElement = body.find("main")  # asked for once a part: not looked for in all that it holds
        return found if found is not None else body.find(".//main")

    def put(self, id_: str, text: str) -> None:
        """Put a piece of HTML in the place of the element of an id."""
        for old in self.root.xpath("//*[@id=$id]", id=id_):
            new = html.fragment_fromstring(text.strip())
            new.tail = old.tail
            old.getparent().replace(old, new)

    @property
    def anchors(self) -> set[str]:
        """The ids of its elements."""
        return set(self.root.xpath("//@id"))

    def freeze(self) -> None:
        """Take away what only a server can answer: forms, marks of scripts that fetch, the script that sends them."""
        for element in list(self.root.iter()):
            if not isinstance(element.tag, str):
                continue
            if element.get("data-drawer") is not None and _is_address(element.get("href") or ""):
                self.opened.append(element.get("href").partition("#")[0])
            for name in list(element.attrib):
                asks = name.startswith("data-") and _is_address(element.get(name) or "")
                if asks or name in _SCRIPTED or name.startswith("hx-"):
                    del element.attrib[name]
            if (
                (element.tag == "form" and element.get("method") != "dialog")
                or (element.tag == "script" and (element.get("src") or "").endswith("/htmx.min.js"))
                or (element.tag == "meta" and element.get("name") == "htmx-config")
            ):
                element.drop_tree()

    def addresses(self) -> Iterator[str]:
        """Every address of the server that it names, those in the data of its charts too."""
        for element, name in self._linked():
            yield element.get(name) or ""
        for script in self._data():
            yield from _texts(json.loads(script.text or "null"))

    def turn(self, file_of: Callable[[str], str], anchors: Mapping[str, set[str]]) -> None:
        """Let every link lead to its file; one that leads nowhere in the site becomes plain words."""

        def relative(address: str) -> str:
            target = file_of(address)
            file, _, fragment = target.partition("#")
            if not file:
                return ""
            if file == self.file:
                return f"#{fragment}" if fragment and fragment in anchors.get(file, ()) else posixpath.basename(file)
            shown = posixpath.relpath(file, posixpath.dirname(self.file))
            return f"{shown}#{fragment}" if fragment in anchors.get(file, ()) else shown

        for element, name in self._linked():
            address = element.get(name) or ""
            if address.startswith("/"):
                turned = relative(address)
                if turned:
                    element.set(name, turned)
                else:
                    del element.attrib[name]
            elif address.startswith("#") and address[1:] not in self.anchors:
                del element.attrib[name]
        for script in self._data():
            script.text = _written(_mapped(json.loads(script.text or "null"), relative))

    def bytes(self) -> bytes:
        """The page as it is written."""
        text: str = html.tostring(self.root, encoding="unicode", doctype="<!doctype html>")
        return f"{text}\n".encode()

    def _linked(self) -> Iterator[tuple[HtmlElement, str]]:
        for element in self.root.iter():
            if isinstance(element.tag, str):
                for name in _LINKS:
                    if element.get(name) is not None:
                        yield element, name

    def _data(self) -> Iterable[HtmlElement]:
        found: list[HtmlElement] = self.root.xpath("//script[@type='application/json']")
        return found


def _is_address(text: str) -> bool:
    return text.startswith(tuple(f"/{code}/" for code in CODES))


def _texts(value: Any) -> Iterator[str]:
    """Every address in JSON data."""
    if isinstance(value, str) and _is_address(value):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _mapped(value: Any, turn: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return turn(value) if _is_address(value) else value
    if isinstance(value, dict):
        return {k: _mapped(v, turn) for k, v in value.items()}
    return [_mapped(v, turn) for v in value] if isinstance(value, list) else value


def _written(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
