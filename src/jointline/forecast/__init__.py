"""Forecasts that are scored: when a case will arrive, and how good such forecasts have been."""
