"""The shipped fonts, and the check that they hold every character of a picture before it is written."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import unescape
from importlib import resources
from pathlib import Path

from jointline.errors import JointlineError

FAMILY = "Noto Sans TC"
OWN_FAMILY = (
    "jointline chart"  # what a picture calls its part of it: where it is put into a page, the page keeps its own fonts
)
_WEIGHTS = {400: "Regular", 700: "Bold"}
_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_UNDRAWN = frozenset("\n\r\t\u200b\ufeff")


def folder() -> Path:
    """Where the fonts lie, for programs that set type (pictures, PDF)."""
    return Path(str(resources.files("jointline.report") / "fonts"))


@cache
def held() -> frozenset[str]:
    """Every character the fonts draw; the list is made with them (tools/fonts.py) and tested against them."""
    return frozenset((folder() / "characters.txt").read_text(encoding="utf-8").rstrip("\n"))


def missing(text: str) -> list[str]:
    """The characters of *text* that the fonts do not draw, each once, in order."""
    return [c for c in dict.fromkeys(text) if c not in held() and c not in _UNDRAWN]


def check_text(text: str, where: str) -> None:
    """Raise ``JointlineError`` naming the characters of *text* that would come out as empty boxes."""
    lacking = missing(text)
    if lacking:
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in lacking[:8])
        more = f" and {len(lacking) - 8} more" if len(lacking) > 8 else ""
        raise JointlineError(
            f"the shipped font {FAMILY} does not draw {named}{more}", where=where,
            remedy="Take the table in place of the picture, or the page, which shows it in the reader's own fonts.",
        )  # fmt: skip


def drawn_text(svg: str) -> str:
    """Every text that an SVG picture draws, joined."""
    return "".join(unescape(_TAG.sub("", found)) for found in _TEXT.findall(svg))


def with_fonts(svg: str) -> str:
    """*svg* with the outlines of just the characters it draws inside, so that any browser shows it as meant.

    They go by a name of their own, before the names that the picture has: put into a page it changes no other text.
    Programs that ignore fonts in a picture take the system's Noto Sans TC or Chinese font, which the picture names next.
    """
    texts: dict[int, set[str]] = {400: set(), 700: set()}
    for found in re.finditer(r"<text\b([^>]*)>(.*?)</text>", svg, re.DOTALL):
        bold = 'font-weight="bold"' in found[1] or 'font-weight="700"' in found[1]
        texts[700 if bold else 400].update(unescape(_TAG.sub("", found[2])))
    faces = _faces(OWN_FAMILY, texts)
    begin = svg.index(">", svg.index("<svg")) + 1
    named = svg[begin:].replace('font-family="', f'font-family="&quot;{OWN_FAMILY}&quot;, ')
    return f"{svg[:begin]}<style>{faces}</style>{named}"


def faces(text: str) -> str:
    """The style rules that give a document the shipped font, in both weights cut to the characters of *text*."""
    return _faces(FAMILY, dict.fromkeys(_WEIGHTS, set(text) - _UNDRAWN))


def _faces(family: str, texts: Mapping[int, set[str]]) -> str:
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f'src:url("data:font/woff;base64,{_cut(weight, "".join(sorted(used)))}") format("woff")}}'
        for weight, used in texts.items() if used
    )  # fmt: skip


@lru_cache(32)  # the pictures of one chart, and of one month after another, mostly hold the same
def _cut(weight: int, characters: str) -> str:
    """A font of those characters alone, as base64; the same bytes for the same characters."""
    import io

    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(folder() / f"NotoSansTC-{_WEIGHTS[weight]}.ttf", lazy=True, recalcTimestamp=False)
    cutter = subset.Subsetter(subset.Options(layout_features=["kern"], notdef_outline=True))
    cutter.populate(text=characters)
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return base64.b64encode(out.getvalue()).decode()
