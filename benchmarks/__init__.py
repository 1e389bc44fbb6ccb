"""Measurements of what has to be quick."""
