"""The plug-in point: another extractor's proposals, held to the same checks as the rules' own claims.

An extractor is a callable under the entry point group ``jointline.dispatch_extractors``. It is called with the
text and the publisher, date of publication and language that are known, and gives mappings with the fields of a
claim. None ships, none is called unless named, and nothing is sent anywhere by this program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol

from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import parse_date
from jointline.ledger.statement import SPEAKER_KINDS as LEDGER_KINDS
from jointline.readers.dispatch.reading import DELIVERIES, KINDS, SPEAKER_KINDS, STANDINGS, Claim, DispatchReading
from jointline.sentences import says

GROUP = "jointline.dispatch_extractors"
_MOST = 2_000  # claims of one text
_LONGEST_NAME = 200


class Extractor(Protocol):
    """What an entry point gives: proposals for one text."""

    def __call__(
        self, text: str, *, publisher: str | None, published: str | None, language: str
    ) -> Iterable[Mapping[str, Any]]: ...


def find_extractor(name: str) -> EntryPoint:
    """The installed extractor of that name. Raises ``JointlineError`` where there is none."""
    found = {e.name: e for e in entry_points(group=GROUP)}
    if name not in found:
        remedy = suggest(name, found) or f"None is installed: a package offers one under the entry point {GROUP}."
        raise JointlineError(says("there is no extractor {name!r}", name=name), where="--extractor", remedy=remedy)
    return found[name]


def run_extractor(name: str, reading: DispatchReading) -> tuple[DispatchReading, list[JointlineError]]:
    """The reading with the accepted proposals of extractor *name* beside the rules' claims, and why others were not.

    Raises ``JointlineError`` where no such extractor is installed. Whatever the extractor itself raises is a
    problem of the result, never a crash.
    """
    found = find_extractor(name)
    where = f"extractor {name}"
    try:
        extractor: Extractor = found.load()
        given = extractor(
            reading.text, publisher=reading.publisher, published=reading.published, language=reading.language
        )
        return checked(reading, list(given)[:_MOST], name)
    except Exception as error:  # whatever a plug-in does, the rules' reading stays
        return reading, [
            JointlineError(says("failed: {name}: {error}", name=type(error).__name__, error=error), where=where)
        ]


def checked(
    reading: DispatchReading, proposals: Iterable[Mapping[str, Any]], name: str
) -> tuple[DispatchReading, list[JointlineError]]:
    """*reading* with those *proposals* that pass: the span exists, the speaker is in the text or known, words are of their list."""
    names = {c.speaker for c in reading.claims} | {v for c in reading.claims for v in c.via} | {reading.publisher or ""}
    made, faults = list(reading.claims), []
    for i, raw in enumerate(proposals, 1):
        try:
            claim = _claim(reading.text, raw, names, name)
        except JointlineError as error:
            faults.append(error.at(f"extractor {name}, proposal {i}"))
            continue
        if not any(
            (c.start, c.end, c.speaker, c.standing) == (claim.start, claim.end, claim.speaker, claim.standing)
            for c in made
        ):
            made.append(claim)
    made.sort(key=lambda c: (c.start, c.end, c.reader))
    return replace(reading, claims=tuple(made)), faults


def _claim(text: str, raw: Mapping[str, Any], names: set[str], reader: str) -> Claim:
    start, end = raw.get("start"), raw.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise JointlineError(
            says("{start!r} to {end!r} is no span of the text", start=start, end=end), where="field start"
        )
    if raw.get("quote") is not None and raw["quote"] != text[start:end]:
        raise JointlineError(says("the quote is not what stands there"), where="field quote")
    standing = _of(raw, "standing", STANDINGS)
    kind = _of(raw, "kind", KINDS)
    speaker = str(raw.get("speaker") or "unattributed")
    if (speaker == "unattributed") != (standing == "unattributed"):
        raise JointlineError(
            says("the speaker is {speaker!r}, the standing {standing}", speaker=speaker, standing=standing),
            where="field speaker",
        )
    for who in (speaker, *_list(raw.get("via"))):
        if who != "unattributed" and (len(who) > _LONGEST_NAME or not (who in names or who in text)):
            raise JointlineError(
                says("{who!r} stands neither in the text nor among its known names", who=who), where="field speaker"
            )
    dates = {f: parse_date(str(raw[f])).text if raw.get(f) else None for f in ("said_on", "event_on")}
    quantity, value = raw.get("quantity"), raw.get("value_usd")
    if quantity is not None and (type(quantity) is not int or quantity < 0):
        raise JointlineError(says("{quantity!r} is no number of units", quantity=quantity), where="field quantity")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e15):
        raise JointlineError(says("{value!r} is no amount of dollars", value=value), where="field value_usd")
    count = raw.get("n_sources")
    if count is not None and (type(count) is not int or count < 1):
        raise JointlineError(says("{count!r} is no number of sources", count=count), where="field n_sources")
    gist = " ".join(str(raw.get("gist") or text[start:end]).split())[:200]
    return Claim(
        start, end, gist, kind, speaker, _of(raw, "speaker_kind", SPEAKER_KINDS), count, tuple(_list(raw.get("via"))), standing,
        bool(raw.get("hedged")), dates["said_on"], dates["event_on"], str(raw["product"])[:120] if raw.get("product") else None, quantity,
        float(value) if value is not None else None, None, None, None, "proposed", _of(raw, "speaker_group", LEDGER_KINDS, "unknown"),
        _of(raw, "delivery", DELIVERIES) if raw.get("delivery") else None, reader=reader,
    )  # fmt: skip


def _of(raw: Mapping[str, Any], field: str, valid: tuple[str, ...], default: str = "") -> str:
    word = str(raw.get(field) or default)
    if word not in valid:
        raise JointlineError(
            says("{word!r} is not one of its values", word=word),
            where=f"field {field}",
            remedy=says("Valid: {names}.", names=", ".join(valid)),
        )
    return word


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        return list(value)
    raise JointlineError(says("is no list of names"), where="field via")
