"""A page of announcements cut into its paragraphs, each under its department, and the day it was announced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jointline.readers.days import DAY, iso_date

AWARDED = re.compile(
    r"\b(?:is|are|was|were|has|have|will)(?:\seach)?(?:\sbeen)?(?:\sbe)?(?:\sbeing)?(?:\seach)?\s(?:awarded|issued|selected\sfor|modifying|added)\b"
    r"|\bwill\scompete\sfor\seach\b|\b(?:was|were|is|are)\s(?:each\s)?awarded\b"
)
_ACTIVITY = re.compile(
    r"\b(?:is|are)\sthe\scontracting\s(?:activit(?:y|ies)|agency|office)(?:\s?\([^()]{3,80}\))?\.?(?=\s[A-Z]|\s?\Z)"
)
_DEPARTMENT = re.compile(
    r"\W{0,3}(?P<name>(?:U\.S\.\s)?(?:ARMY|NAVY|AIR FORCE|MARINE CORPS|SPACE FORCE|DEFENSE [A-Z ]{4,50}?|MISSILE DEFENSE AGENCY|"
    r"WASHINGTON HEADQUARTERS SERVICES?|U\.S\. [A-Z ]{4,50} COMMAND|[A-Z][A-Z ]{3,50} (?:COMMAND|AGENCY|ACTIVITY)))\W{0,3}"
)
_INLINE = re.compile(
    r"(?P<name>ARMY|NAVY|AIR FORCE|MARINE CORPS|DEFENSE LOGISTICS AGENCY|MISSILE DEFENSE AGENCY)\s(?=[A-Z][\w&.]*[a-z])"
)
_FOOTNOTE = re.compile(
    r"\*{1,3}\s?(?:Small|Mandatory|Historically|Woman|Service|Veteran|8\(a\)|Economically)", re.IGNORECASE
)
_HEADING = re.compile(
    rf"Contracts?(?: Awards?)?(?: by [\w ]{{2,60}})?(?: [Ff]or|\s?[-–—:]| of)? ?(?P<day>{DAY})", re.IGNORECASE
)
_BARE_DAY = re.compile(rf"^\W{{0,3}}(?P<day>{DAY})\W{{0,3}}$", re.MULTILINE)
_LONG_LINE = 300  # characters above which a text has one paragraph a line


@dataclass(frozen=True, slots=True)
class Block:
    """One announcement's stretch of the document, and the department it stands under."""

    start: int
    end: int
    department: str | None


def blocks(text: str) -> tuple[list[Block], bool, bool]:
    """The announcements of a document in order; whether the page's footnotes end it; whether a scrap of text does."""
    found: list[Block] = []
    department: str | None = None
    loose = ended = False
    for start, end in _paragraphs(text):
        piece = text[start:end]
        heading = _DEPARTMENT.fullmatch(piece)
        if heading:
            department, loose = heading["name"], False
            continue
        if _FOOTNOTE.match(piece):
            loose, ended = False, True
            continue
        inline = _INLINE.match(piece)
        if inline:
            department, start = inline["name"], start + inline.end()
        for a, b in _announcements(text, start, end):
            if AWARDED.search(text, a, b):
                found.append(Block(a, b, department))
                loose = False
            else:
                loose = b - a < 80 and bool(found)
    return found, ended, loose


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    lines = list(re.finditer(r"[^\n]+", text))
    if any(m.end() - m.start() > _LONG_LINE for m in lines):
        spans = [m.span() for m in lines]
    else:
        spans = []
        for m in lines:
            if (
                spans
                and not text[spans[-1][1] : m.start()].count("\n") > 1
                and not _DEPARTMENT.fullmatch(m.group().strip())
            ) and not _DEPARTMENT.fullmatch(text[spans[-1][0] : spans[-1][1]].strip()):
                spans[-1] = (spans[-1][0], m.end())
                continue
            spans.append(m.span())
    for a, b in spans:
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            yield a, b


def _announcements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph cut behind each ``is the contracting activity (...)``: on some pages all stand in one."""
    at = start
    for m in _ACTIVITY.finditer(text, start, end):
        yield at, m.end()
        at = m.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        yield at, end


def announced(text: str) -> tuple[str, tuple[int, int]] | None:
    """The day of the page: from its heading, or a date that is all of a line before the first announcement."""
    first = AWARDED.search(text)
    stop = first.start() if first else min(len(text), 4000)
    for pattern in (_HEADING, _BARE_DAY):
        found = pattern.search(text, 0, stop)
        if found and (iso := iso_date(found["day"])):
            return iso, found.span("day")
    return None
