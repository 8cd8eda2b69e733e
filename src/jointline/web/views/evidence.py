"""The view evidence: a document becomes marked claims, and those that a person chooses become statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from jointline.errors import JointlineError
from jointline.ledger.exchange import user_name
from jointline.readers.kinds import KINDS
from jointline.report import statements as words
from jointline.sentences import says
from jointline.web import reading_words, results
from jointline.web.answers import answer, here
from jointline.web.api.document_routes import read_tables
from jointline.web.documents import EVERY_ROW, LARGEST, MOST, Given, added, shown, untied, whole
from jointline.web.errors import status_of
from jointline.web.remedies import fault

router = APIRouter()
_Word = Annotated[str, Form(max_length=500)]
ENCODINGS = ("big5", "gb18030", "utf-16", "cp1252")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form of the page sends."""

    document: Annotated[UploadFile | None, File()] = None
    text: Annotated[str, Form(max_length=LARGEST)] = ""
    kind: _Word = ""
    source: _Word = ""
    publisher: _Word = ""
    published: _Word = ""
    encoding: _Word = ""
    rows: _Word = ""

    @property
    def name(self) -> str:
        """The name of the file, without folders; empty where a text was pasted."""
        given = self.document.filename if self.document is not None else ""
        return (given or "").replace("\\", "/").rsplit("/", 1)[-1][:200]

    def given(self) -> Given:
        """The document of the request. Raises ``JointlineError`` where there is none."""
        said = {
            "kind": self.kind, "source": self.source.strip(), "publisher": self.publisher.strip(),
            "published": self.published.strip(), "rows": self.rows,
        }  # fmt: skip
        if self.document is not None and self.name:
            return Given(self.document.file.read(LARGEST + 1), self.name, encoding=self.encoding, **said)
        if self.text.strip():
            return Given(self.text.encode("utf-8", "replace"), PASTED, **said)
        raise JointlineError(says("there is no document"), remedy=says("Choose a file or paste a text."))


_Sent = Annotated[Sent, Depends(Sent)]
PASTED = "pasted text"  # what a statement cites that comes from no file and no address


@router.get("/{lang}/evidence")
def view(request: Request, lang: str) -> Response:
    """The page with the place to drop a document."""
    return answer(
        request, "evidence.html", here(request, lang, "evidence"), kinds=KINDS, encodings=ENCODINGS, every_row=EVERY_ROW, user=user_name(),
        largest=LARGEST >> 20,
    )  # fmt: skip


@router.post("/{lang}/evidence/read")
def read(request: Request, lang: str, sent: _Sent, first: Annotated[int, Form(ge=0, le=10_000_000)] = 0) -> Response:
    """What the document says, marked; nothing is added."""
    place = here(request, lang, "evidence")
    try:
        found = shown(sent.given(), first)
    except JointlineError as error:
        return _refused(request, lang, error, sent)
    said = place.lang
    against = results.statements([i for f in found.found for p in f.proposals for i in p.against])
    name = said.text("pasted text") if found.result.document == PASTED else found.result.document
    return answer(
        request, "evidence_found.html", place, found=found, name=name, facts=reading_words.facts(found.result, said), against=against,
        faults=[fault(p, said, found.result.document) for p in found.result.problems], broken_off=reading_words.broken_off(found.result),
        cases=reading_words.case_names(), choice=reading_words.choice(found, said), untied=untied, say=reading_words, words=words, most=MOST,
    )  # fmt: skip


@router.post("/{lang}/evidence/read.{ending}")
def read_file(request: Request, lang: str, ending: Literal["csv", "xlsx"], sent: _Sent) -> Response:
    """All that the document supports, as a file; nothing is added."""
    given = sent.given()
    asked = {
        "kind": given.kind,
        "source": given.source,
        "publisher": given.publisher,
        "published": given.published,
        "rows": given.rows,
    }
    return read_tables(whole(given), ending, {k: v for k, v in asked.items() if v})


@router.post("/{lang}/evidence/accept")
def accept(
    request: Request, lang: str, sent: _Sent, by: _Word = "",
    chosen: Annotated[list[str] | None, Form()] = None, about: Annotated[list[str] | None, Form()] = None,
) -> Response:  # fmt: skip
    """The chosen statements added to the ledger, all or none. about: "statement case", where a person says which it is."""
    place = here(request, lang, "evidence")
    try:
        done, proposals = added(sent.given(), chosen or [], by.strip(), dict(_pair(a) for a in about or []))
    except JointlineError as error:
        return _refused(request, lang, error, sent)
    subjects = list(dict.fromkeys(p.statement.subject for p in proposals))
    groups = [(s, [p.statement for p in proposals if p.statement.subject == s]) for s in subjects]
    return answer(
        request, "evidence_added.html", place, done=done, groups=groups, cases=reading_words.case_names(), say=reading_words, words=words,
    )  # fmt: skip


def _pair(told: str) -> tuple[str, str]:
    statement, _, case = told.partition(" ")
    return statement, case


def _refused(request: Request, lang: str, error: JointlineError, sent: Sent) -> Response:
    place, name = here(request, lang, "evidence"), sent.name
    told = fault(error, place.lang, name)
    title = name if name and name in error.where else place.lang.text("This could not be done")
    made = answer(request, "error_part.html", place, fault=told, title=title)
    made.status_code = status_of(error)
    return made
