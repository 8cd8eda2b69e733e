"""The property table: what can be said of a subject, in which type, and which rule resolves it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jointline.errors import JointlineError, suggest
from jointline.ledger.fieldtable import read_table
from jointline.sentences import says

CUSTOM_PREFIX = "x-"


@dataclass(frozen=True, slots=True)
class Property:
    """One row of properties.csv."""

    name: str
    type: str
    group: str
    resolves_by: str
    reads: str
    description: str


@cache
def properties() -> dict[str, Property]:
    """Every known property by name, in table order."""
    return {
        r["property"]: Property(r["property"], r["type"], r["group"], r["resolves_by"], r["reads"], r["description"])
        for r in read_table("jointline.ledger", "properties")
    }


@cache
def get_property(name: str) -> Property:
    """The property called *name*; a user's own begins with ``x-`` and is text.

    Raises ``JointlineError`` with the nearest valid names.
    """
    known = properties().get(name)
    if known:
        return known
    if name.startswith(CUSTOM_PREFIX) and len(name) > len(CUSTOM_PREFIX):
        return Property(name, "text", "custom", "standing", "", "A property of the user's own")
    raise JointlineError(
        says("there is no property {name!r}", name=name),
        remedy=f"{suggest(name, properties())} A property of your own begins with x- (x-{name}).".strip(),
    )


@cache
def names_read(how: str) -> tuple[str, ...]:
    """Properties whose ``reads`` column is *how*: what a backlog needs of a case (``winner`` or ``all``)."""
    return tuple(p.name for p in properties().values() if p.reads == how)


@cache
def names_of(group: str) -> tuple[str, ...]:
    """The properties of one group."""
    return tuple(p.name for p in properties().values() if p.group == group)


@cache
def names_heard() -> frozenset[str]:
    """Properties that tell what happened or was promised: the ones a choice of speakers applies to."""
    return frozenset(p.name for p in properties().values() if p.group in ("event", "promise", "term"))


@cache
def names_told() -> tuple[str, ...]:
    """Properties that tell of the case itself: a tracker's bookkeeping is no last word on it."""
    groups = ("case", "event", "promise", "foresight", "term", "custom")
    return tuple(
        p.name for p in properties().values() if p.group in groups and p.name not in ("also_called", "category")
    )
