"""Pages of allocation: find, ask, tell."""
