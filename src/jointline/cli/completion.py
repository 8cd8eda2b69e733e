"""The completion script for the user's shell."""

from __future__ import annotations

import click


@click.command(short_help="The shell's completion script.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell; case names are completed too.

    \b
    Example:
      jointline completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    from jointline.cli.main import main

    found = get_completion_class(shell)
    if found is None:  # pragma: no cover - the choice above admits only shells that click knows
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(main, {}, "jointline", "_JOINTLINE_COMPLETE").source())
