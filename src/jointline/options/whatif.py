"""One changed number, answered at once: the baseline's draws are made once and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jointline.network.load import load_network
from jointline.network.parts import BASELINE, Network
from jointline.options.compare import Compared, comparison
from jointline.options.runs import Given, Runs, run_networks
from jointline.options.vary import with_numbers


@dataclass(frozen=True, slots=True)
class Prepared:
    """A network and an option with the baseline's draws made: what ``what_if`` starts from."""

    network: Network
    option: str
    runs: Runs


def prepare(network: Given = "taiwan", option: str = BASELINE, *, draws: int = 2_000, seed: int = 0) -> Prepared:
    """Make the baseline's draws once, so that each ``what_if`` only runs what it changes.

    option: the changes that every what-if starts from (``a+b``: both). Raises ``JointlineError``.
    """
    base = load_network(network)
    with_numbers(base, option, {})  # an unknown option is told now
    return Prepared(base, option, run_networks(base, [BASELINE], [base], draws, seed))


def what_if(prepared: Prepared, numbers: Mapping[str, Any]) -> Compared:
    """The option with some numbers set anew, against the baseline, draw by draw.

    numbers: path -> value, a number or a distribution (``{"lines.x.rate_max": 50}``,
    ``{"lines.x.stages.approvals": {"pert": [6, 12, 24]}}``). Raises ``JointlineError``.
    """
    held = prepared.runs
    made = with_numbers(prepared.network, prepared.option, numbers)
    run = run_networks(prepared.network, [prepared.option], [made], held.draws, held.seed, like=held).runs[0]
    return comparison(replace(held, runs=(held.runs[0], run))).options[0]
