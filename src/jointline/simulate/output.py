"""A simulation's dataset as a netCDF file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from jointline.errors import JointlineError

if TYPE_CHECKING:
    import xarray


def write_netcdf(data: xarray.Dataset, path: str | os.PathLike[str]) -> None:
    """Write *data* whole or not at all; the same data gives the same bytes. Raises ``JointlineError``."""
    target = Path(path)
    try:
        with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=f".{target.name}.") as folder:
            part = Path(folder) / target.name
            data.to_netcdf(part, engine="scipy")
            part.replace(target)
    except OSError as error:
        raise JointlineError(f"cannot be written: {error.strerror or error}", where=str(target)) from None
