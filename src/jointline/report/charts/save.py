"""Charts into files: one specification, written as SVG, PNG, PDF or a page that needs no network."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jointline.errors import JointlineError
from jointline.files import whole
from jointline.report.charts import glyphs
from jointline.report.charts.theme import file_spec
from jointline.report.lang.language import ENGLISH, Language
from jointline.report.writable import writable_tree

if TYPE_CHECKING:
    from types import ModuleType

ENDINGS = (".svg", ".png", ".html")
VEGA_LITE = "6.4"
_PER_INCH = 2 * 72  # pixels of a PNG: two for each of the chart, and the file says so, so that it is as large in print


def save_chart(
    chart: Any, path: str | os.PathLike[str], endings: tuple[str, ...] = ENDINGS, lang: Language = ENGLISH
) -> None:
    """Write an Altair chart whole or not at all, in the form of its file's ending. Raises ``JointlineError``."""
    target = checked(path, endings)
    made = chart_bytes(chart, target.suffix.lower()[1:], lang, where=str(target))
    try:
        with whole(target) as part:
            part.write_bytes(made)
    except OSError as error:
        raise JointlineError(f"cannot be written: {error.strerror or error}", where=str(target)) from None


def chart_bytes(
    chart: Any, form: str, lang: Language = ENGLISH, *, where: str = "", narrow: bool = False, alone: bool = True
) -> bytes:
    """An Altair chart as ``svg``, ``png``, ``pdf`` or ``html``; narrow: as a phone shows it.

    alone: an SVG has its font inside; a part of a document that has the shipped font needs none.
    Every character that is drawn is looked up in the shipped font first: ``JointlineError`` names those it lacks.
    """
    written = writable_tree(file_spec(chart, lang, narrow=narrow))
    svg = drawn_svg(written, where or form)
    if form == "svg":
        return (glyphs.with_fonts(svg) if alone else svg).encode()
    if form == "html":
        page: str = program().vegalite_to_html(written, vl_version=VEGA_LITE, bundle=True)
        return page.encode()
    return png_of(svg) if form == "png" else bytes(program().svg_to_pdf(svg))


def drawn_svg(spec: Mapping[str, Any], where: str) -> str:
    """A Vega-Lite specification as plain SVG. Raises ``JointlineError`` for characters that the shipped font lacks.

    Its texts are made ``writable`` first: a character that XML forbids would end the process.
    """
    safe = writable_tree(dict(spec))
    try:
        svg: str = program().vegalite_to_svg(safe, vl_version=VEGA_LITE)
    except ValueError as error:  # a name cut within a character of two halves, say: the font has none of these
        glyphs.check_text(_texts(safe), where)
        raise JointlineError(f"the picture could not be drawn: {error}".splitlines()[0], where=where) from None
    glyphs.check_text(glyphs.drawn_text(svg), where)
    return svg


def _texts(value: Any) -> str:
    """Every text of a specification, joined."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return value if isinstance(value, str) else "".join(map(_texts, parts))


def png_of(svg: str) -> bytes:
    """A drawing as PNG of twice as many pixels each way, in its own size."""
    return bytes(program().svg_to_png(svg, ppi=_PER_INCH))


@cache
def program() -> ModuleType:
    """vl-convert with the shipped fonts: what a picture looks like never depends on the machine's own."""
    import vl_convert

    vl_convert.register_font_directory(str(glyphs.folder()))
    return vl_convert


def checked(path: str | os.PathLike[str], endings: tuple[str, ...] = ENDINGS) -> Path:
    """*path* where a chart can be written in the form of its ending; ``JointlineError`` where not."""
    target = Path(path)
    if target.suffix.lower() not in endings:
        raise JointlineError(f"a picture ends in {' or '.join(endings)}", where=str(target))
    if not target.resolve().parent.is_dir():
        raise JointlineError("there is no such folder", where=str(target.resolve().parent), remedy="Make it first.")
    return target
