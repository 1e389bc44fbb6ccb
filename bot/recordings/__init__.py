"""Recorded voices: made playable on every platform, and kept beside the words they speak."""
