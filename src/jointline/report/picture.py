"""A chart as the bytes of a file that says how to make it again: in the picture's foot and in the file itself."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from jointline.report.charts import glyphs
from jointline.report.charts.save import drawn_svg, png_of
from jointline.report.export import run_line
from jointline.report.writable import writable_tree

_KEY = "jointline run card"  # of the text in a PNG file
_PNG_HEAD = 8 + 25  # bytes: the signature and the first chunk, behind which texts may stand
_WHAT = "the chart"  # as a message names it
_WIDE = 110  # characters of a line in the foot


def signed(spec: Mapping[str, Any], run: Mapping[str, str]) -> dict[str, Any]:
    """A Vega-Lite specification with the run card as the last lines of its foot; *spec* is left as it is.

    A foot that is there already (a bottom title around one picture) stays and comes first.
    """
    lines = _lines(run_line(run).removeprefix("# "))
    outer, title = dict(spec), spec.get("title")
    if "hconcat" in spec and isinstance(title, Mapping) and title.get("orient") == "bottom":
        said = title["text"] if isinstance(title["text"], list) else [title["text"]]
        return outer | {"title": {**title, "text": [*said, *lines]}}
    top: dict[str, Any] = {
        k: outer.pop(k) for k in ("$schema", "config", "datasets", "params", "background", "padding") if k in outer
    }
    foot = {"text": lines, "orient": "bottom", "anchor": "start", "fontSize": 9, "fontWeight": "normal", "color": "#50555e",
            "offset": 10}  # fmt: skip
    return {**top, "title": foot, "hconcat": [outer]}


def _lines(text: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= _WIDE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


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
