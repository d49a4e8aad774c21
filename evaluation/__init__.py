"""Measures how well the bot understands sentences it was not taught, and writes the report. No I/O but reading."""
