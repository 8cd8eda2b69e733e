"""The application: the guard, the static files, the views and the API in one place."""

from __future__ import annotations

from functools import partial
from importlib import resources
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles

from jointline._version import __version__
from jointline.web import table_files
from jointline.web.answers import preferred
from jointline.web.api import routes as api
from jointline.web.errors import handle_errors
from jointline.web.middleware import add_middleware
from jointline.web.settings import Settings
from jointline.web.views import backlog, brief, case, evidence, lab, method, rests, scores, statements


def create_app(settings: Settings | None = None) -> FastAPI:
    """The page and its API as an ASGI application."""
    settings = settings or Settings()
    app = FastAPI(
        title="jointline", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    app.state.settings = settings
    add_middleware(app, settings)
    handle_errors(app)
    app.mount("/static", StaticFiles(directory=str(resources.files("jointline.web") / "static")), name="static")
    app.include_router(api.router)  # before the views: /{lang}/backlog would take /api/backlog
    for view in (backlog, brief, case, statements, rests, lab, evidence, scores, method):
        app.include_router(view.router, include_in_schema=False)

    app.include_router(table_files.router)
    app.openapi = partial(_described, app)  # type: ignore[method-assign]

    @app.get("/en", include_in_schema=False)
    @app.get("/zh-TW", include_in_schema=False)
    def first(request: Request) -> Response:
        return RedirectResponse(f"{request.url.path}/backlog")

    @app.get("/", include_in_schema=False)
    def root(request: Request) -> Response:
        return RedirectResponse(f"/{preferred(request.headers.get('accept-language', ''))}/backlog")

    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with what FastAPI cannot know: beyond this machine a password is asked for, before any route."""
    made = FastAPI.openapi(app)
    made.setdefault("components", {})["securitySchemes"] = {
        "password": {"type": "http", "scheme": "basic", "description": "Asked for where the page is served beyond this machine; the user name may be any."}
    }  # fmt: skip
    made["security"] = [{}, {"password": []}]
    return made
