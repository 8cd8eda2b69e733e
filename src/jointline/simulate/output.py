"""A simulation's dataset as a netCDF file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jointline.errors import JointlineError
from jointline.files import whole

if TYPE_CHECKING:
    import xarray


def write_netcdf(data: xarray.Dataset, path: str | os.PathLike[str]) -> None:
    """Write *data* whole or not at all; the same data gives the same bytes. Raises ``JointlineError``."""
    target = Path(path)
    try:
        with whole(target) as part:
            data.to_netcdf(part, engine="scipy")
    except OSError as error:
        raise JointlineError(f"cannot be written: {error.strerror or error}", where=str(target)) from None


def check_outputs(network: object, deliveries: str | None, output: str | None) -> None:
    """Raise ``JointlineError`` where a result would take the place of the network's file or of the other result.

    Said before the work begins: a network is written by hand, and nothing brings it back.
    """
    places = {"the network": network if isinstance(network, str | os.PathLike) else None}
    for what, path, ending in (("--deliveries", deliveries, ".csv"), ("-o", output, ".nc")):
        if path is None:
            continue
        if Path(path).suffix.lower() != ending:
            raise JointlineError(f"{what} writes a file that ends in {ending}", where=path)
        for other, taken in places.items():
            if taken is not None and Path(path).resolve() == Path(taken).resolve():
                raise JointlineError(f"{what} would overwrite {other}", where=path, remedy="Name another file.")
        places[what] = path
