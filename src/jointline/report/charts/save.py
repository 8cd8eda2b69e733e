"""Charts into files: one specification, written as SVG, PNG or a page that needs no network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jointline.errors import JointlineError
from jointline.files import whole

ENDINGS = (".svg", ".png", ".html")
# distinguishable with every common colour blindness (Okabe and Ito 2008), on white
BLUE, ORANGE, GREEN, RED, GREY = "#0072b2", "#d55e00", "#009e73", "#b5342d", "#8a8f98"


def save_chart(chart: Any, path: str | os.PathLike[str], endings: tuple[str, ...] = ENDINGS) -> None:
    """Write an Altair chart whole or not at all, in the form of its file's ending. Raises ``JointlineError``."""
    target = checked(path, endings)
    ending = target.suffix.lower()[1:]
    ways: dict[str, dict[str, Any]] = {"png": {"scale_factor": 2}, "html": {"inline": True}}
    how = ways.get(ending, {})
    try:
        with whole(target) as part:
            chart.save(str(part), format=ending, **how)
    except OSError as error:
        raise JointlineError(f"cannot be written: {error.strerror or error}", where=str(target)) from None


def checked(path: str | os.PathLike[str], endings: tuple[str, ...] = ENDINGS) -> Path:
    """*path* where a chart can be written in the form of its ending; ``JointlineError`` where not."""
    target = Path(path)
    if target.suffix.lower() not in endings:
        raise JointlineError(f"a picture ends in {' or '.join(endings)}", where=str(target))
    if not target.resolve().parent.is_dir():
        raise JointlineError("there is no such folder", where=str(target.resolve().parent), remedy="Make it first.")
    return target
