"""The command on law and administration: approvals."""

from __future__ import annotations

import click

from jointline.cli.show import json_option, show


@click.command(short_help="The legal steps an option needs, and how long they take.")
@click.argument("option", required=False)
@click.option("--network", default="taiwan", show_default=True, metavar="NETWORK", help="A TOML file, or taiwan.")
@click.option(
    "--as-of", metavar="DATE", help="By the rules and knowledge of this day. Default: the network's, or today."
)
@click.option(
    "--value", type=float, metavar="USD_M", help="What the option is worth, in US$ million: held against thresholds."
)
@click.option("--favoured", is_flag=True, help="As if the buyer were on the favoured list (NATO, Japan and others).")
@json_option
def approvals(
    option: str | None, network: str, as_of: str | None, value: float | None, favoured: bool, as_json: bool
) -> None:
    """The steps of law and administration that an option needs: under what rule and above what value, what waits for
    what and what runs beside, the shortest and the usual months, each with its source and how well it was read.
    Its total is the months of an option's approvals stage.

    OPTION is an option of the network or a route; without it, the routes are listed (docs/approvals.md).

    \b
    Examples:
      jointline approvals
      jointline approvals licensed-production --as-of 2026-11-25 --value 40
    """
    from jointline.errors import JointlineError
    from jointline.options.approvals import approval_routes
    from jointline.options.approvals import approvals as make

    if option is None:
        if value is not None or favoured:
            raise JointlineError("--value and --favoured need an option", remedy="Name an option or a route.")
        listed = approval_routes(as_of)
        show(as_json, listed.as_dict, "routes_view", listed)
        return
    found = make(option, network, as_of, value_usd_m=value, buyer="favoured" if favoured else "taiwan")
    show(as_json, found.as_dict, "approvals_view", found)
