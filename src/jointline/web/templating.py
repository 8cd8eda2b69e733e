"""Pages from templates: the language, the links and the pieces that every page has."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from jointline._version import __version__
from jointline.ledger.entries import note_of
from jointline.ledger.statement import Statement
from jointline.report.brief.texts import readable
from jointline.report.lang import notes
from jointline.report.lang.together import together
from jointline.report.lang.typeset import bound, typeset
from jointline.report.outlook import chance_words, median_words, middle_words
from jointline.web.figures import pieces
from jointline.web.openers import KINDS, opener
from jointline.web.view_state import VIEWS, Place

_COMMAND = re.compile(r"jointline [a-z-]+(?: --[a-z-]+)+")


@cache
def environment() -> Environment:
    """The template environment: everything is escaped, an unknown name raises."""
    made = Environment(
        loader=PackageLoader("jointline.web"), autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"readable": readable, "commands": commands}
    made.globals["figure_pieces"] = pieces  # of a sentence: each figure may be a link
    made.globals |= {  # of a forecast
        "middle_words": middle_words,
        "median_words": median_words,
        "chance_words": chance_words,
    }
    made.globals["opened_kinds"] = " ".join(KINDS)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    return made


def commands(text: str) -> Markup:
    """*text* with each command in it as code, which no line breaks."""
    return Markup(_COMMAND.sub(lambda m: f'<code class="unbroken">{m[0]}</code>', str(escape(text))))


def _noted() -> Callable[[Statement], tuple[str, bool]]:
    """What note is shown with a statement, and whether it is that of a whole entry; what is read for one case is kept for the page."""
    from jointline.web import results  # which says its errors on pages

    about = cache(lambda subject: tuple(results.ledger().of_subject(subject)))
    return lambda s: note_of(s, () if "/" in s.subject else about(s.subject))


def page(template: str, here: Place, **context: Any) -> str:
    """A template filled in: ``_`` and ``_n`` translate, ``said`` says a text of the shipped data, ``lang`` writes numbers and dates, ``here`` is its place."""
    lang = here.lang
    made = environment().get_template(template).render(
        _=lang.text, _n=lang.plural, lang=lang, here=here, version=__version__, views=VIEWS, opener=partial(opener, here),
        said=lambda text: notes.said(text, lang), note_of=_noted(), **context
    )  # fmt: skip
    return together(typeset(made)) if lang.is_chinese else bound(made)
