"""Sentences about what Rongthuk does, each proved."""
