"""The simulator: phones and groups on screens of our own, in memory, for the demonstration."""
