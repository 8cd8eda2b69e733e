"""Options beside the baseline: months saved, risk, what is needed, why, and from where on it is worth it."""
