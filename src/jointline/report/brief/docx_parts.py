"""What python-docx has no words for: fonts of both scripts, links, table marks, alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


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


# what Word lets begin no line of Chinese, with the parts of a date and 億: these stay with their figure
_NO_BEGINNING = "!),.:;?]}¢·–—’”…‥′、。〃〉》」』】〕〞︰﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？｜｝年月日季億"


def keep_with_figure(settings: Any) -> None:
    """Let no line of Chinese begin with the year, month or day of a date, nor with 億: the figure would stand alone."""
    rule = OxmlElement("w:noLineBreaksBefore")
    rule.set(qn("w:lang"), "zh-TW")
    rule.set(qn("w:val"), _NO_BEGINNING)
    settings.insert_element_before(
        rule,
        "w:savePreviewPicture",
        "w:hdrShapeDefaults",
        "w:endnotePr",
        "w:compat",
        "w:docVars",
        "w:rsids",
        "m:mathPr",
    )


def no_border(style: Any) -> None:
    """Take the line under a style's paragraphs away."""
    border = style.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)


def no_script_space(style: Any) -> None:
    """Put no blank of the program's own between Chinese and Latin or figures: the text has those that it needs."""
    properties = style.get_or_add_pPr()
    for name in ("autoSpaceDE", "autoSpaceDN"):
        off = OxmlElement(f"w:{name}")
        off.set(qn("w:val"), "0")
        properties.insert_element_before(off, "w:bidi", "w:adjustRightInd", "w:spacing", "w:ind", "w:jc")


def narrow_margins(table: Any, twips: int) -> None:
    """Set the space at the left and right of a table's cells."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        space = OxmlElement(f"w:{side}")
        space.set(qn("w:w"), str(twips))
        space.set(qn("w:type"), "dxa")
        margins.append(space)
    table._tbl.tblPr.append(margins)


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


def on_one_line(cell: Any) -> None:
    """Never break the text of a cell: a number, a date."""
    cell._tc.get_or_add_tcPr().append(OxmlElement("w:noWrap"))


def repeat(row: Any) -> None:
    """Repeat a row at the head of every page that its table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    whole_row(row)


def whole_row(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
