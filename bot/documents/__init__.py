"""What is written down for people and tools outside: records of cases."""
