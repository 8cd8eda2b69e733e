"""Reads a dispatch: who said what, through whom and how firmly, as statements that a person accepts or leaves."""

from __future__ import annotations

import re
from functools import cache

from jointline.errors import JointlineError
from jointline.readers.dispatch.claims import LONGEST, read_dispatch
from jointline.readers.dispatch.extractors import run_extractor
from jointline.readers.dispatch.statements import statements_of
from jointline.readers.dispatch.tables import any_of, chinese_verbs
from jointline.readers.document import Document
from jointline.readers.kinds import Options
from jointline.readers.result import Reading
from jointline.sentences import says

__all__ = ["KIND", "LONGEST", "read", "recognise"]

KIND = "dispatch"
_LOOK = 8_000
_ENGLISH = (
    r"\b(?:said|says|told|reported|according to|declined to|denied|confirmed|announced|warned|argued|citing|quoted)\b"
)
# JSON, a table with many columns, or one that begins with a line of column names
_DATA = re.compile(
    r"\s*[\w.-]{1,40}(?:,[\w.-]{1,40}){3,40}\n|\s*[\[{]\s*[{\"\]}]|[^\n]*(?:,[^\n,]*){12}\n[^\n]*(?:,[^\n,]*){12}\n"
)


@cache
def _cues() -> re.Pattern[str]:
    """Words by which somebody is reported as saying something; the Chinese ones are those that the rules go by."""
    return re.compile(f"{_ENGLISH}|{any_of((*chinese_verbs(), '不予置評', '據', '据'))}")


def recognise(document: Document) -> float:
    """Likely where people are reported as saying things; always less sure than a form of words of its own."""
    head = document.text[:_LOOK]
    if _DATA.match(head):
        return 0.0
    cues = len(_cues().findall(head))
    return 0.0 if not cues else min(0.6, 0.3 + 0.1 * cues)


def read(document: Document, options: Options) -> Reading:
    """Every claim of the dispatch, in the order of its text."""
    reading = read_dispatch(
        document.text, lang=options.lang, publisher=options.publisher or None, published=options.stated_on or None
    )
    faults: list[JointlineError] = []
    if options.extractor:
        reading, faults = run_extractor(options.extractor, reading)
    reading, claims, more = statements_of(reading, document, options)
    warned = [JointlineError(w, where=document.name) for w in reading.warnings]
    if not reading.claims:
        warned.append(JointlineError(says("holds no claim that can be read"), where=document.name))
    return Reading(reading, claims, (*warned, *faults, *more))
