"""Reporting (rapportering): figures, the half-year report, front page and search. Reads everything, changes none of it.

report: draft → approved
run: queued → running → done | failed; failed → queued
"""
