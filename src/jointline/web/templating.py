"""Pages from templates: the language, the links and the pieces that every page has."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from jointline._version import __version__
from jointline.web.view_state import VIEWS, Place


@cache
def environment() -> Environment:
    """The template environment: everything is escaped, an unknown name raises."""
    made = Environment(
        loader=PackageLoader("jointline.web"), autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    return made


def page(template: str, here: Place, **context: Any) -> str:
    """A template filled in: ``_`` and ``_n`` translate, ``lang`` writes numbers and dates, ``here`` is its place."""
    lang = here.lang
    return environment().get_template(template).render(
        _=lang.text, _n=lang.plural, lang=lang, here=here, version=__version__, views=VIEWS, **context
    )  # fmt: skip
