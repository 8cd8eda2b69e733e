"""The commands on a network file: check, show, init."""

from __future__ import annotations

import click

from jointline.cli.show import json_option, show


@click.group(short_help="Check, show or make a production network.")
def network() -> None:
    """A network says who makes what, at which rate, out of which components, and who has ordered it.

    NETWORK is a TOML file, or the name taiwan: the shipped network as of today.

    \b
    Example:
      jointline network init taiwan
    """


@network.command(short_help="Everything wrong with a network file.")
@click.argument("file", metavar="FILE.toml")
@click.option("--strict", is_flag=True, help="Doubts count as faults.")
@json_option
def check(file: str, strict: bool, as_json: bool) -> int:
    """Every fault at once, with file, key, reason and nearest valid name; then the doubts, such as a rate without
    evidence, a line no order can use, an order no line can serve. Exit code 2 where there is a fault.

    docs/network-checks.md explains each rule.

    \b
    Example:
      jointline network check taiwan.toml
    """
    from jointline.network.check import check_network

    report = check_network(file, strict=strict)
    show(as_json, report.as_dict, "check_view", report)
    return 0 if report.ok else 2


@network.command("show", short_help="A network as tables, and as a picture.")
@click.argument("file", metavar="NETWORK")
@click.argument("part", required=False)
@click.option("--option", metavar="NAME", help="As this option makes it (a+b: both).")
@click.option("-o", "--output", metavar="FILE", help="Draw it into this file too: .svg or .png.")
@json_option
def show_command(file: str, part: str | None, option: str | None, output: str | None, as_json: bool) -> None:
    """Every number with who said it and where, or the word assumption. PART is a section (lines) or one part.

    \b
    Examples:
      jointline network show taiwan f-16-greenville
      jointline network show taiwan lines -o taiwan.svg
    """
    from jointline.network.shows import show_network

    shown = show_network(file, part, option)
    if output:
        from jointline.report.charts.network import draw_network

        draw_network(shown.network, output)
    show(as_json, shown.as_dict, "network_view", shown)


@network.command(short_help="Write a shipped network to a file.")
@click.argument("name", type=click.Choice(["taiwan"]))
@click.option("--as-of", metavar="DATE", help="As known on this day. Default: today.")
@click.option("-o", "--output", metavar="FILE", help="Where to. Default: NAME.toml")
@click.option("--force", is_flag=True, help="Also in place of a file that is there.")
@json_option
def init(name: str, as_of: str | None, output: str | None, force: bool, as_json: bool) -> None:
    """A network built from the ledger as of a day, to review and change by hand.

    taiwan: every open case with its lines, shared components and main other buyers. Each rate, lead time and start
    has its evidence or is an assumption (docs/taiwan-network.md).

    \b
    Example:
      jointline network init taiwan --as-of 2026-03-31
    """
    from jointline.network.shipped import init_network

    made = init_network(name, as_of, output or f"{name}.toml", force=force)
    show(as_json, made.as_dict, "made_view", made)
