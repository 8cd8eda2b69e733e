"""The command that writes the monthly update."""

from __future__ import annotations

from pathlib import Path

import click

from jointline.cli.backlog import RULE
from jointline.cli.show import json_option, show


@click.command(short_help="The monthly update.")
@click.option("--month", metavar="YYYY-MM", help="Default: the month in which the ledger's knowledge ends.")
@click.option("--lang", "code", type=click.Choice(["en", "zh-TW"]), help="Language. Default: en.")
@click.option("--roc", is_flag=True, help="Years of the Republic (with --lang zh-TW).")
@click.option("--millions", is_flag=True, help="Money in millions of US dollars in place of 億 (with --lang zh-TW).")
@RULE
@click.option(
    "-o", "--output", metavar="FILE|FOLDER",
    help="A page (.html), a document (.docx), a paper (.pdf), or a folder for the static site of both languages and every month.",
)  # fmt: skip
@json_option
def brief(
    month: str | None, code: str | None, roc: bool, millions: bool, rule: str, output: str | None, as_json: bool
) -> None:
    """The monthly update: headline, chart, tables, what changed, promises that slipped, forecasts beside promises,
    joint-production news; every figure with a footnote that names who said it. Without -o it is printed.

    \b
    Examples:
      jointline brief --month 2024-10
      jointline brief --lang zh-TW -o brief.docx
      jointline brief -o site/
    """
    if (roc or millions) and code != "zh-TW":
        raise click.UsageError("--roc and --millions are ways of writing Chinese: add --lang zh-TW")
    if output and _is_folder(output):
        if month or code or rule != "published":
            raise click.UsageError(
                "a site holds every month and both languages by the published rule: leave --month, --lang and --rule out"
            )
        _site(output, as_json)
        return
    from jointline.report.brief.content import brief as make
    from jointline.report.brief.write import checked
    from jointline.report.lang.language import language

    if output:
        checked(output)  # before the work is done
    made = make(month, language(code or "en", roc=roc, myriads=not millions), rule)
    if output:
        made.save(output)
    if as_json or not output:
        show(as_json, made.as_dict, "brief_view", made)
    else:
        show(False, made.as_dict, "sentence", f"{output}: {made.headline}")


def _is_folder(output: str) -> bool:
    path = Path(output)
    if path.name.startswith(".") and path.name.strip(".") in ("html", "docx", "pdf") and not path.is_dir():
        raise click.UsageError(f"{output} is an ending without a name: write name{path.name}, or {output}/ for a site")
    return output.endswith(("/", "\\")) or path.is_dir() or not path.suffix


def _site(output: str, as_json: bool) -> None:
    import sys

    from jointline.web.site import write_site

    if not sys.stderr.isatty():
        made = write_site(output)
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task("pages", total=None)
            made = write_site(output, told=lambda done, whole, _file: shown.update(task, completed=done, total=whole))
    show(as_json, made.as_dict, "sentence", f"{output}: {made.pages} pages, {made.files} files; open index.html")
