"""Applications (søknader): mapped, decided, answered.

received → under_review → granted | rejected | dismissed | withdrawn
granted → fulfilled (housed, or the contract extended) | closed (left the waiting list unhoused)
rejected, dismissed → under_review (appeal upheld)
"""
