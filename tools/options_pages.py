"""What the cog blocks on options call; see doc_pages and production_pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

EXAMPLES: dict[str, tuple[str, ...]] = {
    "compare": ("compare rockets.toml --cases",),
    "explain": ("explain made-in-taiwan --network rockets.toml",),
    "breakeven": ("breakeven taiwan-motors --vary sources.motor-taiwan.stages.qualification --network rockets.toml",),
    "sensitivity": ("sensitivity rockets.toml taiwan-motors", "sensitivity rockets.toml baseline --case taiwan"),
    "approvals": ("approvals --as-of 2026-11-30", "approvals component-supply --as-of 2026-11-30"),
}
DOCUMENTS: dict[str, str] = {
    "jointline compare": "comparison", "jointline explain": "explanation", "jointline breakeven": "breakeven",
    "jointline sensitivity": "sensitivity",
    "jointline approvals": "approvals", "jointline approvals (no option)": "approval_routes",
}  # fmt: skip

DAY, DRAWS = "2026-11-30", 1_024  # of every figure on the pages of the shipped options


@cache
def _raw() -> dict[str, Any]:
    from jointline.ledger.ledger import Ledger
    from jointline.network.shipped import shipped_network

    return shipped_network("taiwan", DAY, Ledger("none.sqlite"))


@cache
def _compared() -> Any:
    from jointline.options.compare import compare

    return compare(_raw(), draws=DRAWS)


def overview() -> str:
    """The shipped options in one table: what each saves, and its page."""
    from doc_pages import table

    def row(o: Any) -> Iterable[object]:
        spread = f"{o.value_months_p10:,.0f} / {o.value_months_p50:,.0f} / {o.value_months_p90:,.0f}"
        return (f"[{o.option}](options/{o.option}.md)", o.title, o.mode, spread, f"{o.weighted_final_months_p50:.1f}",
                f"{100 * o.earlier_share:.0f} %", f"{100 * o.later_share:.0f} %", o.clears_p50 or "beyond")  # fmt: skip

    found = _compared()
    head = (
        "option",
        "in words",
        "mode",
        "backlog avoided, US$ million x months (P10 / P50 / P90)",
        "months, by value (P50)",
        "earlier",
        "later",
        "clear by (P50)",
    )
    base = f"Month 0 is {found.as_of}, {DRAWS:,} draws, seed 0. Without any option the last case is complete in {found.baseline_clears_p50} (P50)."
    return f"\n{base}\n{table(head, (row(o) for o in found.options))}"


def option_page(name: str) -> str:
    """One shipped option: what it changes and on what each number rests, what it gives, why."""
    from doc_pages import table
    from jointline.options.explain import explain
    from jointline.report.options import needs_text

    option, found = _raw()["options"][name], next(o for o in _compared().options if o.option == name)
    page = f"\n# {option['title']}\n\n`{name}`, mode {option['mode']}. {option['note']}\n\n"
    page += "[All options](../options.md)" + (
        f" · [its way through the law](../approvals.md#{option['route']})\n" if "route" in option else "\n"
    )
    if "combine" in option:
        page += f"\nIt makes the changes of {', '.join(f'[{n}]({n}.md)' for n in option['combine'])}, in this order.\n"
    else:
        page += f"\n## What it changes\n{table(('what', 'to', 'rests on'), _changes(option['changes']))}"
        page += f"{needs_text(found.needs)[:1].upper()}{needs_text(found.needs)[1:]}.\n"
    page += f"\n## What it saves\n\nOn {DAY}, {DRAWS:,} draws, seed 0:\n"
    rows = [(c.case, c.baseline_final_p50 or "beyond", c.option_final_p50 or "beyond", f"{c.final_saved_months_p10:g} / {c.final_saved_months_p50:g} / {c.final_saved_months_p90:g}",
             f"{100 * c.earlier_share:.0f} %", f"{100 * c.later_share:.0f} %") for c in sorted(found.cases, key=lambda c: -abs(c.final_saved_months_mean))
            if abs(c.final_saved_months_mean) >= 0.05][:10]  # fmt: skip
    page += (
        table(
            (
                "case",
                "complete without it (P50)",
                "with it (P50)",
                "months saved (P10 / P50 / P90)",
                "earlier",
                "later",
            ),
            rows,
        )
        if rows
        else "\nNo case by as much as 0.05 months on average.\n"
    )
    others = [
        (d.order, d.customer, f"{d.later_months_p10:g} / {d.later_months_p50:g} / {d.later_months_p90:g}")
        for d in found.others
        if d.later_months_mean >= 0.05
    ][:6]
    if others:
        page += f"\nWho waits longer for it:\n{table(('order', 'customer', 'months later (P10 / P50 / P90)'), others)}"
    told = explain(name, _raw(), draws=DRAWS)
    sentences = "\n".join(f"- {r.text}" for r in told.reasons)
    return f"{page}\n## Why\n\nIt {told.verdict}.\n\n{sentences}\n\n"


def _changes(changes: list[dict[str, Any]]) -> Iterable[tuple[str, str, str]]:
    """What an option changes, one number a row, with what it rests on."""
    from doc_pages import code
    from jointline.network.numbers import parse_number

    def written(value: object) -> str:
        try:
            return parse_number(value).text()
        except ValueError:
            return f"{len(value)} batches, the last {value[-1]}" if isinstance(value, list) else str(value)

    shown = changes if len(changes) <= 12 else [*changes[:8], None]
    for change in shown:
        if change is None:
            yield f"and {len(changes) - 8} more of the same kind", "", ""
            continue
        if "set" in change:
            yield code(change["set"]), written(change["to"]), _basis(change.get("evidence"), change.get("assumption"))
            continue
        said, assumed = change.get("evidence", {}), change.get("assumptions", {})
        place = change["add"]
        for key, value in change.items():
            if key == "stages":
                for stage, months in value.items():
                    yield (
                        code(f"{place}.stages.{stage}"),
                        f"{written(months)} months",
                        _basis(said.get(f"stages.{stage}"), assumed.get(f"stages.{stage}")),
                    )
            elif key not in ("add", "evidence", "assumptions"):
                yield code(f"{place}.{key}"), written(value), _basis(said.get(key), assumed.get(key))


def _basis(said: dict[str, str] | None, assumed: str | None) -> str:
    """Evidence, assumption or both, as a cell."""
    parts = (
        [
            f"evidence: {said.get('said_by') or 'unnamed'}, {said.get('stated_on', 'undated')} ({said.get('standing', 'no standing given')}), {said['source']}"
        ]
        if said
        else []
    )
    return "; ".join([*parts, *([f"assumption: {assumed}"] if assumed else [])])


def precedents() -> str:
    """Observed durations, and apart from them planned ones, with who is in no figure."""
    from doc_pages import table
    from jointline.ledger.ledger import Ledger
    from jointline.network.precedents import FIRST_UNIT, STARTED, durations

    ledger, page = Ledger("none.sqlite"), ""
    for event, words in ((STARTED, "start of production"), (FIRST_UNIT, "first unit")):
        page += f"\n### From agreement to {words}\n"
        rows = []
        for kind in ("licensed_production", "final_assembly", "component_supply", "co-development"):
            found = durations(ledger, date.fromisoformat(DAY), [kind], event)
            for status, group in (("observed", found.observed), ("planned", found.planned)):
                rows += [
                    (
                        kind,
                        d.precedent,
                        d.product,
                        d.country,
                        status,
                        f"{d.months}" + (f" ± {d.within}" if d.within else ""),
                    )
                    for d in group
                ]
            rows.append((kind, f"{len(found.silent)} more have no such date", "", "", "in no figure", ""))
            if found.unresolved:
                rows.append((kind, ", ".join(found.unresolved), "", "", "dates too coarse", ""))
        page += table(("kind", "precedent", "product", "made in", "status", "months"), rows)
    return page
