"""The open data that ships with the package: statements with their sources, sorted and diffable."""
