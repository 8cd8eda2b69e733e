"""A text cut where its marked passages begin and end, so that a page can show them, overlapping ones too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jointline.report.dispatch import seen

MOST_TEXT = 60_000  # characters shown of a text; of a longer one the marked passages with what stands around them
_AROUND = 400  # characters kept on each side of a passage of a longer text


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two borders.

    marks: the numbers (from 0) of the passages it lies in, the innermost last · begins: those that begin here
    left_out: characters that are not shown before it
    """

    text: str
    marks: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    left_out: int = 0


def marked(text: str, spans: Sequence[tuple[int, int]], most: int = MOST_TEXT) -> list[Piece]:
    """*text* in pieces; joined they are the text, but for marks of direction and, beyond *most* characters, what is far from a passage.

    spans: start and end of each passage, in characters; one that is empty or outside of the text marks nothing.

    >>> [(p.text, p.marks) for p in marked("abcdef", [(1, 4), (3, 5)])]
    [('a', ()), ('bc', (0,)), ('d', (0, 1)), ('e', (1,)), ('f', ())]
    """
    whole = [(max(0, s), min(len(text), e), i) for i, (s, e) in enumerate(spans) if max(0, s) < min(len(text), e)]
    kept = _kept(len(text), [(s, e) for s, e, _ in whole], most)
    borders = sorted({b for s, e, _ in whole for b in (s, e)} | {b for window in kept for b in window})
    pieces: list[Piece] = []
    running: list[tuple[int, int, int]] = []
    opening = sorted(whole)
    at, shown_to = 0, 0
    for low, high in pairwise(borders):
        running = [x for x in running if x[1] > low]
        begins = []
        while at < len(opening) and opening[at][0] == low:
            running.append(opening[at])
            begins.append(opening[at][2])
            at += 1
        if not _within(kept, low):
            continue
        marks = tuple(i for _, _, i in sorted(running, key=lambda x: (-(x[1] - x[0]), x[2])))
        pieces.append(Piece(seen(text[low:high]), marks, tuple(begins), low - shown_to))
        shown_to = high
    return pieces


def _kept(length: int, spans: list[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """The windows of the text that are shown, apart from each other and in order."""
    if length <= most:
        return [(0, length)] if length else []
    windows = [(0, min(length, _AROUND)), *((max(0, s - _AROUND), min(length, e + _AROUND)) for s, e in sorted(spans))]
    made: list[tuple[int, int]] = []
    for low, high in windows:
        if made and low <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], high))
        else:
            made.append((low, high))
    return made


def _within(windows: list[tuple[int, int]], at: int) -> bool:
    i = bisect_right(windows, (at, float("inf"))) - 1
    return i >= 0 and windows[i][0] <= at < windows[i][1]
