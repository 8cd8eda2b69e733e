"""Messages of each language: gettext catalogues, compiled from the .po files beside this module."""

from __future__ import annotations

import gettext
from functools import cache
from importlib import resources

DOMAIN = "jointline"


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The messages of a language; English has none of its own, the messages are English."""
    place = resources.files("jointline.report.lang") / "locale" / code.replace("-", "_") / "LC_MESSAGES"
    path = place / f"{DOMAIN}.mo"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as handle:
        return gettext.GNUTranslations(handle)
