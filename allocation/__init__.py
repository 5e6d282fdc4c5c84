"""Allocation (tildeling): who is offered which home, and why they came first; who lives where until then.

offer: open → accepted | declined | expired | withdrawn; accepted → withdrawn (the allocation fell through)
temporary stay: active → ended; an expulsion is a decision about one, with facts, hearing and an alternative
"""
