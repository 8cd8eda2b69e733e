"""The parts a document is made of: what each of the three writers can put on paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of running text with its footnotes. foreign: the ledger's own English words, whatever the document's language."""

    text: str
    notes: tuple[int, ...] = ()
    bold: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level below the title (1) or of the next (2)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. kind: body, lead, warning or small."""

    pieces: tuple[Piece, ...]
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of points."""

    points: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, a smaller line below it, its footnotes."""

    text: str
    under: str = ""
    notes: tuple[int, ...] = ()
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its share of the width, whether it holds numbers (set to the right) or dates (never broken)."""

    head: str
    width: int
    number: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table below a line that names them; without a name just rows."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption and what must be said below it. notes, under_notes: the footnotes of these two."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    under: str = ""
    notes: tuple[int, ...] = ()
    under_notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """The chart of the series: its caption, how to read it, what it shows in words, and the footnotes of its figures."""

    name: str
    caption: str
    under: str
    words: str
    notes: tuple[int, ...] = ()


Block = Heading | Paragraph | Listing | Table | Picture
