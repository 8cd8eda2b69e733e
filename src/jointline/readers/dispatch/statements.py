"""Claims as statements: which case each seems to be about, and the fields of a statement it fills."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import Any

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.readers.dispatch.reading import Claim, DispatchReading
from jointline.readers.dispatch.things import case_words
from jointline.readers.document import Document
from jointline.readers.kinds import Options
from jointline.readers.known import DISPATCH, words
from jointline.readers.match import KnownCase
from jointline.rounding import half_up
from jointline.sentences import date_part, list_part, name_part, says, says_n

PROPERTY = "reported"
JOINT_PRODUCTION = "joint-production/reported"
_MANY = 4  # rivals that are named
_BESIDE = 2  # words of a title beside the product's name: one alone (training, say) may stand in a passage by chance
_SPELLING = re.compile(r"\bdefence\b", re.IGNORECASE)


def statements_of(
    reading: DispatchReading, document: Document, options: Options
) -> tuple[DispatchReading, list[dict[str, Any]], list[JointlineError]]:
    """The reading with the case of each claim, and each claim as the fields of a statement.

    A claim whose date of speaking is not told is stated on the day of publication; where that is not known
    either, nothing can be stated, and one problem says so.
    """
    placed = replace(reading, claims=tuple(_placed(c, reading, options) for c in reading.claims))
    made, undated = [], 0
    for c in placed.claims:
        stated = c.said_on or placed.published
        if not stated:
            undated += 1
            continue
        made.append(_fields(c, placed, document, stated))
    faults = []
    if undated:
        faults.append(JointlineError(
            says_n("{n} claim has no date, so that no statement can be made of it", "{n} claims have no date, so that no statement can be made of them", undated), where=document.name,
            remedy=says("Give the day of publication with --published."),
        ))  # fmt: skip
    return placed, made, faults


def _fields(c: Claim, reading: DispatchReading, document: Document, stated: str) -> dict[str, Any]:
    by = f"{c.kind.replace('_', ' ')}; read by {c.reader}: {c.rule}"
    cue = f", cue “{c.cue}”" if c.cue else ""
    money = f"; US$ {half_up(c.value_usd):,f}" if c.value_usd is not None else ""
    return {
        "subject": _subject(c, reading), "property": PROPERTY, "value": c.gist, "item": c.product,
        "units": c.quantity if c.product else None, "said_by": "" if c.standing == "unattributed" else c.speaker,
        "speaker_kind": c.speaker_group, "n_sources": c.n_sources or None, "via": c.via, "standing": c.standing,
        "hedged": c.hedged, "stated_on": stated, "event_on": _date(c.event_on), "source": document.source,
        "start": c.start, "end": c.end, "quote": document.text[c.start : c.end], "note": f"{by}{cue}{money}",
        "why": c.case_reason or "",
    }  # fmt: skip


def _date(text: str | None) -> str | None:
    try:
        return parse_date(text).text if text else None
    except JointlineError:
        return None


def _subject(c: Claim, reading: DispatchReading) -> str:
    if c.case:
        return c.case
    if c.product and "joint production" in c.product:
        return JOINT_PRODUCTION
    publisher = reading.publisher or ""
    name = re.sub(r"[^a-z0-9]+", "-", publisher.lower()).strip("-") or "unnamed"
    if re.search(r"\w", re.sub(r"[\x00-\x7f]", "", publisher)):  # a key has no Chinese: two papers of one day stay two
        name = f"zh-{sha256(publisher.encode()).hexdigest()[:8]}"
    return f"{DISPATCH}{name[:60].strip('-')}-{reading.published or 'undated'}".replace("/..", "").rstrip("-")


def _placed(c: Claim, reading: DispatchReading, options: Options) -> Claim:
    """The claim with the ledger's case it seems to be about: the product in its title, then the year, then the number."""
    if not c.product or not reading.published:
        return c
    day = parse_date(reading.published).high
    passage = reading.text[c.start : c.end]
    wanted = [w for name in c.product.split(", ") for w in case_words(name)]
    known = [k for k in options.cases.every if k.notified.low <= day]
    for name in wanted:
        parts = words(name)
        found = [k for k in known if parts and parts <= k.title]
        if not found:
            continue
        chosen, why = _one_of(found, passage, name)
        if not chosen:
            chosen, why = _most_of(known, passage, name)
        if chosen:
            return replace(c, case=chosen.id, case_reason=why)
        names, more = list_part(name_part("case", k.id) for k in found[:_MANY]), len(found) - _MANY
        several = says("{name} is in the title of several cases: {names}", name=name, names=names)
        return replace(c, case_reason=says("{several} and {n} more", several=several, n=more) if more > 0 else several)
    return c


def _one_of(found: list[KnownCase], passage: str, name: str) -> tuple[KnownCase | None, str]:
    """The one case of *found* that a passage on the product *name* is about, and why that one."""
    if len(found) == 1:
        return found[0], says("{name} in its title, the only case notified by then", name=name)
    years = set(re.findall(r"(?<!\d)(20[0-4]\d)(?!\d)", passage))
    same = [k for k in found if str(k.notified.low.year) in years]
    if len(same) == 1:
        year = str(same[0].notified.low.year)
        return same[0], says(
            "{name} in its title, notified in {year} as the passage says", name=name, year=date_part(year)
        )
    return None, ""


def _most_of(known: list[KnownCase], passage: str, name: str) -> tuple[KnownCase | None, str]:
    """The case whose title shares more words with the passage than any other's on the product, and all that those share."""
    parts, said = words(name), words(_SPELLING.sub("defense", passage))
    titles = {k.id: frozenset(_plain(w, parts) for w in k.title) for k in known}
    found = {k.id: titles[k.id] & said for k in known if parts <= titles[k.id]}
    most = max(found, key=lambda i: len(found[i]))
    beside = found[most] - parts
    if len(beside) < _BESIDE or not all(shared < found[most] for i, shared in found.items() if i != most):
        return None, ""
    told = list_part(sorted(beside, key=passage.casefold().find))
    return next(k for k in known if k.id == most), says(
        "{name} and further words of its title are in the passage: {words}", name=name, words=told
    )


def _plain(word: str, parts: frozenset[str]) -> str:
    """A designation without the letter of its variant, where the product is named without: ``f16c`` is the ``f16``."""
    return word[:-1] if word[-1:].isalpha() and word[:-1] in parts and word[-2:-1].isdigit() else word
