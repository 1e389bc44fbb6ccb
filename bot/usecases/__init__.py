"""What the service does, one verb a module; the only place that opens a unit of work."""
