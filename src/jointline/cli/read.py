"""The command that reads documents: shown for review, added only where that is asked for."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jointline.cli.show import json_option
from jointline.errors import JointlineError, NothingFound

if TYPE_CHECKING:
    from jointline.readers.result import Proposal, ReadResult

_ASKED = "Add them? [a]ll new, [c]hoose one by one, [n]one, [q]uit"


@click.command(short_help="Documents become statements.")
@click.argument("documents", nargs=-1, required=True, metavar="FILE|DIR|-...")
@click.option(
    "--kind", metavar="KIND", help="What the documents are: notice, contract, sipri, dispatch. Default: recognised."
)
@click.option("--accept", is_flag=True, help="Add statements to your ledger; asks document by document which.")
@click.option("--all", "take_all", is_flag=True, help="With --accept: add every new statement without asking.")
@click.option("--source", metavar="URL", help="The address that the statements cite. Default: the file's name.")
@click.option(
    "--stated-on",
    "--published",
    "stated_on",
    metavar="DATE",
    default="",
    help="The date of a document that does not show its own.",
)
@click.option("--supplier", metavar="C", default="", help="Of a register only rows from this supplier (USA).")
@click.option("--recipient", metavar="C", default="", help="Of a register only rows to this recipient (TWN).")
@click.option(
    "--lang", type=click.Choice(["auto", "en", "zh"]), default="auto", show_default=True, help="Language of a dispatch."
)
@click.option("--publisher", metavar="NAME", default="", help="Who published a dispatch. Default: as its head says.")
@click.option(
    "--extractor", metavar="NAME", default="", help="An installed extractor to ask about a dispatch besides the rules."
)
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write a dispatch with its claims marked as a page.",
)
@click.option("--encoding", metavar="NAME", help="Encoding of a text that is not UTF-8 and is not recognised.")
@click.option("--by", metavar="NAME", help="Who records them. Default: JOINTLINE_USER or your account's name.")
@click.option("--limit", default=40, show_default=True, type=click.IntRange(1), help="Statements to show a document.")
@json_option
def read(
    documents: tuple[str, ...], kind: str | None, accept: bool, take_all: bool, by: str | None, limit: int,
    as_json: bool, page: str | None, **given: Any,
) -> int:  # fmt: skip
    """Read government notices, contract announcements, arms-transfer registers and dispatches. Shows the record of each document
    and the statements it supports, each with the words it rests on; nothing is added without --accept. A directory
    stands for its files, - for standard input.

    \b
    Example:
      jointline read dispatch.txt --published 2026-10-02 --html dispatch.html
      jointline read notice.htm --source https://www.govinfo.gov/content/pkg/FR-2023-09-27/html/2023-21054.htm
    """
    if take_all and not accept:
        raise click.UsageError("--all says what to do with --accept: give both")
    if accept and not take_all and (as_json or not sys.stdin.isatty() or "-" in documents):
        raise JointlineError("nothing can be asked here", where="--accept", remedy="Add --all to add every new one.")
    if given["source"] and (len(documents) > 1 or Path(documents[0]).is_dir()):
        raise click.UsageError("--source is the address of one document")
    if page and (len(documents) > 1 or Path(documents[0]).is_dir()):
        raise click.UsageError("--html is the page of one document")
    from jointline.ledger.ledger import open_ledger
    from jointline.readers.read import read_many

    ledger = open_ledger()
    seen = _Seen(alone=len(documents) == 1 and not Path(documents[0]).is_dir())
    with _progress(documents, hidden=as_json or (accept and not take_all)) as advance:
        results = (advance(r) for r in seen.of(read_many(documents, kind, ledger=ledger, **given)))
        show: Callable[[ReadResult], None] = _json_writer(documents) if as_json else lambda r: _show(r, limit)
        out = _with_page(show, page, err=as_json) if page else show
        chosen = _chosen(results, out, seen, ask=accept and not take_all, take=accept)
        if accept:
            from jointline.readers.accept import accept as add

            done = add(chosen, by=by, ledger=ledger)
            click.echo(
                f"{done.added} statements added, {done.already_there + seen.known} were there already ({done.ledger})",
                err=as_json,
            )
        else:
            for _ in chosen:
                pass
    if not seen.any:
        raise NothingFound(
            f"there is no document in {', '.join(documents)}", remedy="Name a file, or a folder that holds files."
        )
    return seen.exit_code()


def _with_page(show: Callable[[ReadResult], None], page: str, *, err: bool) -> Callable[[ReadResult], None]:
    """Shows a result and writes its page, where it is a dispatch."""

    def out(result: ReadResult) -> None:
        from jointline.files import whole
        from jointline.readers.dispatch.reading import DispatchReading
        from jointline.report.dispatch import dispatch_page

        if not isinstance(result.record, DispatchReading):
            raise JointlineError(
                "is no dispatch",
                where=result.document,
                remedy="--html marks the claims of a dispatch; --kind dispatch reads it as one.",
            )
        show(result)
        try:
            with whole(Path(page)) as part:
                part.write_text(dispatch_page(result.record, result.document), encoding="utf-8")
        except OSError as error:
            raise JointlineError(f"cannot be written: {error.strerror or error}", where=page) from None
        click.echo(f"{page}: {len(result.record.claims)} claims marked", err=err)

    return out


class _Seen:
    """How many documents came by and how they fared."""

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone  # one document was named: its error is the command's
        self.read = self.unreadable = 0
        self.any = False
        self.known = 0  # statements that the ledger had already

    def of(self, results: Iterator[ReadResult]) -> Iterator[ReadResult]:
        for r in results:
            self.any = True
            self.read += r.kind is not None
            self.unreadable += r.unreadable
            if r.unreadable and self.alone:
                raise r.problems[0]
            yield r

    def new(self, result: ReadResult) -> Iterator[Proposal]:
        """The proposals that would add something; counts the others."""
        for p in result.statements:
            if p.state == "known":
                self.known += 1
            else:
                yield p

    def exit_code(self) -> int:
        """2 where a file could not be read at all, 1 where nothing was recognised, else 0."""
        return 2 if self.unreadable else 0 if self.read else 1


def _chosen(
    results: Iterator[ReadResult], out: Callable[[ReadResult], None], seen: _Seen, *, ask: bool, take: bool
) -> Iterator[Proposal]:
    """The proposals to add, each document shown before it gives its own."""
    for result in results:
        out(result)
        new = list(result.new()) if ask else []
        if not ask:
            yield from seen.new(result) if take else ()
            continue
        if not new:
            continue
        answer = click.prompt(f"{len(new)} new. {_ASKED}", type=click.Choice(["a", "c", "n", "q"]), show_choices=False)
        if answer == "q":
            return
        if answer == "a":
            yield from new
        elif answer == "c":
            yield from (p for p in new if click.confirm(_asked(p), default=False))


def _asked(p: Proposal) -> str:
    s = p.statement
    differs = f" (the ledger has another: {p.why or ', '.join(p.against)})" if p.state == "differs" else ""
    return f"{s.subject} {s.property} = {s.value}{differs}"


def _show(result: ReadResult, limit: int) -> None:
    from jointline.report.reading import read_view
    from jointline.report.text import console, plain_text

    made = read_view(result, limit)
    if sys.stdout.isatty():
        console().print(made, crop=False)
    else:
        sys.stdout.write(plain_text(made) + "\n")


def _json_writer(documents: tuple[str, ...]) -> Callable[[ReadResult], None]:
    """Writes a result as one JSON document: indented where there is one, a line each where there are several.

    A register's statements are written one by one: together they would not fit into memory.
    """
    single = len(documents) == 1 and not Path(documents[0]).is_dir()
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=2 if single else None).encode
    gap = "\n" if single else ""

    def write(result: ReadResult) -> None:
        put = sys.stdout.write
        if isinstance(result.statements, tuple):
            put(encode(result.as_dict()) + "\n")
            return
        put(encode(result.head())[:-1].rstrip() + f', {gap}"statements": [{gap}')
        for i, p in enumerate(result.statements):
            put((f",{gap}" if i else "") + encode(p.as_dict()))
        put(f"{gap}], {gap}" + encode(result.tail())[1:].lstrip() + "\n")

    return write


@contextlib.contextmanager
def _progress(documents: tuple[str, ...], *, hidden: bool) -> Iterator[Callable[[ReadResult], ReadResult]]:
    """Counts documents on a terminal where there are many; passes each result on."""
    many = len(documents) > 20 or any(d != "-" and Path(d).is_dir() for d in documents)
    if hidden or not many or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda result: result
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents read"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("read", total=None)

        def advance(result: ReadResult) -> ReadResult:
            bar.advance(task)
            return result

        yield advance
