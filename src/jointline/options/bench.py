"""Options chosen and numbers moved, answered at once: what the page's lab stands on.

Every answer meets the draws of one baseline. Networks, runs and answers are kept, so that a number that moves runs only the
options that have it, and of them the pieces (``pieces``) that it touches. A shared number moves the baseline too, and with it
everything that is held against it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.network.changes import members, steps, with_options
from jointline.network.load import load_network
from jointline.network.parts import BASELINE, Network
from jointline.options.compare import Compared, Comparison, comparison
from jointline.options.knobs import Knob, option_knobs, shared_knobs, shown
from jointline.options.pieces import Pieces
from jointline.options.runs import Given, Runs, run_networks
from jointline.options.vary import with_numbers, with_values
from jointline.sentences import name_part, says
from jointline.simulate.run import check_request

DRAWS = 1_024  # as the tables of the documentation have it
_BASELINES, _ANSWERS = 12, 400  # that are kept
Moved = Mapping[str, float]
_Key = tuple[Hashable, ...]


class Bench:
    """A network with its options ready to be asked. Threads may share it.

    >>> bench = Bench("taiwan", draws=64)
    >>> found = bench.compare(["stinger-taiwan"], {"lines.stinger-taiwan.start": 3})
    >>> found.options[0].value_months_mean > 0
    True
    """

    def __init__(self, network: Given = "taiwan", *, draws: int = DRAWS, seed: int = 0) -> None:
        check_request(draws, seed)
        self.base = load_network(network)
        self.draws, self.seed = draws, seed
        self.options: tuple[str, ...] = tuple(self.base.options)
        self._made = {name: with_options(self.base, [name]) for name in self.options}
        own = {name: option_knobs(self.base, name, self._made[name]) for name in self.options}
        self._knobs = {name: _merged(own[n] for n in (*members(self.base, name), name)) for name in self.options}
        self._shared = {name: shared_knobs(self.base, name, self._made[name]) for name in self.options}
        self._set = {
            name: {str(c["set"]) for _, _, c in steps(self.base, [name]) if "set" in c} for name in self.options
        }
        self._baselines: OrderedDict[_Key, Runs] = OrderedDict()
        self._answers: OrderedDict[_Key, Compared] = OrderedDict()
        self._pieces = Pieces(draws, seed)
        self._lock = threading.Lock()

    def knobs(self, options: Iterable[str]) -> tuple[Knob, ...]:
        """The numbers of the named options that may be moved, each once, those of the baseline last."""
        names = self.known(options)
        own = _merged(self._knobs[n] for n in names)
        mine = {k.key for k in own}
        return own + tuple(k for k in _merged(self._shared[n] for n in names) if k.key not in mine)

    def owners(self, key: str, options: Iterable[str]) -> tuple[str, ...]:
        """Those of the named options that have the number *key* as their own."""
        return tuple(n for n in options if any(k.key == key for k in self._knobs[n]))

    def known(self, options: Iterable[str]) -> tuple[str, ...]:
        """The options, each once. Raises ``JointlineError`` for one that the network has not got."""
        names = tuple(dict.fromkeys(options))
        for name in names:
            if name not in self._made:
                raise JointlineError(
                    says("there is no option {name!r}", name=name),
                    where=self.base.file,
                    remedy=suggest(name, self.options),
                )
        return names

    def checked(self, options: Sequence[str], moved: Moved) -> dict[str, float]:
        """The moves that count for these options. Raises ``JointlineError`` for a number that no option has, or that is
        out of its range."""
        every = {k.key: k for k in self.knobs(self.options)}
        here = {k.key: k for k in self.knobs(options)}
        kept = {}
        for key, value in moved.items():
            if key not in every:
                raise JointlineError(
                    says("there is no number {key!r} to move", key=key),
                    where=self.base.file,
                    remedy=suggest(key, every),
                )
            knob = here.get(key, every[key])
            if not knob.least <= value <= knob.most or (knob.whole and value != int(value)):
                ends = {
                    "low": shown(knob, knob.least),
                    "high": shown(knob, knob.most),
                    "unit": name_part("unit", knob.unit),
                }
                raise JointlineError(
                    says("{key} cannot be {value}", key=name_part("number", key, key), value=f"{value:g}"), where=self.base.file,
                    remedy=says("It is a whole number from {low} to {high} ({unit}).", **ends) if knob.whole else says("It goes from {low} to {high} ({unit}).", **ends),
                )  # fmt: skip
            if key in here:
                kept[key] = value
        return kept

    def compare(self, options: Sequence[str], moved: Moved | None = None) -> Comparison:
        """The options beside the baseline with some numbers moved. Raises ``JointlineError``."""
        names = self.known(options)
        if not names:
            raise JointlineError(
                says("there is no option to compare"), where=self.base.file, remedy=suggest("", self.options)
            )
        kept = self.checked(names, moved or {})
        knobs = {k.key: k for k in self.knobs(names)}
        shared = tuple(sorted((k, v) for k, v in kept.items() if knobs[k].shared))
        held = self._baseline(shared, knobs)
        keys: dict[str, _Key] = {}
        for name in names:
            mine = {k.key for k in self._knobs[name]}
            keys[name] = (name, shared, tuple(sorted((k, v) for k, v in kept.items() if k in mine)))
        with self._lock:
            found = {name: self._answers[key] for name, key in keys.items() if key in self._answers}
        missing = [name for name in names if name not in found]
        if missing:
            networks = [self._network(name, shared, dict(keys[name][2]), knobs) for name in missing]  # type: ignore[call-overload]
            runs = run_networks(self.base, missing, networks, self.draws, self.seed, like=held, kept=self._pieces)
            made = comparison(replace(held, runs=(held.runs[0], *runs.runs)))
            for answer in made.options:
                found[answer.option] = answer
                self._keep(self._answers, keys[answer.option], answer, _ANSWERS)
        else:
            made = comparison(held)
        return replace(made, options=tuple(found[name] for name in names))

    def settled(self, option: str, moved: Moved) -> dict[str, Any]:
        """The tables of a network in which the numbers stand as moved, with *option* alone: for what runs from tables."""
        self.known([option])
        kept = self.checked([option], moved)
        knobs = {k.key: k for k in self.knobs([option])}
        shared = {p: v for k, value in kept.items() if knobs[k].shared for p, v in knobs[k].settings(value).items()}
        base = with_numbers(self.base, BASELINE, shared) if shared else self.base
        own = [
            {"set": p, "to": v}
            for k, value in kept.items()
            if not knobs[k].shared
            for p, v in knobs[k].settings(value).items()
        ]
        tables = dict(base.raw)
        if own:
            given = tables["options"]
            tables["options"] = {
                **given,
                option: {**given[option], "changes": [*given[option].get("changes", ()), *own]},
            }
        return tables

    def _baseline(self, shared: tuple[tuple[str, float], ...], knobs: Mapping[str, Knob]) -> Runs:
        with self._lock:
            if shared in self._baselines:
                self._baselines.move_to_end(shared)
                return self._baselines[shared]
        network = self.base
        if shared:
            network = with_values(self.base, {p: v for k, value in shared for p, v in knobs[k].settings(value).items()})
        held = run_networks(self.base, [BASELINE], [network], self.draws, self.seed, kept=self._pieces)
        self._keep(self._baselines, shared, held, _BASELINES)
        return held

    def _network(
        self, name: str, shared: Iterable[tuple[str, float]], own: Moved, knobs: Mapping[str, Knob]
    ) -> Network:
        """The network that option *name* makes with the numbers as moved."""
        made = self._made[name]
        world = {p: v for k, value in shared for p, v in knobs[k].settings(value).items() if p not in self._set[name]}
        mine = {p: v for k, value in own.items() for p, v in knobs[k].settings(value).items()}
        begun = {
            p.removesuffix(".start") for p in mine if p.endswith(".start")
        }  # a start takes the place of the stages
        mine = {p: v for p, v in mine.items() if p.partition(".stages.")[0] not in begun or ".stages." not in p}
        if any(isinstance(v, list) for v in mine.values()):
            made = with_numbers(self.base, name, {p: v for p, v in mine.items() if isinstance(v, list)})
        return with_values(made, world | {p: v for p, v in mine.items() if not isinstance(v, list)})

    def _keep(self, kept: OrderedDict[_Key, Any], key: _Key, value: Any, most: int) -> None:
        with self._lock:
            kept[key] = value
            while len(kept) > most:
                kept.popitem(last=False)


def _merged(many: Iterable[Iterable[Knob]]) -> tuple[Knob, ...]:
    """Each number once, in the order met."""
    return tuple({k.key: k for knobs in many for k in knobs}.values())
