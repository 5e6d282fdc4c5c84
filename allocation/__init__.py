"""Allocation (tildeling): who is offered which home, and why they came first.

offer: open → accepted | declined | expired | withdrawn; accepted → withdrawn (the allocation fell through)
"""
