"""How fast the heavy calculations are on this machine: ``python -m benchmarks.proposal``."""
