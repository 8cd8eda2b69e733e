"""How a result of the library becomes an answer: JSON as ``--json`` prints it, and its tables as CSV and XLSX."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, Literal, get_type_hints

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from jointline.report.export import CSV_TYPE, XLSX_TYPE, Sheet, asked_words, csv_text, file_name, sheet, xlsx_bytes
from jointline.web.api.asking import only_known
from jointline.web.api.schemas import document, rows_of
from jointline.web.errors import as_json
from jointline.web.results import ledger

Ending = Annotated[
    Literal["csv", "xlsx"], Path(description="csv, or xlsx: a workbook with every table of the document.")
]
Card = Annotated[bool, Query(description="false: CSV without its first line, the run card.")]
FAULTS = {
    400: "The body is not what its content type says.",
    401: "A password is needed: the page is served beyond this machine.",
    403: "A write without the token of the page, or from another site.",
    404: "Nothing in the ledger answers, or there is no such case.",
    413: "The body is larger than is read.",
    415: "The content type is none that this address takes.",
    421: "The host is not this machine.",
    422: "The question cannot be answered as it is put: what is wrong, where, and what to do.",
    429: "More runs wait than this machine works out; `retry-after` says when to ask again.",
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "A file to save.", "content": {CSV_TYPE.split(";")[0]: {"schema": {"type": "string"}},
          XLSX_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a document: the key of its records and the field table they have.

    key: ``rows``, or ``months/published`` for what lies within records · beside: keys of the outer record put before it
    """

    key: str
    record: str
    beside: tuple[str, ...] = ()


def faults(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route documents: all of the one shape."""
    return {c: {"model": document("error"), "description": FAULTS[c]} for c in sorted({401, 421, *codes})}


def reading(
    router: APIRouter, path: str, name: str, *tables: Table, faults_of: Sequence[int] = (404, 422), file: str = ""
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function that returns a result (or its dictionary) a route that answers with the document *name*, and
    with ``.csv`` and ``.xlsx`` behind it, where it has *tables*. CSV holds the first of them.
    """

    def add(make: Callable[..., Any]) -> Callable[..., Any]:
        signature = _resolved(make)
        title = (inspect.getdoc(make) or "").split("\n")[0].rstrip(".")
        shown: dict[str, Any] = {
            "summary": title, "response_model": document(name), "responses": faults(*faults_of), "dependencies": [only_known(make)],
        }  # fmt: skip

        @wraps(make)
        def answer(**asked: Any) -> Response:
            return as_json(_dict(make(**asked)))

        answer.__signature__ = signature  # type: ignore[attr-defined]
        if tables:  # before the document itself, whose last part may be a name that would take the ending too
            _add_export(router, path, file or name.replace("_", "-"), tables, make, signature, title, faults_of)
        router.add_api_route(path, answer, methods=["GET"], tags=["results"], **shown)
        return make

    return add


def _add_export(
    router: APIRouter, path: str, view: str, tables: Sequence[Table], make: Callable[..., Any],
    signature: inspect.Signature, title: str, faults_of: Sequence[int],
) -> None:  # fmt: skip
    def export(request: Request, ending: str, card: bool, **asked: Any) -> Response:
        made = _dict(make(**asked, **({"request": request} if takes_request else {})))
        named = {k: str(v) for k, v in asked.items() if "{" + k + "}" in path}
        return tables_file(made, tables, view, ending, card=card, named=named, asked=asked_of(request))

    takes_request = "request" in signature.parameters  # a route has it once
    others = [p for name, p in signature.parameters.items() if name != "request"]
    own = [
        inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request),
        inspect.Parameter("ending", inspect.Parameter.KEYWORD_ONLY, annotation=Ending),
        inspect.Parameter("card", inspect.Parameter.KEYWORD_ONLY, annotation=Card, default=True),
    ]
    export.__signature__ = signature.replace(parameters=[*others, *own])  # type: ignore[attr-defined]
    export.__name__ = f"{make.__name__}_file"
    router.add_api_route(
        f"{path}.{{ending}}", export, methods=["GET"], tags=["files"], summary=f"{title}, as a file",
        response_class=Response, responses=FILE | faults(*faults_of), dependencies=[only_known(make, also=("card",))],
    )  # fmt: skip


def tables_file(
    made: Mapping[str, Any], tables: Sequence[Table], view: str, ending: str, *, card: bool = True,
    named: Mapping[str, str] | None = None, asked: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """The tables of a document as a file to save, named after the view, what it is about and the day it speaks for.

    named: parts of the address that say what it is about · asked: its parameters; both stand in the run card.
    """
    named = named or {}
    run = {k: str(v) for k, v in made.get("run", {}).items()} or _run_of_ledger()
    run |= {k: v for k, v in {**named, **(asked or {})}.items() if k not in run}
    sheets = [table_sheet(made, t) for t in tables]
    day = str(made.get("as_of") or made.get("month") or made.get("known_on") or run.get("to") or "")
    disposition = {
        "content-disposition": f'attachment; filename="{file_name(view, *dict.fromkeys([*named.values(), day]), ending=ending)}"'
    }
    if ending == "csv":
        text = csv_text(sheets[0].columns, sheets[0].rows, run if card else None)
        return Response(text.encode("utf-8", "replace"), headers=disposition, media_type=CSV_TYPE)
    return Response(xlsx_bytes(sheets, run), headers=disposition, media_type=XLSX_TYPE)


def asked_of(request: Request) -> dict[str, str]:
    """What the address of a file asks for, but for the run card itself."""
    return asked_words((k, v) for k, v in request.query_params.multi_items() if k != "card")


def table_sheet(made: Mapping[str, Any], table: Table) -> Sheet:
    """One table of a document with the columns of its field table."""
    outer, _, inner = table.key.partition("/")
    rows = made[outer]
    fields = rows_of(table.record)
    if inner:
        above = {f.field: f for f in rows_of(table.beside[0])}
        keys = table.beside[1:]
        rows = [{k: r[k] for k in keys} | i for r in rows for i in r[inner]]
        fields = (*(above[k] for k in keys), *fields)
    return sheet(table.key.replace("/", " "), fields, rows)


def _run_of_ledger() -> dict[str, str]:
    from jointline._version import __version__

    return {"version": __version__, "data": ledger().data_hash()}


def _dict(made: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = made if isinstance(made, Mapping) else made.as_dict()
    return found


def _resolved(make: Callable[..., Any]) -> inspect.Signature:
    """The signature with its annotations as objects: the route is made in another module than the function."""
    hints = get_type_hints(make, include_extras=True)
    signature = inspect.signature(make)
    given = [
        p.replace(annotation=hints[n], kind=inspect.Parameter.KEYWORD_ONLY) for n, p in signature.parameters.items()
    ]
    return signature.replace(parameters=given, return_annotation=Response)
