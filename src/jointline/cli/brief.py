"""The command that writes the monthly update."""

from __future__ import annotations

import click


@click.command(short_help="The monthly update.")
def brief() -> None:
    """The monthly update."""
