"""What a page shows, as its address says it: language, options of writing, and the view's own parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from jointline.backlog.rules import DEFAULT_RULE, rule_names
from jointline.errors import JointlineError, suggest
from jointline.report.lang.language import Language, language
from jointline.sentences import says

VIEWS = ("backlog", "case", "lab", "evidence", "scores", "method")


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a page: everything that a permalink keeps.

    path: after the language (``backlog``, ``case/f16-block70``) · query: the view's own parameters, in order
    """

    lang: Language
    path: str
    query: tuple[tuple[str, str], ...] = ()

    def at(self, path: str | None = None, **changes: str | Sequence[str] | None) -> Place:
        """The same place with another path (then without its parameters) or with some parameters set anew; ``None`` drops one,
        several values repeat it."""
        held: dict[str, list[str]] = {}
        for name, value in self.query if path is None else ():
            held.setdefault(name, []).append(value)
        for name, given in changes.items():
            values = [given] if isinstance(given, str) else list(given or ())
            held[name] = [v for v in values if v]
        query = tuple((name, v) for name, values in held.items() for v in values)
        return Place(self.lang, self.path if path is None else path, query)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter, in the order of the address."""
        return tuple(v for k, v in self.query if k == name)

    def in_language(self, code: str | None = None, *, roc: bool | None = None, myriads: bool | None = None) -> Place:
        """The same place in another language or way of writing."""
        made = language(
            code or self.lang.code,
            roc=self.lang.roc if roc is None else roc,
            myriads=self.lang.myriads if myriads is None and self.lang.is_chinese else myriads,
        )
        return Place(made, self.path, self.query)

    @property
    def url(self) -> str:
        """The address from the root of the server."""
        asked = [*self.query, *self.writing]
        return f"/{self.lang.code}/{self.path}" + (f"?{urlencode(asked)}" if asked else "")

    @property
    def writing(self) -> tuple[tuple[str, str], ...]:
        """The parameters that say how years and money are written, as far as not the usual way."""
        years = (("years", "roc"),) if self.lang.roc else ()
        units = (("units", "millions"),) if self.lang.is_chinese and not self.lang.myriads else ()
        return (*years, *units)


def place(code: str, path: str, query: Mapping[str, str] | Sequence[tuple[str, str]]) -> Place:
    """The place an address names; a parameter may be there more than once. Raises ``JointlineError`` for an unknown language."""
    asked = tuple(query.items()) if isinstance(query, Mapping) else tuple(query)
    last = dict(asked)
    lang = language(code, roc=last.get("years") == "roc", myriads=last.get("units") != "millions")
    return Place(lang, path, tuple((k, v) for k, v in asked if k not in ("years", "units") and v))


def rule_asked(place: Place) -> str:
    """The counting rule that an address asks for. Raises ``JointlineError`` for another: a path would be one of this machine's files."""
    name = dict(place.query).get("rule", DEFAULT_RULE)
    if name not in rule_names():
        raise JointlineError(
            says("there is no counting rule {name!r}", name=name), where="rule", remedy=suggest(name, rule_names())
        )
    return name
