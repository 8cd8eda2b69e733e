"""The local page: views made from the library's results, and the HTTP API beside them."""
