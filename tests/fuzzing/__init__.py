"""Bytes nobody would send, for everything that reads what comes from outside."""
