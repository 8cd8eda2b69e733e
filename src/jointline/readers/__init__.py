"""Documents to statements: a file in, its record and its proposed statements with their spans out."""
