"""A chart as the bytes of a file that says how to make it again: in the picture's foot and in the file itself."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from jointline.report.charts import glyphs, theme
from jointline.report.charts.save import drawn_svg, png_of
from jointline.report.lang.language import ENGLISH, Language
from jointline.report.writable import writable, writable_tree

_KEY = "jointline run card"  # of the text in a PNG file
_PNG_HEAD = 8 + 25  # bytes: the signature and the first chunk, behind which texts may stand
_WHAT = "the chart"  # as a message names it
_NAMED = ("version", "data", "chart", "lang")  # of a run card, what the foot says otherwise


def signed(source: str, run: Mapping[str, str], lang: Language = ENGLISH) -> str:
    """The line in a picture's foot that says how to make it again: its source line, and what of the run card is not in it.

    The ledger by its hash, unless the source line names it already; the chart and what it was asked for.
    """
    _ = lang.text
    held = theme.ledger(lang, run["data"])
    asked = [f"{_one_line(k)}={_one_line(v)}" for k, v in run.items() if k not in _NAMED]
    chart = " ".join([_("chart {name}", name=_one_line(run["chart"])), *asked])
    return _(", ").join([source, *([] if held in source else [held]), chart])


def _one_line(text: str) -> str:
    return " ".join(writable(text).split())


def svg_bytes(spec: Mapping[str, Any], run: Mapping[str, str]) -> bytes:
    """The chart as SVG that carries its fonts, with the run card as its metadata."""
    head, end, rest = glyphs.with_fonts(drawn_svg(spec, _WHAT)).partition(">")
    card = escape(json.dumps(writable_tree(dict(run)), ensure_ascii=False))
    return f"{head}{end}<metadata>{card}</metadata>{rest}".encode()


def png_bytes(spec: Mapping[str, Any], run: Mapping[str, str]) -> bytes:
    """The chart as PNG at twice the size, with the run card as a text of the file."""
    made = png_of(drawn_svg(spec, _WHAT))
    return made[:_PNG_HEAD] + _text_chunk(json.dumps(writable_tree(dict(run)), ensure_ascii=False)) + made[_PNG_HEAD:]


def _text_chunk(text: str) -> bytes:
    """A tEXt chunk (Latin-1) where that holds the text, else iTXt (UTF-8)."""
    key = _KEY.encode("ascii")
    try:
        kind, data = b"tEXt", key + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        kind, data = b"iTXt", key + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
