"""What the cog blocks of docs/approvals.md call: every rule, duration, step and note of the data, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from jointline.network.approvals_path import Note, Route, Rule, Took, approval_steps, notes, routes, rules, took
from jointline.options.approvals import ApprovalStep, approval_routes, approvals

DAY = "2026-11-30"  # of every total on the page
_READ = {"primary": "text read", "secondary": "an account read", "recalled": "**not read**", "guess": "own guess"}
_TO = {"taiwan": "Taiwan", "favoured": "favoured list", "all": "everyone"}


def overview() -> str:
    """Every route with its totals."""
    from doc_pages import table

    rows = (
        (f"[{r.route}](#{r.route})", r.title, r.mode, f"{r.shortest_months:g}", f"{r.usual_months:g}", f"{r.longest_months:g}", r.ends)
        for r in approval_routes(DAY).routes
    )  # fmt: skip
    return f"\nMonths, as of {DAY}:\n" + table(
        ("route", "in words", "mode", "shortest", "usual", "longest", "ends with"), rows
    )


def ways() -> str:
    """A section a route: its steps in order of their usual start."""
    return "\n" + "".join(_way(r) for r in routes().values())


def _way(way: Route) -> str:
    from doc_pages import table

    found = approvals(way.route, as_of=DAY)
    after = {s.step: [approval_steps()[p].title for p in s.after] for s in way.steps}

    def row(s: ApprovalStep) -> Iterable[object]:
        months = "—" if s.low_months is None else f"{s.low_months:g} / {s.mode_months:g} / {s.high_months:g}"
        usual = f"{s.starts_months:g} to {s.ends_months:g}" if s.counts else "in no total"
        return (f"**{s.title}**" if s.sets_the_total else s.title, s.who, s.needed, "; ".join(after[s.step]), months, usual,
                s.basis + (", unverified" if s.unverified else ""), s.why)  # fmt: skip

    head = ("step", "who acts", "needed", "waits for", "months", "usual path", "rests on", "why")
    text = f"### {way.route}\n\n{way.title}. {way.what}. {found.shortest_months:g} months at the least, usually "
    text += (
        f"{found.usual_months:g}, at the most {found.longest_months:g}; a law sets {found.statutory_days} days of it.\n"
    )
    if found.parallel:
        text += "Side by side: " + "; ".join(line.replace(": beside", " beside") for line in found.parallel) + ".\n"
    return text + table(head, (row(s) for s in found.steps))


def rule_pages() -> str:
    """A table a step of what holds and what held, in order of its beginning."""
    from doc_pages import table

    page = "\n"
    for step, what in approval_steps().items():
        own = [r for r in rules() if r.step == step and r.status == "in_force"]
        if own:
            page += f"### {what.title}\n\n{what.what}. Who acts: {what.who}.\n"
            page += table(_RULE_HEAD, (_rule_row(r) for r in own))
    return page


def not_in_force() -> str:
    """The bills and claims."""
    from doc_pages import table

    return table(("status", *_RULE_HEAD), ((r.status, *_rule_row(r)) for r in rules() if r.status != "in_force"))


_RULE_HEAD = ("what", "law", "for", "period", "US$ m: MDE / other / construction", "days", "read", "source", "remarks")


def _rule_row(r: Rule) -> Iterable[object]:
    began = "beginning not read" if not r.from_on else f"from {r.from_on}"
    began += " (recalled)" if r.from_confidence == "recalled" else ""
    period = f"{began}{f', until {r.until_on}' if r.until_on else ''}"
    period += f"; last read {r.last_read_on}" if r.last_read_on else ""
    amounts = [r.mde_usd_m, r.other_usd_m, r.construction_usd_m]
    money = " / ".join("—" if v is None else f"{v:g}" for v in amounts) if any(v is not None for v in amounts) else ""
    days = "" if r.days is None else f"{r.days} {r.day_kind}"
    return (r.what, r.law, _TO[r.applies_to], period, money, days, _READ[r.confidence], _at(r), r.note)


def _at(row: Rule | Took | Note) -> str:
    source = f"<{row.source}>" if row.source.startswith("http") else row.source
    statement = getattr(row, "statement", "")
    return source.strip("<>") + (f" (statement `{statement}`)" if statement else "")


def duration_table() -> str:
    """Every duration: those a total uses, and cases."""
    from doc_pages import table

    def row(t: Took) -> Iterable[object]:
        months = " / ".join("—" if m is None else f"{m:g}" for m in (t.low_months, t.mode_months, t.high_months))
        use = "in the totals" if t.use == "usual" else "beside"
        return (approval_steps()[t.step].title, months, t.what, t.basis, t.known_on or "always", use, _READ[t.confidence],
                _at(t), t.note)  # fmt: skip

    head = (
        "step",
        "months: low / mode / high",
        "what it is",
        "basis",
        "known from",
        "used",
        "read",
        "source",
        "remarks",
    )
    return table(head, (row(t) for t in took()))


def note_list(kind: str) -> str:
    """The notes of a kind (says, does not say, not known) as a list."""
    own = (n for n in notes() if n.kind == kind)
    lines = (f"- {n.text} ({n.law}; {_READ[n.confidence]}{f'; {_at(n)}' if n.source else ''})." for n in own)
    return "\n" + "\n".join(lines) + "\n\n"
