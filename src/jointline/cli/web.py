"""The command that serves the page."""

from __future__ import annotations

import click


@click.command(short_help="The page in a browser.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--beyond-this-machine", is_flag=True,
    help="Allow a --host that other machines can reach; asks every reader for JOINTLINE_PASSWORD.",
)  # fmt: skip
@click.option("--network", default="taiwan", show_default=True, metavar="NAME|FILE", help="Network of the options lab.")
@click.option("--open", "open_page", is_flag=True, help="Open it in your browser.")
def serve(port: int, host: str, beyond_this_machine: bool, network: str, open_page: bool) -> None:
    """Serve the page on this machine: backlog, cases, options lab, evidence, scores, method. Nothing is asked of
    any other machine. Ctrl+C ends it.

    \b
    Example:
      jointline serve --open
    """
    import os

    from jointline.web.serve import serve as start
    from jointline.web.settings import Settings, checked

    password = os.environ.get("JOINTLINE_PASSWORD", "")
    settings = checked(
        Settings(host, port, password=password, network=network), beyond_loopback=beyond_this_machine
    )  # fmt: skip
    if network != "taiwan":  # the shipped one is checked by the tests
        from datetime import date

        from jointline.web import results

        results.network(network, date.today())
    start(settings, open_page=open_page, told=lambda line: click.echo(line, err=True))
