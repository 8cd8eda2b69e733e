"""The dates of the document a notice stands in: the issue of the Register or Record, the ``Dated:`` line."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from jointline.readers.days import DAY, iso_date
from jointline.readers.notice.formal import Draft

_ISSUE = (
    rf"\[(?:Federal Register|Congressional Record) Volume [0-9]{{1,3}},? (?:Number|Issue) [0-9]{{1,3}} \((?:[A-Z][a-z]{{3,9}}, )?(?P<a>{DAY})\)",
    rf"\[Federal Register: (?P<b>{DAY}) \(Volume",
    rf"Federal Register,?\s?/? ?Vol(?:ume|\.)? ?[0-9]{{1,3}},? ?(?:No\.|Number|Issue) ?[0-9]{{1,3}}\s?(?:/|\()? ?(?:[A-Z][a-z]{{5,8}}, )?(?P<c>{DAY})",
    rf"[0-9]{{2,3}} Fed\. Reg\. [0-9]{{1,6}} \((?P<d>{DAY})\)",
    rf"\((?:Senate|House(?: of Representatives)?|Extensions of Remarks) ?[-–—] ?(?P<e>{DAY})\)",
    rf"CONGRESSIONAL RECORD ?[-–—]{{1,2}} ?(?:SENATE|HOUSE|Senate|House)[^\w]{{1,4}}(?P<f>{DAY})",
    rf"\b(?P<g>{DAY}) CONGRESSIONAL RECORD ?[-–—]{{1,2}} ?(?:SENATE|HOUSE)",
    rf"(?:Floor Speech|Public Statement) Date: (?P<h>{DAY})",
    rf"Federal Register ?(?P<i>{DAY})",
    rf"(?:Publication Date|Published on|Published):? ?(?P<j>{DAY})",
    rf"A Notice by the Defense Department on (?P<k>(?:[0-9]{{2}}/[0-9]{{2}}/[0-9]{{4}}|{DAY}))",
)
_PUBLISHED = re.compile("|".join(_ISSUE))
_DATED = re.compile(rf"\bDated:? (?P<day>{DAY})")


@dataclass(frozen=True, slots=True)
class Issue:
    """A date of issue printed in a document, and where."""

    day: str
    start: int
    end: int


def issues(text: str) -> list[Issue]:
    """Every date of issue in a folded text, in order."""
    found = []
    for m in _PUBLISHED.finditer(text):
        name = str(m.lastgroup)
        slashed = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", m[name])
        day = f"{slashed[3]}-{slashed[1]}-{slashed[2]}" if slashed else iso_date(m[name])
        if day:
            found.append(Issue(day, *m.span(name)))
    return found


def document_dates(text: str, printed: list[Issue], start: int, end: int, draft: Draft, *, release: bool) -> None:
    """Put the issue date and the ``Dated:`` line that belong to the notice between two places of a folded text.

    printed: what ``issues`` found. The last one before the notice is its own, else the first one in it.
    """
    before = bisect_right(printed, start, key=lambda issue: issue.start)
    issue = printed[max(0, before - 1)] if printed else None
    if issue and not release and issue.start < end:
        draft.put("published_on", issue.day, issue.start, issue.end)
    dated = _DATED.search(text, start, end)
    if dated:
        draft.put("dated_on", iso_date(dated["day"]), *dated.span("day"))
