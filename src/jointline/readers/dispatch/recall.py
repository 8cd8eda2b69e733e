"""Which of the people met so far a pronoun, a surname or a short form can mean."""

from __future__ import annotations

import re

from jointline.readers.dispatch.tables import forenames

_WOMAN = re.compile(
    r"\b(?:Ms|Mrs|Miss|Madam|Lady|\w+woman|gentlelady|actress|mother|widow|wife|sister|daughter)\b|女士|小姐|女|夫人"
)
_MAN = re.compile(r"\b(?:Mr|Sir|Lord|\w+sman|chairman|gentleman|businessman|father|husband|brother|son)\b|先生|男")


def gender_of(name: str, words: str = "") -> str:
    """``f`` or ``m`` where the titles in *words* or the given name tell; else empty.

    >>> gender_of("Vera Ostrander"), gender_of("Lin Po-yu", "spokeswoman Lin Po-yu"), gender_of("Lin Po-yu")
    ('f', 'f', '')
    """
    if _WOMAN.search(words):
        return "f"
    if _MAN.search(words):
        return "m"
    first = name.split()[0] if name else ""
    return forenames().get(first, "") if " " in name else ""


def family_names(name: str) -> tuple[str, ...]:
    """The words by which a later sentence can call somebody: the last one, and the first of a name in Chinese order.

    >>> family_names("Lin Po-yu"), family_names("Martin Okafor")
    (('Lin', 'Po-yu'), ('Okafor',))
    """
    words = name.split()
    if len(words) > 1 and "-" in words[-1] and words[-1].split("-")[-1][:1].islower():
        return (words[0], words[-1])
    return (words[-1],) if words else ()
