"""What the world of the tables of rights and of lists has of figures and targets (``tests/world.py``)."""

from tests import make_figures


def shared(*, by) -> dict:
    return {"figure_target": make_figures.target(by=by)}
