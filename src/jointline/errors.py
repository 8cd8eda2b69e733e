"""The one shape of every error a user can meet: what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from jointline.sentences import list_part, name_part, says


class JointlineError(Exception):
    """Bad usage or bad input: exit code 2.

    ``message`` says what is wrong, ``where`` names the file, line or field, ``remedy`` says what to do.
    """

    exit_code = 2

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}\n{self.remedy}" if self.remedy else head

    def at(self, where: str) -> JointlineError:
        """The same error with an outer place (a file, a line) put before its own."""
        joined = f"{where}, {self.where}" if self.where else where
        return type(self)(self.message, where=joined, remedy=self.remedy)

    def as_dict(self) -> dict[str, str]:
        """The error as ``--json`` prints it on stderr."""
        return {"error": self.message, "where": self.where, "remedy": self.remedy}


class NothingFound(JointlineError):
    """A well-formed question that nothing in the ledger answers: exit code 1."""

    exit_code = 1


class LedgerUnusable(JointlineError):
    """The ledger cannot be opened, read or written: nothing is wrong with what was asked."""


def suggest(word: str, known: Iterable[str], n: int = 3) -> str:
    """``Did you mean: a, b?`` for the names nearest to *word*, or the valid set where it is short."""
    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word, names, n=n, cutoff=0.5)
    if near:
        return says("Did you mean: {names}?", names=_as_written(near))
    return says("Valid: {names}.", names=_as_written(names)) if 0 < len(names) <= 20 else ""


def _as_written(names: Iterable[str]) -> str:
    """Names that are typed as they stand, in any language."""
    return list_part(name_part("as written", n) for n in names)
