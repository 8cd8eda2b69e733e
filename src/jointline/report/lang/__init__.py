"""Both languages: catalogues, names, numbers, money and dates as a reader of each language expects them."""
