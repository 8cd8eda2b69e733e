"""The commands that run the model: simulate, why-late, bottleneck."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from jointline.cli.show import json_option, show

_Command = TypeVar("_Command", bound=Callable[..., Any])

NETWORK = click.option("--network", default="taiwan", show_default=True, metavar="NETWORK",
                       help="A network file, or the name of a shipped one.")  # fmt: skip
ONE_OPTION = click.option("--option", default="baseline", metavar="NAME", help="With this option (a+b: both).")
SEED = click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same result.")
POLICY = click.option("--policy", metavar="P", help="fifo, priority or pro_rata in place of the network's.")


def _draws(default: int) -> Callable[[_Command], _Command]:
    return click.option("--draws", type=int, default=default, show_default=True, metavar="N", help="Draws.")


@contextmanager
def progress_bar(wanted: bool, draws: int, what: str = "draws") -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error while draws (or points) are run, on a terminal alone."""
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn(f"{{task.completed:,.0f}} of {{task.total:,.0f}} {what}"),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("simulating", total=max(1, draws))
        yield lambda done, total: progress.update(task, completed=done, total=total)


@click.command(short_help="When each order is delivered.")
@click.argument("file", metavar="NETWORK")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Beside the baseline (a+b: both); repeatable.")
@_draws(10_000)
@SEED
@POLICY
@click.option("--sampling", type=click.Choice(["sobol", "random"]), default="sobol", show_default=True,
              help="Scrambled Sobol' draws, or plain random ones.")  # fmt: skip
@click.option("--workers", type=int, metavar="N", help="Threads. Default: one a core; the result is the same.")
@click.option("--deliveries", metavar="OUT.csv", help="Write every delivery: option,draw,order,month,units.")
@click.option("-o", "--output", metavar="RESULT.nc", help="Write the whole result as netCDF.")
@click.option("--all", "everyone", is_flag=True, help="Show other customers' orders too.")
@json_option
def simulate(
    file: str, options: tuple[str, ...], draws: int, seed: int, policy: str | None, sampling: str,
    workers: int | None, deliveries: str | None, output: str | None, everyone: bool, as_json: bool,
) -> None:  # fmt: skip
    """First and final delivery of every order: the months by which 10, 50 and 90 per cent of the draws have it,
    and the share of draws beyond the horizon; with how much of the spread is assumed.

    NETWORK is a TOML file (docs/networks.md) or the name taiwan. The first run on a machine compiles the model,
    which takes about ten seconds, on a busy machine half a minute.

    \b
    Examples:
      jointline simulate taiwan
      jointline simulate mine.toml --option licensed-gmlrs --draws 2000 --deliveries out.csv
    """
    from jointline.simulate.output import check_outputs, write_netcdf
    from jointline.simulate.run import simulate as run
    from jointline.simulate.table import delivery_table

    check_outputs(file, deliveries, output)
    with progress_bar(not as_json, draws) as progress:
        data = run(file, options, draws, seed, policy=policy, sampling=sampling, workers=workers,
                   deliveries=deliveries, progress=progress)  # fmt: skip
    if output:
        write_netcdf(data, output)
    table = delivery_table(data)
    show(as_json, table.as_dict, "deliveries_view", table, everyone)


@click.command("why-late", short_help="What holds an order up.")
@click.argument("order")
@NETWORK
@ONE_OPTION
@_draws(2_000)
@SEED
@POLICY
@json_option
def why_late(order: str, network: str, option: str, draws: int, seed: int, policy: str | None, as_json: bool) -> None:
    """Each month to the order's final delivery counted to what held it: waiting for release, the queue ahead of it
    (whose), the rate of a line, a line not started, a component, lead time; with shares over all draws and from
    when to when.

    \b
    Example:
      jointline why-late himars-2025-launcher
    """
    from jointline.simulate.why import why_late as make

    found = make(order, network, option=option, draws=draws, seed=seed, policy=policy)
    show(as_json, found.as_dict, "why_late_view", found)


@click.command(short_help="What one line or component holds up.")
@click.argument("name")
@NETWORK
@ONE_OPTION
@_draws(2_000)
@SEED
@POLICY
@json_option
def bottleneck(name: str, network: str, option: str, draws: int, seed: int, policy: str | None, as_json: bool) -> int:
    """Every order that a line or a component holds up: by how many months, and how much earlier its last unit would
    come if that line or component never held anything up.

    \b
    Example:
      jointline bottleneck harpoon-st-charles
    """
    from jointline.simulate.why import bottleneck as make

    found = make(name, network, option=option, draws=draws, seed=seed, policy=policy)
    show(as_json, found.as_dict, "bottleneck_view", found)
    return 0 if found.orders else 1
