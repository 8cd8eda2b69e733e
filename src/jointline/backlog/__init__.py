"""Counting rules, backlog tables, month-to-month changes: cases in, tables out."""
