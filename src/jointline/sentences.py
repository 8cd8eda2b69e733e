"""Sentences that remember what they are made of, so that the report layer can say them in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Sentence(str):
    """An English sentence that is a ``str`` everywhere and knows its template and arguments.

    >>> s = says("{n} cases are late: {names}.", n=2, names="f16-block70, m1a2t")
    >>> s
    '2 cases are late: f16-block70, m1a2t.'
    >>> s.template
    '{n} cases are late: {names}.'
    """

    __slots__ = ("args", "many", "template")

    template: str
    many: str
    args: Mapping[str, Any]

    def __new__(cls, template: str, args: Mapping[str, Any], many: str = "") -> Sentence:
        chosen = many if many and args["n"] != 1 else template
        made = super().__new__(cls, chosen.format(**args))
        made.template, made.many, made.args = template, many, args
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Sentence, (self.template, self.args, self.many)


def says(template: str, **args: Any) -> Sentence:
    """A sentence from a template with named places; an argument may itself be a ``Sentence``.

    The template is the message that the catalogues translate: write it as a literal.
    """
    return Sentence(template, args)


def says_n(one: str, many: str, n: int, **args: Any) -> Sentence:
    """A sentence in the singular or plural form that *n* asks for; ``{n}`` stands for the number."""
    return Sentence(one, {"n": n, **args}, many)
