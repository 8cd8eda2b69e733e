"""The documents of the API as pydantic models, made from the field tables that describe the same documents of ``--json``."""

from __future__ import annotations

import warnings
from functools import cache
from importlib import resources
from typing import Any, ForwardRef, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from jointline.ledger.fieldtable import Field as Row
from jointline.ledger.fieldtable import field_table
from jointline.ledger.statement import Statement

PACKAGES = tuple(
    f"jointline.{p}"
    for p in ("backlog", "ledger", "network", "simulate", "options", "forecast", "readers", "report.brief")
)
RECORDS = ("notice", "contract", "register", "dispatch")  # what the record of a read document is, by its kind
_PLAIN: dict[str, Any] = {
    "text": str, "date": str, "choice": str, "property": str, "by property": str, "number": float, "count": int,
    "flag": bool, "run card": dict[str, str], "list": list[str | int],
}  # fmt: skip
_INNER = {"numbers": "number", "dates": "date"}


class Document(BaseModel):
    """Exactly the fields of a field table: no more, none missing."""

    model_config = ConfigDict(extra="forbid")


@cache
def document(name: str, left_out: str = "") -> type[BaseModel]:
    """The model of the record that the field table *name* describes; every key is there, what is not known is null.

    left_out: a field it is to be without (``rules`` holds backlogs without their rows). Raises ``KeyError`` for a name
    without a table.

    >>> sorted(document("error").model_fields)
    ['error', 'remedy', 'where']
    """
    fields = {r.field: (_type(name, r), Field(description=words(r))) for r in rows_of(name) if r.field != left_out}
    title = _title(name) + (f"Without{_title(left_out)}" if left_out else "")
    with warnings.catch_warnings():  # a field called register hides a method of classes that no document uses
        warnings.simplefilter("ignore", UserWarning)
        made: type[BaseModel] = create_model(title, __base__=Document, __doc__=f"Field table `{name}`.", **fields)  # type: ignore[call-overload]
    return made


@cache
def rows_of(name: str) -> tuple[Row, ...]:
    """The field table of a record, whichever package keeps it. Raises ``KeyError`` for a name without one."""
    for package in PACKAGES:
        if (resources.files(package) / "fields" / f"{name}.csv").is_file():
            rows = field_table(package, name)
            return (*field_table("jointline.ledger", "statement"), *rows) if name == "proposal" else rows
    raise KeyError(name)


def words(row: Row) -> str:
    """The description of a field with its unit."""
    unit = f" [{row.unit}]" if row.unit and row.unit != "by property" else ""
    form = " A date as precise as its source: 2026, 2026-10, 2026-Q3, late 2026." if row.type == "date" else ""
    return f"{row.description}{unit}.{form}"


def _type(record: str, row: Row) -> Any:
    if record in ("statement", "proposal") and row.field in _STATEMENT:
        late = record == "proposal" and row.field in ("recorded_on", "recorded_by")  # not recorded yet
        return _STATEMENT[row.field] | None if late else _STATEMENT[row.field]
    if record == "rules" and row.field == "rules":
        return list[document("backlog", "rows")]  # type: ignore[misc]
    made = _of(row.type, record)
    return made if row.required else made | None


def _of(kind: str, inside: str) -> Any:
    if kind == inside:  # a document may hold more of its own kind
        return ForwardRef(_title(kind))
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind.startswith("list of "):
        return list[_of(kind.removeprefix("list of "), inside)]  # type: ignore[misc]
    if kind.startswith("map of "):
        inner = kind.removeprefix("map of ")
        return dict[str, _of(_INNER.get(inner, inner), inside) | None]  # type: ignore[misc]
    if kind == "record":
        first, *others = (document(r) for r in RECORDS)
        made: Any = first
        for other in others:
            made = made | other
        return made
    return document(kind)


def _statement_types() -> dict[str, Any]:
    """The fields of a statement as its ``as_dict`` gives them: what was not said is null."""
    always = ("id", "subject", "property", "value", "speaker_kind", "via", "standing", "hedged", "stated_on", "source", "confidence")  # fmt: skip
    hints = get_type_hints(Statement) | {"via": list[str]}
    return {n: hint if n in always else hint | None for n, hint in hints.items()}


_STATEMENT = _statement_types()


def _title(name: str) -> str:
    return "".join(part.title() for part in name.split("_"))
