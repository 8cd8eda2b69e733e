"""The briefing as one HTML file: it asks nothing of any other place, prints well, and its notes link both ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jointline.report.brief.blocks import Picture
from jointline.report.brief.layout import blocks, run_words
from jointline.report.brief.note_parts import note_parts
from jointline.report.brief.picture import picture
from jointline.report.brief.texts import bound, linked
from jointline.report.brief.value import Brief
from jointline.report.lang.together import together


def page(b: Brief, beside: Sequence[tuple[str, str]] = ()) -> bytes:
    """The file's bytes. *beside*: words and addresses of what it stands among, in a static site. Every text of the ledger is escaped; an address becomes a link only where it is one of the web."""
    lang = b.lang
    parts = tuple(blocks(b, lang))
    drawn = any(isinstance(p, Picture) for p in parts)
    # drawn by the chart library from escaped texts, once for a phone
    wide, narrow = (Markup(picture(b, "svg", lang, narrow=n).decode()) if drawn else "" for n in (False, True))
    style = Markup((resources.files("jointline.report.brief") / "page.css").read_text(encoding="utf-8"))
    mark, places = _marks()
    _ = lang.text
    words = {
        "notes": _("Notes"), "beside": _("Beside this update"), "back": _("Back to the text"), "note": lambda n: _("Note {n}", n=n), "stop": _(". "),
        "foot": _("Transparency from public sources. No technical weapons data; nothing export-controlled."),
    }  # fmt: skip
    made = _environment().get_template("page.html").render(
        b=b, beside=beside, blocks=parts, wide=wide, narrow=narrow, style=style, zh=lang.is_chinese, between=not lang.is_chinese, words=words, mark=mark, places=places,
        parts=lambda n: note_parts(n, lang), linked=linked, run=run_words(b, lang),
    )  # fmt: skip
    made = together(made) if lang.is_chinese else made
    return made.lstrip().encode()


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
