"""Errors as a page, as a part of one, or as JSON: what is wrong, where, and what to do."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from jointline.errors import JointlineError, LedgerUnusable, NothingFound
from jointline.ledger.ledger import NoSuchCase
from jointline.report.lang.language import CODES, Language
from jointline.sentences import Part, Sentence, says
from jointline.web.answers import VARY, asks_part, preferred
from jointline.web.remedies import fault
from jointline.web.templating import page
from jointline.web.turns import Busy
from jointline.web.view_state import Place, place

_BARE = (401, 403, 421, 429)  # answered before anything else: a page without style sheet, links or script
_FLAG, _COMMAND = re.compile(r"(?<![\w-])--([a-z][a-z-]*)"), re.compile(r"\bjointline [a-z]")
_log = logging.getLogger(__name__)


class OtherType(JointlineError):
    """What was sent is of another content type than is taken: 415."""


class NoPage(NothingFound):
    """There is nothing at an address."""


def status_of(error: JointlineError) -> int:
    """The status that an answer with *error* has."""
    if isinstance(error, Busy):
        return 429
    if isinstance(error, LedgerUnusable):
        return 503
    if isinstance(error, OtherType):
        return 415
    return 404 if isinstance(error, NothingFound | NoSuchCase) else 422


def handle_errors(app: FastAPI) -> None:
    """Let every error be answered in the one shape: a page for a reader, JSON below ``/api``."""

    def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, JointlineError)
        return _known(request, error)

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            at, why = first["loc"][-1], first.get("ctx", {}).get("error", "")
            return error_answer(request, 400, _no_json(f"{why}, at character {at}"))
        where, said = ".".join(str(x) for x in first["loc"]), str(first["msg"])
        if not _is_api(request):
            where, said = str(first["loc"][-1]), says("has a value that cannot be read here")
        remedy = "" if _is_api(request) else says("Go back and choose another value.")
        return error_answer(request, 422, JointlineError(said, where=where, remedy=remedy))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        where = "body" if error.status_code in (400, 408, 413) else ""
        said = JointlineError(str(error.detail), where=where) if _is_api(request) else _http_error(error.status_code)
        return error_answer(request, error.status_code, said, dict(error.headers or {}))

    app.add_exception_handler(JointlineError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def _no_json(why: str) -> JointlineError:
    return JointlineError(says("The body is no JSON ({why}).", why=why), where="body")


def _known(request: Request, error: JointlineError) -> Response:
    status, code = status_of(error), _first(request)
    headers = {"retry-after": "60"} if status == 429 else {}
    return error_answer(request, 404 if status == 422 and code not in (*CODES, "api") else status, error, headers)


def _http_error(status: int) -> JointlineError:
    if status == 404:
        return NoPage(says("There is nothing at this address."), remedy=says("The views are linked above."))
    if status == 405:
        return JointlineError(
            says("This address cannot be asked in this way."), remedy=says("The views are linked above.")
        )
    if status == 413:
        return JointlineError(says("More was sent than is read here."), remedy=says("Cut out the part that is meant."))
    if status == 408:
        return JointlineError(says("What was sent did not arrive in time."), remedy=says("Send it again."))
    return JointlineError(
        says("What was sent cannot be read."), remedy=says("Load the page again and send it once more.")
    )


def broken() -> JointlineError:
    """What a reader is told where the program itself fails."""
    return JointlineError(
        says("The program failed at this: that is a fault of its own."),
        remedy=says("Nothing was changed. Try again; if it fails again, report it with the address of this page."),
    )


def failed(request: Request, error: Exception) -> Response:
    """The answer where nothing else caught *error*: the reader learns that the program failed, the server's log why."""
    if isinstance(error, JointlineError):  # from before the application: a ledger that cannot be read, say
        return _known(request, error)
    _log.error("%s %r failed", request.method, str(request.url), exc_info=error)
    try:
        return error_answer(request, 500, broken())
    except Exception:  # the page of errors itself is broken
        _log.exception("the page that tells of it failed too")
        return as_json(broken().as_dict(), 500)


def as_json(document: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A document as ``--json`` prints it, in UTF-8; half of a surrogate pair, which no UTF-8 holds, becomes ``?``."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), status, headers, "application/json")


def error_answer(
    request: Request, status: int, error: JointlineError, headers: Mapping[str, str] | None = None
) -> Response:  # fmt: skip
    """*error* as the reader of *request* takes it: JSON below ``/api``, a piece where a script asked for one, else a page."""
    if _is_api(request):
        return as_json(in_parameters(error.as_dict()), status, headers)
    here = _here(request)
    template = "error_part.html" if asks_part(request) else "error_bare.html" if status in _BARE else "error.html"
    text = page(
        template, here, title=_title(status, error, here.lang), fault=fault(error, here.lang), links=_links(error, here),
        failed=True, frozen=request.app.state.settings.frozen,
    )  # fmt: skip
    return HTMLResponse(text, status, {**(headers or {}), "vary": VARY})


def in_parameters(error: Mapping[str, str]) -> dict[str, str]:
    """An error with the library's flags by the names that they have as parameters of the API (``--stated-on``: ``stated_on``); a
    command that is told of stays as it is typed."""

    def put(told: str) -> str:
        return told if _COMMAND.search(told) else _FLAG.sub(lambda found: found[1].replace("-", "_"), told)

    return {k: put(v) for k, v in error.items()}


def _title(status: int, error: JointlineError, lang: Language) -> str:
    _ = lang.text
    if isinstance(error, NoPage):
        return _("Page not found")
    titles = {404: _("There is nothing to show"), 500: _("The program failed"), 503: _("The ledger cannot be used")}
    return titles.get(status) or _("This cannot be shown")


def _links(error: JointlineError, here: Place) -> list[tuple[str, str]]:
    """The cases that may have been meant, with their addresses."""
    if not isinstance(error, NoSuchCase) or not isinstance(error.remedy, Sentence):
        return []
    meant = error.remedy.args.get("names", ())
    names = meant.value[0] if isinstance(meant, Part) else str(error.remedy.args.get("options", "")).split(", ")
    return [(str(n), here.at(f"case/{n}").url) for n in names if n]


def _is_api(request: Request) -> bool:
    return request.url.path == "/api" or request.url.path.startswith("/api/")


def _first(request: Request) -> str:
    return request.url.path.split("/")[1] if request.url.path.startswith("/") else ""


def _here(request: Request) -> Place:
    code = _first(request)
    return place(code if code in CODES else preferred(request.headers.get("accept-language", "")), "", {})
