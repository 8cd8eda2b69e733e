"""Errors as a page or as JSON: what is wrong, where, and what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from jointline.errors import JointlineError, NothingFound
from jointline.ledger.ledger import NoSuchCase
from jointline.report.lang.language import CODES
from jointline.web.templating import page
from jointline.web.view_state import place


class Busy(JointlineError):
    """More is asked for at once than this machine works out: 429."""


def handle_errors(app: FastAPI) -> None:
    """Let every error be answered in the one shape: a page for a reader, JSON below ``/api``."""

    def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, JointlineError)
        if isinstance(error, Busy):
            return _answer(request, 429, error, {"retry-after": "60"})
        return _answer(request, 404 if isinstance(error, NothingFound | NoSuchCase) else 422, error)

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"])
        return _answer(request, 422, JointlineError(str(first["msg"]), where=where))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _answer(request, error.status_code, JointlineError(str(error.detail)), dict(error.headers or {}))

    app.add_exception_handler(JointlineError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def as_json(document: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A document as ``--json`` prints it, in UTF-8; half of a surrogate pair, which no UTF-8 holds, becomes ``?``."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), status, headers, "application/json")


def _answer(request: Request, status: int, error: JointlineError, headers: dict[str, str] | None = None) -> Response:
    if request.url.path.startswith("/api"):
        return as_json(error.as_dict(), status, headers)
    code = request.url.path.split("/")[1]
    here = place(code if code in CODES else "en", "", {})
    return HTMLResponse(
        page("error.html", here, status=status, error=error, frozen=request.app.state.settings.frozen), status, headers
    )
