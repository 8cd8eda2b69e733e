"""Charts: one Vega-Lite specification each, for the page, a notebook, SVG and PNG."""
