"""A view's answer to a request: its page, or only the part that a script asked for."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from jointline.web.security import give_token
from jointline.web.settings import Settings
from jointline.web.templating import page
from jointline.web.view_state import Place, place


def settings_of(request: Request) -> Settings:
    """What this server was started with."""
    made: Settings = request.app.state.settings
    return made


def here(request: Request, lang: str, path: str) -> Place:
    """Where the reader is. Raises ``JointlineError`` for an unknown language."""
    return place(lang, path, dict(request.query_params))


def answer(request: Request, template: str, place: Place, **context: Any) -> HTMLResponse:
    """The page of a template; the token that a write needs goes with it as a cookie."""
    settings = settings_of(request)
    response = HTMLResponse(page(template, place, frozen=settings.frozen, **context))
    give_token(response, settings)
    return response
