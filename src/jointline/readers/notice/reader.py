"""Reads notices: recognises them, finds each one in a document, reads it by its form, and says what was cut off."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from jointline.errors import JointlineError
from jointline.readers.countries import country_code
from jointline.readers.document import Document
from jointline.readers.fold import Folded, fold
from jointline.readers.kinds import Options
from jointline.readers.notice import words
from jointline.readers.notice.dated import Issue, document_dates, issues
from jointline.readers.notice.formal import Draft, read_formal, read_upgrade
from jointline.readers.notice.items import Found
from jointline.readers.notice.parts import Part, paragraphs, split
from jointline.readers.notice.record import Item, Notice
from jointline.readers.notice.release import is_release, read_release
from jointline.readers.notice.whole import is_truncated
from jointline.readers.result import Reading
from jointline.sentences import says

KIND = "notice"
# what only a notice or release has, and what announces one; all found in one pass over the beginning
_STRUCTURE = re.compile(
    r"\(i\)\s{0,3}(?:\(U\)\s{0,3})?(?:Prospective\s{1,9})?Purchaser\s?:|Notice\s{1,9}of\s{1,9}Proposed\s{1,9}Issuance|forwarding\s{1,9}(?:herewith\s{1,9})?Transmittal"
    r"|determination\s{1,9}approving\s{1,9}a\s{1,9}possible\s{1,9}Foreign|notified\s{1,9}Congress\s[^\n]{0,60}?of\s{1,9}a\s{1,9}possible\s{1,9}Foreign"
    r"|36\(b\)(?:\([0-9]\))?(?:\([A-Z]\))?\s{1,9}(?:arms\s{1,9}sales?\s{1,9})?notification|Report\s{1,9}of\s{1,9}Enhancement\s{1,9}or\s{1,9}Upgrade",
    re.IGNORECASE,
)
_TITLE = re.compile(r"arms\s{1,9}sales?\s{1,9}notification", re.IGNORECASE)
_RECORD = re.compile(r"section\s{1,9}36\s?\(b\)\s{1,9}of\s{1,9}the\s{1,9}Arms", re.IGNORECASE)
_LOOK = 400_000  # characters that tell what a document is


def recognise(document: Document) -> float:
    """Sure where a notice's own words stand in it, less so where it only bears the title of one."""
    head = document.text[:_LOOK]
    if head.lstrip().startswith(("{", "[{")):
        return 0.0  # data, which may quote a notice
    if _STRUCTURE.search(head):
        return 0.95
    return 0.8 if _TITLE.search(head) and _RECORD.search(head) else 0.0


def read(document: Document, options: Options) -> Reading:
    """Every notice in *document*: the first is the record, the others stand in its ``other_notices``."""
    from jointline.readers.notice.claims import claims_of

    folded = fold(document.text)
    problems: list[JointlineError] = []
    printed = issues(folded.text)
    notices = [_notice(folded, part, document, printed, problems) for part in split(folded.text)]
    matched = list(notices)
    claims: list[dict[str, Any]] = []
    for i, notice in enumerate(notices):
        case, made, faults = claims_of(notice, document, options)
        matched[i] = replace(notice, case=case[0], case_by=case[1])
        claims += made
        problems += faults
    record = replace(matched[0], other_notices=tuple(matched[1:]))
    return Reading(record, claims, tuple(problems))


def _notice(
    folded: Folded, part: Part, document: Document, printed: list[Issue], problems: list[JointlineError]
) -> Notice:
    text = folded.text
    upgrade = bool(words.UPGRADE.search(text, part.start, part.end))
    release = not upgrade and part.attached is None and is_release(text, part.start, part.end)
    release = release and not words.LETTER.search(text, part.start, part.end)
    draft = read_upgrade(text, part) if upgrade else read_release(text) if release else read_formal(text, part)
    form = "upgrade" if upgrade else "release" if release else "notice"
    if part.number and part.number_at:
        draft.put("transmittal", part.number, *part.number_at)
    document_dates(text, printed, part.start, part.end, draft, release=release)
    if "purchaser" in draft.values:
        draft.put("buyer_country", buyer_country(draft.values["purchaser"]), *draft.places["purchaser"])
    _which_date(draft)
    if words.COMMERCIAL.search(text, part.start, part.end) and not words.SECTION_36B.search(text, part.start, part.end):
        problems.append(
            JointlineError(
                says("is a notice under section 36(c) or (d), a commercial export: only 36(b) is read"),
                where=document.name,
            )
        )
    truncated = is_truncated(document.text, text, part, paragraphs(text, part), release=release)
    return _record(form, draft, folded, truncated)


def buyer_country(purchaser: str) -> str | None:
    """The code of the buyer's country: of the name, of the name without its bracket, or of its first words."""
    bare = re.sub(r"\s?\([^()]{1,80}\)", "", purchaser)
    for name in (
        purchaser,
        bare,
        bare.partition(",")[0],
        re.split(r" (?:pursuant|on behalf|in the United States)", bare)[0],
    ):
        code = country_code(name)
        if code:
            return code
    return None


def _which_date(draft: Draft) -> None:
    for kind in ("published", "dated", "delivered"):
        name = f"{kind}_on"
        if name in draft.values:
            draft.put("date_delivered_or_published", draft.values[name], *draft.places[name])
            draft.put("date_kind", kind, *draft.places[name])
            return


def _record(form: str, draft: Draft, folded: Folded, truncated: bool) -> Notice:
    values = dict(draft.values)
    for name in ("items", "original_items"):
        if name in values:
            values[name] = tuple(_item(f, folded) for f in values[name])
    spans = {name: folded.span(*place) for name, place in draft.places.items()}
    return Notice(form, truncated=truncated, spans=spans, **values)


def _item(found: Found, folded: Folded) -> Item:
    return Item(found.qty, found.item, folded.span(found.start, found.end))
