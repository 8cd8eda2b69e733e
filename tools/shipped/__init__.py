"""Convert the gathered data files into the statements that ship with the package."""
