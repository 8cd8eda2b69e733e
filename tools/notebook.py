"""Run the notebook of the documentation and write it back with its outputs: ``python tools/notebook.py``.

Only what a reader sees is kept: no times, no machine, no versions of the kernel.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "joint-production.ipynb"


def executed(path: Path = NOTEBOOK, timeout: int = 300) -> Any:
    """The notebook run from its first cell to its last, in its own folder; raises where a cell does."""
    notebook: Any = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def shown(cell: Any) -> list[str]:
    """What a cell shows, as text; a picture by its presence alone, since fonts differ between machines."""
    found: list[str] = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data:
            found.append("picture" if len(data["image/png"]) > 5_000 else "empty picture")
        else:
            found.append(data.get("text/markdown") or data.get("text/plain") or output.get("text", ""))
    return found


if __name__ == "__main__":
    nbformat.write(executed(), NOTEBOOK)
