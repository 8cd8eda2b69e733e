"""Figures on a page, and whether a reader can open what each rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html

# a number by itself or of a date; not that of a name (F-16C, PAC-3, 36(d), M109A7, Block 70) nor of a quantile (P50)
FIGURE = re.compile(r"(?<![A-Za-z0-9/.\-_])\d[\d,.]*(?![A-Za-z0-9(\-_])")
# what opens what a figure rests on: statements, why one won, a sum, the ground of a figure, the rows of a count
OPENS = re.compile(r"^(?:/[^/]+/(?:statements\?|why/|backlog/sum|case/|rests/|scores/\w+|method/counted/)|#\w)")
# read as one: what opens one figure of it opens the others. The outermost counts, so that a paragraph in a cell is the cell
UNITS = ("td", "th", "li", "dd", "dt", "p", "h3", "figcaption", "summary")

# figures that rest on nothing said: where they stand, and why
NO_FIGURES = {
    "//nav": "months and sections to go to",
    "//form": "what the reader chose or can choose",
    "//label": "the name of a number",
    "//th[@scope='row']": "the name of a row",
    "//thead": "the name of a column",
    "//caption": "how to read the figures of a table",
    "//tfoot|//*[has-class('behind__sum') or has-class('sum')]": "the sum of rows that stand beside it",
    "//*[@data-here]": "the figure that was opened",
    "//*[has-class('reading')]/p[has-class('small')][1]": "of which case and day",
    "//*[@id='drawer-title']": "the figure that was opened",
    "//h1|//h2": "a title",
    "//*[has-class('lede') or has-class('reading__group')]": "what was asked for, or how many rows follow",
    "//*[has-class('news__n') or has-class('rows')]|//*[@id='trail']//p|//*[has-class('trail__year')]/h3": "how many rows follow, or of which year",
    "//*[has-class('nil') or has-class('empty')]": "a zero, or words that say so: nothing was said",
    "//*[has-class('run')]": "the run card: how to make the page again",
    "//*[has-class('exports')]": "names of files",
    "//*[has-class('statement')]": "a statement itself: its words, its speaker, its source",
    "//*[has-class('because') or has-class('knob__basis')]": "the reason of an assumption",
    "//*[has-class('option__name') or has-class('reading__part') or has-class('case__original')]": "a name",
    "//*[@id='rule-notes']": "a counting rule in its own words",
    "//*[@id='dates' or @id='use']|//*[has-class('terms')]": "how a date is read; licences",
    "//code": "names and ids",
    "//svg|//script": "a picture: its figures stand beside it",
    "//details[has-class('steps')]//*[has-class('notice')]": "remarks on the table of legal steps above them",
}
NAMES = re.compile(r"Block 70|F-16|Chapter \d+")  # that hold a number by itself


@dataclass(frozen=True, slots=True)
class Closed:
    """A figure that opens nothing: the words it stands in, and where."""

    words: str
    at: str


def closed(html: str, asked: Iterable[str] = (), terms: Iterable[str] = ()) -> Iterator[Closed]:
    """Figures of a page from which a reader cannot get to what they rest on; *asked*: dates that the address names,
    *terms*: words that define a figure rather than state one."""
    root = content(html)
    free = {e for path in NO_FIGURES for e in _found(root, path)}
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        for text in (node.text, *(child.tail for child in node)):
            rest = _without(text or "", (*asked, *terms))
            if FIGURE.search(rest) and not is_open(node, root, free):
                yield Closed(" ".join((text or "").split()), _path(node, root))


def content(html: str) -> Any:
    """The page's own part; of a piece all of it."""
    page = lxml.html.fromstring(html)
    for span in page.xpath("//span[@class='unbroken']"):  # holds a date together in its line: no part of the words
        span.drop_tag()
    main = page.xpath("//main")
    return main[0] if main else page


def is_open(element: Any, root: Any, free: set[Any]) -> bool:
    """Does a figure of *element* open, is it marked as assumed, or does it rest on nothing said?"""
    above = [element, *_above(element, root)]
    if any(e in free or opens(e) or _assumed(e) for e in above):
        return True
    unit = unit_of(element, root)
    if any(opens(a) for a in unit.iter("a")) or any(_assumed(e) for e in unit.iter()):
        return True
    # a row whose last cell says on what it rests; in a drawer every row is one step of what a figure rests on
    around = [e for e in above if e.get("data-rests") is not None or (e.tag == "tr" and _is_step(e))]
    if unit.tag == "summary":  # read with what it folds away
        around.append(unit.getparent())
    if unit.tag in ("dd", "dt"):
        around.append(unit.getparent())
    return any(opens(a) for e in around for a in e.iter("a")) or any(_assumed(x) for e in around for x in e.iter())


def opens(element: Any) -> bool:
    """Is it a link to what a figure rests on?"""
    return element.tag == "a" and bool(OPENS.match(element.get("href") or ""))


def openers(html: str) -> list[str]:
    """Every address that a figure of the page opens, each once."""
    links = (a.get("href") for a in content(html).iter("a") if opens(a) and "number" in (a.get("class") or "").split())
    return list(dict.fromkeys(href for href in links if not href.startswith("#")))


def unit_of(element: Any, root: Any) -> Any:
    """The largest part read as one that holds *element*: a cell, an item, a paragraph."""
    found = element
    for e in [element, *_above(element, root)]:
        if e.tag in UNITS:
            found = e
        elif e.tag in ("table", "ul", "ol", "dl", "section", "details", "article"):
            break
    return found


def _above(element: Any, root: Any) -> list[Any]:
    return [e for e in element.iterancestors() if e is not root and root in (e, *e.iterancestors())]


def _is_step(row: Any) -> bool:
    return any("behind" in (t.get("class") or "").split() for t in row.iterancestors("table"))


def _assumed(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return False
    return "assumed" in (element.get("class") or "").split() or element.get("data-assumed") is not None


def _without(text: str, words: Iterable[str]) -> str:
    text = NAMES.sub("", text)
    for w in sorted(words, key=len, reverse=True):
        text = text.replace(w, "")
    return text


def _found(root: Any, path: str) -> Iterator[Any]:
    named = re.sub(r"has-class\('([\w-]+)'\)", r"contains(concat(' ', @class, ' '), ' \1 ')", path)
    for part in named.split("|//"):
        yield from root.xpath(f".{part if part.startswith('//') else '//' + part}")


def _path(element: Any, root: Any) -> str:
    named = []
    for e in [element, *_above(element, root)]:
        mark = e.get("id") or (e.get("class") or "").split(" ")[0]
        named.append(e.tag + (f".{mark}" if mark else ""))
    return " ".join(reversed(named[:4]))
