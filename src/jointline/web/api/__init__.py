"""The HTTP API: the results of the library as JSON, with the fields of the field tables."""
