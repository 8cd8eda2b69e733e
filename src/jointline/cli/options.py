"""The commands on options: compare, explain, breakeven."""

from __future__ import annotations

import click

from jointline.cli.show import json_option, show
from jointline.cli.simulate import NETWORK, POLICY, SEED, progress_bar


@click.command(short_help="Options side by side against the baseline.")
@click.argument("file", metavar="[NETWORK]", default="taiwan", required=False)
@click.option(
    "--option", "options", multiple=True, metavar="NAME", help="Only this one (a+b: both); repeatable. Default: all."
)
@click.option("--draws", type=int, default=4_096, show_default=True, metavar="N", help="Draws.")
@SEED
@POLICY
@click.option("--workers", type=int, metavar="N", help="Threads. Default: one a core; the result is the same.")
@click.option("--cases", is_flag=True, help="Show the cases that each option moves, too.")
@click.option("-o", "--output", metavar="FILE", help="Draw the backlog each leaves: .svg, .png or .html.")
@json_option
def compare(
    file: str, options: tuple[str, ...], draws: int, seed: int, policy: str | None, workers: int | None, cases: bool,
    output: str | None, as_json: bool,
) -> None:  # fmt: skip
    """What each option of a network saves against its baseline, draw by draw on the same random numbers: months on
    first and final delivery, value-months of backlog avoided, how often it is earlier and how often later, when the
    backlog is clear, and what it takes.

    NETWORK is a TOML file (docs/networks.md) or the name taiwan, whose options docs/options.md describes.

    \b
    Examples:
      jointline compare
      jointline compare mine.toml --option licensed-gmlrs --cases -o options.svg
    """
    from jointline.options.compare import comparison, some
    from jointline.options.runs import run_options

    if output:
        from jointline.report.charts.save import checked

        checked(output)  # before the work, not after it
    with progress_bar(not as_json, draws) as progress:
        runs = run_options(file, options or None, draws, seed, policy=policy, workers=workers, progress=progress)
        found = comparison(some(runs), policy)
    if output:
        from jointline.report.charts.options import comparison_chart
        from jointline.report.charts.save import save_chart

        save_chart(comparison_chart(runs), output)
    show(as_json, found.as_dict, "comparison_view", found, cases)


@click.command(short_help="Why an option helps or not.")
@click.argument("option")
@NETWORK
@click.option("--case", metavar="NAME", help="Tell of this case alone.")
@click.option("--draws", type=int, default=2_048, show_default=True, metavar="N", help="Draws.")
@SEED
@POLICY
@json_option
def explain(
    option: str, network: str, case: str | None, draws: int, seed: int, policy: str | None, as_json: bool
) -> None:
    """Why an option helps or not, in plain sentences out of what binds in the simulation: assembly helps only where
    assembly binds, a component only where it is short, a place in the queue only where somebody is ahead. With when
    a new line can begin to count, and whom it delays.

    \b
    Examples:
      jointline explain stinger-taiwan
      jointline explain priority --case himars-2025
    """
    from jointline.options.explain import explain as make

    found = make(option, network, case=case, draws=draws, seed=seed, policy=policy)
    show(as_json, found.as_dict, "explanation_view", found)


@click.command(short_help="From where on an option is worth it.")
@click.argument("option")
@click.option("--vary", "vary", multiple=True, required=True, metavar="KEY",
              help="The number that moves (lines.NAME.rate_max, lines.NAME.start, lines.NAME.stages.STAGE ...); twice for a map.")  # fmt: skip
@NETWORK
@click.option("--target", type=click.Choice(["months", "probability"]), default="months", show_default=True,
              help="Judge by months saved, or by the share of draws that are earlier.")  # fmt: skip
@click.option(
    "--at", type=float, metavar="X", help="The least that is worth it. Default: 1 month, or half the draws (0.5)."
)
@click.option("--low", multiple=True, type=float, metavar="X", help="From where; once for each --vary.")
@click.option("--high", multiple=True, type=float, metavar="X", help="To where; once for each --vary.")
@click.option("--case", metavar="NAME", help="Judge by this case alone. Default: the cases the option is about.")
@click.option("--draws", type=int, default=1_024, show_default=True, metavar="N", help="Draws at each point.")
@SEED
@POLICY
@click.option("-o", "--output", metavar="FILE", help="Draw it: .svg, .png or .html.")
@json_option
def breakeven(
    option: str, vary: tuple[str, ...], network: str, target: str, at: float | None, low: tuple[float, ...],
    high: tuple[float, ...], case: str | None, draws: int, seed: int, policy: str | None, output: str | None, as_json: bool,
) -> None:  # fmt: skip
    """The value of a number at which an option stops being worth it: the start of a line, its rate, a stage, how many
    US-made parts go into a unit. Every point meets the same draws as the baseline.

    \b
    Examples:
      jointline breakeven stinger-taiwan --vary lines.stinger-taiwan.start
      jointline breakeven stinger-taiwan --vary lines.stinger-taiwan.start --vary lines.stinger-taiwan.rate_max -o map.svg
    """
    from jointline.options.breakeven import breakeven as make

    if output:
        from jointline.report.charts.save import checked

        checked(output)
    with progress_bar(not as_json, 1, "points") as progress:
        found = make(option, vary, network, target=target, at=at, low=low or None, high=high or None, case=case, draws=draws,
                     seed=seed, policy=policy, progress=progress)  # fmt: skip
    if output:
        from jointline.report.charts.options import breakeven_chart
        from jointline.report.charts.save import save_chart

        save_chart(breakeven_chart(found), output)
    show(as_json, found.as_dict, "breakeven_view", found)
