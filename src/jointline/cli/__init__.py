"""The command line: each command calls one function of the library and shows its result."""

from jointline.cli.main import run

__all__ = ["run"]
