"""Reporting (rapportering): the figures, the half-year report, the front page and search. Reads all, changes none of it.

report: draft → approved
run: queued → running → done | failed; failed → queued
"""
