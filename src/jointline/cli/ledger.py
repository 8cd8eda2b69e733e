"""The commands on the ledger itself: statements, sources, export, import, add."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jointline.cli.show import complete_case, json_option, show
from jointline.errors import JointlineError, NothingFound

if TYPE_CHECKING:
    from jointline.ledger.ledger import Ledger


def _filters(command: Any) -> Any:
    for option in reversed((
        click.option("--case", metavar="NAME", help="Only this case.", shell_complete=complete_case),
        click.option("--subject", metavar="S", help="Only this subject, or what begins with it (line, precedent, backlog)."),
        click.option("--property", "property_", metavar="P", help="Only this property."),
        click.option("--said-by", metavar="TEXT", help="Only where the speaker or a carrier contains TEXT."),
        click.option("--standing", metavar="S", help="Only this standing (official, named, anonymous, ...)."),
        click.option("--since", metavar="DATE", help="Stated on this day or later."),
        click.option("--until", metavar="DATE", help="Stated on this day or before."),
        click.option("--id", metavar="ID", help="The statement with this id (its first letters will do)."),
        click.option("--own", is_flag=True, help="Only your own statements."),
    )):  # fmt: skip
        command = option(command)
    return command


def _find(given: dict[str, Any]) -> list[Any]:
    from jointline.ledger.exchange import statements as find

    found = find(given["case"], subject=given["subject"], property=given["property_"], said_by=given["said_by"],
                 standing=given["standing"], since=given["since"], until=given["until"], own=given["own"], id=given["id"])  # fmt: skip
    if not found:
        raise NothingFound("no statement fits", remedy="Loosen a filter; jointline statements shows all.")
    return found


@click.command(short_help="The statements of the ledger.")
@_filters
@click.option(
    "--limit", default=200, show_default=True, type=click.IntRange(1), help="How many to print (not with --json)."
)
@json_option
def statements(limit: int, as_json: bool, **given: Any) -> None:
    """Statements that meet every condition, by subject: date, property, value, speaker, standing.

    \b
    Example:
      jointline statements --case hcds --said-by pentagon --since 2023
    """

    found = _find(given)
    data = lambda: {"count": len(found), "statements": [s.as_dict() for s in found]}  # noqa: E731
    if given["id"]:
        show(as_json, data, "blocks_view", found[:limit])
    else:
        from jointline.ledger.exchange import corrections

        show(as_json, data, "statements_view", found[:limit], len(found), corrections())


@click.command(short_help="The documents behind them.")
@click.option("--case", metavar="NAME", help="Only sources on this case.", shell_complete=complete_case)
@json_option
def sources(case: str | None, as_json: bool) -> None:
    """Every source address with how many statements rest on it and how well it was read.

    \b
    Example:
      jointline sources --case m1a2t
    """
    from jointline.ledger.exchange import sources as find

    rows = find(case=case)
    if not rows:
        raise NothingFound("there is no source")
    show(as_json, lambda: {"count": len(rows), "sources": rows}, "sources_view", rows)


@click.command(short_help="Statements to a file.")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@_filters
@json_option
def export(path: Path, as_json: bool, **given: Any) -> None:
    """Write statements to FILE, whose ending says how: .csv, .jsonl or .xlsx. The first two can be imported again.

    \b
    Example:
      jointline export hcds.csv --case hcds
    """
    from jointline.ledger.exchange import export_statements

    n = export_statements(path, _find(given))
    show(as_json, lambda: {"written": n, "path": str(path)}, "sentence", f"{n} statements written to {path}")


@click.command("import", short_help="Statements from a file.")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--by",
    metavar="NAME",
    help="Who records them, where a row does not say. Default: JOINTLINE_USER or your account's name.",
)
@json_option
def import_(path: Path, by: str | None, as_json: bool) -> None:
    """Take in the statements of a .csv or .jsonl FILE as jointline export writes them: all or nothing. A
    statement that is there already is passed over.

    \b
    Example:
      jointline import hcds.csv
    """
    from jointline.ledger.exchange import import_statements

    with _progress(path, hidden=as_json) as advance:
        done = import_statements(path, by=by, progress=advance)
    text = f"{done.added} statements added, {done.already_there} were there already ({done.ledger})"
    data = {"added": done.added, "already_there": done.already_there, "ledger": done.ledger}
    show(as_json, lambda: data, "sentence", text)


@contextlib.contextmanager
def _progress(path: Path, *, hidden: bool) -> Iterator[Callable[[int], None] | None]:
    """A progress bar by bytes for a large file on a terminal; ``None`` elsewhere."""
    if hidden or not sys.stderr.isatty() or not path.is_file() or path.stat().st_size < 1_000_000:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Reading {path.name}", total=path.stat().st_size)
        yield lambda done: bar.update(task, completed=done)


_NOBODY = ("unattributed", "derived", "assumption")  # standings that need no speaker
_ASKED = (
    ("property", "Property (for instance final_delivery_promised, contract_awarded)"),
    ("subject", "Case or subject (for instance f16-block70)"),
    ("value", "Value (a date as 2026, 2026-Q3 or 115-09-30; money as USD 500m)"),
    ("standing", "How firm: official, named, second_hand, anonymous, unattributed"),
    ("said_by", "Who said it"),
    ("stated_on", "When it was said"),
    ("source", "Address or file of the document"),
)  # fmt: skip
_MORE = ("via", "speaker_kind", "n_sources", "event_on", "units", "item", "quote", "confidence", "supersedes",
         "disputes", "original", "note")  # fmt: skip


def _field_options(command: Any) -> Any:
    from jointline.ledger.fieldtable import field_table

    about = {f.field: f.description for f in field_table("jointline.ledger", "statement")}
    about["property"] = "What is said of the subject: see docs/fields.md"
    for name in reversed((*(n for n, _ in _ASKED), *_MORE)):
        command = click.option(f"--{name.replace('_', '-')}", name, metavar="TEXT", help=about[name] + ".")(command)
    return command


@click.command(short_help="One statement by hand.")
@_field_options
@click.option("--hedged", is_flag=True, help="The speaker hedged (may, is considering, if).")
@click.option("--by", metavar="NAME", help="Who records it. Default: JOINTLINE_USER or your account's name.")
@click.option("--dry-run", is_flag=True, help="Check and show it without adding it.")
@json_option
def add(hedged: bool, by: str | None, dry_run: bool, as_json: bool, **given: str | None) -> None:
    """Add one statement; what is needed and not given as a flag is asked for (on a terminal). A correction
    names the statement it replaces with --supersedes: both stay.

    \b
    Example:
      jointline add --subject f16-block70 --property final_delivery_promised --value 2027-Q1 \\
        --said-by "Ministry of National Defense" --standing official \\
        --stated-on 115-10-02 --source https://example.org/page
    """
    from jointline.ledger.exchange import prepare, user_name, would_add
    from jointline.ledger.ledger import open_ledger

    ledger = open_ledger()
    fields = {k: v for k, v in given.items() if v is not None}
    for name, question in _ASKED:
        if name not in fields and not (name == "said_by" and fields.get("standing") in _NOBODY):
            fields[name] = _ask(ledger, fields, name, question)
    recorder = by or user_name()
    while True:
        try:
            statement = prepare(ledger, fields | ({"hedged": "yes"} if hedged else {}), by=recorder)
            break
        except JointlineError as error:
            # what only shows when all is known together (a date against another) is asked again, not lost
            name = error.where.removeprefix("field ")
            if name not in dict(_ASKED) or given.get(name) is not None or not sys.stdin.isatty():
                raise
            click.echo(f"Error: {error}", err=True)
            fields[name] = _ask(ledger, fields, name, dict(_ASKED)[name])
    new = int(would_add(ledger, statement)) if dry_run else ledger.add([statement])[0]
    state = ("would be added" if dry_run else "added") if new else "was there already"
    new = 0 if dry_run else new

    tail = f"{state}, recorded by {recorder or 'nobody named'}"
    data = {"added": new, "statement": statement.as_dict()}
    show(as_json, lambda: data, "added_view", statement, tail)


def _ask(ledger: Ledger, given: dict[str, str], name: str, question: str) -> str:
    """Ask for one field until its answer passes the checks that need no other field."""
    if not sys.stdin.isatty():
        raise JointlineError(f"--{name.replace('_', '-')} is needed", remedy="Without a terminal nothing can be asked.")
    answer = click.prompt(question, default="" if name == "said_by" else None, show_default=False,
                          value_proc=lambda text: _checked(ledger, given, name, text))  # fmt: skip
    return str(answer)


def _checked(ledger: Ledger, given: dict[str, str], name: str, text: str) -> str:
    from jointline.ledger.dates import parse_date
    from jointline.ledger.exchange import subject_of
    from jointline.ledger.properties import get_property
    from jointline.ledger.statement import STANDINGS
    from jointline.ledger.values import canonical

    try:
        if name == "subject":
            return subject_of(ledger, text, given["property"])
        if name == "property":
            get_property(text)
        elif name == "value":
            return canonical(given["property"], get_property(given["property"]).type, text)
        elif name == "stated_on":
            return parse_date(text).text
        elif name == "said_by" and not text.strip() and given.get("standing") not in _NOBODY:
            raise JointlineError(f"a speaker is needed for the standing {given.get('standing')}")
        elif name == "standing" and text not in STANDINGS:
            raise JointlineError(f"there is no standing {text!r}", remedy=f"Valid: {', '.join(STANDINGS)}.")
    except JointlineError as error:
        raise click.UsageError(str(error)) from None
    return text
