"""What waits to be done about applications, by what it is about (rows of ``housing/deadlines.py``)."""
