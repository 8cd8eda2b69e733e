"""Options applied: a network's tables with a list of changes made to them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.network.findings import Finding, joined, raise_on_faults
from jointline.network.numbers import shown
from jointline.network.parts import BASELINE, POLICIES, Network
from jointline.network.read import NESTED, SECTIONS, fields_of, flat, read_network
from jointline.network.values import CHANGE, cut, nearest
from jointline.sentences import says

VERBS = ("add", "set", "remove")
_ADDED = tuple(SECTIONS)  # what a change may add, in words: lines.NAME
_SETTABLE = ("policy", "horizon", "customer", "title")
Step = tuple[str, int, Mapping[str, Any]]  # the option that a change stands in, its place there, the change


def with_options(network: Network, names: Sequence[str] = (), policy: str | None = None) -> Network:
    """*network* with the changes of the named options made one after the other, those of each option once.

    policy: takes the place of the network's own; an option that sets the policy still does. ``baseline`` changes
    nothing. Raises ``JointlineError`` for an unknown option, a change that cannot be made or
    a network that is at fault after it.
    """
    if policy is not None and policy not in POLICIES:
        raise JointlineError(says("there is no policy {shown}", shown=shown(policy)), remedy=nearest(policy, POLICIES))
    names = [n for n in names if n != BASELINE]
    for name in names:
        if name not in network.options:
            known = (BASELINE, *network.options)
            raise JointlineError(
                says("there is no option {name!r}", name=name), where=network.file, remedy=suggest(name, known)
            )
    if not names and policy in (None, network.policy):
        return network
    raw, found = applied(dict(network.raw) | ({"policy": policy} if policy else {}), steps(network, names))
    raise_on_faults(found, network.file, checkable=False)
    changed, found = read_network(raw, network.file, network)
    label = f"options.{' + '.join(names)}"
    raise_on_faults([f.within(label) for f in found], network.file, checkable=False)
    assert changed is not None  # else there was a fault
    return changed


def applied(raw: Mapping[str, Any], changes: Sequence[Step]) -> tuple[dict[str, Any], list[Finding]]:
    """A copy of the tables *raw* after the changes, and what was wrong with these."""
    # no change reaches into the options themselves: they are the largest part of a network, and are not copied
    tables = {k: v if k == "options" else copy.deepcopy(v) for k, v in raw.items()}
    found: list[Finding] = []
    missed: set[str] = set()  # parts that would be there, had they been added
    for owner, i, change in changes:
        _Change(tables, change, joined(joined(joined("options", owner), "changes"), i), found, missed).make()
    return tables, found


def steps(network: Network, names: Sequence[str]) -> list[Step]:
    """The changes of the options *names* in turn: for each, those of the options it combines come first.

    An option that is met twice, as the part that two others share, makes its changes once.
    """
    met: set[str] = set()

    def walk(name: str) -> Iterator[Step]:
        if name in met or name not in network.options:
            return
        met.add(name)
        option = network.options[name]
        for part in option.combine:
            yield from walk(part)
        for i, change in enumerate(option.changes):
            yield name, i, change

    return [step for name in names for step in walk(name)]


def members(network: Network, name: str) -> list[str]:
    """The options that option *name* combines, and those that these combine; itself only in a circle."""
    met: dict[str, None] = {}
    waiting = list(network.options[name].combine)
    while waiting:
        inner = waiting.pop(0)
        if inner not in met and inner in network.options:
            met[inner] = None
            waiting += network.options[inner].combine
    return list(met)


def faults_of_combining(network: Network) -> list[Finding]:
    """Options that combine one that is not there, or each other in a circle."""
    found: list[Finding] = []
    there = network.raw.get("options", {})  # one with a fault is there too
    ringed: set[str] = set()
    for name, option in network.options.items():
        key = joined(joined("options", name), "combine")
        for inner in option.combine:
            if inner not in there:
                remedy = nearest(inner, [n for n in network.options if n != name])
                found.append(Finding("N401", key, f"there is no option {shown(inner)}", remedy))
        if name not in ringed and (ring := _ring(network, name)):
            ringed |= set(ring)
            found.append(Finding("N402", key, f"options combine in a circle: {' -> '.join(ring)}", "Take one out."))
    return found


def _ring(network: Network, name: str) -> list[str]:
    """A shortest way from an option back to itself."""
    ways = [[name]]
    met: set[str] = set()
    while ways:
        way = ways.pop(0)
        for inner in network.options[way[-1]].combine:
            if inner == name:
                return [*way, name]
            if inner in network.options and inner not in met:
                met.add(inner)
                ways.append([*way, inner])
    return []


def written_at(changes: Sequence[Step], key: str) -> str:
    """The key of the change behind *key* of a network that *changes* made; empty where it is none of theirs."""
    for owner, i, change in reversed(changes):
        place = joined(joined(joined("options", owner), "changes"), i)
        added, altered = change.get("add"), change.get("set")
        if isinstance(added, str):
            section, _, name = added.partition(".")
            part = joined(section, name)
            if key == part or key.startswith(f"{part}."):
                return place + key[len(part) :]
        if isinstance(altered, str) and (key == altered or key.startswith((f"{altered}.", f"{altered}["))):
            return f"{place}.to"
        if isinstance(altered, str) and altered.count(".") > 1:
            whole, field = altered.rsplit(".", altered.count(".") - 1)[0], altered.split(".", 2)[2]
            for what, word in (("evidence", "evidence"), ("assumptions", "assumption")):
                if key.startswith(joined(f"{whole}.{what}", field)):
                    return f"{place}.{word}"
    return ""


class _Change:
    """One change to be made to *tables*; what is wrong with it goes into *found*."""

    def __init__(
        self, tables: dict[str, Any], change: Mapping[str, Any], key: str, found: list[Finding], missed: set[str]
    ) -> None:
        self.tables, self.change, self.key, self.found, self.missed = tables, change, key, found, missed

    def make(self) -> None:
        if not self.change:  # what stands there could not be read: noted
            return
        verbs = [v for v in VERBS if v in self.change]
        if len(verbs) != 1 or not isinstance(self.change[verbs[0]], str):
            given = shown(self.change[verbs[0]]) if len(verbs) == 1 else " and ".join(verbs)
            strange = next((k for k in self.change if k not in {f.field for f in fields_of("change")}), "")
            self._fault(
                "N405", "", f"{CHANGE}{f', not {given}' if verbs else ''}",
                "" if verbs or not strange else suggest(cut(strange, 100), VERBS),
            )  # fmt: skip
            return
        path = self.change[verbs[0]]
        {"add": self._add, "set": self._set, "remove": self._remove}[verbs[0]](path.split("."))

    def _fault(self, rule: str, key: str, reason: str, remedy: str = "") -> None:
        at = joined(self.key, key) if key else self.key
        self.found.append(Finding(rule, at, cut(reason, 400), cut(remedy, 400)))

    def _section(self, name: str) -> dict[str, Any] | None:
        """The parts of a section; ``None`` where it is no table, which is a fault of its own."""
        section = self.tables.setdefault(name, {})
        return section if isinstance(section, dict) else None

    def _add(self, path: list[str]) -> None:
        section, name = path[0], ".".join(path[1:])
        parts = self._section(section) if section in _ADDED and len(path) == 2 else None
        if section not in _ADDED or len(path) != 2:
            self.missed.add(name)
            near = get_close_matches(cut(section, 100), _ADDED, 1, 0.7) if len(path) == 2 else []
            meant = f"Did you mean: {near[0]}.{name}?" if near and near[0] != section else ""
            remedy = meant or f"Add one of {', '.join(f'{s}.NAME' for s in _ADDED)}."
            self._fault("N403", "add", f"{shown('.'.join(path))} cannot be added", remedy)
        elif parts is not None and name in parts:
            remedy = f'Use {{ set = "{section}.{name}.FIELD", to = ... }}, or another name.'
            self._fault("N404", "add", f"{section}.{name} is there already", remedy)
        elif parts is not None:
            parts[name] = copy.deepcopy({k: v for k, v in self.change.items() if k != "add"})

    def _part(self, path: list[str], verb: str) -> dict[str, Any] | None:
        """The table of the part that *path* begins with."""
        section, name = path[0], path[1] if len(path) > 1 else ""
        if section not in _ADDED:
            alone = section in _SETTABLE
            known = _ADDED if len(path) > 1 or verb == "remove" else (*_SETTABLE, *_ADDED)
            reason = f"{section} is no part" if alone else f"there is nothing called {shown(section)} to change"
            remedy = f'Write {{ set = "{section}", to = ... }}.' if alone else nearest(section, known)
            self._fault("N403", verb, reason, remedy)
            return None
        parts = self._section(section)
        if parts is None or (name not in parts and name in self.missed):
            return None  # for a fault that was noted
        if name not in parts:
            reason = f"there is no {SECTIONS[section]} {shown(name)}" if name else f"{section} is no part"
            self._fault("N403", verb, reason, nearest(name, parts) if name else f"Name one: {section}.NAME")
            return None
        return parts[name] if isinstance(parts[name], dict) else None

    def _remove(self, path: list[str]) -> None:
        if extra := [k for k in self.change if k != "remove"]:
            self._fault("N405", "", f"remove goes alone, without {cut(', '.join(extra), 100)}")
        elif len(path) > 2:
            self._fault("N403", "remove", f"{shown('.'.join(path))} is no part", f"Name one: {path[0]}.{path[1]}")
        elif self._part(path, "remove") is not None:
            del self.tables[path[0]][path[1]]

    def _set(self, path: list[str]) -> None:
        extra = [k for k in self.change if k not in ("set", "to", "evidence", "assumption")]
        if "to" not in self.change or extra:
            reason = f"set takes to, evidence and assumption, not {cut(', '.join(extra), 100)}"
            near = suggest(cut(extra[0], 100), ("to", "evidence", "assumption"), 1) if extra else ""
            remedy = near if near.startswith("Did") else "Write to = VALUE." if "to" not in self.change else ""
            self._fault("N405", "", reason if extra else "set needs the new value", remedy)
        elif len(path) == 1 and path[0] in _SETTABLE:
            if "evidence" in self.change or "assumption" in self.change:
                self._fault("N405", "", f"{path[0]} is no number: it has no evidence and no assumption")
            self.tables[path[0]] = copy.deepcopy(self.change["to"])
        elif (part := self._part(path, "set")) is not None and self._known(part, path):
            self._put(part, path[2:])

    def _known(self, part: Mapping[str, Any], path: list[str]) -> bool:
        """Is what *path* names, below the part, a field or a number that is there?"""
        record, fields = SECTIONS[path[0]], path[2:]
        known = [f.field for f in fields_of(record)]
        if len(fields) == 2 and fields[0] in NESTED and fields[0] in known:
            inner = part.get(fields[0], {})
            if isinstance(inner, dict) and fields[1] not in inner:
                remedy = nearest(fields[1], inner) or f"Set the whole of {'.'.join(path[:3])}."
                self._fault("N403", "set", f"this {record} has no {shown('.'.join(fields))}", remedy)
            return isinstance(inner, dict) and fields[1] in inner
        if len(fields) == 1 and fields[0] in known:
            return True
        reason = f"a {record} has no {shown('.'.join(fields))}" if fields else "a whole part cannot be set"
        self._fault("N403", "set", reason, nearest(".".join(fields), known) if fields else "Name a field of it.")
        return False

    def _put(self, part: dict[str, Any], fields: list[str]) -> None:
        value = copy.deepcopy(self.change["to"])
        self._spread(part, fields)
        if len(fields) == 2:
            part[fields[0]][fields[1]] = value
        else:
            part[fields[0]] = value
        gone = [".".join(fields)]
        for one, other in (("start", "stages"), ("stages", "start")):
            if fields == [one] and part.pop(other, None) is not None:
                gone.append(other)  # the new one takes the other's place
        for table, word in (("evidence", "evidence"), ("assumptions", "assumption")):
            said = part.get(table, {})
            if isinstance(said, dict) and fields != [table]:
                kept = {k: v for k, v in flat(said, table).items() if not _about(k, gone)}
                new = {gone[0]: copy.deepcopy(self.change[word])} if word in self.change else {}
                if kept or new or table in part:
                    part[table] = kept | new

    def _spread(self, part: dict[str, Any], fields: list[str]) -> None:
        """What was said of all stages together stays with those that are not changed."""
        for table in ("evidence", "assumptions") if len(fields) == 2 else ():
            said = part.get(table)
            if isinstance(said, dict) and fields[0] in said and isinstance(part.get(fields[0]), dict):
                each = flat(said, table)
                if fields[0] in each:
                    whole = each.pop(fields[0])
                    part[table] = {f"{fields[0]}.{n}": whole for n in part[fields[0]]} | each


def _about(key: str, fields: list[str]) -> bool:
    """Is *key*, of evidence, one of the fields, or a number in one?"""
    return any(key == f or key.startswith(f"{f}.") for f in fields)
