"""Telegram: updates in, messages out, by webhook or by long polling."""
