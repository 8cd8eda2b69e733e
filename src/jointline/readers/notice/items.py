"""The items of a sale out of its description: the numbered ones, else each whole element of the list.

Nothing that the end of the text cuts off is an item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jointline.readers.numbers import NUMBER_WORD, QUANTITY, quantity

_LABEL = re.compile(
    r"(?:the )?(?:following )?(?:Major Defense Equipment|MDE)(?: items)?\s?(?:\(MDE\))?(?: items)?(?: (?:includes?|includ(?:ed|ing)|will be included))?\s?:"
    r"|(?:the following )?Non-?\s?(?:MDE|Major Defense Equipment)(?: \(MDE\))?(?: items)?(?: and services)?(?: (?:includes?|included|will(?: also)? be included))?\s?:"
    r"|(?:[Tt]he following )?non-MDE items will (?:also )?be included\s?:"
    r"|Also included(?: in (?:the|this) (?:proposed |possible )?sale)?(?: (?:are|is|will be))?\s?:?\s"
    r"|Additional items include\s?:?\s|Funding Source: [A-Z][\w ]{2,40}(?=\s)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:and|also|provides?|includes?|including|as well as|to include|the sale of|a possible sale of|the possible sale of|an? possible purchase of)\s)+",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:none|n/a|not applicable)\b[\s.;]*", re.IGNORECASE)
# a sentence ends here; not behind an abbreviation, an initial or a calibre
_SENTENCE = re.compile(r"(?<![A-Z])(?<!\bNo)(?<!\bInc)(?<!\bCo)(?<!\bCorp)(?<!\bvs)\.(?:\s(?=[A-Z(])|\s?\Z)")
_CUT_BACK = re.compile(
    r",?\s(?:to include|including|includes)\s|,\s(?!(?:Baseline|Block|Version|Increment|Lot)\s[0-9])", re.IGNORECASE
)
_NEW_NUMBER = re.compile(
    r"(?<=[A-Za-z0-9)\].,])\s(?=(?:Up to\s)?[A-Z][a-z]+(?:[\s-][a-z]+){0,5}\s\([0-9][0-9,]{0,9}\)\s)"
    r"|(?<=[a-zA-Z)]\.)\s(?=(?:Up to\s|Approximately\s)?[0-9][0-9,]{0,9}\s(?:\([0-9][0-9,]{0,9}\)\s)?[A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An item and its place in the folded text, the words of its number included."""

    qty: int | None
    item: str
    start: int
    end: int


def items(text: str, start: int, end: int, *, closed: bool) -> list[Found]:
    """The items described between two places of a folded text.

    closed: the description ends there; otherwise the text breaks off, and its last element with it.
    """
    elements = _elements(text, start, end, closed)
    listed = ";" in text[start:end]
    numbered = [n for a, b in elements for n in (_one(text, a, b) if listed else counted(text, a, b, closed=True))]
    if numbered:
        return numbered
    return [Found(None, text[a:b], a, b) for a, b in elements]


def _one(text: str, start: int, end: int) -> list[Found]:
    found = _numbered(text, start, end)
    return [found] if found else []


def _elements(text: str, start: int, end: int, closed: bool) -> list[tuple[int, int]]:
    """The whole elements of the list, split at semicolons, headings and numbers that begin a new one."""
    edges = [start]
    labels = list(_LABEL.finditer(text, start, end))
    found: list[tuple[int, int]] = []
    spans = []
    for label in labels:
        spans.append((edges[-1], label.start()))
        edges.append(label.end())
    spans.append((edges[-1], end))
    listed = ";" in text[start:end]
    for i, (a, b) in enumerate(spans):
        whole = closed or i + 1 < len(spans)
        found += _of_section(text, a, b, whole, listed)
    return found


def _of_section(text: str, start: int, end: int, whole: bool, listed: bool) -> list[tuple[int, int]]:
    cuts = [m.start() for m in re.compile(";").finditer(text, start, end)]
    cuts += [m.start() for m in _NEW_NUMBER.finditer(text, start, end)]
    found: list[tuple[int, int]] = []
    at = start
    pieces = []
    for cut in sorted(set(cuts)):
        pieces.append((at, cut, True))
        at = cut + (text[cut] == ";")
    pieces.append((at, end, whole))
    for a, b, complete in pieces:
        sentence = _SENTENCE.search(text, a, b)
        if sentence:
            b, complete = sentence.start(), True
        if not complete:
            back = None if listed else _back(text, a, b)
            if back is None:
                continue
            b = back
        trimmed = _trimmed(text, a, b)
        if trimmed:
            found.append(trimmed)
        if sentence and not listed:
            break
    return found


def _back(text: str, start: int, end: int) -> int | None:
    """Where an only element that is cut off can be ended: before what it includes or its last comma."""
    cuts = [m.start() for m in _CUT_BACK.finditer(text, start, end)]
    return cuts[-1] if cuts else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in " ,;:.-–—":
        start += 1
    lead = _LEAD.match(text, start, end)
    if lead:
        start = lead.end()
    while end > start and text[end - 1] in " ,;:.":
        end -= 1
    if end - start < 2 or _NOTHING.fullmatch(text, start, end) or not any(c.isalpha() for c in text[start:end]):
        return None
    return start, end


def _numbered(text: str, start: int, end: int) -> Found | None:
    found = QUANTITY.match(text, start, end)
    if not found:
        return None
    number = quantity(found)
    a = found.end()
    if number is None or a >= end:
        return None
    return Found(number, text[a:end], start, end)


_WITH = re.compile(
    rf",\s(?:and\s|with\s|plus\s)?(?!(?:Baseline|Block|Version|Increment|Lot)\s[0-9])|;\s?(?:and\s)?|\s(?:and|with|plus)\s(?=(?:up to\s)?(?:[0-9]|(?:{NUMBER_WORD})\b))",
    re.IGNORECASE,
)


_TAKES_IN = re.compile(r"\b(?:to include|including|consisting of)\b", re.IGNORECASE)


def counted(text: str, start: int, end: int, *, closed: bool) -> list[Found]:
    """The numbered things in running words (``three CH-47D Helicopters with 6 T55 engines, spare parts``).

    One ends at a comma; what it takes in (``to include ...``) belongs to it up to the next number.
    """
    found: list[Found] = []
    at = start
    for cut in [*_WITH.finditer(text, start, end), None]:
        b = cut.start() if cut else end
        inside = cut and b > at and (_TAKES_IN.match(text, cut.end()) or _TAKES_IN.search(text, at, b))
        if cut and inside and not QUANTITY.match(text, cut.end(), end):
            continue
        if cut or closed:
            piece = _trimmed(text, at, b)
            if piece and (item := _numbered(text, *piece)):
                found.append(item)
        at = cut.end() if cut else end
    return found
