"""A view's answer to a request: its page, or only the part that a script asked for."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from jointline.report.lang.language import CODES
from jointline.web.security import give_token
from jointline.web.settings import Settings
from jointline.web.templating import page
from jointline.web.view_state import Place, place

PART_HEADERS = ("x-part", "hx-request")  # what a script asks for a part with
VARY = ", ".join(PART_HEADERS)


def settings_of(request: Request) -> Settings:
    """What this server was started with."""
    made: Settings = request.app.state.settings
    return made


def here(request: Request, lang: str, path: str) -> Place:
    """Where the reader is. Raises ``JointlineError`` for an unknown language."""
    return place(lang, path, request.query_params.multi_items())


def answer(request: Request, template: str, place: Place, **context: Any) -> HTMLResponse:
    """The page of a template; the token that a write needs goes with it as a cookie."""
    settings = settings_of(request)
    response = HTMLResponse(page(template, place, frozen=settings.frozen, **context))
    give_token(response, settings, request.headers.get("host", ""))
    return response


def asks_part(request: Request) -> bool:
    """Whether a script asked for a part of a page."""
    return any(h in request.headers for h in PART_HEADERS)


def part(request: Request, template: str, place: Place, **context: Any) -> HTMLResponse:
    """Only the template's own piece where a script asked for it, else a page around it; *template* is the piece."""
    settings = settings_of(request)
    if asks_part(request):
        response = HTMLResponse(page(template, place, frozen=settings.frozen, is_part=True, **context))
    else:
        response = answer(request, "piece.html", place, piece=template, is_part=False, **context)
    response.headers["vary"] = VARY
    return response


def preferred(accepted: str) -> str:
    """The page's language for a browser that asks for *accepted* (an ``Accept-Language`` header)."""
    for part in accepted.split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh-TW"
        if tag.startswith("en"):
            return "en"
    return CODES[0]
