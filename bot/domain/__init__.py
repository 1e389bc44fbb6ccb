"""Values and rules: no clock, no dice, no loop, no log, no wire."""
