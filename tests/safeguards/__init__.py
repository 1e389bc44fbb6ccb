"""Safeguards that are taken away, one by one, to see that a test notices."""
