"""What was said: statements, sources, the store, and the view of it all as known on a date."""
