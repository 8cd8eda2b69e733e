"""The briefing as a Word document: real headings, tables whose head is repeated, a picture with its words, endnotes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Mm, Pt, RGBColor

from jointline.report.brief import docx_parts as parts
from jointline.report.brief.blocks import Block, Heading, Listing, Paragraph, Picture, Table
from jointline.report.brief.docx_notes import Endnotes
from jointline.report.brief.layout import blocks, run_words
from jointline.report.brief.note_parts import note_parts
from jointline.report.brief.picture import picture
from jointline.report.brief.texts import alternative, bound, linked
from jointline.report.brief.value import Brief
from jointline.report.lang.language import Language
from jointline.report.writable import writable

_LATIN, _CHINESE = "Calibri", "Microsoft JhengHei"
_INK, _SOFT = RGBColor(0x1B, 0x1D, 0x21), RGBColor(0x50, 0x55, 0x5E)
_WARN = "FDF1D8"
_TABLE, _DENSE = Pt(9), Pt(8)  # of the text of tables
_WIDTH = Mm(210 - 2 * 22)
_PARTS = re.compile("(：|:) ?")  # of the head of a narrow column: a line each


def document(b: Brief) -> bytes:
    """The file's bytes, the same for the same briefing."""
    lang = b.lang
    made = Document()
    _set_up(made, b, lang)
    marks = Endnotes(made)
    made.add_paragraph(_words(b.title), style="Subtitle")
    marks.refer(made.add_paragraph(_words(b.headline), style="Title"), b.headline_notes, together=True)
    for block in blocks(b, lang):
        _put(made, block, b, lang, marks)
    foot = made.add_paragraph(
        lang.text("Transparency from public sources. No technical weapons data; nothing export-controlled."),
        style="Small",
    )
    foot.paragraph_format.space_before = Pt(12)
    made.add_paragraph(writable(run_words(b, lang)), style="Small")
    made.add_heading(lang.text("Notes"), 1)
    _notes(b, lang, marks)
    out = io.BytesIO()
    made.save(out)
    return _fixed(out.getvalue())


def _words(text: str) -> str:
    """*text* as it is set: with its figures bound to their units, without what a Word document cannot hold."""
    return writable(bound(text))


def _set_up(made: Any, b: Brief, lang: Language) -> None:
    """Page, styles, fonts for both scripts, language, properties, page numbers."""
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Small", "endnote text"):
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles["Normal"]
    made.styles.add_style("endnote reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    for name, size, bold, before, after in (
        ("Normal", 10.5, None, 0, 6), ("Title", 20, True, 0, 10), ("Subtitle", 10.5, False, 0, 2), ("Heading 1", 14, True, 18, 5),
        ("Heading 2", 11.5, True, 10, 3), ("Caption", 10, True, 8, 3), ("List Bullet", 10.5, None, 0, 3), ("Small", 8.5, None, 0, 4), ("endnote text", 8.5, None, 0, 2),
    ):  # fmt: skip
        style = made.styles[name]
        parts.set_fonts(style.element, _LATIN, _CHINESE)
        style.font.size, style.font.color.rgb = Pt(size), _SOFT if name in ("Subtitle", "Small") else _INK
        style.font.italic = False
        if bold is not None:
            style.font.bold = bold
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    parts.no_script_space(made.styles["Normal"].element)
    parts.no_border(made.styles["Title"].element)
    parts.keep_with_figure(made.settings.element)
    made.styles["Caption"].paragraph_format.keep_with_next = True
    parts.set_language(made.styles.element, "en-US")  # of its Latin words; the Chinese ones are zh-TW in any case
    about = made.core_properties
    about.title, about.subject, about.author = writable(b.headline), writable(b.title), "jointline"
    about.language, about.comments, about.keywords = b.language, writable(run_words(b, lang)), "jointline"
    about.last_modified_by, about.revision = "jointline", 1
    about.created = about.modified = datetime.fromisoformat(b.as_of)
    foot = section.footer.paragraphs[0]
    foot.alignment, foot.style = WD_ALIGN_PARAGRAPH.RIGHT, made.styles["Small"]
    foot.add_run(f"{_words(b.title)}   ")
    parts.page_number(foot)


def _put(made: Any, block: Block, b: Brief, lang: Language, marks: Endnotes) -> None:
    if isinstance(block, Heading):
        made.add_heading(_words(block.text), block.level)
    elif isinstance(block, Paragraph):
        _running(made.add_paragraph(), block, lang, marks)
    elif isinstance(block, Listing):
        for point in block.points:
            _running(made.add_paragraph(style="List Bullet"), point, lang, marks)
    elif isinstance(block, Picture):
        _picture(made, block, b, lang, marks)
    else:
        _table(made, block, marks)


def _running(paragraph: Any, block: Paragraph, lang: Language, marks: Endnotes) -> None:
    if block.kind == "warning":
        parts.shade(paragraph._p.get_or_add_pPr(), _WARN)
    for i, p in enumerate(block.pieces):
        space = lang.gap if i else ""
        run = paragraph.add_run(space + _words(p.text))
        run.bold = p.bold or None
        if p.foreign:
            parts.set_language(run._r, "en-US")
        marks.refer(paragraph, p.notes)


def _picture(made: Any, block: Picture, b: Brief, lang: Language, marks: Endnotes) -> None:
    marks.refer(made.add_paragraph(_words(block.caption), style="Caption"), block.notes)
    made.add_paragraph(_words(block.under), style="Small").paragraph_format.keep_with_next = True
    made.add_picture(io.BytesIO(picture(b, "png", lang)), width=_WIDTH)
    parts.describe(made.paragraphs[-1], block.name, writable(alternative(block.caption, block.words, lang)))


def _table(made: Any, block: Table, marks: Endnotes) -> None:
    marks.refer(made.add_paragraph(_words(block.caption), style="Caption"), block.notes)
    table = made.add_table(rows=1, cols=len(block.columns))
    table.autofit = False
    parts.light_borders(table)
    parts.narrow_margins(table, 60)
    whole = sum(c.width for c in block.columns)
    size = _DENSE if len(block.columns) > 6 else _TABLE
    widths = [Emu(int(_WIDTH * c.width / whole)) for c in block.columns]
    parts.set_widths(table, widths)
    parts.repeat(table.rows[0])
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        head = column.head if size == _TABLE else _PARTS.sub("\\1\n", column.head)
        _cell(cell, head, size, right=column.number, bold=True)
    for group in block.groups:
        if group.name:
            row = table.add_row()
            _cell(row.cells[0].merge(row.cells[-1]), group.name, size, bold=True, keep=True)
        for cells in group.rows:
            row = table.add_row()
            parts.whole_row(row)
            for place, cell, column in zip(row.cells, cells, block.columns, strict=True):
                paragraph = _cell(place, cell.text, size, right=column.number, bold=cell.bold)
                marks.refer(paragraph, cell.notes)
                if column.number or column.keep:
                    parts.on_one_line(place)
                if cell.under:
                    under = place.add_paragraph()
                    _cell_style(under, column.number)
                    run = under.add_run(_words(cell.under))
                    run.font.size, run.font.color.rgb = size - Pt(1), _SOFT
    if block.under:  # what is said below stays with the last row
        for paragraph in (p for cell in table.rows[-1].cells for p in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width if row.cells[0]._tc is not row.cells[-1]._tc else _WIDTH
    marks.refer(made.add_paragraph(_words(block.under), style="Small"), block.under_notes)


def _cell(place: Any, text: str, size: Any, *, right: bool = False, bold: bool = False, keep: bool = False) -> Any:
    paragraph = place.paragraphs[0]
    _cell_style(paragraph, right)
    paragraph.paragraph_format.keep_with_next = keep or None
    run = paragraph.add_run(_words(text))
    run.bold, run.font.size = bold or None, size
    return paragraph


def _cell_style(paragraph: Any, right: bool) -> None:
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(0), 1.0
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _notes(b: Brief, lang: Language, marks: Endnotes) -> None:
    for n in b.notes:
        paragraph = marks.note(n.number)
        for p in note_parts(n, lang):
            paragraph.add_run(_words(p.text))
            if linked(p.address):
                parts.outside_link(paragraph, _words(p.shown), writable(linked(p.address)))
            else:
                paragraph.add_run(writable(p.shown))
            paragraph.add_run(writable(p.after))


def _fixed(raw: bytes) -> bytes:
    """The same package without the time of its writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, read.read(name))
    return out.getvalue()
