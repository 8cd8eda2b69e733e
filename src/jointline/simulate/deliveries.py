"""Every delivery of a run as CSV, written beside its place and moved there when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

import numpy as np
from numpy.typing import NDArray

from jointline.errors import JointlineError
from jointline.files import whole
from jointline.simulate.compiled import compiled

HEADER = "option,draw,order,month,units\n"
_AT_ONCE = 1 << 16  # rows that are made text together
Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]


class DeliveryFile:
    """Collects the deliveries of each option; the file appears whole when all are there, or not at all.

    Without a *path* it does nothing. Rows are in the order option, draw, order, month.
    """

    def __init__(
        self, path: str | os.PathLike[str] | None, options: Sequence[str], orders: Sequence[Sequence[str]]
    ) -> None:
        self._path = Path(path) if path is not None else None
        self._options = [_bytes(_quoted(o) + ",") for o in options]
        self._orders = [_joined([_quoted(o) + "," for o in names]) for names in orders]
        self._parts: list[IO[bytes]] = []

    def __enter__(self) -> DeliveryFile:
        if self._path is not None:
            self._path = self._path.resolve()  # the file that a link stands for
            folder = self._path.parent
            if not folder.is_dir():
                raise JointlineError("there is no such directory", where=str(folder), remedy="Make it first.")
            if self._path.exists() and not self._path.is_file():
                raise JointlineError(
                    "there is something here that is no file", where=str(self._path), remedy="Name a file."
                )
            try:
                self._parts = [tempfile.TemporaryFile(dir=folder) for _ in self._options]  # noqa: SIM115 - closed on exit
            except OSError as error:
                raise JointlineError(f"cannot be written: {error.strerror}", where=str(self._path)) from None
        return self

    def write(self, option: int, rows: NDArray[np.int64] | None) -> None:
        """Take in *rows* (rows, 4) of draw, order, month, units of the option with that number."""
        if not self._parts or rows is None:
            return
        names, starts = self._orders[option]
        head = self._options[option]
        widest = head.size + int(np.diff(starts).max(initial=0)) + 4 * 20
        text = np.empty(widest * min(len(rows), _AT_ONCE), np.uint8)
        try:
            for begin in range(0, len(rows), _AT_ONCE):
                size = _write_rows(rows[begin : begin + _AT_ONCE], head, names, starts, text)
                self._parts[option].write(text[:size].tobytes())
        except OSError as error:
            raise JointlineError(f"cannot be written: {error.strerror}", where=str(self._path)) from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._path is None:
            return
        try:
            if kind is None:
                self._publish(self._path)
        finally:
            for part in self._parts:
                part.close()

    def _publish(self, path: Path) -> None:
        try:
            with whole(path) as made, made.open("wb") as handle:
                handle.write(HEADER.encode())
                for part in self._parts:
                    part.seek(0)
                    shutil.copyfileobj(part, handle)
        except OSError as error:
            raise JointlineError(f"cannot be written: {error.strerror}", where=str(path)) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if any(c in name for c in ',"\n\r') else name


def _bytes(text: str) -> Bytes:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _joined(names: list[str]) -> tuple[Bytes, Ints]:
    """The names one after the other, and where each begins (and the last one ends)."""
    return _bytes("".join(names)), np.cumsum([0, *(len(n.encode()) for n in names)]).astype(np.int64)


def _rows_as_text(rows: Ints, head: Bytes, names: Bytes, starts: Ints, out: Bytes) -> int:
    """Each of *rows* as a line of text into *out*; how many bytes they take."""
    at = 0
    digits = np.empty(20, np.uint8)
    for r in range(rows.shape[0]):
        for i in range(head.size):
            out[at + i] = head[i]
        at += head.size
        for field in range(4):
            if field == 1:
                begin = starts[rows[r, 1]]
                length = starts[rows[r, 1] + 1] - begin
                for i in range(length):
                    out[at + i] = names[begin + i]
                at += length
                continue
            rest = rows[r, field]
            n = 0
            while rest > 9:
                digits[n] = 48 + rest % 10
                rest //= 10
                n += 1
            out[at] = 48 + rest
            for i in range(n):
                out[at + 1 + i] = digits[n - 1 - i]
            at += n + 1
            out[at] = 10 if field == 3 else 44
            at += 1
    return at


_write_rows = compiled()(_rows_as_text)
