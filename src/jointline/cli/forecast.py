"""The commands that look ahead, and back at how good that was: forecast, backtest, score."""

from __future__ import annotations

from pathlib import Path

import click

from jointline.cli.backlog import AS_OF
from jointline.cli.show import complete_case, json_option, show


def _methods(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from jointline.forecast.past import METHODS

    return [m for m in (*METHODS, "all") if m.startswith(incomplete)]


METHOD = click.option("--method", "methods", multiple=True, shell_complete=_methods, metavar="M",
                      help="blend, reference_class, promise_slip, production, official or all; repeatable.")  # fmt: skip


@click.command(short_help="When it will come.")
@click.argument("case", required=False, shell_complete=complete_case)
@AS_OF
@METHOD
@click.option("--register", metavar="FILE.csv", help="A trade register of your own in place of the shipped parameters.")
@click.option("--record", is_flag=True, help="Keep this forecast in the ledger, so that score can hold it to its word.")
@click.option("-o", "--output", metavar="CHART", help="Draw it into an .svg or .png file.")
@click.option("--csv", "table", metavar="OUT.csv", help="Write the rows as CSV, and a run card beside them (OUT.json).")
@json_option
def forecast(
    case: str | None, as_of: str | None, methods: tuple[str, ...], register: str | None, record: bool, output: str | None,
    table: str | None, as_json: bool,
) -> None:  # fmt: skip
    """First and final delivery of every open case (or of CASE, by every method): the months by whose end 10, 50 and 90
    per cent of such deliveries have come, how likely by the promised date and by each year's end, beside the latest
    promise. Only what had been said by the day is used; nothing lies before it.

    \b
    Examples:
      jointline forecast --as-of 2026-03-31
      jointline forecast hcds --as-of 2026-03-31 -o hcds.svg
    """
    from jointline.forecast.record import record as keep
    from jointline.forecast.table import forecast as make
    from jointline.forecast.write import write_forecast
    from jointline.report.charts.forecast import draw_forecast
    from jointline.report.charts.save import checked

    if output:
        checked(output)
    made = make(case, as_of, list(methods) or None, register=register)
    if output:
        draw_forecast(made, output)
    if table:
        write_forecast(made, Path(table))
    if record:
        new, there = keep(made)
        click.echo(f"{new} forecasts recorded, {there} were there already.", err=True)
    show(as_json, made.as_dict, "forecast_view", made)


@click.command(short_help="How good such forecasts have been.")
@click.option("--from", "first", metavar="MONTH", default="2018-01", show_default=True, help="First month.")
@click.option("--to", "last", metavar="MONTH", help="Last month. Default: where the ledger's knowledge ends.")
@METHOD
@click.option("--known-on", metavar="DATE", help="Score by what was known on this day. Default: where knowledge ends.")
@click.option("-o", "--output", metavar="CHART", help="Draw the reliability chart into an .svg or .png file.")
@json_option
def backtest(
    first: str, last: str | None, methods: tuple[str, ...], known_on: str | None, output: str | None, as_json: bool
) -> None:
    """Forecasts made anew at the end of each half-year from what had been said by then, scored by what is known now:
    CRPS, pinball loss, coverage of the 50 and 80 % ranges and bias, beside the promise taken at its word, with
    bootstrap ranges over cases. All methods but production, whose recipe was written later, unless it is named.

    \b
    Example:
      jointline backtest --from 2020-01
    """
    from jointline.forecast.backtest import backtest as make
    from jointline.report.charts.forecast import draw_backtest
    from jointline.report.charts.save import checked

    if output:
        checked(output)
    made = make(first, last, list(methods) or None, known_on=known_on)
    if output:
        draw_backtest(made, output)
    show(as_json, made.as_dict, "backtest_view", made)


@click.command(short_help="What became of recorded forecasts.")
@click.option("--known-on", metavar="DATE", help="By what was known on this day. Default: where knowledge ends.")
@click.option("--file", metavar="FORECASTS.csv", help="Score this file (forecast --csv) in place of the ledger's.")
@json_option
def score(known_on: str | None, file: str | None, as_json: bool) -> None:
    """Each recorded forecast held against what is known by now, with the scores of backtest.

    \b
    Example:
      jointline score --file docs/forecasts/2026-03-31.csv
    """
    from jointline.forecast.record import score as make

    made = make(known_on, file=file)
    show(as_json, made.as_dict, "score_view", made)
