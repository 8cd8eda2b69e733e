"""The tables of a view as they are shown, as CSV or a workbook with its run card: what no route of the API has by itself."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

import anyio.to_thread
import httpx
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from lxml import html

from jointline._version import __version__
from jointline.errors import NothingFound
from jointline.report.export import (
    BOM,
    CSV_TYPE,
    XLSX_TYPE,
    Column,
    Sheet,
    asked_words,
    csv_text,
    file_name,
    run_line,
    xlsx_bytes,
)
from jointline.report.lang.language import Language, language
from jointline.sentences import says
from jointline.web.results import ledger

router = APIRouter()
_NUMBER = re.compile(r"[−+-]?\d{1,3}(,?\d{3})*(\.\d+)?")
_ENDS = re.compile(r" – | to |\s*至\s*")  # between the ends of a range, as a page writes it
_HERE = "http://127.0.0.1"  # what is asked within the server; the reader's own host was looked at before
_WHOLE = {"scores": "backtest", "lab": "result"}  # views whose tables come after the page, and what shows them at once


@router.get("/{lang}/tables/{path:path}.{ending}", include_in_schema=False)
async def tables(
    request: Request, lang: str, path: Annotated[str, Path(max_length=200)], ending: Literal["csv", "xlsx"]
) -> Response:
    """Every table and statement of the view at *path* with the same parameters. Raises ``NothingFound`` where it has none."""
    if not path.isprintable() or any(part in ("", ".", "..") for part in path.split("/")):
        raise NothingFound(says("There is nothing at this address."), remedy=says("The views are linked above."))
    asked = asked_words(request.query_params.multi_items())
    query = request.query_params.multi_items() + ([("show", _WHOLE[path])] if path in _WHOLE else [])
    passed = {k: v for k, v in request.headers.items() if k == "authorization"}  # of a reader who was let in
    transport = httpx.ASGITransport(request.app)
    async with httpx.AsyncClient(transport=transport, base_url=_HERE, timeout=None) as client:
        page = await client.get(
            f"/{lang}/{quote(path)}", params=urlencode(query), headers=passed, follow_redirects=True
        )
    if page.status_code != 200:
        return Response(page.content, page.status_code, media_type=page.headers.get("content-type"))
    is_page = page.headers.get("content-type", "").startswith("text/html")
    own = {"version": __version__, "data": ledger().data_hash(), "view": path, "lang": lang, **asked}
    # some hundred milliseconds of a large view: other readers do not wait for them
    data = await anyio.to_thread.run_sync(_written, page.text, own, ending) if is_page else b""
    if not data:
        raise NothingFound("this view has no table")
    saved = file_name(path.replace("/", "-"), *asked.values(), lang, ending=ending)
    kind = XLSX_TYPE if ending == "xlsx" else CSV_TYPE
    return Response(data, headers={"content-disposition": f'attachment; filename="{saved}"'}, media_type=kind)


def _written(text: str, own: dict[str, str], ending: str) -> bytes:
    """The file with the tables of a page, its run card put with *own*; empty where the page has no table."""
    page = html.document_fromstring(text)
    sheets, run = shown(page), own | run_of(page)
    if not sheets:
        return b""
    return xlsx_bytes(sheets, run) if ending == "xlsx" else csv_tables(sheets, run)


def run_of(page: html.HtmlElement) -> dict[str, str]:
    """The run card that a page shows: what its figures were made from."""
    codes: Any = page.xpath("//p[@class='run']//code")
    return {name: value for name, _, value in (code.text_content().partition(" ") for code in codes)}


def csv_tables(sheets: list[Sheet], run: dict[str, str]) -> bytes:
    """The tables one below the other, each under a line that names it; the run card is the first line."""
    parts = [csv_text((Column(run_line(run), "text", "", ""),), (), None)]
    for made in sheets:
        parts += ["\r\n", *(csv_text(c, r, None).removeprefix(BOM) for c, r in (
            ((Column(f"# {made.name}", "text", "", ""),), ()), (made.columns, made.rows),
        ))]  # fmt: skip
    return "".join(parts).encode()


def shown(page: html.HtmlElement) -> list[Sheet]:
    """The tables of a page as a reader sees them, then its statements.

    A range that stands below its figure has two columns of its own; a column without words (a drawing) is left out.
    """
    said_in = language("zh-TW" if (page.get("lang") or "").startswith("zh") else "en")
    main: Any = page.find(".//main")
    if main is None:
        return []
    made: list[Sheet] = []
    for table in main.iter("table"):
        rows = [
            [_parts(c) for c in tr.xpath("./th|./td") for _ in range(int(c.get("colspan") or 1))]
            for tr in table.iter("tr")
        ]
        if len(rows) < 2:
            continue
        heads, below = _columns(rows, said_in)
        keys = [h if heads[:i].count(h) == 0 else f"{h} ({heads[:i].count(h) + 1})" for i, h in enumerate(heads)]
        label, caption = table.getparent().get("aria-label"), table.find("caption")
        name = label or (_words(caption) if caption is not None else f"table {len(made) + 1}")
        made.append(_sheet(name, keys, below, made))
    said = [_statement(a) for a in main.xpath(".//article[contains(concat(' ', @class, ' '), ' statement ')]")]
    if said:
        made.append(_sheet("statements", ["statement", "says", "who", "quote", "source"], said, made))
    return made


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


def _parts(cell: Any) -> tuple[str, str]:
    """The words of a cell without the range below them, and that range."""
    spans = cell.xpath(".//span[contains(concat(' ', @class, ' '), ' range ') and not(contains(@class, 'because'))]")
    if len(spans) != 1:
        return _words(cell), ""
    span = _words(spans[0])
    return _words(cell).removesuffix(span).strip(), span


def _sheet(name: str, keys: list[str], rows: list[list[str]], before: list[Sheet]) -> Sheet:
    columns = [Column(k, "text", "", "") for k in keys]
    taken = {s.name for s in before}
    title = f"{len(before) + 1} {name}"[:31]  # a sheet's name has 31 characters and is the only one of its kind
    return Sheet(
        title if title not in taken else f"{len(before) + 1}",
        columns,
        [dict(zip(keys, map(_value, r + [""] * len(keys)), strict=False)) for r in rows],
    )


def _statement(article: Any) -> list[str]:
    def of(path: str) -> str:
        found = article.xpath(path)
        return _words(found[0]) if found else ""

    source = article.xpath(".//p[@class='source']/a[1]/@href")
    return [
        of(".//*[contains(@class, 'statement__id')]"),
        of("./p[1]"),
        of(".//*[@class='statement__who']"),
        of(".//blockquote"),
        source[0] if source else "",
    ]


def _value(text: str) -> str | float:
    """A number as a number: as a text one with a sign would be guarded like a formula."""
    if not _NUMBER.fullmatch(text):
        return text
    plain = text.replace(",", "").replace("−", "-")
    return float(plain) if "." in plain else int(plain)


def _words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
