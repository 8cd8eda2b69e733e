"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what is to become *path*: a place beside it, which takes its place when the block ends well.

    Where the block fails nothing is left behind and what was at *path* stays. ``OSError`` passes through: each caller
    says in its own words what could not be written.
    """
    part = path.parent / f".{path.name}.{os.getpid()}.part"
    try:
        yield part
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()
