"""The briefing on a terminal: headline, opening, what changed, promises, joint production, notes."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from jointline.report.brief.blocks import Heading, Listing, Paragraph, Piece
from jointline.report.brief.layout import blocks, note_text, run_words
from jointline.report.brief.value import Brief
from jointline.report.text import line, stack

_BOLD, _DIM, _WARN = "bold", "dim", "yellow"
_LONG = ("forecasts", "cases")  # tables that the commands forecast and backlog show


def brief_view(b: Brief) -> RenderableType:
    """The text of the briefing with its notes; the long tables are in its files and in ``--json``."""
    lang, shown = b.lang, [Text(b.headline, _BOLD)]
    marked: dict[int, None] = {}
    for block in blocks(b, lang):
        if isinstance(block, Heading):
            shown.append(Text(f"\n{block.text}" if block.level == 1 else block.text, _BOLD))
        elif isinstance(block, Paragraph):
            style = _WARN if block.kind == "warning" else ""
            shown.append(Text(f"{'! ' if style else ''}{_running(block.pieces, marked)}", style))
        elif isinstance(block, Listing):
            shown += [Text(f"- {_running(p.pieces, marked)}") for p in block.points]
        elif hasattr(block, "groups") and block.name not in _LONG:
            shown.append(Text(f"\n{block.caption}", _BOLD))
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
        line((f"[{n.number}] ", _DIM), lang.text("; ").join(f"{text}{address}" for text, address in note_text(n, lang)))
        for n in b.notes if n.number in marked
    ]  # fmt: skip
    return stack(*shown, Text(f"\n{run_words(b, lang)}", _DIM))


def _running(pieces: tuple[Piece, ...], marked: dict[int, None]) -> str:
    marked.update(dict.fromkeys(n for p in pieces for n in p.notes))
    return " ".join(p.text + _refs(p.notes) for p in pieces)


def _refs(notes: tuple[int, ...]) -> str:
    return f" [{', '.join(map(str, notes))}]" if notes else ""
