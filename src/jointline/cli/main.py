"""The ``jointline`` command: its subcommands are loaded only when they run."""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
import threading
from typing import Any

import click

from jointline._version import __version__
from jointline.errors import JointlineError

# command -> module that holds it; the order is the order of the help page
COMMANDS = {
    "backlog": "jointline.cli.backlog", "case": "jointline.cli.backlog", "why": "jointline.cli.backlog",
    "changes": "jointline.cli.backlog", "history": "jointline.cli.backlog",
    "network": "jointline.cli.network", "simulate": "jointline.cli.simulate", "why-late": "jointline.cli.simulate",
    "bottleneck": "jointline.cli.simulate",
    "compare": "jointline.cli.options", "explain": "jointline.cli.options", "breakeven": "jointline.cli.options",
    "approvals": "jointline.cli.approvals", "sensitivity": "jointline.cli.sensitivity",
    "forecast": "jointline.cli.forecast", "backtest": "jointline.cli.forecast", "score": "jointline.cli.forecast",
    "statements": "jointline.cli.ledger", "sources": "jointline.cli.ledger", "export": "jointline.cli.ledger",
    "import": "jointline.cli.ledger", "add": "jointline.cli.ledger", "read": "jointline.cli.read",
    "serve": "jointline.cli.web", "brief": "jointline.cli.brief",
    "completion": "jointline.cli.completion",
}  # fmt: skip
SUMMARIES = {
    "backlog": "What Taiwan is still owed: total, by category, every case.",
    "case": "One case: everything said about it, promises against events.",
    "why": "Why a figure is what it is: the statements behind it.",
    "changes": "What changed in a month, in sentences with their sources.",
    "history": "The monthly series beside the published one.",
    "network": "A production network: check it, show it, make one.",
    "simulate": "When each order of a network is delivered, with its uncertainty.",
    "why-late": "What holds an order up, by share of its months.",
    "bottleneck": "Every order that a line or component holds up.",
    "compare": "Options side by side: months saved, how surely, what they take.",
    "explain": "Why an option helps or not, in sentences.",
    "breakeven": "The value of a number at which an option stops being worth it.",
    "approvals": "The legal steps an option needs, and how long they take.",
    "sensitivity": "Which uncertain numbers drive an answer, and what finding out is worth.",
    "forecast": "When it will come: P10, P50, P90 of each open case, beside the promise.",
    "backtest": "How good such forecasts have been, made anew at each half-year.",
    "score": "What became of the forecasts that were recorded.",
    "statements": "The statements of the ledger, filtered.",
    "sources": "The documents the statements rest on.",
    "export": "Write statements to CSV, JSON Lines or XLSX.",
    "import": "Take in statements from CSV or JSON Lines.",
    "add": "Add one statement by hand.",
    "read": "Notices, contracts and registers become statements.",
    "serve": "The page: explore all of it in a browser, in English or Chinese.",
    "brief": "The monthly update as a page, a document or a site.",
    "completion": "Print the shell's completion script.",
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are run, so that each one starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from jointline.errors import suggest

            ctx.fail(f"there is no command {args[0]!r}. {suggest(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="jointline")
def main() -> None:
    """What Taiwan is still owed of the US arms it bought, and on whose word.

    \b
    Example:
      jointline backlog --as-of 2022-10-20

    Your own statements are kept in one file; JOINTLINE_LEDGER names another file or an SQLAlchemy URL.
    """


def run(args: list[str] | None = None) -> int:
    """Run the command line; returns the exit code (0, 1 nothing found, 2 bad usage or input, 70 a fault of the
    program, 130 interrupted)."""
    argv = sys.argv[1:] if args is None else args
    as_json = "--json" in argv
    if sys.stdout is None:  # jointline backlog >&-
        _report(JointlineError("there is no standard output to write to"), as_json=as_json)
        return 2
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")  # Chinese names and JSON, whatever the locale
    _end_in_order()
    try:
        if not argv and "_JOINTLINE_COMPLETE" not in os.environ:
            click.echo(main.get_help(click.Context(main, info_name="jointline")), err=True)
            return 2
        result = main.main(args=argv, prog_name="jointline", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except JointlineError as error:
        _report(error, as_json=as_json)
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        _report(JointlineError(error.format_message(), remedy=_usage(error)), as_json=as_json)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted: nothing was changed.", err=True)
        return 130
    except SystemExit as stop:
        # click leaves this way when the reader of a pipe went away (jointline statements | head)
        return 0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else int(stop.code or 0)
    except BrokenPipeError:
        # the same, seen by ourselves: nothing may be flushed into the closed pipe when the interpreter ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _report(
            JointlineError(f"cannot be written: {error.strerror or error}", where="standard output"), as_json=as_json
        )
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:  # a bug of ours: no traceback reaches a user who did not ask for one
        if os.environ.get("JOINTLINE_DEBUG"):
            raise
        text = f"this is a fault of the program: {type(error).__name__}: {error}"
        remedy = "Set JOINTLINE_DEBUG=1 for the traceback, and report it."
        _report(JointlineError(text, remedy=remedy), as_json=as_json)
        return 70


def _end_in_order() -> None:
    """Leave by an exception where the process is told to end: what is half-written is then taken away, as at Ctrl-C."""

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):  # a stopped container, a closed terminal; Windows has no SIGHUP
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup stays nohup
                signal.signal(number, leave)


def _usage(error: click.ClickException) -> str:
    ctx = getattr(error, "ctx", None)
    return f"Try: {ctx.command_path} --help" if ctx else ""


def _report(error: JointlineError, *, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(error.as_dict(), ensure_ascii=False), err=True)
    else:
        click.echo(f"jointline: {error}", err=True)
