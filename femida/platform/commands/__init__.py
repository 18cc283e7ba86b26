"""Commands: every write of the house. See `core`."""
