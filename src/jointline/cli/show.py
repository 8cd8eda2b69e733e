"""How every command puts out its result: a view for people, ``--json`` for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import click


def json_option(command: Any) -> Any:
    """The ``--json`` flag that every command has."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document (docs/json.md).")(command)


def complete_case(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Short names of the cases for the shell."""
    from jointline.ledger.case import short_names
    from jointline.ledger.ledger import open_ledger

    return [n for n in short_names(open_ledger().case_ids()).values() if n.startswith(incomplete)]


def show(as_json: bool, data: Callable[[], Any], view: str, *shown: Any) -> None:
    """Print the JSON of ``data()``, or what the function *view* of report makes of *shown*.

    Only the one that is wanted is made, so that ``--json`` never loads the terminal's library.
    """
    if as_json:
        json.dump(data(), sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
        sys.stdout.write("\n")
        return
    from jointline.report.printing import view as view_of
    from jointline.report.text import console, plain_text

    made = view_of(view)(*shown)
    if sys.stdout.isatty():
        console().print(made, crop=False)
    else:  # plain text without trailing blanks, for grep, diff and files
        sys.stdout.write(plain_text(made) + "\n")
