"""The briefing as a Word document: real headings, tables whose head is repeated, a picture with its words, linked notes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Mm, Pt, RGBColor

from jointline.report.brief import docx_parts as parts
from jointline.report.brief.blocks import Block, Heading, Listing, Paragraph, Picture, Table
from jointline.report.brief.layout import blocks, note_text, run_words
from jointline.report.brief.picture import picture
from jointline.report.brief.texts import bound, linked, readable
from jointline.report.brief.value import Brief
from jointline.report.lang.language import Language

_LATIN, _CHINESE = "Calibri", "Microsoft JhengHei"
_INK, _SOFT = RGBColor(0x1B, 0x1D, 0x21), RGBColor(0x50, 0x55, 0x5E)
_WARN = "FDF1D8"
_WIDTH = Mm(210 - 2 * 22)


def document(b: Brief) -> bytes:
    """The file's bytes, the same for the same briefing."""
    lang = b.lang
    made = Document()
    _set_up(made, b, lang)
    marks = parts.Marks()
    made.add_paragraph(bound(b.title), style="Subtitle")
    made.add_paragraph(bound(b.headline), style="Title")
    for block in blocks(b, lang):
        _put(made, block, b, lang, marks)
    _notes(made, b, lang, marks)
    foot = made.add_paragraph(
        lang.text("Transparency from public sources. No technical weapons data; nothing export-controlled."),
        style="Small",
    )
    foot.paragraph_format.space_before = Pt(12)
    made.add_paragraph(run_words(b, lang), style="Small")
    out = io.BytesIO()
    made.save(out)
    return _fixed(out.getvalue())


def _set_up(made: Any, b: Brief, lang: Language) -> None:
    """Page, styles, fonts for both scripts, language, properties, page numbers."""
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    small = made.styles.add_style("Small", 1)
    small.base_style = made.styles["Normal"]
    notes = made.styles.add_style("Note", 1)
    notes.base_style = made.styles["Normal"]
    for name, size, bold, before, after in (
        ("Normal", 10.5, None, 0, 6), ("Title", 20, True, 0, 10), ("Subtitle", 10.5, False, 0, 2), ("Heading 1", 14, True, 18, 5),
        ("Heading 2", 11.5, True, 10, 3), ("Caption", 10, True, 8, 3), ("List Bullet", 10.5, None, 0, 3), ("Small", 8.5, None, 0, 4), ("Note", 8.5, None, 0, 2),
    ):  # fmt: skip
        style = made.styles[name]
        parts.set_fonts(style.element, _LATIN, _CHINESE)
        style.font.size, style.font.color.rgb = Pt(size), _SOFT if name in ("Subtitle", "Small") else _INK
        style.font.italic = False
        if bold is not None:
            style.font.bold = bold
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    parts.no_border(made.styles["Title"].element)
    made.styles["Caption"].paragraph_format.keep_with_next = True
    parts.set_language(made.styles.element, "en-US")  # of its Latin words; the Chinese ones are zh-TW in any case
    about = made.core_properties
    about.title, about.subject, about.author = b.headline, b.title, "jointline"
    about.language, about.comments, about.keywords = b.language, run_words(b, lang), "jointline"
    about.last_modified_by, about.revision = "jointline", 1
    about.created = about.modified = datetime.fromisoformat(b.as_of)
    foot = section.footer.paragraphs[0]
    foot.alignment, foot.style = WD_ALIGN_PARAGRAPH.RIGHT, made.styles["Small"]
    foot.add_run(f"{bound(b.title)}   ")
    parts.page_number(foot)


def _put(made: Any, block: Block, b: Brief, lang: Language, marks: parts.Marks) -> None:
    if isinstance(block, Heading):
        made.add_heading(bound(block.text), block.level)
    elif isinstance(block, Paragraph):
        _running(made.add_paragraph(), block, lang, marks)
    elif isinstance(block, Listing):
        for point in block.points:
            _running(made.add_paragraph(style="List Bullet"), point, lang, marks)
    elif isinstance(block, Picture):
        _picture(made, block, b, lang)
    else:
        _table(made, block, marks)


def _running(paragraph: Any, block: Paragraph, lang: Language, marks: parts.Marks) -> None:
    if block.kind == "warning":
        parts.shade(paragraph._p.get_or_add_pPr(), _WARN)
    for i, p in enumerate(block.pieces):
        space = " " if i and (not lang.is_chinese or block.pieces[i - 1].bold) else ""
        run = paragraph.add_run(space + bound(p.text))
        run.bold = p.bold or None
        if p.foreign:
            parts.set_language(run._r, "en-US")
        marks.refer(paragraph, p.notes)


def _picture(made: Any, block: Picture, b: Brief, lang: Language) -> None:
    made.add_paragraph(bound(block.caption), style="Caption")
    made.add_paragraph(bound(block.under), style="Small").paragraph_format.keep_with_next = True
    made.add_picture(io.BytesIO(picture(b, "png", lang)), width=_WIDTH)
    parts.describe(made.paragraphs[-1], block.name, f"{block.caption}. {block.words}")


def _table(made: Any, block: Table, marks: parts.Marks) -> None:
    made.add_paragraph(bound(block.caption), style="Caption")
    table = made.add_table(rows=1, cols=len(block.columns))
    table.autofit = False
    parts.light_borders(table)
    whole = sum(c.width for c in block.columns)
    widths = [Emu(int(_WIDTH * c.width / whole)) for c in block.columns]
    parts.set_widths(table, widths)
    parts.repeat(table.rows[0])
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _cell(cell, column.head, right=column.number, bold=True)
    for group in block.groups:
        if group.name:
            row = table.add_row()
            _cell(row.cells[0].merge(row.cells[-1]), group.name, bold=True, keep=True)
        for cells in group.rows:
            row = table.add_row()
            parts.whole_row(row)
            for place, cell, column in zip(row.cells, cells, block.columns, strict=True):
                paragraph = _cell(place, cell.text, right=column.number, bold=cell.bold)
                marks.refer(paragraph, cell.notes)
                if cell.under:
                    under = place.add_paragraph()
                    _cell_style(under, column.number)
                    run = under.add_run(bound(cell.under))
                    run.font.size, run.font.color.rgb = Pt(8), _SOFT
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width if row.cells[0]._tc is not row.cells[-1]._tc else _WIDTH
    made.add_paragraph(bound(block.under), style="Small")


def _cell(place: Any, text: str, *, right: bool = False, bold: bool = False, keep: bool = False) -> Any:
    paragraph = place.paragraphs[0]
    _cell_style(paragraph, right)
    paragraph.paragraph_format.keep_with_next = keep or None
    run = paragraph.add_run(bound(text))
    run.bold, run.font.size = bold or None, Pt(9)
    return paragraph


def _cell_style(paragraph: Any, right: bool) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _notes(made: Any, b: Brief, lang: Language, marks: parts.Marks) -> None:
    made.add_heading(lang.text("Notes"), 1)
    for n in b.notes:
        paragraph = made.add_paragraph(style="Note")
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(9), Mm(-9)
        marks.note(paragraph, n.number)
        said = note_text(n, lang)
        for i, (text, address) in enumerate(said):
            paragraph.add_run(bound(text))
            if address and linked(address):
                parts.outside_link(paragraph, readable(address), linked(address))
            else:
                paragraph.add_run(address)
            if i + 1 < len(said):
                paragraph.add_run(lang.text("; ") if address else " ")


def _fixed(raw: bytes) -> bytes:
    """The same package without the time of its writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, read.read(name))
    return out.getvalue()
