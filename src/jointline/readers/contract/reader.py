"""Reads pages of contract announcements: each award with its foreign buyers and the day of the page."""

from __future__ import annotations

import re

from jointline.errors import JointlineError
from jointline.readers.contract.award import read_award
from jointline.readers.contract.page import announced, blocks
from jointline.readers.contract.record import ContractPage
from jointline.readers.document import Document
from jointline.readers.kinds import Options
from jointline.readers.result import Reading
from jointline.sentences import says

KIND = "contract"
_AWARD = re.compile(r"\b(?:is|was|are|were|has\s+been|have\s+been)\s+(?:being\s+|each\s+)*awarded\b")
_ACTIVITY = re.compile(r"the\s+contracting\s+(?:activity|agency|office)")
_DEAL = re.compile(r"\b(?:contract|order|modification)\b")
_LOOK = 60_000


def recognise(document: Document) -> float:
    """Sure where something is awarded for dollars and a contracting activity is named, less sure without it."""
    head = document.text[:_LOOK]
    award = _AWARD.search(head)
    if head.lstrip().startswith(("{", "[{")):
        return 0.0  # data, which may quote an announcement
    if not award or "$" not in head or not _DEAL.search(head):
        return 0.0
    if _ACTIVITY.search(head):
        return 0.92
    near = head[max(0, award.start() - 300) : award.end() + 200]
    return 0.7 if re.search(r"awarded\s+(?:an?\s+)?(?:[\w-]+\s+){0,4}\$[0-9]", near) else 0.25


def read(document: Document, options: Options) -> Reading:
    """Every award on the page, in page order."""
    from jointline.readers.contract.claims import claims_of

    found, ended, scrap = blocks(document.text)
    awards = tuple(read_award(document.text, b.start, b.end, b.department) for b in found)
    day = announced(document.text)
    cut = not ended and (scrap or (bool(awards) and not awards[-1].whole))
    page = ContractPage(awards, day[0] if day else None, day[1] if day else None, cut)
    problems = () if awards else (JointlineError(says("holds no award that can be read"), where=document.name),)
    claims, faults = claims_of(page, document, options)
    return Reading(page, claims, (*problems, *faults))
