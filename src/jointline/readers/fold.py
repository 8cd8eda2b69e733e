"""A text with its white space closed up, and the way back: grammar reads the fold, spans name the document.

Line breaks, dot leaders, rules, page marks and printers' marks stand anywhere in a printed notice, also inside a
word's number or a name. Folded away, one pattern reads every form of the same words.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass

# what printing left in the text: page marks, leaders and rules, the production marks at the foot of a PDF page
_MARKS = re.compile(
    r"\[\[\s*Page\s[^\[\]\n]{1,20}\]\]|\[top\]\s+page\s+[0-9]{1,6}|\.{3,}|-{3,}|_{3,}|={3,}|[•·]"
    r"|VerDate\s\S{1,20}(?:\s[0-9]{2}:[0-9]{2}\s[A-Z][a-z]{2}\s[0-9]{1,2},\s[0-9]{4})?"
    r"|\b(?:Jkt|PO|Frm|Fmt|Sfmt)\s[0-9]{4,6}\b|\b[A-Z]:\\[A-Z]{2,4}\\\S{1,40}(?:\s[0-9]{2}[A-Z]{2,3}[0-9]\b)?"
    r"|^[0-9]{2}[A-Z]{3}[0-9]$|^EN[0-9]{2}[A-Z]{2}[0-9]{2}\.[0-9]{3}$|\b\S{2,20} on DSK\S{1,20} with [A-Z]{4,12}\b"
    r"|^[0-9]{2}:[0-9]{2} [A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4}$",
    re.MULTILINE,
)
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` has one blank between words; ``span`` gives the place of a part of it in the document."""

    text: str
    _here: array[int]  # where each word begins in ``text``
    _there: array[int]  # where it begins in the document

    def place(self, index: int) -> int:
        """The offset in the document of the character at *index* of the fold (of a blank: of the word's end)."""
        word = bisect_right(self._here, index) - 1
        return self._there[word] + index - self._here[word] if word >= 0 else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the document of ``text[start:end]``."""
        return (self.place(start), self.place(end - 1) + 1) if start < end else (self.place(start),) * 2


def fold(text: str) -> Folded:
    """*text* with runs of white space and what printing put into it made one blank.

    A word broken at its hyphen is closed up, the hyphen kept.

    >>> fold("Public Law 104-\\n164 Total.......  $ 5").text
    'Public Law 104-164 Total $ 5'
    """
    blank = _MARKS.sub(lambda m: " " * len(m.group()), text)
    parts: list[str] = []
    here, there = array("L"), array("L")
    length = last = 0
    for found in _WORD.finditer(blank):
        word, start = found.group(), found.start()
        if parts:
            joined = parts[-1][-1] == "-" and len(parts[-1]) > 1 and word[0].isalnum() and "\n" in blank[last:start]
            if not joined:
                parts.append(" ")
                length += 1
        here.append(length)
        there.append(start)
        parts.append(word)
        length += len(word)
        last = found.end()
    return Folded("".join(parts), here, there)
