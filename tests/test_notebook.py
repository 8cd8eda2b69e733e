"""The notebook runs from its first cell to its last and shows what is committed, so it cannot go stale."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
AGAIN = "Run python tools/notebook.py and read what changed."

pytest.importorskip("nbclient", reason="nbclient is not installed: pip install -e '.[dev]'")
pytest.importorskip("ipykernel", reason="ipykernel is not installed: pip install -e '.[dev]'")
import nbformat  # noqa: E402


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("notebook_tool", ROOT / "tools" / "notebook.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def committed() -> Any:
    return nbformat.read(ROOT / "docs" / "joint-production.ipynb", as_version=4)


def test_the_notebook_shows_what_is_committed(committed: Any) -> None:
    tool = _tool()
    made = tool.executed()
    assert len(made.cells) == len(committed.cells)
    for now, then in zip(made.cells, committed.cells, strict=True):
        assert tool.shown(now) == tool.shown(then), f"cell {then.id} shows something else. {AGAIN}"


def test_each_picture_is_there(committed: Any) -> None:
    tool = _tool()
    shown = [text for cell in committed.cells for text in tool.shown(cell)]
    assert shown.count("picture") == sum(cell.source.count("_chart(") for cell in committed.cells)


def test_no_figure_is_typed_into_the_text(committed: Any) -> None:
    """Days and years may stand in prose; every other figure comes out of a cell."""
    for cell in committed.cells:
        if cell.cell_type == "markdown":
            assert re.findall(r"(?<![\w-])\d[\d.,]*\d*(?![\w-])", re.sub(r"\b20\d\d\b", "", cell.source)) == [], cell.id


def test_the_file_is_small_and_names_no_machine() -> None:
    text = (ROOT / "docs" / "joint-production.ipynb").read_text(encoding="utf-8")
    assert len(text) < 600_000
    assert not re.search(r'"(/home/|/root/|/tmp/|/Users/)|site-packages', text)
