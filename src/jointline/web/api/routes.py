"""Every route of the API in one router, and the page that lists them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from jointline.web.answers import answer, here, preferred
from jointline.web.api import chart_routes, document_routes, ledger_routes, network_routes

router = APIRouter()
for part in (ledger_routes, network_routes, document_routes):
    router.include_router(part.router, prefix="/api")
router.include_router(chart_routes.router)


@router.get("/api/", include_in_schema=False)
def listing(request: Request) -> Response:
    """The page that lists the routes, in the reader's language."""
    return RedirectResponse(f"/{preferred(request.headers.get('accept-language', ''))}/api")


@router.get("/{lang}/api", include_in_schema=False)
def page_of_routes(request: Request, lang: str) -> Response:
    """The routes with what each answers; the token that a write needs comes with this page."""
    return answer(request, "api.html", here(request, lang, "api"), routes=routes_of(request.app.openapi()))


def routes_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Each route of an OpenAPI document: method, path, summary, the parameters of its query; in the document's order."""
    return [
        {
            "method": method.upper(), "path": path, "summary": about["summary"], "tag": about["tags"][0],
            "parameters": [p["name"] for p in about.get("parameters", ()) if p["in"] == "query"],
        }
        for path, methods in schema["paths"].items()
        for method, about in methods.items()
    ]  # fmt: skip
