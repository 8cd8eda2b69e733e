"""Products, lines, components, orders and options of a production network: loading and checking them."""
