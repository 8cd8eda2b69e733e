"""The commands that read: backlog, case, why, changes, history."""

from __future__ import annotations

import click

from jointline.cli.show import complete_case, json_option, show

AS_OF = click.option(
    "--as-of", metavar="DATE", help="As known on this day (2023-11-30, 2023-11, 112-11-30). Default: today."
)


def _rules(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from jointline.backlog.rules import rule_names

    return [n for n in rule_names() if n.startswith(incomplete)]


def _askable(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from jointline.backlog.inspect import ALIASES, COMPUTED
    from jointline.ledger.properties import properties

    return [n for n in dict.fromkeys((*ALIASES, *COMPUTED, *properties())) if n.startswith(incomplete)]


RULE = click.option(
    "--rule", shell_complete=_rules, default="published", show_default=True, metavar="NAME",
                    help="Counting rule: published, owed, all, mnd, or a rule file of your own (.toml).")  # fmt: skip


@click.command(short_help="What Taiwan is still owed.")
@AS_OF
@RULE
@click.option("--category", metavar="C", help="Only this category: traditional, asymmetric, munitions, ...")
@click.option("--sort", type=click.Choice(["value", "age", "new"]), default="value", show_default=True,
              help="Within each category by value, longest wait first, or newest first.")  # fmt: skip
@click.option(
    "--rules", is_flag=True, help="One table of every counting rule instead (and of your own, given with --rule)."
)
@click.option("--as-recorded", metavar="DATE", help="Only statements this ledger held by this day.")
@json_option
def backlog(
    as_of: str | None, rule: str, category: str | None, sort: str, rules: bool, as_recorded: str | None, as_json: bool
) -> int:
    """What is approved and not delivered: the total, by category, then every case with its value, wait,
    status, latest promise (who gave it, when) and the last word on it.

    \b
    Examples:
      jointline backlog
      jointline backlog --as-of 2022-10-20 --sort age
      jointline backlog --rules
    """
    from jointline.backlog.rules import rule_names
    from jointline.backlog.table import backlog as make
    from jointline.backlog.table import compare_rules

    if rules:
        if category:
            raise click.UsageError("--rules shows whole backlogs: leave --category out")
        own = [] if rule in rule_names() else [rule]
        tables = compare_rules(as_of, own, as_recorded=as_recorded)

        data = {"as_of": tables[0].as_of, "rules": [_without_rows(t.as_dict()) for t in tables]}
        show(as_json, lambda: data, "rules_view", tables)
        return 0
    table = make(as_of, rule, category=category, sort=sort, as_recorded=as_recorded)
    show(as_json, table.as_dict, "backlog_view", table)
    return 0 if table.rows else 1


def _without_rows(table: dict[str, object]) -> dict[str, object]:
    return {k: v for k, v in table.items() if k != "rows"}


@click.command(short_help="One case, its trail of statements.")
@click.argument("name", shell_complete=complete_case)
@AS_OF
@json_option
def case(name: str, as_of: str | None, as_json: bool) -> None:
    """Everything said about one case in time order, promises against events (how often and how far the
    promised date moved), rival statements side by side, and what the case is called elsewhere.

    NAME is a short name (f16-block70), a case id, a transmittal number (19-50) or a name used elsewhere.

    \b
    Example:
      jointline case f16-block70
    """
    from jointline.backlog.inspect import case as make

    report = make(name, as_of)
    show(as_json, report.as_dict, "case_view", report)


@click.command(short_help="The statements behind a figure.")
@click.argument("name", metavar="CASE", shell_complete=complete_case)
@click.argument("property_", metavar="PROPERTY", shell_complete=_askable)
@AS_OF
@RULE
@json_option
def why(name: str, property_: str, as_of: str | None, rule: str, as_json: bool) -> None:
    """The statement that won, those set aside and the rule that decided, each with speaker, carriers,
    standing, date and address.

    PROPERTY is a property (docs/fields.md), or one of: value, counted (both by --rule), status, promise,
    contract, units, listed, notified.

    \b
    Example:
      jointline why f16-block70 final_delivery --as-of 2024-12-31
    """
    from jointline.backlog.inspect import why as make

    found = make(name, property_, as_of, rule=rule)
    show(as_json, found.as_dict, "why_view", found)


@click.command(short_help="What changed in a month.")
@click.argument("month", metavar="YYYY-MM")
@RULE
@json_option
def changes(month: str, rule: str, as_json: bool) -> None:
    """What entered, left, began delivery, slipped, was found late or corrected in a month, in sentences ready
    to paste, each with its source; totals before and after, and why they differ.

    \b
    Example:
      jointline changes 2024-10
    """
    from jointline.backlog.changes import changes as make

    found = make(month, rule)
    show(as_json, found.as_dict, "changes_view", found)


@click.command(short_help="The monthly series.")
@RULE
@click.option("--from", "first", metavar="MONTH", help="First month. Default: 2023-11, the first published list.")
@click.option("--to", "last", metavar="MONTH", help="Last month. Default: where the ledger's knowledge ends.")
@json_option
def history(rule: str, first: str | None, last: str | None, as_json: bool) -> None:
    """The total at each month's end, in all and by category, beside the published series; a difference is
    explained case by case.

    \b
    Example:
      jointline history --from 2024-10 --to 2025-01
    """
    from jointline.backlog.history import history as make

    found = make(rule, first, last)
    show(as_json, found.as_dict, "history_view", found)
