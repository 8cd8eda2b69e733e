"""Every route of the API in one router, and the page that lists them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.web.answers import answer, here
from jointline.web.api import chart_routes, document_routes, ledger_routes, network_routes

router = APIRouter()
for part in (ledger_routes, network_routes, document_routes):
    router.include_router(part.router, prefix="/api")
router.include_router(chart_routes.router)


@router.get("/api/", include_in_schema=False)
def listing(request: Request) -> Response:
    """The routes with what each answers; the token that a write needs comes with this page."""
    return answer(request, "api.html", here(request, "en", "api"), routes=routes_of(request.app.openapi()))


def routes_of(schema: dict[str, object]) -> list[dict[str, object]]:
    """Each route of an OpenAPI document: method, path, summary, its parameters, in the document's order."""
    found = []
    paths: dict[str, dict[str, dict[str, object]]] = schema["paths"]  # type: ignore[assignment]
    for path, methods in paths.items():
        for method, about in methods.items():
            given = [p["name"] for p in about.get("parameters", ()) if p["in"] == "query"]  # type: ignore[attr-defined]
            row = {
                "method": method.upper(),
                "path": path,
                "summary": about["summary"],
                "parameters": given,
                "tag": about["tags"][0],
            }  # type: ignore[index]
            found.append(row)
    return found
