"""The dispatch reader: who said what, through whom, and how firm it is."""
