"""The view evidence."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.web.answers import answer, here

router = APIRouter()


@router.get("/{lang}/evidence")
def view(request: Request, lang: str) -> Response:
    return answer(request, "evidence.html", here(request, lang, "evidence"))
