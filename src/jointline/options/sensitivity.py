"""Which uncertain numbers drive the answer of an option, which of them nobody has published, and what finding out
would be worth."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.errors import JointlineError, suggest
from jointline.network.parts import BASELINE, NamedNumber
from jointline.options.afresh import total_afresh
from jointline.options.finding_out import width, width_if_known, worth_of_certainty, worth_of_knowing
from jointline.options.indices import LEAST_DRAWS, Indices, first_and_total
from jointline.options.runs import Given, Runs, find_unit, run_options
from jointline.sentences import list_part, name_part, percent_part, says
from jointline.shown import Shown
from jointline.simulate.draws import quantile, whole
from jointline.simulate.months import quantiles
from jointline.simulate.run import Progress, run_card
from jointline.simulate.streams import uniforms

Floats = NDArray[np.float64]
MEASURES = {"value-months": "US$ million x months", "months": "months"}
_WHOLE = ("months", "moment", "units")
_FEW = 512  # draws below which shares are rough
_UNTOLD = 0.03  # of the variance, beyond which the strongest numbers are drawn afresh
_BASES = 4  # runs that tell what the sourced and the assumed numbers hold
_AROUND, _ASSUMED = "evidence, spread assumed", "assumption"
_BASIS = ("said_by", "source", "statement", "assumption")


@dataclass(frozen=True, slots=True)
class SensitivityRow:
    """One uncertain number. ``first``, ``total``: its shares of the variance; ``direction``: what a higher number does
    to the answer; the rest in the answer's unit."""

    name: str
    value: str
    unit: str
    status: str
    first: float
    first_se: float
    total: float
    total_se: float
    afresh: bool
    direction: str
    rank_correlation: float
    spread_if_known: float
    narrower_share: float | None
    worth_of_knowing: float | None
    worth_of_knowing_se: float | None
    said_by: str | None
    source: str | None
    statement: str | None
    assumption: str | None


@dataclass(frozen=True, slots=True)
class Sensitivity(Shown):
    """The uncertain numbers behind one answer, the strongest first; shares of its variance by what they rest on."""

    network: str
    option: str
    title: str
    question: str
    measure: str
    unit: str
    case: str | None
    as_of: str
    draws: int
    mean: float
    p10: float
    p50: float
    p90: float
    spread: float
    at: float | None
    better_share: float | None
    beyond_share: float
    sourced_share: float
    sourced_share_se: float
    assumed_share: float
    assumed_share_se: float
    together_share: float
    together_share_se: float
    unexplained_share: float
    unexplained_share_se: float
    assumption_share: float
    spread_assumed_share: float
    worth_of_knowing_all: float | None
    worth_of_knowing_assumed: float | None
    numbers: int
    numbers_assumed: int
    drawn_afresh: int
    sentences: tuple[str, ...]
    rows: tuple[SensitivityRow, ...]
    warnings: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


def sensitivity(
    network: Given = "taiwan", option: str = BASELINE, *, measure: str | None = None, case: str | None = None,
    at: float = 0.0, draws: int = 4_096, seed: int = 0, policy: str | None = None, afresh: int = 12,
    workers: int | None = None, progress: Progress | None = None,
) -> Sensitivity:  # fmt: skip
    """Which uncertain numbers drive what *option* gains over the baseline, draw by draw.

    measure: ``value-months`` (US$ million times months of backlog avoided; the default) or ``months`` (saved on final
    delivery, cases weighted by value; the default with a case). case: this case alone (its id or short name, or an
    order of it). With the option ``baseline`` the answer is not a gain but the thing itself: months to final delivery,
    or value times these. at: the least gain that makes the option worth it. A delivery beyond the horizon counts as at
    the horizon.

    The shares come out of the draws that ``compare`` makes with the same seed (see ``first_and_total``). Where these
    leave more than 3 % of the variance untold, the *afresh* numbers that seem strongest are each drawn afresh in a run
    of their own, which gives their totals, and so are the sourced and the assumed ones (0: never). A number is *sourced* where somebody published its spread, else *assumed*, be it an
    assumption outright or a spread put around a published number. Raises ``JointlineError``.
    """
    measure = ("months" if case else "value-months") if measure is None else measure
    if measure not in MEASURES:
        raise JointlineError(
            says("there is no measure {measure!r}", measure=measure), remedy=suggest(str(measure), MEASURES)
        )
    if not np.isfinite(at):
        raise JointlineError(says("at is a number, not {at}", at=at))
    if isinstance(afresh, bool) or not isinstance(afresh, int) or afresh < 0:
        raise JointlineError(says("afresh is a whole number of at least 0, not {afresh!r}", afresh=afresh))
    if isinstance(draws, int) and 1 <= draws < LEAST_DRAWS:
        raise JointlineError(says("{draws} draws are too few to tell where a spread comes from", draws=draws),
                             remedy=says("Ask for at least {least_draws}.", least_draws=LEAST_DRAWS))  # fmt: skip
    runs = run_options(network, [option], draws, seed, policy=policy, workers=workers, progress=progress)
    chosen = [find_unit(runs, case)] if case else list(range(len(runs.units)))
    y, beyond = _answer(runs, chosen, measure)
    numbers, x = _inputs(runs)
    found = first_and_total(x, y)
    gain = len(runs.runs) > 1
    rows = [_row(n, i, x, y, found, at if gain else None) for i, n in enumerate(numbers)]
    rows.sort(key=lambda r: (-r.total, -r.first, r.name))
    shares = _by_basis(found, numbers)
    again = afresh if found.unexplained > _UNTOLD else 0

    done = 0

    def total(names: Collection[str]) -> tuple[float, float]:
        nonlocal done
        if progress:  # the runs that follow the first one: each number in turn, then the two groups
            progress(done * draws, (min(again, len(rows)) + _BASES) * draws)
        done += 1
        return total_afresh(runs, lambda r: _answer(r, chosen, measure)[0], names, workers)

    if again:
        rows = [_drawn_afresh(r, *total([r.name])) if k < again else r for k, r in enumerate(rows)]
        rows.sort(key=lambda r: (-r.total, -r.first, r.name))
        shares = _by_basis_afresh(numbers, total)
    assumed = [i for i, n in enumerate(numbers) if n.spread_is_assumed]
    p10, p50, p90 = quantiles(y)
    part = runs.base.options.get(option)
    values: dict[str, Any] = {
        "network": runs.base.title, "option": option, "title": part.title if part else "",
        "question": _question(runs, chosen, measure, case is not None), "measure": measure, "unit": MEASURES[measure],
        "case": runs.units[chosen[0]] if case else None, "as_of": runs.base.as_of, "draws": draws,
        "mean": _figure(y.mean()), "p10": _figure(p10), "p50": _figure(p50), "p90": _figure(p90),
        "spread": _figure(width(y)), "at": float(at) if gain else None,
        "better_share": round(float((y > at).mean()), 4) if gain else None, "beyond_share": round(beyond, 4),
        **shares,
        "worth_of_knowing_all": _figure(worth_of_certainty(y, at)) if gain else None,
        "worth_of_knowing_assumed": _worth_assumed(rows, worth_of_knowing(found, assumed, y, at)[0]) if gain else None,
        "numbers": len(numbers), "numbers_assumed": len(assumed),
        "drawn_afresh": min(again, len(rows)),
    }  # fmt: skip
    return Sensitivity(
        **values, sentences=_sentences(values, rows), rows=tuple(rows), warnings=_warnings(runs, chosen, values, found.unexplained, y),
        run=run_card(runs.base, draws, seed, "sobol", policy),
    )  # fmt: skip


def _answer(runs: Runs, chosen: list[int], measure: str) -> tuple[Floats, float]:
    """The answer asked about (draw,), and the share of draws in which some delivery of it is beyond the horizon."""
    if not chosen:
        raise JointlineError(says("nothing is owed to the customer of this network"), where=runs.base.file)
    values = np.nan_to_num(runs.values[chosen])
    if measure == "value-months" and not values.any():
        raise JointlineError(says("no value is known of what is asked about"), where=runs.base.file,
                             remedy=says("Ask for months instead (measure months), or give the case a value_usd_m."))  # fmt: skip
    weights = values if values.any() else np.ones(len(chosen))
    if measure == "months":
        weights = weights / weights.sum()
    finals = [r.final[:, chosen].astype(float) for r in runs.runs]
    counts = weights > 0
    beyond = np.any([(f[:, counts] >= runs.horizon).any(axis=1) for f in finals], axis=0)
    months = finals[0] - finals[1] if len(finals) > 1 else finals[0]
    return months @ weights, float(beyond.mean())


def _inputs(runs: Runs) -> tuple[list[NamedNumber], Floats]:
    """Every uncertain number of the baseline and the option, and its draws (draw, number).

    Where the option changes a number's distribution, both come of the same uniform draws, and these stand for it.
    """
    by_name: dict[str, NamedNumber] = {}
    moved: set[str] = set()
    for run in runs.runs:
        for name, n in run.network.numbers.items():
            if not n.number.is_fixed:
                if name in by_name and by_name[name].number != n.number:
                    moved.add(name)
                by_name[name] = n
    u = uniforms(runs.seed, list(by_name), 0, runs.draws)
    x = np.empty((runs.draws, len(by_name)))
    for i, n in enumerate(by_name.values()):
        values = u[i] if n.name in moved else quantile(n.number, u[i])
        x[:, i] = whole(values) if n.type in _WHOLE and n.name not in moved else values
    return list(by_name.values()), x


def _row(n: NamedNumber, i: int, x: Floats, y: Floats, found: Indices, at: float | None) -> SensitivityRow:
    """The row of input *i*; *at* None: there is no decision."""
    rank = _rank_correlation(x[:, i], y)
    tells = abs(rank) > 3 / np.sqrt(len(y))
    better = (rank > 0) == (at is not None)  # without a decision the answer is a wait: less of it is better
    spread, known = width(y), width_if_known(x[:, i], y)
    worth, error = (None, None) if at is None else map(_figure, worth_of_knowing(found, [i], y, at))
    first, first_se, total, total_se = (
        round(float(v[i]), 4) + 0.0 for v in (found.first, found.first_se, found.total, found.total_se)
    )
    return SensitivityRow(
        name=n.name, value=n.number.text(), unit=n.unit, status=_ASSUMED if n.status == "default" else n.status,
        first=first, first_se=first_se, total=total, total_se=total_se, afresh=False,
        direction=("helps" if better else "hurts") if tells else "neither", rank_correlation=round(rank, 3) + 0.0,
        spread_if_known=_figure(min(known, spread)),
        narrower_share=round(max(0.0, 1 - known / spread), 4) if spread > 0 else None,
        worth_of_knowing=worth, worth_of_knowing_se=error,
        **{what: (getattr(n.basis, what) or None) if n.basis else None for what in _BASIS},
    )  # fmt: skip


def _worth_assumed(rows: list[SensitivityRow], together: float) -> float:
    """Of all assumed numbers: not less than the one that is worth most, which the fit of them all may miss by a hair."""
    return max(_figure(together), *(r.worth_of_knowing or 0.0 for r in rows if r.status != "evidence"), 0.0)


def _rank_correlation(x: Floats, y: Floats) -> float:
    """Spearman's, ties at their middle rank; 0 where one of them does not vary."""
    ranks = []
    for values in (x, y):
        _, codes, counts = np.unique(values, return_inverse=True, return_counts=True)
        if len(counts) < 2:
            return 0.0
        ranks.append((np.cumsum(counts) - (counts - 1) / 2)[codes.reshape(-1)])
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _by_basis(found: Indices, numbers: list[NamedNumber]) -> dict[str, float]:
    """Shares of the variance, with standard errors: of sourced spreads, of assumed ones, of both together."""
    whole_split = found.among([n.spread_is_assumed for n in numbers])
    shares = {}
    keys = {"sourced": {False}, "assumed": {True}, "together": {False, True}}
    for name, labels in keys.items():
        share, error = whole_split.get(frozenset(labels), (0.0, 0.0))
        shares[f"{name}_share"], shares[f"{name}_share_se"] = round(share, 4) + 0.0, round(error, 4)
    shares |= {"unexplained_share": round(found.unexplained, 4) + 0.0,
               "unexplained_share_se": round(found.unexplained_se, 4)}  # fmt: skip
    finer = found.among(
        [n.status if n.spread_is_assumed and n.status == _AROUND else n.spread_is_assumed for n in numbers]
    )
    shares["assumption_share"] = round(finer.get(frozenset([True]), (0.0, 0.0))[0], 4) + 0.0
    shares["spread_assumed_share"] = round(finer.get(frozenset([_AROUND]), (0.0, 0.0))[0], 4) + 0.0
    return shares


def _drawn_afresh(row: SensitivityRow, total: float, error: float) -> SensitivityRow:
    return replace(row, total=round(total, 4) + 0.0, total_se=round(error, 4), afresh=True)


def _by_basis_afresh(
    numbers: list[NamedNumber], total: Callable[[Collection[str]], tuple[float, float]]
) -> dict[str, float]:
    """As ``_by_basis``: what some numbers hold without the others is what is left when the others are drawn afresh."""
    outright = [n.name for n in numbers if n.spread_is_assumed and n.status != _AROUND]
    around = [n.name for n in numbers if n.spread_is_assumed and n.status == _AROUND]
    sourced = [n.name for n in numbers if not n.spread_is_assumed]
    with_sourced, with_assumed = total(sourced), total([*outright, *around])
    alone = {"assumption_share": 1 - total([*sourced, *around])[0] if outright else 0.0,
             "spread_assumed_share": 1 - total([*sourced, *outright])[0] if around else 0.0}  # fmt: skip
    shares = {"sourced_share": 1 - with_assumed[0] if sourced else 0.0, "sourced_share_se": with_assumed[1] if sourced else 0.0,
              "assumed_share": 1 - with_sourced[0], "assumed_share_se": with_sourced[1]}  # fmt: skip
    shares["together_share"] = 1 - shares["sourced_share"] - shares["assumed_share"]
    shares["together_share_se"] = float(np.hypot(with_sourced[1], shares["sourced_share_se"]))
    shares |= {"unexplained_share": 0.0, "unexplained_share_se": 0.0, **alone}
    return {k: round(v, 4) + 0.0 for k, v in shares.items()}


def _question(runs: Runs, chosen: list[int], measure: str, one: bool) -> str:
    gain = len(runs.runs) > 1
    if one:
        case = name_part("case", runs.units[chosen[0]])
        if measure == "months":
            told = says("months to the final delivery of {case}", case=case)
            return says("months saved on the final delivery of {case}", case=case) if gain else told
        told = says("value-months of backlog of {case}", case=case)
        return says("value-months of backlog of {case} avoided", case=case) if gain else told
    if measure == "months":
        told = says("months to final delivery, cases weighted by value")
        return says("months saved on final delivery, cases weighted by value") if gain else told
    return says("value-months of backlog avoided") if gain else says("value-months of backlog")


def _sentences(v: dict[str, Any], rows: list[SensitivityRow]) -> tuple[str, ...]:
    """What there is to say, in the order in which a reader wants to know it."""
    if v["spread"] == 0 and v["p10"] == v["mean"]:
        return (says(
            "Every draw gives the same answer, {mean:,.6g} {unit}: there is no spread to explain.",
            mean=v["mean"], unit=name_part("unit", v["unit"]),
        ),)  # fmt: skip
    both = max(0.0, v["assumed_share"] - v["assumption_share"] - v["spread_assumed_share"])
    said = [says(
        "{assumed} of the spread comes from assumptions nobody has published: {numbers} from numbers that are assumed, "
        "{spreads} from spreads put around a published number, {both} from those two in combination.",
        assumed=_percent(v["assumed_share"]), numbers=_percent(v["assumption_share"]),
        spreads=_percent(v["spread_assumed_share"]), both=_percent(both),
    )]  # fmt: skip
    said.append(says(
        "{sourced} comes from spreads that somebody published, {together} from published and assumed ones in "
        "combination; {unexplained} could not be told apart.",
        sourced=_percent(v["sourced_share"]), together=_percent(v["together_share"]),
        unexplained=_percent(v["unexplained_share"]),
    ))  # fmt: skip
    top = rows[0]
    said.append(says(
        "The strongest number is {number} ({value} {unit}, {status}): known, it would take {share} of the variance away.",
        number=name_part("number", top.name), value=name_part("distribution", top.value), unit=name_part("unit", top.unit), status=name_part("number_status", top.status),
        share=_percent(top.first),
    ))  # fmt: skip
    if v["better_share"] is None:
        return tuple(said)
    if v["worth_of_knowing_all"] == 0:
        which = says("never below") if v["mean"] > v["at"] else says("never above")
        said.append(says(
            "The option's gain is {which} {at:,.6g} {unit} in {draws:,} draws: finding a number out would not change the "
            "choice, so for the decision it is worth 0. It would still narrow the answer.",
            which=says("always") if v["mean"] == v["at"] else which, at=v["at"], unit=name_part("unit", v["unit"]),
            draws=v["draws"],
        ))  # fmt: skip
        return tuple(said)
    best = max(rows, key=lambda r: (r.worth_of_knowing or 0, r.name))
    said.append(says(
        "The option's gain is above {at:,.6g} in {share} of the draws. To know everything before choosing would be worth "
        "{all:,.6g} {unit}; all assumed numbers, {assumed:,.6g}.",
        at=v["at"], share=_percent(v["better_share"]), all=v["worth_of_knowing_all"], unit=name_part("unit", v["unit"]),
        assumed=v["worth_of_knowing_assumed"],
    ))  # fmt: skip
    if best.worth_of_knowing:
        said.append(
            says(
                "One number alone: {number}, {worth:,.6g}.",
                number=name_part("number", best.name),
                worth=best.worth_of_knowing,
            )
        )
    else:
        said.append(says("No number alone would change the choice."))
    return tuple(said)


_RARE = 0.05  # share of draws that differ, below which shares of their variance say little


def _warnings(runs: Runs, chosen: list[int], v: dict[str, Any], untold: float, y: Floats) -> tuple[str, ...]:
    found, untold = [], min(1.0, untold)
    moved = float((y != np.median(y)).mean())
    if 0 < moved < _RARE:
        found.append(
            says(
                "The answer differs in {share} of the draws alone, and all shares are of those: they are rough.",
                share=_percent(moved),
            )
        )
    if v["draws"] < _FEW:
        found.append(says("{n} draws are few: shares are rough. Ask for {few} or more.", n=v["draws"], few=_FEW))
    elif v["draws"] < 3 * v["numbers"]:
        found.append(says("{n} draws are few for {numbers} uncertain numbers.", n=v["draws"], numbers=v["numbers"]))
    if v["beyond_share"]:
        found.append(
            says(
                "In {share} of the draws a delivery is beyond the horizon and counts as at it.",
                share=_percent(v["beyond_share"]),
            )
        )
    if v["drawn_afresh"]:
        found.append(says(
            "The draws alone left {share} of the variance untold: the {n} numbers that seemed strongest were drawn afresh "
            "in turn, and the shares by basis come of such runs.",
            share=_percent(untold), n=v["drawn_afresh"],
        ))  # fmt: skip
    elif untold > _UNTOLD:
        text = says(
            "{share} of the variance could not be laid to any number: totals are rough.", share=_percent(untold)
        )
        found.append(text)
    if unknown := [runs.units[k] for k in chosen if np.isnan(runs.values[k])]:
        if len(unknown) < len(chosen):
            cases = list_part([name_part("case", u) for u in unknown])
            found.append(says("No value is known of {cases}: it weighs nothing here.", cases=cases))
        elif len(chosen) > 1:
            found.append(says("No value is known of any case: all weigh alike."))
    return tuple(found)


def _percent(share: float) -> str:
    """A share in whole per cent that never rounds something to nothing or to all."""
    share = max(0.0, share)
    if 0 < share < 0.005:
        return says("under {share}", share=percent_part("1 %"))
    if 0.995 <= share < 1:
        return says("over {share}", share=percent_part("99 %"))
    return percent_part(f"{100 * share:.0f} %")


def _figure(value: float) -> float:
    return round(float(value), 3) + 0.0
