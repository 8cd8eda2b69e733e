"""Documents read, and statements added: what writes needs the token of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Form, Header, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from jointline.errors import JointlineError
from jointline.readers.document import from_bytes
from jointline.readers.result import ReadResult
from jointline.web.api.answering import FILE, Ending, Table, faults, tables_file
from jointline.web.api.asking import Text, only_known, only_typed
from jointline.web.api.schemas import document, rows_of, words
from jointline.web.errors import as_json, in_parameters
from jointline.web.results import ledger
from jointline.web.turns import TURNS


def _with_token(
    x_jointline_token: Annotated[
        str, Header(description="The value of the cookie that every page gives: jointline_token_PORT.")
    ],
) -> None:
    """Whether it is the right one was looked at before (``security``); here it is only said that it is needed."""


router = APIRouter(tags=["documents"], dependencies=[only_known(), Depends(_with_token)])
LARGEST = 16 << 20  # bytes of a document
MOST_CHOSEN = 900  # a form holds a thousand fields
# codecs that texts about arms sales come in; Python has others that take minutes over a hostile text
Encoding = Literal["utf-8", "utf-16", "big5", "big5hkscs", "gb18030", "shift_jis", "euc_kr", "cp1252", "latin-1"]
Upload = Annotated[UploadFile | None, File(description="A text, HTML, PDF or CSV file of up to 16 MB.")]
Pasted = Annotated[str, Form(max_length=LARGEST, description="The text itself, where there is no file.")]
Kind = Annotated[
    Literal["notice", "contract", "sipri", "dispatch"] | None, Form(description="What the document is. Default: recognised.")
]  # fmt: skip
Source = Annotated[Text, Form(description="The address that statements cite. Default: the file's name.")]
StatedOn = Annotated[Text, Form(description="The date of a document that does not show its own.")]
Publisher = Annotated[Text, Form(description="Who published a dispatch. Default: as its head says.")]
Rows = Annotated[Text, Form(description="Of a register only rows of this country (USA, TWN).")]
Coded = Annotated[Encoding | None, Form(description="Of a text that is not UTF-8 and is not recognised.")]
_WRITES = (400, 403, 413, 415, 422, 429)
_FORMS = [only_typed("multipart/form-data", "application/x-www-form-urlencoded")]


@router.post(
    "/read",
    response_model=document("read"),
    responses=faults(*_WRITES),
    summary="A document read; nothing is added",
    dependencies=_FORMS,
)
def read(
    file: Upload = None, text: Pasted = "", kind: Kind = None, source: Source = "", stated_on: StatedOn = "",
    publisher: Publisher = "", supplier: Rows = "", recipient: Rows = "", encoding: Coded = None,
) -> Response:  # fmt: skip
    """What the document says, and the statements it supports, each with the words it rests on."""
    with TURNS.turn():
        made = _read(file, text, kind, source, stated_on, publisher, supplier, recipient, encoding).as_dict()
    return as_json(made | {"problems": [in_parameters(p) for p in made["problems"]]})


@router.post(
    "/read.{ending}", response_class=Response, responses=FILE | faults(*_WRITES), dependencies=_FORMS,
    summary="What a document supports, as a file; nothing is added",
)  # fmt: skip
def read_file(
    ending: Ending, file: Upload = None, text: Pasted = "", kind: Kind = None, source: Source = "", stated_on: StatedOn = "",
    publisher: Publisher = "", supplier: Rows = "", recipient: Rows = "", encoding: Coded = None,
) -> Response:  # fmt: skip
    """The proposed statements, each with its state against the ledger; of a dispatch the claims too (xlsx)."""
    with TURNS.turn():
        result = _read(file, text, kind, source, stated_on, publisher, supplier, recipient, encoding)
    asked = {"kind": kind, "source": source, "stated_on": stated_on, "publisher": publisher, "supplier": supplier,
             "recipient": recipient, "encoding": encoding}  # fmt: skip
    return read_tables(result, ending, {k: v for k, v in asked.items() if v})


def read_tables(result: ReadResult, ending: str, asked: Mapping[str, str]) -> Response:
    """What was read as a file to save; *asked*: what was said about the document, for the run card."""
    made = result.as_dict()
    tables = [Table("statements", "proposal")]
    if result.kind == "dispatch":
        made["claims"] = made["record"]["claims"]
        tables.append(Table("claims", "dispatch_claim"))
    named = {"document": result.document}
    return tables_file(made, tables, "read", ending, named=named, asked={"kind": result.kind or "none", **asked})


@router.post(
    "/accept", response_model=document("import"), responses=faults(*_WRITES),
    summary="Statements of a document added to the ledger, all or none", dependencies=_FORMS,
)  # fmt: skip
def accept(
    id: Annotated[list[Text], Form(min_length=1, max_length=MOST_CHOSEN, description="Ids of the chosen statements, as `read` gave them.")],
    file: Upload = None, text: Pasted = "", kind: Kind = None, source: Source = "", stated_on: StatedOn = "",
    publisher: Publisher = "", supplier: Rows = "", recipient: Rows = "", encoding: Coded = None,
    by: Annotated[Text, Form(description="Who records them. Default: the user of the server.")] = "",
) -> Response:  # fmt: skip
    """The document is read again: what is added is what the readers find in it, not what a request says of it."""
    from jointline.readers.accept import accept as add_all

    with TURNS.turn():
        result = _read(file, text, kind, source, stated_on, publisher, supplier, recipient, encoding)
        chosen = [p for p in result.statements if p.statement.id in set(id)]
    missing = [i for i in id if i not in {p.statement.id for p in chosen}]
    if missing:
        remedy = "Send the document with the same settings as it was read with."
        raise JointlineError(f"the document gives no statement {missing[0]}", where="id", remedy=remedy)
    done = add_all(chosen, by=by.strip() or None, ledger=ledger())
    return as_json({"added": done.added, "already_there": done.already_there, "ledger": done.ledger})


def _read(
    file: UploadFile | None, text: str, kind: str | None, source: str, stated_on: str, publisher: str, supplier: str,
    recipient: str, encoding: str | None,
) -> ReadResult:  # fmt: skip
    from jointline.readers.read import read as make

    if file is not None and file.filename:
        data, name = file.file.read(LARGEST + 1), file.filename.replace("\\", "/").rsplit("/", 1)[-1][:200]
    elif text.strip():
        data, name, encoding = text.encode("utf-8", "replace"), "text", None
    else:
        raise JointlineError("there is no document", where="file", remedy="Send a file, or a text.")
    if len(data) > LARGEST:
        raise JointlineError(
            f"is larger than {LARGEST >> 20} MB", where=name, remedy="jointline read takes larger files."
        )
    given = from_bytes(data, name=name, source=source or None, encoding=encoding)
    return make(
        given, kind, stated_on=stated_on, publisher=publisher, supplier=supplier, recipient=recipient, ledger=ledger()
    )


def _statement_in() -> type[BaseModel]:
    """A statement as it is handed in: the fields of the field table but those that the ledger fills in."""
    long = Annotated[str, StringConstraints(max_length=20_000)]
    kinds: dict[str, Any] = {
        "via": list[Annotated[str, StringConstraints(max_length=500)]], "hedged": bool, "n_sources": int, "start": int, "end": int,
    }  # fmt: skip
    fields: dict[str, Any] = {}
    for row in rows_of("statement"):
        if row.field in ("id", "recorded_on", "recorded_by"):
            continue
        kind, about = kinds.get(row.field, long), words(row)
        needed = row.required and row.field != "speaker_kind"
        fields[row.field] = (
            (kind, Field(description=about)) if needed else (kind | None, Field(None, description=about))
        )
    fields["by"] = (Text | None, Field(None, description="Who records it. Default: the user of the server."))
    config = ConfigDict(extra="forbid")
    made: type[BaseModel] = create_model("StatementIn", __config__=config, __doc__="One statement to add.", **fields)
    return made


StatementIn: Any = _statement_in()


@router.post(
    "/add",
    response_model=document("add"),
    responses=faults(400, 403, 413, 415, 422),
    summary="One statement added by hand",
    dependencies=[only_typed("application/json")],
)
def add(given: StatementIn) -> Response:
    """A correction names the statement it replaces in supersedes: both stay."""
    from jointline.ledger.exchange import prepare, user_name

    held = ledger()
    fields = {k: v for k, v in given.model_dump().items() if v is not None and k != "by"}
    statement = prepare(held, fields, by=given.by or user_name())
    new, _ = held.add([statement])
    return as_json({"added": new, "statement": statement.as_dict()})
