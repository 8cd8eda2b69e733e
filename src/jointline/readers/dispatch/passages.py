"""The bounds of a passage, and how much of it is quoted."""

from __future__ import annotations

import re
from dataclasses import replace

from jointline.readers.dispatch.facts import Draft
from jointline.readers.dispatch.sentences import Sentence
from jointline.readers.dispatch.speakers import Source
from jointline.readers.dispatch.tables import english_verbs


def self_quoted(s: Sentence, d: Draft) -> bool:
    """Whether a passage begins with a quotation: the speaker's own sentence, not words of it."""
    return any(a - d.start <= 2 for a, b in s.quotes if b > d.start)


def mostly_quoted(s: Sentence, d: Draft) -> bool:
    return self_quoted(s, d) and sum(b - a for a, b in s.quotes if a >= d.start - 1 and b <= d.end + 1) > 0.5 * (
        d.end - d.start
    )


def same_voice(a: Source, b: Source) -> bool:
    return a.name == b.name or (bool(a.org) and a.org == b.name) or (bool(b.org) and b.org == a.name)


def edges(text: str, start: int, end: int) -> tuple[int, int]:
    """The passage without blanks, dividing marks and the closing full stop; a quotation keeps its marks."""
    while start < end and (text[start].isspace() or text[start] in ",;:，；：、—–-。."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".。,;:，；：、—–"):
        end -= 1
    return start, end


def joined(text: str, found: list[Sentence]) -> list[Sentence]:
    """Sentences, with scraps of at most four words put back to the one before: a stray full stop of a translator."""
    made: list[Sentence] = []
    for s in found:
        words = re.findall(r"\w+", text[s.start : s.end])
        if (
            made
            and not s.chinese
            and made[-1].paragraph == s.paragraph
            and len(words) <= 3
            and not re.search(r"[?!\"”]|\d", text[s.start : s.end])
            and not any(
                w.lower() in english_verbs() and english_verbs()[w.lower()].cls not in ("phrasal", "show")
                for w in words[1:]
            )
            and not re.search(
                r"\b(?:no|not|he|she|they|it|said|says|is|are|was|were|has|have|had|will)\b",
                text[s.start : s.end],
                re.IGNORECASE,
            )
        ):
            made[-1] = replace(made[-1], end=s.end, last=s.last)
        elif words:
            made.append(s)
    return made
