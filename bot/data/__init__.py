"""Facts carried as files, with their sources in SOURCES.md."""
