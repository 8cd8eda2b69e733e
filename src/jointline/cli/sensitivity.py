"""The command on what drives an answer: sensitivity."""

from __future__ import annotations

import click

from jointline.cli.show import json_option, show
from jointline.cli.simulate import POLICY, SEED, progress_bar


@click.command(short_help="Which uncertain numbers drive an answer.")
@click.argument("network")
@click.argument("option")
@click.option("--measure", type=click.Choice(["value-months", "months"]),
              help="The answer: US$ million x months of backlog avoided, or months saved on final delivery. "
              "Default: value-months; months with --case.")  # fmt: skip
@click.option("--case", metavar="NAME", help="Of this case alone (an order stands for its case).")
@click.option("--at", type=float, default=0.0, show_default=True, metavar="X", help="The least gain that is worth it.")
@click.option("--draws", type=int, default=4_096, show_default=True, metavar="N", help="Draws.")
@SEED
@POLICY
@click.option("--workers", type=int, metavar="N", help="Threads. Default: one a core; the result is the same.")
@click.option("--afresh", type=int, default=12, show_default=True, metavar="N",
              help="Numbers to draw afresh in turn where the draws leave over 3 % untold (0: never).")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show the numbers without a part in it, too.")
@json_option
def sensitivity(
    network: str, option: str, measure: str | None, case: str | None, at: float, draws: int, seed: int,
    policy: str | None, afresh: int, workers: int | None, everything: bool, as_json: bool,
) -> None:  # fmt: skip
    """Which uncertain numbers drive what an option gains over the baseline, how much of the spread comes from
    assumptions nobody has published, and what finding a number out would be worth. docs/sensitivity.md tells how.

    NETWORK is a TOML file or the name taiwan. OPTION is one of its options, a+b for both, or baseline for the
    delivery dates themselves.

    \b
    Examples:
      jointline sensitivity taiwan priority
      jointline sensitivity taiwan baseline --case himars
    """
    from jointline.options.sensitivity import sensitivity as make

    with progress_bar(not as_json, draws) as progress:
        found = make(network, option, measure=measure, case=case, at=at, draws=draws, seed=seed, policy=policy, afresh=afresh,
                     workers=workers, progress=progress)  # fmt: skip
    show(as_json, found.as_dict, "sensitivity_view", found, everything)
