"""The dates of the document a notice stands in: the issue of the Register or Record, the ``Dated:`` line."""

from __future__ import annotations

import re

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


def document_dates(text: str, start: int, draft: Draft, *, release: bool) -> None:
    """Put the issue date and the ``Dated:`` line that belong to the notice beginning at *start* of a folded text."""
    best = None
    for found in _PUBLISHED.finditer(text):
        if best is None or found.start() <= start:
            best = found
        else:
            break
    if best and not release:
        name = str(best.lastgroup)
        day = best[name]
        slashed = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", day)
        iso = f"{slashed[3]}-{slashed[1]}-{slashed[2]}" if slashed else iso_date(day)
        draft.put("published_on", iso, *best.span(name))
    dated = _DATED.search(text, start) or _DATED.search(text)
    if dated:
        draft.put("dated_on", iso_date(dated["day"]), *dated.span("day"))
