"""What the benchmarks share: running a command in a fresh process, its time and its memory, side by side."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

# the installed command's own entry point, under this very interpreter
JOINTLINE = [sys.executable, "-c", "import sys; sys.argv[0] = 'jointline'\nfrom jointline.__main__ import main; main()"]
IMPORT_PANDAS = [sys.executable, "-c", "import pandas"]


@dataclass(frozen=True)
class Run:
    """One process: its wall time and the most memory it held."""

    seconds: float
    megabytes: float


def environment(ledger: Path, bytecode: Path) -> dict[str, str]:
    """The environment of a run: its own ledger, and byte code kept in *bytecode* whatever the shell says."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "JOINTLINE_USER")}
    return kept | {"JOINTLINE_LEDGER": str(ledger), "PYTHONPYCACHEPREFIX": str(bytecode), "PYTHONUTF8": "1"}


def run(command: list[str], env: Mapping[str, str]) -> Run:
    """Run *command* to its end; a failure ends the benchmark with what the command printed."""
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{command[-1]} failed:\n{errors.read().decode(errors='replace')}")
    return Run(seconds, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def ratio(pairs: list[tuple[Run, Run]]) -> float:
    """The median over the pairs of first time by second time."""
    return median(a.seconds / b.seconds for a, b in pairs)


def seconds(runs: list[Run]) -> float:
    """The median time."""
    return median(r.seconds for r in runs)
