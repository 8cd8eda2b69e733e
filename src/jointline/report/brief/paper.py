"""The briefing as a PDF, set by Typst from a template of the package: all text goes in as data, none as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from jointline.errors import JointlineError
from jointline.report.brief.blocks import Block, Cell, Heading, Listing, Paragraph, Picture, Piece
from jointline.report.brief.layout import blocks, run_words
from jointline.report.brief.note_parts import note_parts
from jointline.report.brief.picture import picture
from jointline.report.brief.texts import alternative, bound, linked
from jointline.report.brief.value import Brief
from jointline.report.charts import glyphs
from jointline.report.lang.language import Language
from jointline.report.lang.together import FIGURES, PATTERN
from jointline.report.writable import writable_tree

_TAKEN = 3  # rows that go to the next page together
_TRIES = 3  # what is put elsewhere moves what follows


def paper(b: Brief) -> bytes:
    """The file's bytes, the same for the same briefing: accessible (PDF/UA-1), in the shipped font alone.

    Raises ``JointlineError`` naming the characters that the font does not draw.
    """
    import typst

    lang = b.lang
    typeset: Any = typst.compile  # its types leave out the files that it takes from memory
    parts = tuple(blocks(b, lang))
    data = writable_tree(_Data(lang).document(b, parts))
    glyphs.check_text(_drawn(data), "PDF")
    files: dict[str, Any] = {"main": (resources.files("jointline.report.brief") / "paper.typ").read_bytes()}
    if any(isinstance(p, Picture) for p in parts):
        files["chart.svg"] = picture(b, "svg", lang)
    fonts = {"font_paths": [str(glyphs.folder())], "ignore_system_fonts": True}
    ask: Any = typst.query
    try:
        for _ in range(_TRIES):
            files["data.json"] = json.dumps(data, ensure_ascii=False).encode()
            lone = _lone(json.loads(ask(files, "<row>", field="value", **fonts)), data)
            for block in lone:
                block["taken"] = _TAKEN
            if not lone:
                break
        files["data.json"] = json.dumps(data, ensure_ascii=False).encode()
        return bytes(typeset(files, format="pdf", timestamp=0, pdf_standards="ua-1", **fonts))
    except RuntimeError as error:
        raise JointlineError(f"the PDF could not be set: {error}") from None


def _lone(rows: Sequence[Sequence[Any]], data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tables whose last row would stand alone on a page, of those that have rows to take with it.

    rows: name of the table, number of the row within its group, page, in the order of the document
    """
    pages: dict[str, list[int]] = {}
    for name, _, page in rows:
        pages.setdefault(name, []).append(page)
    return [
        b for b in data["blocks"]
        if b["kind"] == "table" and "taken" not in b and len(b["groups"][-1]["rows"]) > _TAKEN
        and pages[b["name"]][-1] > pages[b["name"]][-2]
    ]  # fmt: skip


def _drawn(value: Any) -> str:
    """Every text of the data, joined; the targets of links are not drawn."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "".join(_drawn(v) for k, v in value.items() if k not in ("link", "kept", "kept_figures"))
    return "".join(map(_drawn, value)) if isinstance(value, list) else ""


class _Data:
    """The document as plain data; remembers which notes were marked, as the first mark is what a note leads back to."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._marked: set[int] = set()

    def document(self, b: Brief, parts: Sequence[Block]) -> dict[str, Any]:
        lang = self._lang
        marks = self._marks(b.headline_notes)
        made = [self._block(p) for p in parts]
        return {
            "chinese": lang.is_chinese, "kept": PATTERN, "kept_figures": FIGURES, "month": b.month, "title": bound(b.title), "headline": bound(b.headline), "marks": marks, "blocks": made,
            "notes": [{"number": n.number, "marked": n.number in self._marked, "parts": [
                {"text": bound(p.text), "address": bound(p.shown), "link": linked(p.address), "after": p.after} for p in note_parts(n, lang)
            ]} for n in b.notes],
            "words": {
                "notes": lang.text("Notes"), "run": run_words(b, lang),
                "foot": lang.text("Transparency from public sources. No technical weapons data; nothing export-controlled."),
            },
        }  # fmt: skip

    def _block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Heading):
            return {"kind": "heading", "text": bound(block.text), "level": block.level}
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", "style": block.kind, "pieces": self._pieces(block)}
        if isinstance(block, Listing):
            return {"kind": "listing", "points": [self._pieces(p) for p in block.points]}
        if isinstance(block, Picture):
            words = alternative(block.caption, block.words, self._lang)
            return {
                "kind": "picture",
                "caption": bound(block.caption),
                "under": bound(block.under),
                "words": words,
                "marks": self._marks(block.notes),
            }
        marks = self._marks(block.notes)
        return {
            "kind": "table", "name": block.name, "caption": bound(block.caption), "marks": marks, "under": bound(block.under),
            "columns": [{"head": bound(c.head), "width": c.width, "number": c.number, "keep": c.keep} for c in block.columns],
            "groups": [{"name": g.name, "rows": [[self._cell(c) for c in row] for row in g.rows]} for g in block.groups],
            "under_marks": self._marks(block.under_notes),
        }  # fmt: skip

    def _pieces(self, paragraph: Paragraph) -> list[dict[str, Any]]:
        return [self._piece(p) for p in paragraph.pieces]

    def _piece(self, p: Piece) -> dict[str, Any]:
        return {"text": bound(p.text), "bold": p.bold, "foreign": p.foreign, "marks": self._marks(p.notes)}

    def _cell(self, c: Cell) -> dict[str, Any]:
        return {"text": bound(c.text), "under": bound(c.under), "bold": c.bold, "marks": self._marks(c.notes)}

    def _marks(self, notes: Sequence[int]) -> list[dict[str, Any]]:
        made = []
        for n in notes:
            made.append({"note": n, "first": n not in self._marked})
            self._marked.add(n)
        return made
