"""The tables of a view as they are shown, as CSV or a workbook with its run card: what no route of the API has by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal
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
from jointline.sentences import says
from jointline.web.page_tables import run_of, shown
from jointline.web.results import ledger

router = APIRouter()
_HERE = "http://127.0.0.1"  # what is asked within the server; the reader's own host was looked at before
_WHOLE = {"scores": "backtest", "lab": "result"}  # views whose tables come after the page, and what shows them at once
# what a page fetches for itself when it is there, and what has to be asked for with it
_LATER: tuple[tuple[re.Pattern[str], tuple[tuple[str, dict[str, str]], ...]], ...] = (
    (re.compile(r"backlog"), (("timeline", {}),)),
    (re.compile(r"case/[^/]+"), (("forecast", {"methods": "all"}), ("why-late", {}))),
)


@router.get("/{lang}/tables/{path:path}.{ending}", include_in_schema=False)
async def tables(
    request: Request, lang: str, path: Annotated[str, Path(max_length=200)], ending: Literal["csv", "xlsx"]
) -> Response:
    """Every table and statement of the view at *path* with the same parameters, those too that the page fetches later.

    Raises ``NothingFound`` where it has none.
    """
    if path == "brief" or not path.isprintable() or any(part in ("", ".", "..") for part in path.split("/")):
        raise NothingFound(says("There is nothing at this address."), remedy=says("The views are linked above."))
    asked = asked_words(request.query_params.multi_items())
    given = request.query_params.multi_items()
    wanted = [(path, given + ([("show", _WHOLE[path])] if path in _WHOLE else []))]
    later = next((parts for view, parts in _LATER if view.fullmatch(path)), ())
    wanted += [(f"{path}/{name}", [*given, *more.items()]) for name, more in later]
    pages: list[str] = []
    passed = {k: v for k, v in request.headers.items() if k == "authorization"}  # of a reader who was let in
    transport = httpx.ASGITransport(request.app)
    async with httpx.AsyncClient(transport=transport, base_url=_HERE, timeout=None) as client:
        for at, query in wanted:
            page = await client.get(
                f"/{lang}/{quote(at)}", params=urlencode(query), headers=passed, follow_redirects=True
            )
            if page.status_code != 200:
                return Response(page.content, page.status_code, page.headers)
            if page.headers.get("content-type", "").startswith("text/html"):
                pages.append(page.text)
    own = {"version": __version__, "data": ledger().data_hash(), "view": path, "lang": lang, **asked}
    # some hundred milliseconds of a large view: other readers do not wait for them
    data, day = await anyio.to_thread.run_sync(_written, pages, own, ending)
    if not data:
        raise NothingFound("this view has no table")
    saved = file_name(path.replace("/", "-"), *dict.fromkeys((*asked.values(), day)), lang, ending=ending)
    kind = XLSX_TYPE if ending == "xlsx" else CSV_TYPE
    return Response(data, headers={"content-disposition": f'attachment; filename="{saved}"'}, media_type=kind)


def _written(texts: Sequence[str], own: dict[str, str], ending: str) -> tuple[bytes, str]:
    """The file with the tables of pages, its run card that of the first put with *own*, and the day it speaks for, where
    nobody asked for one; no bytes where there is no table."""
    pages = [html.document_fromstring(t) for t in texts]
    if not pages:
        return b"", ""
    sheets, run = shown(pages), own | run_of(pages[0])
    for card in map(run_of, pages[1:]):  # of a part that ran the network: its own data beside the ledger's
        named = {("network_data" if k == "data" and "network" in card else k): v for k, v in card.items()}
        run |= {k: v for k, v in named.items() if k not in run}
    if not sheets:
        return b"", ""
    day = "" if {"as_of", "month", "ids"} & own.keys() else run.get("as_of") or run.get("knowledge_ends_on") or ""
    return (xlsx_bytes(sheets, run) if ending == "xlsx" else csv_tables(sheets, run)), day


def csv_tables(sheets: list[Sheet], run: dict[str, str]) -> bytes:
    """The tables one below the other, each under a line that names it; the run card is the first line."""
    parts = [csv_text((Column(run_line(run), "text", "", ""),), (), None)]
    for made in sheets:
        parts += ["\r\n", *(csv_text(c, r, None).removeprefix(BOM) for c, r in (
            ((Column(f"# {made.name}", "text", "", ""),), ()), (made.columns, made.rows),
        ))]  # fmt: skip
    return "".join(parts).encode()
