"""Functions compiled by Numba, kept on disk where that can be done."""

from __future__ import annotations

from typing import Any

from numba import njit


def compiled(**options: Any) -> Any:
    """Numba's ``njit`` without the interpreter's lock; what it made is kept for the next process.

    Where neither the package's folder nor the user's cache can be written (a service's account, a read-only container) it
    is compiled anew in each process, which takes some ten seconds: ``NUMBA_CACHE_DIR`` names a folder to keep it in.
    """

    def compile_(function: Any) -> Any:
        try:
            return njit(cache=True, nogil=True, **options)(function)
        except RuntimeError:  # Numba found no folder for what it compiles
            return njit(nogil=True, **options)(function)

    return compile_
