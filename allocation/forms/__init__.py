"""Forms of allocation: each asks, and makes one call."""
