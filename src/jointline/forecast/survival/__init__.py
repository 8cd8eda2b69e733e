"""Waiting times that are known only as intervals, only from some month on, or not ended yet."""
