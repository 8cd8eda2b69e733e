"""The principal contractors that a policy justification or a release names, without their places."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"(?:principal|prime) (?:U\.S\. )?contractor(?:s|\(s\))?(?: for (?:the|this)[^.;]{2,120}?)?"
    r" (?:will be|is|are|would be|include|will include)(?: the following)?:?\s",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"(?:unknown|determined|selected|chosen|not known|not yet|no principal|competitively|from (?:approved|various|U\.S\.))",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?<!Inc)(?<!Co)(?<!Corp)(?<!Ltd)(?<!\bSt)(?<!\bFt)(?<!\b[A-Z])\.(?:\s|\Z)"
    r"|\.\s(?=(?:There|At this|The |Any |It |No |Implementation|This |Purchaser|Offset|Actual))"
)
_TAIL = re.compile(
    r"\s\(?(?:located|headquartered|based|of|in) (?:in )?(?=[A-Z])|,\s(?!(?:Inc|LLC|L\.L\.C|Ltd|Co|Corp|L\.P|LP|Incorporated|Corporation|Limited|PLC)\b)"
)
_GENERIC = re.compile(
    r"(?:Defen[sc]e|Space|Systems?|Services?|Sons|Technolog(?:y|ies)|Control|Sensors|Training|Whitney|Electronics|Security|Support|Information|Fire)\b"
)


def contractors(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Each contractor named between two places of a folded text, with its place; none where they are not known yet."""
    found: list[tuple[str, int, int]] = []
    for named in _NAMED.finditer(text, start, end):
        stop = _END.search(text, named.end(), min(end, named.end() + 1500))
        if not stop:
            continue  # cut off: the list may go on
        if _UNKNOWN.match(text, named.end()) or _UNKNOWN.search(text, named.end(), min(stop.start(), named.end() + 60)):
            continue
        for a, b in _parts(text, named.end(), stop.start()):
            name = text[a:b]
            if name not in {n for n, _, _ in found}:
                found.append((name, a, b))
    return found


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    separator = r";\s?(?:and\s)?" if ";" in text[start:end] else r",?\sand\s(?=[A-Z])"
    pieces, at = [], start
    for cut in re.compile(separator).finditer(text, start, end):
        if separator.startswith(",") and _GENERIC.match(text, cut.end()):
            continue
        pieces.append((at, cut.start()))
        at = cut.end()
    pieces.append((at, end))
    return [trimmed for a, b in pieces if (trimmed := _name(text, a, b))]


def _name(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (text[start] in " ,;" or text.startswith(("and ", "the "), start)):
        start += 4 if text.startswith(("and ", "the "), start) else 1
    tail = _TAIL.search(text, start, end)
    if tail:
        end = tail.start()
    while end > start and text[end - 1] in " ,;":
        end -= 1
    return (start, end) if end - start > 1 and text[start : start + 1].isupper() else None
