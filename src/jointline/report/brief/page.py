"""The briefing as one HTML file: it asks nothing of any other place, prints well, and its notes link both ways."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from html import unescape
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jointline.report.brief.blocks import Picture
from jointline.report.brief.layout import blocks, run_words
from jointline.report.brief.note_parts import note_parts
from jointline.report.brief.picture import picture
from jointline.report.brief.texts import bound, linked
from jointline.report.brief.value import Brief
from jointline.report.charts import glyphs, theme
from jointline.report.lang.together import together

_TAG = re.compile(r"<[^>]*>")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_DRAWS = ("fill", "stroke")


def page(b: Brief, beside: Sequence[tuple[str, str]] = (), fonts: str = "") -> bytes:
    """The file's bytes. *beside*: words and addresses of what it stands among, on a server or in a static site.

    *fonts*: the address of a style sheet that has the shipped font; without one the font is inside, cut to the
    characters of the document. Every text of the ledger is escaped; an address becomes a link only where it is one of
    the web. What the file may load is the style it was written with, by its hash: a style from anywhere else is none.
    """
    lang = b.lang
    parts = tuple(blocks(b, lang))
    drawn = any(isinstance(p, Picture) for p in parts)
    # drawn by the chart library from escaped texts, once for a phone
    wide, narrow = (Markup(picture(b, "svg", lang, narrow=n).decode()) if drawn else "" for n in (False, True))
    mark, places = _marks()
    _ = lang.text
    words = {
        "notes": _("Notes"), "beside": _("Beside this update"), "back": _("Back to the text"), "note": lambda n: _("Note {n}", n=n), "stop": _(". "),
        "foot": _("Transparency from public sources. No technical weapons data; nothing export-controlled."),
    }  # fmt: skip
    body = _environment().get_template("page.html").render(
        b=b, beside=beside, blocks=parts, wide=wide, narrow=narrow, zh=lang.is_chinese, between=not lang.is_chinese, words=words, mark=mark, places=places,
        parts=lambda n: note_parts(n, lang), linked=linked, run=run_words(b, lang),
    )  # fmt: skip
    body = together(body) if lang.is_chinese else body
    style = _style() if fonts else glyphs.faces(unescape(_TAG.sub("", body))) + _style()
    head = _environment().get_template("head.html").render(
        b=b, zh=lang.is_chinese, fonts=fonts, style=Markup(style), policy=_policy(style, fonts),  # of this package's own
    )  # fmt: skip
    return (head.lstrip() + body.strip() + "\n</html>\n").encode()


def policy_of(made: bytes) -> str:
    """What the file of a briefing lets a browser load, as its head says it (Content Security Policy)."""
    found = _POLICY.search(made.decode())
    return unescape(found[1]) if found else "default-src 'none'"


def _policy(style: str, fonts: str) -> str:
    own = "'sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() + "'"
    # an address without a root is that of a site, whose files no browser takes for one place where they lie on a stick
    here = "" if not fonts else "'self' " if fonts.startswith("/") else "'self' file: "
    faces = here.strip() or "data:"
    return f"default-src 'none'; style-src {here}{own}; font-src {faces}; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    """The style sheet, with the chart's colours on dark paper: the chart is drawn once, for light."""
    sheet = (resources.files("jointline.report.brief") / "page.css").read_text(encoding="utf-8").strip()
    dark = "".join(
        f'.chart [{how}="{colour}"]{{{how}:{theme.DARK[name]}}}'
        for colour, name in theme.PALETTE.items()
        for how in _DRAWS
    )
    return f"{sheet}\n@media screen and (prefers-color-scheme: dark) {{ {dark} }}\n"


def _marks() -> tuple[Callable[[int], Markup], Callable[[int], list[str]]]:
    """What gives each mark of a note in the text its own id, and what names the marks of a note."""
    used: dict[int, list[str]] = {}

    def mark(note: int) -> Markup:
        here = used.setdefault(note, [])
        here.append(f"mark-{note}-{len(here) + 1}")
        return Markup(' id="{}"').format(here[-1])

    return mark, lambda note: used.get(note, [])


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("jointline.report.brief", ""), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=lambda x: bound(x) if type(x) is str else x,
    )  # fmt: skip
