"""Draws of a network, the kernel that runs them, and labelled results."""
