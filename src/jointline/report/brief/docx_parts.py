"""What python-docx has no words for: fonts of both scripts, links, bookmarks, table marks, alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt


class Marks:
    """The marks of notes in the text and the notes themselves, linked both ways."""

    def __init__(self) -> None:
        self._used: dict[int, int] = {}
        self._ids = 0

    def refer(self, paragraph: Any, notes: Sequence[int]) -> None:
        """Put the numbers of *notes* behind the text, raised, each leading to its note."""
        for i, n in enumerate(notes):
            if i:
                paragraph.add_run(", ").font.superscript = True
            self._used[n] = self._used.get(n, 0) + 1
            name = f"mark_{n}" if self._used[n] == 1 else f"mark_{n}_{self._used[n]}"
            with_bookmark = self._bookmark(paragraph, name)
            with_bookmark(inside_link(paragraph, str(n), f"note_{n}", raised=True))

    def note(self, paragraph: Any, n: int) -> None:
        """Begin a note with its number, which leads back to its first mark in the text."""
        end = self._bookmark(paragraph, f"note_{n}")
        end(inside_link(paragraph, f"{n}.", f"mark_{n}") if n in self._used else paragraph.add_run(f"{n}.")._r)
        paragraph.add_run("\t")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(25.5))

    def _bookmark(self, paragraph: Any, name: str) -> Any:
        self._ids += 1
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        begin.set(qn("w:id"), str(self._ids))
        begin.set(qn("w:name"), name)
        end.set(qn("w:id"), str(self._ids))

        def around(element: Any) -> None:
            element.addprevious(begin)
            element.addnext(end)

        return around


def inside_link(paragraph: Any, text: str, anchor: str, *, raised: bool = False) -> Any:
    """A link to a bookmark of the document, at the end of a paragraph."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "1")
    run = paragraph.add_run(text)
    if raised:
        run.font.superscript = True
    link.append(run._r)
    paragraph._p.append(link)
    return link


def outside_link(paragraph: Any, text: str, address: str) -> None:
    """A link to an address of the web, at the end of a paragraph."""
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run = paragraph.add_run(text)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def set_fonts(style: Any, latin: str, chinese: str) -> None:
    """Set a style in one font for Latin and one for Chinese text, whatever the theme says."""
    properties = style.get_or_add_rPr()
    old = properties.find(qn("w:rFonts"))
    if old is not None:
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for where, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{where}"), font)
    properties.insert(0, fonts)


def set_language(element: Any, code: str) -> None:
    """Say which language a run, or by the defaults of the styles the whole document, is in."""
    properties = (
        element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
        if element.tag == qn("w:styles")
        else element.get_or_add_rPr()
    )
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), code)
    language.set(qn("w:eastAsia"), "zh-TW")


def no_border(style: Any) -> None:
    """Take the line under a style's paragraphs away."""
    border = style.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)


def shade(properties: Any, colour: str) -> None:
    """Put a ground of one colour under a paragraph."""
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:color"), "auto")
    ground.set(qn("w:fill"), colour)
    properties.append(ground)


def page_number(paragraph: Any) -> None:
    """A field that shows the page's number."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "text":
            run.add_text(text)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            asked = OxmlElement("w:instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = text
            run._r.append(asked)


def describe(paragraph: Any, name: str, words: str) -> None:
    """Say in words what the picture of a paragraph shows."""
    about = paragraph._p.find(f".//{qn('wp:docPr')}")
    about.set("name", name)
    about.set("descr", words)


def light_borders(table: Any) -> None:
    """Thin lines between rows, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", "6", "1B1D21"), ("bottom", "6", "1B1D21"), ("insideH", "4", "D9D5CE")):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def set_widths(table: Any, widths: Sequence[int]) -> None:
    """Give the grid of a table its widths (EMU)."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def repeat(row: Any) -> None:
    """Repeat a row at the head of every page that its table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    whole_row(row)


def whole_row(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
