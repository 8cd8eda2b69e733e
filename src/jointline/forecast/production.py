"""The simulated Taiwan network: when lines, components and the queue would let each order be delivered.

A case's first delivery is the first of its orders' in a draw, its final delivery the last of its orders'; the forecast
is the share of draws by each month, given that nothing had come by the day (draws that say otherwise are dropped).
The network of a day uses no statement made later, but its recipe (which lines make what, the guesses where nobody
published a number) was written with what was known when the package was made: a back-test of this method is not blind.
Source: the model of simulate/ (docs/taiwan-network.md).
"""

from __future__ import annotations

import calendar

import numpy as np

from jointline.errors import NothingFound
from jointline.forecast.distribution import CELLS, competing
from jointline.forecast.method import Answer, View
from jointline.forecast.others import other_ends
from jointline.sentences import says, says_n

NAME = "production"
DRAWS = 1024
_FEWEST = 20  # draws that must be left


def forecasts(view: View, draws: int = DRAWS, seed: int = 0) -> dict[tuple[str, str], Answer]:
    """An answer for every target whose orders are in the network of the day."""
    from jointline.network.shipped import shipped_network
    from jointline.simulate.run import simulate

    try:
        data = simulate(shipped_network("taiwan", view.as_of, view.ledger), draws=draws, seed=seed, keep="draws")
    except NothingFound:
        return {}
    owed, of_case = data["owed"].values, data["case"].values.astype(str)
    months = {"first": data["first_delivery"].values[0], "final": data["final_delivery"].values[0]}
    whole_month = view.as_of.day == calendar.monthrange(view.as_of.year, view.as_of.month)[1]
    ends, found = other_ends(view), {}
    for t in view.targets:
        mine = np.flatnonzero((of_case == t.told.case.id) & (owed > 0))
        if not len(mine):
            continue
        at = np.where(np.isnan(months[t.event][:, mine]), np.inf, months[t.event][:, mine])
        month = at.min(axis=1) if t.event == "first" else at.max(axis=1)
        cell = month - whole_month  # month 0 is the running one
        left = cell[cell >= 0]
        if len(left) < _FEWEST:
            continue
        mass = np.bincount(left[left < CELLS].astype(int), minlength=CELLS) / len(left)
        dropped = 1 - len(left) / len(cell)
        basis = says_n(
            "{n} order in the simulated network, {left} of {draws} draws",
            "{n} orders in the simulated network, {left} of {draws} draws",
            len(mine), left=len(left), draws=draws,
        )  # fmt: skip
        if dropped >= 0.005:
            basis = says("{basis} ({share:.0%} would have come already)", basis=basis, share=dropped)
        dated = competing(view.as_of, mass, float(max(0.0, 1.0 - mass.sum())), ends)
        found[t.key] = Answer(dated, basis, (t.told.case.held["notified_on"].winner.id,))
    return found
