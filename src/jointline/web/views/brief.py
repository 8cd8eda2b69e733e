"""The monthly update: as a page to read, as one file, as a document and on paper."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from jointline.report.brief.page import page, policy_of
from jointline.report.brief.value import Brief
from jointline.report.brief.write import brief_bytes
from jointline.report.export import file_name
from jointline.web import downloads, results
from jointline.web.answers import here
from jointline.web.months import Months, months
from jointline.web.turns import TURNS
from jointline.web.view_state import Place, rule_asked

router = APIRouter()
_FONTS = "/static/css/fonts.css"
TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}  # fmt: skip


@router.get("/{lang}/brief")
def view(request: Request, lang: str) -> Response:
    """The update of a month to read here; what a browser may load for it is said by the file itself."""
    place = here(request, lang, "brief")
    made, shown = _made(place)
    with TURNS.turn():
        data = page(made, _beside(place, shown), _FONTS)
    return HTMLResponse(data, headers={"content-security-policy": f"{policy_of(data)}; frame-ancestors 'none'"})


@router.get("/{lang}/brief.{ending}")
def file(request: Request, lang: str, ending: Annotated[Literal["html", "docx", "pdf"], Path()]) -> Response:
    """The same as a file to save, as ``jointline brief -o`` writes it."""
    place = here(request, lang, f"brief.{ending}")
    made, _ = _made(place)
    with TURNS.turn():
        data = brief_bytes(made, ending)
    saved = file_name("brief", made.month, *(v for k, v in place.query if k == "rule"), lang, ending=ending)
    return Response(data, headers={"content-disposition": f'attachment; filename="{saved}"'}, media_type=TYPES[ending])


def _made(place: Place) -> tuple[Brief, Months]:
    shown = months(dict(place.query).get("month", ""), results.ledger())
    return results.brief(shown.month, place.lang, rule_asked(place)), shown


def _beside(place: Place, shown: Months) -> list[tuple[str, str]]:
    """The page of the month, the updates beside this one, its files, the other language."""
    _, month = place.lang.text, shown.month
    found = [(_("The page of this month"), place.at("backlog", month=month, **_rule(place)).url)]
    for words, step in ((_("The month before"), -1), (_("The month after"), 1)):
        other = shown.beside(step)
        found += [(words, place.at(None, month=other).url)] if other else []
    found += [(e.upper(), place.at(f"brief.{e}", month=month, **_rule(place)).url) for e in TYPES]
    writing = {"roc" if name == "years" else "millions": "true" for name, _as in place.writing}
    found += downloads.tables("brief", {"month": month, "lang": place.lang.code, **_rule(place), **writing})
    code, name = ("en", "English") if place.lang.is_chinese else ("zh-TW", "正體中文")
    return [*found, (name, place.in_language(code, roc=False, myriads=code == "zh-TW").url)]


def _rule(place: Place) -> dict[str, str]:
    return {k: v for k, v in place.query if k == "rule"}
