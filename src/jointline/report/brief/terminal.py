"""The briefing on a terminal: headline, opening, what changed, promises, joint production, notes."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from jointline.report.brief.blocks import Heading, Listing, Paragraph, Piece, Table
from jointline.report.brief.layout import blocks, run_words
from jointline.report.brief.note_parts import note_parts
from jointline.report.brief.value import Brief
from jointline.report.lang.language import Language
from jointline.report.text import line, stack

_BOLD, _DIM, _WARN = "bold", "dim", "yellow"
_LONG = ("cases",)  # tables that the commands forecast and backlog show


def brief_view(b: Brief) -> RenderableType:
    """The text of the briefing with its notes; the long tables are in its files and in ``--json``."""
    lang, shown = b.lang, [Text(b.headline + _refs(b.headline_notes), _BOLD)]
    marked: dict[int, None] = dict.fromkeys(b.headline_notes)
    for block in blocks(b, lang):
        if isinstance(block, Heading):
            shown.append(Text(f"\n{block.text}" if block.level == 1 else block.text, _BOLD))
        elif isinstance(block, Paragraph):
            style = _WARN if block.kind == "warning" else ""
            shown.append(Text(f"{'! ' if style else ''}{_running(block.pieces, marked, lang)}", style))
        elif isinstance(block, Listing):
            shown += [Text(f"- {_running(p.pieces, marked, lang)}") for p in block.points]
        elif isinstance(block, Table) and block.name not in _LONG:
            marked.update(dict.fromkeys(block.notes))
            shown.append(Text(f"\n{block.caption}{_refs(block.notes)}", _BOLD))
            for cells in (row for group in block.groups for row in group.rows):
                marked.update(dict.fromkeys(n for c in cells for n in c.notes))
                shown.append(
                    Text(
                        "- "
                        + lang.text("; ").join(
                            f"{c.text}{lang.text(', ') + c.under if c.under else ''}{_refs(c.notes)}"
                            for c in cells
                            if c.text
                        )
                    )
                )
    shown.append(Text(f"\n{lang.text('Notes')}", _BOLD))
    shown += [
        line((f"[{n.number}] ", _DIM), "".join(p.plain for p in note_parts(n, lang)))
        for n in b.notes if n.number in marked
    ]  # fmt: skip
    return stack(*shown, Text(f"\n{run_words(b, lang)}", _DIM))


def _running(pieces: tuple[Piece, ...], marked: dict[int, None], lang: Language) -> str:
    marked.update(dict.fromkeys(n for p in pieces for n in p.notes))
    # behind the mark of a note a space in any language
    return "".join(p.text + _refs(p.notes) + (" " if p.notes else lang.gap) * (p is not pieces[-1]) for p in pieces)


def _refs(notes: tuple[int, ...]) -> str:
    return f" [{', '.join(map(str, notes))}]" if notes else ""
