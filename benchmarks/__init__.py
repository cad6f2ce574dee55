"""Timings and sizes, measured afresh and printed as one table: ``python -m benchmarks``."""
