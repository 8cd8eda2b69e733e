"""The view backlog."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.web.answers import answer, here

router = APIRouter()


@router.get("/{lang}/backlog")
def view(request: Request, lang: str) -> Response:
    return answer(request, "backlog.html", here(request, lang, "backlog"))
