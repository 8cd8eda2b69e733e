"""Where each notice of a document begins and ends, and its headed paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from jointline.readers.notice import words


@dataclass(frozen=True, slots=True)
class Part:
    """One notice: its transmittal number and its stretch of the folded text; ``number_at`` is where it stands."""

    number: str | None
    number_at: tuple[int, int] | None
    start: int
    end: int
    attached: int | None  # where the notice itself begins behind its cover letter


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A headed paragraph: its words without the heading. ``closed`` where another heading follows it."""

    start: int
    end: int
    closed: bool


def split(text: str) -> list[Part]:
    """The notices in a folded text, in order. A cover letter and what is attached to it are one notice.

    Where there is neither letter nor attachment the number is looked for anywhere, and there is one notice.
    """
    marks = sorted(
        [(m.start(), m, False) for m in words.LETTER.finditer(text)]
        + [(m.start(), m, True) for m in words.ATTACHED.finditer(text)],
        key=lambda mark: mark[0],
    )
    parts: list[Part] = []
    for at, found, attached in marks:
        number = words.plain_number(found["number"])
        place = found.span("number")
        if parts and parts[-1].number == number:
            if attached and parts[-1].attached is None:
                last = parts.pop()
                parts.append(Part(last.number, last.number_at, last.start, last.end, at))
            continue
        start = _letter_start(text, at) if parts and not attached else at if parts else 0
        if parts:
            last = parts.pop()
            parts.append(Part(last.number, last.number_at, last.start, start, last.attached))
        parts.append(Part(number, place, start, len(text), at if attached else None))
    if parts:
        return parts
    only = words.HEADER.search(text) or words.ANY.search(text)
    if not only:
        return [Part(None, None, 0, len(text), None)]
    return [Part(words.plain_number(only["number"]), only.span("number"), 0, len(text), None)]


def _letter_start(text: str, at: int) -> int:
    """Where the letter begins whose number stands at *at*."""
    begin = max(0, at - 1200)
    for opening in ("Defense Security Cooperation Agency,", "Hon. ", "Dear Mr", "Dear Ma", "Pursuant to the reporting"):
        found = text.rfind(opening, begin, at)
        if found >= 0:
            return found
    return at


def paragraphs(text: str, part: Part) -> dict[str, Paragraph]:
    """The headed paragraphs of one notice by name; of those that stand twice the first."""
    heads = list(words.PARAGRAPH.finditer(text, part.start, part.end))
    found: dict[str, Paragraph] = {}
    for i, head in enumerate(heads):
        closed = i + 1 < len(heads)
        end = heads[i + 1].start() if closed else part.end
        stop = words.END_OF_PARAGRAPHS.search(text, head.end(), end)
        if stop and not (head.lastgroup == "value" and text.startswith(("* As defined", "As defined"), stop.start())):
            end, closed = stop.start(), True
        found.setdefault(str(head.lastgroup), Paragraph(head.end(), end, closed))
    return found
