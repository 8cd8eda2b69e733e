"""What a page shows read as tables: its tables, its statements, its run card, in the words that stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import html

from jointline.report.export import Column, Sheet
from jointline.report.lang.language import Language, language

_NUMBER = re.compile(r"[−+-]?\d{1,3}(,?\d{3})*(\.\d+)?")
_YEAR = re.compile(r"\d{4}")
_SPACES = re.compile(r"\s+")
_ENDS = re.compile(r" – | to |\s*至\s*")  # between the ends of a range, as a page writes it
_UNSHOWN = ("script", "style", "svg", "button", "sup", "template")  # of a cell: drawings, marks of notes
_BLOCKS = ("p", "div", "li", "ul", "ol", "dt", "dd", "br", "small", "blockquote", "code")
# what stands on a line or in a frame of its own
_APART = frozenset(
    ["facts__by", "cases__under", "news__by", "range", "because", "flag", "standing", "rule__label", "source"]
)


def run_of(page: html.HtmlElement) -> dict[str, str]:
    """The run card that a page shows: what its figures were made from."""
    codes: Any = page.xpath("//p[@class='run']//code")
    return {name: value for name, _, value in (code.text_content().partition(" ") for code in codes)}


def shown(pages: Sequence[html.HtmlElement]) -> list[Sheet]:
    """The tables of pages as a reader sees them, then their statements.

    A range that stands below its figure has two columns of its own; a column without words (a drawing) is left out.
    """
    lang = language("zh-TW" if (pages[0].get("lang") or "").startswith("zh") else "en")
    mains: list[Any] = [main for page in pages if (main := page.find(".//main")) is not None]
    made: list[Sheet] = []
    for table in (t for main in mains for t in main.iter("table")):
        rows = [
            [part for c in tr.xpath("./th|./td") for part in _spread(c, lang, head=tr.getparent().tag == "thead")]
            for tr in table.iter("tr")
        ]
        if len(rows) < 2:
            continue
        heads, below = _columns(rows, lang)
        keys = [h if heads[:i].count(h) == 0 else f"{h} ({heads[:i].count(h) + 1})" for i, h in enumerate(heads)]
        made.append(_sheet(*_named(table, lang), keys, below, made))
    said = [_statement(a, lang) for main in mains for a in main.xpath(f".//article[{_has('statement')}]")]
    if said:
        _ = lang.text
        heads = [_("Statement"), _("What is said"), _("Said by"), _("Standing"), _("Quote"), _("Source")]
        made.append(_sheet(_("Statements"), _("Statements"), heads, said, made))
    return made


def _spread(cell: Any, lang: Language, *, head: bool) -> list[tuple[str, str]]:
    """A cell for each column it spans; below the head its words stand in the first of them."""
    more = int(cell.get("colspan") or 1) - 1
    part = _parts(cell, lang)
    return [part, *([part] if head else [("", "")]) * more]


def _named(table: Any, lang: Language) -> tuple[str, str]:
    """What a table is called, and what it says of itself: by its label, else its caption, else the heading above it."""
    label, caption = table.getparent().get("aria-label") or "", table.find("caption")
    about = _words(caption, lang) if caption is not None else ""
    above = table.xpath("preceding::*[self::h1 or self::h2 or self::h3][1]")
    heading = _words(above[0], lang) if above else ""
    return label or about or heading, about or heading


def _has(name: str) -> str:
    """What of an XPath asks for a class."""
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def _columns(rows: list[list[tuple[str, str]]], lang: Language) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of a table: each column as one, or as three where ranges stand below its figures."""
    width = max(map(len, rows))
    whole = [row + [("", "")] * (width - len(row)) for row in rows]
    heads: list[str] = []
    below: list[list[str]] = [[] for _ in whole[1:]]
    for column in zip(*whole, strict=True):
        head, cells = column[0][0] or "–", column[1:]
        if not any(words or span for words, span in cells):
            continue
        ends = [_ENDS.split(span) if span else ["", ""] for _, span in cells]
        ranged = any(span for _, span in cells) and all(len(e) == 2 for e in ends)
        heads += (
            [head, lang.text("{column}: low", column=head), lang.text("{column}: high", column=head)]
            if ranged
            else [head]
        )
        for row, (words, span), two in zip(below, cells, ends, strict=True):
            row += [words, *two] if ranged else [f"{words} {span}".strip()]
    return heads, below


def _parts(cell: Any, lang: Language) -> tuple[str, str]:
    """The words of a cell without the range below them, and that range."""
    spans = cell.xpath(f".//span[{_has('range')} and not(contains(@class, 'because'))]")
    if len(spans) != 1:
        return _words(cell, lang), ""
    return _words(cell, lang, without=spans[0]), _words(spans[0], lang).strip("()（）")


def _sheet(name: str, about: str, keys: list[str], texts: list[list[str]], before: list[Sheet]) -> Sheet:
    wide = [r + [""] * (len(keys) - len(r)) for r in texts]
    numbers = [all(not c or _NUMBER.fullmatch(c) for c in column) for column in zip(*wide, strict=True)]
    rows = [{k: _value(c, of_numbers=n) for k, c, n in zip(keys, r, numbers, strict=True)} for r in wide]
    columns = [Column(k, _type(r[k] for r in rows), "", about) for k in keys]
    taken = {s.name for s in before}
    title = f"{len(before) + 1} {name}"[:31]  # a sheet's name has 31 characters and is the only one of its kind
    return Sheet(
        title if title not in taken else f"{len(before) + 1}",
        columns,
        rows,
    )


def _type(values: Iterable[str | float]) -> str:
    """number where every cell that has something has a number, else text."""
    kinds = {type(v) for v in values if v != ""}
    return "number" if kinds and kinds <= {int, float} else "text"


def _statement(article: Any, lang: Language) -> list[str]:
    def of(path: str) -> str:
        return (lang.text("; ")).join(_words(x, lang) for x in article.xpath(path))

    who, firm = f".//*[{_has('statement__who')}]", f"{_has('standing')} or {_has('flag')}"
    source = article.xpath(".//p[@class='source']/a[1]/@href")
    return [
        of(f".//*[{_has('statement__id')}]"),
        of("./p[1]"),
        lang.text("; ").join(_words(x, lang, without=x.xpath(f"./span[{firm}]")) for x in article.xpath(who)),
        of(f"{who}/span[{firm}]"),
        of(".//blockquote"),
        source[0] if source else "",
    ]


def _value(text: str, *, of_numbers: bool) -> str | float:
    """A number as a number: as a text one with a sign would be guarded like a formula. Among other words four digits are a year."""
    if not _NUMBER.fullmatch(text) or (not of_numbers and _YEAR.fullmatch(text)):
        return text
    plain = text.replace(",", "").replace("−", "-")
    return float(plain) if "." in plain else int(plain)


def _words(element: Any, lang: Language, without: Any = ()) -> str:
    """The words of an element but those of the elements *without*; what stands apart on the page is set off by semicolons."""
    left_out = without if isinstance(without, list | tuple) else [without]
    told: list[str] = []

    def tell(e: Any) -> None:
        apart = e.tag in _BLOCKS or not _APART.isdisjoint((e.get("class") or "").split())
        told.append("\n" if apart else "")
        told.append(_SPACES.sub(" ", e.get("data-cell") or e.text or ""))
        for child in () if e.get("data-cell") else e:
            if isinstance(child.tag, str) and child.tag not in _UNSHOWN and child not in left_out:
                tell(child)
            told.append(_SPACES.sub(" ", child.tail or ""))
        told.append("\n" if apart else "")

    tell(element)
    lines = [words for x in "".join(told).split("\n") if (words := " ".join(x.split()).strip(" ·;；"))]
    said = ""
    for line in lines:
        said += (lang.gap if said.endswith((".", "。")) else lang.text("; ")) * bool(said) + line
    return said
