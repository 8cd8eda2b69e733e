"""How often a case ends otherwise: cancelled by the buyer, or converted into another.

A constant hazard of each, counted over all cases known on the day,

    hazard_k = (ends of kind k + 1/4) / months that cases are known to have been open.

The quarters are half an event shared by the two ends: the posterior mean under Jeffreys' prior for a rate
(Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, section 2.8). With one such end in the ledger it is a
guess with a floor.
"""

from __future__ import annotations

from jointline.backlog.counting import CANCELLED
from jointline.forecast.events import CONVERTED
from jointline.forecast.method import View
from jointline.forecast.survival.spells import months

_LEAST_MONTHS = 120.0  # at risk, while the ledger knows hardly any case
_PART = 0.25


def other_ends(view: View) -> dict[str, float]:
    """The hazard a month of ``cancelled`` and ``converted``, as known on the day."""
    return _hazards(view, at_risk_bounds(view)[0])


def bounds_of_ends(view: View) -> tuple[dict[str, float], dict[str, float]]:
    """The least and the most that those hazards can be, for the months at risk lie between two numbers."""
    least, most = at_risk_bounds(view)
    return _hazards(view, most), _hazards(view, least)


def at_risk_bounds(view: View) -> tuple[float, float]:
    """Fewest and most months that cases can have been open, by their dates."""
    fates = [t.fates["final"] for t in view.past("final")]
    fewest = sum(max(0.0, months(((f.low or f.open_on) - f.notified.high).days)) for f in fates)
    return fewest, sum(max(0.0, months(((f.high or f.open_on) - f.notified.low).days)) for f in fates)


def _hazards(view: View, at_risk: float) -> dict[str, float]:
    ended = [t.fates["final"].end for t in view.past("final")]
    return {k: (ended.count(k) + _PART) / max(at_risk, _LEAST_MONTHS) for k in (CANCELLED, CONVERTED)}


def count_of_ends(view: View) -> int:
    """How many cases are known to have been cancelled or converted."""
    return sum(t.fates["final"].end in (CANCELLED, CONVERTED) for t in view.told)
