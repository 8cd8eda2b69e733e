"""One number of a network set anew: what break-even and what-if share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.network.changes import applied, steps
from jointline.network.findings import joined, raise_on_faults
from jointline.network.numbers import Number, fixed
from jointline.network.parts import BASELINE, NamedNumber, Network
from jointline.network.read import read_network
from jointline.sentences import says

_OWN = "what-if"  # the option that a changed number is made by
_KINDS = {"line": "lines", "source": "sources", "order": "orders", "product": "products"}


def with_numbers(base: Network, option: str, numbers: Mapping[str, Any]) -> Network:
    """*base* with an option (``a+b``: both; ``baseline``: none) and then each path of *numbers* set to its value.

    A path is that of a change (``lines.gmlrs-taichung.rate_max``, ``lines.x.stages.approvals``) or the name of a number
    (``line/gmlrs-taichung/rate_max``). Raises ``JointlineError`` with the nearest valid path.
    """
    names = [n for n in option.split("+") if n != BASELINE]
    for name in names:
        if name not in base.options:
            raise JointlineError(says("there is no option {name!r}", name=name), where=base.file,
                                 remedy=suggest(name, (BASELINE, *base.options)))  # fmt: skip
    own = [(_OWN, i, {"set": path_of(path), "to": value}) for i, (path, value) in enumerate(numbers.items())]
    raw, found = applied(base.raw, [*steps(base, names), *own])
    place = joined("options", _OWN)
    if mine := [f for f in found if f.key.startswith(place)]:
        path = list(numbers)[int(mine[0].key.split("[", 1)[1].split("]", 1)[0])]
        raise JointlineError(f"{path}: {mine[0].reason}", where=base.file, remedy=mine[0].remedy)
    raise_on_faults(found, base.file, checkable=False)
    made, found = read_network(raw, base.file, base)
    if found and len(numbers) == 1:
        (path,) = numbers
        raise JointlineError(f"{path}: {found[0].reason}", where=base.file, remedy=found[0].remedy)
    raise_on_faults(found, base.file, checkable=False)
    assert made is not None  # else there was a fault
    return made


def with_values(made: Network, numbers: Mapping[str, float]) -> Network:
    """*made* with some numbers put in place, without reading the network anew: for values that are known to be in bounds.

    A path is that of a number *made* has, or the ``start`` of a part that is given by stages. The simulation's answer is that of
    ``with_numbers``; ``raw`` stays as it was, so that options cannot be applied to the result.
    """
    held = dict(made.numbers)
    parts: dict[str, dict[str, Any]] = {section: dict(getattr(made, section)) for section in _KINDS.values()}
    for path, value in numbers.items():
        section, name, word = path.split(".", 2)
        part, number = parts[section][name], fixed(value)
        key = f"{section[:-1]}/{name}/{word.replace('.', '/')}"
        if word == "start" and part.stages:
            unit, kind = "months", "moment"
            for stage in part.stages:
                del held[f"{section[:-1]}/{name}/stages/{stage}"]
            part = replace(part, start=number, stages={})
        else:
            unit, kind = held[key].unit, held[key].type
            table, _, inner = word.partition(".")
            attribute = {"yield": "yield_"}.get(table, table)
            part = replace(part, **{attribute: {**getattr(part, table), inner: number} if inner else number})
        held[key] = NamedNumber(key, number, kind, unit, True, None)
        parts[section][name] = part
    return replace(made, numbers=held, lines=parts["lines"], sources=parts["sources"], orders=parts["orders"],
                   products=parts["products"])  # fmt: skip


def path_of(text: str) -> str:
    """The path of a change out of a number's name: ``line/x/stages/approvals`` is ``lines.x.stages.approvals``."""
    kind, _, rest = text.partition("/")
    return f"{_KINDS[kind]}.{rest.replace('/', '.')}" if kind in _KINDS and rest else text


def unit_at(network: Network, path: str) -> str:
    """The unit of the number at a path: months, units a month ..."""
    section, _, rest = path_of(path).partition(".")
    kinds = {section: kind for kind, section in _KINDS.items()}
    found = network.numbers.get(f"{kinds.get(section, section)}/{rest.replace('.', '/')}")
    return found.unit if found else "months"  # a start that is given as stages


def number_at(network: Network, path: str) -> Number:
    """The number that stands at a path of *network* now; of a start given as stages, the sum of their middles.

    Raises ``JointlineError`` with the nearest names.
    """
    section, _, rest = path_of(path).partition(".")
    kinds = {section: kind for kind, section in _KINDS.items()}
    name = f"{kinds.get(section, section)}/{rest.replace('.', '/')}"
    site = {"lines": network.lines, "sources": network.sources}.get(section, {}).get(rest.removesuffix(".start"))
    if rest.endswith(".start") and site is not None and site.stages:  # set anew, a start takes the place of the stages
        return fixed(sum(n.middle for n in site.stages.values()))
    if name not in network.numbers:
        raise JointlineError(says("there is no number {path!r}", path=path), where=network.file,
                             remedy=suggest(path_of(path), (path_of(n) for n in network.numbers)))  # fmt: skip
    return network.numbers[name].number
