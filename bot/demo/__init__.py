"""The demonstration: a worker's phone, groups, an officer and a clock, on one page."""
