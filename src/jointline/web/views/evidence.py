"""The view evidence: a document becomes marked claims, and those that a person chooses become statements."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from jointline.errors import JointlineError
from jointline.ledger.exchange import user_name
from jointline.readers.kinds import KINDS
from jointline.sentences import says
from jointline.web.answers import answer, here
from jointline.web.documents import LARGEST, Given, added, shown

router = APIRouter()
_Word = Annotated[str, Form(max_length=500)]


@router.get("/{lang}/evidence")
def view(request: Request, lang: str) -> Response:
    """The page with the place to drop a document."""
    return answer(
        request, "evidence.html", here(request, lang, "evidence"), kinds=KINDS, user=user_name(), largest=LARGEST >> 20
    )


@router.post("/{lang}/evidence/read")
def read(
    request: Request, lang: str, document: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form(max_length=LARGEST)] = "", kind: _Word = "", source: _Word = "", publisher: _Word = "",
    published: _Word = "", encoding: _Word = "",
) -> Response:  # fmt: skip
    """What the document says, marked; nothing is added."""
    place = here(request, lang, "evidence")
    try:
        found = shown(_given(document, text, kind, source, publisher, published, encoding))
    except JointlineError as error:
        return _refused(request, lang, error)
    return answer(request, "evidence_found.html", place, found=found)


@router.post("/{lang}/evidence/accept")
def accept(
    request: Request, lang: str, document: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form(max_length=LARGEST)] = "", kind: _Word = "", source: _Word = "", publisher: _Word = "",
    published: _Word = "", encoding: _Word = "", by: _Word = "", chosen: Annotated[list[str] | None, Form()] = None,
) -> Response:  # fmt: skip
    """The chosen statements added to the ledger, all or none."""
    place = here(request, lang, "evidence")
    try:
        done, proposals = added(
            _given(document, text, kind, source, publisher, published, encoding), chosen or [], by.strip()
        )
    except JointlineError as error:
        return _refused(request, lang, error)
    cases = sorted({p.statement.subject for p in proposals})
    return answer(request, "evidence_added.html", place, done=done, proposals=proposals, cases=cases)


def _refused(request: Request, lang: str, error: JointlineError) -> Response:
    made = answer(request, "evidence_refused.html", here(request, lang, "evidence"), error=error)
    made.status_code = 422
    return made


def _given(
    document: UploadFile | None, text: str, kind: str, source: str, publisher: str, published: str, encoding: str
) -> Given:
    """The document of a request. Raises ``JointlineError`` where there is none."""
    words = {"kind": kind, "source": source, "publisher": publisher, "published": published, "encoding": encoding}
    if document is not None and document.filename:
        name = document.filename.replace("\\", "/").rsplit("/", 1)[-1][:200]
        return Given(document.file.read(LARGEST + 1), name, **words)
    if text.strip():
        return Given(text.encode("utf-8", "replace"), "pasted text", **words | {"encoding": ""})
    raise JointlineError(says("there is no document"), remedy=says("Choose a file or paste a text."))
