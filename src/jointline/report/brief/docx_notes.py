"""Endnotes of a Word document, as Word itself makes them: numbered by the program, with marks that lead there and back.

A note's first mark is the reference that numbers it; each later one is a cross-reference field (NOTEREF) to the first.
They stand at the document's end: at the foot of a page the notes of one table would push the table off it. Word turns
them into footnotes with one command.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_MARK, _TEXT = "EndnoteReference", "EndnoteText"
_LINES = (("separator", "-1"), ("continuationSeparator", "0"))  # what Word wants before the first note


class Endnotes:
    """The notes of one document and their marks in its text."""

    def __init__(self, made: Any) -> None:
        """Give *made* its part of notes, their styles, and Arabic numbers."""
        root: Any = parse_xml(f"<w:endnotes {nsdecls('w', 'r')}/>")
        self._part = XmlPart(PackURI("/word/endnotes.xml"), _TYPE, root, made.part.package)
        made.part.relate_to(self._part, RELATIONSHIP_TYPE.ENDNOTES)
        self._used: set[int] = set()
        self._fields = 0
        settings = _element("endnotePr")
        settings.append(_element("pos", val="docEnd"))
        settings.append(_element("numFmt", val="decimal"))
        for kind, id_ in _LINES:
            settings.append(_element("endnote", id=id_))
            line = _element("endnote", type=kind, id=id_)
            paragraph = OxmlElement("w:p")
            run = OxmlElement("w:r")
            run.append(OxmlElement(f"w:{kind}"))
            paragraph.append(run)
            line.append(paragraph)
            root.append(line)
        for section in made.sections:  # LibreOffice reads the form of the numbers here, Word in the settings
            own = _element("endnotePr")
            own.append(_element("numFmt", val="decimal"))
            section._sectPr.insert_element_before(own, "w:type", "w:pgSz", "w:pgMar", "w:cols")
        made.settings.element.insert_element_before(settings, "w:compat", "w:docVars", "w:rsids", "m:mathPr")

    def refer(self, paragraph: Any, notes: Sequence[int], *, together: bool = False) -> None:
        """Put the numbers of *notes* behind the text, raised, each leading to its note. together: on one line, as in a headline."""
        for i, n in enumerate(notes):
            if i:
                self._raised(paragraph, ",\u00a0" if together else ", ")
            if n in self._used:
                self._again(paragraph, n)
                continue
            self._used.add(n)
            begin, end = _element("bookmarkStart", id=str(n), name=_bookmark(n)), _element("bookmarkEnd", id=str(n))
            run = self._raised(paragraph, "")
            run.append(_element("endnoteReference", id=str(n)))
            run.addprevious(begin)
            run.addnext(end)

    def note(self, n: int) -> Any:
        """The paragraph of a note that begins with its number, to be filled."""
        note = _element("endnote", id=str(n))
        element: Any = OxmlElement("w:p")
        note.append(element)
        self._part.element.append(note)
        style = _element("pStyle", val=_TEXT)
        element.get_or_add_pPr().append(style)
        paragraph = Paragraph(element, self)  # type: ignore[arg-type]
        self._raised(paragraph, "").append(OxmlElement("w:endnoteRef"))
        paragraph.add_run(" ")
        return paragraph

    @property
    def part(self) -> XmlPart:
        """The part that the links of the notes belong to."""
        return self._part

    def _again(self, paragraph: Any, n: int) -> None:
        for kind in ("begin", "asked", "separate", "shown", "end"):
            run = self._raised(paragraph, str(n) if kind == "shown" else "")
            if kind == "asked":
                asked = OxmlElement("w:instrText")
                asked.set(qn("xml:space"), "preserve")
                asked.text = f" NOTEREF {_bookmark(n)} \\h "
                run.append(asked)
            elif kind != "shown":
                run.append(_element("fldChar", fldCharType=kind))

    def _raised(self, paragraph: Any, text: str) -> Any:
        run = paragraph.add_run(text)
        run.font.superscript = True  # LibreOffice drops the style within a field
        run._r.get_or_add_rPr().insert(0, _element("rStyle", val=_MARK))
        return run._r


def _bookmark(n: int) -> str:
    return f"_RefNote{n}"


def _element(tag: str, /, **attributes: str) -> Any:
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
