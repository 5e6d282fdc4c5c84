"""Arrears and evictions (restanser og utkastelser): seen early, and mostly prevented.

arrears case: open → closed (paid, plan completed, evicted, moved, written off)
payment plan: active → completed | breached | cancelled; breached → active | completed | cancelled
petition: sent → put to the tenant → scheduled → carried out; on the way averted, postponed or rejected
meeting: planned → open → closed; planned → called off
"""
