"""Tables and texts: any result in, something to read out."""
